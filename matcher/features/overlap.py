"""Dot products of sparse rows, for the few pairs that are asked for."""

import numpy as np
import scipy.sparse as sp

from models.protocols import Float64Matrix, Int64Matrix


def paired_dots(
    left: sp.csr_matrix, left_positions: Int64Matrix, right: sp.csr_matrix, right_positions: Int64Matrix
) -> Float64Matrix:
    """Multiply row left_positions[i] with row right_positions[i], for every i.

    scipy's elementwise product sets up three arrays as wide as the matrix at every call; with hashed columns that is
    most of the work. Here one record meets all its counterparts at once, through a table from column to place.

    Args:
        left: shape (n, width).
        left_positions: shape (pairs,).
        right: shape (m, width).
        right_positions: shape (pairs,).

    Returns:
        Shape (pairs,). Products are added in the order of the columns, whichever side is which, so that a pair has
        one value in both directions.
    """
    if len(np.unique(right_positions)) < len(np.unique(left_positions)):
        left, left_positions, right, right_positions = right, right_positions, left, left_positions
    dots = np.zeros(len(left_positions))
    for position in np.unique(left_positions).tolist():
        pairs = np.flatnonzero(left_positions == position)
        dots[pairs] = _dots_with_one(left, position, right, right_positions[pairs])
    return dots


def _dots_with_one(one: sp.csr_matrix, position: int, many: sp.csr_matrix, positions: Int64Matrix) -> Float64Matrix:
    own = slice(one.indptr[position], one.indptr[position + 1])
    # Place 0 is for columns that the one row does not have.
    places = np.zeros(one.shape[1], dtype=np.int32)
    places[one.indices[own]] = np.arange(1, own.stop - own.start + 1)
    values = np.concatenate([[0.0], one.data[own]])
    starts, ends = many.indptr[positions].tolist(), many.indptr[positions + 1].tolist()
    stretches = [slice(start, end) for start, end in zip(starts, ends, strict=True)]
    found = places.take(np.concatenate([many.indices[stretch] for stretch in stretches]))
    shared = np.flatnonzero(found)
    products = values[found[shared]] * np.concatenate([many.data[stretch] for stretch in stretches])[shared]
    rows = np.repeat(np.arange(len(positions)), np.subtract(ends, starts))[shared]
    # bincount adds one after another, where a pairwise sum would depend on how many columns are not shared.
    return np.bincount(rows, weights=products, minlength=len(positions)).astype(np.float64)
