"""Evidence from facts."""

import numpy as np
import pytest

from matcher.features import facts
from tests.factories.corpora import make_block
from tests.factories.records import make_achievement, make_need


@pytest.mark.parametrize(
    ("offered", "value"),
    [("涂层硬度达到62HRC。", 1.0), ("涂层硬度为55HRC。", 0.0), ("涂层厚度为5μm。", np.nan), ("没有数字。", np.nan)],
)
def test_indicators_count_what_can_be_compared(offered: str, value: float) -> None:
    block = make_block(make_need(content="要求涂层硬度≥60HRC。"), make_achievement(content=offered))

    assert facts.indicators(block) == pytest.approx([value], nan_ok=True)


@pytest.mark.parametrize(
    ("region", "value"),
    [("江苏省淮安市盱眙县", 1.0), ("江苏省淮安市", 0.75), ("江苏省南京市", 0.5), ("浙江省杭州市", 0.0), ("", np.nan)],
)
def test_region_falls_with_distance(region: str, value: float) -> None:
    block = make_block(make_need(region="江苏省淮安市盱眙县"), make_achievement(region=region))

    assert facts.region(block) == pytest.approx([value], nan_ok=True)


@pytest.mark.parametrize(("price", "value"), [("80万元", 1.0), ("120万元", 0.0), ("面议", np.nan)])
def test_budget_holds_the_lowest_price_against_the_highest_budget(price: str, value: float) -> None:
    block = make_block(make_need(budget="100万元"), make_achievement(price=price))

    assert facts.budget(block) == pytest.approx([value], nan_ok=True)


@pytest.mark.parametrize(
    ("wanted", "price", "value"),
    [
        ("100万元以上", "150万元", np.nan),
        ("100万元以上", "80万元", 1.0),
        ("100万元", "不超过80万元", 1.0),
        ("100万元", "不超过120万元", np.nan),
        ("100万元", "120万元起", 0.0),
    ],
)
def test_budget_open_to_one_side_is_told_only_where_it_decides(wanted: str, price: str, value: float) -> None:
    block = make_block(make_need(budget=wanted), make_achievement(price=price))

    assert facts.budget(block) == pytest.approx([value], nan_ok=True)


@pytest.mark.parametrize(("maturity", "value"), [("正在研发", 0.0), ("可以量产", 1.0), ("", np.nan)])
def test_readiness_rises_towards_production(maturity: str, value: float) -> None:
    block = make_block(make_need(), make_achievement(maturity=maturity))

    assert facts.readiness(block) == pytest.approx([value], nan_ok=True)


@pytest.mark.parametrize(
    ("asked", "maturity", "value"),
    [
        ("急需涂层。", "通过中试", 0.75),
        ("急需涂层。", "正在研发", 0.0),
        ("涂层作为技术储备。", "正在研发", 1.0),
        ("急需涂层。", "", np.nan),
        ("涂层脱落。", "通过中试", np.nan),
    ],
)
def test_a_pressing_need_weighs_maturity_again(asked: str, maturity: str, value: float) -> None:
    block = make_block(make_need(content=asked), make_achievement(maturity=maturity))

    assert facts.urgency(block) == pytest.approx([value], nan_ok=True)


def test_the_reason_of_urgency_quotes_the_need() -> None:
    offer = make_achievement(maturity="通过中试")
    needs = (
        make_need(content="急需涂层。"),
        make_need(content="涂层脱落。", valid_until="2026-01-01至2026-03-01"),
        make_need(content="涂层作为技术储备。"),
    )

    assert [facts.URGENCY.reason(make_block(need, offer), 0, 0.75) for need in needs] == [
        "需求时间紧（“急需”），成果已通过中试",
        "需求有效期不超过半年，成果已通过中试",
        "需求着眼长远（“技术储备”），成果的成熟程度不是障碍",
    ]


@pytest.mark.parametrize(
    ("need", "offer", "reason"),
    [
        ("青禾市", "江苏省", "需求的地区未能识别：青禾市，不加分也不扣分"),
        ("青禾市", "北岑市", "需求的地区未能识别：青禾市；成果的地区未能识别：北岑市，不加分也不扣分"),
        ("青禾市", "", "需求的地区未能识别：青禾市，不加分也不扣分"),
        ("", "江苏省", "资料没有写明，不加分也不扣分"),
    ],
)
def test_a_region_that_cannot_be_read_is_not_said_to_be_missing(need: str, offer: str, reason: str) -> None:
    block = make_block(make_need(region=need), make_achievement(region=offer))

    assert facts.REGION.unknown(block, 0) == reason


def test_what_both_sides_state_and_does_not_decide_is_not_said_to_be_missing() -> None:
    block = make_block(
        make_need(cooperation="其他", budget="100万元以上"), make_achievement(cooperation="技术转让", price="150万元")
    )

    assert [feature.unknown(block, 0) for feature in (facts.COOPERATION, facts.BUDGET)] == [
        "有一方写了“其他”合作方式，需进一步了解，不加分也不扣分",
        "预算或价格只写了一头，不能确定，不加分也不扣分",
    ]


def test_urgency_quotes_a_readiness_that_cannot_be_read() -> None:
    block = make_block(make_need(content="急需涂层。"), make_achievement(maturity="甲级"))

    assert facts.URGENCY.unknown(block, 0) == "成果的成熟度未能识别：甲级，不加分也不扣分"


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ("没有数字。", "需求没有写明可以对照的指标，不加分也不扣分"),
        ("要求硬度≥60HRC。", "需求 1 项指标：0 项达到，0 项达不到，1 项无法判断，不加分也不扣分"),
    ],
)
def test_indicators_that_cannot_be_compared_are_counted(asked: str, reason: str) -> None:
    block = make_block(make_need(content=asked), make_achievement(content="没有数字。"))

    assert facts.INDICATORS.unknown(block, 0) == reason


@pytest.mark.parametrize(
    ("wanted", "offered", "value"),
    [
        ("委托开发", "委托开发,技术转让", 1.0),
        ("委托开发", "技术转让", 0.0),
        ("其他", "技术转让", np.nan),
        ("其他", "其他", np.nan),
        ("委托开发,其他", "委托开发", 1.0),
        ("", "转让", np.nan),
    ],
)
def test_cooperation_needs_one_mode_in_common(wanted: str, offered: str, value: float) -> None:
    block = make_block(make_need(cooperation=wanted), make_achievement(cooperation=offered))

    assert facts.cooperation(block) == pytest.approx([value], nan_ok=True)
