"""The seams of floor 1: what a segmenter, encoder, index and ranker promise.

Nothing here knows a need or a database. Every promise is held against every answer by one contract suite a protocol
(tests/models/contracts).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, Self

import numpy as np
import numpy.typing as npt

Float32Matrix = npt.NDArray[np.float32]
Float64Matrix = npt.NDArray[np.float64]
Int64Matrix = npt.NDArray[np.int64]

TextRole = Literal["query", "passage"]

Progress = Callable[[int, int], None]
"""Called with (done, total) as work goes on; the edge draws the bar."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place: `text == source[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hits:
    """Search results of n queries, best first, ties by smaller position.

    Attributes:
        positions: shape (n, k), int64; places of documents in the order they were added, -1 where there are fewer.
        scores: shape (n, k), float32; cosine or BM25; -inf where the position is -1.
    """

    positions: Int64Matrix
    scores: Float32Matrix


class Segmenter(Protocol):
    """Cuts text into words."""

    @property
    def id(self) -> str:
        """Name and version of engine and dictionary; two segmenters with one id cut alike."""
        ...

    def cut(self, text: str) -> list[Word]:
        """Cut the text into words that cover it without gap or overlap; "" gives []."""
        ...

    def words_for_index(self, text: str) -> list[str]:
        """Return the words to find a text by, without marks: each compound of the dictionary, then its parts."""
        ...


class Encoder(Protocol):
    """Turns texts into vectors of length 1."""

    @property
    def id(self) -> str:
        """Name of the model and checksum of its weights; two encoders with one id give the same vectors."""
        ...

    @property
    def dim(self) -> int:
        """Width of the vectors."""
        ...

    def encode(self, texts: Sequence[str], *, role: TextRole, progress: Progress | None = None) -> Float32Matrix:
        """Encode the texts.

        Args:
            texts: any length; what exceeds the model's window is cut at its end.
            role: models with prefixes (e5) treat queries and passages differently.
            progress: called with texts done and texts in all.

        Returns:
            Shape (len(texts), dim), rows of length 1, in the order of the texts; a
            text without any letter gives a zero row.
        """
        ...


class TextSearch(Protocol):
    """Finds documents by words, wherever they are kept."""

    def __len__(self) -> int:
        """Return the number of documents."""
        ...

    def search(self, queries: Sequence[Sequence[str]], k: int, *, among: Int64Matrix | None = None) -> Hits:
        """Find the k documents of highest BM25 for each query (k1 = 1.5, b = 0.75, Lucene's idf).

        Documents that share no word with the query are not returned: their places hold -1.

        Args:
            queries: words of each.
            k: at least 1.
            among: rising positions of the only documents that may be found; None for all. Scores are those they have
                among all.

        Raises:
            IndexEmptyError: there is no document.
        """
        ...

    def scores(self, query: Sequence[str], positions: Int64Matrix) -> Float32Matrix:
        """Return the BM25 of the query for the named documents, shape (len(positions),)."""
        ...


class TextIndex(TextSearch, Protocol):
    """A text search that is kept in files of its own."""

    @classmethod
    def build(cls, documents: Sequence[Sequence[str]]) -> Self:
        """Index documents given as lists of words; empty documents are allowed and never found."""
        ...

    def save(self, folder: Path) -> None:
        """Write the index into the folder (made when missing), with a manifest."""
        ...

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read an index back.

        Raises:
            ArtefactError: a file is missing or its checksum differs.
        """
        ...


class VectorSearch(Protocol):
    """Finds vectors by cosine, wherever they are kept."""

    def __len__(self) -> int:
        """Return the number of vectors."""
        ...

    @property
    def encoder_id(self) -> str:
        """The encoder that made the vectors."""
        ...

    def search(self, queries: Float32Matrix, k: int, *, among: Int64Matrix | None = None) -> Hits:
        """Find the k vectors of highest cosine for each query.

        Args:
            queries: shape (n, dim), rows of length 1.
            k: at least 1.
            among: rising positions of the only vectors that may be found, always exactly; None for all.

        Raises:
            DimensionError: dim differs from the index's own.
            IndexEmptyError: there is no vector.
        """
        ...


class VectorIndex(VectorSearch, Protocol):
    """A vector search that is kept in files of its own."""

    @classmethod
    def build(cls, vectors: Float32Matrix, *, encoder_id: str) -> Self:
        """Index the rows of a matrix of shape (n, dim), rows of length 1 (or 0)."""
        ...

    def save(self, folder: Path) -> None:
        """Write the index into the folder (made when missing), with a manifest."""
        ...

    @classmethod
    def load(cls, folder: Path, *, encoder_id: str) -> Self:
        """Read an index back.

        Raises:
            ArtefactError: a file is missing or its checksum differs.
            EncoderMismatchError: the index holds vectors of another encoder.
        """
        ...


@dataclass(frozen=True, slots=True)
class Ranking:
    """What a ranker says of n pairs.

    Attributes:
        levels: shape (n, 4), probabilities of the four levels, rows sum to 1.
        margin: shape (n,), the sum of each row of contributions; score and levels rise with it.
        contributions: shape (n, n_features + 1), the last column being the bias.
    """

    levels: Float64Matrix
    margin: Float64Matrix
    contributions: Float64Matrix

    @property
    def level(self) -> Int64Matrix:
        """Shape (n,): the median level 1-4, the highest that is reached with a probability of at least one half.

        The most probable level would skip 较强 wherever two cut points lie close together.
        """
        reached = np.cumsum(self.levels[:, ::-1], axis=1)[:, ::-1]
        level: Int64Matrix = (reached[:, 1:] >= 0.5).sum(axis=1).astype(np.int64) + 1
        return level

    @property
    def score(self) -> Float64Matrix:
        """Shape (n,): expected level minus 1, divided by 3, so that 0 is 无相关 and 1 is 强相关."""
        expected: Float64Matrix = self.levels @ np.arange(4, dtype=np.float64)
        return expected / 3.0


class Ranker(Protocol):
    """Turns feature values into probabilities of the four levels, additively."""

    @property
    def id(self) -> str:
        """Name and checksum."""
        ...

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the columns it expects, in order."""
        ...

    def rank(self, values: Float64Matrix) -> Ranking:
        """Rank n pairs.

        Args:
            values: shape (n, n_features); NaN where a value cannot be told: its contribution is then 0.

        Raises:
            DimensionError: the number of columns differs from `features`.
        """
        ...
