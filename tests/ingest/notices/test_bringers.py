"""Who is asked for a number, and who only stands near it."""

import pytest

from ingest.cleaning import fold
from ingest.notices.amounts import find_amounts
from ingest.notices.bringers import bringer_of, is_unit


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("每个县（市、区）推荐3项，开发区限报2项", ["每个县(市、区)", "开发区"]),
        ("每家高新技术园区另行推荐不超过5名", ["每家高新技术园区"]),
        ("各高校、科研院所分别推荐10项", ["各高校、科研院所"]),
        ("每个登记点配备登记员不少于2名", ["每个登记点"]),
        ("同一申报方限报2项，同一项目负责人只能申报1项", ["同一申报方", "同一项目负责人"]),
        ("各县推荐3家，全市拟认定30家以内", ["各县", ""]),
        ("联盟每年召开会议不少于2次", [""]),
    ],
)
def test_who_is_asked_stands_nearest_to_the_number(text: str, units: list[str]) -> None:
    folded = fold(text).text
    amounts = list(find_amounts(folded))

    assert [bringer_of(folded, amounts, place).unit for place in range(len(amounts))] == units


def test_a_number_of_one_may_name_who_is_asked_for_the_next() -> None:
    text = "原则上1家单位限报2项"
    amounts = list(find_amounts(text))

    assert [is_unit(text, amounts, place) for place in range(2)] == [True, False]
    assert bringer_of(text, amounts, 1).unit == "单位"
