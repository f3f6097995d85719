"""Where a sum stands among the levels."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records.enums import Level
from data.records.matches import Contribution
from matcher.feedback import FEATURE
from models.rankers.odds import level_probabilities
from service.exports.contributions import FEEDBACK
from service.exports.scale import Band, Scale, cut_points, scale_of
from tests.factories.matches import make_match

CUTS = (-1.0, 0.5, 2.0)


def scale_at(margin: float, level: Level) -> Scale:
    levels = tuple(level_probabilities(np.array([margin]), CUTS)[0].tolist())
    return scale_of(make_match(margin=margin, levels=levels, level=level), score=50, steps=())


@given(st.floats(-15, 15))
def test_cut_points_are_those_of_the_ranker(margin: float) -> None:
    levels = tuple(level_probabilities(np.array([margin]), CUTS)[0].tolist())

    assert cut_points(make_match(margin=margin, levels=levels)) == pytest.approx(CUTS, abs=1e-4)


def test_a_certain_level_tells_no_cut_point() -> None:
    match = make_match(levels=(0.0, 0.0, 0.0, 1.0))

    assert cut_points(match) == ()
    assert scale_of(match, score=100, steps=()).sentence == "合计+0.51，折算得分100分。"


def test_the_sum_stands_in_the_band_of_its_level() -> None:
    scale = scale_at(0.7, Level.FAIR)

    assert scale.bands == (
        Band("无相关", "-1.00以下", ""),
        Band("弱相关", "-1.00至+0.50", ""),
        Band("较强相关", "+0.50至+2.00", "合计+0.70在此"),
        Band("强相关", "+2.00以上", ""),
    )
    assert scale.sentence == "合计+0.70落在“较强相关”区间（+0.50至+2.00），折算得分50分；合计再高1.30即为强相关。"


def test_feedback_moves_neither_the_cut_points_nor_the_band() -> None:
    levels = tuple(level_probabilities(np.array([0.7]), CUTS)[0].tolist())
    parts = (Contribution("title_vector", 0.8, 0.7, ""), Contribution(FEEDBACK, 1.0, 2.0, ""))
    match = make_match(margin=2.7, levels=levels, level=Level.FAIR, contributions=parts)
    scale = scale_of(match, score=50, steps=(Decimal("2.70"),))

    assert scale.cuts == (Decimal("-1.00"), Decimal("0.50"), Decimal("2.00"))
    assert scale.bands[2] == Band("较强相关", "+0.50至+2.00", "不计反馈合计+0.70在此")
    assert scale.sentence == (
        "反馈的+2.00只调整名次，等级和得分不随反馈改变；不计反馈，合计+0.70落在“较强相关”区间（+0.50至+2.00），"
        "折算得分50分；合计再高1.30即为强相关。"
    )


def test_the_term_of_feedback_is_known_by_its_name() -> None:
    assert FEEDBACK == FEATURE


def test_everything_that_is_drawn_has_its_place() -> None:
    # From -1 to 2, and 6% of 3 beyond on both sides: 0.18; (0 + 1.18) / 3.36 = 35.1%.
    scale = scale_at(0.7, Level.FAIR)

    assert (scale.low, scale.high, scale.place(Decimal(0))) == (Decimal("-1.1800"), Decimal("2.1800"), 35.1)
    assert scale.ticks == ((5.4, "弱", "-1.00"), (50.0, "较强", "+0.50"), (94.6, "强", "+2.00"))
