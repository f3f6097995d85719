"""What there is to say of a trained ranker: how good, beside the table, how sure, and where it is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.records.achievements import Achievement
from data.records.enums import Level
from data.records.needs import Need
from matcher.evaluation import metrics
from matcher.evaluation.cases import judged_cases
from matcher.evaluation.intervals import Estimate, Predictions, compare, draw_needs, estimate
from matcher.training.crossvalidation import Trained
from matcher.training.examples import Examples
from models.protocols import Float64Matrix, Ranking
from models.rankers.additive import AdditiveRanker, Shape
from models.rankers.fitting import Judgements

N_WORST: Final = 10
"""Cases shown of each kind: rated too high, and too low."""

Estimates = Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures of some judged pairs, by needs unseen in training.

    Attributes:
        label: which pairs: "" for all, else a fold or a set.
        n_pairs: how many.
        n_needs: of how many needs.
        trained: figures of the trained ranker, by the names of `intervals.STATISTICS`.
        table: figures of the untrained table, see `matcher.training.baseline`.
        difference: trained less table, on the same resamples.
    """

    label: str
    n_pairs: int
    n_needs: int
    trained: Estimates
    table: Estimates
    difference: Estimates


@dataclass(frozen=True, slots=True)
class Importance:
    """What a feature does.

    Attributes:
        feature: code name.
        spread: standard deviation of its contribution over the training pairs, on the margin's scale.
        known: share of the training pairs where its value can be told.
        shape: its curve.
    """

    feature: str
    spread: float
    known: float
    shape: Shape


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """The pairs whose probability of level 3-4 lies in one tenth: how many, mean probability, share that is so."""

    n_pairs: int
    probability: float
    share: float


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """Everything of a training that a person may want to see.

    Attributes:
        overall: on all pairs.
        folds: on the pairs of each fold.
        sets: on the pairs of each set, empty where there is one.
        importances: strongest first.
        calibration: by rising probability, without empty bins; pairs ranked by the ranker of their fold.
        cases: `judged_cases` of the same.
        worst: rows of `cases`: the `N_WORST` rated too high by most, then the `N_WORST` too low.
    """

    overall: Comparison
    folds: tuple[Comparison, ...]
    sets: tuple[Comparison, ...]
    importances: tuple[Importance, ...]
    calibration: tuple[CalibrationBin, ...]
    cases: pd.DataFrame
    worst: pd.DataFrame


def make_report(
    examples: Examples,
    trained: Trained,
    *,
    baseline: Ranking,
    needs: Sequence[Need],
    achievements: Sequence[Achievement],
    seed: int,
) -> TrainingReport:
    """Measure a training.

    Args:
        examples: what was trained on.
        trained: what came out.
        baseline: what the untrained table says of the pairs, in their order.
        needs: hold every need of the examples.
        achievements: hold every achievement of the examples.
        seed: draws the resamples of the intervals.

    Returns:
        The report; the same for the same arguments.
    """
    everything = np.ones(len(examples.pairs), dtype=np.bool_)
    sets = np.array(examples.sets)
    names = list(dict.fromkeys(examples.sets))
    measured = _Measuring(examples, trained.out_of_fold, baseline, seed)
    cases = judged_cases(examples.pairs, trained.out_of_fold, needs=needs, achievements=achievements)
    return TrainingReport(
        overall=measured(everything, ""),
        folds=tuple(
            measured(trained.folds == fold, f"第 {number} 折")
            for number, fold in enumerate(np.unique(trained.folds), start=1)
        ),
        sets=tuple(measured(sets == name, name) for name in names) if len(names) > 1 else (),
        importances=importances_of(examples.judged, trained.ranker),
        calibration=_calibration(examples, trained.out_of_fold),
        cases=cases,
        worst=_worst(cases),
    )


_DECIMALS: Final = 6
"""Of a manifest: pages show three, and rounding twice from four would show 0.4645 as another number than 0.46446."""

SPREAD: Final = "spread."
"""Begins the name of a feature's importance among the figures of a manifest."""


def manifest_figures(estimates: Estimates, importances: Sequence[Importance], *, prefix: str = "") -> dict[str, float]:
    """Return figures and importances as a manifest keeps them, six decimals each; what could not be had is left out.

    Args:
        estimates: figures; the ends of an interval stand under the name with `.low` and `.high`.
        importances: spreads, named by `SPREAD` and the feature.
        prefix: begins every name, to tell the parts of a model apart.
    """
    named = {
        f"{name}{end}": value
        for name, one in estimates.items()
        for end, value in (("", one.value), (".low", one.low), (".high", one.high))
    }
    named |= {f"{SPREAD}{one.feature}": one.spread for one in importances}
    return {f"{prefix}{name}": round(value, _DECIMALS) for name, value in named.items() if not np.isnan(value)}


class _Measuring:
    """Measures a part of the pairs, trained beside table."""

    def __init__(self, examples: Examples, trained: Ranking, table: Ranking, seed: int) -> None:
        self._examples, self._trained, self._table, self._seed = examples, trained, table, seed

    def __call__(self, rows: npt.NDArray[np.bool_], label: str) -> Comparison:
        """Measure the pairs that a mask names."""
        trained, table = self._of(self._trained, rows), self._of(self._table, rows)
        draws = draw_needs(trained.n_needs, seed=self._seed)
        return Comparison(
            label=label,
            n_pairs=int(rows.sum()),
            n_needs=trained.n_needs,
            trained=estimate(trained, draws),
            table=estimate(table, draws),
            difference=compare(trained, table, draws),
        )

    def _of(self, ranking: Ranking, rows: npt.NDArray[np.bool_]) -> Predictions:
        need_ids = [need_id for need_id, wanted in zip(self._examples.need_ids, rows.tolist(), strict=True) if wanted]
        part = Ranking(ranking.levels[rows], ranking.margin[rows], ranking.contributions[rows])
        return Predictions.of(part, levels=self._examples.judged.levels[rows], need_ids=need_ids)


def importances_of(judged: Judgements, ranker: AdditiveRanker) -> tuple[Importance, ...]:
    """Return what every feature does over the training pairs, strongest first."""
    contributions: Float64Matrix = ranker.rank(judged.values).contributions
    known = (~np.isnan(judged.values)).mean(axis=0)
    found = [
        Importance(name, float(contributions[:, column].std()), float(known[column]), shape)
        for column, (name, shape) in enumerate(ranker.shapes.items())
    ]
    return tuple(sorted(found, key=lambda one: -one.spread))


def _calibration(examples: Examples, ranking: Ranking) -> tuple[CalibrationBin, ...]:
    fair = ranking.levels[:, Level.FAIR - 1 :].sum(axis=1)
    relevant = examples.judged.levels >= Level.FAIR
    bins = metrics.bins_of(fair)
    return tuple(
        CalibrationBin(int((bins == one).sum()), float(fair[bins == one].mean()), float(relevant[bins == one].mean()))
        for one in np.unique(bins)
    )


def _worst(cases: pd.DataFrame) -> pd.DataFrame:
    by_gap = cases.sort_values("gap", kind="stable")
    low = by_gap[by_gap["gap"] < 0].head(N_WORST)
    high = by_gap[by_gap["gap"] > 0].tail(N_WORST).iloc[::-1]
    return pd.concat([high, low], ignore_index=True)
