"""The table of features as a whole."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher import phrases
from matcher.features.table import FEATURES, feature_values
from matcher.scoring import TABLE
from tests.factories.corpora import make_block
from tests.factories.records import make_achievement, make_need

NAMES = [feature.name for feature in FEATURES]
ALWAYS_KNOWN = {"need_vagueness"}

titles = st.sampled_from(("", "耐磨塗層", "ＬＥＤ驱动电源", "污水中氨氮的去除", "去除", "轴承", "。", "12", "A"))
contents = st.sampled_from((
    "",
    "涂层脱落，要求硬度≥60HRC。",
    "现有工作基础：厂房三栋。",
    "氨氮净化。\n12",
    "3.5",
    "轴承" * 90,
))


def test_every_feature_has_a_name_a_label_a_weight_and_a_chinese_sentence() -> None:
    assert len(set(NAMES)) == len(NAMES) == 27
    assert list(TABLE) == NAMES
    assert set(NAMES) <= set(phrases.FEATURE_LABELS)
    assert all((feature.values.__doc__ or "").endswith("。") for feature in FEATURES)


def test_circumstances_weigh_nothing_by_themselves() -> None:
    assert {name for name in NAMES if TABLE[name].weight == 0} == {
        feature.name for feature in FEATURES if not feature.is_agreement
    }


def test_no_pair_gives_no_row() -> None:
    assert feature_values(make_block(make_need())).shape == (0, 27)


def test_records_that_say_nothing_are_borne() -> None:
    block = make_block(make_need(title="", content="", region=""), make_achievement(title="", content="", region=""))

    values = dict(zip(NAMES, feature_values(block)[0].tolist(), strict=True))

    known = {name: round(value, 6) for name, value in values.items() if not np.isnan(value)}
    assert known == {"need_vagueness": 1.0}


@settings(max_examples=40, deadline=None)
@given(st.tuples(titles, contents, contents), st.lists(st.tuples(titles, contents, contents), max_size=3))
def test_values_lie_between_nothing_and_one_or_cannot_be_told(
    asked: tuple[str, str, str], offered: list[tuple[str, str, str]]
) -> None:
    title, content, base = asked
    offers = [make_achievement(f"A{i}", title=t, content=c, scope=s) for i, (t, c, s) in enumerate(offered)]

    values = feature_values(make_block(make_need(title=title, content=content, existing_base=base), *offers))

    known = ~np.isnan(values)
    assert values.shape == (len(offers), len(NAMES))
    assert (values[known] >= 0.0).all()
    assert (values[known] <= 1.0).all()
    assert known[:, [name in ALWAYS_KNOWN for name in NAMES]].all()


def test_every_known_value_has_a_reason() -> None:
    block = make_block(
        make_need(title="污水中氨氮的去除", content="要求硬度≥60HRC。", budget="10万元", cooperation="技术转让"),
        make_achievement("A1", title="氨氮净化", price="8万元", cooperation="技术转让", maturity="可以量产"),
        make_achievement("A2", title="轴承", content=""),
    )

    reasons = [
        feature.reason(block, row, float(value))
        for feature in FEATURES
        for row, value in enumerate(feature.values(block))
        if not np.isnan(value)
    ]

    assert len(reasons) > 30
    assert all(reason and "{" not in reason for reason in reasons)
