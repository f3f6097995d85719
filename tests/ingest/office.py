"""Office files as people make them, built on the spot from invented data."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import xlwt

Rows = Sequence[Sequence[Any]]


def write_xlsx(path: Path, sheets: dict[str, Rows], *, merges: Sequence[str] = (), hidden: Sequence[str] = ()) -> Path:
    """Write a workbook; `merges` ("A1:C1") apply to the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    for cells in merges:
        book.worksheets[0].merge_cells(cells)
    book.save(path)
    return path


def write_xls(path: Path, rows: Rows) -> Path:
    """Write an old workbook of one sheet; its first row is merged over the columns of the second."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("需求")
    sheet.write_merge(0, 0, 0, len(rows[1]) - 1, rows[0][0])
    for index, row in enumerate(rows[1:], start=1):
        for column, value in enumerate(row):
            sheet.write(index, column, value)
    book.save(str(path))
    return path


def write_docx(path: Path, blocks: Sequence[str | Rows], *, merges: Sequence[tuple[int, int, int, int]] = ()) -> Path:
    """Write paragraphs (strings) and tables (rows); `merges` are (top, left, bottom, right) in every table."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=len(block), cols=max(len(row) for row in block))
        for row, texts in enumerate(block):
            for column, text in enumerate(texts):
                table.cell(row, column).text = str(text)
        for top, left, bottom, right in merges:
            text = table.cell(top, left).text
            table.cell(top, left).merge(table.cell(bottom, right)).text = text
    document.save(str(path))
    return path


def pdf_text(x: int, y: int, text: str) -> bytes:
    """Draw a line of text, its left end at (x, y) points from the lower left corner."""
    return b"BT /F1 10 Tf %d %d Td <%s> Tj ET\n" % (x, y, text.encode("utf-16-be").hex().encode())


def pdf_table(top: int, widths: Sequence[int], rows: Sequence[Sequence[str]]) -> bytes:
    """Draw a ruled table, rows 24 points high."""
    edges = [50]
    for width in widths:
        edges.append(edges[-1] + width)
    bottom = top - 24 * len(rows)
    drawn = b"".join(
        b"%d %d m %d %d l S\n" % (edges[0], top - 24 * index, edges[-1], top - 24 * index)
        for index in range(len(rows) + 1)
    )
    drawn += b"".join(b"%d %d m %d %d l S\n" % (edge, top, edge, bottom) for edge in edges)
    for index, row in enumerate(rows):
        for edge, text in zip(edges, row, strict=False):
            drawn += pdf_text(edge + 3, top - 24 * index - 16, text)
    return drawn


def write_pdf(path: Path, pages: Sequence[bytes]) -> Path:
    """Write a PDF by hand: Chinese in STSong-Light with the predefined UniGB-UCS2-H encoding needs no font file."""
    objects = [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [2 0 R] >>",
        (
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 3 0 R"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
        ),
        (
            b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900]"
            b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>"
        ),
    ]
    root = len(objects) + 2 * len(pages) + 1
    kids = b""
    for content in pages:
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 1 0 R >> >> >>" % (root, len(objects))
        )
        kids += b"%d 0 R " % len(objects)
    objects += [
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Catalog /Pages %d 0 R >>" % root,
    ]
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer << /Size %d /Root %d 0 R >>\n" % (len(objects) + 1, root + 1))
    out.write(b"startxref\n%d\n%%%%EOF" % start)
    path.write_bytes(out.getvalue())
    return path
