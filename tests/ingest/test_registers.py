"""Registers of enterprises: usual headers, amounts and flags; what cannot be read stays open."""

from pathlib import Path

import pytest

from ingest.registers import read_flag, read_register


def test_a_register_is_read_by_its_usual_headers(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text(
        "序号,企业名称,所属县区,上年销售收入(万元),是否科技型企业,联系人,联系电话\n"
        "1,甲有限公司,涟水县,2350.5,否,王工,13900001234\n"
        "2,乙有限公司,,,是,,\n"
        "3,,盱眙县,10,是,,\n",
        encoding="utf-8",
    )

    batch = read_register(path)

    assert [(e.name, e.region, e.revenue_yuan, e.is_tech, e.contact, e.row) for e in batch.records] == [
        ("甲有限公司", "涟水县", 23_505_000, False, "王工 13900001234", 2),
        ("乙有限公司", "", None, True, "", 3),
    ]
    assert [(each.row, each.reason) for each in batch.report.faults] == [(4, "企业名称为空")]


@pytest.mark.parametrize(
    ("written", "yuan"),
    [("2000万元以上", 20_000_000), ("1500-2500万元", None), ("2.3亿元", 230_000_000), ("不详", None), ("850", None)],
)
def test_a_revenue_that_may_lie_on_either_side_is_left_open(tmp_path: Path, written: str, yuan: int | None) -> None:
    path = tmp_path / "名册.csv"
    path.write_text(f"单位名称,营业收入,县区\n甲有限公司,{written},涟水县\n", encoding="utf-8")

    batch = read_register(path)

    assert batch.records[0].revenue_yuan == yuan
    assert [each.reason for each in batch.report.faults] == (
        [] if yuan is not None else ["销售收入无法识别，按未填处理"]
    )


@pytest.mark.parametrize(
    ("text", "flag"),
    [("是", True), ("√", True), ("Y", True), ("否", False), ("", None), ("大概", None)],
)
def test_flags_are_yes_no_or_open(text: str, flag: bool | None) -> None:
    assert read_flag(text) is flag


@pytest.mark.parametrize(
    ("header", "yuan"),
    [
        ("2025年主营业务收入（万元）", 23_500_000),
        ("2025年销售收入（万元）", 23_500_000),
        ("2025年度营业收入(元)", 2350),
        ("2025年1-12月销售额（单位：万元）", 23_500_000),
        ("上一年度销售收入/万元", 23_500_000),
        ("销售收入（2025年，万元）", 23_500_000),
    ],
)
def test_a_revenue_is_read_whatever_year_its_header_names(tmp_path: Path, header: str, yuan: int) -> None:
    path = tmp_path / "名册.csv"
    path.write_text(f'企业名称,"{header}",所属乡镇/县区,是否高新或科技型企业\n甲有限公司,2350,涟水县,是\n', "utf-8")

    batch = read_register(path)

    [line] = batch.records
    assert (line.revenue_yuan, line.region, line.is_tech) == (yuan, "涟水县", True)
    assert batch.report.unknown_columns == ()


def test_of_several_years_the_latest_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text("企业名称,2024年销售收入（万元）,2025年主营业务收入（万元）\n甲有限公司,100,200\n", "utf-8")

    batch = read_register(path)

    assert batch.records[0].revenue_yuan == 2_000_000
    assert [each.column for each in batch.report.faults] == ["2024年销售收入（万元）"]
