"""Running text from a txt file, line by line."""

from ingest.readers.decoding import decode, is_damaged
from ingest.readers.raw import BrokenRow, RawRow, RawTable, Shape, check_row_count


def read_text(content: bytes, file: str) -> tuple[RawTable, ...]:
    """Read the lines of a text; a line with unreadable bytes is broken.

    Returns:
        One table.

    Raises:
        FileReadError: the encoding is unknown, or there are too many lines.
    """
    lines = decode(content, file).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    check_row_count(len(lines), file)
    return (lines_table(lines, file=file, sheet=""),)


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
