"""Filled forms as sheets of a workbook that print on A4."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from data.records.forms import LINE_UNITS
from service.exports.forms.filling import CellLook, FilledForm, PlacedCell, placed
from service.exports.workbook_grid import FONT, LINE_POINTS, MAX_ROW_POINTS, lines_needed, row_points, shortened

_PORTRAIT_UNIT: Final = 3.1
_LANDSCAPE_UNIT: Final = 5.0
"""Width of a unit in characters: 24 of them fill A4 at the margins below."""
_TITLE_FONT: Final = "方正小标宋简体"
_MARGIN_INCHES: Final = 0.7


def render_form_workbook(forms: Sequence[FilledForm], *, as_of: date) -> bytes:
    """Draw forms, one sheet each; byte-identical for the same forms.

    Args:
        forms: at least one; sheets are named by label, a number behind it where two share one.
        as_of: the only date in the file's properties.
    """
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC).replace(tzinfo=None)})
    pens = _Pens(book)
    for name, form in zip(_names(forms), forms, strict=True):
        _draw(book.add_worksheet(name), form, pens)
    book.close()
    return buffer.getvalue()


class _Pens:
    """Cell formats of the workbook."""

    def __init__(self, book: Workbook) -> None:
        framed = {"font_name": FONT, "font_size": 10, "text_wrap": True, "border": 1, "valign": "vcenter"}
        centred = framed | {"align": "center"}
        plain = {"font_name": FONT, "font_size": 10, "text_wrap": True, "valign": "vcenter"}
        self.cells: dict[CellLook, Format] = {
            CellLook.LABEL: book.add_format(centred),
            CellLook.HEAD: book.add_format(centred | {"bold": True}),
            CellLook.NUMBER: book.add_format(centred),
            CellLook.VALUE: book.add_format(framed),
        }
        self.label = book.add_format(plain)
        self.title = book.add_format(plain | {"font_name": _TITLE_FONT, "font_size": 16, "align": "center"})


def _names(forms: Sequence[FilledForm]) -> list[str]:
    names: list[str] = []
    for form in forms:
        label = form.layout.label
        same = sum(name == label or name.startswith(f"{label}（") for name in names)
        names.append(f"{label}（{same + 1}）" if same else label)
    return names


def _draw(sheet: Worksheet, form: FilledForm, pens: _Pens) -> None:
    unit = _LANDSCAPE_UNIT if form.layout.is_landscape else _PORTRAIT_UNIT
    sheet.set_column(0, LINE_UNITS - 1, unit)
    _set_up_print(sheet, form)
    row = _line(sheet, 0, form.layout.label, pens.label, unit=unit)
    sheet.merge_range(row, 0, row, LINE_UNITS - 1, form.layout.title, pens.title)
    sheet.set_row(row, 22.0 * lines_needed(form.layout.title, width=unit * LINE_UNITS / 1.6) + 8)
    row += 1
    if form.lead:
        row = _line(sheet, row, "　　".join(form.lead), pens.label, unit=unit)
    cells = placed(form)
    for index, points in enumerate(_heights(form, cells, unit=unit)):
        sheet.set_row(row + index, points)
    for each in cells:
        _write(sheet, row, each, pens.cells[each.cell.look])
    row += len(form.rows)
    for note in form.notes:
        row = _line(sheet, row, note, pens.label, unit=unit)
    sheet.print_area(0, 0, max(0, row - 1), LINE_UNITS - 1)


def _write(sheet: Worksheet, first_row: int, each: PlacedCell, look: Format) -> None:
    top, left = first_row + each.row, each.unit
    bottom, right = top + each.cell.rows - 1, left + each.cell.units - 1
    if (top, left) == (bottom, right):
        sheet.write_string(top, left, shortened(each.cell.text), look)
        return
    sheet.merge_range(top, left, bottom, right, "", look)
    sheet.write_string(top, left, shortened(each.cell.text), look)


def _heights(form: FilledForm, cells: Sequence[PlacedCell], *, unit: float) -> list[float]:
    """Return the height of each row of the form in points; a cell over several rows shares its need among them."""
    lines = [1.0] * len(form.rows)
    for each in cells:
        needed = max(each.cell.lines, lines_needed(each.cell.text, width=each.cell.units * unit))
        for row in range(each.row, each.row + each.cell.rows):
            lines[row] = max(lines[row], needed / each.cell.rows)
    return [min(MAX_ROW_POINTS, max(26.0, row_points(0) + count * LINE_POINTS)) for count in lines]


def _line(sheet: Worksheet, row: int, text: str, look: Format, *, unit: float) -> int:
    sheet.merge_range(row, 0, row, LINE_UNITS - 1, text, look)
    sheet.set_row(row, row_points(lines_needed(text, width=unit * LINE_UNITS)))
    return row + 1


def _set_up_print(sheet: Worksheet, form: FilledForm) -> None:
    if form.layout.is_landscape:
        sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=_MARGIN_INCHES, right=_MARGIN_INCHES, top=0.8, bottom=0.8)
    sheet.set_footer(f'&C&"{FONT},Regular"&9第 &P 页，共 &N 页')
    sheet.hide_gridlines(2)
