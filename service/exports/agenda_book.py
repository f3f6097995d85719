"""An agenda as a workbook."""

import io
from datetime import UTC, datetime
from typing import Final

from xlsxwriter.workbook import Workbook

from service.exports import agenda_phrases as phrases
from service.exports.agenda_days import day_of
from service.exports.agenda_tables import (
    card_list,
    change_list,
    guest_plan,
    meeting_list,
    sign_in,
    statistics,
    table_plan,
    unplaced_list,
)
from service.exports.agenda_view import AgendaView
from service.exports.paper import PaperTable, columns
from service.exports.paper_files import GUIDE_SHEET
from service.exports.paper_sheets import fill
from service.exports.workbook_grid import Column, Grid, Styles

_SIGN_POINTS: Final = 30
"""Height of a row that is signed by hand."""
_MOST_ON_A4: Final = 8
_A3: Final = 8
"""Excel's number of the paper (ECMA-376, 18.3.1.63); a whole day on A4 would be set in five points."""


def render_agenda_workbook(view: AgendaView) -> bytes:
    """Draw an agenda as a workbook; byte-identical for the same agenda."""
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(buffer, options) as book:
        day = day_of(view)
        book.set_properties({"title": view.title, "created": datetime(day.year, day.month, day.day, tzinfo=UTC)})
        styles = Styles(book)
        slots = range(len(view.problem.event.slots))
        for table in (guest_plan(view, slots), table_plan(view, slots)):
            sheet = _sheet(book, styles, table).sheet
            # Who it is must stay in sight while the day is scrolled.
            sheet.freeze_panes(1, 1)
            if len(slots) > _MOST_ON_A4:
                sheet.set_paper(_A3)
        for table in (meeting_list(view), unplaced_list(view)):
            _sheet(book, styles, table)
        if view.replanned is not None:
            _sheet(book, styles, change_list(view))
        _sign_in_sheet(book, styles, sign_in(view))
        for table in (card_list(view), statistics(view)):
            _sheet(book, styles, table)
        lines = [("概况", line) for line in view.lead()] + [("怎样阅读", line) for line in phrases.GUIDE]
        _sheet(book, styles, PaperTable(GUIDE_SHEET, columns(("项目", 18), ("说明", 110)), tuple(lines), ""))
    return buffer.getvalue()


def _grid(book: Workbook, styles: Styles, table: PaperTable) -> Grid:
    return Grid(book, styles, name=table.name, columns=[Column(each.header, each.width) for each in table.columns])


def _sheet(book: Workbook, styles: Styles, table: PaperTable) -> Grid:
    grid = _grid(book, styles, table)
    fill(grid, table)
    return grid


def _sign_in_sheet(book: Workbook, styles: Styles, table: PaperTable) -> None:
    grid = _sheet(book, styles, table)
    for row in range(1, len(table.rows) + 1):
        grid.sheet.set_row(row, _SIGN_POINTS)
