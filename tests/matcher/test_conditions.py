"""Hard conditions: passed, failed, or not to be told."""

import pytest

from data.records.achievements import Achievement
from data.records.enums import ConditionStatus
from data.records.matches import Condition
from data.records.needs import Need
from matcher.conditions import check_conditions
from matcher.indicators import compare_indicators
from matcher.profiles import profile_achievement, profile_need
from models.segmenters import open_segmenter
from tests.factories.corpora import AS_OF
from tests.factories.records import make_achievement, make_need

PASS, FAIL, CANNOT_TELL = ConditionStatus.PASS, ConditionStatus.FAIL, ConditionStatus.CANNOT_TELL


def condition_of(name: str, need: Need, achievement: Achievement) -> Condition:
    segmenter = open_segmenter()
    one, other = profile_need(need, segmenter), profile_achievement(achievement, segmenter)
    found = check_conditions(one, other, indicators=compare_indicators(one, other), as_of=AS_OF)
    return {condition.name: condition for condition in found}[name]


def status_of(name: str, need: Need, achievement: Achievement) -> ConditionStatus:
    return condition_of(name, need, achievement).status


@pytest.mark.parametrize(
    ("valid_until", "status"),
    [
        ("2026-11-22", PASS),  # AS_OF itself
        ("2026-11-21", FAIL),
        ("长期有效", PASS),
        ("2026年1月1日起", PASS),
        ("2025-01-01至2026-01-01", FAIL),
        ("2025-01-01至长期", PASS),
        ("面议", CANNOT_TELL),
        ("", CANNOT_TELL),
    ],
)
def test_validity_ends_with_its_last_day(valid_until: str, status: ConditionStatus) -> None:
    assert status_of("valid_until", make_need(valid_until=valid_until), make_achievement()) is status


@pytest.mark.parametrize(
    ("wanted", "offered", "status"),
    [
        ("委托开发", "委托开发", PASS),
        ("委托开发", "技术转让", FAIL),
        ("其他", "技术转让", CANNOT_TELL),
        ("委托开发,其他", "技术转让", CANNOT_TELL),
        ("其他", "其他", CANNOT_TELL),
        ("", "技术转让", CANNOT_TELL),
    ],
)
def test_cooperation_passes_only_by_a_mode_both_name(wanted: str, offered: str, status: ConditionStatus) -> None:
    need, achievement = make_need(cooperation=wanted), make_achievement(cooperation=offered)

    assert status_of("cooperation", need, achievement) is status


@pytest.mark.parametrize(
    ("budget", "price", "status"),
    [
        ("100万元", "100万元", PASS),
        ("50-100万元", "80-200万元", PASS),
        ("50万元", "51万元", FAIL),
        ("", "1元", CANNOT_TELL),
    ],
)
def test_budget_holds_the_lowest_price_against_the_highest_budget(
    budget: str, price: str, status: ConditionStatus
) -> None:
    assert status_of("budget", make_need(budget=budget), make_achievement(price=price)) is status


@pytest.mark.parametrize(
    ("asked", "offered", "status"),
    [
        ("要求硬度≥60HRC。", "硬度62HRC。", PASS),
        ("要求硬度≥60HRC，寿命≥10万次。", "硬度50HRC，寿命12万次。", FAIL),
        ("要求硬度≥60HRC，寿命≥10万次。", "硬度62HRC。", CANNOT_TELL),
        ("没有数字。", "硬度62HRC。", CANNOT_TELL),
    ],
)
def test_indicators_pass_only_when_all_are_met(asked: str, offered: str, status: ConditionStatus) -> None:
    assert status_of("indicators", make_need(content=asked), make_achievement(content=offered)) is status


@pytest.mark.parametrize(
    ("name", "wanted", "offered", "reason"),
    [
        ("valid_until", {}, {}, "需求没有写明有效期"),
        ("valid_until", {"valid_until": "面议"}, {}, "需求的有效期未能识别：面议"),
        ("cooperation", {}, {"cooperation": "技术转让"}, "需求没有写明合作方式"),
        ("cooperation", {}, {}, "需求没有写明合作方式；成果没有写明合作方式"),
        (
            "cooperation",
            {"cooperation": "其他"},
            {"cooperation": "技术转让"},
            "有一方写了“其他”合作方式，需进一步了解",
        ),
        ("budget", {"budget": "10万元"}, {"price": "面议"}, "成果的价格写为“面议”，看不出数额"),
        ("budget", {"budget": "10万元以上"}, {"price": "20万元"}, "预算或价格只写了一头，不能确定"),
        ("indicators", {"content": "没有数字。"}, {}, "需求没有写明可以对照的指标"),
        (
            "indicators",
            {"content": "要求硬度≥60HRC，寿命≥10万次。"},
            {"content": "硬度62HRC。"},
            "2 项指标中有 1 项无法判断：寿命",
        ),
        (
            "indicators",
            {"content": "要求硬度≥60HRC，寿命≥10万次。"},
            {"content": "硬度50HRC。"},
            "2 项指标中有 1 项成果写明的数值达不到：硬度",
        ),
    ],
)
def test_the_reason_says_what_is_missing_on_which_side(
    name: str, wanted: dict[str, str], offered: dict[str, str], reason: str
) -> None:
    assert condition_of(name, make_need(**wanted), make_achievement(**offered)).reason == reason
