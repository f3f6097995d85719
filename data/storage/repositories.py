"""Records in and out of their tables, in the order they arrived."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Final, Generic, TypeVar

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.orm import Session

from data.records.achievements import Achievement
from data.records.enums import PartyKind
from data.records.ids import AchievementId, NeedId, PartyId
from data.records.needs import Need
from data.records.parties import Party
from data.records.sources import Source
from data.storage.tables import AchievementRow, NeedRow, PartyRow, RecordRow

RecordT = TypeVar("RecordT", Need, Achievement, Party)
IdT = TypeVar("IdT", NeedId, AchievementId, PartyId)

_CHUNK: Final = 500
"""Ids asked for in one query; SQLite before 3.32 takes 999 parameters."""


@dataclass(frozen=True, slots=True)
class RecordChange(Generic[IdT]):
    """A stored record that came again with other values; `fields` names what differs, in the record's own order."""

    id: IdT
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddReport(Generic[IdT]):
    """What became of each record that was to be added, in the order given.

    Attributes:
        added: new ids.
        updated: ids that were there with other values; the new values hold now.
        unchanged: ids that were there with the same values; nothing was written.
    """

    added: tuple[IdT, ...]
    updated: tuple[RecordChange[IdT], ...]
    unchanged: tuple[IdT, ...]


class RecordRepository(Generic[RecordT, IdT]):
    """Records of one kind; subclasses name the record and its table."""

    record_type: ClassVar[type[Any]]
    row_type: ClassVar[type[RecordRow]]

    def __init__(self, session: Session) -> None:
        self._session = session

    def __len__(self) -> int:
        """Return the number of records."""
        return self._session.scalar(select(func.count()).select_from(self.row_type)) or 0

    def add_many(self, records: Iterable[RecordT], *, batch: int | None = None) -> AddReport[IdT]:
        """Add records; one whose id is already there replaces the stored values where they differ.

        A record keeps its first place in the order. An id that comes twice in one call follows the same rules, the
        later values holding.

        Args:
            records: any number.
            batch: number of the registered file they come from.

        Returns:
            What became of each record.
        """
        given = list(records)
        stored: dict[str, RecordT] = {record.id: record for record in self._find([record.id for record in given])}
        there = set(stored)
        added: list[IdT] = []
        changes: dict[str, RecordT] = {}
        updated: list[RecordChange[IdT]] = []
        unchanged: list[IdT] = []
        for record in given:
            number: Any = record.id
            before = stored.get(number)
            differing = () if before is None else _differing_fields(before, record)
            if before is None:
                added.append(number)
            elif differing:
                updated.append(RecordChange(number, differing))
            else:
                unchanged.append(number)
                continue
            stored[number] = record
            if number in there:
                changes[number] = record
        self._insert([stored[number] for number in added], batch)
        self._update(changes.values(), batch)
        return AddReport(tuple(added), tuple(updated), tuple(unchanged))

    def get(self, number: IdT) -> RecordT | None:
        """Return the record of that id, or None."""
        return next(iter(self._find([number])), None)

    def all(self) -> list[RecordT]:
        """Return every record, in the order of arrival."""
        return self._select()

    def digest(self) -> str:
        """Return a checksum of all records and their order; two stores with one digest hold the same texts."""
        digest = hashlib.sha256()
        for fingerprint in self._session.scalars(select(self.row_type.fingerprint).order_by(self.row_type.position)):
            digest.update(fingerprint.encode())
        return digest.hexdigest()

    def _find(self, numbers: Sequence[str]) -> list[RecordT]:
        found: list[RecordT] = []
        for start in range(0, len(numbers), _CHUNK):
            found += self._select(self.row_type.id.in_(numbers[start : start + _CHUNK]))
        return found

    def _select(self, *conditions: ColumnElement[bool]) -> list[RecordT]:
        rows = self._session.scalars(select(self.row_type).where(*conditions).order_by(self.row_type.position))
        return [self._to_record(row) for row in rows]

    def _insert(self, records: Sequence[RecordT], batch: int | None) -> None:
        if records:
            self._session.execute(insert(self.row_type), [_to_columns(record, batch) for record in records])

    def _update(self, records: Iterable[RecordT], batch: int | None) -> None:
        for record in records:
            self._session.execute(
                update(self.row_type)
                .where(self.row_type.id == record.id)
                .values(_to_columns(record, batch))
                .execution_options(synchronize_session=False)
            )
        self._session.expire_all()

    def _to_record(self, row: RecordRow) -> RecordT:
        values = {name: getattr(row, name) for name in _value_names(self.record_type)}
        source = Source(file=row.source_file, sheet=row.source_sheet, row=row.source_row)
        record: RecordT = self.record_type(**values, source=source)
        return record


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
        named = select(NeedRow.enterprise).where(NeedRow.enterprise != "").group_by(NeedRow.enterprise)
        return list(self._session.scalars(named.order_by(first)))


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

    def _to_record(self, row: RecordRow) -> Party:
        values = {name: getattr(row, name) for name in _value_names(Party)}
        values["kind"] = PartyKind(values["kind"])
        return Party(**values, source=Source(file=row.source_file, sheet=row.source_sheet, row=row.source_row))


def _value_names(record_type: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record_type) if field.name != "source")


def _values(record: Need | Achievement | Party) -> dict[str, Any]:
    values = {name: getattr(record, name) for name in _value_names(type(record))}
    values["extra"] = dict(record.extra)
    if "kind" in values:
        values["kind"] = str(values["kind"])
    return values


def _differing_fields(before: Need | Achievement | Party, after: Need | Achievement | Party) -> tuple[str, ...]:
    old, new = _values(before), _values(after)
    return tuple(name for name in old if old[name] != new[name])


def _to_columns(record: Need | Achievement | Party, batch: int | None) -> dict[str, Any]:
    values = _values(record)
    canonical = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return values | {
        "source_file": record.source.file,
        "source_sheet": record.source.sheet,
        "source_row": record.source.row,
        "fingerprint": hashlib.sha256(canonical.encode()).hexdigest(),
        "batch_id": batch,
    }
