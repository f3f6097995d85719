"""Headers of lists."""

from pathlib import Path

import pytest

from ingest.batch import read_needs
from tests.ingest.office import Rows, write_xlsx


@pytest.mark.parametrize("remark", ["（万元）", "万元"])
def test_a_unit_in_the_row_below_the_header_belongs_to_it(tmp_path: Path, remark: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f"企业名称,需求名称,需求内容,预算\n,（20字以内）,,{remark}\n甲公司,密封,不漏,100\n", encoding="gb18030"
    )

    batch = read_needs(path)

    assert [(n.title, n.budget, dict(n.extra), n.source.row) for n in batch.records] == [("密封", "100万元", {}, 3)]
    assert batch.report.n_rows == 1


def test_two_row_header_with_a_unit_below_one_of_its_names(tmp_path: Path) -> None:
    rows: Rows = [
        ["企业", "技术需求", None, "投入资金", "联系方式", None],
        [None, "名称", "内容", "（万元）", "姓名", "电话"],
        ["甲公司", "密封", "不漏", "100", "测试甲", "13900000001"],
    ]
    path = write_xlsx(tmp_path / "a.xlsx", {"表": rows}, merges=["A1:A2", "B1:C1", "E1:F1"])

    batch = read_needs(path)

    assert [(n.title, n.content, n.enterprise, n.budget, n.contact, dict(n.extra)) for n in batch.records] == [
        ("密封", "不漏", "甲公司", "100万元", "测试甲 13900000001", {})
    ]


def test_a_header_below_a_page_of_instructions_is_found(tmp_path: Path) -> None:
    rows: Rows = [*([f"填报说明第{number}条"] for number in range(1, 31)), ["需求名称", "需求内容"], ["密封", "不漏"]]

    batch = read_needs(write_xlsx(tmp_path / "a.xlsx", {"表": rows}))

    assert [(n.title, n.source.row) for n in batch.records] == [("密封", 32)]
