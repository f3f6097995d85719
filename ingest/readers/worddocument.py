"""Word documents (docx): their tables, nested ones included, and the running text around them."""

import io
import zipfile
import zlib
from typing import Final

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.exceptions import InvalidXmlError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from data.errors import FileReadError
from ingest.readers.plaintext import lines_table
from ingest.readers.raw import RawRow, RawTable, check_row_count

DAMAGE: Final = (
    *(PackageNotFoundError, InvalidXmlError, zipfile.BadZipFile, zlib.error, etree.LxmlError),
    *(AttributeError, LookupError, NotImplementedError, OSError, TypeError, ValueError),
)
"""What python-docx and zipfile raise on damaged documents (found by flipping bytes). Only their calls stand inside
the `try`."""

WRAPPERS: Final = ("w:sdt", "w:ins", "w:moveTo", "w:smartTag", "w:fldSimple", "w:customXml")
"""Elements that stand around runs, paragraphs, rows or cells without being text (ECMA-376 part 1, 17.5, 17.13.5)."""


def read_word(content: bytes, file: str) -> tuple[RawTable, ...]:
    """Read tables ("表1", "表2", ...) in the order of the document, then the running text ("正文").

    Returns:
        The tables; the running text is the last one, and left out where there is none.

    Raises:
        FileReadError: damaged, or too long.
    """
    try:
        document = docx.Document(io.BytesIO(content))
        _settle(document)
        lines, tables = _contents(document)
        grids = [_read_table(table, file, f"表{index}") for index, table in enumerate(tables, start=1)]
    except DAMAGE as error:
        raise FileReadError(
            f"文件“{file}”已损坏，无法作为Word文档读取。", remedy="请用Word或WPS打开并另存为docx，或重新获取文件。"
        ) from error
    check_row_count(sum(len(grid.rows) for grid in grids) + len(lines), file)
    text = lines_table(lines, file=file, sheet="正文")
    return (*grids, text) if any(row.cells[0].strip() for row in text.rows) else tuple(grids)


def document_text(content: bytes, file: str) -> str:
    """Return the text of paragraphs and cells in the order of the document, one line each.

    Numbers that Word counts by itself (automatic lists) are no text and are not in it.

    Raises:
        FileReadError: damaged, or too long.
    """
    try:
        document = docx.Document(io.BytesIO(content))
        _settle(document)
        lines = [line for block in document.iter_inner_content() for line in _block_lines(block)]
    except DAMAGE as error:
        raise FileReadError(
            f"文件“{file}”已损坏，无法作为Word文档读取。", remedy="请用Word或WPS打开并另存为docx，或重新获取文件。"
        ) from error
    check_row_count(len(lines), file)
    return "\n".join(lines)


def _block_lines(block: Paragraph | Table) -> list[str]:
    if isinstance(block, Paragraph):
        return str(block.text).split("\n")
    lines: list[str] = []
    seen: set[object] = set()
    for row in block.rows:
        for cell in row.cells:
            if cell._tc not in seen:  # noqa: SLF001 - python-docx tells merged cells apart in no other way
                seen.add(cell._tc)  # noqa: SLF001 - as above
                lines.extend(line for inner in cell.iter_inner_content() for line in _block_lines(inner))
    return lines


def _settle(document: Document) -> None:
    """Take insertions as accepted, deletions as gone, and the text of content controls for plain text.

    python-docx passes over whatever is wrapped in these elements, and forms are full of them.
    """
    body = document.element.body
    for gone in list(body.iter(qn("w:del"), qn("w:moveFrom"))):
        gone.getparent().remove(gone)
    for tag in WRAPPERS:
        for wrapper in list(body.iter(qn(tag))):
            inner = wrapper.find(qn("w:sdtContent")) if tag == "w:sdt" else wrapper
            parent = wrapper.getparent()
            place = parent.index(wrapper)
            for offset, child in enumerate([] if inner is None else list(inner)):
                parent.insert(place + offset, child)
            parent.remove(wrapper)


def _contents(document: Document) -> tuple[list[str], list[Table]]:
    lines: list[str] = []
    tables: list[Table] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            lines.extend(block.text.split("\n"))
        else:
            tables.extend(_with_nested(block))
    return lines, tables


def _with_nested(table: Table) -> list[Table]:
    """Return the table and those inside its cells, outer first."""
    found = [table]
    seen: set[object] = set()
    for row in table.rows:
        for cell in row.cells:
            element = cell._tc  # noqa: SLF001 - python-docx tells merged cells apart in no other way
            if element not in seen:
                seen.add(element)
                for inner in cell.tables:
                    found.extend(_with_nested(inner))
    return found


def _read_table(table: Table, file: str, sheet: str) -> RawTable:
    """Return one table; python-docx repeats a merged cell in every place it covers, which is what `spread` marks."""
    rows: list[RawRow] = []
    seen: set[object] = set()
    for number, row in enumerate(table.rows, start=1):
        texts = [""] * row.grid_cols_before
        spread: set[int] = set()
        merged: set[int] = set()
        for cell in row.cells:
            element = cell._tc  # noqa: SLF001 - as above
            if element in seen:
                spread.add(len(texts))
            elif element.grid_span > 1:
                merged.add(len(texts))
            seen.add(element)
            texts.append(cell.text)
        rows.append(RawRow(number, tuple(texts), spread=frozenset(spread), merged=frozenset(merged)))
    while rows and not any(cell.strip() for cell in rows[-1].cells):
        rows.pop()
    return RawTable(file, sheet, tuple(rows))
