"""Distils word vectors from an encoder: counts the words of texts, encodes each by itself, reduces the vectors."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from data.errors import UsageError
from models.protocols import Encoder, Progress, Segmenter
from models.word_vectors import WordVectors, pack, reduce_vectors

DIM: Final = 256
MIN_COUNT: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Distillation:
    """Settings.

    Attributes:
        dim: width of the vectors; less where the encoder is narrower.
        min_count: times a word must stand in the texts.
        n_common: principal components dropped.
        flattening: see `reduce_vectors`.
        source: where the texts came from, for the record.
    """

    dim: int = DIM
    min_count: int = MIN_COUNT
    n_common: int = 5
    flattening: float = 0.25
    source: str = ""


def lettered_words(text: str, segmenter: Segmenter) -> tuple[str, ...]:
    """Return the words of a folded text that have a letter, lower-cased.

    Stop words stay: 水处理 is composed of 水 and 处理, and without the latter it would be of 水, 处 and 理.
    """
    return tuple(word.lower() for word in segmenter.words_for_index(text) if any(map(str.isalpha, word)))


def distil_words(
    encoder: Encoder,
    documents: Sequence[Sequence[str]],
    *,
    extra_words: Sequence[str] = (),
    settings: Distillation | None = None,
    progress: Progress | None = None,
) -> WordVectors:
    """Make the vectors of the words of a corpus.

    Args:
        encoder: what they are learned from; each word is encoded by itself, as a query.
        documents: the words of each text, see `lettered_words`.
        extra_words: words that are taken even if the texts do not hold them.
        settings: by default those that ship.
        progress: told of words encoded and words in all.

    Returns:
        Vectors of every word seen often enough, of the extra words, and of each character of the texts, for composing
        other words; the same texts in any order give the same vectors.

    Raises:
        UsageError: the texts have no more words than the vectors would have axes to drop.
    """
    chosen = settings or Distillation()
    counts = Counter(word.lower() for words in documents for word in words)
    words = sorted(_vocabulary(counts, extra_words, min_count=chosen.min_count))
    if len(words) < chosen.n_common + 2:
        raise UsageError("文本太少，无法提取词向量。", remedy="请提供更多文本，至少几百条。")
    vectors = encoder.encode(words, role="query", progress=progress)
    frequencies = np.array([counts[word] for word in words], dtype=np.float64) / counts.total()
    width = max(1, min(chosen.dim, encoder.dim - chosen.n_common, len(words) - chosen.n_common - 1))
    reduced = reduce_vectors(vectors, frequencies, dim=width, n_common=chosen.n_common, flattening=chosen.flattening)
    about = {
        "encoder": encoder.id,
        "source": chosen.source,
        "texts": str(len(documents)),
        "min_count": str(chosen.min_count),
        "dropped_components": str(chosen.n_common),
        "flattening": str(chosen.flattening),
    }
    return pack(words, reduced, frequencies, about=about)


def _vocabulary(counts: Counter[str], extra_words: Sequence[str], *, min_count: int) -> set[str]:
    often = {word for word, count in counts.items() if count >= min_count}
    return often | {word.lower() for word in extra_words} | set(_characters(counts))


def _characters(counts: Counter[str]) -> Iterator[str]:
    """Yield the single letters that compose other words: Han and the like, not Latin."""
    for word in counts:
        yield from (character for character in word if character.isalpha() and not character.isascii())
