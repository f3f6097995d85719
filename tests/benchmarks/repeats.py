"""The ceiling of bdci2019: what a ranker would reach that knew how a repeated pair was judged another time.

A pair is repeated when one need was judged with several achievements of the same title: a ranker that reads titles,
all that the files hold, cannot tell them apart, but their labels differ. Of every such group one pair, drawn at random,
is judged by; rankers know of the others

- one label: as noisy as the one that is judged by, so a ranker could do better: a floor of the ceiling;
- the mean of all other labels of the group, where it has three or more, else the same;
- the mean of the whole group, the label judged by among them: nobody can know that: a roof over the ceiling.

Beside them stand the untrained product (the shipped one has seen these labels) and no knowledge at all, on the same
pairs. Mean of 20 draws (ties in random order); intervals: 95%, 1,000 bootstrap samples over needs, mean of their ends
over the draws.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Final

import numpy as np

from data.records.enums import Level
from data.records.pairs import Pair
from ingest.batch import read_pairs
from matcher.evaluation import intervals, metrics
from matcher.evaluation.intervals import Estimate, Predictions
from matcher.language import Language
from models.protocols import Float64Matrix, Int64Matrix
from tests.benchmarks.bench import open_language, parser, real_data, say, say_machine, untrained_matcher

SEED: Final = 20261122
N_DRAWS: Final = 20
COLUMNS: Final = ("ndcg_at_10", "auc", "mae")


@dataclass(frozen=True, slots=True)
class Group:
    """Pairs of one need whose achievements have the same title.

    Attributes:
        need: number of the need.
        levels: as judged, two or more.
        score: the product's, 0-1.
    """

    need: int
    levels: tuple[int, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How repeated labels agree, over all ordered pairs of labels of a group.

    Attributes:
        same: share that are equal.
        fair: share on the same side of level 3.
        distance: mean difference, in levels.
        counts: shape (4, 4), by one label and another of its group; symmetric.
    """

    same: float
    fair: float
    distance: float
    counts: Int64Matrix


def read_groups(folder: Path, language: Language) -> list[Group]:
    """Return the repeated pairs of a folder with needs.csv, achievements.csv and pairs.csv."""
    matcher = untrained_matcher(folder, language)
    pairs = [pair for pair in read_pairs([folder / "pairs.csv"]).records if pair.level is not None]
    titles = {profile.id: profile.title for profile in matcher.achievements.profiles}
    rows_of: dict[tuple[str, str], list[int]] = {}
    for row, pair in enumerate(pairs):
        rows_of.setdefault((pair.need_id, titles[pair.achievement_id]), []).append(row)
    repeated = {key: rows for key, rows in rows_of.items() if len(rows) > 1}
    return _groups(pairs, repeated, matcher.score(pairs).score)


def _groups(
    pairs: Sequence[Pair], repeated: Mapping[tuple[str, str], Sequence[int]], scores: Float64Matrix
) -> list[Group]:
    number = {need_id: place for place, need_id in enumerate(dict.fromkeys(need_id for need_id, _ in repeated))}
    return [
        Group(
            need=number[need_id],
            levels=tuple(int(level) for row in rows if (level := pairs[row].level) is not None),
            score=float(np.mean(scores[list(rows)])),
        )
        for (need_id, _), rows in repeated.items()
    ]


def agreement(groups: Sequence[Group]) -> Agreement:
    """Compare every label of a group with every other one."""
    counts = np.zeros((4, 4), dtype=np.int64)
    for group in groups:
        for (one, other), n in Counter(permutations(group.levels, 2)).items():
            counts[one - 1, other - 1] += n
    levels = np.arange(1, 5)
    fair = (levels >= Level.FAIR)[:, None] == (levels >= Level.FAIR)[None, :]
    distance = np.abs(levels[:, None] - levels[None, :])
    total = counts.sum()
    return Agreement(
        same=float(np.trace(counts) / total),
        fair=float(counts[fair].sum() / total),
        distance=float((counts * distance).sum() / total),
        counts=counts,
    )


def measure(groups: Sequence[Group]) -> dict[str, dict[str, Estimate]]:
    """Return the figures of every kind of ranker, by the names of `intervals.STATISTICS`."""
    generator = np.random.default_rng(SEED)
    draws = intervals.draw_needs(max(group.need for group in groups) + 1, seed=SEED)
    found: dict[str, list[dict[str, Estimate]]] = {}
    for _ in range(N_DRAWS):
        order = generator.permutation(len(groups))
        shuffled = [groups[place] for place in order.tolist()]
        labels = [generator.permutation(group.levels) for group in shuffled]
        levels = np.array([label[0] for label in labels], dtype=np.int64)
        needs = np.array([group.need for group in shuffled], dtype=np.int64)
        known = {
            "nothing (level 2 for all)": np.full(len(labels), 2.0),
            "one other label": np.array([label[1] for label in labels], dtype=np.float64),
            "mean of the other labels": np.array([label[1:].mean() for label in labels]),
            "mean of all labels, its own too": np.array([label.mean() for label in labels]),
            "duijie, untrained": 1.0 + 3.0 * np.array([group.score for group in shuffled]),
        }
        for name, values in known.items():
            scores = (values - 1.0) / 3.0
            said = Predictions(levels, needs, scores, np.rint(values).astype(np.int64), scores)
            found.setdefault(name, []).append(intervals.estimate(said, draws))
    return {name: {column: _mean([one[column] for one in each]) for column in COLUMNS} for name, each in found.items()}


def n_ordered(groups: Sequence[Group]) -> int:
    """Count the needs with at least five groups, one with a label above level 1: most of these count for nDCG."""
    levels: dict[int, list[int]] = {}
    for group in groups:
        levels.setdefault(group.need, []).append(max(group.levels))
    return sum(metrics.has_order(np.array(each, dtype=np.int64)) for each in levels.values())


def main() -> None:
    """Measure, print."""
    chosen = parser(__doc__).parse_args()
    say_machine()
    groups = read_groups(real_data() / "bdci2019", open_language(chosen.encoder))
    n_pairs, n_needs = sum(len(group.levels) for group in groups), len({group.need for group in groups})
    say(f"{len(groups)} groups of {n_pairs} pairs, {n_needs} needs; {n_ordered(groups)} of them count for nDCG")
    found = agreement(groups)
    say(f"labels equal {found.same:.3f}, same side of level 3 {found.fair:.3f}, mean difference {found.distance:.3f}")
    for level, row in zip(Level, found.counts.tolist(), strict=True):
        say(f"  label {level:d}, another 1-4: {row}")
    say(f"{'known':<34}{'nDCG@10':>24}{'AUC level >= 3':>24}{'1/(1+MAE)':>24}")
    for name, figures in measure(groups).items():
        error = figures["mae"]
        nearness = Estimate(1 / (1 + error.value), 1 / (1 + error.high), 1 / (1 + error.low))
        shown = (figures["ndcg_at_10"], figures["auc"], nearness)
        say(f"{name:<34}" + "".join(f"{f'{one.value:.3f} [{one.low:.3f}, {one.high:.3f}]':>24}" for one in shown))


def _mean(estimates: Sequence[Estimate]) -> Estimate:
    return Estimate(
        float(np.mean([one.value for one in estimates])),
        float(np.mean([one.low for one in estimates])),
        float(np.mean([one.high for one in estimates])),
    )


if __name__ == "__main__":
    main()
