"""Web pages: tables with spans, and the text around them, as a browser would show it."""

import re
from collections.abc import Iterator
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, NavigableString

from ingest.readers.decoding import decode
from ingest.readers.plaintext import lines_table
from ingest.readers.raw import Merge, RawTable, check_row_count, spread_merges

BLOCKS: Final = frozenset({
    *("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "section", "article", "pre", "tr")
})
MAX_SPAN: Final = 1000
"""HTML's own upper limit of colspan (HTML standard, 4.9.11); also kept for rowspan, against absurd pages."""


def read_web_page(content: bytes, file: str) -> tuple[RawTable, ...]:
    """Read tables ("表1", ...) in the order of the page, then the text outside of them ("正文").

    A table that only lays out other tables is passed over in favour of those inside it.

    Returns:
        The tables; the running text is left out where there is none.

    Raises:
        FileReadError: the encoding is unknown, or there are too many rows.
    """
    page = BeautifulSoup(decode(content, file), "lxml")
    for dead in page(["script", "style", "head", "template"]):
        dead.decompose()
    elements = [table for table in page("table") if table.find("table") is None]
    tables = [_read_table(table, file, f"表{index}") for index, table in enumerate(elements, start=1)]
    for element in elements:
        element.decompose()
    text = lines_table(_lines(page), file=file, sheet="正文")
    check_row_count(sum(len(table.rows) for table in tables) + len(text.rows), file)
    return (*tables, text) if text.rows else tuple(tables)


def page_text(content: bytes, file: str) -> str:
    """Return all that a browser would show, tables where they stand, one line a block, cell or line break.

    Raises:
        FileReadError: the encoding is unknown.
    """
    page = BeautifulSoup(decode(content, file), "lxml")
    for dead in page(["script", "style", "head", "template"]):
        dead.decompose()
    for cell in page(["td", "th"]):
        cell.append("\n")
    return "\n".join(_lines(page))


def _read_table(table: Tag, file: str, sheet: str) -> RawTable:
    grid: list[list[str]] = []
    merges: list[Merge] = []
    covered: set[tuple[int, int]] = set()
    rows = table("tr")
    for row, element in enumerate(rows):
        texts: list[str] = []
        for cell in element(["td", "th"]):
            while (row, len(texts)) in covered:
                texts.append("")
            left, height, width = len(texts), _span(cell, "rowspan"), _span(cell, "colspan")
            height = min(height, len(rows) - row)
            if height * width > 1:
                merges.append(Merge(row, left, row + height - 1, left + width - 1))
                covered.update((row + down, left + right) for down in range(height) for right in range(width))
            texts.extend([_text(cell), *[""] * (width - 1)])
        while (row, len(texts)) in covered:
            texts.append("")
        grid.append(texts)
    return RawTable(file, sheet, spread_merges(grid, merges))


def _span(cell: Tag, name: str) -> int:
    digits = re.match(r"\s*(\d{1,4})", str(cell.get(name, "")))
    return min(max(int(digits[1]), 1), MAX_SPAN) if digits else 1


def _text(cell: Tag) -> str:
    r"""Return the cell's text: runs of blanks become one, as a browser shows it; <br> and paragraphs become \n."""
    return "\n".join(_lines(cell))


def _lines(element: Tag) -> list[str]:
    lines = (re.sub(r"[ \t\r\xa0]+", " ", line).strip(" ") for line in "".join(_pieces(element)).split("\n"))
    return [line for line in lines if line]


def _pieces(element: Tag) -> Iterator[str]:
    """Yield the texts in order, and a line break at both edges of each block.

    The tree is walked and left alone: inserting the breaks into it costs the square of the number of neighbours.
    """
    open_elements = [(iter(element.children), "")]
    while open_elements:
        children, edge = open_elements[-1]
        child = next(children, None)
        if child is None:
            open_elements.pop()
            yield edge
        elif isinstance(child, Tag):
            around = "\n" if child.name in BLOCKS else ""
            yield "\n" if child.name == "br" else around
            open_elements.append((iter(child.children), around))
        elif type(child) in {NavigableString, CData}:  # comments and the like are subclasses of the former
            yield str(child)
