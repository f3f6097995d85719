"""Deadlines in the rows of tables, whichever way the cells come."""

from datetime import date

import pytest

from data.records.rules import DueTerms
from ingest.notices.reading import read_notice_text

HEAD = "某市科学技术局关于报送材料的通知\n各有关单位：\n下列材料按时报送：\n"
ROWS = (
    ("材料名称", "报送单位", "份数", "截止时间"),
    ("申请表", "各企业", "2份", "2026年3月16日"),
    ("汇总表", "各区科技局", "1份", "2026年3月20日17:00"),
)
TAIL = "\n某市科学技术局\n2026年2月3日\n"


def due_terms(text: str) -> list[DueTerms]:
    return [each.terms for each in read_notice_text(text).proposals if isinstance(each.terms, DueTerms)]


@pytest.mark.parametrize(("cell_end", "row_end"), [("\n", "\n"), ("|", "|\n")])
def test_each_row_with_a_day_is_a_deadline(cell_end: str, row_end: str) -> None:
    table = row_end.join(cell_end.join(row) for row in ROWS)

    assert due_terms(HEAD + table + TAIL) == [
        DueTerms(item="申请表", unit="各企业", on=date(2026, 3, 16), copies=2),
        DueTerms(item="汇总表", unit="各区科技局", on=date(2026, 3, 20), at="17:00", copies=1),
    ]


def test_a_table_whose_things_are_not_named_is_left_alone() -> None:
    assert due_terms(HEAD + "序号\n截止时间\n1\n2026年3月16日" + TAIL) == []


def test_a_column_of_headings_alone_has_no_rows() -> None:
    assert due_terms(HEAD + "截止时间\n" * 20 + TAIL) == []
