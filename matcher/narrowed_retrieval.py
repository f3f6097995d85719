"""Finds the records worth scoring among some of one side: for whoever may see only these."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matcher.corpus import Corpus
from matcher.retrieval import POOL, Retriever
from models.protocols import Float32Matrix, Hits, Int64Matrix, VectorSearch

_DEEPER: Final = 8
"""How much deeper an index is searched where too few of the first hits count; four steps reach 250,000 records."""


@dataclass(frozen=True)
class NarrowedRetriever(Retriever):
    """A retriever that finds what an index over the allowed records alone would rank first.

    Attributes:
        allowed: rising positions of the records that may be found.
    """

    allowed: Int64Matrix

    @classmethod
    def of(cls, whole: Retriever, allowed: Int64Matrix) -> "NarrowedRetriever":
        """Return a retriever that shares the indexes of another."""
        return cls(whole.by_words, whole.by_meaning, whole.by_title, allowed)

    def candidates(self, queries: Corpus, positions: Sequence[int], *, pool: int = POOL) -> list[Int64Matrix]:
        """Return the candidates of several records; all that are allowed where these are no more than a pool."""
        if len(self.allowed) > pool:
            return Retriever.candidates(self, queries, positions, pool=pool)
        # Ranking 100,000 vectors to the last for the sake of three takes half a second.
        whole = Retriever(self.by_words, self.by_meaning, self.by_title)
        return [found[:0] if not len(found) else self.allowed for found in whole.candidates(queries, positions, pool=1)]

    def with_words(self, queries: Sequence[Sequence[str]], k: int) -> Hits:
        """Find allowed records by words."""
        return self._narrowed(lambda depth: Retriever.with_words(self, queries, depth), k)

    def nearest(self, index: VectorSearch, vectors: Float32Matrix, k: int) -> Hits:
        """Find allowed records by vectors."""
        return self._narrowed(lambda depth: Retriever.nearest(self, index, vectors, depth), k)

    def _narrowed(self, search: Callable[[int], Hits], k: int) -> Hits:
        """Search ever deeper until every query has its k allowed records, or there are no more."""
        size, wanted, depth = len(self.by_words), min(k, len(self.allowed)), k
        while True:
            hits = search(min(depth, size))
            is_kept = np.isin(hits.positions, self.allowed)
            is_done = (is_kept.sum(axis=1) >= wanted) | (hits.positions[:, -1] < 0)
            if depth >= size or is_done.all():
                return _gathered(hits, is_kept, k)
            depth *= _DEEPER


def _gathered(hits: Hits, is_kept: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], k: int) -> Hits:
    """Return the first k kept hits of each query, in their order."""
    positions = np.full((len(is_kept), k), -1, dtype=np.int64)
    scores = np.full((len(is_kept), k), -np.inf, dtype=np.float32)
    for row, kept in enumerate(is_kept):
        columns = np.flatnonzero(kept)[:k]
        positions[row, : len(columns)] = hits.positions[row, columns]
        scores[row, : len(columns)] = hits.scores[row, columns]
    return Hits(positions=positions, scores=scores)
