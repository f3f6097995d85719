"""Judged pairs as training takes them: in one order, with the values of their features and their weights."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from data.errors import BadInputError
from data.records.enums import Direction
from data.records.ids import NeedId
from data.records.pairs import Pair
from matcher.evaluation import metrics
from matcher.match import Matcher
from models.protocols import Float64Matrix, Int64Matrix, Progress
from models.rankers.fitting import Judgements

FEWEST_NEEDS: Final = 20
"""Needs with an order below which nothing is trained: a fold of five would have four."""

FEW_NEEDS: Final = 60
"""Needs with an order below which the figures are said to be uncertain: with twelve needs a fold, nDCG@10 has a
standard error of about 0.06."""

SET_POWER: Final = 0.5
"""A set of n needs weighs n to this power among the sets trained together: 1 would drown a small set of whole texts in
a large one of titles, 0 would have a handful of needs weigh as much as thousands."""


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Judged pairs that belong together, such as those of one file; every pair has a level."""

    name: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Examples:
    """Judged pairs with all that training and its report need.

    Attributes:
        pairs: set by set; within a set by need id, achievement id and level, so that the order of a file is no matter.
        judged: the same pairs in numbers.
        sets: name of the set each pair belongs to.
    """

    pairs: tuple[Pair, ...]
    judged: Judgements
    sets: tuple[str, ...]

    @property
    def need_ids(self) -> tuple[NeedId, ...]:
        """The need of each pair."""
        return tuple(pair.need_id for pair in self.pairs)


def collect_examples(matcher: Matcher, sets: Sequence[JudgedSet], *, progress: Progress | None = None) -> Examples:
    """Compute the features of every judged pair, need by need.

    Args:
        matcher: holds every need and achievement the pairs name.
        sets: what was judged.
        progress: called with needs done and needs in all.

    Returns:
        The examples; every need weighs alike within its set, and a set as `SET_POWER` says.
    """
    named = [(judged_set.name, pair) for judged_set in sets for pair in sorted(judged_set.pairs, key=_place)]
    pairs = [pair for _, pair in named]
    numbers = {need_id: number for number, need_id in enumerate(dict.fromkeys(pair.need_id for pair in pairs))}
    judged = Judgements(
        values=feature_values_of(matcher, pairs, progress=progress),
        levels=np.array([pair.level for pair in pairs], dtype=np.int64),
        needs=np.array([numbers[pair.need_id] for pair in pairs], dtype=np.int64),
        weights=_weights(named),
    )
    return Examples(tuple(pairs), judged, tuple(name for name, _ in named))


def feature_values_of(matcher: Matcher, pairs: Sequence[Pair], *, progress: Progress | None = None) -> Float64Matrix:
    """Compute the features of pairs, one need at a time, so that memory does not grow with the file.

    Args:
        matcher: holds every need and achievement the pairs name.
        pairs: with or without a level.
        progress: called with needs done and needs in all.

    Returns:
        Shape (n, n_features), rows in the order of the pairs.
    """
    needs = {profile.id: place for place, profile in enumerate(matcher.needs.profiles)}
    achievements = {profile.id: place for place, profile in enumerate(matcher.achievements.profiles)}
    rows_of: dict[NeedId, list[int]] = {}
    for row, pair in enumerate(pairs):
        rows_of.setdefault(pair.need_id, []).append(row)
    values = np.zeros((len(pairs), len(matcher.ranker.features)))
    for done, (need_id, rows) in enumerate(rows_of.items(), start=1):
        candidates: Int64Matrix = np.array([achievements[pairs[row].achievement_id] for row in rows], dtype=np.int64)
        values[rows] = matcher.rank_candidates(Direction.NEEDS, needs[need_id], candidates).values
        if progress is not None:
            progress(done, len(rows_of))
    return values


def count_ordered(sets: Sequence[JudgedSet]) -> int:
    """Count the needs that have an order: at least five judged pairs, one of them above level 1."""
    levels: dict[NeedId, list[int]] = {}
    for judged_set in sets:
        for pair in judged_set.pairs:
            levels.setdefault(pair.need_id, []).append(int(pair.level or 0))
    return sum(metrics.has_order(np.array(of_need)) for of_need in levels.values())


def require_enough(sets: Sequence[JudgedSet]) -> int:
    """Refuse what is too little to learn from.

    Returns:
        How many needs have an order.

    Raises:
        BadInputError: they are fewer than `FEWEST_NEEDS`.
    """
    n_ordered = count_ordered(sets)
    if n_ordered < FEWEST_NEEDS:
        raise BadInputError(
            f"可供训练的需求只有 {n_ordered} 项，至少要 {FEWEST_NEEDS} 项"
            f"（每项至少 {metrics.FEWEST_PAIRS} 对判定，且至少一对 level 高于 1）。",
            remedy="请补充判定，或与自带样例的判定一起训练（重复写 --needs、--achievements、--pairs）。",
        )
    return n_ordered


def _place(pair: Pair) -> tuple[str, str, int]:
    return pair.need_id, pair.achievement_id, int(pair.level or 0)


def _weights(named: Sequence[tuple[str, Pair]]) -> Float64Matrix:
    n_pairs = Counter((name, pair.need_id) for name, pair in named)
    n_needs = Counter(name for name, _ in n_pairs)
    shares = [n_needs[name] ** (SET_POWER - 1.0) / n_pairs[name, pair.need_id] for name, pair in named]
    weights = np.array(shares)
    normalised: Float64Matrix = weights * (len(weights) / weights.sum())
    return normalised
