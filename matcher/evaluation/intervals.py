"""The figures of a ranking with their uncertainty: bootstrap over needs (Efron & Tibshirani, 1993)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from data.records.enums import Level
from matcher.evaluation import metrics
from models.protocols import Float64Matrix, Int64Matrix, Ranking

N_RESAMPLES: Final = 1000
_CONFIDENCE: Final = (2.5, 97.5)
_CHUNK: Final = 50
"""Resamples worked on at once: 50 of 20,000 pairs are 8 MB."""


@dataclass(frozen=True, slots=True)
class Predictions:
    """What a ranking says of n judged pairs.

    Attributes:
        levels: shape (n,), as judged, 1-4.
        needs: shape (n,), the number of each pair's need, 0 to n_needs - 1.
        scores: shape (n,), 0-1.
        told: shape (n,), the level that is told, 1-4.
        fair: shape (n,), the probability of level 3 or 4.
    """

    levels: Int64Matrix
    needs: Int64Matrix
    scores: Float64Matrix
    told: Int64Matrix
    fair: Float64Matrix

    @classmethod
    def of(cls, ranking: Ranking, *, levels: Int64Matrix, need_ids: Sequence[str]) -> "Predictions":
        """Return what a ranking says of pairs with these levels and needs, in its order."""
        numbers = {need_id: number for number, need_id in enumerate(dict.fromkeys(need_ids))}
        needs = np.array([numbers[need_id] for need_id in need_ids], dtype=np.int64)
        fair: Float64Matrix = ranking.levels[:, Level.FAIR - 1 :].sum(axis=1)
        return cls(levels, needs, ranking.score, ranking.level, fair)

    @property
    def n_needs(self) -> int:
        """How many needs there are."""
        return int(self.needs.max()) + 1 if len(self.needs) else 0

    def rows(self) -> list[Int64Matrix]:
        """Return the pairs of each need, in order."""
        order = np.argsort(self.needs, kind="stable")
        return np.split(order, np.searchsorted(self.needs[order], np.arange(1, self.n_needs)))


Statistic = Callable[[Int64Matrix], Float64Matrix]
"""Takes how often each need was drawn, shape (n_resamples, n_needs), and gives the figure of each resample."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and the interval that holds it with 95% confidence; NaN where it cannot be had."""

    value: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies on one side of 0: for a difference, that it is more than chance."""
        return self.low > 0.0 or self.high < 0.0


def draw_needs(n_needs: int, *, seed: int, n_resamples: int = N_RESAMPLES) -> Int64Matrix:
    """Draw as many needs as there are, with replacement, many times.

    Returns:
        How often each was drawn, shape (n_resamples, n_needs); the same for the same seed.
    """
    generator = np.random.default_rng(seed)
    return generator.multinomial(n_needs, np.full(n_needs, 1.0 / max(n_needs, 1)), size=n_resamples).astype(np.int64)


def measure(predictions: Predictions) -> dict[str, float]:
    """Return every figure of `STATISTICS`; NaN where it cannot be had."""
    return {name: _on_all(make(predictions), predictions) for name, make in STATISTICS.items()}


def estimate(predictions: Predictions, draws: Int64Matrix) -> dict[str, Estimate]:
    """Return every figure of `STATISTICS` with its interval.

    Args:
        predictions: of at least one pair.
        draws: from `draw_needs`, one column a need.
    """
    statistics = {name: make(predictions) for name, make in STATISTICS.items()}
    return {name: _interval(_on_all(one, predictions), one(draws)) for name, one in statistics.items()}


def compare(predictions: Predictions, baseline: Predictions, draws: Int64Matrix) -> dict[str, Estimate]:
    """Return, for every figure, what predictions have more than a baseline, both on the same resamples.

    Args:
        predictions: of the same pairs in the same order as the baseline's.
        baseline: what to compare with.
        draws: from `draw_needs`.
    """
    found = {}
    for name, make in STATISTICS.items():
        ours, theirs = make(predictions), make(baseline)
        value = _on_all(ours, predictions) - _on_all(theirs, baseline)
        found[name] = _interval(value, ours(draws) - theirs(draws))
    return found


def _on_all(statistic: Statistic, predictions: Predictions) -> float:
    return float(statistic(np.ones((1, predictions.n_needs), dtype=np.int64))[0])


def _interval(value: float, sampled: Float64Matrix) -> Estimate:
    known = sampled[~np.isnan(sampled)]
    if not len(known) or np.isnan(value):
        return Estimate(value, float("nan"), float("nan"))
    low, high = np.percentile(known, _CONFIDENCE)
    return Estimate(value, float(low), float(high))


def _mean_over_needs(figures: Sequence[float]) -> Statistic:
    """Return the mean over the needs that have the figure; NaN marks those that have none."""
    values = np.array(figures)
    counts = ~np.isnan(values)
    sums = np.where(counts, values, 0.0)

    def statistic(draws: Int64Matrix) -> Float64Matrix:
        return _ratio(draws @ sums, draws @ counts)

    return statistic


def _ndcg(predictions: Predictions) -> Statistic:
    levels, scores = predictions.levels, predictions.scores
    return _mean_over_needs([
        metrics.ndcg(levels[rows], scores[rows]) if metrics.has_order(levels[rows]) else np.nan
        for rows in predictions.rows()
    ])


def _reciprocal_rank(predictions: Predictions) -> Statistic:
    relevant, scores = _relevant(predictions), predictions.scores
    return _mean_over_needs([
        metrics.reciprocal_rank(relevant[rows], scores[rows])
        if metrics.has_order(predictions.levels[rows]) and relevant[rows].any()
        else np.nan
        for rows in predictions.rows()
    ])


def _precision(predictions: Predictions) -> Statistic:
    relevant, scores = _relevant(predictions), predictions.scores
    return _mean_over_needs([
        metrics.precision(relevant[rows], scores[rows]) if len(rows) >= metrics.FEWEST_PAIRS else np.nan
        for rows in predictions.rows()
    ])


def _auc(predictions: Predictions) -> Statistic:
    return _ranked_apart(_relevant(predictions), predictions.scores, predictions.needs)


def _answered_auc(predictions: Predictions) -> Statistic:
    rows_of = predictions.rows()
    relevant = _relevant(predictions)
    answered = np.array([int(relevant[rows].any()) for rows in rows_of], dtype=np.int64)
    tops = np.array([predictions.scores[rows].max() for rows in rows_of])
    return _ranked_apart(answered, tops, np.arange(len(rows_of)))


def _ranked_apart(relevant: Int64Matrix, scores: Float64Matrix, needs: Int64Matrix) -> Statistic:
    """Return the area under the ROC curve, every item counting as often as its need was drawn."""
    order = np.argsort(scores, kind="stable")
    starts = np.flatnonzero(np.diff(scores[order], prepend=-np.inf))  # the first of each group of equal scores
    is_relevant, owner = relevant[order] > 0, needs[order]

    def statistic(draws: Int64Matrix) -> Float64Matrix:
        areas = [_areas(draws[start : start + _CHUNK]) for start in range(0, len(draws), _CHUNK)]
        return np.concatenate(areas)

    def _areas(draws: Int64Matrix) -> Float64Matrix:
        counts = draws[:, owner]
        good = np.add.reduceat(np.where(is_relevant, counts, 0), starts, axis=1)
        bad = np.add.reduceat(np.where(is_relevant, 0, counts), starts, axis=1)
        below = np.cumsum(bad, axis=1) - bad
        return _ratio((good * (below + 0.5 * bad)).sum(axis=1), good.sum(axis=1) * bad.sum(axis=1))

    return statistic


def _mean_over_pairs(figures: Float64Matrix, predictions: Predictions) -> Statistic:
    sums = np.bincount(predictions.needs, figures, predictions.n_needs)
    counts = np.bincount(predictions.needs, minlength=predictions.n_needs)

    def statistic(draws: Int64Matrix) -> Float64Matrix:
        return _ratio(draws @ sums, draws @ counts)

    return statistic


def _score_error(predictions: Predictions) -> Statistic:
    return _mean_over_pairs(np.abs(predictions.levels - (1.0 + 3.0 * predictions.scores)), predictions)


def _level_error(predictions: Predictions) -> Statistic:
    return _mean_over_pairs(np.abs(predictions.levels - predictions.told).astype(np.float64), predictions)


def _calibration(predictions: Predictions) -> Statistic:
    bins = metrics.bins_of(predictions.fair)
    gaps = _relevant(predictions) - predictions.fair
    n = predictions.n_needs
    by_need = np.zeros((n, metrics.N_BINS))
    np.add.at(by_need, (predictions.needs, bins), gaps)
    counts = np.bincount(predictions.needs, minlength=n)

    def statistic(draws: Int64Matrix) -> Float64Matrix:
        return _ratio(np.abs(draws @ by_need).sum(axis=1), draws @ counts)

    return statistic


def _relevant(predictions: Predictions) -> Int64Matrix:
    return (predictions.levels >= Level.FAIR).astype(np.int64)


def _ratio(above: Float64Matrix | Int64Matrix, below: Float64Matrix | Int64Matrix) -> Float64Matrix:
    shares: Float64Matrix = np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
    return shares


STATISTICS: Final[Mapping[str, Callable[[Predictions], Statistic]]] = {
    "ndcg_at_10": _ndcg,
    "mrr": _reciprocal_rank,
    "precision_at_5": _precision,
    "auc": _auc,
    "answered_auc": _answered_auc,
    "mae": _score_error,
    "level_mae": _level_error,
    "ece": _calibration,
}
"""By the names of `matcher.evaluation.evaluate.Evaluation`, where each is explained."""

SMALLER_IS_BETTER: Final = frozenset({"mae", "level_mae", "ece"})
