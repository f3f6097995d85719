"""Names the candidates worth a slow encoder by a fast one, so that only their texts are encoded.

With vectors of words alone everything is scored as usual, and of each list the best stay; they are then encoded,
scored and explained as if nothing had gone before (docs/decisions/0017-static-first-stage.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from data.records.enums import Direction
from matcher.corpus import Corpus
from matcher.feedback import QueryFeedback
from matcher.language import Language
from matcher.match import BATCH, Matcher
from matcher.retrieval import Retriever
from models.protocols import Int64Matrix, Progress, Ranker

POOL: Final = 250
"""Candidates each of the three searches contributes here. On 51jishu (100 needs, 2,122 achievements) 250 hold 98.8% of
what e5 puts into the first ten of all pairs; 60, enough for e5's own searches, hold 91.7%. Searching costs next to
nothing."""

KEPT: Final = 100
"""Candidates a list keeps: 95% of what e5 puts into the first ten, and all that it lists (level 2 and above). 60 would
keep 91% and all, 200 98%; measured by `python -m tests.benchmarks.preselection`, 2026-11-22."""

KEPT_PER_PLACE: Final = 10
"""Longer lists keep in proportion."""


@dataclass(frozen=True, slots=True)
class Preselection:
    """What is worth encoding; answers in place of a `Retriever` over the records that stay.

    Attributes:
        kept: positions of the records that stay, rising; never empty where there were any.
        chosen: for each query the positions of its candidates among those that stay, rising.
    """

    kept: Int64Matrix
    chosen: tuple[Int64Matrix, ...]

    def candidates(self, queries: Corpus, positions: Sequence[int], *, pool: int = KEPT) -> list[Int64Matrix]:
        """Return the candidates of the named queries, all that were chosen, however small the pool."""
        del queries, pool
        return [self.chosen[position] for position in positions]


def n_kept(top: int) -> int:
    """Return how many candidates a list of at most `top` keeps."""
    return max(KEPT, KEPT_PER_PLACE * top)


def preselect(rough: Matcher, direction: Direction, *, kept: int, progress: Progress | None = None) -> Preselection:
    """Choose the candidates of every record of one side.

    Args:
        rough: over all records, with a fast encoder; its feedback is heeded.
        direction: as of the match that follows.
        kept: candidates each list keeps at most, beside those that feedback bars from it.
        progress: called with lists made and lists in all.

    Returns:
        The choice. What people judged stays too, for it is counted, and moves what resembles it.
    """
    queries, targets = rough.sides(direction)
    retriever = Retriever.build(targets, rough.language)
    places = {profile.id: place for place, profile in enumerate(targets.profiles)}
    found: list[Int64Matrix] = []
    judged: set[int] = set()
    for start in range(0, len(queries), BATCH):
        positions = range(start, min(start + BATCH, len(queries)))
        ids = [queries.profiles[position].id for position in positions]
        said = rough.feedback.of_queries(direction, ids, targets=places)
        pools = retriever.candidates(queries, positions, pool=max(POOL, kept))
        for position, pool, each in zip(positions, pools, said, strict=True):
            judged |= _judged(each, places)
            # What was left out by people would take the place of what may be listed.
            n = kept + len(each.left_out)
            found.append(pool[:0] if each.closed else _best(rough, direction, position, pool, n=n))
        if progress is not None:
            progress(len(found), len(queries))
    stay = _union([*found, np.array(sorted(judged), np.int64)], n_targets=len(targets))
    return Preselection(stay, tuple(np.searchsorted(stay, each).astype(np.int64) for each in found))


def refine(
    rough: Matcher,
    direction: Direction,
    preselection: Preselection,
    *,
    language: Language,
    ranker: Ranker,
    progress: Progress | None = None,
) -> Matcher:
    """Prepare the queries and the records that stay with a slow encoder.

    Args:
        rough: what was chosen with; its records are not read again, so the segmenter must be that of the language.
        direction: as of the choice.
        preselection: what stays.
        language: with the slow encoder.
        ranker: goes with it.
        progress: called with texts encoded and texts in all.

    Returns:
        A matcher over all queries and what stays of the other side.
    """
    offers = direction is Direction.NEEDS
    needs, achievements = rough.needs.profiles, rough.achievements.profiles
    stay = preselection.kept.tolist()
    return Matcher(
        Corpus.build(needs if offers else [needs[place] for place in stay], language, role="query", progress=progress),
        Corpus.build(
            [achievements[place] for place in stay] if offers else achievements,
            language,
            role="passage",
            progress=progress,
        ),
        language,
        ranker,
        rough.feedback,
    )


def _best(rough: Matcher, direction: Direction, position: int, pool: Int64Matrix, *, n: int) -> Int64Matrix:
    if len(pool) <= n:
        return pool
    margin = rough.rank_candidates(direction, position, pool).margin
    return np.sort(pool[np.lexsort((pool, -margin))[:n]])


def _judged(said: QueryFeedback, places: dict[str, int]) -> set[int]:
    return {places[number] for number in (*said.left_out, *said.shown_again, *said.verdicts) if number in places}


def _union(found: Iterable[Int64Matrix], *, n_targets: int) -> Int64Matrix:
    kept: Int64Matrix = np.unique(np.concatenate([np.zeros(0, np.int64), *found]))
    # One stays in any case: that there is nothing to choose from, and that nothing fits, are two notes.
    return kept if len(kept) or not n_targets else np.zeros(1, np.int64)
