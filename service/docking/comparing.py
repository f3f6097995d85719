"""Several models on the same judged pairs: figures, intervals, and which differences are more than chance."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np

from data.records.pairs import Pair
from matcher.evaluation.evaluate import Evaluation, evaluate, judged_pairs
from matcher.evaluation.intervals import Estimate, Predictions, compare, draw_needs, estimate
from matcher.match import Matcher
from matcher.scoring import are_titles_alone, ranker_for, table_ranker
from matcher.training.examples import feature_values_of
from matcher.training.seen import NOTHING_SEEN, Seen
from models.protocols import Float64Matrix, Progress, Ranking
from service.docking.figures import COUNTING_RULE, formulas, told_value, verdict
from service.docking.inputs import Inputs
from service.docking.language import LanguageChoice, Model, open_language, seen_by

SEED: Final = 0
"""Draws the resamples of the intervals; the same for every model, so that they are compared on the same needs."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """A model ready to be measured: a matcher that ranks with it, the judgements it has seen, what it is called."""

    matcher: Matcher
    seen: Seen = NOTHING_SEEN
    name: str = ""


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """What was measured of one model.

    Attributes:
        model: id of language and ranker.
        ranker_id: of the ranker alone.
        ranking: what it says of the judged pairs, in their order.
        evaluation: the figures.
        intervals: those of `intervals.STATISTICS` with their 95% intervals.
        differences: the same less those of the first model; empty for the first itself.
        n_seen_needs: how many of the judged needs it was trained on: the figures are too good where they are many.
        seen_share: share of the judged pairs that it was trained on, 0-1.
        name: what the user calls it; the ranker's id where it has no name.
    """

    model: str
    ranker_id: str
    ranking: Ranking
    evaluation: Evaluation
    intervals: Mapping[str, Estimate]
    differences: Mapping[str, Estimate]
    n_seen_needs: int = 0
    seen_share: float = 0.0
    name: str = ""


def build_contestants(
    inputs: Inputs,
    choice: LanguageChoice,
    models: Sequence[Model],
    *,
    prepared: Sequence[Matcher] = (),
    progress: Progress | None = None,
) -> tuple[Contestant, ...]:
    """Make models ready to be measured; those with the same vectors share what is prepared.

    What does not fit the encoder is refused before the encoder's work, see `open_language` and
    `matcher.scoring.ranker_for`.

    Args:
        inputs: both sides.
        choice: encoder and segmenter of all.
        models: at least one.
        prepared: matchers over the same inputs that are there already.
        progress: called with texts encoded and texts in all.

    Returns:
        One a model, in order.
    """
    languages = [
        open_language(choice.upon(one), needs=inputs.needs, achievements=inputs.achievements) for one in models
    ]
    titles_alone = are_titles_alone(inputs.achievements)
    rankers = [
        ranker_for(one.ranker, language.encoder.id, titles_alone=titles_alone)
        for one, language in zip(models, languages, strict=True)
    ]
    known = {one.language.id: one for one in prepared}
    for language in languages:
        if language.id not in known:
            known[language.id] = Matcher.build(
                inputs.needs, inputs.achievements, language=language, ranker=table_ranker(), progress=progress
            )
    return tuple(
        Contestant(replace(known[language.id], ranker=ranker), seen_by(model, language.encoder.id), model.name)
        for model, language, ranker in zip(models, languages, rankers, strict=True)
    )


def measure_models(
    contestants: Sequence[Contestant], pairs: Sequence[Pair], *, progress: Progress | None = None
) -> tuple[ModelFigures, ...]:
    """Measure models on the same pairs, each beside the first.

    Args:
        contestants: at least one; their matchers hold every need and achievement the pairs name.
        pairs: those without a level are left out; the errors are those of `judged_pairs`.
        progress: called with needs searched and needs in all, once a model.

    Returns:
        One a model, in order; the same for the same arguments.
    """
    judged = judged_pairs(pairs)
    levels = np.array([pair.level for pair in judged], dtype=np.int64)
    need_ids = [pair.need_id for pair in judged]
    values: dict[str, Float64Matrix] = {}
    draws = draw_needs(len(set(need_ids)), seed=SEED)
    found: list[ModelFigures] = []
    first: Predictions | None = None
    for contestant in contestants:
        own = contestant.matcher
        if own.language.id not in values:
            values[own.language.id] = feature_values_of(own, judged)
        ranking = own.ranker.rank(values[own.language.id])
        predictions = Predictions.of(ranking, levels=levels, need_ids=need_ids)
        found.append(
            ModelFigures(
                model=f"{own.language.id}+{own.ranker.id}",
                ranker_id=own.ranker.id,
                ranking=ranking,
                evaluation=evaluate(own, judged, ranking=ranking, progress=progress),
                intervals=estimate(predictions, draws),
                differences={} if first is None else compare(predictions, first, draws),
                n_seen_needs=contestant.seen.count_needs(judged),
                seen_share=contestant.seen.share(judged),
                name=contestant.name or own.ranker.id,
            )
        )
        first = first or predictions
    return tuple(found)


def models_to_json(models: Sequence[ModelFigures]) -> str:
    """Return everything measured as one JSON object; what could not be measured is null.

    The figures of the first model stand at the top, as they do where it is the only one; `models` has all of them.
    """
    each = [_model(one) for one in models]
    return json.dumps(
        {**each[0], "formulas": formulas(), "counting_rule": COUNTING_RULE, "models": each},
        ensure_ascii=False,
        indent=1,
    )


def _model(one: ModelFigures) -> dict[str, Any]:
    evaluation = {name: told_value(value) for name, value in asdict(one.evaluation).items()}
    differences = {
        name: {**_interval(estimate), "verdict": verdict(estimate, name)} for name, estimate in one.differences.items()
    }
    return {
        **evaluation,
        "name": one.name,
        "model": one.model,
        "n_seen_needs": one.n_seen_needs,
        "seen_share": one.seen_share,
        "intervals": {name: _interval(estimate) for name, estimate in one.intervals.items()},
        "differences_to_first": differences,
    }


def _interval(estimate: Estimate) -> dict[str, float | None]:
    return {
        "value": told_value(estimate.value),
        "low": told_value(estimate.low),
        "high": told_value(estimate.high),
    }
