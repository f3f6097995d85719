"""The measures, against values worked out by hand."""

import math

import numpy as np
import pytest

from matcher.evaluation import metrics


def test_ndcg_of_a_swapped_order() -> None:
    # Gains of levels 2, 4, 1: 1, 7, 0. Order by score: 1, 7, 0 -> 1/1 + 7/log2(3); ideal 7/1 + 1/log2(3).
    expected = (1 + 7 / math.log2(3)) / (7 + 1 / math.log2(3))

    assert metrics.ndcg(np.array([2, 4, 1]), np.array([0.9, 0.5, 0.1])) == pytest.approx(expected)


def test_ndcg_counts_ten_ranks() -> None:
    levels = np.array([1] * 10 + [4])

    assert metrics.ndcg(levels, np.arange(11, 0, -1).astype(float)) == 0.0


def test_ties_keep_the_order_given() -> None:
    assert metrics.ndcg(np.array([4, 1]), np.zeros(2)) == 1.0


@pytest.mark.parametrize(("relevant", "expected"), [([1, 0, 0], 1.0), ([0, 0, 1], 1 / 3), ([0, 0, 0], 0.0)])
def test_reciprocal_rank(relevant: list[int], expected: float) -> None:
    assert metrics.reciprocal_rank(np.array(relevant), np.array([3.0, 2.0, 1.0])) == pytest.approx(expected)


def test_mean_absolute_error_is_in_levels() -> None:
    # |1 - 1| and |4 - 2.5|, mean 0.75
    assert metrics.mean_absolute_error(np.array([1, 4]), np.array([0.0, 0.5])) == pytest.approx(0.75)


def test_auc_is_unknown_where_all_are_relevant() -> None:
    assert math.isnan(metrics.auc(np.array([1, 1]), np.array([0.1, 0.2])))
    assert metrics.auc(np.array([1, 0]), np.array([0.2, 0.1])) == 1.0


@pytest.mark.parametrize(
    ("levels", "expected"), [([1, 1, 1, 1, 1], False), ([2, 1, 1, 1], False), ([2, 1, 1, 1, 1], True)]
)
def test_need_counts_with_five_pairs_and_one_above_none(levels: list[int], *, expected: bool) -> None:
    assert metrics.has_order(np.array(levels)) is expected


def test_precision_counts_five_or_all_there_are() -> None:
    assert metrics.precision(np.array([1, 0, 1, 0, 0, 1]), np.array([6.0, 5, 4, 3, 2, 1])) == pytest.approx(0.4)
    assert metrics.precision(np.array([1, 0]), np.array([1.0, 2.0])) == 0.5


def test_calibration_error_is_weighted_by_the_pairs_of_a_bin() -> None:
    # Bin 0: three pairs at 0.05, one relevant, |1/3 - 0.05|; the last bin: one pair at 1.0, relevant, 0.
    expected = 3 / 4 * (1 / 3 - 0.05)

    assert metrics.calibration_error(np.array([1, 0, 0, 1]), np.array([0.05, 0.05, 0.05, 1.0])) == pytest.approx(
        expected
    )
