"""Every figure has a label and a formula, and none is invented where nothing could be measured."""

from dataclasses import fields

import pytest

from matcher.evaluation.evaluate import Evaluation
from matcher.evaluation.intervals import STATISTICS, Estimate
from service.docking.figures import figures_of, formulas, labels, told, verdict

NAN = float("nan")
EVALUATION = Evaluation(12, 2, 0.5, 0.1, 0.75, NAN, 0.4, 1.0, NAN, 0.3, 0.8, 0.6, 0.02)


def test_every_measure_is_shown_with_its_formula() -> None:
    figures = figures_of(EVALUATION)

    measures = [field.name for field in fields(Evaluation) if not field.name.startswith("n_")]
    assert [figure.name for figure in figures] == measures
    assert [figure.value for figure in figures] == [0.5, 0.1, 0.75, None, 0.4, 1.0, None, 0.3, 0.8, 0.6, 0.02]
    assert all(figure.label and figure.formula for figure in figures)


def test_every_figure_with_an_interval_is_one_of_them() -> None:
    assert set(STATISTICS) <= set(labels())
    assert set(labels()) == set(formulas())


@pytest.mark.parametrize(
    ("estimate", "signed", "expected"),
    [
        (Estimate(0.12345, 0.1, 0.2), False, "0.123 [0.100, 0.200]"),
        (Estimate(0.02, -0.01, 0.05), True, "+0.020 [-0.010, +0.050]"),
        (Estimate(0.5, NAN, NAN), False, "0.500"),
        (Estimate(NAN, NAN, NAN), False, "无法计算"),
    ],
)
def test_a_figure_is_told_with_its_interval(estimate: Estimate, *, signed: bool, expected: str) -> None:
    assert told(estimate, signed=signed) == expected


@pytest.mark.parametrize(
    ("difference", "name", "expected"),
    [
        (Estimate(0.1, 0.05, 0.2), "auc", "超出误差（较好）"),
        (Estimate(-0.1, -0.2, -0.05), "auc", "超出误差（较差）"),
        (Estimate(-0.1, -0.2, -0.05), "mae", "超出误差（较好）"),
        (Estimate(0.1, 0.05, 0.2), "ece", "超出误差（较差）"),
        (Estimate(0.1, 0.0, 0.2), "auc", "在误差之内"),
        (Estimate(NAN, NAN, NAN), "auc", "无法判断"),
    ],
)
def test_a_difference_is_judged_by_its_interval(difference: Estimate, name: str, expected: str) -> None:
    assert verdict(difference, name) == expected
