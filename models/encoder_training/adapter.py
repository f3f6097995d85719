"""Trains a vector adapter from judged pairs: seconds on one core, the same bytes for the same seed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from data.errors import UsageError
from models.descent import Course, Watch, lowest
from models.encoder_training.judged import Comparisons, JudgedVectors, comparisons
from models.encoder_training.objective import PairwiseObjective
from models.encoders.adapter import VectorAdapter
from models.protocols import Float64Matrix, Int64Matrix, Progress

FEWEST_ASKERS: Final = 10
"""Fewer asking records would leave one or none in a part."""
_CORRECTIONS: Final = 8
_ERRORS: Final = 2.0
"""Standard errors that the gain on the askers held out must exceed, or nothing is turned."""


@dataclass(frozen=True, slots=True)
class AdapterSettings:
    """How to train.

    Attributes:
        seed: draws the parts.
        penalty: weight of the squared entries of W. On askers not trained on, 0.003 gave nDCG@10 0.595 (51jishu) and
            0.684 (bdci2019), 0.01 0.588 and 0.675 (2026-11-22); on bdci2019 alone less than 0.001 was worse.
        steepness: what a difference of cosines is multiplied with.
        parts: into how many the asking records are split; each is held out once to find when to stop.
        most_iterations: of L-BFGS; the gain is flat long before.
    """

    seed: int = 20261122
    penalty: float = 3e-3
    steepness: float = 15.0
    parts: int = 5
    most_iterations: int = 25


@dataclass(frozen=True, slots=True, eq=False)
class TrainedAdapter:
    """An adapter and how it came about.

    Attributes:
        adapter: what to use; its turn is zero where nothing was gained on the records held out.
        figures: comparisons, iterations, and of the asking records, each held out once: their number, the mean weighted
            share of comparisons in the right order before and after, the gain and its standard error.
    """

    adapter: VectorAdapter
    figures: Mapping[str, float]


def train_adapter(
    judged: JudgedVectors,
    *,
    start: VectorAdapter,
    settings: AdapterSettings | None = None,
    progress: Progress | None = None,
) -> TrainedAdapter:
    """Learn a turn of the asking side.

    Every part of the asking records is held out once, and the number of iterations found that serves them best; then
    all records are used for that many. Where the gain does not stand out of the noise, nothing is turned.

    Args:
        judged: centred vectors and levels.
        start: gives the centres (`default_adapter`, or `VectorAdapter.centring`); its own turn is not used.
        settings: how to train.
        progress: called with iterations done and the most there can be.

    Returns:
        The adapter, rounded as it will be saved, and figures.

    Raises:
        UsageError: fewer than ten asking records have pairs of different levels.
        FaultError: see `models.descent.lowest`.
    """
    settings = settings or AdapterSettings()
    plain = start.unturned()
    training = _Training(judged, settings)
    shares = np.concatenate([training.held_out(part, progress) for part in range(settings.parts)], axis=1)
    best = int(np.argmax(shares.mean(axis=1)))
    gains = shares[best] - shares[0]
    error = float(gains.std(ddof=1) / np.sqrt(len(gains)))
    iterations = best if float(gains.mean()) > _ERRORS * error else 0
    turn = training.turn(iterations, progress)
    figures = {
        "judged_pairs": float(len(judged.levels)),
        "askers": float(len(gains)),
        "iterations": float(iterations),
        "agreement_before": float(shares[0].mean()),
        "agreement_after": float(shares[best].mean()),
        "gain": float(gains.mean()),
        "gain_error": error,
    }
    turned = replace(plain, turn=turn.reshape(plain.turn.shape).astype(np.float32))
    return TrainedAdapter(adapter=turned.rounded(), figures=figures)


class _Training:
    """The judged pairs as the objective wants them, and the part of each."""

    def __init__(self, judged: JudgedVectors, settings: AdapterSettings) -> None:
        self._judged = judged
        self._settings = settings
        self._part = _parts(judged, settings)
        self._queries = judged.queries.astype(np.float64)
        self._passages = judged.offers.astype(np.float64)[judged.offering]

    def held_out(self, part: int, progress: Progress | None) -> Float64Matrix:
        """Return the agreement of the part's askers by iteration, shape (most_iterations + 1, n)."""
        objective = self._objective(self._compared(self._part != part))
        watched = self._compared(self._part == part)
        shares = [objective.agreement(np.zeros(self._size), watched)]

        def watch(xk: Float64Matrix) -> None:
            shares.append(objective.agreement(xk, watched))
            self._tell(progress, part, len(shares) - 1)

        self._descend(objective, self._settings.most_iterations, watch)
        # A descent that has arrived stays where it is.
        shares += [shares[-1]] * (self._settings.most_iterations + 1 - len(shares))
        return np.array(shares)

    def turn(self, iterations: int, progress: Progress | None) -> Float64Matrix:
        """Return W, flat, after so many iterations on all pairs."""
        if not iterations:
            return np.zeros(self._size)
        done: list[int] = []

        def watch(xk: Float64Matrix) -> None:
            done.append(len(xk))
            self._tell(progress, self._settings.parts, len(done))

        every = self._compared(np.ones_like(self._part, dtype=bool))
        return self._descend(self._objective(every), iterations, watch)

    @property
    def _size(self) -> int:
        return int(self._queries.shape[1]) ** 2

    def _compared(self, kept: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Comparisons:
        return comparisons(self._judged.asking, self._judged.levels, kept)

    def _objective(self, compared: Comparisons) -> PairwiseObjective:
        return PairwiseObjective(
            queries=self._queries,
            passages=self._passages,
            asking=self._judged.asking,
            compared=compared,
            penalty=self._settings.penalty,
            steepness=self._settings.steepness,
        )

    def _descend(self, objective: PairwiseObjective, iterations: int, watch: Watch) -> Float64Matrix:
        # Few iterations are what keeps the turn small.
        course = Course(iterations, corrections=_CORRECTIONS, is_cut_short=True)
        return lowest(objective, np.zeros(self._size), course, watch=watch)

    def _tell(self, progress: Progress | None, part: int, iteration: int) -> None:
        if progress is not None:
            most = self._settings.most_iterations
            progress(part * most + iteration, (self._settings.parts + 1) * most)


def _parts(judged: JudgedVectors, settings: AdapterSettings) -> Int64Matrix:
    """Return the part of each judged pair, drawn by asker; askers with one level only are spread like the others.

    Raises:
        UsageError: there are too few asking records.
    """
    askers, first = np.unique(judged.asking, return_inverse=True)
    telling = [asker for asker in askers if len(np.unique(judged.levels[judged.asking == asker])) > 1]
    if len(telling) < FEWEST_ASKERS:
        raise UsageError(
            f"只有 {len(telling)} 条需求同时有较好和较差的成果，至少需要 {FEWEST_ASKERS} 条。",
            remedy="请补充标注后再训练。",
        )
    # Those that tell something are dealt out first, so that every part holds some.
    drawn = np.random.default_rng(settings.seed).permutation(len(askers))
    order = sorted(drawn.tolist(), key=lambda place: askers[place] not in telling)
    part = np.empty(len(askers), dtype=np.int64)
    part[order] = np.arange(len(askers)) % settings.parts
    parts: Int64Matrix = part[first]
    return parts
