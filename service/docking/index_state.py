"""What is kept of a search index, wherever it lies: in files, or in the database."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from data.storage.marks import RecordMark
from matcher.corpus import Corpus
from matcher.retrieval import Retriever, query_words
from models.corpus_terms import CorpusTerm
from models.protocols import Float32Matrix, Int64Matrix


@dataclass(frozen=True, slots=True)
class IndexState:
    """Which records an index holds, and what they were read with.

    Attributes:
        records: in the order of the index.
        vector_id: what made the vectors, see `Language.vector_id`.
        segmenter: id of what cut the words; it knows the terms.
        terms: new terms, kept with the index so that it is always read with the words it was built with.
        n_since_terms: records that came or changed since the terms were found.
    """

    records: tuple[RecordMark, ...]
    vector_id: str
    segmenter: str
    terms: tuple[CorpusTerm, ...]
    n_since_terms: int = 0

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the records by position."""
        return tuple(mark.id for mark in self.records)


@dataclass(frozen=True, slots=True)
class Documents:
    """What indexes hold of n records.

    Attributes:
        words: see `matcher.retrieval.query_words`.
        meaning: text vectors, shape (n, dim).
        title: title vectors, shape (n, dim).
    """

    words: Sequence[Sequence[str]]
    meaning: Float32Matrix
    title: Float32Matrix

    @classmethod
    def of(cls, corpus: Corpus) -> "Documents":
        """Return what indexes hold of a corpus."""
        words = [query_words(corpus, position) for position in range(len(corpus))]
        return cls(words, corpus.text_vectors, corpus.title_vectors)


class IndexHome(Protocol):
    """Where the index of one side lies. Every write is seen whole or not at all, whatever happens in between."""

    def stamp(self) -> int | None:
        """Return a number that changes whenever the index is written; None where there is none."""
        ...

    def locked(self) -> AbstractContextManager[None]:
        """Keep others from writing the index.

        Raises:
            WorkspaceError: somebody else has been writing it for too long.
        """
        ...

    def state(self) -> IndexState | None:
        """Return what the index holds; None where there is none.

        Raises:
            ArtefactError: it is damaged, or of another version.
        """
        ...

    def load(self, state: IndexState) -> Retriever:
        """Return the index; what has not changed since this home loaded it last is not read again.

        Args:
            state: as `state` returned it just now.

        Raises:
            ArtefactError: it is damaged.
        """
        ...

    def write(self, state: IndexState, documents: Documents) -> None:
        """Replace the index as a whole; it is locked."""
        ...

    def revise(self, state: IndexState, *, kept: Int64Matrix, fresh: Documents) -> None:
        """Write what changed; it is locked.

        Args:
            state: from now on.
            kept: the position each record had until now, rising, or -1 for a fresh one, shape (len(state.records),).
            fresh: the fresh ones, in order.

        Raises:
            ArtefactError: what is there is damaged.
        """
        ...

    def discard(self) -> None:
        """Remove the index, where there is one; it is locked."""
        ...
