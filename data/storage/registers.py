"""Entries of registers in and out of their tables, every change in the audit trail."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import ColumnElement, delete, false, func, insert, select
from sqlalchemy.orm import Session

from data.errors import StaleRecordError, UnknownIdError
from data.records.audit import AuditAction, FieldChange
from data.records.registers import RegisterEntry
from data.records.scopes import EVERYTHING, Scope
from data.reference.regions import codes_within
from data.storage.audit import AuditRepository
from data.storage.register_tables import RegisterEntryRow, RegisterOwnerRow, RegisterTwinRow
from data.storage.twins import refusing_twins

KIND: Final = "registers"
"""Under which the audit trail names entries."""

_CHUNK: Final = 500
"""Numbers one query asks for: databases limit the values of a query."""


class RegisterRepository:
    """Entries of all registers.

    Args:
        session: of one transaction.
        audit: is told of every change.
    """

    def __init__(self, session: Session, audit: AuditRepository) -> None:
        self._session = session
        self._audit = audit

    def all(self, register: str, *, scope: Scope, is_deleted: bool = False) -> list[RegisterEntry]:
        """Return the entries of a register that lie in a scope, in the order in which they came; one query."""
        there = RegisterEntryRow.deleted_at.is_not(None) if is_deleted else RegisterEntryRow.deleted_at.is_(None)
        asked = select(RegisterEntryRow).where(RegisterEntryRow.register == register, there, *_within(scope))
        return [_to_entry(row) for row in self._session.scalars(asked.order_by(RegisterEntryRow.id))]

    def counts(self, *, scope: Scope) -> dict[str, int]:
        """Count the entries of every register in a scope; one query."""
        asked = (
            select(RegisterEntryRow.register, func.count())
            .where(RegisterEntryRow.deleted_at.is_(None), *_within(scope))
            .group_by(RegisterEntryRow.register)
        )
        return {row[0]: row[1] for row in self._session.execute(asked)}

    def get(self, number: int, *, scope: Scope = EVERYTHING) -> RegisterEntry | None:
        """Return an entry of a scope, deleted or not; None where there is none."""
        asked = select(RegisterEntryRow).where(RegisterEntryRow.id == number, *_within(scope))
        row = self._session.scalar(asked)
        return None if row is None else _to_entry(row)

    def n_within(self, numbers: Sequence[int], *, scope: Scope) -> int:
        """Count those of some entries that lie in a scope; a query for every five hundred."""
        parts = (numbers[start : start + _CHUNK] for start in range(0, len(numbers), _CHUNK))
        asked = select(func.count()).select_from(RegisterEntryRow)
        return sum(
            self._session.scalar(asked.where(RegisterEntryRow.id.in_(part), *_within(scope))) or 0 for part in parts
        )

    def add(
        self,
        register: str,
        values: Mapping[str, str],
        *,
        region_code: str,
        owners: Sequence[str] = (),
        shared: Sequence[str] = (),
    ) -> RegisterEntry:
        """Keep a new entry.

        Args:
            register: id of the register.
            values: in their one form.
            region_code: where it belongs.
            owners: organisations whose own it is.
            shared: values that no other entry of the register may have together; () any may. A second one is refused,
                see `refusing_twins`.
        """
        at = self._audit.at
        row = RegisterEntryRow(
            register=register,
            values=dict(values),
            region_code=region_code,
            version=1,
            added_at=at,
            changed_at=at,
            deleted_at=None,
        )
        self._session.add(row)
        self._session.flush()
        self._bind(row, owners, shared)
        self._audit.tell(AuditAction.ADDED, KIND, str(row.id))
        return _to_entry(row)

    def change(
        self,
        number: int,
        values: Mapping[str, str],
        *,
        expected_version: int,
        owners: Sequence[str] = (),
        shared: Sequence[str] = (),
        region_code: str,
    ) -> RegisterEntry:
        """Put new values in the place of an entry's; arguments as for `add`, errors of `_locked`."""
        row = self._locked(number, expected_version)
        changes = [
            FieldChange(key, row.values.get(key, ""), values.get(key, ""))
            for key in dict.fromkeys((*row.values, *values))
            if row.values.get(key, "") != values.get(key, "")
        ]
        if changes or row.region_code != region_code:
            row.values, row.region_code = dict(values), region_code
            row.version += 1
            row.changed_at = self._audit.at
            self._session.flush()
            self._bind(row, owners, shared)
            self._audit.tell(AuditAction.CHANGED, KIND, str(number), changes)
        return _to_entry(row)

    def delete(self, number: int, *, expected_version: int) -> None:
        """Take an entry out of its list; errors of `_locked`."""
        row = self._locked(number, expected_version)
        row.deleted_at = self._audit.at
        row.version += 1
        self._session.execute(delete(RegisterTwinRow).where(RegisterTwinRow.entry_id == number))
        self._audit.tell(AuditAction.DELETED, KIND, str(number))

    def restore(self, number: int, *, expected_version: int, shared: Sequence[str] = ()) -> RegisterEntry:
        """Put a deleted entry back; errors of `_locked`, and of `add` where another one took its place."""
        row = self._locked(number, expected_version, is_deleted=True)
        row.deleted_at = None
        row.version += 1
        self._session.flush()
        self._share(row, shared)
        self._audit.tell(AuditAction.RESTORED, KIND, str(number))
        return _to_entry(row)

    def _locked(self, number: int, expected_version: int, *, is_deleted: bool = False) -> RegisterEntryRow:
        """Return the row of an entry, held until the transaction ends.

        Raises:
            UnknownIdError: there is none.
            StaleRecordError: it was changed, deleted or restored since that version.
        """
        row = self._session.get(RegisterEntryRow, number, with_for_update=True)
        if row is None:
            raise UnknownIdError(f"没有第 {number} 号登记。", remedy="请从列表中选择。")
        if row.version != expected_version or (row.deleted_at is not None) != is_deleted:
            raise StaleRecordError(
                f"第 {number} 号登记在您打开之后已被{self._last_writer(number)}改动，本次没有写入。",
                remedy="请对照现在的内容，核对之后再保存。",
                version=row.version,
                is_deleted=row.deleted_at is not None,
            )
        return row

    def _last_writer(self, number: int) -> str:
        last = self._audit.of_record(KIND, str(number), limit=1)
        return last[0].entry.actor.name if last and last[0].entry.actor.name else "他人"

    def _bind(self, row: RegisterEntryRow, owners: Sequence[str], shared: Sequence[str]) -> None:
        self._session.execute(delete(RegisterOwnerRow).where(RegisterOwnerRow.entry_id == row.id))
        named = [{"entry_id": row.id, "organisation": each} for each in dict.fromkeys(owners) if each]
        if named:
            self._session.execute(insert(RegisterOwnerRow), named)
        self._session.execute(delete(RegisterTwinRow).where(RegisterTwinRow.entry_id == row.id))
        self._share(row, shared)

    def _share(self, row: RegisterEntryRow, shared: Sequence[str]) -> None:
        if not shared:
            return
        with refusing_twins("这本台账里已有同样的一条。", remedy="请在原有的那一条上修改。"):
            self._session.add(
                RegisterTwinRow(
                    register=row.register, shared=json.dumps(list(shared), ensure_ascii=False), entry_id=row.id
                )
            )
            self._session.flush()


def _within(scope: Scope) -> list[ColumnElement[bool]]:
    """Return what a row must fulfil to lie in a scope."""
    if scope.everything:
        return []
    if not scope.region_code and not scope.organisation:
        return [false()]
    conditions: list[ColumnElement[bool]] = []
    if scope.region_code:
        conditions.append(RegisterEntryRow.region_code.in_(codes_within(scope.region_code)))
    if scope.organisation:
        owned = select(RegisterOwnerRow.entry_id).where(RegisterOwnerRow.organisation == scope.organisation)
        conditions.append(RegisterEntryRow.id.in_(owned))
    return conditions


def _to_entry(row: RegisterEntryRow) -> RegisterEntry:
    return RegisterEntry(
        number=row.id,
        register=row.register,
        values=dict(row.values),
        region_code=row.region_code,
        version=row.version,
        added_at=row.added_at,
        changed_at=row.changed_at,
        deleted_at=row.deleted_at,
    )
