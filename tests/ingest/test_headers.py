"""Headers in the wordings of offices find their field."""

import pytest

from data.errors import HeaderError
from ingest.headers import (
    ACHIEVEMENTS,
    NEEDS,
    Claim,
    fold_header,
    map_columns,
    missing_columns,
    vocabulary_of,
    vocabulary_with,
)


@pytest.mark.parametrize(
    "header",
    [
        "需求名称",
        "需 求 名 称",
        "*需求名称：",
        "一、需求名称",
        "1.需求名称（必填）",
        "（二）需求名稱",
        "【需求名称】",
        "Title",
        "需求名称\n(30字以内)",
    ],
)
def test_wordings_of_a_title(header: str) -> None:
    assert vocabulary_of(NEEDS).find(header) == Claim("title", 1)


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("预算（万元）", "万元"),
        ("预算", ""),
        ("投入预算/万元", "万元"),
        ("资金预算(单位：亿元)", "亿元"),
        ("预算:元", "元"),
        ("预算<br>（万元）", "万元"),
        ("預算（人民幣萬元）", "万元"),
    ],
)
def test_budget_keeps_its_unit(header: str, unit: str) -> None:
    assert vocabulary_of(NEEDS).find(header) == Claim("budget", 1, unit)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("联系人/手机", "contact"),
        ("联系人、电话", "contact"),
        ("联系人／电话／邮箱", "contact"),
        ("姓名/电话", "contact"),
        ("联系人与手机号码（必填）", "contact"),
        ("姓名/职务", None),
        ("联系人/需求名称", None),
        ("电话/数量", None),
    ],
)
def test_a_column_of_several_ways_to_reach_somebody_is_of_contacts(header: str, field: str | None) -> None:
    claim = vocabulary_of(NEEDS).find(header)

    assert (claim.field if claim else None) == field


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("企业|名称", "enterprise"),
        ("联系人|姓名", "contact"),
        ("基本情况|需求名称", "title"),
        ("联系方式|其他", "contact"),
        ("需求名称|其他", None),
    ],
)
def test_two_row_names(header: str, field: str | None) -> None:
    claim = vocabulary_of(NEEDS).find(header)

    assert (claim.field if claim else None) == field


@pytest.mark.parametrize(
    "header", ["", "数量", "降低第三条生产线的能耗，并且不影响产品的质量和产量" * 3, "序号说明", "13900000001"]
)
def test_unknown_headers_claim_nothing(header: str) -> None:
    assert vocabulary_of(NEEDS).find(header) is None


def test_fold_header_is_idempotent() -> None:
    for header in ("（一）1.需 求：", "預算（萬元）", "A_b-C"):
        assert fold_header(fold_header(header)) == fold_header(header)


def test_lower_tier_wins_and_unknown_columns_get_unique_keys() -> None:
    columns = map_columns(["项目名称", "需求名称", "备注", "", "备注", "市", "县"], vocabulary_of(NEEDS), "“a”")

    assert columns.fields == {"title": (1,), "region": (5, 6)}
    assert columns.extras == {0: "项目名称", 2: "备注", 3: "第4列", 4: "备注_2"}
    assert [header for header, _ in columns.notes] == ["项目名称"]


def test_equal_right_is_refused_with_both_names() -> None:
    with pytest.raises(HeaderError) as caught:
        map_columns(["成果名称", "科技成果名称"], vocabulary_of(ACHIEVEMENTS), "“a.xlsx”")

    assert str(caught.value) == (
        "“a.xlsx”有2列都可作为“成果名称”：“成果名称”、“科技成果名称”，无法判断用哪一列。"
        " 请只保留一列名为“成果名称”，其余改成别的名称。"
    )


def test_missing_columns_never_shows_what_looks_like_data() -> None:
    message, _ = missing_columns(["13900000001", "a@b.cn", "数量"], vocabulary_of(NEEDS), "“a”")

    assert message.endswith("找到的是“数量”。")


def test_what_a_person_says_of_a_header_counts_first() -> None:
    given = {"难点": "title", "需求名称": "", "出价(万元)": "budget", "x" * 80: "content"}
    vocabulary = vocabulary_with(NEEDS, given)

    columns = map_columns(["难点", "需求名称", "出价(万元)", "x" * 80, "地区"], vocabulary, "“表”")

    assert columns.fields == {"title": (0,), "budget": (2,), "content": (3,), "region": (4,)}
    assert (columns.extras, columns.units) == ({1: "需求名称"}, {"budget": "万元"})


def test_without_anything_said_the_vocabulary_is_the_known_one() -> None:
    assert vocabulary_with(NEEDS, {}) is vocabulary_of(NEEDS)
