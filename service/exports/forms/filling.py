"""A form with its values: the cells that every format draws alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from data.errors import FaultError
from data.records.forms import FormCell, FormLayout, FormRow, FormTable, FormValues
from data.reference.form_layouts import keys_of
from service.exports.masking import MASKED, Masks, printable

TICKED: Final = "☑"
OPEN: Final = "□"
_DERIVED: Final = "原通知只列出本表名称、没有附表样；以上栏目根据通知正文归纳，请以正式印发的表样为准。"


class CellLook(StrEnum):
    """What a cell is; formats draw each kind in their own way."""

    LABEL = "label"
    VALUE = "value"
    HEAD = "head"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class FilledCell:
    """A cell as it is printed; units of 24, rows spanned, lines at least."""

    text: str
    units: int
    look: CellLook
    rows: int = 1
    lines: int = 1


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell and where its upper left corner lies: row of the form, unit of the line, both from 0."""

    row: int
    unit: int
    cell: FilledCell


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form ready to be drawn.

    Attributes:
        lead: what stands above the frame.
        rows: cells from above and from the left; what spans down is not repeated.
        missing: printed words of what is required and has no value, in the order of the page.
    """

    layout: FormLayout
    lead: tuple[str, ...]
    rows: tuple[tuple[FilledCell, ...], ...]
    notes: tuple[str, ...]
    missing: tuple[str, ...]


def fill(layout: FormLayout, values: FormValues, *, masks: Masks = MASKED) -> FilledForm:
    """Put values into a form; what has no value stays empty, to be written by hand.

    Args:
        layout: the form.
        values: any of its keys; those of fields that the office alone fills in are left out.
        masks: how contacts are hidden.

    Raises:
        FaultError: a value, option or column that the form does not know, which would be lost.
    """
    _refuse_unknown(layout, values)
    pen = _Pen(values, masks)
    rows = tuple(row for part in layout.parts for row in pen.rows(part))
    lead = tuple(f"{label}：{pen.text(key)}" for label, key in layout.lead)
    notes = (*layout.notes, _DERIVED) if layout.is_derived else layout.notes
    return FilledForm(layout, lead, rows, notes, tuple(_missing(layout, values)))


def placed(form: FilledForm) -> tuple[PlacedCell, ...]:
    """Return every cell with its place, row by row."""
    cells: list[PlacedCell] = []
    taken: set[tuple[int, int]] = set()
    for row, filled in enumerate(form.rows):
        unit = 0
        for cell in filled:
            while (row, unit) in taken:
                unit += 1
            cells.append(PlacedCell(row, unit, cell))
            taken |= {(row + down, unit + right) for down in range(cell.rows) for right in range(cell.units)}
            unit += cell.units
    return tuple(cells)


@dataclass(frozen=True, slots=True)
class _Pen:
    values: FormValues
    masks: Masks

    def text(self, key: str, *, is_contact: bool = False) -> str:
        """Return a value as it may be shown."""
        return self._shown(self.values.texts.get(key, ""), is_contact=is_contact)

    def rows(self, part: FormRow | FormTable) -> Iterator[tuple[FilledCell, ...]]:
        """Yield the rows of a part."""
        if isinstance(part, FormRow):
            yield tuple(self._cell(cell) for cell in part.cells)
        else:
            yield from self._table(part)

    def _cell(self, cell: FormCell) -> FilledCell:
        if cell.label:
            return FilledCell(cell.label, cell.units, CellLook.LABEL, cell.rows, cell.lines)
        return FilledCell(self._value(cell), cell.units, CellLook.VALUE, cell.rows, cell.lines)

    def _value(self, cell: FormCell) -> str:
        if cell.options:
            ticked = self.values.ticks.get(cell.key, ())
            return "　".join(f"{TICKED if option in ticked else OPEN}{option}" for option in cell.options)
        if cell.is_office_only:
            return cell.blank
        return self.text(cell.key, is_contact=cell.is_contact) or cell.blank

    def _table(self, table: FormTable) -> Iterator[tuple[FilledCell, ...]]:
        number = [FilledCell("序号", table.number_units, CellLook.HEAD)] if table.number_units else []
        yield (*number, *(FilledCell(each.header, each.units, CellLook.HEAD) for each in table.columns))
        entries = self.values.tables.get(table.key, ())
        for place in range(max(len(entries), table.min_rows)):
            entry = entries[place] if place < len(entries) else {}
            number = [FilledCell(str(place + 1), table.number_units, CellLook.NUMBER)] if table.number_units else []
            yield (*number, *(
                FilledCell(self._shown(entry.get(each.key, ""), is_contact=each.is_contact), each.units, CellLook.VALUE)
                for each in table.columns
            ))  # fmt: skip

    def _shown(self, text: str, *, is_contact: bool) -> str:
        return printable(self.masks.value(text) if is_contact else self.masks.text(text))


def _missing(layout: FormLayout, values: FormValues) -> Iterator[str]:
    for part in layout.parts:
        if isinstance(part, FormTable):
            yield from _missing_of_table(part, values)
            continue
        label = ""
        for cell in part.cells:
            label = cell.label or label
            if cell.is_required and not (values.ticks.get(cell.key) if cell.options else values.texts.get(cell.key)):
                yield label or cell.key


def _missing_of_table(table: FormTable, values: FormValues) -> Iterator[str]:
    for number, entry in enumerate(values.tables.get(table.key, ()), start=1):
        for column in table.columns:
            if column.is_required and not entry.get(column.key):
                yield f"第 {number} 行“{column.header}”"


def _refuse_unknown(layout: FormLayout, values: FormValues) -> None:
    unknown = [key for key in (*values.texts, *values.ticks, *values.tables) if key not in keys_of(layout)]
    unknown += [
        f"{part.key}.{key}"
        for part in layout.parts
        if isinstance(part, FormTable)
        for entry in values.tables.get(part.key, ())
        for key in entry
        if key not in {column.key for column in part.columns}
    ]
    unknown += [option for cell in _choices(layout.parts) for option in _foreign(cell, values)]
    if unknown:
        named = "、".join(dict.fromkeys(unknown))
        raise FaultError(f"表格 {layout.id} 没有这些栏目或选项：{named}。", remedy="请改正取值，或在表格样式中加上。")


def _choices(parts: Sequence[FormRow | FormTable]) -> Iterator[FormCell]:
    return (cell for part in parts if isinstance(part, FormRow) for cell in part.cells if cell.options)


def _foreign(cell: FormCell, values: FormValues) -> list[str]:
    return [option for option in values.ticks.get(cell.key, ()) if option not in cell.options]
