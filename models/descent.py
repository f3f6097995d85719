"""The search for the lowest point of a loss, which says so when it finds none."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from scipy.optimize import minimize

from data.errors import FaultError
from models.protocols import Float64Matrix

_log = logging.getLogger(__name__)

Loss = Callable[[Float64Matrix], tuple[float, Float64Matrix]]
"""Gives the value at a point and its slopes there."""

Bounds = Sequence[tuple[float | None, float | None]]

Tolerances = tuple[float, float]
"""The relative fall of the loss, and the steepest slope, below which a search has arrived."""

USUAL: Final = (2.220446049250313e-09, 1e-5)
"""Those of scipy."""

_LIMIT_REACHED: Final = 1
"""What scipy answers where the iterations are used up: the point is lower than the start, and usable."""

_FLAT: Final = 1e-3
"""Steepest slope, relative to the loss, at which a search that rounding errors broke off counts as arrived."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a search goes.

    Attributes:
        most_iterations: after which the point reached is taken.
        tolerances: when it has arrived.
        corrections: steps remembered of the way, from which the bend of the loss is guessed; scipy's own are 10.
        is_cut_short: whether the limit is meant, so that to reach it is nothing to log.
    """

    most_iterations: int
    tolerances: Tolerances = USUAL
    corrections: int = 10
    is_cut_short: bool = False


class Watch(Protocol):
    """Is shown the point after every iteration, under the name that scipy asks for."""

    def __call__(self, xk: Float64Matrix) -> None:
        """Take notice of a point."""


def lowest(
    loss: Loss, start: Float64Matrix, course: Course, *, bounds: Bounds | None = None, watch: Watch | None = None
) -> Float64Matrix:
    """Descend by L-BFGS-B (Byrd, Lu, Nocedal & Zhu, 1995).

    Args:
        loss: to be made small.
        start: shape (n,), within the bounds.
        course: how long to search; a line is logged where it ends early and that is not meant.
        bounds: lowest and highest of each number; None for no bounds at all.
        watch: called after every iteration.

    Returns:
        Shape (n,), the lowest point found.

    Raises:
        FaultError: the search broke off on a slope, or led to no finite loss.
    """
    fall, slope = course.tolerances
    found = minimize(
        loss,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        callback=watch,
        options={"maxiter": course.most_iterations, "maxcor": course.corrections, "ftol": fall, "gtol": slope},
    )
    point: Float64Matrix = np.asarray(found.x, dtype=np.float64)
    value, slopes = loss(point)
    has_arrived = found.success or _steepest(point, slopes, bounds) <= _FLAT * max(1.0, abs(value))
    if not np.isfinite(value) or not (has_arrived or found.status == _LIMIT_REACHED):
        raise FaultError(
            f"模型的拟合没有成功（{found.message}）。",
            remedy="请检查判定是否过少或互相矛盾；仍不成功时，请把这条信息反馈给维护人员。",
        )
    if not found.success and not course.is_cut_short:
        _log.warning("a search ended early", extra={"reason": str(found.message), "iterations": found.nit})
    return point


def _steepest(point: Float64Matrix, slopes: Float64Matrix, bounds: Bounds | None) -> float:
    """Return the steepest slope that the bounds leave a way down."""
    free = [(None, None)] * len(point) if bounds is None else bounds
    lowest_allowed = np.array([-np.inf if low is None else low for low, _ in free])
    highest_allowed = np.array([np.inf if high is None else high for _, high in free])
    return float(np.abs(point - np.clip(point - slopes, lowest_allowed, highest_allowed)).max())
