"""Records in and out of their tables, in the order they arrived."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, Generic, TypeVar, cast

from sqlalchemy import ColumnElement, func, insert, select
from sqlalchemy.orm import Session

from data.records.achievements import Achievement
from data.records.audit import AuditAction
from data.records.enums import PartyKind
from data.records.facets import EVERY_RECORD, UNKNOWN_FACETS, Facets, RecordFilter
from data.records.ids import AchievementId, NeedId, PartyId
from data.records.needs import Need
from data.records.parties import Party
from data.records.scopes import Scope
from data.records.versions import Cursor, Page, Versioned
from data.storage.additions import AddReport, report_of
from data.storage.columns import (
    facet_columns,
    facets_of,
    fingerprint_of,
    place_of,
    record_of,
    require_storable,
    values_of,
)
from data.storage.counting import RecordCounting
from data.storage.edits import Edit, Edits
from data.storage.marks import RecordMark, digest_of
from data.storage.revisions import RevisionRepository, Step
from data.storage.selections import matching, within
from data.storage.tables import AchievementRow, NeedRow, PartyRow, RecordRow
from data.storage.undoing import Undone, edit_undoing

RecordT = TypeVar("RecordT", Need, Achievement, Party)
IdT = TypeVar("IdT", NeedId, AchievementId, PartyId)

_CHUNK: Final = 500
"""Ids asked for in one query; SQLite before 3.32 takes 999 parameters."""


class RecordRepository(RecordCounting, Generic[RecordT, IdT]):
    """Records of one kind; subclasses name the record and its table.

    Deleted records stay in the table; only `get_versioned`, `restore` and lists that ask for them see them.
    """

    record_type: ClassVar[type[Any]]
    row_type: ClassVar[type[RecordRow]]

    def __init__(self, session: Session, revisions: RevisionRepository) -> None:
        self._session = session
        self._revisions = revisions
        self._edits = Edits(session, revisions, record_type=self.record_type, row_type=self.row_type)

    def __len__(self) -> int:
        """Return the number of records."""
        return self._count()

    def add_many(
        self, records: Iterable[RecordT], *, batch: int | None = None, facets: Mapping[str, Facets] | None = None
    ) -> AddReport[IdT]:
        """Add records; one whose id is already there replaces the stored values where they differ.

        A record keeps its first place in the order. An id that comes twice in one call follows the same rules, the
        later values holding. A deleted record that comes again is there again.

        Args:
            records: any number.
            batch: number of the registered file they come from.
            facets: by id; a new record without has unknown ones, a changed one keeps its own.

        Returns:
            What became of each record; `require_storable` names the error.
        """
        given = list(records)
        for record in given:
            require_storable(record)
        known = facets or {}
        self._revisions.lock()
        rows = {row.id: row for row in self._rows_of([record.id for record in given])}
        report = report_of(given, {row.id: self._to_record(row) for row in rows.values() if row.deleted_at is None})
        latest = {record.id: record for record in given}
        self._insert([record for number, record in latest.items() if number not in rows], batch, known)
        edits = [
            self._edits.replacing(rows[number], record, facets=known.get(number), batch=batch)
            for number, record in latest.items()
            if number in rows
        ]
        self._edits.apply([edit for edit in edits if edit is not None], batch=batch)
        return report

    def change(
        self, number: IdT, values: Mapping[str, Any], *, expected_version: int, facets: Facets | None = None
    ) -> Versioned[RecordT]:
        """Change some values of a record; where none differs nothing is written.

        Args:
            number: its id.
            values: new values by field; "extra" replaces all columns that no field claims.
            expected_version: the one whoever changes it looked at.
            facets: what the new texts say; None leaves those that are there, to be read anew some time.

        Returns:
            The record as it is now; `Edits.locked`, `Edits.with_values` and `require_storable` name the errors.
        """
        row = self._edits.locked(number, expected_version=expected_version)
        after = self._edits.with_values(self._to_record(row), values)
        require_storable(after)
        edit = self._edits.replacing(row, after, facets=facets, batch=row.batch_id)
        if edit is not None:
            self._edits.apply([edit])
        return self._versioned_of(number)

    def with_values(self, record: RecordT, values: Mapping[str, Any]) -> RecordT:
        """Return a record with other values, nothing being stored; `Edits.with_values` names the errors."""
        changed: Any = self._edits.with_values(record, values)
        return cast("RecordT", changed)

    def delete(self, number: IdT, *, expected_version: int | None = None) -> Versioned[RecordT]:
        """Delete a record so that it can be restored; `Edits.locked` names the errors."""
        row = self._edits.locked(number, expected_version=expected_version)
        self._edits.apply([Edit(row=row, action=AuditAction.DELETED, columns={}, is_deleted=True)])
        return self._versioned_of(number)

    def restore(self, number: IdT, *, expected_version: int | None = None) -> Versioned[RecordT]:
        """Bring a deleted record back, at its old place; `Edits.locked` names the errors."""
        row = self._edits.locked(number, expected_version=expected_version, is_deleted=True)
        self._edits.apply([Edit(row=row, action=AuditAction.RESTORED, columns={})])
        return self._versioned_of(number)

    def undo(self, batch: int) -> Undone:
        """Take back what a file did to records of this kind; those that were changed since are left as they are.

        Args:
            batch: number of the registered file.

        Returns:
            What became of each record.
        """
        self._revisions.lock()
        steps = self._revisions.of_batch(self.row_type.__tablename__, batch)
        rows = {row.id: row for row in self._rows_of(list(steps))}
        edits = {number: edit_undoing(rows[number], steps[number]) for number in steps}
        self._edits.apply([edit for edit in edits.values() if edit is not None])
        untouched = [number for number, edit in edits.items() if edit is None]
        return Undone(
            removed=tuple(number for number, edit in edits.items() if edit is not None and edit.is_deleted),
            reverted=tuple(number for number, edit in edits.items() if edit is not None and not edit.is_deleted),
            kept=tuple(number for number in untouched if rows[number].deleted_at is None),
            gone=tuple(number for number in untouched if rows[number].deleted_at is not None),
        )

    def set_facets(self, facets: Mapping[str, Facets]) -> None:
        """Write facets by id; they follow from the texts, so this is no change of a record. Unknown ids are ignored."""
        self._edits.set_facets(facets)

    def with_facets_of_other_editions(self, edition: int) -> list[Versioned[RecordT]]:
        """Return the records, deleted ones too, whose facets other rules than those of an edition gave."""
        is_other = self.row_type.facets_edition != edition
        # Counted from the index alone, for there are hardly ever any; looking for them would read every long text.
        if not self._session.scalar(select(func.count()).select_from(self.row_type).where(is_other)):
            return []
        return [self._to_versioned(row) for row in self._rows(is_other, with_deleted=True)]

    def get(self, number: IdT) -> RecordT | None:
        """Return the record of that id, or None."""
        return next(iter(self._select(self.row_type.id == number)), None)

    def get_versioned(self, number: IdT, *, scope: Scope, with_deleted: bool = False) -> Versioned[RecordT] | None:
        """Return a record with its version; None where there is none in the scope."""
        conditions = [self.row_type.id == number, *within(self.row_type, scope)]
        rows = self._rows(*conditions, with_deleted=with_deleted)
        return next((self._to_versioned(row) for row in rows), None)

    def outside(self, numbers: Sequence[str], scope: Scope) -> tuple[str, ...]:
        """Return those of some ids, each once, that stored records outside a scope have, deleted ones too."""
        if scope.everything:
            return ()
        own: set[str] = set()
        stored: set[str] = set()
        for start in range(0, len(numbers), _CHUNK):
            named = select(self.row_type.id).where(self.row_type.id.in_(numbers[start : start + _CHUNK]))
            stored.update(self._session.scalars(named))
            own.update(self._session.scalars(named.where(*within(self.row_type, scope))))
        foreign = stored - own
        return tuple(number for number in dict.fromkeys(numbers) if number in foreign)

    def ids(
        self, scope: Scope, wanted: RecordFilter = EVERY_RECORD, *, among: Sequence[str] | None = None
    ) -> frozenset[str]:
        """Return the ids of wanted records in a scope, not deleted; where `among` is given, of these alone."""
        conditions = (*within(self.row_type, scope), *matching(self.row_type, wanted))
        there = select(self.row_type.id).where(self.row_type.deleted_at.is_(None), *conditions)
        if among is None:
            return frozenset(self._session.scalars(there))
        parts = [among[start : start + _CHUNK] for start in range(0, len(among), _CHUNK)]
        named = [there.where(self.row_type.id.in_(part)) for part in parts]
        return frozenset(number for asked in named for number in self._session.scalars(asked))

    def page(
        self,
        wanted: RecordFilter = EVERY_RECORD,
        *,
        scope: Scope,
        after: Cursor | None = None,
        limit: int,
        newest_first: bool = False,
    ) -> Page[RecordT]:
        """Return some records of a list, in one query however many they are.

        Args:
            wanted: which records.
            scope: the part of the records that may be seen.
            after: where the page before ended; None for the first.
            limit: records at most, at least 1.
            newest_first: against the order of arrival; a cursor stays good in its own direction only.

        Returns:
            The records in order, and where the next page begins.
        """
        position = self.row_type.position
        conditions = [*matching(self.row_type, wanted), *within(self.row_type, scope)]
        if after is not None:
            conditions.append(position < after if newest_first else position > after)
        order = position.desc() if newest_first else position
        # One more than asked for tells whether there is another page.
        rows = self._rows(*conditions, with_deleted=wanted.is_deleted, order=order, limit=limit + 1)
        shown = rows[:limit]
        following = Cursor(shown[-1].position) if len(rows) > limit else None
        return Page(tuple(self._to_versioned(row) for row in shown), following)

    def count(self, wanted: RecordFilter = EVERY_RECORD, *, scope: Scope) -> int:
        """Return how many records a list has on all its pages."""
        conditions = (*matching(self.row_type, wanted), *within(self.row_type, scope))
        return self._count(*conditions, with_deleted=wanted.is_deleted)

    def named(self, numbers: Sequence[str], *, scope: Scope) -> list[RecordT]:
        """Return the records of some ids that lie in a scope, in the order of arrival; a few hundred ids at most."""
        return self._select(self.row_type.id.in_(numbers), *within(self.row_type, scope))

    def all(self) -> list[RecordT]:
        """Return every record, in the order of arrival."""
        return self._select()

    def all_versioned(self) -> list[Versioned[RecordT]]:
        """Return every record with its version and facets, in the order of arrival."""
        return [self._to_versioned(row) for row in self._rows()]

    def digest(self) -> str:
        """Return a checksum of all records and their order; two stores with one digest hold the same texts."""
        return digest_of(self.marks())

    def marks(self) -> list[RecordMark]:
        """Return the mark of every record, in the order of arrival; ten times as fast as reading the records."""
        columns = select(self.row_type.position, self.row_type.id, self.row_type.fingerprint)
        there = columns.where(self.row_type.deleted_at.is_(None)).order_by(self.row_type.position)
        return [RecordMark(*row) for row in self._session.execute(there)]

    def get_many(self, numbers: Sequence[str]) -> dict[str, RecordT]:
        """Return the records of ids, by id; ids that are not there are left out."""
        return {row.id: self._to_record(row) for row in self._rows_of(numbers) if row.deleted_at is None}

    def versioned_many(self, numbers: Sequence[str]) -> dict[str, Versioned[RecordT]]:
        """Return the records of ids with versions and facets, by id; ids that are not there are left out."""
        return {row.id: self._to_versioned(row) for row in self._rows_of(numbers) if row.deleted_at is None}

    def _count(self, *conditions: ColumnElement[bool], with_deleted: bool = False) -> int:
        there = [] if with_deleted else [self.row_type.deleted_at.is_(None)]
        return self._session.scalar(select(func.count()).select_from(self.row_type).where(*there, *conditions)) or 0

    def _rows_of(self, numbers: Sequence[str]) -> list[RecordRow]:
        """Return the rows of ids, deleted ones too."""
        found: list[RecordRow] = []
        for start in range(0, len(numbers), _CHUNK):
            found += self._rows(self.row_type.id.in_(numbers[start : start + _CHUNK]), with_deleted=True)
        return found

    def _rows(
        self,
        *conditions: ColumnElement[bool],
        with_deleted: bool = False,
        order: Any = None,  # noqa: ANN401 - a column, or one turned around
        limit: int | None = None,
    ) -> list[RecordRow]:
        there = [] if with_deleted else [self.row_type.deleted_at.is_(None)]
        ordered = (
            select(self.row_type)
            .where(*there, *conditions)
            .order_by(self.row_type.position if order is None else order)
        )
        # Updates go past the session, which would otherwise give back the objects it read before them.
        fresh = ordered.limit(limit).execution_options(populate_existing=True)
        return list(self._session.scalars(fresh))

    def _select(self, *conditions: ColumnElement[bool]) -> list[RecordT]:
        return [self._to_record(row) for row in self._rows(*conditions)]

    def _insert(self, records: Sequence[RecordT], batch: int | None, facets: Mapping[str, Facets]) -> None:
        if not records:
            return
        rows = [self._new_row(record, batch, facets.get(record.id, UNKNOWN_FACETS)) for record in records]
        self._session.execute(insert(self.row_type), rows)
        steps = [
            Step(record_id=row["id"], action=AuditAction.ADDED, version=1, fingerprint=row["fingerprint"])
            for row in rows
        ]
        self._revisions.write(self.row_type.__tablename__, steps, batch=batch)

    def _new_row(self, record: RecordT, batch: int | None, facets: Facets) -> dict[str, Any]:
        values = values_of(record)
        own = {"fingerprint": fingerprint_of(values), "version": 1, "arrived_at": self._revisions.audit.at}
        return values | place_of(record, batch=batch) | facet_columns(facets) | own

    def _to_record(self, row: RecordRow) -> RecordT:
        record: RecordT = record_of(self.record_type, row)
        return record

    def _to_versioned(self, row: RecordRow) -> Versioned[RecordT]:
        return Versioned(
            record=self._to_record(row),
            version=row.version,
            facets=facets_of(row),
            arrived_at=row.arrived_at,
            deleted_at=row.deleted_at,
        )

    def _versioned_of(self, number: str) -> Versioned[RecordT]:
        return self._to_versioned(self._rows(self.row_type.id == number, with_deleted=True)[0])


class NeedRepository(RecordRepository[Need, NeedId]):
    """Needs of enterprises."""

    record_type = Need
    row_type = NeedRow

    def by_enterprise(self, enterprise: str) -> list[Need]:
        """Return the needs whose enterprise is written exactly so."""
        return self._select(NeedRow.enterprise == enterprise)

    def enterprises(self) -> list[str]:
        """Return the names of all enterprises that have a need, in the order of their first need."""
        first = func.min(NeedRow.position)
        there = select(NeedRow.enterprise).where(NeedRow.enterprise != "", NeedRow.deleted_at.is_(None))
        return list(self._session.scalars(there.group_by(NeedRow.enterprise).order_by(first)))


class AchievementRepository(RecordRepository[Achievement, AchievementId]):
    """Achievements of universities and institutes."""

    record_type = Achievement
    row_type = AchievementRow

    def by_university(self, university: str) -> list[Achievement]:
        """Return the achievements whose university is written exactly so."""
        return self._select(AchievementRow.university == university)


class PartyRepository(RecordRepository[Party, PartyId]):
    """Organisations."""

    record_type = Party
    row_type = PartyRow

    def by_name(self, name: str) -> list[Party]:
        """Return the organisations whose name is written exactly so."""
        return self._select(PartyRow.name == name)

    def places_of_kinds(self, kinds: Collection[PartyKind], scope: Scope) -> list[tuple[str, str]]:
        """Return name and region of every organisation of some kinds in a scope, in the order of arrival."""
        there = (PartyRow.deleted_at.is_(None), *within(PartyRow, scope), PartyRow.kind.in_(kinds))
        asked = select(PartyRow.name, PartyRow.region_code).where(*there).order_by(PartyRow.position)
        return [(name, code) for name, code in self._session.execute(asked)]
