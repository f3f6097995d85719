"""Search indexes in a PostgreSQL database: which words and vectors records have, and which records come nearest."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from data.storage.index_tables import INDEX_DOCUMENTS, INDEX_VECTORS, INDEX_WORDS, SEARCH_INDEXES, STAMPS
from data.storage.locks import Lock, take

VectorKind = Literal["meaning", "title"]
"""Which vectors of a record: those of its text, or those of its title."""


@dataclass(frozen=True, slots=True)
class StoredIndex:
    """What is known of an index as a whole; see `service.docking.index_state.IndexState`.

    Attributes:
        stamp: changes with each write.
        terms: new terms and their occurrences.
    """

    stamp: int
    vector_id: str
    segmenter: str
    terms: tuple[tuple[str, int], ...]
    n_since_terms: int


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What an index holds of one record; `position`, `id` and `fingerprint` are those of its `RecordMark`."""

    position: int
    id: str
    fingerprint: str
    words: Sequence[str]
    meaning: Sequence[float]
    title: Sequence[float]


_BEST_BY_WORDS: Final = sa.text("""
    SELECT position,
        sum(asked.weight * count / (count + :offset + :slope * length))::real AS score
    FROM unnest(CAST(:words AS text[]), CAST(:weights AS float8[])) AS asked (word, weight)
    JOIN index_words ON index_words.word = asked.word COLLATE "C" AND index_name = :name
    WHERE CAST(:positions AS int[]) IS NULL OR position = ANY(CAST(:positions AS int[]))
    GROUP BY position ORDER BY score DESC, position LIMIT :most
""")
"""Lucene's BM25 with the idf already in the weights; see `models.indexes.bm25`."""


