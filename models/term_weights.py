"""How much a shared word or character pair says: inverse document frequencies of a fixed background corpus.

A pair's score must not change because another row was added to the file, so the weights come from a background that
ships with the product instead of from the corpus at hand. Terms are hashed (scikit-learn's HashingVectorizer,
MurmurHash3) into 2^20 buckets: no vocabulary to ship, and a term never seen gets the highest weight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
import scipy.sparse as sp
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from data.errors import ArtefactError
from models.protocols import Float64Matrix, Int64Matrix

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import HashingVectorizer

N_BUCKETS = 2**20
"""The background fills 44,268 buckets with words and 183,143 with strings of one or two characters. Of the 30,600
distinct words of 51jishu three per cent share a bucket with another of them, of its 141,900 such strings thirteen per
cent, most of them rare. What shares a bucket adds its frequency: a rare string may count as a commoner one. Counted on
the shipped weights on 2026-11-22."""


def _own_words(words: Sequence[str]) -> Sequence[str]:
    return words


def _word_counter() -> "HashingVectorizer":
    # It costs a second to load, which the first page of the service need not wait for.
    from sklearn.feature_extraction.text import HashingVectorizer  # noqa: PLC0415 - as said

    return HashingVectorizer(n_features=N_BUCKETS, analyzer=_own_words, alternate_sign=False, norm=None)


def _character_counter() -> "HashingVectorizer":
    from sklearn.feature_extraction.text import HashingVectorizer  # noqa: PLC0415 - as above

    # One and two characters: a Chinese character is a morpheme, and titles shorn of adjectives still share them.
    return HashingVectorizer(
        n_features=N_BUCKETS, analyzer="char", ngram_range=(1, 2), alternate_sign=False, norm=None, lowercase=True
    )


def _unit_rows(matrix: sp.csr_matrix) -> sp.csr_matrix:
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    norms[norms == 0.0] = 1.0
    return sp.csr_matrix(sp.diags(1.0 / norms) @ matrix)


@dataclass(frozen=True)
class TermWeights:
    """Document frequencies by bucket, and the vectors they give.

    Attributes:
        n_documents: size of the background.
        word_frequencies: shape (2^20,), number of background documents with a word in the bucket.
        character_frequencies: shape (2^20,), the same for one- and two-character strings.
    """

    n_documents: int
    word_frequencies: Int64Matrix
    character_frequencies: Int64Matrix

    @classmethod
    def count(cls, texts: Sequence[str], words: Sequence[Sequence[str]]) -> Self:
        """Count a background corpus given as texts and as their words."""
        in_words = (_word_counter().transform(words) > 0).sum(axis=0)
        in_characters = (_character_counter().transform(texts) > 0).sum(axis=0)
        return cls(
            n_documents=len(texts),
            word_frequencies=np.asarray(in_words, dtype=np.int64).ravel(),
            character_frequencies=np.asarray(in_characters, dtype=np.int64).ravel(),
        )

    @cached_property
    def _word_idf(self) -> Float64Matrix:
        return self._smooth_idf(self.word_frequencies)

    @cached_property
    def _known_idf(self) -> dict[str, float]:
        # By word, filled as words are asked for: hashing one costs 0.1 ms, and explanations ask for the same ones.
        return {}

    @cached_property
    def _character_idf(self) -> Float64Matrix:
        return self._smooth_idf(self.character_frequencies)

    def _smooth_idf(self, frequencies: Int64Matrix) -> Float64Matrix:
        # scikit-learn's smooth idf: ln((1 + n) / (1 + df)) + 1.
        idf: Float64Matrix = np.log((1.0 + self.n_documents) / (1.0 + frequencies)) + 1.0
        return idf

    def word_matrix(self, words: Sequence[Sequence[str]]) -> sp.csr_matrix:
        """Return shape (n, 2^20): the idf of each word a document has, 0 elsewhere."""
        if not words:  # scikit-learn's hasher refuses an empty corpus
            return sp.csr_matrix((0, N_BUCKETS))
        counts: sp.csr_matrix = _word_counter().transform(words)
        counts.data = self._word_idf[counts.indices]
        return counts

    def character_matrix(self, texts: Sequence[str]) -> sp.csr_matrix:
        """Return shape (n, 2^20): (1 + ln tf) x idf of one- and two-character strings, rows of length 1 (or 0)."""
        if not texts:
            return sp.csr_matrix((0, N_BUCKETS))
        counts = _character_counter().transform(texts)
        counts.data = (1.0 + np.log(counts.data)) * self._character_idf[counts.indices]
        return _unit_rows(counts)

    def word_idf(self, words: Sequence[str]) -> Float64Matrix:
        """Return the idf of each word, shape (len(words),), at least 1."""
        known = self._known_idf
        unknown = [word for word in words if word not in known]
        if unknown:
            counts = _word_counter().transform([[word] for word in unknown])
            known.update(zip(unknown, self._word_idf[counts.indices].tolist(), strict=True))
        return np.array([known[word] for word in words], dtype=np.float64)

    def save(self, path: Path) -> None:
        """Write the frequencies, only the buckets that occur."""
        tensors = {"n_documents": np.array([self.n_documents], dtype=np.int64)}
        for name, frequencies in (("word", self.word_frequencies), ("character", self.character_frequencies)):
            buckets = np.flatnonzero(frequencies)
            tensors[f"{name}_buckets"] = buckets.astype(np.uint32)
            tensors[f"{name}_frequencies"] = frequencies[buckets].astype(np.uint16)
        save_file(tensors, path)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the frequencies back.

        Returns:
            What `save` wrote.

        Raises:
            ArtefactError: the file is missing or damaged.
        """
        try:
            tensors = load_file(path)
            full = []
            for name in ("word", "character"):
                frequencies = np.zeros(N_BUCKETS, dtype=np.int64)
                frequencies[tensors[f"{name}_buckets"]] = tensors[f"{name}_frequencies"]
                full.append(frequencies)
            n_documents = int(tensors["n_documents"][0])
        except (OSError, KeyError, IndexError, SafetensorError) as error:
            raise ArtefactError(f"词权重文件 {path.name} 缺失或损坏。", remedy="请重新安装本软件。") from error
        return cls(n_documents=n_documents, word_frequencies=full[0], character_frequencies=full[1])
