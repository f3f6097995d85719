"""Searches kept in a database, built as simply as those in memory."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from data.storage.marks import RecordMark
from data.storage.workspace import Workspace
from matcher.retrieval import Retriever
from models.protocols import Float32Matrix, TextSearch, VectorSearch
from service.docking.index_state import Documents, IndexState
from service.docking.index_tables import IndexTables


class Stored:
    """Builds searches over documents that are put into a PostgreSQL database, with gaps between their numbers."""

    def __init__(self, workspace: Workspace) -> None:
        self._home = IndexTables(workspace, "needs")

    def text(self, documents: Sequence[Sequence[str]]) -> TextSearch:
        """Return a search over documents given as lists of words."""
        vectors = np.zeros((len(documents), 1), dtype=np.float32)
        return self._written(Documents(documents, vectors, vectors), encoder_id="e").by_words

    def vectors(self, vectors: Float32Matrix, *, encoder_id: str) -> VectorSearch:
        """Return a search over the rows of a matrix."""
        return self._written(Documents([()] * len(vectors), vectors, vectors), encoder_id=encoder_id).by_meaning

    def _written(self, documents: Documents, *, encoder_id: str) -> Retriever:
        marks = tuple(RecordMark(3 * place + 1, f"N{place}", "") for place in range(len(documents.words)))
        state = IndexState(marks, encoder_id, "s", ())
        with self._home.locked():
            self._home.write(state, documents)
        return self._home.load(state)


@pytest.fixture
def stored(new_database: Callable[[], str], tmp_path: Path) -> Iterator[Stored]:
    """A place in an empty database."""
    with Workspace.open(tmp_path / "home", url=new_database()) as workspace:
        yield Stored(workspace)
