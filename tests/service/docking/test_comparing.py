"""Several models beside each other."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.errors import EncoderMismatchError
from data.samples.paths import achievements_path, needs_path, pairs_path
from matcher.match import Matcher
from matcher.scoring import TABLE, shipped_ranker, table_ranker
from matcher.training.seen import Seen
from models.encoders.adapter import VectorAdapter
from models.rankers.additive import AdditiveRanker
from models.rankers.ordinal import OrdinalRanker, Term
from service.docking.comparing import Contestant, ModelFigures, build_contestants, measure_models, models_to_json
from service.docking.inputs import Inputs, read_inputs
from service.docking.language import LanguageChoice, Model, open_model
from service.docking.matching import build_matcher
from service.docking.pairs import read_pair_table
from service.settings import read_settings
from tests.factories.corpora import make_language
from tests.factories.records import make_achievement, make_need

WORSE = OrdinalRanker("region", {name: Term(float(name == "region"), 0.5) for name in TABLE}, (0.0, 1.0, 2.0))


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return read_inputs([needs_path()], [achievements_path()])


@pytest.fixture(scope="module")
def matcher(inputs: Inputs) -> Matcher:
    return Matcher.build(inputs.needs, inputs.achievements, language=make_language(), ranker=table_ranker())


@pytest.fixture(scope="module")
def models(matcher: Matcher) -> tuple[ModelFigures, ...]:
    pairs = read_pair_table([pairs_path()], read_inputs([needs_path()], [achievements_path()])).pairs
    seen = Seen.of(pairs[: len(pairs) // 3])
    contestants = [Contestant(replace(matcher, ranker=ranker)) for ranker in (table_ranker(), WORSE)]
    return measure_models([*contestants, Contestant(matcher, seen)], pairs)


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


def test_what_a_model_has_seen_of_needs_and_pairs_is_told(models: tuple[ModelFigures, ...]) -> None:
    document = json.loads(models_to_json(models))

    assert [one.seen_share for one in models] == [0.0, 0.0, 173 / 519]
    # The first third of the file holds pairs of 19 needs.
    assert [one.n_seen_needs for one in models] == [0, 0, 19]
    assert (document["seen_share"], document["models"][2]["seen_share"]) == (0.0, 173 / 519)
    assert (document["n_seen_needs"], document["models"][2]["n_seen_needs"]) == (0, 19)


def test_models_with_the_same_vectors_share_what_is_prepared(inputs: Inputs, tmp_path: Path) -> None:
    choice = LanguageChoice(encoder="hashing", segmenter="rjieba", cache_dir=tmp_path)
    turn = np.eye(512, dtype=np.float32)
    adapter = replace(VectorAdapter.neutral("hashing:1-3-512", 512), turn=turn)

    first, second, tuned = build_contestants(
        inputs, choice, [Model(table_ranker()), Model(WORSE), Model(table_ranker(), adapter)]
    )

    assert first.matcher.needs is second.matcher.needs
    assert (second.matcher.ranker, tuned.matcher.language.adapter) == (WORSE, adapter)
    assert tuned.matcher.needs is not first.matcher.needs


@pytest.mark.model
@pytest.mark.parametrize("content", ["", "铝液在真空下压铸。"])
def test_evaluate_score_and_match_take_one_ranker_for_a_list(content: str, tmp_path: Path) -> None:
    some = Inputs((make_need(),), (make_achievement(content=content),))
    choice = LanguageChoice(encoder="e5", segmenter="rjieba", cache_dir=read_settings().cache_dir or tmp_path)
    model = open_model(None)

    (contestant,) = build_contestants(some, choice, [model])

    # `match` and `score` both take the matcher that build_matcher makes.
    assert contestant.matcher.ranker == build_matcher(some, choice, model).ranker
    assert contestant.matcher.ranker == shipped_ranker(titles_alone=not content)


def test_a_model_of_another_encoder_is_refused(inputs: Inputs, tmp_path: Path) -> None:
    choice = LanguageChoice(encoder="hashing", segmenter="rjieba", cache_dir=tmp_path)
    adapter = VectorAdapter.neutral("static:1", 256)

    with pytest.raises(EncoderMismatchError, match="排序模型 x-"):
        build_contestants(inputs, choice, [Model(AdditiveRanker("x", {}, (0.0, 1.0, 2.0), "lsa:1"))])
    with pytest.raises(EncoderMismatchError, match="向量校正是在编码器 static:1 上学习的"):
        build_contestants(inputs, choice, [Model(table_ranker(), adapter)])
