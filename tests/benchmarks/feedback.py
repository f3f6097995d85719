"""What a few verdicts do for the rest of a list: nDCG@10 before and after re-ranking, simulated on judged pairs.

The needs are those of tests/golden/development (51jishu, full texts, judged by automatic readers) and no others. For
each need its judged pairs are ranked by a ranker that has not seen the need (nested cross-validation by need, over
vectors that are only centred), the first k are shown to somebody who says what the labels say, and the rest is ranked
again with matcher.feedback. The figure is nDCG@10 over the rest alone, so that knowing the labels of the first k cannot
raise it by itself.

Two results are printed: the shipped weight, which was chosen on these needs, and a weight chosen for each fold on the
other four, which is what choosing is worth on needs not looked at. The interval is the 2.5th to 97.5th percentile of
the mean difference over 2,000 bootstrap samples of needs. `--choose` prints every weight.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from data.records.enums import Direction, Level
from data.records.ids import NeedId
from data.records.pairs import Pair
from ingest.batch import read_pairs
from matcher.evaluation import metrics
from matcher.feedback import WEIGHT, QueryFeedback, rerank
from matcher.match import Matcher
from matcher.training.columns import feature_columns
from matcher.training.crossvalidation import Recipe, train
from matcher.training.examples import JudgedSet, collect_examples
from matcher.training.folds import N_FOLDS, fold_of, folds_of
from models.protocols import Float64Matrix, Int64Matrix
from tests.benchmarks.bench import (
    REPOSITORY,
    open_language,
    parser,
    real_data,
    say,
    say_figure,
    say_machine,
    untrained_matcher,
)

REVEALED: Final = (1, 3, 5)
WEIGHTS: Final = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
N_SAMPLES: Final = 2000
SEED: Final = 20261122
DEVELOPMENT: Final = REPOSITORY / "tests" / "golden" / "development" / "pairs.csv"


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of one need's list: levels, margins before, and the feedback's value (without its weight)."""

    need_id: NeedId
    levels: Int64Matrix
    margin: Float64Matrix
    values: Float64Matrix

    @property
    def fold(self) -> int:
        """The fold of the need."""
        return fold_of(self.need_id, n_folds=N_FOLDS)

    def ndcg(self, weight: float) -> float:
        """Return nDCG@10 with the feedback weighed so; 0 is before."""
        return metrics.ndcg(self.levels, self.margin + weight * self.values)


@dataclass(frozen=True, slots=True)
class Change:
    """Mean nDCG@10 before and after, and the interval of the mean difference."""

    n_needs: int
    before: float
    after: float
    low: float
    high: float


def rank_unseen(matcher: Matcher, pairs: Sequence[Pair]) -> tuple[tuple[Pair, ...], Float64Matrix]:
    """Train by folds of needs.

    Returns:
        The pairs in the order of training, and each one's margin by the ranker that has not seen its need.
    """
    examples = collect_examples(matcher, [JudgedSet("development", tuple(pairs))])
    recipe = Recipe("feedback", feature_columns(), matcher.language.encoder.id)
    trained = train(examples.judged, folds_of(examples.need_ids, n_folds=N_FOLDS), recipe)
    return examples.pairs, trained.out_of_fold.margin


def simulate(
    matcher: Matcher, pairs: Sequence[Pair], margins: Float64Matrix, *, revealed: Sequence[int] = REVEALED
) -> dict[int, list[Rest]]:
    """Return the rests of all needs by the number of results revealed.

    Args:
        matcher: over both sides of the pairs.
        pairs: judged.
        margins: shape (n,), what the pairs are ordered by before anybody says anything.
        revealed: how many results are judged first.
    """
    rows_of: dict[NeedId, list[int]] = {}
    for row, pair in enumerate(pairs):
        rows_of.setdefault(pair.need_id, []).append(row)
    found: dict[int, list[Rest]] = {k: [] for k in revealed}
    for rows in rows_of.values():
        judged, own = [pairs[row] for row in rows], margins[rows]
        for k in revealed:
            rest = _rest(matcher, judged, own, k)
            if rest is not None:
                found[k].append(rest)
    return found


