"""Several rankers on the same judged pairs: figures, intervals, and which differences are more than chance."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np

from data.records.pairs import Pair
from matcher.evaluation.evaluate import Evaluation, evaluate, judged_pairs
from matcher.evaluation.intervals import Estimate, Predictions, compare, draw_needs, estimate
from matcher.match import Matcher
from matcher.scoring import ranker_for
from matcher.training.examples import feature_values_of
from models.protocols import Progress, Ranker, Ranking
from service.docking.figures import COUNTING_RULE, formulas, told_value, verdict

SEED: Final = 0
"""Draws the resamples of the intervals; the same for every model, so that they are compared on the same needs."""


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """What was measured of one ranker.

    Attributes:
        model: id of language and ranker.
        ranker_id: of the ranker alone.
        ranking: what it says of the judged pairs, in their order.
        evaluation: the figures.
        intervals: those of `intervals.STATISTICS` with their 95% intervals.
        differences: the same less those of the first ranker; empty for the first itself.
    """

    model: str
    ranker_id: str
    ranking: Ranking
    evaluation: Evaluation
    intervals: Mapping[str, Estimate]
    differences: Mapping[str, Estimate]


def measure_models(
    matcher: Matcher, rankers: Sequence[Ranker], pairs: Sequence[Pair], *, progress: Progress | None = None
) -> tuple[ModelFigures, ...]:
    """Measure rankers on the same pairs, each beside the first.

    Args:
        matcher: holds every need and achievement the pairs name.
        rankers: at least one; with one trained by another encoder, see `matcher.scoring.ranker_for`.
        pairs: those without a level are left out; the errors are those of `judged_pairs`.
        progress: called with needs searched and needs in all, once a ranker.

    Returns:
        One a ranker, in order; the same for the same arguments.
    """
    judged = judged_pairs(pairs)
    levels = np.array([pair.level for pair in judged], dtype=np.int64)
    need_ids = [pair.need_id for pair in judged]
    values = feature_values_of(matcher, judged)
    draws = draw_needs(len(set(need_ids)), seed=SEED)
    found: list[ModelFigures] = []
    first: Predictions | None = None
    for ranker in rankers:
        titles_alone = matcher.achievements.are_titles_alone
        fitting = ranker_for(ranker, matcher.language.encoder.id, titles_alone=titles_alone)
        own = replace(matcher, ranker=fitting)
        ranking = own.ranker.rank(values)
        predictions = Predictions.of(ranking, levels=levels, need_ids=need_ids)
        found.append(
            ModelFigures(
                model=f"{own.language.id}+{own.ranker.id}",
                ranker_id=own.ranker.id,
                ranking=ranking,
                evaluation=evaluate(own, judged, ranking=ranking, progress=progress),
                intervals=estimate(predictions, draws),
                differences={} if first is None else compare(predictions, first, draws),
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
        "model": one.model,
        "intervals": {name: _interval(estimate) for name, estimate in one.intervals.items()},
        "differences_to_first": differences,
    }


def _interval(estimate: Estimate) -> dict[str, float | None]:
    return {
        "value": told_value(estimate.value),
        "low": told_value(estimate.low),
        "high": told_value(estimate.high),
    }
