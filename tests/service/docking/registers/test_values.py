"""What people write into a register is kept in one form, shown in another, and read again as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.docking.registers.values import ValueFault, form_value, lacking, read_values, shown_value
from tests.service.docking.registers.samples import VOUCHERS

COLUMNS = {each.key: each for each in VOUCHERS.columns}


@pytest.mark.parametrize(
    ("key", "written", "kept", "shown"),
    [
        ("subsidy", "12.5", "12500000", "12.50 万元"),
        ("subsidy", "3000元", "300000", "0.30 万元"),
        ("issued_on", "2026年3月5日", "2026-03-05", "2026年3月5日"),
        ("n", "1,200 次", "1200", "1,200次"),
        ("year", "2026年度", "2026", "2026"),
        ("used", "√", "yes", "是"),
        ("used", "否", "no", "否"),
        ("region", "江苏省淮安市涟水县", "320826", "涟水县"),
        ("kind", "创客", "创客", "创客"),
        ("contact", "王工 13800001234", "王工 13800001234", "王* 138********"),
    ],
)
def test_a_value_is_kept_in_one_form(key: str, written: str, kept: str, shown: str) -> None:
    values, faults = read_values(VOUCHERS, {"number": "一", key: f" {written} "})

    assert (values[key], faults) == (kept, ())
    assert shown_value(COLUMNS[key], kept) == shown


def test_every_fault_is_named() -> None:
    _, faults = read_values(
        VOUCHERS,
        {
            "kind": "别的",
            "subsidy": "面议",
            "issued_on": "去年",
            "n": "几次",
            "year": "26",
            "used": "也许",
            "region": "某地",
        },
    )

    assert [each.header for each in faults] == [
        "券号",
        "类型",
        "补助金额",
        "次数",
        "年度",
        "已使用",
        "地区",
        "发放日期",
    ]
    assert faults[0] == ValueFault("券号", "没有填写", "这一项必填")


@given(fen=st.integers(1, 10**13), n=st.integers(0, 10**9))
def test_what_a_form_shows_is_read_again_as_it_was(fen: int, n: int) -> None:
    kept = {
        "number": "一",
        "subsidy": str(fen),
        "n": str(n),
        "region": "320826",
        "used": "yes",
        "issued_on": "2026-03-05",
    }

    values, faults = read_values(VOUCHERS, {key: form_value(COLUMNS[key], value) for key, value in kept.items()})

    assert (values, faults) == (kept, ())


def test_a_flag_that_says_no_does_not_complete() -> None:
    assert lacking(VOUCHERS, {"number": "一", "used": "no"}) == ("持券单位", "已使用")
    assert lacking(VOUCHERS, {"number": "一", "used": "yes", "holder": "甲公司"}) == ()
