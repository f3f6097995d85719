"""Finds the few records worth scoring: by words, by meaning, and by the title alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np

from matcher.corpus import Corpus
from matcher.language import Language
from matcher.profiles import content_words
from models.indexes import Bm25Index, FaissIndex
from models.protocols import Float32Matrix, Hits, Int64Matrix, TextRole, TextSearch, VectorSearch

POOL = 60
"""Candidates each of the three searches contributes to a match. On real needs and achievements (51jishu, 2,122 of them)
the union, 143 candidates a need, holds 99.6% of what scoring all pairs would put into the first ten; 30 would hold
96.4%, 100 all. Measured by `python -m tests.benchmarks.pool`, see docs/benchmarks.md."""

RRF_OFFSET = 60
"""The constant of reciprocal rank fusion, from Cormack, Clarke & Buettcher (2009)."""


class Finder(Protocol):
    """Names the records of one side that are worth scoring for those of the other."""

    def candidates(self, queries: Corpus, positions: Sequence[int], *, pool: int = POOL) -> list[Int64Matrix]:
        """Return the candidates of the named queries, rising positions, one array a query."""


@dataclass(frozen=True, slots=True)
class Retriever:
    """The indexes over one side.

    Attributes:
        by_words: BM25 over title and text words, the title's counted twice.
        by_meaning: cosine over text vectors.
        by_title: cosine over title vectors.
        allowed: rising positions of the only records that may be found, as if there were no others, for whoever may see
            only these; None for all. Words are weighed as among all.
    """

    by_words: TextSearch
    by_meaning: VectorSearch
    by_title: VectorSearch
    allowed: Int64Matrix | None = None

    @classmethod
    def build(cls, corpus: Corpus, language: Language) -> Self:
        """Index a corpus."""
        encoder_id = language.vector_id
        return cls(
            by_words=Bm25Index.build([query_words(corpus, position) for position in range(len(corpus))]),
            by_meaning=FaissIndex.build(corpus.text_vectors, encoder_id=encoder_id),
            by_title=FaissIndex.build(corpus.title_vectors, encoder_id=encoder_id),
        )

    def candidates(self, queries: Corpus, positions: Sequence[int], *, pool: int = POOL) -> list[Int64Matrix]:
        """Return the candidates of several records of the other side.

        Returns:
            One array a query: the union of what the three searches find, rising positions; empty when the index is, and
            for a record without any word.
        """
        if not len(self.by_words):
            return [np.zeros(0, np.int64) for _ in positions]
        rows = np.asarray(positions, dtype=np.int64)
        found = np.hstack([
            self.with_words([query_words(queries, position) for position in positions], pool).positions,
            self.nearest(self.by_meaning, queries.text_vectors[rows], pool).positions,
            self.nearest(self.by_title, queries.title_vectors_at(rows), pool).positions,
        ])
        return [np.unique(row[row >= 0]) for row in found]

    def search(self, text: str, language: Language, *, role: TextRole, top: int) -> Hits:
        """Find records for a free text: both searches fused by reciprocal rank.

        Args:
            text: folded.
            language: the one the index was built with.
            role: "query" where the text asks for what the records offer, "passage" where it offers what they ask for.
            top: at least 1.

        Returns:
            One row of hits; the scores are sums of 1 / (60 + rank), ties by smaller position.
        """
        depth = max(top, POOL)
        by_words = self.with_words([content_words(text, language.segmenter)], depth)
        adapter = language.adapter
        vectors = adapter.centred(language.encoder.encode([text], role="query"), adapter.title_centre)
        by_meaning = self.nearest(self.by_meaning, adapter.turned(vectors) if role == "query" else vectors, depth)
        return fuse([by_words, by_meaning], top=top)

    def with_words(self, queries: Sequence[Sequence[str]], k: int) -> Hits:
        """Find records by words, see `TextSearch.search`."""
        return self.by_words.search(queries, k, among=self.allowed)

    def nearest(self, index: VectorSearch, vectors: Float32Matrix, k: int) -> Hits:
        """Find records by vectors; a zero one, of a text that says nothing, finds nothing instead of the first k."""
        hits = index.search(vectors, k, among=self.allowed)
        silent = np.linalg.norm(vectors, axis=1, keepdims=True) == 0.0
        return Hits(positions=np.where(silent, -1, hits.positions), scores=np.where(silent, -np.inf, hits.scores))


def query_words(corpus: Corpus, position: int) -> tuple[str, ...]:
    """Return a record's words with those of the title once more: the title names the object."""
    profile = corpus.profiles[position]
    return profile.title_words + profile.words


def fuse(results: Sequence[Hits], *, top: int) -> Hits:
    """Fuse the hits of one query by reciprocal rank (Cormack, Clarke & Buettcher, 2009).

    Args:
        results: hits with one row each.
        top: at most so many come back.

    Returns:
        One row; score = sum over the results of 1 / (60 + rank), rank from 1; ties by smaller position.
    """
    scores: dict[int, float] = {}
    for hits in results:
        for rank, position in enumerate(hits.positions[0].tolist(), start=1):
            if position >= 0:
                scores[position] = scores.get(position, 0.0) + 1.0 / (RRF_OFFSET + rank)
    order = sorted(scores, key=lambda position: (-scores[position], position))[:top]
    positions: Int64Matrix = np.array([order], dtype=np.int64).reshape(1, -1)
    values: Float32Matrix = np.array([[scores[position] for position in order]], dtype=np.float32).reshape(1, -1)
    return Hits(positions=positions, scores=values)
