"""A paper is drawn alike in every format, with its marks, and runs nothing."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
from bs4 import BeautifulSoup
from docx import Document

from service.exports.marks import MarkedText, Segment
from service.exports.paper import Paper, PaperPart, PaperTable, capped, columns, shared_widths, without_blanks
from service.exports.paper_files import render_csv, render_page, render_word, render_workbook

MARKED = MarkedText("内容", (Segment("气孔多，", "【问题】", marked=False), Segment("孔隙率≤2%", "", marked=True)))
TABLE = PaperTable("清单", columns(("项目", 10), ("分值", 5)), (("=1+1<b>", 3), (MARKED, 4)), "没有内容。")
EMPTY = PaperTable("空表", columns(("项目", 10), ("分值", 5)), (), "没有内容。")
PAPER = Paper(
    title="诊断",
    as_of=date(2026, 11, 22),
    lead=("共1项。",),
    parts=(
        PaperPart("一项", lines=("结论。", MARKED)),
        PaperPart("表", 2, table=TABLE),
        PaperPart("空", 2, table=EMPTY),
    ),
    sheets=(TABLE, EMPTY),
    foot=("说明。",),
)


def test_the_workbook_has_the_sheets_and_a_guide() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(PAPER)))
    cells = {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}
    assert cells == {
        "清单": [["项目", "分值"], ["=1+1<b>", 3], ["【问题】气孔多，孔隙率≤2%", 4]],
        "空表": [["项目", "分值"], ["没有内容。", None]],
        "说明": [["项目", "说明"], ["概况", "共1项。"], ["怎样阅读", "说明。"]],
    }
    assert book["清单"]["A2"].data_type == "s"


def test_the_word_file_has_headings_lines_and_tables() -> None:
    document = Document(io.BytesIO(render_word(PAPER)))
    texts = [each.text for each in document.paragraphs if each.text]
    assert texts == [
        "诊断",
        "2026年11月22日",
        "共1项。",
        "一项",
        "结论。",
        "内容：【问题】气孔多，孔隙率≤2%",
        "表",
        "空",
        "没有内容。",
        "说明。",
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows][1] == ["=1+1<b>", "3"]


def test_the_page_escapes_texts_and_underlines_marks() -> None:
    page = BeautifulSoup(render_page(PAPER).decode(), "lxml")
    assert [cell.get_text() for cell in page.select("td")] == ["=1+1<b>", "3", "【问题】气孔多，孔隙率≤2%", "4"]
    assert [mark.get_text() for mark in page.select("u")] == ["孔隙率≤2%", "孔隙率≤2%"]
    assert page.select("script, link") == []


def test_the_csv_runs_no_formula_and_says_where_nothing_is() -> None:
    assert render_csv(PAPER).decode("utf-8-sig").splitlines() == [
        "表,项目,分值",
        "清单,'=1+1<b>,3",
        "清单,【问题】气孔多，孔隙率≤2%,4",
        "表,项目,分值",
        "空表,没有内容。",
    ]


def test_widths_add_up_to_the_line() -> None:
    assert list(shared_widths(TABLE, total=100)) == [66, 34]


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert render_word(PAPER) == render_word(PAPER)
    assert render_workbook(PAPER) == render_workbook(PAPER)


def test_a_capped_table_says_how_many_rows_there_are_and_where() -> None:
    part = PaperPart("表", table=TABLE)

    assert capped(part, most=2) is part
    cut = capped(part, most=1, order="得分最高的")
    assert cut.lines == ("共2行，本文件只列得分最高的前1行，其余见Excel 文件（.xlsx）或网页（.html）。",)
    assert cut.table is not None
    assert cut.table.rows == TABLE.rows[:1]


def test_a_column_in_which_nothing_is_said_is_left_out() -> None:
    table = PaperTable("表", columns(("甲", 1), ("乙", 1), ("丙", 1)), (("1", "", "未填写"), ("2", "", "有")), "")

    assert [column.header for column in without_blanks(table).columns] == ["甲", "丙"]
    assert without_blanks(table).rows == (("1", "未填写"), ("2", "有"))


def test_the_word_file_shows_the_brief_and_keeps_many_notes_for_its_end() -> None:
    paper = replace(PAPER, lead=tuple(f"第{n}句。" for n in range(8)), brief=(PaperPart("总体情况"),))
    texts = [each.text for each in Document(io.BytesIO(render_word(paper))).paragraphs]

    assert texts[2:9] == [*(f"第{n}句。" for n in range(6)), "略去的内容其余2条，列在文末。"]
    assert texts[9:] == ["总体情况", "略去的内容", "第6句。", "第7句。", "说明。"]
