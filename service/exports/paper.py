"""A paper: headings, sentences and tables, decided once and drawn alike by workbook, Word file and page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from service.exports.marks import MarkedText
from service.exports.overview_phrases import CAPPED, ELSEWHERE
from service.exports.phrases import BLANK

PaperCell = str | int | MarkedText


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column; `width` in half-width characters on a sheet, and its share of the line elsewhere."""

    header: str
    width: float


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table.

    Attributes:
        name: what it is called; the name of its sheet, so at most 31 characters.
        columns: its columns.
        rows: one cell a column; every text is masked and printable.
        empty: what stands there when it has no row.
    """

    name: str
    columns: tuple[PaperColumn, ...]
    rows: tuple[tuple[PaperCell, ...], ...]
    empty: str


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A heading of level 1 or 2, what is said below it, and its table, if any; `is_small` is for paper alone."""

    heading: str
    level: int = 1
    lines: tuple[str | MarkedText, ...] = ()
    table: PaperTable | None = None
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What a file shows.

    Attributes:
        title: what it is called.
        as_of: the only date it carries.
        lead: sentences under the title.
        parts: what the page shows, in order, and the Word file where it has nothing of its own.
        sheets: what the workbook shows, one sheet each.
        foot: sentences at the end: how to read it, what it was made with.
        brief: what the Word file shows, which is printed and read through; empty where that is `parts`.
    """

    title: str
    as_of: date
    lead: tuple[str, ...]
    parts: tuple[PaperPart, ...]
    sheets: tuple[PaperTable, ...]
    foot: tuple[str, ...] = ()
    brief: tuple[PaperPart, ...] = ()


def capped(part: PaperPart, *, most: int, order: str = "") -> PaperPart:
    """Return a part whose table has at most so many rows; a line says how many there are, and where the rest is.

    Args:
        part: any part.
        most: rows that the file can hold.
        order: what the order of the rows goes by, in Chinese ("得分最高的"); "" where it is that of the input.

    Returns:
        The very same part where its rows are few enough.
    """
    table = part.table
    if table is None or len(table.rows) <= most:
        return part
    note = CAPPED.format(n=len(table.rows), order=order, most=most, where=ELSEWHERE)
    return replace(part, lines=(*part.lines, note), table=replace(table, rows=table.rows[:most]))


def without_blanks(table: PaperTable) -> PaperTable:
    """Return a table without the columns in which no row says anything."""
    kept = [
        place
        for place in range(len(table.columns))
        if not table.rows or any(row[place] not in {"", BLANK} for row in table.rows)
    ]
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[place] for place in kept), rows=rows)


def plain_cell(cell: PaperCell) -> str:
    """Return a cell as plain text, its marks written out."""
    if isinstance(cell, MarkedText):
        return "".join(segment.opens + segment.text for segment in cell.segments)
    return str(cell)


def columns(*named: tuple[str, float]) -> tuple[PaperColumn, ...]:
    """Return columns of (header, width)."""
    return tuple(PaperColumn(header, width) for header, width in named)


def shared_widths(table: PaperTable, *, total: int) -> Sequence[int]:
    """Return the widths of a table's columns as whole parts of a line; they add up to `total`."""
    whole = sum(column.width for column in table.columns)
    widths = [int(total * column.width / whole) for column in table.columns]
    widths[-1] += total - sum(widths)
    return widths
