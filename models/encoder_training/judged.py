"""Judged pairs as vectors, and the comparisons they hold."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.errors import UsageError
from models.protocols import Float32Matrix, Float64Matrix, Int64Matrix


@dataclass(frozen=True, slots=True, eq=False)
class JudgedVectors:
    """One centred vector a record of both sides, and what was judged of their pairs.

    Attributes:
        queries: shape (n, dim), of the asking side, not yet turned.
        offers: shape (m, dim), of the offering side.
        asking: shape (k,), row of `queries` of each judged pair: what is split and compared within.
        offering: shape (k,), row of `offers`.
        levels: shape (k,), 1-4.
    """

    queries: Float32Matrix
    offers: Float32Matrix
    asking: Int64Matrix
    offering: Int64Matrix
    levels: Int64Matrix


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """Pairs of judged pairs of one asker, the better one first.

    Attributes:
        better: shape (c,), places among the judged pairs.
        worse: shape (c,).
        weights: shape (c,), difference of nDCG's gains; every asker's sum to 1 / number of askers.
        askers: shape (c,), 0 to n - 1: which of the n askers with different levels is compared.
    """

    better: Int64Matrix
    worse: Int64Matrix
    weights: Float64Matrix
    askers: Int64Matrix

    def __len__(self) -> int:
        """Return the number of comparisons."""
        return len(self.better)


def comparisons(asking: Int64Matrix, levels: Int64Matrix, kept: npt.NDArray[np.bool_]) -> Comparisons:
    """Compare the judged pairs of each asker that are kept.

    Args:
        asking: shape (k,), the asker of each pair.
        levels: shape (k,), 1-4.
        kept: shape (k,), which pairs to use.

    Returns:
        Every two pairs of one asker with different levels, in the order of the askers.

    Raises:
        UsageError: no asker has pairs of different levels.
    """
    better, worse, weights = [], [], []
    for asker in np.unique(asking[kept]):
        rows = np.flatnonzero(kept & (asking == asker))
        gains = 2.0 ** (levels[rows] - 1.0)
        first, second = np.nonzero(gains[:, None] > gains[None, :])
        if len(first):
            lead = gains[first] - gains[second]
            better.append(rows[first])
            worse.append(rows[second])
            weights.append(lead / lead.sum())
    if not better:
        raise UsageError("没有一条需求既有较好的又有较差的成果，无法训练。", remedy="请提供等级有高有低的标注。")
    share = np.concatenate(weights) / len(weights)
    askers = np.repeat(np.arange(len(weights)), [len(own) for own in weights])
    return Comparisons(np.concatenate(better), np.concatenate(worse), share, askers)
