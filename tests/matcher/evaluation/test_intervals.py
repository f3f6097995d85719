"""Figures with their intervals."""

import math

import numpy as np
import pytest

from matcher.evaluation import metrics
from matcher.evaluation.intervals import STATISTICS, Estimate, Predictions, compare, draw_needs, estimate, measure
from models.protocols import Float64Matrix, Int64Matrix


def predictions(*, noise: float, n_needs: int = 40) -> Predictions:
    """Make eight pairs a need whose scores follow the levels, but for noise; a third of the needs has no good pair."""
    generator = np.random.default_rng(4)
    n = 8 * n_needs
    needs = np.repeat(np.arange(n_needs), 8)
    levels = np.where(needs % 3 == 0, 1 + generator.integers(2, size=n), 1 + generator.integers(4, size=n))
    scores = np.clip((levels - 1) / 3 + noise * generator.normal(size=n), 0.0, 1.0)
    return Predictions(levels, needs, scores, 1 + np.round(3 * scores).astype(np.int64), scores)


def per_need(made: Predictions) -> list[tuple[Int64Matrix, Float64Matrix]]:
    return [(made.levels[made.needs == need], made.scores[made.needs == need]) for need in range(made.n_needs)]


def test_figures_are_those_of_the_formulas() -> None:
    made = predictions(noise=0.4)
    relevant = (made.levels >= 3).astype(np.int64)

    found = measure(made)

    ordered = [(levels, scores) for levels, scores in per_need(made) if metrics.has_order(levels)]
    answered = [(levels, scores) for levels, scores in ordered if (levels >= 3).any()]
    tops = np.array([scores.max() for _, scores in per_need(made)])
    has_answer = np.array([int((levels >= 3).any()) for levels, _ in per_need(made)])
    assert found == pytest.approx({
        "ndcg_at_10": np.mean([metrics.ndcg(levels, scores) for levels, scores in ordered]),
        "mrr": np.mean([metrics.reciprocal_rank((levels >= 3) * 1, scores) for levels, scores in answered]),
        "precision_at_5": np.mean([metrics.precision((levels >= 3) * 1, scores) for levels, scores in per_need(made)]),
        "auc": metrics.auc(relevant, made.scores),
        "answered_auc": metrics.auc(has_answer, tops),
        "mae": metrics.mean_absolute_error(made.levels, made.scores),
        "level_mae": np.abs(made.levels - made.told).mean(),
        "ece": metrics.calibration_error(relevant, made.fair),
    })


def test_drawing_a_need_twice_is_having_it_twice() -> None:
    made = predictions(noise=0.4, n_needs=3)
    rows = np.concatenate([np.flatnonzero(made.needs == need) for need in (0, 2, 2)])
    doubled = Predictions(
        made.levels[rows], np.repeat([0, 1, 2], 8), made.scores[rows], made.told[rows], made.fair[rows]
    )

    drawn = {name: float(make(made)(np.array([[1, 0, 2]]))[0]) for name, make in STATISTICS.items()}

    assert drawn == pytest.approx(measure(doubled), nan_ok=True)


def test_intervals_hold_the_figure_and_are_the_same_at_every_call() -> None:
    made, draws = predictions(noise=0.4), draw_needs(40, seed=0)

    found = estimate(made, draws)

    assert found == estimate(made, draw_needs(40, seed=0))
    assert found != estimate(made, draw_needs(40, seed=1))
    for name in ("ndcg_at_10", "auc", "mae"):
        assert found[name].low < found[name].value < found[name].high


def test_a_better_ranking_differs_by_more_than_chance_and_itself_by_nothing() -> None:
    good, bad, draws = predictions(noise=0.1), predictions(noise=1.0), draw_needs(40, seed=0)

    difference, none = compare(good, bad, draws), compare(good, good, draws)

    assert difference["ndcg_at_10"].low > 0
    assert difference["ndcg_at_10"].excludes_zero
    assert difference["mae"].high < 0
    assert none["auc"] == Estimate(0.0, 0.0, 0.0)
    assert not none["auc"].excludes_zero


def test_a_standard_error_by_hand() -> None:
    # Two needs with P@5 of 1 and 0: a resample of two has both of one kind in a quarter of the draws each.
    levels = np.array([4] * 5 + [1] * 5)
    made = Predictions(levels, np.repeat([0, 1], 5), np.ones(10), levels, np.ones(10))

    found = STATISTICS["precision_at_5"](made)(draw_needs(2, seed=0, n_resamples=4000))

    assert {float(value) for value in found} == {0.0, 0.5, 1.0}
    assert found.std() == pytest.approx(math.sqrt(0.125), abs=0.01)


def test_what_cannot_be_measured_is_unknown() -> None:
    made = Predictions(np.array([1, 1]), np.array([0, 0]), np.array([0.1, 0.2]), np.array([1, 1]), np.array([0.1, 0.2]))

    found = estimate(made, draw_needs(1, seed=0))

    assert math.isnan(found["auc"].value)
    assert not found["auc"].excludes_zero
    # |0 - 0.1| and |0 - 0.2| lie in two bins of one pair each: their mean
    assert found["ece"].value == pytest.approx(0.15)
