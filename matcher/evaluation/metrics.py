"""The measures of a ranking, one formula a function."""

import numpy as np
from sklearn.metrics import roc_auc_score

from models.protocols import Float64Matrix, Int64Matrix

FEWEST_PAIRS = 5
"""A need with fewer judged pairs says little about an order and is left out of nDCG and MRR."""


N_BINS = 10
"""Bins of the calibration curve and its error."""


def ndcg(levels: Int64Matrix, scores: Float64Matrix, *, depth: int = 10) -> float:
    """Normalised discounted cumulative gain of one need's judged pairs (Järvelin & Kekäläinen, 2002).

    Gain 2^(level - 1) - 1, discount log2(1 + rank); ties of score keep the order given.

    Args:
        levels: shape (n,), 1-4; at least one above 1.
        scores: shape (n,), higher is better.
        depth: ranks that count.

    Returns:
        Between 0 and 1.
    """
    gains = 2.0 ** (levels - 1) - 1.0
    discounts = 1.0 / np.log2(np.arange(2, min(depth, len(levels)) + 2))
    order = np.argsort(-scores, kind="stable")[: len(discounts)]
    ideal = np.sort(gains)[::-1][: len(discounts)]
    return float((gains[order] * discounts).sum() / (ideal * discounts).sum())


def reciprocal_rank(relevant: Int64Matrix, scores: Float64Matrix) -> float:
    """Return 1 / rank of the first relevant pair in the order of the scores, 0 where none is relevant."""
    order = np.argsort(-scores, kind="stable")
    places = np.flatnonzero(relevant[order] > 0)
    return 1.0 / (1.0 + float(places[0])) if len(places) else 0.0


def auc(relevant: Int64Matrix, scores: Float64Matrix) -> float:
    """Return the area under the ROC curve over all pairs; NaN where all or none are relevant."""
    if relevant.all() or not relevant.any():
        return float("nan")
    return float(roc_auc_score(relevant, scores))


def precision(relevant: Int64Matrix, scores: Float64Matrix, *, depth: int = 5) -> float:
    """Return the share of relevant pairs among the first `depth` of one need, fewer where it has fewer pairs."""
    order = np.argsort(-scores, kind="stable")[:depth]
    return float((relevant[order] > 0).mean())


def mean_absolute_error(levels: Int64Matrix, scores: Float64Matrix) -> float:
    """Return the mean of |level - (1 + 3 x score)|, in levels."""
    return float(np.abs(levels - (1.0 + 3.0 * scores)).mean())


def bins_of(probabilities: Float64Matrix) -> Int64Matrix:
    """Return the bin of each probability, 0 to 9: ten of equal width, 1 belongs to the last."""
    bins: Int64Matrix = np.minimum((probabilities * N_BINS).astype(np.int64), N_BINS - 1)
    return bins


def calibration_error(relevant: Int64Matrix, probabilities: Float64Matrix) -> float:
    """Return the expected calibration error (Naeini et al., 2015).

    Over ten bins of equal width the mean of |share of relevant pairs - mean probability|, weighted by the pairs.

    Args:
        relevant: shape (n,), 0 or 1.
        probabilities: shape (n,), of being relevant.

    Returns:
        Between 0 and 1.
    """
    gaps = np.bincount(bins_of(probabilities), relevant - probabilities, N_BINS)
    return float(np.abs(gaps).sum() / len(relevant))


def has_order(levels: Int64Matrix) -> bool:
    """Tell whether a need's pairs count for nDCG and MRR: at least 5, one of them above level 1."""
    return len(levels) >= FEWEST_PAIRS and bool(levels.max() > 1)
