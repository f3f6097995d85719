"""Trains rankers so that every judged pair is also ranked by one that has not seen its need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt

from data.errors import BadInputError
from data.records.enums import Level
from matcher.evaluation import metrics
from models.protocols import Float64Matrix, Int64Matrix, Progress, Ranking
from models.rankers.additive import AdditiveRanker
from models.rankers.fitting import Column, Judgements, Restraint, fit_additive, recalibrated
from models.rankers.odds import N_LEVELS, fit_cuts

BooleanMask = npt.NDArray[np.bool_]

RESTRAINTS: Final = (
    Restraint(n_segments=6, height_weight=1.0, order_weight=1.0),
    Restraint(n_segments=6, height_weight=5.0, order_weight=1.0),
    Restraint(n_segments=3, height_weight=20.0, order_weight=3.0),
    Restraint(n_segments=3, height_weight=100.0, order_weight=1.0),
)
"""What a fit chooses among, by needs that are kept out of it: from hardly held (many judgements of whole texts) to
hardly moved from the table of weights (few judgements, or noisy ones)."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a ranker is to be called and made of.

    Attributes:
        name: of the ranker.
        columns: by the names of the features, in order.
        encoder_id: the encoder behind the values.
    """

    name: str
    columns: Mapping[str, Column]
    encoder_id: str


@dataclass(frozen=True, slots=True)
class Trained:
    """A ranker, and what rankers made in the same way say of needs they have not seen.

    Attributes:
        ranker: trained on every pair.
        restraint: what it was fitted with.
        folds: shape (n,), the fold of each pair.
        out_of_fold: each pair by the ranker of its fold, which was trained, chosen and calibrated without that fold.
        restraints: what the ranker of each fold was fitted with, by fold.
        uncalibrated: rankers before they are calibrated, by the folds they lack: `ranker` by (), that of fold f by
            (f,), and by (f, g), for every other fold g, those whose margins calibrate the one of f.
    """

    ranker: AdditiveRanker
    restraint: Restraint
    folds: Int64Matrix
    out_of_fold: Ranking
    restraints: Mapping[int, Restraint]
    uncalibrated: Mapping[tuple[int, ...], AdditiveRanker]


def train(judged: Judgements, folds: Int64Matrix, recipe: Recipe, *, progress: Progress | None = None) -> Trained:
    """Train a ranker and measure its making by nested cross-validation.

    For every two folds rankers are fitted without both, one a restraint. Those that lack fold f have, between them,
    ranked every need outside f unseen: this chooses the restraint for f and calibrates its levels, and f stays out of
    all of it. The last ranker is fitted on everything, with the restraint that is best over all folds, and calibrated
    on what the rankers of the folds say of their own fold.

    Args:
        judged: the pairs.
        folds: shape (n,), the fold of each pair's need; at least three folds occur.
        recipe: what the ranker is to be called and made of.
        progress: called with fits done and fits in all.

    Returns:
        The ranker and what was measured; the same for the same rows in the same order.
    """
    present = [int(fold) for fold in np.unique(folds)]
    n_fits = len(present) * (len(present) - 1) // 2 * len(RESTRAINTS) + len(present) + 1
    fit = _Fitting(judged, recipe, n_fits, progress)
    inner = _inner_rankers(fit, folds, present)
    merits = {
        (fold, one): _merit(judged.only(folds != fold), _unseen_margins(judged, folds, inner[one][fold])[folds != fold])
        for one in RESTRAINTS
        for fold in present
    }
    restraints = {fold: _best({one: merits[fold, one] for one in RESTRAINTS}) for fold in present}
    outer = {fold: fit(folds != fold, restraint) for fold, restraint in restraints.items()}
    chosen = {fold: inner[one][fold] for fold, one in restraints.items()}
    unseen = _outer_rankings(judged, folds, outer, chosen)
    best = _best({one: sum(merits[fold, one] for fold in present) for one in RESTRAINTS})
    last = fit(np.ones(len(judged), dtype=np.bool_), best)
    ranker = _calibrated(last, judged, _unseen_margins(judged, folds, outer))
    uncalibrated: dict[tuple[int, ...], AdditiveRanker] = {(): last}
    uncalibrated |= {(fold,): one for fold, one in outer.items()}
    uncalibrated |= {(fold, other): one for fold, own in chosen.items() for other, one in own.items()}
    return Trained(ranker, best, folds, unseen, restraints, uncalibrated)


class _Fitting:
    """Fits on some of the pairs and says how far the whole run is."""

    def __init__(self, judged: Judgements, recipe: Recipe, n_fits: int, progress: Progress | None) -> None:
        self.judged = judged
        self._recipe = recipe
        self._n_fits = n_fits
        self._progress = progress
        self._n_done = 0

    def __call__(self, rows: BooleanMask, restraint: Restraint) -> AdditiveRanker:
        """Fit on the pairs that a mask names."""
        recipe = self._recipe
        ranker = fit_additive(
            _with_two_levels(self.judged.only(rows)),
            recipe.columns,
            restraint=restraint,
            name=recipe.name,
            encoder_id=recipe.encoder_id,
        )
        self._n_done += 1
        if self._progress is not None:
            self._progress(self._n_done, self._n_fits)
        return ranker


def _with_two_levels(judged: Judgements) -> Judgements:
    """Return the pairs.

    Raises:
        BadInputError: all have one level, from which nothing can be learned.
    """
    if len(np.unique(judged.levels)) < 2:
        raise BadInputError(
            "去掉检验用的部分后，其余判定都是同一等级，无法训练。", remedy="请补充不同等级的判定，或减少 --folds。"
        )
    return judged


def _inner_rankers(
    fit: _Fitting, folds: Int64Matrix, present: Sequence[int]
) -> dict[Restraint, dict[int, dict[int, AdditiveRanker]]]:
    """Return rankers by restraint and by two folds they lack, in either order."""
    inner: dict[Restraint, dict[int, dict[int, AdditiveRanker]]] = {
        one: {fold: {} for fold in present} for one in RESTRAINTS
    }
    for first, second in combinations(present, 2):
        for restraint, found in inner.items():
            found[first][second] = found[second][first] = fit((folds != first) & (folds != second), restraint)
    return inner


def _unseen_margins(judged: Judgements, folds: Int64Matrix, rankers: Mapping[int, AdditiveRanker]) -> Float64Matrix:
    """Return the margin of each pair by the ranker of its fold; NaN where its fold has none."""
    margins = np.full(len(folds), np.nan)
    for fold, ranker in rankers.items():
        margins[folds == fold] = ranker.rank(judged.values[folds == fold]).margin
    return margins


def _outer_rankings(
    judged: Judgements,
    folds: Int64Matrix,
    outer: Mapping[int, AdditiveRanker],
    inner: Mapping[int, Mapping[int, AdditiveRanker]],
) -> Ranking:
    """Return each pair's ranking by the ranker of its fold, calibrated on the other folds."""
    n = len(folds)
    unseen = Ranking(np.zeros((n, N_LEVELS)), np.zeros(n), np.zeros((n, judged.values.shape[1] + 1)))
    for fold, ranker in outer.items():
        own, others = folds == fold, folds != fold
        margins = _unseen_margins(judged, folds, inner[fold])
        told = _calibrated(ranker, judged.only(others), margins[others]).rank(judged.values[own])
        unseen.levels[own], unseen.margin[own], unseen.contributions[own] = told.levels, told.margin, told.contributions
    return unseen


def _calibrated(ranker: AdditiveRanker, judged: Judgements, margins: Float64Matrix) -> AdditiveRanker:
    slope, cuts = fit_cuts(margins, judged.levels, judged.weights)
    return recalibrated(ranker, slope=slope, cuts=cuts)


def _best(merits: Mapping[Restraint, float]) -> Restraint:
    return max(merits, key=merits.__getitem__)


def _merit(judged: Judgements, margins: Float64Matrix) -> float:
    """Return the mean of nDCG@10 and of the AUC of levels 3-4, whichever of them can be had."""
    gains = []
    for number in np.unique(judged.needs):
        rows = judged.needs == number
        if metrics.has_order(judged.levels[rows]):
            gains.append(metrics.ndcg(judged.levels[rows], margins[rows]))
    auc = metrics.auc((judged.levels >= Level.FAIR).astype(np.int64), margins)
    known = [value for value in (float(np.mean(gains)) if gains else np.nan, auc) if not np.isnan(value)]
    return float(np.mean(known)) if known else 0.0
