"""Fits an additive ranker to judged pairs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from models.descent import Course, lowest
from models.protocols import Float64Matrix, Int64Matrix
from models.rankers.additive import AdditiveRanker, Shape
from models.rankers.odds import by_cut_parameter, cuts_of, likelihood, rounded_cuts

FEWEST_KNOWN: Final = 20
"""A feature with fewer known values among the training pairs keeps its prior: a curve would be chance."""

_LOWEST: Final = 0.01
_HIGHEST: Final = 0.999
"""Quantiles of the outer knots: a single odd value must not stretch a curve."""

_DENSEST: Final = 0.95
"""Quantile of the last knot but one: the few highest values are what a ranking is about."""

_DECIMALS: Final = 6

_START: Final = 0.1
"""Above the prior, where the search begins: on the bound of a height that may not be negative it would start slowly."""

_MOST_ITERATIONS: Final = 400


@dataclass(frozen=True, slots=True)
class Judgements:
    """n judged pairs in numbers.

    Attributes:
        values: shape (n, n_features), NaN where a value cannot be told.
        levels: shape (n,), 1-4.
        needs: shape (n,), the number of each pair's need; only pairs of one need are compared with each other.
        weights: shape (n,), above 0.
    """

    values: Float64Matrix
    levels: Int64Matrix
    needs: Int64Matrix
    weights: Float64Matrix

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.levels)

    def only(self, rows: npt.NDArray[np.bool_]) -> "Judgements":
        """Return the pairs that a mask of shape (n,) names."""
        return Judgements(self.values[rows], self.levels[rows], self.needs[rows], self.weights[rows])


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of a feature before any pair is seen.

    Attributes:
        is_agreement: more of it must never lower the score.
        slope: what one unit of it is expected to add to the margin; at least 0 for an agreement.
        hold: how many times as heavily as others it is held to that slope, above 0.
    """

    is_agreement: bool = True
    slope: float = 0.0
    hold: float = 1.0


@dataclass(frozen=True, slots=True)
class Restraint:
    """What keeps a fit from following chance.

    Attributes:
        n_segments: straight lines of a curve at most, at least 1.
        height_weight: weight of the squared distances between the heights of the segments and those of the prior,
            against one unit a pair of log-likelihood.
        order_weight: weight of the order within needs against the likelihood of the levels.
    """

    n_segments: int = 6
    height_weight: float = 1.0
    order_weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Comparisons:
    """Pairs of pairs of one need: `better` and `worse` are rows, `weights` say how much each matters."""

    better: Int64Matrix
    worse: Int64Matrix
    weights: Float64Matrix


@dataclass(frozen=True, slots=True)
class _Segments:
    """The segments of all curves side by side.

    Attributes:
        basis: shape (n, n_segments), how far each pair has climbed each segment, 0-1, less the mean; 0 where unknown.
        means: shape (n_segments,).
        knots: of each feature; the segments lie between its neighbours.
        is_rising: shape (n_segments,), whether the height may not be negative.
        prior: shape (n_segments,), the heights expected before any pair is seen.
        hold: shape (n_segments,), how heavily each is held to them, 1 for the usual.
    """

    basis: Float64Matrix
    means: Float64Matrix
    knots: tuple[tuple[float, ...], ...]
    is_rising: npt.NDArray[np.bool_]
    prior: Float64Matrix
    hold: Float64Matrix


def fit_additive(
    judged: Judgements, columns: Mapping[str, Column], *, restraint: Restraint, name: str, encoder_id: str = ""
) -> AdditiveRanker:
    """Fit one curve a feature and three cut points.

    Minimised by `descent.lowest`, whose error it has: the negative log-likelihood of the levels (proportional odds),
    plus the logistic loss of the order within each need (RankNet, Burges et al. 2005) where each two pairs of different
    level count by the difference of their gains 2^(level-1), plus the squared distances from the prior, each as heavy
    as its column says. Knots lie at quantiles. A feature about which the pairs say nothing keeps the straight line of
    the prior, with 0 where the pairs stand.

    Args:
        judged: at least one pair, with pairs of two levels at least.
        columns: by the names of the features, in order.
        restraint: what keeps the fit from following chance.
        name: of the ranker.
        encoder_id: the encoder behind the values.

    Returns:
        A ranker; the same for the same rows in the same order. Its order is what was asked for; its probabilities are
        drawn towards certainty by the loss of the order and want `recalibrated`.
    """
    segments = _segments(judged, list(columns.values()), n_segments=restraint.n_segments)
    n = segments.basis.shape[1]
    scale = len(judged) / judged.weights.sum()
    weights = judged.weights * scale
    comparisons = _comparisons(judged, weights)
    held = restraint.height_weight * segments.hold

    def loss(x: Float64Matrix) -> tuple[float, Float64Matrix]:
        margin = segments.basis @ x[:n]
        levels = likelihood(margin, judged.levels, weights, cuts_of(x[n:]))
        order, by_margin = _order_loss(margin, comparisons)
        by_margin = levels.by_margin + restraint.order_weight * by_margin
        off = x[:n] - segments.prior
        total = levels.loss + restraint.order_weight * order + float((held * off) @ off)
        by_height = segments.basis.T @ by_margin + 2.0 * held * off
        return total, np.concatenate([by_height, by_cut_parameter(levels.by_cut, x[n:])])

    start = np.concatenate([segments.prior + _START, [0.0, 0.0, 0.0]])
    bounds = [(0.0, None) if rises else (None, None) for rises in segments.is_rising] + [
        (None, None),
        (-5.0, 5.0),
        (-5.0, 5.0),
    ]
    x = lowest(loss, start, Course(_MOST_ITERATIONS), bounds=bounds)
    shapes = _shapes(judged, segments, x[:n], list(columns.values()))
    return AdditiveRanker(name, dict(zip(columns, shapes, strict=True)), rounded_cuts(cuts_of(x[n:])), encoder_id)


