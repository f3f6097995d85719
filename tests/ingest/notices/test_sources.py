"""The same notice from txt, html, docx and pdf gives the same rules, whole text and true offsets."""

from pathlib import Path

import docx
import pytest

from data.errors import FileReadError
from data.records.rules import DueTerms, Proposal, QuotaTerms
from ingest.notices.reading import read_notice
from tests.ingest.office import pdf_text, write_docx, write_pdf

LINES = (
    "关于报送（虚构）需求的通知",
    "各县科技局：",
    "一、征集",
    "每个县推荐3至5项需求，于2024年6月28日17时前将附件1一式两份报送市科技局。",
    "某某市科技局",
    "2024年5月8日",
)


def rules(proposals: tuple[Proposal, ...]) -> list[tuple[object, ...]]:
    """Give the numbers of the quota and of the deadline."""
    found: list[tuple[object, ...]] = []
    for each in proposals:
        if isinstance(each.terms, QuotaTerms):
            found.append(("quota", each.clause, each.terms.minimum, each.terms.maximum))
        if isinstance(each.terms, DueTerms):
            found.append(("due", each.clause, str(each.terms.on), each.terms.at, each.terms.copies, each.terms.form))
    return found


WANTED = [("quota", "一", 3, 5), ("due", "一", "2024-06-28", "17:00", 2, "附件1")]


def test_text(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_bytes("\r\n".join(LINES).encode("gb18030"))

    assert rules(read_notice(path).proposals) == WANTED


def test_web_page_with_a_table_around_the_text(tmp_path: Path) -> None:
    path = tmp_path / "通知.html"
    body = "".join(f"<p>{line}</p>" for line in LINES)
    path.write_text(f"<html><body><table><tr><td>{body}</td></tr></table><p>下一篇：无</p></body></html>", "utf-8")

    reading = read_notice(path)
    assert rules(reading.proposals) == WANTED
    assert [each.text for each in reading.notice.dropped] == ["下一篇：无"]


def test_word_document_with_a_form(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "通知.docx", [*LINES, "附件1", [["单位", ""], ["电话", ""]], "备注：本表一式两份"])

    reading = read_notice(path)
    assert rules(reading.proposals) == WANTED
    assert reading.notice.text.index("附件1\n单位") < reading.notice.text.index("备注")


def test_cells_of_a_word_document_that_are_merged_stand_once(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "通知.docx", ["一、报送", [["甲", "乙"], ["丙", "丁"]]], merges=[(0, 0, 0, 1)])

    assert read_notice(path).notice.text == "一、报送\n甲\n丙\n丁"


def test_printed_lines_of_a_pdf_are_joined(tmp_path: Path) -> None:
    text = "".join(LINES[3])
    pieces = [*LINES[:3], text[:20], text[20:40], text[40:], *LINES[4:]]
    page = b"".join(pdf_text(60, 700 - 20 * row, piece) for row, piece in enumerate(pieces))

    reading = read_notice(write_pdf(tmp_path / "通知.pdf", [page]))
    assert rules(reading.proposals) == WANTED
    quote = reading.proposals[0].quote
    assert reading.notice.text[quote.start : quote.end] == quote.text


def test_a_table_is_no_notice(tmp_path: Path) -> None:
    path = tmp_path / "需求.csv"
    path.write_text("编号,名称\n1,甲\n", "utf-8")

    with pytest.raises(FileReadError, match="不是通知的正文"):
        read_notice(path)


def test_an_empty_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "空.docx"
    docx.Document().save(str(path))

    with pytest.raises(FileReadError, match="没有文字"):
        read_notice(path)
