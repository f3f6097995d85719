"""PDF documents: ruled tables page by page, and the text around them."""

import io
import logging
import struct
import zlib
from typing import Final

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.table import Table
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from data.errors import FileReadError
from ingest.readers.plaintext import lines_table
from ingest.readers.raw import Merge, RawRow, RawTable, check_row_count, spread_merges

# pdfminer warns of every small flaw on stderr where nothing is configured; whether the file can be read is what counts.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

MAX_PAGES: Final = 500
"""Finding ruled tables takes about 0.1-0.5 s a page; nobody waits for more than this."""

SLACK: Final = 1.0
"""Points by which the edges of cells that belong together may differ."""

DAMAGE: Final = (
    *(PdfminerException, MalformedPDFException, PSException, RecursionError),
    *(ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError, struct.error, zlib.error),
)
"""What pdfminer raises on damaged objects (found by flipping bytes): it trusts the types it reads. Only its own calls
stand inside the `try`."""


def read_pdf(content: bytes, file: str) -> tuple[RawTable, ...]:
    """Read tables ("第2页" or "第2页表2") and, last, the text outside of them ("正文").

    A first table of a page with as many columns as the last one of the page before is marked as its continuation.

    Returns:
        The tables in the order of the pages; the running text is left out where there is none.

    Raises:
        FileReadError: damaged, protected by a password, too long, or scanned (without any text).
    """
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            _check_page_count(len(document.pages), file)
            pages = [_read_page(page) for page in document.pages]
    except DAMAGE as error:
        message, remedy = _failure(error, file)
        raise FileReadError(message, remedy=remedy) from error
    tables: list[RawTable] = []
    lines: list[str] = []
    for number, (grids, text) in enumerate(pages, start=1):
        lines.extend(text.split("\n"))
        for index, grid in enumerate(grids, start=1):
            sheet = f"第{number}页" if len(grids) == 1 else f"第{number}页表{index}"
            is_continued = index == 1 and bool(tables) and len(tables[-1].rows[0].cells) == len(grid[0].cells)
            tables.append(RawTable(file, sheet, grid, is_continued=is_continued))
    if not tables and not any(line.strip() for line in lines):
        _refuse_scan(file)
    check_row_count(sum(len(table.rows) for table in tables) + len(lines), file)
    text_table = lines_table(lines, file=file, sheet="正文")
    return (*tables, text_table) if text_table.rows else tuple(tables)


def pages_text(content: bytes, file: str) -> str:
    """Return the text of all pages, line by line as printed, tables where they stand.

    Raises:
        FileReadError: damaged, protected by a password, too long, or scanned (without any text).
    """
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            _check_page_count(len(document.pages), file)
            texts = [page.extract_text() for page in document.pages]
    except DAMAGE as error:
        message, remedy = _failure(error, file)
        raise FileReadError(message, remedy=remedy) from error
    if not any(text.strip() for text in texts):
        _refuse_scan(file)
    return "\n".join(texts)


def _refuse_scan(file: str) -> None:
    raise FileReadError(
        f"文件“{file}”里没有文字，可能是扫描件。", remedy="请使用原始的Word、Excel文档，或先做文字识别（OCR）。"
    )


def _check_page_count(n_pages: int, file: str) -> None:
    if n_pages > MAX_PAGES:
        raise FileReadError(
            f"文件“{file}”有{n_pages}页，超过一次可读的{MAX_PAGES}页。", remedy="请拆成几个文件，或使用原始的表格。"
        )


def _failure(error: Exception, file: str) -> tuple[str, str]:
    """Return what is wrong and what to do."""
    if any(isinstance(cause, PDFPasswordIncorrect) for cause in (*error.args, error.__cause__, error.__context__)):
        return f"文件“{file}”已加密，需要密码才能打开。", "请用原来的软件打开，取消密码后另存，再重新选择。"
    return f"文件“{file}”已损坏，无法作为PDF读取。", "可能没有下载完整，请重新获取，或使用原始的表格、文档。"


def _read_page(page: Page) -> tuple[list[tuple[RawRow, ...]], str]:
    """Return the page's tables (at least one row each) and the text outside of them."""
    grids: list[tuple[RawRow, ...]] = []
    boxes: list[tuple[float, float, float, float]] = []
    for table in page.find_tables():
        grid = [[cell or "" for cell in cells] for cells in table.extract()]
        rows = spread_merges(grid, _merges(table))
        if any(cell.strip() for row in rows for cell in row.cells):
            grids.append(rows)
            boxes.append(table.bbox)
    rest = page.filter(lambda item: not any(_is_inside(item, box) for box in boxes)) if boxes else page
    return grids, rest.extract_text()


def _merges(table: Table) -> list[Merge]:
    """Return the cells that reach over places where the ruling has no cell of its own."""
    grid = [row.cells for row in table.rows]
    tops = [row.bbox[1] for row in table.rows]
    width = max(len(cells) for cells in grid)
    lefts = [
        min((cells[column][0] for cells in grid if column < len(cells) and cells[column]), default=0.0)
        for column in range(width)
    ]
    merges: list[Merge] = []
    for row, cells in enumerate(grid):
        for column, box in enumerate(cells):
            if box is None:
                continue
            right, bottom = column, row
            while right + 1 < len(cells) and cells[right + 1] is None and lefts[right + 1] + SLACK < box[2]:
                right += 1
            while bottom + 1 < len(grid) and grid[bottom + 1][column] is None and tops[bottom + 1] + SLACK < box[3]:
                bottom += 1
            if (right, bottom) != (column, row):
                merges.append(Merge(row, column, bottom, right))
    return merges


def _is_inside(item: dict[str, float], box: tuple[float, float, float, float]) -> bool:
    """Return whether the middle of a thing on the page lies in the box (left, top, right, bottom)."""
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
