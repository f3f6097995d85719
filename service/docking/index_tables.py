"""The search index of one side in the database: each write is one transaction, nothing is merged or swept."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from data.storage.indexes import IndexRepository, StoredDocument, VectorKind
from data.storage.marks import RecordMark
from data.storage.workspace import Workspace
from matcher.retrieval import Retriever
from models.corpus_terms import CorpusTerm
from models.indexes.stored import StoredTextIndex, StoredVectorIndex
from models.protocols import Float32Matrix, Int64Matrix
from service.docking.index_state import Documents, IndexState


class IndexTables:
    """The index of one side in a PostgreSQL database; an answer to `IndexHome`.

    Args:
        workspace: keeps its records there too.
        name: of the side.
    """

    def __init__(self, workspace: Workspace, name: str) -> None:
        self._workspace = workspace
        self._name = name
        self._writing: IndexRepository | None = None

    def stamp(self) -> int | None:
        """Return the number of the newest write; None where there is none."""
        with self._reading() as index:
            return index.stamp()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others from writing; what is written in the block is kept when it is left without an error.

        Yields:
            Nothing. The errors are those of `Workspace.writing`.
        """
        with self._workspace.writing() as stores:
            self._writing = stores.indexes(self._name)
            self._writing.lock()
            try:
                yield
            finally:
                self._writing = None

    def state(self) -> IndexState | None:
        """Return what the index holds; None where there is none."""
        with self._reading() as index:
            known = index.get()
            if known is None:
                return None
            return IndexState(
                records=tuple(RecordMark(*mark) for mark in index.marks()),
                vector_id=known.vector_id,
                segmenter=known.segmenter,
                terms=tuple(CorpusTerm(text, count) for text, count in known.terms),
                n_since_terms=known.n_since_terms,
            )

    def load(self, state: IndexState) -> Retriever:
        """Return what asks the database; see `IndexHome.load`."""
        numbers = np.array([mark.position for mark in state.records], dtype=np.int64)

        def vectors(kind: VectorKind) -> StoredVectorIndex:
            def nearest(
                vector: Sequence[float], most: int, positions: Sequence[int] | None
            ) -> Sequence[tuple[int, float]]:
                with self._reading() as index:
                    return index.nearest(kind, vector, most=most, positions=positions)

            return StoredVectorIndex(nearest, numbers, dim=self._dim(kind), encoder_id=state.vector_id)

        words = StoredTextIndex(self._reading, numbers)
        return Retriever(by_words=words, by_meaning=vectors("meaning"), by_title=vectors("title"))

    def write(self, state: IndexState, documents: Documents) -> None:
        """Replace the index as a whole."""
        index = self._locked_index()
        index.clear()
        index.put_in(_stored(state.records, documents))
        index.count_anew()
        _put(index, state)

    def revise(self, state: IndexState, *, kept: Int64Matrix, fresh: Documents) -> None:
        """Take out what went, put in what came; see `IndexHome.revise`."""
        index = self._locked_index()
        held = index.marks()
        stayed = set(kept[kept >= 0].tolist())
        index.take_out([mark[0] for place, mark in enumerate(held) if place not in stayed])
        marks = [mark for mark, before in zip(state.records, kept.tolist(), strict=True) if before < 0]
        index.put_in(_stored(marks, fresh))
        _put(index, state)

    def discard(self) -> None:
        """Remove the index."""
        self._locked_index().clear()

    @contextmanager
    def _reading(self) -> Iterator[IndexRepository]:
        if self._writing is not None:
            yield self._writing
            return
        with self._workspace.reading() as stores:
            yield stores.indexes(self._name)

    def _locked_index(self) -> IndexRepository:
        """Return the index in the transaction of `locked`.

        Raises:
            RuntimeError: the caller did not lock it.
        """
        if self._writing is None:
            raise RuntimeError("the index is not locked")
        return self._writing

    def _dim(self, kind: VectorKind) -> int:
        with self._reading() as index:
            return index.dim(kind)


def _stored(marks: Sequence[RecordMark], documents: Documents) -> list[StoredDocument]:
    rows = zip(marks, documents.words, _lists(documents.meaning), _lists(documents.title), strict=True)
    return [StoredDocument(*mark, words=words, meaning=meaning, title=title) for mark, words, meaning, title in rows]


def _lists(vectors: Float32Matrix) -> list[list[float]]:
    rows: list[list[float]] = vectors.tolist()
    return rows


def _put(index: IndexRepository, state: IndexState) -> None:
    terms = [(term.text, term.count) for term in state.terms]
    index.put(vector_id=state.vector_id, segmenter=state.segmenter, terms=terms, since=state.n_since_terms)
