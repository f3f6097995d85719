"""Forms as Excel and Word files hold the cells of the form, and the same bytes for the same form."""

import io
from datetime import date

import docx
import openpyxl

from service.exports.forms.filling import fill
from service.exports.forms.word import render_form_word
from service.exports.forms.workbook import render_form_workbook
from tests.service.exports.forms.test_filling import LAYOUT, VALUES

DAY = date(2026, 11, 22)


def test_a_workbook_holds_the_form_with_its_merged_cells() -> None:
    form = fill(LAYOUT, VALUES)
    sheet = openpyxl.load_workbook(io.BytesIO(render_form_workbook([form, form], as_of=DAY)))["附件9"]

    assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value] == ["附件9", "样表", "填报单位：甲县科技局"]
    assert sheet["A4"].value == "联系方式"
    assert {"A4:D5", "E4:H4", "I4:X4"} <= {str(each) for each in sheet.merged_cells.ranges}
    assert sheet["I5"].value == "138********"


def test_two_forms_of_one_label_get_two_sheets() -> None:
    form = fill(LAYOUT, VALUES)

    book = openpyxl.load_workbook(io.BytesIO(render_form_workbook([form, form], as_of=DAY)))

    assert book.sheetnames == ["附件9", "附件9（2）"]


def test_a_word_file_holds_the_form() -> None:
    document = docx.Document(io.BytesIO(render_form_word([fill(LAYOUT, VALUES)], as_of=DAY)))
    (table,) = document.tables

    assert [paragraph.text for paragraph in document.paragraphs[:3]] == ["附件9", "样表", "填报单位：甲县科技局"]
    assert len(table.rows) == 7
    assert list(dict.fromkeys(cell.text for cell in table.rows[1].cells)) == ["联系方式", "电话", "138********"]


def test_the_same_form_gives_the_same_bytes() -> None:
    form = fill(LAYOUT, VALUES)

    assert render_form_workbook([form], as_of=DAY) == render_form_workbook([form], as_of=DAY)
    assert render_form_word([form], as_of=DAY) == render_form_word([form], as_of=DAY)
