"""Amounts of money; 1 万元 is 1,000,000 fen."""

import pytest

from ingest.parsing.money import MoneyRange, parse_money

WAN = 1_000_000


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("100.0万元-200.0万元", 100 * WAN, 200 * WAN),
        ("50万", 50 * WAN, 50 * WAN),
        ("约80-120万元", 80 * WAN, 120 * WAN),
        ("80万～120万", 80 * WAN, 120 * WAN),
        ("不超过三百万元", None, 300 * WAN),
        ("300万元以内", None, 300 * WAN),
        ("100万元以上", 100 * WAN, None),
        ("1.5亿元", 15000 * WAN, 15000 * WAN),
        ("￥5,000元", 500_000, 500_000),
        ("5千元", 500_000, 500_000),
        ("八十万元", 80 * WAN, 80 * WAN),
        ("2019年投入50万元", 50 * WAN, 50 * WAN),
        ("面议，约50万元", 50 * WAN, 50 * WAN),
        ("５０万元", 50 * WAN, 50 * WAN),
        ("0.29元", 29, 29),
        ("100（万元）", 100 * WAN, 100 * WAN),
        ("80w", 80 * WAN, 80 * WAN),
        ("100多万元", 100 * WAN, 100 * WAN),
        ("300余万元", 300 * WAN, 300 * WAN),
        ("58万元/条", 58 * WAN, None),
        ("9.8万元/台", 9_800_000, None),
        ("12000", 1_200_000, 1_200_000),
        ("￥300", 30_000, 30_000),
    ],
)
def test_amount_is_read(text: str, low: int | None, high: int | None) -> None:
    assert parse_money(text) == MoneyRange(low, high)


def test_bare_numbers_take_the_unit_of_their_column() -> None:
    assert parse_money("80-120", unit="万元") == MoneyRange(80 * WAN, 120 * WAN)
    assert parse_money("300") is None
    assert parse_money("50万", unit="万元") == MoneyRange(50 * WAN, 50 * WAN)


@pytest.mark.parametrize(
    "text",
    [
        "面议", "", "免费", "100万美元", "3000元/吨", "2019年", "合作开发3年", "200-100万元",
        "十几万元", "几十万元", "数百万元", "上百万元",
    ],
)  # fmt: skip
def test_what_is_no_amount_gives_none(text: str) -> None:
    assert parse_money(text) is None
