"""An empty Word file in official Chinese style, and its bytes without a trace of the clock."""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Final

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.coreprops import CoreProperties
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.styles.styles import Styles

from service.exports.word_xml import BODY_FONT, HEAD_FONT, LATIN_FONT

# The name under which officials' computers carry it (方正小标宋); GB/T 9704-2012 sets titles in it.
TITLE_FONT: Final = "方正小标宋简体"
_MARGIN_CM: Final = 2.5
# A4 less two margins, in twentieths of a point.
TEXT_WIDTH: Final = 9070
# The first moment a zip file can state.
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_FIELD: Final = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)


def new_document(*, title: str, as_of: date) -> Document:
    """Return an empty A4 document with page numbers and our styles.

    Args:
        title: for the file's properties.
        as_of: the only date the file carries.

    Returns:
        A python-docx document.
    """
    document = docx.Document()
    _set_up_page(document.sections[0])
    _set_up_styles(document.styles)
    _set_up_properties(document.core_properties, title=title, as_of=as_of)
    return document


def append(document: Document, xml: str) -> None:
    """Append paragraphs and tables to the body.

    Args:
        document: the document.
        xml: blocks built by word_xml.
    """
    # The section's properties stay last, as the schema wants. Inserting by index would search the whole body each time.
    last = document.element.body.sectPr
    for block in list(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")):
        last.addprevious(block)


def saved(document: Document) -> bytes:
    """Return the file, byte-identical for the same content: python-docx stamps every part with the time of saving."""
    buffer = io.BytesIO()
    document.save(buffer)
    steady = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 0
            new.writestr(entry, old.read(name))
    return steady.getvalue()


def _set_up_page(section: Section) -> None:
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(_MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(_MARGIN_CM)
    page, pages = _FIELD.format(code="PAGE"), _FIELD.format(code="NUMPAGES")
    footer = section.footer
    footer.is_linked_to_previous = False
    old = footer.paragraphs[0]._p  # noqa: SLF001 - python-docx offers no fields; its XML element is the documented way in
    new = parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="center"/></w:pPr>'
        f"<w:r><w:t>第</w:t></w:r>{page}<w:r><w:t>页，共</w:t></w:r>{pages}<w:r><w:t>页</w:t></w:r></w:p>"
    )
    old.getparent().replace(old, new)


def _set_up_styles(styles: Styles) -> None:
    # Without a Chinese language, programs draw Chinese stops and commas in the middle of their place.
    languages = styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    for name in ("w:val", "w:eastAsia"):
        languages.set(qn(name), "zh-CN")
    _set_font(styles["Normal"], font=BODY_FONT, size=12)
    spacing = styles["Normal"].paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(0), Pt(3), 1.3
    _set_font(styles["Title"], font=TITLE_FONT, size=22)
    _set_font(styles["Heading 1"], font=HEAD_FONT, size=16)
    _set_font(styles["Heading 2"], font=HEAD_FONT, size=14)
    _set_font(styles["Heading 3"], font=HEAD_FONT, size=12)
    _set_font(styles["Footer"], font=BODY_FONT, size=10.5)
    for name, before in (("Heading 1", 18), ("Heading 2", 14), ("Heading 3", 8)):
        styles[name].paragraph_format.space_before = Pt(before)
        styles[name].paragraph_format.space_after = Pt(4)
    title = styles["Title"]
    title.paragraph_format.space_after = Pt(6)
    frame = title.element.pPr.find(qn("w:pBdr"))
    if frame is not None:
        title.element.pPr.remove(frame)
    cell = styles.add_style("TableText", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = styles["Normal"]
    cell.paragraph_format.space_after = Pt(0)
    cell.paragraph_format.line_spacing = 1.15
    small = styles.add_style("SmallTableText", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style = cell
    # Exact: fonts that stand in for 仿宋 are drawn with wider lines, and an overview would not hold on its page.
    small.paragraph_format.line_spacing = Pt(12.5)


def _set_font(style: ParagraphStyle, *, font: str, size: float) -> None:
    """Set both the Latin and the East Asian font; python-docx itself sets the Latin one alone."""
    style.font.size, style.font.bold = Pt(size), False
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.name = LATIN_FONT
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:cs"), LATIN_FONT)


def _set_up_properties(properties: CoreProperties, *, title: str, as_of: date) -> None:
    moment = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
    properties.created = properties.modified = moment
    properties.title = title
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = "zh-CN"
