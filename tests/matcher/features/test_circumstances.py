"""Circumstances of a pair."""

import numpy as np

from matcher.doctor.vagueness import vagueness
from matcher.features import circumstances
from matcher.features.block import Block
from matcher.profiles import profile_need
from models.segmenters import open_segmenter
from tests.factories.corpora import make_block, make_matcher
from tests.factories.records import make_achievement, make_need


def test_vagueness_is_a_hundredth_of_the_points_of_the_need() -> None:
    need = make_need(title="产品质量提升", content="")

    found = circumstances.need_vagueness(make_block(need, make_achievement("A1"), make_achievement("A2")))

    points = vagueness(profile_need(need, open_segmenter())).score
    assert points > 50
    assert found.tolist() == [points / 100] * 2


def test_each_pair_has_the_vagueness_of_its_own_need() -> None:
    matcher = make_matcher([make_need("N1"), make_need("N2", title="", content="")], [make_achievement()])
    places = np.array([1, 0, 1])

    found = circumstances.need_vagueness(
        Block(matcher.needs, matcher.achievements, places, np.zeros(3, dtype=np.int64))
    )

    # A need that says nothing has all points there are.
    assert found[[0, 2]].tolist() == [1.0, 1.0]
    assert found[1] < 0.5


def test_the_reason_says_that_all_candidates_of_the_need_are_alike() -> None:
    block = make_block(make_need(), make_achievement())

    told = [circumstances.NEED_VAGUENESS.reason(block, 0, value) for value in (0.0, 0.2, 0.65)]

    rest = "，对这项需求的所有候选影响相同，不说明是否合适"
    assert told == [
        f"需求写得具体（空泛程度 0 分，满分 100）{rest}",
        f"需求写得不够具体（空泛程度 20 分，满分 100）{rest}",
        f"需求写得空泛（空泛程度 65 分，满分 100）{rest}",
    ]


def test_vagueness_is_no_agreement() -> None:
    assert not circumstances.NEED_VAGUENESS.is_agreement
