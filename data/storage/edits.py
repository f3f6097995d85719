"""Changes of stored records: each raises the version, is told to the audit trail, and can be taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from data.errors import StaleRecordError, UnknownIdError, UsageError
from data.records.audit import AuditAction
from data.records.enums import PartyKind
from data.records.facets import Facets
from data.storage.columns import (
    Record,
    facet_columns,
    field_changes,
    fingerprint_of,
    place_of,
    state_of,
    value_names,
    values_of,
)
from data.storage.revisions import RevisionRepository, Step, changes_since
from data.storage.tables import RecordRow

LABELS: Final[Mapping[str, str]] = {"needs": "需求", "achievements": "成果", "parties": "单位"}
"""What the records of each table are called in messages."""

_FIXED: Final = frozenset({"id", "source"})
"""What a record keeps for life."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change that is to be made.

    Attributes:
        row: the record as it is stored now.
        action: what it is called in the audit trail.
        columns: new values by column; those that do not differ are harmless.
        is_deleted: whether the record is gone afterwards.
    """

    row: RecordRow
    action: AuditAction
    columns: Mapping[str, Any]
    is_deleted: bool = False


class Edits:
    """Makes changes to the records of one table."""

    def __init__(
        self, session: Session, revisions: RevisionRepository, *, record_type: type[Any], row_type: type[RecordRow]
    ) -> None:
        self._session = session
        self._revisions = revisions
        self._record_type = record_type
        self._row_type = row_type
        self._kind = row_type.__tablename__
        self._names = value_names(record_type)

    def replacing(self, row: RecordRow, record: Record, *, facets: Facets | None, batch: int | None) -> Edit | None:
        """Return what makes a stored record equal to one that came again; None where it is there and equal.

        Args:
            row: as stored, deleted perhaps.
            record: as it came.
            facets: None leaves those that are there, marked as not read from these texts.
            batch: the file it came from.
        """
        values = values_of(record)
        is_back = row.deleted_at is not None
        if not is_back and fingerprint_of(values) == row.fingerprint:
            return None
        more = {"facets_edition": 0} if facets is None else facet_columns(facets)
        return Edit(
            row=row,
            action=AuditAction.RESTORED if is_back else AuditAction.CHANGED,
            columns=values | place_of(record, batch=batch) | more,
        )

    def apply(self, edits: Sequence[Edit], *, batch: int | None = None) -> None:
        """Make changes, each one version further, and write down what they replaced."""
        if not edits:
            return
        rows, steps = zip(*(self._prepare(edit) for edit in edits), strict=True)
        self._update(rows)
        self._revisions.write(self._kind, steps, batch=batch)

    def set_facets(self, facets: Mapping[str, Facets]) -> None:
        """Write facets by id: no step in the life of a record, for they follow from its texts."""
        if facets:
            self._revisions.lock()
            self._update([{"id": number} | facet_columns(each) for number, each in facets.items()])

    def locked(self, number: str, *, expected_version: int | None, is_deleted: bool = False) -> RecordRow:
        """Return the row of a record that nobody else will change before this transaction ends.

        Args:
            number: its id.
            expected_version: the one that was looked at; None where none was.
            is_deleted: whether the record must be deleted, or must not.

        Returns:
            The row as it is now.

        Raises:
            UnknownIdError: there is no such record, and there was none.
            StaleRecordError: somebody else changed, deleted or restored it since.
        """
        self._revisions.lock()
        row = self._session.scalars(
            select(self._row_type).where(self._row_type.id == number).execution_options(populate_existing=True)
        ).one_or_none()
        label = LABELS[self._kind]
        is_gone = row is not None and row.deleted_at is not None
        if row is None or (is_gone is not is_deleted and expected_version in {None, row.version}):
            state = "已删除的" if is_deleted else ""
            raise UnknownIdError(f"工作区里没有编号为“{number}”的{state}{label}。", remedy="请核对编号。")
        if is_gone is not is_deleted or expected_version not in {None, row.version}:
            raise self._stale(row, expected_version or 0)
        return row

    def with_values(self, record: Record, values: Mapping[str, Any]) -> Record:
        """Return a record with other values.

        Raises:
            UsageError: a value is named that this kind of record has not or that never changes, or the kind of a
                party is none.
        """
        unknown = [name for name in values if name not in self._names or name in _FIXED]
        if unknown:
            raise UsageError(f"{LABELS[self._kind]}没有可以修改的“{'、'.join(unknown)}”。", remedy="请核对字段名。")
        kind = values.get("kind")
        if kind is None:
            return replace(record, **values)
        if kind not in set(PartyKind):
            raise UsageError(f"没有“{kind}”这类单位。", remedy=f"请写其中之一：{'、'.join(PartyKind)}。")
        return replace(record, **{**values, "kind": PartyKind(kind)})

    def _update(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Set the columns of rows that all have the same ones, each found by its id."""
        table: Any = self._row_type.__table__
        wanted: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != "id"}
        statement = update(table).where(table.c.id == bindparam("new_id")).values(wanted)
        self._session.connection().execute(statement, [{f"new_{name}": row[name] for name in row} for row in rows])

    def _prepare(self, edit: Edit) -> tuple[dict[str, Any], Step]:
        before = state_of(self._record_type, edit.row)
        after = before | dict(edit.columns)
        former = {name: before[name] for name in before if before[name] != after[name]}
        fingerprint = fingerprint_of({name: after[name] for name in self._names})
        version = edit.row.version + 1
        moment: datetime | None = self._revisions.audit.at if edit.is_deleted else None
        step = Step(
            record_id=edit.row.id,
            action=edit.action,
            version=version,
            fingerprint=fingerprint,
            former=former,
            changes=field_changes({name: former[name] for name in self._names if name in former}, after),
        )
        fixed = {"version": version, "fingerprint": fingerprint, "deleted_at": moment}
        return after | fixed, step

    def _stale(self, row: RecordRow, expected_version: int) -> StaleRecordError:
        steps = self._revisions.after(self._kind, row.id, expected_version)
        names = "、".join(dict.fromkeys(step.actor_name for step in steps)) or "他人"
        is_deleted = row.deleted_at is not None
        what = f"{LABELS[self._kind]}“{row.id}”在您打开之后已被{names}{'删除' if is_deleted else '修改'}"
        state = state_of(self._record_type, row)
        return StaleRecordError(
            f"{what}，本次没有写入。",
            remedy="请对照现在的内容，再决定是否修改。",
            version=row.version,
            changes=changes_since(steps, {name: state[name] for name in self._names}),
            is_deleted=is_deleted,
        )
