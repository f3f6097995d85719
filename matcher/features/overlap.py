"""Dot products of sparse rows, for the few pairs that are asked for."""

import threading

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from models.protocols import Float64Matrix, Int64Matrix


class _Scratch(threading.local):
    """One row of zeros a thread, as wide as any matrix so far; whoever writes into it leaves zeros behind.

    A new row of 2^20 hashed columns at every call costs more than all the products it is made for.
    """

    def __init__(self) -> None:
        self._row: Float64Matrix = np.zeros(0)

    def row(self, width: int) -> Float64Matrix:
        if len(self._row) < width:
            self._row = np.zeros(width)
        return self._row[:width]


_scratch = _Scratch()


def paired_dots(
    left: sp.csr_matrix, left_positions: Int64Matrix, right: sp.csr_matrix, right_positions: Int64Matrix
) -> Float64Matrix:
    """Multiply row left_positions[i] with row right_positions[i], for every i.

    scipy's elementwise product sets up three arrays as wide as the matrix at every call; with hashed columns that is
    most of the work. Here one record is written out in full, and meets all its counterparts at once.

    Args:
        left: shape (n, width).
        left_positions: shape (pairs,).
        right: shape (m, width).
        right_positions: shape (pairs,).

    Returns:
        Shape (pairs,). Products are added in the order of the columns, whichever side is which, so that a pair has
        one value in both directions.
    """
    lefts, rights = np.unique(left_positions), np.unique(right_positions)
    if len(rights) < len(lefts):
        left, left_positions, lefts, right, right_positions = right, right_positions, rights, left, left_positions
    dots = np.zeros(len(left_positions))
    for position in lefts.tolist():
        pairs = np.flatnonzero(left_positions == position)
        dots[pairs] = _dots_with_one(left, position, right[right_positions[pairs]])
    return dots


def _dots_with_one(one: sp.csr_matrix, position: int, many: sp.csr_matrix) -> Float64Matrix:
    own = slice(one.indptr[position], one.indptr[position + 1])
    columns = one.indices[own]
    row = _scratch.row(one.shape[1])
    row[columns] = one.data[own]
    try:
        # scipy adds one product after another, where a pairwise sum would depend on how many columns are not shared.
        dots: Float64Matrix = many @ row
    finally:
        row[columns] = 0.0
    return dots


def is_empty(matrix: sp.csr_matrix, positions: Int64Matrix) -> npt.NDArray[np.bool_]:
    """Tell which of the named rows hold nothing, shape (len(positions),)."""
    return np.asarray(matrix.indptr[positions] == matrix.indptr[positions + 1])
