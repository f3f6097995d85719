"""Loader of the forms that notices ask for; a new form is a new file in `forms/`, not a program."""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from data.errors import FaultError
from data.records.forms import LINE_UNITS, FormCell, FormColumn, FormLayout, FormRow, FormTable

_CELL_KEYS: Final = frozenset({
    "label", "key", "units", "rows", "lines", "options", "blank", "is_required", "is_contact", "is_office_only",
})  # fmt: skip


@lru_cache(maxsize=1)
def load_form_layouts() -> Mapping[str, FormLayout]:
    """Read all forms: id -> layout, in the order of their ids.

    Raises:
        FaultError: a file is not as docs/forms.md says, or its lines do not fill the width.
    """
    folder = resources.files("data.reference").joinpath("forms")
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".json"))
    return {
        name.removesuffix(".json"): layout_of(
            name.removesuffix(".json"), json.loads(folder.joinpath(name).read_text(encoding="utf-8"))
        )
        for name in names
    }


@cache
def form_text(form_id: str) -> str:
    """Return the file of a form as one line of JSON, from which `layout_of_text` makes it again."""
    folder = resources.files("data.reference").joinpath("forms")
    described = json.loads(folder.joinpath(f"{form_id}.json").read_text(encoding="utf-8"))
    return json.dumps(described, ensure_ascii=False, separators=(",", ":"))


def layout_of_text(form_id: str, text: str) -> FormLayout:
    """Return the layout that was kept with a form; of one without, today's; errors of `layout_of`."""
    return layout_of(form_id, json.loads(text)) if text else load_form_layouts()[form_id]


def layout_of(form_id: str, described: Mapping[str, Any]) -> FormLayout:
    """Return the layout that a file describes.

    Args:
        form_id: its id.
        described: the JSON object.

    Raises:
        FaultError: a key is missing or unknown, a key is used twice, or a line is not 24 units wide.
    """
    try:
        layout = FormLayout(
            id=form_id,
            **{name: described[name] for name in ("label", "title", "notice", "is_derived", "is_landscape")},
            lead=tuple((label, key) for label, key in described.get("lead", ())),
            parts=tuple(_part(each) for each in described["parts"]),
            notes=tuple(described.get("notes", ())),
            copies=described.get("copies"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise FaultError(
            f"表格样式 {form_id} 写得不对：{error}。", remedy="请按 docs/forms.md 改正这个文件。"
        ) from error
    _check(layout)
    return layout


def keys_of(layout: FormLayout) -> list[str]:
    """Return every key of a form, in the order of the page; of tables the key of the table alone."""
    keys = [key for _, key in layout.lead]
    for part in layout.parts:
        keys += [part.key] if isinstance(part, FormTable) else [cell.key for cell in part.cells if cell.key]
    return keys


def _part(described: Mapping[str, Any]) -> FormRow | FormTable:
    if "table" in described:
        rest = {name: value for name, value in described.items() if name not in {"table", "columns"}}
        columns = tuple(FormColumn(**each) for each in described["columns"])
        return FormTable(key=described["table"], columns=columns, **rest)
    (cells,) = described.values()
    return FormRow(cells=tuple(_cell(each) for each in cells))


def _cell(described: Mapping[str, Any]) -> FormCell:
    unknown = set(described) - _CELL_KEYS
    if unknown or bool(described.get("label")) == bool(described.get("key")):
        raise ValueError(f"单元格 {described}")
    return FormCell(**{**described, "options": tuple(described.get("options", ()))})


def _check(layout: FormLayout) -> None:
    keys = keys_of(layout)
    if len(set(keys)) < len(keys):
        raise FaultError(f"表格样式 {layout.id} 有重复的 key。", remedy="请给每个栏目不同的 key。")
    hanging: list[tuple[int, int]] = []
    for part in layout.parts:
        if isinstance(part, FormTable):
            width, new = part.number_units + sum(each.units for each in part.columns), []
        else:
            width = sum(each.units for each in part.cells) + sum(units for units, _ in hanging)
            new = [(each.units, each.rows) for each in part.cells]
        if width != LINE_UNITS or (isinstance(part, FormTable) and hanging):
            raise FaultError(f"表格样式 {layout.id} 有一行宽 {width}，应为 {LINE_UNITS}。", remedy="请改正 units。")
        hanging = [(units, rows - 1) for units, rows in [*hanging, *new] if rows > 1]
    if hanging:
        raise FaultError(f"表格样式 {layout.id} 的跨行超出了末行。", remedy="请改正 rows。")
