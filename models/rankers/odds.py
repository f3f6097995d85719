"""Proportional odds: a margin and three cut points to the probabilities of four levels, and their fit."""

from dataclasses import dataclass
from math import isfinite
from typing import Final

import numpy as np
from scipy.special import expit

from data.errors import ArtefactError
from data.records.enums import Level
from models.descent import Course, lowest
from models.protocols import Float64Matrix, Int64Matrix

N_LEVELS: Final = 4
RETRAIN: Final = "请重新训练或使用自带的模型。"

Cuts = tuple[float, float, float]
"""Three rising cut points on the margin's scale: between 无 and 弱, 弱 and 较强, 较强 and 强."""

_LEAST_LIKELIHOOD: Final = 1e-12
_LEAST_GAP: Final = 1e-3
"""Cut points nearer than this would be equal once they are rounded for a file."""

PRIOR_WEIGHT: Final = 1e-3
"""A faint pull of slope and gaps towards 1, so that perfectly separable judgements do not make every probability 0 or
1, and a level that nobody gave does not send its cut point to infinity."""


def check_cuts(cuts: Cuts) -> None:
    """Refuse cut points that could contradict themselves.

    Raises:
        ArtefactError: they do not rise, or one is not finite.
    """
    if not all(map(isfinite, cuts)):
        raise ArtefactError("排序模型含有不是有限数的参数。", remedy=RETRAIN)
    if not cuts[0] < cuts[1] < cuts[2]:
        raise ArtefactError("排序模型的分级界限没有依次增大。", remedy=RETRAIN)


def level_probabilities(margin: Float64Matrix, cuts: Cuts) -> Float64Matrix:
    """Return the probabilities of the four levels by the proportional-odds model of McCullagh (1980).

    Args:
        margin: shape (n,).
        cuts: P(level > k) = sigmoid(margin - cut[k]).

    Returns:
        Shape (n, 4), rows sum to 1.
    """
    edges = _edges(margin, np.array(cuts))
    levels: Float64Matrix = edges[:, :-1] - edges[:, 1:]
    return levels


@dataclass(frozen=True, slots=True)
class Likelihood:
    """The weighted negative log-likelihood of levels and its slopes.

    Attributes:
        loss: the sum over the pairs.
        by_margin: its derivative by each margin, shape (n,).
        by_cut: its derivative by each cut point, shape (3,).
    """

    loss: float
    by_margin: Float64Matrix
    by_cut: Float64Matrix


def likelihood(margin: Float64Matrix, levels: Int64Matrix, weights: Float64Matrix, cuts: Float64Matrix) -> Likelihood:
    """Return how unlikely the levels are.

    Args:
        margin: shape (n,).
        levels: shape (n,), 1-4.
        weights: shape (n,), at least 0.
        cuts: shape (3,), rising.

    Returns:
        The loss with its derivatives; a probability below 1e-12 counts as 1e-12.
    """
    rows = np.arange(len(margin))
    edges = _edges(margin, cuts)
    slopes = edges * (1.0 - edges)  # 0 at both ends, where an edge is 1 or 0
    share = np.maximum(edges[rows, levels - 1] - edges[rows, levels], _LEAST_LIKELIHOOD)
    upper, lower = slopes[rows, levels - 1], slopes[rows, levels]
    by_edge = weights / share
    by_cut = [
        float((by_edge * upper)[levels == cut + 1].sum() - (by_edge * lower)[levels == cut].sum())
        for cut in range(1, N_LEVELS)
    ]
    return Likelihood(
        loss=float(-(weights * np.log(share)).sum()),
        by_margin=-by_edge * (upper - lower),
        by_cut=np.array(by_cut),
    )


def cuts_of(parameters: Float64Matrix) -> Float64Matrix:
    """Return rising cut points of free parameters: the first, then the logarithms of the two gaps."""
    gaps = np.exp(parameters[1:3])
    return np.array([parameters[0], parameters[0] + gaps[0], parameters[0] + gaps[0] + gaps[1]])


def by_cut_parameter(by_cut: Float64Matrix, parameters: Float64Matrix) -> Float64Matrix:
    """Return derivatives by the parameters of `cuts_of` from those by the cut points."""
    gaps = np.exp(parameters[1:3])
    return np.array([by_cut.sum(), gaps[0] * by_cut[1:].sum(), gaps[1] * by_cut[2]])


def fit_cuts(
    margins: Float64Matrix, levels: Int64Matrix, weights: Float64Matrix, *, fair_weight: float = 0.0
) -> tuple[float, Cuts]:
    """Fit P(level > k) = sigmoid(slope x margin - cut[k]) by weighted maximum likelihood; errors see `lowest`.

    Where one slope cannot fit all three cut points, `fair_weight` says how much more that of 较强 matters: the
    likelihood of levels 3 and 4 against the others is added so many times.

    Args:
        margins: shape (n,), at least one.
        levels: shape (n,), 1-4.
        weights: shape (n,), at least 0; only their ratios count.
        fair_weight: at least 0.

    Returns:
        The slope, above 0, and three rising cut points on the scale of slope x margin.
    """
    shares = weights / weights.sum()
    # Margins of any spread are brought to one first, so that the search starts near its end.
    spread = float(margins.std()) or 1.0
    scaled = margins / spread

    def loss(x: Float64Matrix) -> tuple[float, Float64Matrix]:
        slope = np.exp(x[0])
        cuts = cuts_of(x[1:])
        found = likelihood(slope * scaled, levels, shares, cuts)
        fair = _fair_likelihood(slope * scaled, levels, fair_weight * shares, cuts)
        pulled = np.array([x[0], 0.0, x[2], x[3]])
        slopes = np.concatenate([
            [slope * float((found.by_margin + fair.by_margin) @ scaled)],
            by_cut_parameter(found.by_cut + fair.by_cut, x[1:]),
        ])
        return found.loss + fair.loss + PRIOR_WEIGHT * float(pulled @ pulled), slopes + 2.0 * PRIOR_WEIGHT * pulled

    start = np.array([0.0, float(np.median(scaled)), 0.0, 0.0])
    x = lowest(loss, start, Course(1000, (1e-12, 1e-8)))
    return float(np.exp(x[0])) / spread, rounded_cuts(cuts_of(x[1:]))


def _fair_likelihood(
    margin: Float64Matrix, levels: Int64Matrix, weights: Float64Matrix, cuts: Float64Matrix
) -> Likelihood:
    """Return how unlikely it is that just those pairs are of level 3 or 4 that are; see `likelihood`."""
    above = margin - cuts[1]
    is_fair = levels >= Level.FAIR
    by_margin = weights * (expit(above) - is_fair)
    loss = float((weights * (np.logaddexp(0.0, above) - is_fair * above)).sum())
    return Likelihood(loss, by_margin, np.array([0.0, -float(by_margin.sum()), 0.0]))


def rounded_cuts(cuts: Float64Matrix) -> Cuts:
    """Return cut points as a file holds them: 4 decimals, at least 0.001 apart."""
    low = round(float(cuts[0]), 4)
    middle = round(max(float(cuts[1]), low + _LEAST_GAP), 4)
    high = round(max(float(cuts[2]), middle + _LEAST_GAP), 4)
    return low, middle, high


def _edges(margin: Float64Matrix, cuts: Float64Matrix) -> Float64Matrix:
    # expit instead of 1 / (1 + exp(-x)), which overflows for margins beyond 700.
    above = expit(margin[:, None] - cuts[None, :])
    return np.hstack([np.ones((len(margin), 1)), above, np.zeros((len(margin), 1))])
