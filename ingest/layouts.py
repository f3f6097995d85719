"""What lies where in a raw table: the header of a list, the keys of a form or of a running text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from data.errors import HeaderError
from ingest.forms import read_form
from ingest.headers import MONEY_FIELDS, PARENT_MARK, SERIAL, ColumnMap, Vocabulary, map_columns
from ingest.keyed import KeyedRecord, count_fields
from ingest.prose import read_prose
from ingest.readers.raw import RawRow, RawTable, Shape
from ingest.report import Place, RowFault, Severity, Skip

HEADER_DEPTH: Final = 50
"""The header is looked for in so many rows that are not empty."""

UNIT_REMARK: Final = re.compile(r"(?:金额)?单位\s*[:：]\s*(?:人民币)?\s*(千元|万元|百万元|千万元|亿元|元)")
"""单位：万元, above the header, counts for every column of money without a unit of its own."""


REMARK: Final = re.compile(r"[(（【\[][^()（）]*[)）】\]]|(?:人民币)?(?:元|千元|万元|百万元|千万元|亿元)")
"""（万元）, （20字以内）: in a row of its own below the names, each such cell belongs to the name above it."""


@dataclass(frozen=True, slots=True)
class Header:
    """A header found in a grid: names a column, its first row, how many rows (1 or 2), how many fields it names."""

    names: tuple[str, ...]
    first: int
    n_rows: int
    score: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose columns are understood.

    Attributes:
        rows: below the header.
        above: rows above the header (titles), or loose lines of a text.
        is_list: rows may be totals, notes or repeated headers; else every row is a record.
    """

    table: RawTable
    columns: ColumnMap
    rows: tuple[RawRow, ...]
    above: tuple[RawRow, ...] = ()
    is_list: bool = True
    faults: tuple[RowFault, ...] = ()
    skips: tuple[Skip, ...] = ()


def place_of(table: RawTable) -> str:
    """Return file and sheet in Chinese."""
    return str(Place(table.file, table.sheet, 0))


def lay_out(table: RawTable, vocabulary: Vocabulary, before: Sheet | None) -> list[Sheet]:
    """Return how a raw table is to be read.

    Args:
        table: as the reader gave it.
        vocabulary: of the table that is wanted.
        before: the sheet before it, whose header a continuation without one shares.

    Returns:
        One sheet for a list, one for each run of records with the same keys for a form or a text; none when nothing
        in it is known.

    Raises:
        HeaderError: two columns of the list have equal right to one field.
    """  # (raised in map_columns)
    if table.shape is Shape.LINES:
        records, loose = read_prose(table.rows, vocabulary)
        numbers = set(loose)
        above = tuple(row for row in table.rows if row.number in numbers)
        return _keyed_sheets(table, records, vocabulary, above=above)
    header = _declared(table, vocabulary) if table.shape is Shape.RECORDS else find_header(table.rows, vocabulary)
    is_list = header is not None and (table.is_delimited or _has_neighbours(table.rows, header, vocabulary))
    if table.shape is Shape.GRID and not is_list:
        records = read_form(table.rows, vocabulary)
        if records and count_fields(records, vocabulary) > (header.score if header else 0):
            return _keyed_sheets(table, records, vocabulary)
    if header:
        return [_list_sheet(table, header, vocabulary)]
    if table.is_continued and before is not None and before.is_list:
        return [Sheet(table, before.columns, table.rows)]
    return []


def _declared(table: RawTable, vocabulary: Vocabulary) -> Header | None:
    names = table.rows[0].cells
    score = _score(names, vocabulary)
    return Header(names, 0, 1, score) if score else None


def find_header(rows: Sequence[RawRow], vocabulary: Vocabulary) -> Header | None:
    """Return the row, or the pair of rows, that names most fields; the earlier one on a tie, None if none fits."""
    best: Header | None = None
    inhabited = [index for index, row in enumerate(rows) if row.own()][:HEADER_DEPTH]
    for index in inhabited:
        for candidate in (_double_header(rows, index, vocabulary), _single_header(rows, index, vocabulary)):
            if candidate and candidate.score > (best.score if best else 0):
                best = candidate
    return best


def _single_header(rows: Sequence[RawRow], index: int, vocabulary: Vocabulary) -> Header:
    names = _single_names(rows[index])
    return Header(names, index, 1, _score(names, vocabulary))


