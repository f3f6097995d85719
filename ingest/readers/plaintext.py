"""Running text from a txt file, line by line."""

from typing import Final

from ingest.readers.decoding import decode, is_damaged
from ingest.readers.delimited import SAMPLE_LINES, read_delimited
from ingest.readers.raw import BrokenRow, RawRow, RawTable, Shape, check_row_count

MIN_TABULAR_SHARE: Final = 0.8
"""Cells with line breaks and a title line have no tab; a text with a few tabs of its own is no table."""


def read_text(content: bytes, file: str) -> tuple[RawTable, ...]:
    """Read the lines of a text, or the table that a spreadsheet program saved as text with tabs.

    Returns:
        One table.

    Raises:
        FileReadError: the encoding is unknown, or there are too many lines.
    """
    text = decode(content, file)
    if is_tabular(text):
        return read_delimited(content, file)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    check_row_count(len(lines), file)
    return (lines_table(lines, file=file, sheet=""),)


def is_tabular(text: str) -> bool:
    """Return whether nearly all of the first lines hold a tab inside, as in a list saved from Excel."""
    lines = [line.rstrip("\r") for line in text.split("\n", SAMPLE_LINES)[:SAMPLE_LINES] if line.strip()]
    n_rows = sum("\t" in line.strip(" ") and not line.startswith("\t") for line in lines)
    return len(lines) > 1 and n_rows >= MIN_TABULAR_SHARE * len(lines)


def lines_table(lines: list[str], *, file: str, sheet: str) -> RawTable:
    """Return a table of running text, one line a row, numbered from 1; unreadable lines are broken rows."""
    rows: list[RawRow] = []
    broken: list[BrokenRow] = []
    for number, line in enumerate(lines, start=1):
        if is_damaged(line):
            broken.append(BrokenRow(number, "含有无法识别的字节", "请在原来的软件里改正这一行的文字后另存。"))
        else:
            rows.append(RawRow(number, (line,)))
    while rows and not rows[-1].cells[0].strip():
        rows.pop()
    return RawTable(file, sheet, tuple(rows), shape=Shape.LINES, broken=tuple(broken))