def recalibrated(ranker: AdditiveRanker, *, slope: float, cuts: tuple[float, float, float]) -> AdditiveRanker:
    """Return the ranker with every curve stretched by a slope and other cut points: the same order, other levels."""
    shapes = {
        name: Shape(
            shape.knots, tuple(round(slope * height, _DECIMALS) for height in shape.heights), shape.is_agreement
        )
        for name, shape in ranker.shapes.items()
    }
    return AdditiveRanker(ranker.name, shapes, cuts, ranker.encoder_id)


def _segments(judged: Judgements, wanted: Sequence[Column], *, n_segments: int) -> _Segments:
    knots = tuple(_knots(column, n_segments=n_segments) for column in judged.values.T)
    columns, means, is_rising, prior, hold = [], [], [], [], []
    for column, places, one in zip(judged.values.T, knots, wanted, strict=True):
        known = ~np.isnan(column)
        for low, high in pairwise(places):
            climbed = np.clip((column - low) / (high - low), 0.0, 1.0)
            mean = float(np.average(climbed[known], weights=judged.weights[known]))
            columns.append(np.where(known, climbed - mean, 0.0))
            means.append(mean)
            is_rising.append(one.is_agreement)
            prior.append(one.slope * (high - low))
            hold.append(one.hold)
    basis = np.column_stack(columns) if columns else np.zeros((len(judged), 0))
    rising = np.array(is_rising, dtype=np.bool_)
    return _Segments(basis, np.array(means), knots, rising, np.array(prior), np.array(hold))


def _knots(column: Float64Matrix, *, n_segments: int) -> tuple[float, ...]:
    """Return rising knots, none where the feature is hardly known or does not vary."""
    known = np.round(column[~np.isnan(column)], _DECIMALS)
    distinct = np.unique(known)
    if len(known) < FEWEST_KNOWN or len(distinct) < 2:
        return ()
    if len(distinct) <= n_segments + 1:
        return tuple(distinct.tolist())
    lowest = np.quantile(known, _LOWEST)
    # Many features are 0 for most pairs: the further knots share out the rest, or all of them would lie at 0.
    rest = known[known > lowest]
    shares = np.append(np.linspace(0.0, _DENSEST, n_segments)[1:], _HIGHEST)
    places = np.unique(np.round(np.append(lowest, np.quantile(rest, shares)), _DECIMALS))
    return tuple(places.tolist()) if len(places) > 1 else ()


def _comparisons(judged: Judgements, weights: Float64Matrix) -> _Comparisons:
    better, worse, shares = [], [], []
    order = np.argsort(judged.needs, kind="stable")
    starts = np.flatnonzero(np.diff(judged.needs[order])) + 1
    for rows in np.split(order, starts):
        levels = judged.levels[rows]
        high, low = np.nonzero(levels[:, None] > levels[None, :])
        if not len(high):
            continue
        gains = 2.0 ** (levels[high] - 1) - 2.0 ** (levels[low] - 1)
        better.append(rows[high])
        worse.append(rows[low])
        shares.append(gains / gains.sum() * weights[rows].sum())
    if not better:
        nothing = np.zeros(0, dtype=np.int64)
        return _Comparisons(nothing, nothing, np.zeros(0))
    return _Comparisons(np.concatenate(better), np.concatenate(worse), np.concatenate(shares))


def _order_loss(margin: Float64Matrix, pairs: _Comparisons) -> tuple[float, Float64Matrix]:
    lead = margin[pairs.better] - margin[pairs.worse]
    pull = pairs.weights * expit(-lead)
    n = len(margin)
    # The stubs of numpy take a weighted count for whole numbers.
    by_margin = np.subtract(np.bincount(pairs.worse, pull, n), np.bincount(pairs.better, pull, n), dtype=np.float64)
    return float((pairs.weights * np.logaddexp(0.0, -lead)).sum()), by_margin


def _shapes(judged: Judgements, segments: _Segments, heights: Float64Matrix, wanted: Sequence[Column]) -> list[Shape]:
    shapes, start = [], 0
    for column, knots, one in zip(judged.values.T, segments.knots, wanted, strict=True):
        if not knots:
            shapes.append(_unlearned(column, one))
            continue
        end = start + len(knots) - 1
        climbs = heights[start:end]
        base = -float(climbs @ segments.means[start:end])
        places = np.round(base + np.append(0.0, np.cumsum(climbs)), _DECIMALS)
        shapes.append(Shape(knots, tuple(places.tolist()), one.is_agreement))
        start = end
    return shapes


def _unlearned(column: Float64Matrix, one: Column) -> Shape:
    """Return the prior's line through 0 at the mean of the values; at 0.5, the middle, where none is known."""
    known = column[~np.isnan(column)]
    centre = float(known.mean()) if len(known) else 0.5
    return Shape(
        (0.0, 1.0),
        (round(-one.slope * centre, _DECIMALS), round(one.slope * (1.0 - centre), _DECIMALS)),
        one.is_agreement,
    )
