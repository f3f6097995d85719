"""Two sets trained as one, and what the levels of each mean: cut points of its own on curves that both share."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from matcher.training.crossvalidation import Trained
from matcher.training.examples import Examples
from matcher.training.folds import N_FOLDS, folds_of
from models.protocols import Float64Matrix, Ranking
from models.rankers.additive import AdditiveRanker
from models.rankers.fitting import Judgements, recalibrated
from models.rankers.odds import N_LEVELS, Cuts, fit_cuts

SOURCE: Final = "source"
"""The last column of sets that are trained as one: the number of a pair's set."""

FAIR_WEIGHT: Final = 1.0
"""Judges of titles tell level 1 from 2 more sharply than 2 from 3, and no one slope is true of both. Counting whether a
pair is fair once more brings the ECE of that on bdci2019, unseen, from 0.033 to 0.023, while that of level 2 and above
goes from 0.041 to 0.053; counted alone it would be 0.009 and 0.087 (2026-11-22). No order changes."""


@dataclass(frozen=True, slots=True)
class Levelled:
    """A ranker with the cut points of one set, and what it says of that set's needs unseen."""

    ranker: AdditiveRanker
    out_of_fold: Ranking


class Joint:
    """Two sets to be trained as one: a last column tells them apart and takes up what one set's levels mean more.

    Args:
        examples: of the two sets, each with its own numbers for its needs.
    """

    def __init__(self, *examples: Examples) -> None:
        self.examples = examples
        sizes = [len(one.judged) for one in examples]
        self.source = np.repeat(np.arange(len(examples)), sizes)
        starts = np.cumsum([0, *(int(one.judged.needs.max()) + 1 for one in examples)])
        self.judged = Judgements(
            values=np.column_stack([np.concatenate([one.judged.values for one in examples]), self.source]),
            levels=np.concatenate([one.judged.levels for one in examples]),
            needs=np.concatenate([one.judged.needs + start for one, start in zip(examples, starts, strict=False)]),
            weights=np.concatenate([one.judged.weights for one in examples]),
        )
        need_ids = [need_id for one in examples for need_id in one.need_ids]
        self.folds = folds_of(need_ids, n_folds=N_FOLDS)

    def levelled(self, trained: Trained, source: int) -> Levelled:
        """Give the curves the cut points of one set.

        Those of the ranker are fitted on what the rankers of the folds say of their own fold. What is said of fold f
        comes from the ranker without f, with cut points fitted on rankers without f and the fold they are asked about:
        nothing of f is in it.

        Args:
            trained: on the sets together.
            source: the number of the set.

        Returns:
            The ranker, and the pairs of the set as they are ranked unseen.
        """
        rows = self.source == source
        judged, folds = self.judged.only(rows), self.folds[rows]
        curves = {lacking: _without_source(ranker) for lacking, ranker in trained.uncalibrated.items()}
        n, n_columns = len(folds), judged.values.shape[1]
        unseen = Ranking(np.zeros((n, N_LEVELS)), np.zeros(n), np.zeros((n, n_columns)))
        margins = np.zeros(n)
        for fold in np.unique(folds).tolist():
            own = folds == fold
            inner = np.zeros(n)
            for other in np.unique(folds[~own]).tolist():
                inner[folds == other] = _ranked(curves[fold, other], judged, folds == other).margin
            margins[own] = _ranked(curves[fold,], judged, own).margin
            slope, cuts = _even_cuts(inner[~own], judged.only(~own))
            told = _ranked(recalibrated(curves[fold,], slope=slope, cuts=cuts), judged, own)
            unseen.levels[own], unseen.margin[own], unseen.contributions[own] = (
                told.levels,
                told.margin,
                told.contributions,
            )
        slope, cuts = _even_cuts(margins, judged)
        return Levelled(recalibrated(curves[()], slope=slope, cuts=cuts), unseen)


def _without_source(ranker: AdditiveRanker) -> AdditiveRanker:
    shapes = {name: shape for name, shape in ranker.shapes.items() if name != SOURCE}
    return AdditiveRanker(ranker.name, shapes, ranker.cuts, ranker.encoder_id)


def _ranked(ranker: AdditiveRanker, judged: Judgements, rows: npt.NDArray[np.bool_]) -> Ranking:
    return ranker.rank(judged.values[rows, :-1])


def _even_cuts(margins: Float64Matrix, judged: Judgements) -> tuple[float, Cuts]:
    """Fit cut points with every pair alike: a probability is true or not of the pairs it is said of."""
    return fit_cuts(margins, judged.levels, np.ones(len(judged)), fair_weight=FAIR_WEIGHT)
