"""How often each word stands in each document: what BM25 is computed from, and what stays true when others change."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final, Self

import numpy as np
import scipy.sparse as sp

from models.protocols import Int64Matrix

FILES: Final = ("words.json", "counts.npy", "documents.npy", "starts.npy", "lengths.npy")


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Counts of n documents, word by word.

    Attributes:
        vocabulary: column of each word.
        matrix: shape (n, n_words), int32, by columns, the documents of each rising.
        lengths: shape (n,), words of each document, repeated ones counted again.
    """

    vocabulary: dict[str, int]
    matrix: sp.csc_matrix
    lengths: Int64Matrix

    @classmethod
    def of(cls, documents: Sequence[Sequence[str]]) -> Self:
        """Count the words of documents."""
        # Columns in the order of first appearance, not of a set: the same documents give the same file.
        vocabulary = {word: column for column, word in enumerate(dict.fromkeys(chain.from_iterable(documents)))}
        counted = [Counter(document) for document in documents]
        starts = np.cumsum([0, *map(len, counted)])
        columns = np.fromiter((vocabulary[word] for each in counted for word in each), np.int32, int(starts[-1]))
        counts = np.fromiter(chain.from_iterable(each.values() for each in counted), np.int32, int(starts[-1]))
        by_document = sp.csr_matrix((counts, columns, starts), shape=(len(documents), len(vocabulary)))
        return cls(vocabulary, by_document.tocsc(), np.array([len(each) for each in documents], dtype=np.int64))

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self.lengths)

    def picked(self, others: "WordCounts", sources: Int64Matrix) -> "WordCounts":
        """Return some of these documents and of others, in an order of one's own.

        Args:
            others: counted as standing behind these.
            sources: positions through both, shape (n,).

        Returns:
            The counts of n documents; words that none of them has any more are gone.
        """
        vocabulary = dict(self.vocabulary)
        for word in others.vocabulary:
            vocabulary.setdefault(word, len(vocabulary))
        columns = np.array([vocabulary[word] for word in others.vocabulary], dtype=np.int64)
        width = len(vocabulary)
        first, second = sp.csr_matrix(self.matrix), sp.csr_matrix(others.matrix)
        mine = sp.csr_matrix((first.data, first.indices, first.indptr), shape=(len(self), width))
        theirs = sp.csr_matrix((second.data, columns[second.indices], second.indptr), shape=(len(others), width))
        rows = sp.csr_matrix(sp.vstack([mine, theirs], format="csr")[sources]).tocsc()
        used = np.flatnonzero(np.diff(rows.indptr))
        words = list(vocabulary)
        lengths = np.concatenate([self.lengths, others.lengths])[sources]
        left = {words[column]: place for place, column in enumerate(used.tolist())}
        return WordCounts(left, _sorted(rows[:, used]), lengths)

    def write(self, folder: Path) -> None:
        """Write the files of `FILES` into a folder."""
        (folder / "words.json").write_text(json.dumps(list(self.vocabulary), ensure_ascii=False), encoding="utf-8")
        np.save(folder / "counts.npy", self.matrix.data.astype(np.int32, copy=False), allow_pickle=False)
        np.save(folder / "documents.npy", self.matrix.indices.astype(np.int32, copy=False), allow_pickle=False)
        np.save(folder / "starts.npy", self.matrix.indptr.astype(np.int64, copy=False), allow_pickle=False)
        np.save(folder / "lengths.npy", self.lengths, allow_pickle=False)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return what `write` wrote; whoever calls has checked the files."""
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        counts, documents, starts, lengths = (np.load(folder / name, allow_pickle=False) for name in FILES[1:])
        matrix = sp.csc_matrix((counts, documents, starts), shape=(len(lengths), len(words)))
        return cls({word: column for column, word in enumerate(words)}, matrix, lengths)


def _sorted(matrix: sp.csc_matrix) -> sp.csc_matrix:
    matrix.sort_indices()
    return matrix
