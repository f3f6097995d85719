"""The candidates of one need that are worth a person's judgement: the best of several ways of ranking."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import numpy as np

from data.records.enums import Direction
from matcher.match import Matcher
from matcher.retrieval import Retriever

DEPTH: Final = 10
"""How many of each way enter the pool: words, vectors of the text, vectors of the title, and the ranker itself. Judging
the ranker's own list alone would never show what it misses (pooling: Spärck Jones & van Rijsbergen, 1975)."""

SEED: Final = "20261122"


@dataclass(frozen=True, slots=True)
class Pooled:
    """A candidate of the pool, and how the ranker saw it: rank from 1 among everything it scored, score 0-1."""

    id: str
    rank: int
    score: float


def pooled(matcher: Matcher, position: int, retriever: Retriever, *, depth: int = DEPTH) -> tuple[Pooled, ...]:
    """Pool the achievements of one need.

    Args:
        matcher: holds both sides; what people said of pairs is not asked.
        position: of the need.
        retriever: indexes over the achievements.
        depth: how many of each way.

    Returns:
        Each candidate once, in an order that depends on the two ids alone and tells nothing of rank or score.
    """
    few = retriever.candidates(matcher.needs, [position], pool=depth)[0]
    everything = retriever.candidates(matcher.needs, [position])[0]
    if not len(everything):
        return ()
    ranking = matcher.rank_candidates(Direction.NEEDS, position, everything).ranking
    order = np.lexsort((everything, -ranking.margin))
    wanted = set(few.tolist()) | set(everything[order[:depth]].tolist())
    profiles = matcher.achievements.profiles
    found = [
        Pooled(profiles[int(everything[row])].id, rank, float(ranking.score[row]))
        for rank, row in enumerate(order, start=1)
        if int(everything[row]) in wanted
    ]
    need_id = matcher.needs.profiles[position].id
    return tuple(sorted(found, key=lambda each: shuffled(need_id, each.id)))


def shuffled(*parts: str) -> str:
    """Return a key whose order is as good as random, and the same on every computer."""
    return sha256("\n".join((SEED, *parts)).encode()).hexdigest()
