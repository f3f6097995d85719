"""The search for the lowest point, and how it ends."""

import logging

import numpy as np
import pytest

from data.errors import FaultError
from models.descent import Course, lowest
from models.protocols import Float64Matrix

START = np.array([5.0, 5.0])


def bowl(x: Float64Matrix) -> tuple[float, Float64Matrix]:
    """Return the squared distance from (1, 2)."""
    away = x - np.array([1.0, 2.0])
    return float(away @ away), 2.0 * away


def test_the_lowest_point_is_found_within_the_bounds() -> None:
    bounded = lowest(bowl, START, Course(50), bounds=[(3.0, None), (None, None)])

    assert lowest(bowl, START, Course(50)) == pytest.approx([1.0, 2.0], abs=1e-4)
    assert bounded == pytest.approx([3.0, 2.0], abs=1e-4)


def valley(x: Float64Matrix) -> tuple[float, Float64Matrix]:
    """Return the height in a bent valley, through which one step does not lead (Rosenbrock, 1960)."""
    bend = x[1] - x[0] ** 2
    slopes = np.array([-400.0 * x[0] * bend - 2.0 * (1.0 - x[0]), 200.0 * bend])
    return float(100.0 * bend**2 + (1.0 - x[0]) ** 2), slopes


@pytest.mark.parametrize(("is_meant", "told"), [(False, ["a search ended early"]), (True, [])])
def test_the_limit_of_iterations_is_accepted_and_logged_where_it_is_not_meant(
    caplog: pytest.LogCaptureFixture, is_meant: bool, told: list[str]
) -> None:
    with caplog.at_level(logging.WARNING):
        found = lowest(valley, START, Course(1, is_cut_short=is_meant))

    assert valley(found)[0] < valley(START)[0]
    assert [record.message for record in caplog.records] == told


def test_every_iteration_is_shown() -> None:
    shown: list[list[float]] = []

    found = lowest(valley, START, Course(3, is_cut_short=True), watch=lambda xk: shown.append(xk.tolist()))

    assert (len(shown), shown[-1]) == (3, found.tolist())


def test_slopes_that_lead_nowhere_are_refused() -> None:
    with pytest.raises(FaultError, match=r"模型的拟合没有成功（ABNORMAL"):
        lowest(lambda x: (bowl(x)[0], -bowl(x)[1]), START, Course(50))


def test_a_loss_that_is_no_number_is_refused() -> None:
    with pytest.raises(FaultError, match="模型的拟合没有成功"):
        lowest(lambda x: (float("nan"), x), START, Course(50))
