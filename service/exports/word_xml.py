"""Pieces of WordprocessingML: runs, paragraphs and tables as text.

python-docx builds a table cell by cell through an object for each, which takes minutes for a county's shortlist; these
pieces are put together as text and parsed once per block. Names follow ECMA-376, part 1, chapter 17.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from service.exports.marks import MarkedText

BODY_FONT: Final = "仿宋_GB2312"
HEAD_FONT: Final = "黑体"
LATIN_FONT: Final = "Times New Roman"
# Half points, as Word counts: 五号 is 10.5 pt; 小五号, 9 pt, is for tables of many columns or many rows.
TABLE_SIZE: Final = 21
_CELL_MARGIN: Final = 80
_BREAKS: Final = re.compile(r"(\r\n|\r|\n|\t)")


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks; `size` in half points, 0 for the style's own."""

    bold: bool = False
    underline: bool = False
    size: int = 0
    font: str = ""


PLAIN: Final = Look()
CELL: Final = Look(size=TABLE_SIZE)
CELL_HEAD: Final = Look(size=TABLE_SIZE, font=HEAD_FONT)
SMALL_SIZE: Final = 18
SMALL: Final = Look(size=SMALL_SIZE)
SMALL_HEAD: Final = Look(size=SMALL_SIZE, font=HEAD_FONT)
# Six points between a table and what follows: an empty paragraph of the text's own height would waste a line.
GAP: Final = (
    '<w:p><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
)


def run(text: str, look: Look = PLAIN) -> str:
    """Return a run of text; line breaks and tabs become Word's own."""
    parts = []
    for part in _BREAKS.split(text):
        if part == "\t":
            parts.append("<w:tab/>")
        elif _BREAKS.fullmatch(part):
            parts.append("<w:br/>")
        elif part:
            parts.append(f'<w:t xml:space="preserve">{escape(part)}</w:t>')
    return f"<w:r>{_properties(look)}{''.join(parts)}</w:r>" if parts else ""


def marked_runs(text: MarkedText, look: Look = PLAIN) -> str:
    """Return the runs of a marked text: numbers in bold before the passage, the passage underlined."""
    underlined = Look(bold=look.bold, underline=True, size=look.size, font=look.font)
    number = Look(bold=True, size=look.size, font=look.font)
    return "".join(
        run(segment.opens, number) + run(segment.text, underlined if segment.marked else look)
        for segment in text.segments
    )


def paragraph(
    runs: str, *, style: str = "", keep_next: bool = False, centred: bool = False, new_page: bool = False
) -> str:
    """Return a paragraph; `keep_next` holds it on the page of what follows, `new_page` begins one with it."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties += "<w:keepNext/>" if keep_next else ""
    properties += "<w:pageBreakBefore/>" if new_page else ""
    properties += '<w:jc w:val="center"/>' if centred else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def cell_paragraph(runs: str, *, keep_next: bool = False) -> str:
    """Return a paragraph as cells hold it: no indent, close lines, and closer ones for small type."""
    style = "SmallTableText" if f'<w:sz w:val="{SMALL_SIZE}"/>' in runs else "TableText"
    return paragraph(runs, style=style, keep_next=keep_next)


def text_cells(texts: Sequence[str], look: Look = CELL) -> list[str]:
    """Return one paragraph a text, for the cells of a row."""
    return [cell_paragraph(run(text, look)) for text in texts]


def row(cells: Sequence[str], *, widths: Sequence[int], is_header: bool = False, may_split: bool = False) -> str:
    """Return a table row.

    Args:
        cells: the paragraphs of each cell.
        widths: widths of the cells in twentieths of a point.
        is_header: is it repeated at the top of every page?
        may_split: may it run over to the next page? Only for rows that can be longer than a page.

    Returns:
        The row.
    """
    properties = "" if may_split else "<w:cantSplit/>"
    properties += "<w:tblHeader/>" if is_header else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="EEF2F6"/>' if is_header else ""
    filled = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{filled}</w:tr>"


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[int],
    may_split: bool = False,
    head: Look = CELL_HEAD,
) -> str:
    """Return a framed table of fixed widths whose header repeats on every page.

    Args:
        header: texts of the header.
        rows: the paragraphs of each cell of each row.
        widths: widths of the columns in twentieths of a point.
        may_split: may rows run over to the next page?
        head: how the header looks.

    Returns:
        The table.
    """
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    heads = [cell_paragraph(run(text, head), keep_next=True) for text in header]
    body = "".join(row(cells, widths=widths, may_split=may_split) for cells in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="{_CELL_MARGIN}" w:type="dxa"/><w:right w:w="{_CELL_MARGIN}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"{row(heads, widths=widths, is_header=True)}{body}</w:tbl>"
    )


def _properties(look: Look) -> str:
    """Return run properties, in the order that the schema fixes."""
    properties = ""
    if look.font:
        properties += f'<w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:eastAsia="{look.font}"/>'
    properties += "<w:b/>" if look.bold else ""
    properties += f'<w:sz w:val="{look.size}"/><w:szCs w:val="{look.size}"/>' if look.size else ""
    properties += '<w:u w:val="single"/>' if look.underline else ""
    return f"<w:rPr>{properties}</w:rPr>" if properties else ""
