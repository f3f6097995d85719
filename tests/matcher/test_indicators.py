"""Which indicators are taken to speak of one quantity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records.enums import ConditionStatus
from matcher.indicators import compare_indicators, name_similarity
from matcher.profiles import profile_achievement, profile_need
from models.segmenters import open_segmenter
from tests.factories.records import make_achievement, make_need


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("抗拉强度", "抗弯强度"),
        ("抗拉强度", "抗压强度"),
        ("轴向跳动误差", "径向跳动误差"),
        ("厚度", "精度"),
        ("高度", "株高"),
        ("检出率", "漏检率"),
        ("合格率", "不合格率"),
        ("气孔率", "气孔废品率"),
        ("多糖含量", "多糖含量RSD"),
        ("设计应力", "应力误差"),
        ("VOC", "COD"),
        ("CO", "COD"),
        ("氨氮", "总氮"),
        ("铜回收率", "锡回收率"),
        ("温度", "烧成温度"),
        ("强度", "屈服强度"),
        ("密度", "养殖密度"),
        ("效率提高", "效率"),
        ("产率", "产量"),
        ("收率下降", "捕收剂耗量下降"),
        ("", ""),
    ],
)
def test_names_of_two_quantities_do_not_pair(first: str, second: str) -> None:
    assert (name_similarity(first, second), name_similarity(second, first)) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("first", "second", "similarity"),
    [
        ("抗拉强度", "抗拉强度", 1.0),
        ("使用寿命", "平均寿命", 1.0),
        ("厚度", "的厚度", 1.0),
        ("相对误差", "误差", 1.0),
        # Shared units over the mean number of units, of which a Latin word is one.
        ("冲击韧性", "抗冲击韧性", 8 / 9),
        ("pH值", "pH", 2 / 3),
        ("检出率", "检出", 4 / 5),
        ("硬度", "涂层硬度", 4 / 6),
        ("出水COD", "COD", 2 / 4),
    ],
)
def test_names_of_one_quantity_pair(first: str, second: str, similarity: float) -> None:
    assert name_similarity(first, second) == pytest.approx(similarity)


@given(st.text("抗拉弯强度检出漏率不合格COD的值", max_size=8), st.text("抗拉弯强度检出漏率不合格COD的值", max_size=8))
def test_similarity_has_no_direction(first: str, second: str) -> None:
    assert name_similarity(first, second) == name_similarity(second, first)


def test_indicator_of_another_strength_is_not_stated() -> None:
    segmenter = open_segmenter()
    need = profile_need(make_need(content="要求抗拉强度≥500MPa，硬度≥60HRC。"), segmenter)
    offer = profile_achievement(make_achievement(content="抗弯强度300MPa，涂层硬度62HRC。"), segmenter)

    told = [
        (comparison.name, comparison.offered.text if comparison.offered else None, comparison.status)
        for comparison in compare_indicators(need, offer)
    ]

    assert told == [
        ("抗拉强度", None, ConditionStatus.CANNOT_TELL),
        ("硬度", "涂层硬度62HRC", ConditionStatus.PASS),
    ]


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ("铜回收率≥94%。", "成果写有同类单位的数值，但名称不同，是否为同一参数请核对原文"),
        ("长度30mm。", "成果没有写明同一参数"),
    ],
)
def test_a_number_under_another_name_is_not_said_to_be_missing(stated: str, reason: str) -> None:
    need = profile_need(make_need(content="要求氨回收率≥90%。"), open_segmenter())
    offer = profile_achievement(make_achievement(content=stated), open_segmenter())

    (comparison,) = compare_indicators(need, offer)

    assert (comparison.offered, comparison.status, comparison.reason) == (None, ConditionStatus.CANNOT_TELL, reason)
