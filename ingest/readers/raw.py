"""What every reader hands on: tables of text cells with the row numbers a person sees, nothing interpreted yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from data.errors import FileReadError

MAX_FILE_BYTES: Final = 100 * 2**20
"""A file above this is refused: no office list comes near it, and reading it would take the machine's memory."""

MAX_UNPACKED_BYTES: Final = 1024 * 2**20
"""What a zipped office file may unpack to, against zip bombs."""

MAX_ROWS: Final = 300_000
"""Rows a file may have: three times the largest list planned for (100,000 achievements)."""


class Shape(Enum):
    """How a table's rows are to be read."""

    GRID = "grid"
    """Cells as they lie on the sheet; where the header is, or whether it is a form, must be found out."""
    RECORDS = "records"
    """The first row is the header, because the format says so (jsonl)."""
    LINES = "lines"
    """Running text, one line a row in one cell."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row.

    Attributes:
        number: from 1, as a person counts in the program that shows the file.
        cells: texts as they stand, "" where a cell is empty.
        spread: columns whose text is repeated from a merged cell that begins elsewhere.
        merged: columns where a merged cell begins that covers several columns.
    """

    number: int
    cells: tuple[str, ...]
    spread: frozenset[int] = frozenset()
    merged: frozenset[int] = frozenset()

    def own(self) -> list[int]:
        """Return the columns with a text of their own, in order."""
        return [column for column, cell in enumerate(self.cells) if column not in self.spread and cell.strip()]

    def text(self, column: int) -> str:
        """Return the text of a column, "" beyond the row's end."""
        return self.cells[column] if column < len(self.cells) else ""

    def is_from_left(self, column: int) -> bool:
        """Return whether a column only repeats the merged cell to its left."""
        left = column - 1
        return (
            column in self.spread
            and left >= 0
            and (left in self.merged or left in self.spread)
            and self.cells[left] == self.cells[column]
        )


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that could not be read at all."""

    number: int
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class RawTable:
    """A sheet, a table of a document, or its running text.

    Attributes:
        sheet: name a person knows it by; "" where the format has one table only.
        broken: rows that could not be read, to be reported as rejected.
        is_hidden: the sheet is hidden from whoever opens the file.
        is_continued: the table goes on from the one before it (next page of a PDF), perhaps without a header.
        is_delimited: cells were cut at a delimiter, so that a wrong number of cells tells of a damaged row.
    """

    file: str
    sheet: str
    rows: tuple[RawRow, ...]
    shape: Shape = Shape.GRID
    broken: tuple[BrokenRow, ...] = ()
    is_hidden: bool = False
    is_continued: bool = False
    is_delimited: bool = False


@dataclass(frozen=True, slots=True)
class RawFile:
    """All tables of a file, in its order, and what a person should know about the reading (Chinese sentences)."""

    name: str
    tables: tuple[RawTable, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged block of cells, first and last row and column included, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


def spread_merges(grid: Sequence[Sequence[str]], merges: Iterable[Merge]) -> tuple[RawRow, ...]:
    """Turn a grid into rows numbered from 1, the text of each merged block repeated over all its cells.

    Returns:
        Rows without the empty ones at the end: nobody sees those in the file.
    """
    blocks = list(merges)
    last = max((index for index, cells in enumerate(grid) if any(cell.strip() for cell in cells)), default=-1)
    last = max([last, *(block.bottom for block in blocks if block.top <= last)])
    cells = [list(row) for row in grid[: last + 1]]
    spread: dict[int, set[int]] = {}
    merged: dict[int, set[int]] = {}
    for block in blocks:
        if block.top >= len(cells) or block.left >= len(cells[block.top]):
            continue
        text = cells[block.top][block.left]
        for row in range(block.top, min(block.bottom + 1, len(cells))):
            for column in range(block.left, min(block.right + 1, len(cells[row]))):
                cells[row][column] = text
                spread.setdefault(row, set()).add(column)
        spread[block.top].discard(block.left)
        if block.right > block.left:
            merged.setdefault(block.top, set()).add(block.left)
    return tuple(
        RawRow(
            index + 1, tuple(texts), spread=frozenset(spread.get(index, ())), merged=frozenset(merged.get(index, ()))
        )
        for index, texts in enumerate(cells)
    )


def check_row_count(n_rows: int, file: str) -> None:
    """Refuse a file with more rows than we read.

    Raises:
        FileReadError: there are more than `MAX_ROWS`.
    """
    if n_rows > MAX_ROWS:
        raise FileReadError(
            f"文件“{file}”有{n_rows}行，超过一次可读的{MAX_ROWS}行。",
            remedy="请拆成几个文件分别导入；若多为空行，请删除表格下方的空行后另存。",
        )
