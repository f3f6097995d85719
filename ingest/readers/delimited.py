"""Comma, semicolon, tab or bar separated text, with line breaks inside quotes."""

import csv
import io
import itertools
from collections.abc import Iterator
from typing import Final

from ingest.readers.decoding import decode, is_damaged
from ingest.readers.raw import MAX_FILE_BYTES, BrokenRow, RawRow, RawTable, check_row_count

DELIMITERS: Final = (",", "\t", ";", "|")
"""In order of preference where the file speaks for several."""

SAMPLE_LINES: Final = 50

# The module's own limit is 131,072 characters a cell; the size of the file is limited already.
csv.field_size_limit(MAX_FILE_BYTES)

QUOTE_REASON = "引号没有配对"
QUOTE_REMEDY = "请补上缺少的英文双引号，或用Excel、WPS打开检查后另存。"


def read_delimited(content: bytes, file: str) -> tuple[RawTable, ...]:
    """Read a delimited text of any of our encodings.

    Row numbers count records, as Excel shows them: a cell with line breaks does not move them.
    A quote that is never closed costs its own line only.

    Returns:
        One table.

    Raises:
        FileReadError: the encoding is unknown, or there are too many rows.
    """
    text = decode(content, file).replace("\0", "")
    rows: list[RawRow] = []
    broken: list[BrokenRow] = []
    for number, cells in enumerate(_records(text, sniff_delimiter(text)), start=1):
        if cells is None:
            broken.append(BrokenRow(number, QUOTE_REASON, QUOTE_REMEDY))
        elif any(is_damaged(cell) for cell in cells):
            broken.append(BrokenRow(number, "含有无法识别的字节", "请在原来的软件里改正这一行的文字后另存。"))
        else:
            rows.append(RawRow(number, tuple(cells)))
    while rows and not any(cell.strip() for cell in rows[-1].cells):
        rows.pop()
    check_row_count(len(rows), file)
    return (RawTable(file, "", tuple(rows), broken=tuple(broken), is_delimited=True),)


def sniff_delimiter(text: str) -> str:
    """Return the delimiter that cuts the first lines into the most cells, equally many in most lines.

    Ties go to the earlier of `DELIMITERS`. One that starts to cut only below another one's first line of usual width is
    a mark inside the texts: headers hold no lists.
    """
    sample = list(itertools.islice(_physical_lines(text), SAMPLE_LINES))
    best = DELIMITERS[0]
    best_score, best_first = 0.0, len(sample)
    for delimiter in DELIMITERS:
        width, share, first = _usual_width(sample, delimiter)
        score = (width - 1) * share
        if score > best_score and first <= best_first:
            best, best_score, best_first = delimiter, score, first
    return best


def _usual_width(lines: list[str], delimiter: str) -> tuple[int, float, int]:
    """Return the commonest number of cells, its share of the records, and its first record, from 0."""
    widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells]
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
    return usual, widths.count(usual) / max(len(widths), 1), widths.index(usual) if widths else 0


def _physical_lines(text: str) -> Iterator[str]:
    r"""Return the lines, cut after \n, \r\n or \r and nowhere else: cells may hold U+2028, form feeds and the like."""
    return io.StringIO(text, newline="")


def _records(text: str, delimiter: str) -> Iterator[list[str] | None]:
    """Yield the cells of each record; None for a line whose quote is never closed."""
    lines = list(_physical_lines(text))
    width, _, _ = _usual_width(lines[:SAMPLE_LINES], delimiter)
    start = 0
    while start < len(lines):
        reader = csv.reader(lines[start:], delimiter=delimiter)
        first = start
        for cells in reader:
            after = start + reader.line_num
            fault = _fault(lines[first:after], delimiter) if after - first > 1 else ""
            if fault == UNCLOSED:
                break
            if fault:
                yield from _recovered(cells, lines[first:after], delimiter=delimiter, width=width)
            else:
                yield cells
            first = after
        else:
            return
        yield None
        start = first + 1


UNCLOSED: Final = "unexpected end of data"
"""What the csv module says of a record that ends inside quotes."""


def _fault(lines: list[str], delimiter: str) -> str:
    """Return what is wrong with the quotes of one record, "" when they are well formed."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return str(error)
    return ""


def _recovered(cells: list[str], lines: list[str], *, delimiter: str, width: int) -> Iterator[list[str] | None]:
    """Yield what a record of several lines with ill-formed quotes really is.

    A stray quote swallows the rows up to the next quote. Where the lines after the first make rows of the usual
    width, only the first is given up; else the lenient reading stands.
    """
    tail = list(csv.reader(lines[1:], delimiter=delimiter))
    if all(len(row) == width for row in tail):
        yield None
        yield from tail
    else:
        yield cells
