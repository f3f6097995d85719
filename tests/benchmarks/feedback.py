"""What a few verdicts do for the rest of a list: nDCG@10 before and after re-ranking, simulated on judged pairs.

For each need its judged pairs (bdci2019) are ranked, the first k are shown to a person who says what the labels say,
and the rest is ranked again with matcher.feedback. The figure is nDCG@10 over the rest alone, so that knowing the
labels of the first k cannot raise it by itself. Ranker and vectors are the untrained ones: the shipped ones have seen
these labels. The interval is the 2.5th to 97.5th percentile of the mean difference
over 2,000 bootstrap samples of needs. Weights may be looked at on the development half only (`--choose`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from data.records.enums import Direction, Level
from data.records.pairs import Pair
from ingest.batch import read_pairs
from matcher.evaluation import metrics
from matcher.evaluation.split import is_development
from matcher.feedback import WEIGHT, QueryFeedback, rerank
from matcher.language import Language
from matcher.match import Matcher
from models.protocols import Float64Matrix, Int64Matrix
from tests.benchmarks.bench import open_language, parser, real_data, say, say_figure, say_machine, untrained_matcher

REVEALED: Final = (1, 3, 5)
WEIGHTS: Final = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
N_SAMPLES: Final = 2000
SEED: Final = 20261122


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of one need's list: levels, margins before, and the feedback's value (without its weight)."""

    is_development: bool
    levels: Int64Matrix
    margin: Float64Matrix
    values: Float64Matrix

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


def simulate(folder: Path, language: Language, *, revealed: Sequence[int] = REVEALED) -> dict[int, list[Rest]]:
    """Return the rests of all needs by the number of results revealed."""
    matcher = untrained_matcher(folder, language)
    pairs = [pair for pair in read_pairs([folder / "pairs.csv"]).records if pair.level is not None]
    by_need: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_need.setdefault(pair.need_id, []).append(pair)
    found: dict[int, list[Rest]] = {k: [] for k in revealed}
    for judged in by_need.values():
        for k in revealed:
            rest = _rest(matcher, judged, k)
            if rest is not None:
                found[k].append(rest)
    return found


def change(rests: Sequence[Rest], *, weight: float = WEIGHT) -> Change:
    """Return what feedback of that weight changes."""
    before = np.array([rest.ndcg(0.0) for rest in rests])
    after = np.array([rest.ndcg(weight) for rest in rests])
    generator = np.random.default_rng(SEED)
    samples = generator.integers(len(rests), size=(N_SAMPLES, len(rests)))
    low, high = np.percentile((after - before)[samples].mean(axis=1), [2.5, 97.5])
    return Change(len(rests), float(before.mean()), float(after.mean()), float(low), float(high))


def main() -> None:
    """Simulate, print."""
    options = parser(__doc__)
    options.add_argument("--choose", action="store_true", help="print every weight on the development half")
    chosen = options.parse_args()
    say_machine()
    found = simulate(real_data() / "bdci2019", open_language(chosen.encoder))
    say("nDCG@10 of the rest of the list, before -> after feedback on its first k; difference with 95% interval")
    if chosen.choose:
        for weight in WEIGHTS:
            for k, rests in found.items():
                _say(f"development half, weight {weight}, k = {k}", [r for r in rests if r.is_development], weight)
        return
    for name, wanted in (("development half (weight chosen here)", True), ("other half (never looked at)", False)):
        for k, rests in found.items():
            _say(f"{name}, k = {k}", [rest for rest in rests if rest.is_development is wanted], WEIGHT)


def _say(name: str, rests: Sequence[Rest], weight: float) -> None:
    one = change(rests, weight=weight)
    interval = f"{one.after - one.before:+.4f} [{one.low:+.4f}, {one.high:+.4f}]"
    say_figure(f"{name}, {one.n_needs} needs", f"{one.before:.4f} -> {one.after:.4f}  {interval}")


def _rest(matcher: Matcher, judged: Sequence[Pair], k: int) -> Rest | None:
    """Reveal the first k of one need; None where what is left has no order to measure."""
    need = {profile.id: place for place, profile in enumerate(matcher.needs.profiles)}[judged[0].need_id]
    places = {profile.id: place for place, profile in enumerate(matcher.achievements.profiles)}
    candidates = np.array([places[pair.achievement_id] for pair in judged], dtype=np.int64)
    levels = np.array([pair.level for pair in judged], dtype=np.int64)
    ranked = matcher.rank_candidates(Direction.NEEDS, need, candidates)
    order = np.argsort(-ranked.ranking.margin, kind="stable")
    shown, left = order[:k], order[k:]
    if not len(left) or not metrics.has_order(levels[left]):
        return None
    said = {judged[row].achievement_id: (Level(int(levels[row])), None) for row in shown.tolist()}
    moved = rerank(ranked, matcher.achievements, candidates, QueryFeedback(levels=said))
    values = np.zeros(len(candidates)) if moved.added is None else moved.added.values
    return Rest(is_development(judged[0].need_id), levels[left], ranked.ranking.margin[left], values[left])


if __name__ == "__main__":
    main()