def _double_header(rows: Sequence[RawRow], index: int, vocabulary: Vocabulary) -> Header | None:
    """Return the header that a row and the one below make, None unless the upper row adds something.

    A title above a header also makes a pair, but one that names no more than the header alone.
    """
    if index + 1 >= len(rows):
        return None
    top, bottom = rows[index], rows[index + 1]
    names = _double_names(top, bottom)
    score = _score(names, vocabulary)
    above = _score(_single_names(top), vocabulary)
    below = _score([bottom.cells[column].strip() for column in bottom.own()], vocabulary)
    is_known = any(vocabulary.find(name) for name in names if PARENT_MARK in name)
    return Header(names, index, 2, score) if is_known and score > below and score >= above else None


def _score(names: Sequence[str], vocabulary: Vocabulary) -> int:
    """Return how many different fields are named, 0 when a required one is missing."""
    fields = {claim.field for name in names if name and (claim := vocabulary.find(name))} - {SERIAL}
    return len(fields) if vocabulary.fits(fields) else 0


def _has_neighbours(rows: Sequence[RawRow], header: Header, vocabulary: Vocabulary) -> bool:
    """Return whether two known names stand side by side: in a form the value stands between them.

    A name merged down over the row below heads a group of a form's rows and does not count.
    """
    below = header.first + header.n_rows
    labels = rows[below].spread if below < len(rows) else frozenset()
    known = [
        bool(name) and column not in labels and vocabulary.find(name) is not None
        for column, name in enumerate(header.names)
    ]
    return any(left and right for left, right in pairwise(known))


def _single_names(row: RawRow) -> tuple[str, ...]:
    return tuple("" if row.is_from_left(column) else cell.strip() for column, cell in enumerate(row.cells))


def _double_names(top: RawRow, bottom: RawRow) -> tuple[str, ...]:
    """Return the names of a two-row header, () if the two rows cannot be one.

    A child stands under a parent that spans several columns, merged or (in text files) followed by empty cells; the
    columns without parent have no text of their own in the lower row, unless it only remarks on the name above.
    """
    names: list[str] = []
    parent = ""
    for column in range(max(len(top.cells), len(bottom.cells))):
        above = top.text(column).strip()
        below = "" if column in bottom.spread else bottom.text(column).strip()
        parent = above or parent
        if below and above and not REMARK.fullmatch(below) and not _is_parent(top, bottom, column):
            return ()
        if below:
            names.append(f"{parent}{PARENT_MARK}{below}" if parent else below)
        else:
            names.append("" if top.is_from_left(column) else above)
    return tuple(names)


def _is_parent(top: RawRow, bottom: RawRow, column: int) -> bool:
    if column in top.merged or top.is_from_left(column):
        return True
    return not top.text(column + 1).strip() and bool(bottom.text(column + 1).strip())


def _list_sheet(table: RawTable, header: Header, vocabulary: Vocabulary) -> Sheet:
    columns = map_columns(header.names, vocabulary, place_of(table))
    above = table.rows[: header.first]
    remark = UNIT_REMARK.search(" ".join(cell for row in above for cell in row.cells))
    if remark:
        stated = dict.fromkeys(MONEY_FIELDS.intersection(columns.fields), remark[1])
        columns = ColumnMap(columns.names, columns.fields, columns.extras, {**stated, **columns.units}, columns.notes)
    is_list = table.shape is Shape.GRID
    return Sheet(table, columns, table.rows[header.first + header.n_rows :], above=above, is_list=is_list)


def _keyed_sheets(
    table: RawTable, records: list[KeyedRecord], vocabulary: Vocabulary, above: tuple[RawRow, ...] = ()
) -> list[Sheet]:
    """Return one sheet for each run of records with the same keys; a record with ambiguous keys is a rejected row."""
    sheets: list[Sheet] = []
    for names, run in groupby(records, key=lambda record: record.names):
        rows = tuple(RawRow(record.row, record.values) for record in run)
        try:
            columns = map_columns(names, vocabulary, place_of(table))
        except HeaderError as error:
            columns = ColumnMap(names, {}, {}, {})
            faults = tuple(_rejected(table, row.number, error) for row in rows)
            sheets.append(Sheet(table, columns, (), is_list=False, faults=faults))
        else:
            sheets.append(Sheet(table, columns, rows, above=() if sheets else above, is_list=False))
    return sheets


def _rejected(table: RawTable, row: int, error: HeaderError) -> RowFault:
    reason, remedy = error.message.rstrip("。"), error.remedy.rstrip("。")
    return RowFault(Severity.REJECTED, table.file, table.sheet, row, column="", reason=reason, remedy=remedy)
