"""The terms of a rule as a form: one field a value, lists written line by line; contacts hidden and put back."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, get_type_hints

from data.errors import UsageError
from data.records.rules import RuleKind, Terms
from data.storage.json_values import TERMS_OF, JsonFaultsError, terms_from_json, terms_to_json
from ingest.contacts import mask_field
from service.docking.masked_edits import taken_over
from service.docking.notices.validity import LEAD_KINDS, SEALED_BY
from service.docking.notices.wording import FIELD_LABELS, PARTY_LABELS, SEAL_LABELS, told_faults

BAR: Final = "｜"
"""Parts the cells of one line; a half-width one counts too."""
_ABOUT: Final = "约"
_LISTS: Final[Mapping[str, str]] = MappingProxyType({
    "criteria": "一行一条。",
    "papers": "一行一种。",
    "unique_by": "一行一组，写 name（名称）、field（领域）、direction（业务方向），几个之间空一格。",
    "steps": f"一行一级：原来的方式{BAR}深化后的方式。",
    "pairs": f"一行一对：本清单的项{BAR}另一份清单的项；没有对应的留空。",
    "targets": f"一行一个：目标{BAR}数量{BAR}属于哪个总目标（没有则留空）{BAR}约数写“{_ABOUT}”。",
})
_CHOICES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = MappingProxyType({
    "lead_kind": tuple((each, PARTY_LABELS[each]) for each in LEAD_KINDS),
    "sealed_by": tuple((each, SEAL_LABELS[each]) for each in SEALED_BY),
    "counts_lead": (("", "通知没有写明，两种都检查"), ("true", "含"), ("false", "不含")),
})


class Widget(StrEnum):
    """How a value is written in a form."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    TICK = "tick"
    CHOICE = "choice"
    LINES = "lines"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermField:
    """A field of the form; a tick's value is "true" or ""."""

    name: str
    label: str
    widget: Widget
    value: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


def form_of(kind: RuleKind, terms: Terms | None = None) -> tuple[TermField, ...]:
    """Return the form of a kind, filled with terms, contacts hidden; empty where there are none."""
    given = {} if terms is None else terms_to_json(terms)
    return tuple(
        TermField(
            name=each.name,
            label=FIELD_LABELS[each.name],
            widget=_widget(kind, each.name),
            value=mask_field("", _text(given.get(each.name))),
            hint=_LISTS.get(each.name, ""),
            choices=_CHOICES.get(each.name, ()),
        )
        for each in fields(TERMS_OF[kind])
    )


def terms_of_form(kind: RuleKind, given: Mapping[str, str], *, before: Terms | None = None) -> Terms:
    """Return the terms that a filled form tells.

    Args:
        kind: of the rule.
        given: what came back, by name of the field; what is missing is empty.
        before: the terms that the form was filled with: hidden contacts that were left alone are put back.

    Returns:
        Terms of the right types; whether they contradict each other is another question, see `validity`.

    Raises:
        UsageError: values do not fit; all of them are named.
    """
    was = {} if before is None else terms_to_json(before)
    values: dict[str, Any] = {"kind": kind.value}
    for each in fields(TERMS_OF[kind]):
        text = taken_over("", _text(was.get(each.name)), given.get(each.name, "").strip())
        values[each.name] = _value(each.name, _widget(kind, each.name), text)
    try:
        return terms_from_json(values)
    except JsonFaultsError as error:
        raise UsageError(told_faults(error.faults), remedy="请改正后再保存。") from error


def _widget(kind: RuleKind, name: str) -> Widget:
    if name in _CHOICES:
        return Widget.CHOICE
    if name in _LISTS:
        return Widget.LINES
    wanted = get_type_hints(TERMS_OF[kind])[name]
    plain = {str: Widget.TEXT, bool: Widget.TICK}
    return plain.get(wanted, Widget.DAY if wanted == date | None else Widget.NUMBER)


def _text(value: Any) -> str:  # noqa: ANN401 - JSON
    """Write a JSON value as the form shows it."""
    if isinstance(value, list):
        return "\n".join(_line(each) for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _line(value: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(value, dict):
        about = _ABOUT if value["is_approximate"] else ""
        return BAR.join((value["item"], str(value["amount"]), value["part_of"], about))
    return BAR.join(value) if isinstance(value, list) else str(value)


def _value(name: str, widget: Widget, text: str) -> Any:  # noqa: ANN401 - as above
    """Return what a text of the form means as JSON; one that means nothing stays and is named as a fault later."""
    if widget is Widget.TICK:
        return text == "true"
    if widget is Widget.LINES:
        lines = (line.strip() for line in text.replace("|", BAR).splitlines())
        return [_cells(name, line) for line in lines if line]
    if name == "counts_lead" or widget in {Widget.NUMBER, Widget.DAY}:
        return _plain(text)
    return text


def _plain(text: str) -> Any:  # noqa: ANN401 - as above
    known = {"": None, "true": True, "false": False}
    if text in known:
        return known[text]
    digits = text.replace(",", "").replace("，", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 20 else text


def _cells(name: str, line: str) -> Any:  # noqa: ANN401 - as above
    if name in {"criteria", "papers"}:
        return line
    if name == "unique_by":
        return line.replace("、", " ").replace(BAR, " ").split()
    cells = [each.strip() for each in line.split(BAR)]
    if name != "targets":
        return cells if len(cells) > 1 else [*cells, ""]
    item, amount, part_of, about, *_ = [*cells, "", "", ""]
    return {"item": item, "amount": _plain(amount), "part_of": part_of, "is_approximate": about == _ABOUT}
