"""Several rankers beside each other."""

import json

import numpy as np
import pytest

from data.errors import EncoderMismatchError
from data.samples.paths import achievements_path, needs_path, pairs_path
from matcher.match import Matcher
from matcher.scoring import TABLE, table_ranker
from models.rankers.additive import AdditiveRanker
from models.rankers.ordinal import OrdinalRanker, Term
from service.docking.comparing import ModelFigures, measure_models, models_to_json
from service.docking.inputs import read_inputs
from service.docking.pairs import read_pair_table
from tests.factories.corpora import make_language

WORSE = OrdinalRanker("region", {name: Term(float(name == "region"), 0.5) for name in TABLE}, (0.0, 1.0, 2.0))


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    inputs = read_inputs([needs_path()], [achievements_path()])
    return Matcher.build(inputs.needs, inputs.achievements, language=make_language(), ranker=table_ranker())


@pytest.fixture(scope="module")
def models(matcher: Matcher) -> tuple[ModelFigures, ...]:
    pairs = read_pair_table([pairs_path()], read_inputs([needs_path()], [achievements_path()])).pairs
    return measure_models(matcher, [table_ranker(), WORSE, table_ranker()], pairs)


def test_each_is_compared_with_the_first(models: tuple[ModelFigures, ...]) -> None:
    table, worse, same = models

    assert table.differences == {}
    assert worse.differences["ndcg_at_10"].high < 0
    assert (same.differences["auc"].low, same.differences["auc"].high) == (0.0, 0.0)
    assert same.evaluation == table.evaluation
    assert np.array_equal(same.ranking.margin, table.ranking.margin)


def test_the_intervals_hold_the_figures(models: tuple[ModelFigures, ...]) -> None:
    for name, estimate in models[0].intervals.items():
        assert estimate.value == getattr(models[0].evaluation, name)


def test_json_keeps_the_keys_of_one_model_and_adds_the_others(models: tuple[ModelFigures, ...]) -> None:
    document = json.loads(models_to_json(models))

    assert document["ndcg_at_10"] == models[0].evaluation.ndcg_at_10
    assert document["model"] == models[0].model
    assert [one["model"] for one in document["models"]] == [one.model for one in models]
    assert document["models"][1]["differences_to_first"]["ndcg_at_10"]["verdict"] == "超出误差（较差）"
    assert document["models"][2]["differences_to_first"]["ndcg_at_10"]["verdict"] == "在误差之内"


def test_a_ranker_of_another_encoder_is_refused(matcher: Matcher) -> None:
    pairs = read_pair_table([pairs_path()], read_inputs([needs_path()], [achievements_path()])).pairs

    with pytest.raises(EncoderMismatchError):
        measure_models(matcher, [AdditiveRanker("x", {}, (0.0, 1.0, 2.0), "lsa:1")], pairs)
