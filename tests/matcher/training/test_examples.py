"""Judged pairs as training takes them."""

import numpy as np
import pytest

from data.errors import BadInputError
from data.records.enums import Level
from data.records.ids import AchievementId, NeedId
from data.records.pairs import Pair
from matcher.training.examples import JudgedSet, collect_examples, count_ordered, require_enough
from tests.factories.corpora import make_matcher
from tests.factories.records import make_achievement, make_need

NEEDS = [
    make_need(f"N{number}", title=title) for number, title in enumerate(["注塑模具涂层", "玉米脱粒机", "光伏电池切割"])
]
ACHIEVEMENTS = [
    make_achievement(f"A{number}", title=title)
    for number, title in enumerate(["模具表面耐磨涂层", "玉米收获", "电池切割机"])
]


def pair(need: int, achievement: int, level: int = 2) -> Pair:
    return Pair(NeedId(f"N{need}"), AchievementId(f"A{achievement}"), Level(level))


PAIRS = (pair(0, 0, 4), pair(0, 1, 1), pair(1, 1, 4), pair(2, 2, 3))


def test_values_are_those_the_matcher_ranks_by() -> None:
    matcher = make_matcher(NEEDS, ACHIEVEMENTS)

    examples = collect_examples(matcher, [JudgedSet("a", PAIRS)])

    assert examples.pairs == PAIRS
    assert np.array_equal(matcher.ranker.rank(examples.judged.values).margin, matcher.score(PAIRS).margin)
    assert examples.judged.levels.tolist() == [4, 1, 4, 3]
    assert examples.judged.needs.tolist() == [0, 0, 1, 2]


def test_the_order_of_the_file_is_no_matter() -> None:
    matcher = make_matcher(NEEDS, ACHIEVEMENTS)

    first = collect_examples(matcher, [JudgedSet("a", PAIRS)])
    second = collect_examples(matcher, [JudgedSet("a", PAIRS[::-1])])

    assert first.pairs == second.pairs
    assert np.array_equal(first.judged.values, second.judged.values, equal_nan=True)


def test_needs_weigh_alike_within_a_set_and_sets_by_the_root_of_their_needs() -> None:
    matcher = make_matcher(NEEDS, ACHIEVEMENTS)
    sets = [JudgedSet("a", PAIRS), JudgedSet("b", (pair(0, 2),))]

    weights = collect_examples(matcher, sets).judged.weights

    # Set a has three needs and weighs root 3, so that each has root 3 / 3; N0 shares it between two pairs. b weighs 1.
    each = 3**0.5 / 3
    expected = np.array([each / 2, each / 2, each, each, 1.0])
    assert weights == pytest.approx(expected * 5 / expected.sum())


def test_needs_with_an_order_are_counted() -> None:
    five = tuple(pair(0, number, 1 + (number == 0)) for number in range(5))
    all_none = tuple(pair(1, number, 1) for number in range(5))

    assert count_ordered([JudgedSet("a", five + all_none), JudgedSet("b", (pair(2, 2),))]) == 1


def test_too_little_is_refused_with_the_number() -> None:
    with pytest.raises(BadInputError, match="只有 0 项，至少要 20 项"):
        require_enough([JudgedSet("a", PAIRS)])
