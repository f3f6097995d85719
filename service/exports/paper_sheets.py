"""Tables of a paper as sheets of a workbook."""

from xlsxwriter.workbook import Workbook

from service.exports.paper import PaperTable
from service.exports.workbook_grid import Column, Grid, Styles


def add_sheet(book: Workbook, styles: Styles, sheet: PaperTable) -> None:
    """Draw a table as a sheet of its own."""
    columns = [Column(column.header, column.width) for column in sheet.columns]
    fill(Grid(book, styles, name=sheet.name, columns=columns), sheet)


def fill(grid: Grid, sheet: PaperTable) -> None:
    """Write the rows of a table below the header that stands, and finish the sheet."""
    for cells in sheet.rows:
        grid.add(cells)
    if not sheet.rows:
        grid.add_wide([], sheet.empty)
    grid.finish()
