"""All records of one side, prepared once for matching: words, weights and vectors by position."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
import scipy.sparse as sp

from data.records.enums import PassageKind
from matcher.doctor.vagueness import vagueness
from matcher.fields import FieldKind, field_probabilities
from matcher.language import Language
from matcher.profiles import Profile
from models.encoders.adapter import VectorAdapter
from models.protocols import Float32Matrix, Float64Matrix, Int64Matrix, Progress, TextRole
from models.texts import normalised

ASKED_FOR = frozenset({PassageKind.PROBLEM, PassageKind.INDICATOR})
"""What a need asks for; its existing basis and wishes for cooperation are not matched by meaning."""

OFFERED_TEXT_SHARE: Final = 0.5
"""Weight of an achievement's passages beside its title, where those of a need weigh as much as its title. 0.5 and 1
differ by less than 0.005 nDCG@10, 0 loses 0.02 (51jishu, 240 judged needs of the development set, 2026-11-22)."""


@dataclass(frozen=True)
class Corpus:
    """The prepared records of one side; every array is in the order of `profiles`.

    Attributes:
        profiles: n records.
        passage_vectors: shape (m, dim), centred by kind, of length 1 or 0; a record's rows start with its title, then
            its passages in order. Unrelated texts have cosines around 0.
        offsets: shape (n + 1,); record i owns the rows offsets[i] to offsets[i + 1].
        weights: shape (m,); share of each row in its record when passages are compared: rows of one record sum to 1.
        text_vectors: shape (n, dim); title and passages that count in one vector of length 1; those of needs turned
            by the adapter.
        title_words: shape (n, 2^20), see TermWeights.word_matrix.
        text_words: the same for title and passages together.
        title_characters: shape (n, 2^20), see TermWeights.character_matrix.
        text_characters: the same for title and passages together.
        vagueness: score of each need, 0 to 100, shape (n,); NaN for achievements.
        fields: probabilities of fields by their kind, shape (n, n_labels) each, see `matcher.fields`.
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
    vagueness: Float64Matrix
    fields: Mapping[FieldKind, Float32Matrix]

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.profiles)

    @property
    def title_vectors(self) -> Float32Matrix:
        """Shape (n, dim), copied; zero rows where a record has no title."""
        return self.title_vectors_at(np.arange(len(self)))

    @cached_property
    def centred_text_vectors(self) -> Float32Matrix:
        """`text_vectors` of needs before the adapter turns them towards achievements: shape (n, dim), length 1 or 0.

        What records of one side are compared with each other by; those of achievements are never turned.
        """
        if self.profiles and self.profiles[0].side == "need":
            return _joined(self.passage_vectors, self.weights, self.offsets, text_share=1.0)
        return self.text_vectors

    @cached_property
    def title_words_mass(self) -> Float64Matrix:
        """Sum of squared idf of each record's title words, shape (n,)."""
        return _squares(self.title_words)

    @cached_property
    def text_words_mass(self) -> Float64Matrix:
        """Sum of squared idf of each record's words, shape (n,)."""
        return _squares(self.text_words)

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
        counts = [len(profile.texts) for profile in profiles]
        offsets = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)
        vectors = _row_vectors(profiles, offsets, language, role=role, progress=progress)
        weights = np.concatenate([np.zeros(0, np.float32), *(_row_weights(profile) for profile in profiles)])
        characters = language.weights.character_matrix(["\n".join(profile.texts) for profile in profiles])
        stated = [profile.industry for profile in profiles]
        return cls(
            profiles=tuple(profiles),
            passage_vectors=vectors,
            offsets=offsets,
            weights=weights,
            text_vectors=_text_vectors(vectors, weights, offsets, adapter=language.adapter, role=role),
            title_words=language.weights.word_matrix([profile.title_words for profile in profiles]),
            text_words=language.weights.word_matrix([profile.words for profile in profiles]),
            title_characters=language.weights.character_matrix([profile.title for profile in profiles]),
            text_characters=characters,
            vagueness=np.array([vagueness(each).score if role == "query" else np.nan for each in profiles], np.float64),
            fields={kind: field_probabilities(kind, characters, stated) for kind in FieldKind},
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


def _squares(matrix: sp.csr_matrix) -> Float64Matrix:
    bounds = pairwise(matrix.indptr.tolist())
    return np.array([np.square(matrix.data[first:last]).sum() for first, last in bounds], dtype=np.float64)


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


def _row_vectors(
    profiles: Sequence[Profile],
    offsets: Int64Matrix,
    language: Language,
    *,
    role: TextRole,
    progress: Progress | None,
) -> Float32Matrix:
    """Encode titles and passages, and take from each what all texts of its kind share."""
    texts = [text for profile in profiles for text in profile.texts]
    are_titles = np.zeros(len(texts), dtype=np.bool_)
    are_titles[offsets[:-1]] = True
    vectors = np.zeros((len(texts), language.encoder.dim), dtype=np.float32)
    done = 0

    def report(count: int, _all: int) -> None:
        if progress is not None:
            progress(done + count, len(texts))

    adapter = language.adapter
    passage_centre = adapter.asked_centre if role == "query" else adapter.offered_centre
    # Titles of both sides are encoded as queries: two short texts compare best in one role (docs/e5-adapter.md).
    parts: tuple[tuple[Int64Matrix, TextRole, Float32Matrix], ...] = (
        (np.flatnonzero(are_titles), "query", adapter.title_centre),
        (np.flatnonzero(~are_titles), role, passage_centre),
    )
    for rows, text_role, centre in parts:
        encoded = language.encoder.encode([texts[row] for row in rows.tolist()], role=text_role, progress=report)
        vectors[rows] = adapter.centred(encoded, centre)
        done += len(rows)
    return vectors


def _text_vectors(
    vectors: Float32Matrix, weights: Float32Matrix, offsets: Int64Matrix, *, adapter: VectorAdapter, role: TextRole
) -> Float32Matrix:
    """Return one vector a record: its title and the mean of its passages that count."""
    if role == "query":
        return adapter.turned(_joined(vectors, weights, offsets, text_share=1.0))
    return _joined(vectors, weights, offsets, text_share=OFFERED_TEXT_SHARE)


def _joined(
    vectors: Float32Matrix, weights: Float32Matrix, offsets: Int64Matrix, *, text_share: float
) -> Float32Matrix:
    """Join the title of each record with the mean of its passages that count, weighed so; length 1 or 0."""
    if len(offsets) == 1:
        return np.zeros((0, vectors.shape[1]), np.float32)
    titles = vectors[offsets[:-1]]
    of_passages = weights.copy()
    of_passages[offsets[:-1]] = 0.0
    passages = normalised(np.add.reduceat(vectors * of_passages[:, None], offsets[:-1], axis=0))
    return normalised(titles + text_share * passages)
