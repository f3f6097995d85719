"""All records of one side, prepared once for matching: words, weights and vectors by position."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from data.records.enums import PassageKind
from matcher.language import Language
from matcher.profiles import Profile
from models.protocols import Float32Matrix, Int64Matrix, Progress, TextRole

ASKED_FOR = frozenset({PassageKind.PROBLEM, PassageKind.INDICATOR})
"""What a need asks for; its existing basis and wishes for cooperation are not matched by meaning."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """The prepared records of one side; every array is in the order of `profiles`.

    Attributes:
        profiles: n records.
        passage_vectors: shape (m, dim); a record's rows start with its title, then its passages in order.
        offsets: shape (n + 1,); record i owns the rows offsets[i] to offsets[i + 1].
        weights: shape (m,); share of each row in its record when passages are compared: rows of one record sum to 1.
        text_vectors: shape (n, dim); mean of a record's rows that count, of length 1.
        title_words: shape (n, 2^20), see TermWeights.word_matrix.
        text_words: the same for title and passages together.
        title_characters: shape (n, 2^20), see TermWeights.character_matrix.
        text_characters: the same for title and passages together.
    """

    profiles: tuple[Profile, ...]
    passage_vectors: Float32Matrix
    offsets: Int64Matrix
    weights: Float32Matrix
    text_vectors: Float32Matrix
    title_words: sp.csr_matrix
    text_words: sp.csr_matrix
    title_characters: sp.csr_matrix
    text_characters: sp.csr_matrix

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.profiles)

    @property
    def title_vectors(self) -> Float32Matrix:
        """Shape (n, dim), copied; zero rows where a record has no title."""
        return self.title_vectors_at(np.arange(len(self)))

    def title_vectors_at(self, positions: Int64Matrix) -> Float32Matrix:
        """Return the title vectors of the named records, shape (len(positions), dim)."""
        rows: Float32Matrix = self.passage_vectors[self.offsets[positions]]
        return rows

    def rows(self, position: int) -> slice:
        """Rows of `passage_vectors` that belong to one record."""
        return slice(int(self.offsets[position]), int(self.offsets[position + 1]))

    @classmethod
    def build(
        cls, profiles: Sequence[Profile], language: Language, *, role: TextRole, progress: Progress | None = None
    ) -> "Corpus":
        """Encode and weigh the records.

        Args:
            profiles: the records; may be empty.
            language: what to read them with.
            role: "query" for needs, "passage" for achievements, whichever direction is asked for: a pair then has one
                score in both directions.
            progress: called with texts encoded and texts in all.
        """
        texts = [text for profile in profiles for text in profile.texts]
        vectors = language.encoder.encode(texts, role=role, progress=progress)
        counts = [len(profile.texts) for profile in profiles]
        offsets = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)
        weights = np.concatenate([np.zeros(0, np.float32), *(_row_weights(profile) for profile in profiles)])
        return cls(
            profiles=tuple(profiles),
            passage_vectors=vectors,
            offsets=offsets,
            weights=weights,
            text_vectors=_weighted_means(vectors, weights, offsets),
            title_words=language.weights.word_matrix([profile.title_words for profile in profiles]),
            text_words=language.weights.word_matrix([profile.words for profile in profiles]),
            title_characters=language.weights.character_matrix([profile.title for profile in profiles]),
            text_characters=language.weights.character_matrix(["\n".join(profile.texts) for profile in profiles]),
        )


def gather(corpus: Corpus, positions: Int64Matrix) -> tuple[Int64Matrix, Int64Matrix]:
    """Return the rows of several records one after another, and where each record starts among them.

    Returns:
        Row numbers, shape (r,), and starts, shape (len(positions),): what np.add.reduceat takes. Every record has at
        least its title's row, so no segment is empty.
    """
    first, last = corpus.offsets[positions], corpus.offsets[positions + 1]
    lengths = last - first
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    rows = np.arange(int(lengths.sum()), dtype=np.int64) + np.repeat(first - starts, lengths)
    return rows, starts


def _row_weights(profile: Profile) -> Float32Matrix:
    counted = np.fromiter(_counted(profile), dtype=np.float32)
    total = counted.sum()
    weights: Float32Matrix = (counted / total if total else counted).astype(np.float32)
    return weights


def _counted(profile: Profile) -> Iterator[float]:
    yield 1.0 if profile.title else 0.0
    asked = [passage.kind in ASKED_FOR for passage in profile.passages]
    everything = profile.side == "achievement" or not any(asked)
    yield from (1.0 if everything or counts else 0.0 for counts in asked)


def _weighted_means(vectors: Float32Matrix, weights: Float32Matrix, offsets: Int64Matrix) -> Float32Matrix:
    if len(offsets) == 1:
        return np.zeros((0, vectors.shape[1]), np.float32)
    sums = np.add.reduceat(vectors * weights[:, None], offsets[:-1], axis=0)
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    means: Float32Matrix = (sums / np.where(norms == 0, 1, norms)).astype(np.float32)
    return means
