"""Word documents with what python-docx alone passes over."""

import io

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.readers.worddocument import read_word

W = nsdecls("w")


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]  # python-docx has no types
    return out.getvalue()


def test_tracked_changes_read_as_accepted_and_controls_as_text() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("需求名称：")._p
    for xml in (
        f"<w:ins {W}><w:r><w:t>水泵</w:t></w:r></w:ins>",
        f"<w:del {W}><w:r><w:delText>风机</w:delText></w:r></w:del>",
        f"<w:sdt {W}><w:sdtPr/><w:sdtContent><w:r><w:t>密封</w:t></w:r></w:sdtContent></w:sdt>",
    ):
        paragraph.append(parse_xml(xml))

    (text,) = read_word(saved(document), "a.docx")

    assert [row.cells for row in text.rows] == [("需求名称：水泵密封",)]


def test_nested_table_is_read_after_the_one_around_it() -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1)
    inner = outer.cell(0, 0).add_table(rows=1, cols=2)
    inner.cell(0, 0).text = "需求名称"
    inner.cell(0, 1).text = "甲"

    tables = read_word(saved(document), "a.docx")

    assert [(table.sheet, [row.cells for row in table.rows]) for table in tables] == [
        ("表1", []),
        ("表2", [("需求名称", "甲")]),
    ]


def test_merged_cells_are_marked() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "联系方式"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "备注"

    (read,) = read_word(saved(document), "a.docx")

    assert [(row.cells, row.spread, row.merged) for row in read.rows] == [
        (("联系方式", "联系方式", "备注"), frozenset({1}), frozenset({0})),
        (("", "", "备注"), frozenset({2}), frozenset()),
    ]
