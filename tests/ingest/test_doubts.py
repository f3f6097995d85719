"""Values that nobody can have meant: remarked on, kept."""

from pathlib import Path

import pytest

from ingest.batch import read_achievements
from ingest.doubts import doubt_of
from ingest.report import Severity

HEADER = "序号,成果名称,成果简介,成熟度,转让价格（万元）\n"
ROWS = "1,甲,一,中试,35\n2,乙,二,2026-02-30,abc\n2,丙,三,TRL 6,-5\n3,丁,四,其他,面议\n1,戊,五,,\n2,己,六,,\n"


@pytest.mark.parametrize(
    ("field", "text", "is_doubtful"),
    [
        ("price", "abc", True),
        ("price", "-5", True),
        ("price", "－5万元", True),
        ("price", "35", False),
        ("price", "面议", False),
        ("price", "", False),
        ("budget", "n/a", True),
        ("maturity", "2026-02-30", True),
        ("maturity", "TRL 6", False),
        ("maturity", "其他", False),
        ("valid_until", "2026-02-30", True),
        ("valid_until", "2026-12-31", False),
        ("valid_until", "长期", False),
        ("title", "-5", False),
    ],
)
def test_what_is_doubtful(field: str, text: str, is_doubtful: bool) -> None:
    assert (doubt_of(field, text) is not None) == is_doubtful


def test_doubtful_values_are_told_with_row_and_column_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "成果.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    batch = read_achievements(path)

    # The second count from 1 is a new group, no repetition.
    assert [(each.row, each.column, each.reason) for each in batch.report.faults] == [
        (3, "成熟度", "看不出成熟程度"),
        (3, "转让价格（万元）", "看不出金额"),
        (4, "转让价格（万元）", "金额是负数"),
        (4, "序号", "序号与第3行相同"),
    ]
    assert {each.severity for each in batch.report.faults} == {Severity.WARNING}
    assert [each.price for each in batch.records] == ["35万元", "abc", "-5万元", "面议", "", ""]
