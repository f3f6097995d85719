"""Order of hits, the same for every index: best first, ties by smaller position."""

from typing import Final

import numpy as np
import numpy.typing as npt

from models.protocols import Hits, Int64Matrix

COSINE_DECIMALS: Final = 6
"""Cosines closer than this are a tie: one vector stored twice can differ by 1e-7 with its place in a matrix product."""


def empty_hits(n_queries: int, k: int) -> Hits:
    """Return hits without any document, shape (n_queries, k)."""
    return Hits(
        positions=np.full((n_queries, k), -1, dtype=np.int64),
        scores=np.full((n_queries, k), -np.inf, dtype=np.float32),
    )


def best_positions(
    scores: npt.NDArray[np.float32], k: int, *, above: float = -np.inf, among: Int64Matrix | None = None
) -> Int64Matrix:
    """Return the places of the k highest scores, best first, ties by smaller place; fewer where there are fewer.

    Args:
        scores: shape (n,).
        k: at least 1.
        above: scores must exceed this.
        among: the only places that count, rising; None for all.
    """
    if among is not None:
        return among[best_positions(scores[among], k, above=above)]
    edge = np.partition(scores, len(scores) - k)[len(scores) - k] if k < len(scores) else -np.inf
    # All that reach the k-th best score, so that ties at the edge are decided by position and not by chance.
    candidates = np.flatnonzero(scores >= edge) if edge > above else np.flatnonzero(scores > above)
    order = np.argsort(-scores[candidates], kind="stable")
    best: Int64Matrix = candidates[order[:k]].astype(np.int64)
    return best
