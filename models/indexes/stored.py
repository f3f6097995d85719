"""Answers to TextSearch and VectorSearch over a database: it finds and adds up, what is asked for is decided here.

The database is reached through two narrow protocols, for this floor knows none. Documents bear numbers there, which
rise with their positions here but leave gaps.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import numpy as np

from models.indexes.bm25 import K1, B, refuse_empty
from models.indexes.ranking import COSINE_DECIMALS, empty_hits
from models.indexes.vectors import SPARE_HITS, check_queries
from models.protocols import Float32Matrix, Hits, Int64Matrix


class WordStore(Protocol):
    """One unchanging view of the words of an index."""

    def size(self) -> tuple[int, int]:
        """Return the number of documents, and of all their words together."""
        ...

    def holders(self, words: Iterable[str]) -> Mapping[str, int]:
        """Return how many documents hold each word; words that none holds are left out."""
        ...

    def best_by_words(
        self,
        weights: Mapping[str, float],
        *,
        offset: float,
        slope: float,
        most: int,
        positions: Sequence[int] | None = None,
    ) -> Sequence[tuple[int, float]]:
        """Return numbers and BM25 of the documents that hold any word, best first, ties by number.

        A word that stands c times in a document of n words adds its weight * c / (c + offset + slope * n).
        """
        ...


Nearest = Callable[[Sequence[float], int, Sequence[int] | None], Sequence[tuple[int, float]]]
"""Returns numbers and cosines of so many documents nearest to a vector, best first; of the named ones, or of all."""


class StoredTextIndex:
    """BM25 over a database.

    Scores are added up there in double precision: they agree with those of `Bm25Index`, which adds up float32, to a
    relative 1e-5.

    Args:
        view: opens the words; one view answers one search.
        numbers: of the documents, by position, rising; what the database holds beside them is not found.
    """

    def __init__(self, view: Callable[[], AbstractContextManager[WordStore]], numbers: Int64Matrix) -> None:
        self._view = view
        self._numbers = numbers

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self._numbers)

    def search(self, queries: Sequence[Sequence[str]], k: int, *, among: Int64Matrix | None = None) -> Hits:
        """Return the k best documents of each query; see `TextSearch.search`."""
        refuse_empty(len(self))
        hits = empty_hits(len(queries), k)
        named = None if among is None else self._numbers[among].tolist()
        with self._view() as words:
            for row, query in enumerate(queries):
                _fill(hits, row, _scored(words, query, most=k, positions=named), self._numbers)
        return hits

    def scores(self, query: Sequence[str], positions: Int64Matrix) -> Float32Matrix:
        """Return the BM25 of the query for the named documents, shape (len(positions),)."""
        wanted = self._numbers[positions].tolist()
        with self._view() as words:
            found = dict(_scored(words, query, most=len(wanted), positions=wanted))
        return np.array([found.get(number, 0.0) for number in wanted], dtype=np.float32)


class StoredVectorIndex:
    """Cosines over a database, always exact; they agree with those of `FaissIndex` to 2e-6.

    Args:
        nearest: asks the database.
        numbers: of the documents, by position, rising; what the database holds beside them is not found.
        dim: width of the vectors.
        encoder_id: the encoder that made them.
    """

    def __init__(self, nearest: Nearest, numbers: Int64Matrix, *, dim: int, encoder_id: str) -> None:
        self._nearest = nearest
        self._numbers = numbers
        self._dim = dim
        self._encoder_id = encoder_id

    def __len__(self) -> int:
        """Return the number of vectors."""
        return len(self._numbers)

    @property
    def encoder_id(self) -> str:
        """The encoder that made the vectors."""
        return self._encoder_id

    def search(self, queries: Float32Matrix, k: int, *, among: Int64Matrix | None = None) -> Hits:
        """Return the k vectors of highest cosine for each query; see `VectorSearch.search`."""
        check_queries(queries, size=len(self), dim=self._dim)
        hits = empty_hits(len(queries), k)
        named = None if among is None else self._numbers[among].tolist()
        for row, query in enumerate(queries):
            found = self._nearest(query.tolist(), k + SPARE_HITS, named)
            rounded = [(number, round(cosine, COSINE_DECIMALS)) for number, cosine in found]
            _fill(hits, row, sorted(rounded, key=lambda hit: (-hit[1], hit[0])), self._numbers)
        return hits


def _scored(
    words: WordStore, query: Sequence[str], *, most: int, positions: Sequence[int] | None = None
) -> Sequence[tuple[int, float]]:
    size, total = words.size()
    holders = words.holders(query)
    if not holders:
        return []
    weights = {
        word: times * float(np.float32(math.log(1 + (size - holders[word] + 0.5) / (holders[word] + 0.5))))
        for word, times in Counter(query).items()
        if word in holders
    }
    return words.best_by_words(
        weights, offset=K1 * (1 - B), slope=K1 * B * size / total, most=most, positions=positions
    )


def _fill(hits: Hits, row: int, found: Sequence[tuple[int, float]], numbers: Int64Matrix) -> None:
    """Write the hits of one query; numbers that came to the database since are left out."""
    asked = np.array([number for number, _ in found], dtype=np.int64)
    places = np.searchsorted(numbers, asked)
    known = numbers[np.minimum(places, len(numbers) - 1)] == asked
    width = min(int(known.sum()), hits.positions.shape[1])
    hits.positions[row, :width] = places[known][:width]
    hits.scores[row, :width] = np.array([score for _, score in found], dtype=np.float32)[known][:width]