class IndexRepository:
    """One search index in a PostgreSQL database; nothing here works on SQLite.

    Args:
        session: of a transaction.
        name: of the index, which is that of its side.
    """

    def __init__(self, session: Session, name: str) -> None:
        self._session = session
        self._name = name

    def lock(self) -> None:
        """Keep others from writing an index until the transaction ends."""
        take(self._session.connection(), Lock.INDEXES)

    def stamp(self) -> int | None:
        """Return the number of the newest write; None where there is none."""
        return self._session.scalar(sa.select(SEARCH_INDEXES.c.stamp).where(SEARCH_INDEXES.c.name == self._name))

    def get(self) -> StoredIndex | None:
        """Return what is known of the index; None where there is none."""
        row = self._session.execute(sa.select(SEARCH_INDEXES).where(SEARCH_INDEXES.c.name == self._name)).one_or_none()
        if row is None:
            return None
        terms = tuple((str(text), int(count)) for text, count in row.terms)
        return StoredIndex(row.stamp, row.vector_id, row.segmenter, terms, row.n_since_terms)

    def marks(self) -> list[tuple[int, str, str]]:
        """Return position, id and fingerprint of every record of an index, in the order of arrival."""
        table = INDEX_DOCUMENTS.c
        columns = sa.select(table.position, table.record_id, table.fingerprint)
        rows = self._session.execute(columns.where(table.index_name == self._name).order_by(table.position))
        return [(position, record, fingerprint) for position, record, fingerprint in rows]

    def put(self, *, vector_id: str, segmenter: str, terms: Iterable[tuple[str, int]], since: int) -> None:
        """Write what is known of an index, with a new stamp; `since` are the records read since the terms."""
        self._session.execute(sa.delete(SEARCH_INDEXES).where(SEARCH_INDEXES.c.name == self._name))
        values = {
            "name": self._name,
            "stamp": self._session.scalar(STAMPS),
            "vector_id": vector_id,
            "segmenter": segmenter,
            "terms": [list(term) for term in terms],
            "n_since_terms": since,
        }
        self._session.execute(sa.insert(SEARCH_INDEXES).values(values))

    def clear(self) -> None:
        """Remove the index and all it holds."""
        for table in (INDEX_WORDS, INDEX_VECTORS, INDEX_DOCUMENTS):
            self._session.execute(sa.delete(table).where(table.c.index_name == self._name))
        self._session.execute(sa.delete(SEARCH_INDEXES).where(SEARCH_INDEXES.c.name == self._name))

    def count_anew(self) -> None:
        """Let the database count what it holds: after much was written its plans rest on old counts."""
        for table in (INDEX_WORDS, INDEX_VECTORS, INDEX_DOCUMENTS):
            self._session.execute(sa.text(f"ANALYZE {table.name}"))

    def take_out(self, positions: Sequence[int]) -> None:
        """Remove the records at those positions."""
        there = sa.and_(
            INDEX_DOCUMENTS.c.index_name == self._name, INDEX_DOCUMENTS.c.position == sa.any_(_array(positions))
        )
        words = sa.select(
            INDEX_DOCUMENTS.c.position, sa.func.unnest(INDEX_DOCUMENTS.c.words).collate("C").label("word")
        )
        held = words.where(there).subquery()
        own = sa.and_(
            INDEX_WORDS.c.index_name == self._name,
            INDEX_WORDS.c.word == held.c.word,
            INDEX_WORDS.c.position == held.c.position,
        )
        self._session.execute(sa.delete(INDEX_WORDS).where(own))
        same = sa.and_(INDEX_VECTORS.c.index_name == self._name, INDEX_VECTORS.c.position == sa.any_(_array(positions)))
        self._session.execute(sa.delete(INDEX_VECTORS).where(same))
        self._session.execute(sa.delete(INDEX_DOCUMENTS).where(there))

    def put_in(self, documents: Sequence[StoredDocument]) -> None:
        """Add records; none may be there at their positions."""
        counted = [Counter(document.words) for document in documents]
        pairs = list(zip(documents, counted, strict=True))
        self._copy(
            INDEX_DOCUMENTS,
            (
                (
                    self._name,
                    each.position,
                    each.id,
                    each.fingerprint,
                    len(each.words),
                    list(counts),
                )
                for each, counts in pairs
            ),
        )
        self._copy(
            INDEX_VECTORS,
            (
                (self._name, kind, each.position, _literal(vector))
                for each in documents
                for kind, vector in (("meaning", each.meaning), ("title", each.title))
            ),
        )
        self._copy(
            INDEX_WORDS,
            (
                (self._name, word, each.position, count, len(each.words))
                for each, counts in pairs
                for word, count in counts.items()
            ),
        )

    def size(self) -> tuple[int, int]:
        """Return the number of records of an index, and of all their words together."""
        lengths = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(INDEX_DOCUMENTS.c.length), 0))
        n, total = self._session.execute(lengths.where(INDEX_DOCUMENTS.c.index_name == self._name)).one()
        return int(n), int(total)

    def dim(self, kind: VectorKind) -> int:
        """Return the width of the vectors of a kind, 0 where the index is empty."""
        return (
            self._session.scalar(
                sa.select(sa.func.vector_dims(INDEX_VECTORS.c.vector)).where(_of(self._name, kind)).limit(1)
            )
            or 0
        )

    def holders(self, words: Iterable[str]) -> dict[str, int]:
        """Return how many records hold each word; words that none holds are left out."""
        table = INDEX_WORDS.c
        wanted = sa.and_(table.index_name == self._name, table.word == sa.any_(_array(sorted(set(words)), sa.Text())))
        rows = self._session.execute(sa.select(table.word, sa.func.count()).where(wanted).group_by(table.word))
        return {word: int(n) for word, n in rows}

    def best_by_words(
        self,
        weights: Mapping[str, float],
        *,
        offset: float,
        slope: float,
        most: int,
        positions: Sequence[int] | None = None,
    ) -> list[tuple[int, float]]:
        """Return positions and BM25 of the records that hold any of the words, best first, ties by position.

        Args:
            weights: idf of each word, times its occurrences in the query.
            offset: what a repeated word is weighed against in a record without length.
            slope: how that grows with each word of the record.
            most: at most so many.
            positions: where to look; None for everywhere.
        """
        asked = {"words": list(weights), "weights": list(weights.values()), "positions": positions}
        values = {"name": self._name, "offset": offset, "slope": slope, "most": most}
        return [
            (int(position), float(score)) for position, score in self._session.execute(_BEST_BY_WORDS, asked | values)
        ]

    def nearest(
        self, kind: VectorKind, vector: Sequence[float], *, most: int, positions: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return positions and inner products of the records nearest to a vector, best first; of some, or of all."""
        table = INDEX_VECTORS.c
        asked = sa.cast(list(vector), table.vector.type)
        distance: sa.ColumnElement[float] = table.vector.op("<#>", return_type=sa.Double())(asked)
        query = sa.select(table.position, -distance).where(_of(self._name, kind))
        if positions is not None:
            query = query.where(table.position == sa.any_(_array(positions)))
        rows = self._session.execute(query.order_by(distance, table.position).limit(most))
        return [(int(position), float(product)) for position, product in rows]

    def _copy(self, table: sa.Table, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add rows by COPY, ten times as fast as INSERT."""
        driver: Any = self._session.connection().connection.driver_connection
        names = ", ".join(column.name for column in table.columns)
        with driver.cursor().copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _of(name: str, kind: VectorKind) -> sa.ColumnElement[bool]:
    return sa.and_(INDEX_VECTORS.c.index_name == name, INDEX_VECTORS.c.kind == kind)


def _array(values: Sequence[Any], kind: sa.types.TypeEngine[Any] | None = None) -> Any:  # noqa: ANN401 - an expression
    return sa.cast(list(values), sa.ARRAY(kind or sa.Integer()))


def _literal(vector: Sequence[float]) -> str:
    """Return a vector as pgvector reads it; the digits give back the same float32."""
    return f"[{','.join(map(str, vector))}]"
