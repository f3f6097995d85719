"""Indicators: finding and comparing."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records.enums import ConditionStatus
from ingest.parsing.indicators import Comparator, compare, dimension, find_indicators

GE, GT, LE, LT, EQ, APPROX, RANGE = Comparator


@pytest.mark.parametrize(
    ("text", "name", "comparator", "low", "high", "unit"),
    [
        ("抗冲击韧性≥67%", "抗冲击韧性", GE, 67, None, "%"),
        ("堆积密度不低于1.80克/立方厘米", "堆积密度", GE, 1.8, None, "g/cm3"),
        ("密度 1.80 g/cm³", "密度", EQ, 1.8, 1.8, "g/cm3"),
        ("产能5 t/h", "产能", EQ, 5, 5, "t/h"),
        ("pH值3.2-4.6", "pH值", RANGE, 3.2, 4.6, ""),
        ("精度±0.02mm", "精度", RANGE, -0.02, 0.02, "mm"),
        ("速度818±8m/s", "速度", RANGE, 810, 826, "m/s"),
        ("纯度大于95％", "纯度", GT, 95, None, "%"),
        ("寿命达到1500h以上", "寿命", GE, 1500, None, "h"),
        ("工作温度-40℃~85℃", "工作温度", RANGE, -40, 85, "℃"),
        ("-15～-25℃", "", RANGE, -25, -15, "℃"),
        ("循环10万次", "循环", EQ, 100000, 100000, "次"),
        ("研发周期缩短30%", "研发周期缩短", GE, 30, None, "%"),
        ("菌落数≤1×10^6 CFU/mL", "菌落数", LE, None, 1e6, "CFU/mL"),
        ("厚度0.5～1.0mm", "厚度", RANGE, 0.5, 1.0, "mm"),
        ("收率(以干基计)≥90%", "收率(以干基计)", GE, 90, None, "%"),
        ("处理能力达到每小时5吨", "处理能力", GE, 5, None, "t/h"),
        ("成品率由85%提高到95%以上", "成品率", GE, 95, None, "%"),
        ("导热系数≥1.5 W/(m·K)", "导热系数", GE, 1.5, None, "W/(m·K)"),
        ("升温速率10～30℃/min", "升温速率", RANGE, 10, 30, "℃/min"),
        ("使用寿命20年", "使用寿命", EQ, 20, 20, "年"),
        ("每亩节约20至30斤", "每亩节约", RANGE, 20, 30, "斤"),
        ("误差优于0.1mm", "误差", LT, None, 0.1, "mm"),
        ("含水率约5%", "含水率", APPROX, 5, 5, "%"),
        ("折光率1.33", "折光率", EQ, 1.33, 1.33, ""),
        ("效率百分之五", "效率", EQ, 5, 5, "%"),
        ("其中，氧含量不超过200ppm", "氧含量", LE, None, 200, "ppm"),
        ("PM2.5浓度≤35μg/m3", "PM2.5浓度", LE, None, 35, "μg/m3"),
        ("静压效率≥43%2、其他", "静压效率", GE, 43, None, "%"),
        ("电池片尺寸100*100mm", "电池片尺寸", EQ, 100, 100, "mm"),
        ("打击次数≥5，", "打击次数", GE, 5, None, ""),
    ],
)
def test_indicator_is_read(
    text: str, name: str, comparator: Comparator, low: float | None, high: float | None, unit: str
) -> None:
    [found] = find_indicators(text)

    assert (found.name, found.comparator, found.unit) == (name, comparator, unit)
    assert found.low == pytest.approx(low)
    assert found.high == pytest.approx(high)


@pytest.mark.parametrize(
    "text",
    [
        "2019年完成",
        "2018-2020年",
        "1.2 系统设计",
        "不低于100万元",
        "投入50万",
        "Q235钢",
        "GB/T 4754-2017",
        "3D打印",
        "5G通信",
        "20180101",
        "ZL201810123456.7",
        "第3次会议",
        "摩尔比为1:2",
        "3个部分",
        "近6年来",
        "几万元/1台以内",
        "<001>方向",
        "有效穗(50～55)万/667m2",
        "每1%的提高",
    ],
)
def test_what_is_no_indicator_is_left_alone(text: str) -> None:
    assert find_indicators(text) == []


def test_spans_cover_comparator_to_unit_and_name() -> None:
    text = "要求：抗冲击韧性不低于67％以上，其余不限"
    [found] = find_indicators(text)

    assert text[found.start : found.end] == "不低于67％以上"
    assert text[found.name_start : found.name_end] == "抗冲击韧性"


def test_several_indicators_keep_their_names() -> None:
    found = find_indicators("千粒重31～36克，倒伏率低于12%，亩产650kg以上")

    assert [(i.name, i.low, i.high) for i in found] == [
        ("千粒重", 31, 36),
        ("倒伏率", None, 12),
        ("亩产", 650, None),
    ]


@pytest.mark.parametrize(
    ("required", "offered", "status"),
    [
        ("韧性≥67%", "韧性72%", ConditionStatus.PASS),
        ("韧性≥67%", "韧性60%", ConditionStatus.FAIL),
        ("韧性≥67%", "韧性≥60%", ConditionStatus.CANNOT_TELL),
        ("密度不低于1.80克/立方厘米", "密度1850kg/m3", ConditionStatus.PASS),
        ("厚度不超过5mm", "厚度0.3cm", ConditionStatus.PASS),
        ("厚度>5mm", "厚度5mm", ConditionStatus.FAIL),
        ("厚度≥5mm", "厚度0.5cm", ConditionStatus.PASS),
        ("厚度5-10mm", "厚度6-8mm", ConditionStatus.PASS),
        ("厚度5-10mm", "厚度12mm", ConditionStatus.FAIL),
        ("工作温度-20~60℃", "工作温度-40~85℃", ConditionStatus.PASS),
        ("工作温度-20~60℃", "工作温度0~40℃", ConditionStatus.FAIL),
        ("温度≥300K", "温度50℃", ConditionStatus.PASS),
        ("精度±0.02mm", "精度±10μm", ConditionStatus.PASS),
        ("精度±0.02mm", "精度±0.1mm", ConditionStatus.FAIL),
        ("产量100t", "产量120t", ConditionStatus.CANNOT_TELL),
        ("韧性≥67%", "厚度5mm", ConditionStatus.CANNOT_TELL),
    ],
)
def test_compare_tells_whether_the_offer_meets(required: str, offered: str, status: ConditionStatus) -> None:
    assert compare(find_indicators(required)[0], find_indicators(offered)[0]) == status


def test_dimension_is_shared_by_units_that_convert() -> None:
    assert dimension("g/cm3") == dimension("mg/L") == "mass/volume"
    assert dimension("℃") != dimension("℃/min")
    assert dimension("无此单位") == ""


@given(st.floats(min_value=0.001, max_value=1e6), st.sampled_from(["%", "mm", "kg", "mg/L", "℃"]))
def test_an_indicator_meets_itself(value: float, unit: str) -> None:
    [found] = find_indicators(f"指标≥{value:.3f}{unit}")

    assert compare(found, found) == ConditionStatus.PASS


@given(st.text(alphabet=st.sampled_from("密度≥≤~-±.,×^1205%℃mg/个万次不低于以上由到 （）:")))
def test_any_text_gives_spans_in_order_and_in_range(text: str) -> None:
    found = find_indicators(text)

    assert all(0 <= i.name_start <= i.name_end <= i.start < i.end <= len(text) for i in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_find_indicators_long_run_of_spaces_and_particles_takes_no_time() -> None:
    # Both once made the name's patterns try every way of splitting the run.
    text = "韧性" + " " * 2000 + "在" * 2000 + "≥67%"

    started = time.perf_counter()
    found = find_indicators(text)

    assert [indicator.low for indicator in found] == [67.0]
    assert time.perf_counter() - started < 1.0


@pytest.mark.parametrize("verb", ["减小到", "压缩到", "降至", "控制到"])
def test_find_indicators_change_keeps_the_end_and_the_name_of_the_start(verb: str) -> None:
    (found,) = find_indicators(f"残余误差由40μm{verb}7μm")

    assert (found.name, found.low, found.high) == ("残余误差", 7.0, 7.0)
