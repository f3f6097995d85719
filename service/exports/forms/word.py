"""Filled forms as a Word file, one after another, each from a new page."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.section import Section
from docx.shared import Cm

from data.records.forms import LINE_UNITS
from service.exports.forms.filling import CellLook, FilledForm, PlacedCell, placed
from service.exports.word_file import append, new_document, saved
from service.exports.word_xml import CELL, CELL_HEAD, HEAD_FONT, Look, paragraph, run

_LINE_TWIPS: Final = 280
"""Height of a line of a form, 14 pt in twentieths of a point; a row is at least its lines and this much air."""
_AIR_TWIPS: Final = 120
_PORTRAIT: Final = (21.0, 29.7)
_MARGIN_CM: Final = 2.0
_TWIPS_A_CM: Final = 1440 / 2.54
_LABEL: Final = Look(size=28, font=HEAD_FONT)


def render_form_word(forms: Sequence[FilledForm], *, as_of: date) -> bytes:
    """Draw forms; byte-identical for the same forms.

    Args:
        forms: at least one.
        as_of: the only date in the file's properties.
    """
    document = new_document(title=forms[0].layout.title, as_of=as_of)
    for number, form in enumerate(forms):
        section = document.add_section(WD_SECTION.NEW_PAGE) if number else document.sections[0]
        _set_up(section, is_landscape=form.layout.is_landscape)
        append(document, "".join(_blocks(form)))
    return saved(document)


def _set_up(section: Section, *, is_landscape: bool) -> None:
    width, height = _PORTRAIT[::-1] if is_landscape else _PORTRAIT
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.left_margin = section.right_margin = Cm(_MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(_MARGIN_CM)


def _blocks(form: FilledForm) -> Iterator[str]:
    yield paragraph(run(form.layout.label, _LABEL), keep_next=True)
    yield paragraph(run(form.layout.title), style="Title", centred=True, keep_next=True)
    if form.lead:
        yield paragraph(run("　　".join(form.lead), CELL), keep_next=True)
    yield _table(form)
    for note in form.notes:
        yield paragraph(run(note, CELL))


def _table(form: FilledForm) -> str:
    width = _PORTRAIT[1 if form.layout.is_landscape else 0] - 2 * _MARGIN_CM
    unit = int(width * _TWIPS_A_CM / LINE_UNITS)
    grid = f'<w:gridCol w:w="{unit}"/>' * LINE_UNITS
    cells = placed(form)
    rows = "".join(_row(index, cells, unit=unit) for index in range(len(form.rows)))
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{unit * LINE_UNITS}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(index: int, cells: Sequence[PlacedCell], *, unit: int) -> str:
    here = sorted((each for each in cells if each.row <= index < each.row + each.cell.rows), key=lambda each: each.unit)
    lines = max(-(-each.cell.lines // each.cell.rows) for each in here)
    is_head = all(each.cell.look is CellLook.HEAD for each in here)
    properties = f'<w:cantSplit/><w:trHeight w:val="{lines * _LINE_TWIPS + _AIR_TWIPS}" w:hRule="atLeast"/>'
    properties += "<w:tblHeader/>" if is_head and index == 0 else ""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(_cell(index, each, unit=unit) for each in here)}</w:tr>"


def _cell(index: int, each: PlacedCell, *, unit: int) -> str:
    properties = f'<w:tcW w:w="{unit * each.cell.units}" w:type="dxa"/><w:gridSpan w:val="{each.cell.units}"/>'
    is_first = each.row == index
    if each.cell.rows > 1:
        properties += '<w:vMerge w:val="restart"/>' if is_first else "<w:vMerge/>"
    properties += '<w:vAlign w:val="center"/>'
    look = CELL_HEAD if each.cell.look is CellLook.HEAD else CELL
    words = run(each.cell.text, look) if is_first else ""
    text = paragraph(words, style="TableText", centred=each.cell.look is not CellLook.VALUE)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text}</w:tc>"
