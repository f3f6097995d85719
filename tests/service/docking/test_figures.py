"""Every figure has a label and a formula, and none is invented where nothing could be measured."""

import json
from dataclasses import fields

from matcher.evaluation.evaluate import Evaluation
from service.docking.figures import figures_of, to_json

NAN = float("nan")
EVALUATION = Evaluation(12, 2, 0.5, 0.1, 0.75, NAN, 0.4, 1.0, NAN, 0.3, 0.8, 0.6, 0.02)


def test_every_measure_is_shown_with_its_formula() -> None:
    figures = figures_of(EVALUATION)

    measures = [field.name for field in fields(Evaluation) if not field.name.startswith("n_")]
    assert [figure.name for figure in figures] == measures
    assert [figure.value for figure in figures] == [0.5, 0.1, 0.75, None, 0.4, 1.0, None, 0.3, 0.8, 0.6, 0.02]
    assert all(figure.label and figure.formula for figure in figures)


def test_json_has_null_for_what_could_not_be_measured() -> None:
    figures = json.loads(to_json(EVALUATION, model="m"))

    assert (figures["n_pairs"], figures["mrr"], figures["auc"], figures["model"]) == (12, 0.75, None, "m")
    assert set(figures["formulas"]) == {figure.name for figure in figures_of(EVALUATION)}
