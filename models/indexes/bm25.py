"""Answers to the TextIndex protocol: BM25 by bm25s, and by a few lines that state the formula.

Lucene's variant, as in Kamphuis et al. (ECIR 2020), table 1: a document d scores, for every word of the query (a
repeated word counts again), ln(1 + (N - df + 0.5) / (df + 0.5)) * tf / (tf + k1 * (1 - b + b * |d| / average length)).
"""

import json
import math
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from data.errors import ArtefactError, IndexEmptyError
from models.artefacts import Manifest, read_manifest, write_artefact
from models.indexes.ranking import best_positions, empty_hits
from models.protocols import Float32Matrix, Hits, Int64Matrix

K1: Final = 1.5
B: Final = 0.75
_KIND: Final = "text_index"
_ARRAYS: Final = ("weights", "documents", "starts")
_REBUILD: Final = "请删除后重建索引。"


class Bm25Index:
    """bm25s' eager index: the score of every word in every document is computed when it is built.

    bm25s builds the arrays; a query sums the columns of its words. Memory is 8 bytes for each different word of each
    document.

    Args:
        vocabulary: column of each word.
        weights: scores, column by column.
        documents: the document of each score.
        starts: where each column begins, one more than there are columns.
        n_documents: size of the collection.
    """

    def __init__(
        self,
        *,
        vocabulary: dict[str, int],
        weights: npt.NDArray[np.float32],
        documents: npt.NDArray[np.int32],
        starts: npt.NDArray[np.int64],
        n_documents: int,
    ) -> None:
        self._vocabulary = vocabulary
        self._weights = weights
        self._documents = documents
        self._starts = starts
        self._n_documents = n_documents

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> Self:
        """Index documents given as lists of words; see `TextIndex.build`.

        Args:
            documents: words of each.

        Returns:
            The index.
        """
        # Columns in the order of first appearance, not of a set: the same documents give the same file.
        vocabulary = {word: column for column, word in enumerate(dict.fromkeys(chain.from_iterable(documents)))}
        if not vocabulary:
            empty = np.zeros(0, dtype=np.float32)
            starts = np.zeros(1, dtype=np.int64)
            return cls(
                vocabulary={},
                weights=empty,
                documents=empty.astype(np.int32),
                starts=starts,
                n_documents=len(documents),
            )
        import bm25s  # noqa: PLC0415  # 0.3 s, and only building needs it

        engine = bm25s.BM25(method="lucene", k1=K1, b=B, backend="numpy")
        ids = [[vocabulary[word] for word in document] for document in documents]
        built = engine.build_index_from_ids(list(range(len(vocabulary))), ids, show_progress=False)
        return cls(
            vocabulary=vocabulary,
            weights=built["data"].astype(np.float32, copy=False),
            documents=built["indices"].astype(np.int32, copy=False),
            starts=built["indptr"].astype(np.int64, copy=False),
            n_documents=len(documents),
        )

    def __len__(self) -> int:
        """Return the number of documents."""
        return self._n_documents

    def search(self, queries: Sequence[Sequence[str]], k: int) -> Hits:
        """Return the k best documents of each query; see `TextIndex.search`.

        Raises:
            IndexEmptyError: there is no document.
        """
        _refuse_empty(len(self))
        hits = empty_hits(len(queries), k)
        for row, query in enumerate(queries):
            scores = self._all_scores(query)
            # Lucene's idf is above 0, so exactly the documents that share a word have a score.
            best = best_positions(scores, k, above=0.0)
            hits.positions[row, : len(best)] = best
            hits.scores[row, : len(best)] = scores[best]
        return hits

    def scores(self, query: Sequence[str], positions: Int64Matrix) -> Float32Matrix:
        """Return the BM25 of the query for the named documents, shape (len(positions),)."""
        return self._all_scores(query)[positions]

    def save(self, folder: Path) -> None:
        """Write the index into the folder, with a manifest."""
        manifest = Manifest(
            kind=_KIND,
            id=f"bm25-lucene-{K1}-{B}",
            source="bm25s",
            figures={"documents": self._n_documents, "words": len(self._vocabulary)},
        )
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
        if not set(manifest.files) >= {"words.json", *(f"{name}.npy" for name in _ARRAYS)}:
            raise ArtefactError(f"“{folder}”中的索引由其他程序生成。", remedy=_REBUILD)
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        weights, documents, starts = (np.load(folder / f"{name}.npy", allow_pickle=False) for name in _ARRAYS)
        return cls(
            vocabulary={word: column for column, word in enumerate(words)},
            weights=weights,
            documents=documents,
            starts=starts,
            n_documents=int(manifest.figures["documents"]),
        )

    def _all_scores(self, query: Sequence[str]) -> npt.NDArray[np.float32]:
        scores = np.zeros(self._n_documents, dtype=np.float32)
        for word in query:
            column = self._vocabulary.get(word)
            if column is not None:
                start, end = self._starts[column], self._starts[column + 1]
                np.add.at(scores, self._documents[start:end], self._weights[start:end])
        return scores

    def _write(self, folder: Path) -> None:
        (folder / "words.json").write_text(json.dumps(list(self._vocabulary), ensure_ascii=False), encoding="utf-8")
        np.save(folder / "weights.npy", self._weights, allow_pickle=False)
        np.save(folder / "documents.npy", self._documents, allow_pickle=False)
        np.save(folder / "starts.npy", self._starts, allow_pickle=False)


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

    def search(self, queries: Sequence[Sequence[str]], k: int) -> Hits:
        """Return the k best documents of each query; see `TextIndex.search`.

        Raises:
            IndexEmptyError: there is no document.
        """
        _refuse_empty(len(self))
        hits = empty_hits(len(queries), k)
        for row, query in enumerate(queries):
            scores = self.scores(query, np.arange(len(self)))
            best = best_positions(scores, k, above=0.0)
            hits.positions[row, : len(best)] = best
            hits.scores[row, : len(best)] = scores[best]
        return hits

    def scores(self, query: Sequence[str], positions: Int64Matrix) -> Float32Matrix:
        """Return the BM25 of the query for the named documents, shape (len(positions),)."""
        return np.array([self._score(query, position) for position in positions.tolist()], dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write the index into the folder, with a manifest."""
        manifest = Manifest(kind=_KIND, id=f"bm25-lucene-{K1}-{B}-plain", figures={"documents": len(self)})
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


def _refuse_empty(size: int) -> None:
    if not size:
        raise IndexEmptyError("索引中没有任何文本。", remedy="请先导入数据。")
