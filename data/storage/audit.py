"""The audit trail: lines in, lines out; nothing is ever changed or taken away."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, cast, insert, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from data.records.accounts import Actor, Channel, Role
from data.records.audit import AuditAction, AuditEntry, FieldChange
from data.storage.audit_tables import AuditRow, RevisionRow

BATCHES: Final = "batches"
"""The kind under which one line stands for all the records a file brought."""

Mask = Callable[[str, str], str]
"""Takes a field's name ("contact", "extra.备注") and its value; returns the value as the trail may keep it."""

_NUMBER: Final = re.compile(r"\d(?:[-\s]?\d){4,}|\S+@\S+")


def mask_broadly(field: str, value: str) -> str:
    """Hide more than is needed: contact columns whole, elsewhere long numbers and mail addresses.

    Where contacts are recognised properly the service says how (`Workspace.open`); this stands in where nobody did.
    """
    if field == "contact" or field.startswith("extra."):
        return "*" * len(value)
    return _NUMBER.sub(lambda found: "*" * len(found.group()), value)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which lines are wanted; what is left at its default asks nothing."""

    kind: str = ""
    record_id: str = ""
    action: AuditAction | None = None
    account_id: int | None = None
    at_from: datetime | None = None
    at_before: datetime | None = None


EVERY_LINE = AuditFilter()


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """A line with its number, from 1, rising with time."""

    number: int
    entry: AuditEntry


class AuditRepository:
    """Lines of the audit trail.

    Args:
        session: of one transaction.
        actor: who acts in it.
        at: when, aware.
        mask: hides contacts before anything is written.
    """

    def __init__(self, session: Session, *, actor: Actor, at: datetime, mask: Mask = mask_broadly) -> None:
        self._session = session
        self._mask = mask
        self.actor = actor
        self.at = at

    def add(self, entry: AuditEntry) -> None:
        """Write one line, its values masked."""
        self.add_many([entry])

    def add_many(self, entries: Iterable[AuditEntry]) -> None:
        """Write lines, their values masked."""
        rows = [_columns(entry, self._mask) for entry in entries]
        if rows:
            self._session.execute(insert(AuditRow), rows)

    def tell(self, action: AuditAction, kind: str, record_id: str, changes: Sequence[FieldChange] = ()) -> None:
        """Write one line in the name of whoever acts now."""
        self.add(self.line(action, kind, record_id, changes))

    def line(self, action: AuditAction, kind: str, record_id: str, changes: Sequence[FieldChange] = ()) -> AuditEntry:
        """Return a line in the name of whoever acts now; nothing is written."""
        return AuditEntry(
            at=self.at, actor=self.actor, action=action, kind=kind, record_id=record_id, changes=tuple(changes)
        )

    def page(
        self, wanted: AuditFilter = EVERY_LINE, *, before: int | None = None, limit: int
    ) -> tuple[StoredEntry, ...]:
        """Return the newest lines, newest first.

        Args:
            wanted: which.
            before: lines with smaller numbers only: the last number of the page before.
            limit: at most so many, at least 1.

        Returns:
            Fewer than `limit` where there are no more.
        """
        return self._select(*_conditions(wanted, before), limit=limit)

    def of_record(self, kind: str, record_id: str, *, limit: int = 1000) -> tuple[StoredEntry, ...]:
        """Return what happened to one record, newest first, the import that brought it included."""
        brought = select(cast(RevisionRow.batch_id, Text)).where(
            RevisionRow.kind == kind, RevisionRow.record_id == record_id, RevisionRow.batch_id.is_not(None)
        )
        itself = and_(AuditRow.kind == kind, AuditRow.record_id == record_id)
        by_file = and_(AuditRow.kind == BATCHES, AuditRow.record_id.in_(brought))
        return self._select(or_(itself, by_file), limit=limit)

    def _select(self, *conditions: ColumnElement[bool], limit: int) -> tuple[StoredEntry, ...]:
        rows = self._session.scalars(select(AuditRow).where(*conditions).order_by(AuditRow.id.desc()).limit(limit))
        return tuple(StoredEntry(row.id, _to_entry(row)) for row in rows)


def _conditions(wanted: AuditFilter, before: int | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.kind:
        conditions.append(AuditRow.kind == wanted.kind)
    if wanted.record_id:
        conditions.append(AuditRow.record_id == wanted.record_id)
    if wanted.action is not None:
        conditions.append(AuditRow.action == wanted.action.value)
    if wanted.account_id is not None:
        conditions.append(AuditRow.account_id == wanted.account_id)
    if wanted.at_from is not None:
        conditions.append(AuditRow.at >= wanted.at_from)
    if wanted.at_before is not None:
        conditions.append(AuditRow.at < wanted.at_before)
    if before is not None:
        conditions.append(AuditRow.id < before)
    return conditions


def _columns(entry: AuditEntry, mask: Mask) -> dict[str, Any]:
    actor = entry.actor
    return {
        "at": entry.at,
        "account_id": actor.account_id,
        "actor_name": actor.name,
        "role": actor.role.value,
        "region_code": actor.region_code,
        "organisation": actor.organisation,
        "channel": actor.channel.value,
        "action": entry.action.value,
        "kind": entry.kind,
        "record_id": entry.record_id,
        "changes": [
            [each.field, mask(each.field, each.before), mask(each.field, each.after)] for each in entry.changes
        ],
    }


def _to_entry(row: AuditRow) -> AuditEntry:
    actor = Actor(
        account_id=row.account_id,
        name=row.actor_name,
        role=Role(row.role),
        region_code=row.region_code,
        organisation=row.organisation,
        channel=Channel(row.channel),
    )
    return AuditEntry(
        at=row.at,
        actor=actor,
        action=AuditAction(row.action),
        kind=row.kind,
        record_id=row.record_id,
        changes=tuple(FieldChange(*change) for change in row.changes),
    )
