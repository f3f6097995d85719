"""Measuring a matcher, and fitting its cut points."""

import pytest

from data.errors import BadInputError
from data.records.enums import Level
from data.records.ids import AchievementId, NeedId
from data.records.pairs import Pair
from matcher.evaluation.evaluate import evaluate
from tests.factories.corpora import make_matcher
from tests.factories.records import make_achievement, make_need

TITLES = ["注塑模具表面耐磨涂层", "玉米脱粒机", "中药饮片炮制", "光伏电池切割", "防爆锂电池"]
ACHIEVEMENTS = [make_achievement(f"A{i}", title=title, content="") for i, title in enumerate(TITLES)]


def pairs(*levels: int) -> list[Pair]:
    return [Pair(NeedId("N1"), AchievementId(f"A{i}"), Level(level)) for i, level in enumerate(levels)]


def test_perfect_order_measures_as_perfect() -> None:
    figures = evaluate(make_matcher([make_need(content="")], ACHIEVEMENTS), pairs(4, 1, 1, 1, 1))

    assert (figures.n_pairs, figures.n_needs) == (5, 1)
    assert (figures.ndcg_at_10, figures.mrr, figures.auc) == (1.0, 1.0, 1.0)
    assert (figures.corpus_recall_at_50, figures.corpus_mrr) == (1.0, 1.0)


def test_wrong_order_measures_worse() -> None:
    figures = evaluate(make_matcher([make_need(content="")], ACHIEVEMENTS), pairs(1, 4, 1, 1, 1))

    assert figures.ndcg_at_10 < 1.0
    assert figures.mrr < 1.0


def test_pairs_without_levels_cannot_be_measured() -> None:
    with pytest.raises(BadInputError, match="level"):
        evaluate(make_matcher([make_need()], ACHIEVEMENTS), [Pair(NeedId("N1"), AchievementId("A1"))])
