"""Every need scored against its candidates, kept small: what all tables of gaps are made from."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from data.records.enums import Direction, Level
from data.records.matches import Match
from matcher.explain import explain
from matcher.match import BATCH, Matcher
from matcher.retrieval import Retriever
from models.protocols import Float64Matrix, Int64Matrix, Progress


@dataclass(frozen=True, slots=True)
class Scored:
    """The candidates of one need, best first.

    Attributes:
        candidates: shape (n,), positions of achievements.
        scores: shape (n,), 0-1.
        levels: shape (n,), 1-4.
    """

    candidates: Int64Matrix
    scores: Float64Matrix
    levels: Int64Matrix

    @property
    def n_fitting(self) -> int:
        """How many fit."""
        return sum(Level(level).fits for level in self.levels.tolist())

    @property
    def is_answered(self) -> bool:
        """Whether any candidate fits: the need counts as one that has a fitting match."""
        return self.n_fitting > 0


@dataclass(frozen=True, slots=True)
class Survey:
    """All needs of a matcher with their candidates, in the order of its needs."""

    matcher: Matcher
    scored: tuple[Scored, ...]

    def explained(self, need: int, rows: int, *, as_of: date) -> tuple[Match, ...]:
        """Explain the first candidates of one need.

        Args:
            need: its position.
            rows: how many, at most as many as it has.
            as_of: the day against which validity is checked.

        Returns:
            Matches, best first, with their evidence and conditions.
        """
        chosen = self.scored[need].candidates[:rows]
        if not len(chosen):
            return ()
        ranked = self.matcher.rank_candidates(Direction.NEEDS, need, chosen)
        return tuple(explain(ranked, row, rank=row + 1, as_of=as_of) for row in range(len(chosen)))


def survey(matcher: Matcher, *, progress: Progress | None = None) -> Survey:
    """Score every need against its candidates; nothing is explained yet.

    Args:
        matcher: over both sides.
        progress: called with needs done and needs in all.

    Returns:
        The survey; ties go to the achievement that stands first, as in `duijie match`.
    """
    indexes = Retriever.build(matcher.achievements, matcher.language)
    scored: list[Scored] = []
    n = len(matcher.needs)
    for start in range(0, n, BATCH):
        positions = range(start, min(start + BATCH, n))
        found = indexes.candidates(matcher.needs, positions)
        scored.extend(_scored(matcher, position, own) for position, own in zip(positions, found, strict=True))
        if progress is not None:
            progress(len(scored), n)
    return Survey(matcher, tuple(scored))


def _scored(matcher: Matcher, position: int, candidates: Int64Matrix) -> Scored:
    if not len(candidates):
        return Scored(candidates, np.zeros(0), np.zeros(0, np.int64))
    ranking = matcher.rank_candidates(Direction.NEEDS, position, candidates).ranking
    order = np.lexsort((candidates, -ranking.margin))
    return Scored(candidates[order], ranking.score[order], ranking.level[order].astype(np.int64))