def change(rests: Sequence[Rest], weights: Mapping[int, float] | None = None) -> Change:
    """Return what feedback changes.

    Args:
        rests: at least one.
        weights: by fold; None for the shipped weight everywhere.
    """
    before = np.array([rest.ndcg(0.0) for rest in rests])
    after = np.array([rest.ndcg(WEIGHT if weights is None else weights[rest.fold]) for rest in rests])
    generator = np.random.default_rng(SEED)
    samples = generator.integers(len(rests), size=(N_SAMPLES, len(rests)))
    low, high = np.percentile((after - before)[samples].mean(axis=1), [2.5, 97.5])
    return Change(len(rests), float(before.mean()), float(after.mean()), float(low), float(high))


def choose(found: Mapping[int, Sequence[Rest]]) -> dict[int, float]:
    """Return for each fold the weight that is best on the other folds: mean over k of the mean nDCG@10."""
    return {
        fold: max(
            WEIGHTS,
            key=lambda weight: sum(
                float(np.mean([rest.ndcg(weight) for rest in rests if rest.fold != fold])) for rests in found.values()
            ),
        )
        for fold in range(N_FOLDS)
    }


def main() -> None:
    """Simulate, print."""
    options = parser(__doc__)
    options.add_argument("--choose", action="store_true", help="print every weight")
    chosen = options.parse_args()
    say_machine()
    matcher = untrained_matcher(real_data() / "51jishu", open_language(chosen.encoder))
    judged = [pair for pair in read_pairs([Path(DEVELOPMENT)]).records if pair.level is not None]
    found = simulate(matcher, *rank_unseen(matcher, judged))
    say("nDCG@10 of the rest of the list, before -> after feedback on its first k; difference with 95% interval")
    if chosen.choose:
        for weight in WEIGHTS:
            for k, rests in found.items():
                _say(f"weight {weight}, k = {k}", change(rests, dict.fromkeys(range(N_FOLDS), weight)))
    weights = choose(found)
    for k, rests in found.items():
        _say(f"shipped weight {WEIGHT}, k = {k}", change(rests))
    for k, rests in found.items():
        _say(f"weight of the other folds {sorted(set(weights.values()))}, k = {k}", change(rests, weights))


def _say(name: str, one: Change) -> None:
    interval = f"{one.after - one.before:+.4f} [{one.low:+.4f}, {one.high:+.4f}]"
    say_figure(f"{name}, {one.n_needs} needs", f"{one.before:.4f} -> {one.after:.4f}  {interval}")


def _rest(matcher: Matcher, judged: Sequence[Pair], margins: Float64Matrix, k: int) -> Rest | None:
    """Reveal the first k of one need; None where what is left has no order to measure."""
    need = {profile.id: place for place, profile in enumerate(matcher.needs.profiles)}[judged[0].need_id]
    places = {profile.id: place for place, profile in enumerate(matcher.achievements.profiles)}
    candidates = np.array([places[pair.achievement_id] for pair in judged], dtype=np.int64)
    levels = np.array([pair.level for pair in judged], dtype=np.int64)
    order = np.argsort(-margins, kind="stable")
    shown, left = order[:k], order[k:]
    if not len(left) or not metrics.has_order(levels[left]):
        return None
    said = {judged[row].achievement_id: (Level(int(levels[row])), None) for row in shown.tolist()}
    ranked = matcher.rank_candidates(Direction.NEEDS, need, candidates)
    moved = rerank(ranked, matcher.achievements, candidates, QueryFeedback(levels=said))
    values = np.zeros(len(candidates)) if moved.added is None else moved.added.values
    return Rest(judged[0].need_id, levels[left], margins[left], values[left])


if __name__ == "__main__":
    main()
