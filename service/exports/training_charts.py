"""Where the marks of a training's charts lie, in the units of their drawings; the template only draws them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matcher.evaluation.intervals import Estimate
from matcher.phrases import FEATURE_LABELS
from matcher.training.report import CalibrationBin, Comparison, Importance
from service.docking.figures import told

WIDE: Final = 480
"""Width of a chart that fills half of the page."""

CURVE_WIDTH: Final = 250
CURVE_HEIGHT: Final = 170
SQUARE: Final = 420
ROW: Final = 44
"""Height of one row of the chart of folds."""

_MARGIN: Final = 46
_LABEL: Final = 70
_SMALLEST_DOT: Final = 3.0
_LARGEST_DOT: Final = 13.0
_STEPS: Final = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_MOST_STEPS: Final = 5
_FLAT: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where, and what is written there."""

    place: float
    label: str


@dataclass(frozen=True, slots=True)
class Whisker:
    """A figure with its interval on a row: three places, and the words for it."""

    low: float
    value: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class FoldRow:
    """A fold in the chart of folds: trained above, table below."""

    label: str
    middle: float
    trained: Whisker
    table: Whisker


@dataclass(frozen=True, slots=True)
class FoldChart:
    """The chart of one figure over the folds."""

    height: float
    ticks: tuple[Tick, ...]
    rows: tuple[FoldRow, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A bin of the calibration chart; its area grows with the pairs."""

    x: float
    y: float
    radius: float
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The importance of one feature; `width` is between 0 and 100."""

    label: str
    width: float
    spread: str
    known: str


@dataclass(frozen=True, slots=True)
class Curve:
    """The curve of one feature: its path, the places of the axes' marks, and where nothing is added or taken."""

    label: str
    path: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    zero: float
    rises: bool


def fold_chart(folds: Sequence[Comparison], overall: Comparison, name: str) -> FoldChart:
    """Place one figure of every fold, and of all pairs last, on an axis that holds every interval."""
    parts = [*((part.label, part) for part in folds), ("全部", overall)]
    estimates = [one for _, part in parts for one in (part.trained[name], part.table[name])]
    known = [number for one in estimates for number in (one.low, one.value, one.high) if not math.isnan(number)]
    steps = _steps(min(known, default=0.0), max(known, default=1.0))
    low, high = steps[0], steps[-1]

    def place(number: float) -> float:
        return round(_LABEL + (number - low) / (high - low) * (WIDE - _LABEL - 20), 1)

    def whisker(one: Estimate) -> Whisker:
        low_end, high_end = (one.value if math.isnan(bound) else bound for bound in (one.low, one.high))
        return Whisker(place(low_end), place(one.value), place(high_end), told(one))

    rows = tuple(
        FoldRow(label, 14 + ROW * (number + 0.5), whisker(part.trained[name]), whisker(part.table[name]))
        for number, (label, part) in enumerate(parts)
        if not math.isnan(part.trained[name].value)
    )
    return FoldChart(14 + ROW * len(parts) + 26, tuple(Tick(place(one), f"{one:.2f}") for one in steps), rows)


def calibration_dots(bins: Sequence[CalibrationBin]) -> tuple[Dot, ...]:
    """Place every bin: to the right by its mean probability, upwards by the share of pairs that were so."""
    most = max((one.n_pairs for one in bins), default=1)
    return tuple(
        Dot(
            x=square_place(one.probability),
            y=round(SQUARE - square_place(one.share), 1),
            radius=round(max(_SMALLEST_DOT, _LARGEST_DOT * (one.n_pairs / most) ** 0.5), 1),
            text=f"预测 {one.probability:.0%}，实际 {one.share:.0%}，{one.n_pairs:,} 对",
        )
        for one in bins
    )


def square_place(share: float) -> float:
    """Return where a share of 0-1 lies on the axes of the calibration chart, from the lower left."""
    return round(_MARGIN + share * (SQUARE - 2 * _MARGIN), 1)


def bars(importances: Sequence[Importance]) -> tuple[Bar, ...]:
    """Return the bars of the features that do anything, strongest first."""
    used = [one for one in importances if one.spread > _FLAT]
    most = max((one.spread for one in used), default=1.0)
    return tuple(
        Bar(label_of(one.feature), round(100 * one.spread / most, 1), f"{one.spread:.3f}", f"{one.known:.0%}")
        for one in used
    )


def curves(importances: Sequence[Importance]) -> tuple[Curve, ...]:
    """Return the curves of the features that do anything, all on one scale of height."""
    used = [one for one in importances if one.spread > _FLAT]
    heights = [height for one in used for height in one.shape.heights]
    steps = _steps(min(heights, default=-1.0), max(heights, default=1.0))
    return tuple(_curve(one, steps[0], steps[-1]) for one in used)


def unused(importances: Sequence[Importance]) -> tuple[str, ...]:
    """Return the labels of the features that do nothing."""
    return tuple(label_of(one.feature) for one in importances if one.spread <= _FLAT)


def label_of(feature: str) -> str:
    """Return the Chinese label of a feature, its code name where it has none."""
    return FEATURE_LABELS.get(feature, feature)


def _curve(importance: Importance, low: float, high: float) -> Curve:
    shape = importance.shape
    first, last = shape.knots[0], shape.knots[-1]

    def across(value: float) -> float:
        return round(_MARGIN + (value - first) / (last - first) * (CURVE_WIDTH - _MARGIN - 14), 1)

    def up(height: float) -> float:
        return round(CURVE_HEIGHT - 26 - (height - low) / (high - low) * (CURVE_HEIGHT - 40), 1)

    points = [f"{across(knot)} {up(height)}" for knot, height in zip(shape.knots, shape.heights, strict=True)]
    return Curve(
        label=label_of(importance.feature),
        path="M" + "L".join(points),
        x_ticks=(Tick(across(first), f"{first:.2f}"), Tick(across(last), f"{last:.2f}")),
        y_ticks=tuple(Tick(up(height), f"{height:+.1f}") for height in (low, high)),
        zero=up(0.0),
        rises=shape.is_agreement,
    )


def _steps(low: float, high: float) -> tuple[float, ...]:
    """Return round numbers at equal distances, three to seven of them, that reach from below one to above the other."""
    step = next((one for one in _STEPS if (high - low) / one <= _MOST_STEPS), _STEPS[-1])
    first, last = math.floor(low / step), math.ceil(high / step)
    return tuple(round(step * number, 2) for number in range(first, max(last, first + 2) + 1))
