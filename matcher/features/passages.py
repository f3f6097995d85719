"""Passage against passage: the cosines of two records, and what is best among them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.corpus import Corpus, gather
from models.protocols import Float32Matrix, Float64Matrix, Int64Matrix

_DECIMALS = 8


@dataclass(frozen=True, slots=True)
class BestPassages:
    """For n pairs, cosines between -1 and 1, shape (n,) each; NaN where a side says nothing that could be compared.

    Attributes:
        mean: mean over what the need asks for of the nearest passage of the achievement: late interaction (Khattab &
            Zaharia, 2020, eq. 3) with passages in place of tokens.
        best: the nearest two passages.
        to_title: the passage of the need nearest to the achievement's title.
    """

    mean: Float64Matrix
    best: Float64Matrix
    to_title: Float64Matrix


def best_passages(
    needs: Corpus, need_positions: Int64Matrix, achievements: Corpus, achievement_positions: Int64Matrix
) -> BestPassages:
    """Compare the passages of pairs; those of a need that ask for nothing do not count.

    Args:
        needs: hold the needs.
        need_positions: shape (n,).
        achievements: hold the achievements.
        achievement_positions: shape (n,).
    """
    if not len(need_positions):
        return BestPassages(np.zeros(0), np.zeros(0), np.zeros(0))
    is_silent = _are_silent(needs, need_positions) | _are_silent(achievements, achievement_positions)
    is_untitled = ~achievements.title_vectors_at(achievement_positions).any(axis=1)
    own, need_index = np.unique(need_positions, return_inverse=True)
    others, achievement_index = np.unique(achievement_positions, return_inverse=True)
    # One side is mostly a single record, so that the grid holds little that is not asked for.
    rows, starts = gather(needs, own)
    columns, column_starts = gather(achievements, others)
    weights = needs.weights[rows].astype(np.float64)[:, None]
    cosines = cosines_between(needs.passage_vectors[rows], achievements.passage_vectors[columns])
    nearest = np.maximum.reduceat(cosines, column_starts, axis=1)
    counted = np.where(weights > 0, nearest, -1.0)
    titles = np.where(weights > 0, cosines[:, column_starts], -1.0)
    places = need_index, achievement_index
    return BestPassages(
        mean=np.where(is_silent, np.nan, np.add.reduceat(nearest * weights, starts, axis=0)[places]),
        best=np.where(is_silent, np.nan, np.maximum.reduceat(counted, starts, axis=0)[places]),
        to_title=np.where(is_silent | is_untitled, np.nan, np.maximum.reduceat(titles, starts, axis=0)[places]),
    )


def _are_silent(corpus: Corpus, positions: Int64Matrix) -> npt.NDArray[np.bool_]:
    """Tell which of the named records have no passage that counts and means anything, shape (len(positions),)."""
    own, index = np.unique(positions, return_inverse=True)
    rows, starts = gather(corpus, own)
    speaks = (corpus.weights[rows] > 0) & corpus.passage_vectors[rows].any(axis=1)
    silent: npt.NDArray[np.bool_] = ~np.logical_or.reduceat(speaks, starts)[index]
    return silent


def cosines_between(left: Float32Matrix, right: Float32Matrix) -> Float64Matrix:
    """Return the cosine of every row with every row, shape (n, m), the same whatever else the matrices hold.

    A float32 product differs by up to 1e-6 with the shape of the matrices, and a pair's score must not change with the
    other candidates of its list: so it is done in float64 and rounded to what float32 vectors carry.
    """
    cosines: Float64Matrix = np.round(left.astype(np.float64) @ right.astype(np.float64).T, _DECIMALS)
    return cosines


def clipped(cosines: Float32Matrix | Float64Matrix) -> Float64Matrix:
    """Return cosines as similarities: what is less alike than unrelated texts is not alike at all."""
    similarities: Float64Matrix = np.clip(cosines.astype(np.float64), 0.0, 1.0)
    return similarities
