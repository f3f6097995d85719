"""Dot products of sparse rows, for the few pairs that are asked for."""

import threading
from dataclasses import dataclass
from typing import Self

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


@dataclass(frozen=True, slots=True)
class Meetings:
    """Pairs grouped by record, on the side that has fewer: one record meets all its counterparts at once.

    Attributes:
        is_left: whether the records are of the left side.
        groups: the record, its counterparts on the other side, and the rows of these pairs.
    """

    is_left: bool
    groups: tuple[tuple[int, Int64Matrix, Int64Matrix], ...]

    @classmethod
    def of(cls, left: Int64Matrix, right: Int64Matrix) -> Self:
        """Group the pairs (left[i], right[i]), both of shape (n,)."""
        lefts, rights = np.unique(left), np.unique(right)
        is_left = len(lefts) <= len(rights)
        records, own, others = (lefts, left, right) if is_left else (rights, right, left)
        rows = [np.flatnonzero(own == record) for record in records]
        return cls(is_left, tuple((int(one), others[each], each) for one, each in zip(records, rows, strict=True)))


def paired_dots(left: sp.csr_matrix, right: sp.csr_matrix, meetings: Meetings) -> Float64Matrix:
    """Multiply the two rows of every pair.

    scipy's elementwise product sets up three arrays as wide as the matrix at every call; with hashed columns that is
    most of the work. Here a record is written out in full once for all its counterparts.

    Args:
        left: shape (n, width).
        right: shape (m, width).
        meetings: the pairs.

    Returns:
        Shape (pairs,). Products are added in the order of the columns, whichever side is which, so that a pair has
        one value in both directions.
    """
    ones, many = (left, right) if meetings.is_left else (right, left)
    dots = np.zeros(sum(len(rows) for _, _, rows in meetings.groups))
    for position, counterparts, rows in meetings.groups:
        dots[rows] = _dots_with_one(ones, position, many[counterparts])
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
