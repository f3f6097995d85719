"""Answers to the TextIndex protocol: BM25 with arrays, and by a few lines that state the formula.

Lucene's variant, as in Kamphuis et al. (ECIR 2020), table 1: a document d scores, for every word of the query (a
repeated word counts again), ln(1 + (N - df + 0.5) / (df + 0.5)) * tf / (tf + k1 * (1 - b + b * |d| / average length)).
"""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from data.errors import ArtefactError, IndexEmptyError
from models.artefacts import Manifest, read_manifest, write_artefact
from models.indexes.layout import Layout
from models.indexes.ranking import best_positions, empty_hits
from models.indexes.word_counts import FILES, WordCounts
from models.protocols import Float32Matrix, Hits, Int64Matrix

K1: Final = 1.5
B: Final = 0.75
_KIND: Final = "text_index"
_ID: Final = f"bm25-lucene-{K1}-{B}"
_REBUILD: Final = "请删除后重建索引。"


class Bm25Index:
    """The score of every word in every document, computed once from counts; a query sums the columns of its words.

    The counts lie in a base and a patch (see `models.indexes.layout`), so that an index follows its documents without
    being built anew; idf and average length are those of the whole collection, and scores are bit by bit those of an
    index built at once. They are bm25s' as well, which a test holds them against. Memory is 12 bytes for each different
    word of each document.

    Args:
        counts: of the base.
        layout: where documents lie; None where all are in the base.
        patch: counts of the patch; None where it is empty.
    """

    def __init__(self, counts: WordCounts, *, layout: Layout | None = None, patch: WordCounts | None = None) -> None:
        self.counts = counts
        self.layout = layout if layout is not None else Layout.whole(len(counts))
        self.patch = patch if patch is not None else WordCounts.of([])
        self._size = len(self.layout)
        self._parts = _weighed((self.counts, self.layout.base), (self.patch, self.layout.patch), size=self._size)

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> Self:
        """Index documents given as lists of words; see `TextIndex.build`.

        Args:
            documents: words of each.

        Returns:
            The index.
        """
        return cls(WordCounts.of(documents))

    def revised(self, kept: Int64Matrix, fresh: Sequence[Sequence[str]]) -> Self:
        """Return the index after documents came, went or were replaced, with the same base.

        Args:
            kept: see `Layout.revised`, which names the error.
            fresh: words of the documents that `kept` marks as fresh, in order.

        Returns:
            The index of the collection as it is now.
        """
        layout, sources = self.layout.revised(kept)
        return type(self)(self.counts, layout=layout, patch=self.patch.picked(WordCounts.of(fresh), sources))

    def merged(self) -> Self:
        """Return the same index with everything in the base."""
        return type(self)(self.counts.picked(self.patch, self.layout.order))

    def __len__(self) -> int:
        """Return the number of documents."""
        return self._size

    def search(self, queries: Sequence[Sequence[str]], k: int, *, among: Int64Matrix | None = None) -> Hits:
        """Return the k best documents of each query; see `TextIndex.search`.

        Raises:
            IndexEmptyError: there is no document.
        """
        refuse_empty(len(self))
        hits = empty_hits(len(queries), k)
        for row, query in enumerate(queries):
            scores = self._all_scores(query)
            # Lucene's idf is above 0, so exactly the documents that share a word have a score.
            best = best_positions(scores, k, above=0.0, among=among)
            hits.positions[row, : len(best)] = best
            hits.scores[row, : len(best)] = scores[best]
        return hits

    def scores(self, query: Sequence[str], positions: Int64Matrix) -> Float32Matrix:
        """Return the BM25 of the query for the named documents, shape (len(positions),)."""
        return self._all_scores(query)[positions]

    def save(self, folder: Path) -> None:
        """Write the index into the folder, with a manifest; everything is in the base of what is written."""
        whole = self.merged() if self.layout.n_patched else self
        figures = {"documents": len(whole), "words": len(whole.counts.vocabulary)}
        write_artefact(folder, Manifest(kind=_KIND, id=_ID, figures=figures), whole.counts.write)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read an index back; see `TextIndex.load`.

        Args:
            folder: where `save` wrote it.

        Returns:
            The index.
        """
        return cls(read_counts(folder))

    def _all_scores(self, query: Sequence[str]) -> npt.NDArray[np.float32]:
        scores = np.zeros(len(self), dtype=np.float32)
        for part in self._parts:
            scores[part.places] = part.scores(query)[part.living]
        return scores


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of an index, weighed.

    Attributes:
        weights: scores, in the order of the counts.
        living: the documents of the part that are in the collection.
        places: where these stand in it.
    """

    counts: WordCounts
    weights: npt.NDArray[np.float32]
    living: Int64Matrix
    places: Int64Matrix

    def scores(self, query: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the BM25 of the query for every document of the part, dead ones too."""
        matrix = self.counts.matrix
        scores = np.zeros(len(self.counts), dtype=np.float32)
        for word in query:
            column = self.counts.vocabulary.get(word)
            if column is not None:
                start, end = matrix.indptr[column], matrix.indptr[column + 1]
                # No document comes twice in a column.
                scores[matrix.indices[start:end]] += self.weights[start:end]
        return scores


def read_counts(folder: Path) -> WordCounts:
    """Return the counts a saved index holds.

    Raises:
        ArtefactError: a file is missing or damaged, or belongs to another kind of index.
    """
    manifest = read_manifest(folder, kind=_KIND)
    if not set(manifest.files) >= set(FILES):
        raise ArtefactError(f"“{folder}”中的索引由其他程序生成。", remedy=_REBUILD)
    return WordCounts.read(folder)


def _weighed(*parts: tuple[WordCounts, Int64Matrix], size: int) -> tuple[_Part, ...]:
    """Weigh the words of parts as of one collection of `size` documents; empty parts are left out."""
    filled = [(counts, places) for counts, places in parts if len(counts)]
    per_part = [_holders(counts, places >= 0) for counts, places in filled]
    if len(filled) > 1:
        smaller, found = filled[1][0], per_part[1]
        larger = filled[0][0].vocabulary
        shared = [(larger[word], column) for word, column in smaller.vocabulary.items() if word in larger]
        mine, theirs = np.array(shared, dtype=np.int64).reshape(-1, 2).T
        per_part[0][mine] += found[theirs]
        found[theirs] = per_part[0][mine]
    total = sum(int(counts.lengths[places >= 0].sum()) for counts, places in filled)
    average = total / size if total else 1.0
    return tuple(
        _Part(
            counts,
            _weights(counts, held, size=size, average=average),
            np.flatnonzero(places >= 0),
            places[places >= 0],
        )
        for (counts, places), held in zip(filled, per_part, strict=True)
    )


def _holders(counts: WordCounts, living: npt.NDArray[np.bool_]) -> Int64Matrix:
    """Return how many living documents of a part hold each word."""
    before = np.concatenate([[0], np.cumsum(living[counts.matrix.indices], dtype=np.int64)])
    held: Int64Matrix = np.diff(before[counts.matrix.indptr])
    return held


def _weights(counts: WordCounts, holders: Int64Matrix, *, size: int, average: float) -> npt.NDArray[np.float32]:
    """Return the score of every word in every document, in the order of the counts.

    Rounded where bm25s rounds: idf to float32, then the product.
    """
    different, which = np.unique(holders, return_inverse=True)
    idf = np.array([math.log(1 + (size - n + 0.5) / (n + 0.5)) for n in different.tolist()], dtype=np.float32)[which]
    saturation = K1 * ((1 - B) + B * counts.lengths / average)
    matrix = counts.matrix
    share = matrix.data / (saturation[matrix.indices] + matrix.data)
    weights: npt.NDArray[np.float32] = (np.repeat(idf, np.diff(matrix.indptr)) * share).astype(np.float32)
    return weights


class PlainBm25Index:
    """The formula of this module's docstring, word by word: slow, and what the fast index is held against.

    Args:
        documents: words of each.
    """

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self._counts = [Counter(document) for document in documents]
        self._lengths = [len(document) for document in documents]
        self._holders: Counter[str] = Counter(word for counts in self._counts for word in counts)

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> Self:
        """Return an index of documents given as lists of words."""
        return cls(documents)

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self._counts)

    def search(self, queries: Sequence[Sequence[str]], k: int, *, among: Int64Matrix | None = None) -> Hits:
        """Return the k best documents of each query; see `TextIndex.search`.

        Raises:
            IndexEmptyError: there is no document.
        """
        refuse_empty(len(self))
        hits = empty_hits(len(queries), k)
        for row, query in enumerate(queries):
            scores = self.scores(query, np.arange(len(self)))
            best = best_positions(scores, k, above=0.0, among=among)
            hits.positions[row, : len(best)] = best
            hits.scores[row, : len(best)] = scores[best]
        return hits

    def scores(self, query: Sequence[str], positions: Int64Matrix) -> Float32Matrix:
        """Return the BM25 of the query for the named documents, shape (len(positions),)."""
        return np.array([self._score(query, position) for position in positions.tolist()], dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write the index into the folder, with a manifest."""
        manifest = Manifest(kind=_KIND, id=f"{_ID}-plain", figures={"documents": len(self)})
        write_artefact(folder, manifest, self._write)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read an index back; see `TextIndex.load`.

        Args:
            folder: where `save` wrote it.

        Returns:
            The index.

        Raises:
            ArtefactError: a file is missing or damaged, or belongs to another kind of index.
        """
        manifest = read_manifest(folder, kind=_KIND)
        if "documents.json" not in manifest.files:
            raise ArtefactError(f"“{folder}”中的索引由其他程序生成。", remedy=_REBUILD)
        counts = json.loads((folder / "documents.json").read_text(encoding="utf-8"))
        return cls([list(Counter(count).elements()) for count in counts])

    def _score(self, query: Sequence[str], position: int) -> float:
        counts = self._counts[position]
        average = sum(self._lengths) / len(self._lengths)
        total = 0.0
        for word in query:
            if word in counts:
                holders = self._holders[word]
                idf = math.log(1 + (len(self) - holders + 0.5) / (holders + 0.5))
                saturation = K1 * (1 - B + B * self._lengths[position] / average)
                total += idf * counts[word] / (counts[word] + saturation)
        return total

    def _write(self, folder: Path) -> None:
        (folder / "documents.json").write_text(json.dumps(self._counts, ensure_ascii=False), encoding="utf-8")


def refuse_empty(size: int) -> None:
    """Refuse a search in nothing.

    Raises:
        IndexEmptyError: there is no document.
    """
    if not size:
        raise IndexEmptyError("索引中没有任何文本。", remedy="请先导入数据。")
