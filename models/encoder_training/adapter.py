"""Trains a vector adapter from judged pairs: seconds on one core, the same bytes for the same seed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from data.errors import UsageError
from models.encoder_training.judged import Comparisons, JudgedVectors, comparisons
from models.encoder_training.objective import PairwiseObjective
from models.encoders.adapter import VectorAdapter
from models.protocols import Float64Matrix, Progress

FEWEST_ASKERS: Final = 10
"""Fewer asking records leave two or less to stop by."""
_CORRECTIONS: Final = 8
_ERRORS: Final = 2.0
"""Standard errors that the gain on the askers held out must exceed, or nothing is turned."""


@dataclass(frozen=True, slots=True)
class AdapterSettings:
    """How to train.

    Attributes:
        seed: draws the asking records that are held out to stop by.
        penalty: weight of the squared entries of W. Of 0.0001 to 0.03, 0.003 was best on needs not trained on.
        steepness: what a difference of cosines is multiplied with.
        held_out: share of asking records held out to stop by.
        patience: iterations without gain on them before stopping.
        most_iterations: of L-BFGS.
    """

    seed: int = 20261122
    penalty: float = 3e-3
    steepness: float = 15.0
    held_out: float = 0.2
    patience: int = 4
    most_iterations: int = 40


@dataclass(frozen=True, slots=True, eq=False)
class TrainedAdapter:
    """An adapter and how it came about.

    Attributes:
        adapter: what to use; its turn is zero where nothing was gained on the records held out.
        figures: comparisons, iterations, and of the asking records held out: their number, the mean weighted share of
            comparisons in the right order before and after, the gain and its standard error.
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

    First a fifth of the asking records is held out and the number of iterations found that serves it best; then all
    records are used for that many. Where their gain does not stand out of the noise, nothing is turned.

    Args:
        judged: frozen vectors and levels.
        start: gives the centres (`default_adapter`, or `VectorAdapter.centring`); its own turn is not used.
        settings: how to train.
        progress: called with iterations done and the most there can be.

    Returns:
        The adapter, rounded as it will be saved, and figures.

    Raises:
        UsageError: fewer than ten asking records have pairs of different levels.
    """
    settings = settings or AdapterSettings()
    plain = replace(start, turn=np.zeros_like(start.turn))
    queries = plain.asking(judged.asking_titles, judged.asking_texts).astype(np.float64)
    passages = plain.offering(judged.offering_titles, judged.offering_texts).astype(np.float64)[judged.offering]
    watched = _held_out(judged, settings)
    every = comparisons(judged.asking, judged.levels, np.ones(len(judged.asking), dtype=bool))
    watching = comparisons(judged.asking, judged.levels, watched)

    def objective(compared: Comparisons) -> PairwiseObjective:
        return PairwiseObjective(queries, passages, judged.asking, compared, settings.penalty, settings.steepness)

    learning = objective(comparisons(judged.asking, judged.levels, ~watched))
    watch = _Watch(lambda flat: learning.agreement(flat, watching), settings, progress)
    nothing = np.zeros(plain.turn.size)
    watch(nothing)
    _descend(learning, settings.most_iterations, watch)
    iterations = watch.best_iteration if watch.gain > _ERRORS * watch.gain_error else 0
    turn = _descend(objective(every), iterations) if iterations else nothing
    figures = {
        "comparisons": float(len(every)),
        "iterations": float(iterations),
        "held_out_askers": float(len(watch.start)),
        "held_out_agreement_before": float(watch.start.mean()),
        "held_out_agreement_after": float(watch.best.mean()),
        "held_out_gain": watch.gain,
        "held_out_gain_error": watch.gain_error,
    }
    turned = replace(plain, turn=turn.reshape(plain.turn.shape).astype(np.float32))
    return TrainedAdapter(adapter=turned.rounded(), figures=figures)


class _Watch:
    """Follows the askers held out, and stops the descent when their agreement no longer rises.

    The loss would not do: it falls with the scale of the scores alone.
    """

    def __init__(
        self, agreement: Callable[[Float64Matrix], Float64Matrix], settings: AdapterSettings, progress: Progress | None
    ) -> None:
        self._agreement = agreement
        self._settings = settings
        self._progress = progress
        self._by_iteration: list[Float64Matrix] = []

    @property
    def start(self) -> Float64Matrix:
        """Agreement of each asker held out before any iteration."""
        return self._by_iteration[0]

    @property
    def best(self) -> Float64Matrix:
        """The same after the best iteration."""
        return self._by_iteration[self.best_iteration]

    @property
    def best_iteration(self) -> int:
        """The first of highest mean agreement."""
        return int(np.argmax([shares.mean() for shares in self._by_iteration]))

    @property
    def gain(self) -> float:
        """Mean gain of the best iteration."""
        return float((self.best - self.start).mean())

    @property
    def gain_error(self) -> float:
        """Standard error of the gain over askers."""
        return float((self.best - self.start).std(ddof=1) / np.sqrt(len(self.start)))

    def __call__(self, xk: Float64Matrix) -> None:  # the name that scipy asks for
        self._by_iteration.append(self._agreement(xk))
        done = len(self._by_iteration) - 1
        if self._progress is not None and done:
            self._progress(done, self._settings.most_iterations)
        if done - self.best_iteration >= self._settings.patience:
            raise StopIteration


def _descend(objective: PairwiseObjective, iterations: int, watch: _Watch | None = None) -> Float64Matrix:
    start = np.zeros(objective.queries.shape[1] ** 2)
    found = minimize(
        objective,
        start,
        jac=True,
        method="L-BFGS-B",
        callback=watch,
        options={"maxiter": iterations, "maxcor": _CORRECTIONS},
    )
    flat: Float64Matrix = np.asarray(found.x, dtype=np.float64)
    return flat


def _held_out(judged: JudgedVectors, settings: AdapterSettings) -> npt.NDArray[np.bool_]:
    """Tell which judged pairs belong to asking records held out.

    Raises:
        UsageError: there are too few asking records.
    """
    askers = [asker for asker in np.unique(judged.asking) if len(np.unique(judged.levels[judged.asking == asker])) > 1]
    if len(askers) < FEWEST_ASKERS:
        raise UsageError(
            f"只有 {len(askers)} 条需求同时有较好和较差的成果，至少需要 {FEWEST_ASKERS} 条。",
            remedy="请补充标注后再训练。",
        )
    drawn = np.random.default_rng(settings.seed).permutation(np.array(askers))
    return np.isin(judged.asking, drawn[: max(2, round(settings.held_out * len(askers)))])
