"""The steps in the life of each record, with the values each step replaced."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from data.records.accounts import Actor
from data.records.audit import AuditAction, FieldChange
from data.records.versions import ChangeSince
from data.storage.audit import AuditRepository
from data.storage.audit_tables import RevisionRow
from data.storage.columns import field_changes
from data.storage.locks import Lock, take


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step in the life of a record.

    Attributes:
        version: the one it leads to.
        fingerprint: of the record after the step.
        former: the columns that differed before, by name.
        changes: what the audit trail tells of it, contacts still in full.
    """

    record_id: str
    action: AuditAction
    version: int
    fingerprint: str
    former: Mapping[str, Any] = field(default_factory=dict)
    changes: Sequence[FieldChange] = ()


class RevisionRepository:
    """Steps of records: written together with the lines of the audit trail that tell of them."""

    def __init__(self, session: Session, audit: AuditRepository) -> None:
        self._session = session
        self.audit = audit

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.audit.actor

    def lock(self) -> None:
        """Let one transaction after the other write records, so that numbers rise in the order of commits."""
        take(self._session.connection(), Lock.RECORDS)

    def write(self, kind: str, steps: Sequence[Step], *, batch: int | None) -> None:
        """Keep steps, and tell the audit trail of each; records a file brought are told of by the file's own line."""
        if not steps:
            return
        self._session.execute(insert(RevisionRow), [self._columns(kind, step, batch) for step in steps])
        told = [step for step in steps if batch is None or step.action is not AuditAction.ADDED]
        self.audit.add_many(self.audit.line(step.action, kind, step.record_id, step.changes) for step in told)

    def newest(self) -> int:
        """Return the number of the newest step; it rises whenever any record changes, and is 0 at first."""
        return self._session.scalar(select(func.max(RevisionRow.id))) or 0

    def changed_since(self, kind: str, number: int) -> tuple[str, ...]:
        """Return the ids of records of a kind that were touched after a step, deleted ones too, oldest step first."""
        touched = select(RevisionRow.record_id).where(RevisionRow.kind == kind, RevisionRow.id > number)
        return tuple(dict.fromkeys(self._session.scalars(touched.order_by(RevisionRow.id))))

    def after(self, kind: str, record_id: str, version: int) -> list[RevisionRow]:
        """Return the steps that led beyond a version, oldest first."""
        return self._select(RevisionRow.kind == kind, RevisionRow.record_id == record_id, RevisionRow.version > version)

    def of_batch(self, kind: str, batch: int) -> dict[str, list[RevisionRow]]:
        """Return the steps a file caused, oldest first, by record."""
        steps: dict[str, list[RevisionRow]] = {}
        for row in self._select(RevisionRow.kind == kind, RevisionRow.batch_id == batch):
            steps.setdefault(row.record_id, []).append(row)
        return steps

    def _select(self, *conditions: Any) -> list[RevisionRow]:  # noqa: ANN401 - SQLAlchemy's own expressions
        return list(self._session.scalars(select(RevisionRow).where(*conditions).order_by(RevisionRow.id)))

    def _columns(self, kind: str, step: Step, batch: int | None) -> dict[str, Any]:
        return {
            "kind": kind,
            "record_id": step.record_id,
            "version": step.version,
            "action": step.action.value,
            "batch_id": batch,
            "actor_name": self.actor.name,
            "at": self.audit.at,
            "fingerprint": step.fingerprint,
            "former": dict(step.former),
        }


def changes_since(steps: Iterable[RevisionRow], now: Mapping[str, Any]) -> tuple[ChangeSince, ...]:
    """List what steps changed, comparing the values before the first of them with those that hold now.

    Args:
        steps: of one record, oldest first.
        now: the columns of the record.

    Returns:
        One a field that differs now, in the order of the record; the newest step that touched it names who and when.
    """
    before: dict[str, Any] = {}
    last: dict[str, RevisionRow] = {}
    for step in steps:
        for name, value in step.former.items():
            before.setdefault(name, value)
            last[name] = step
    known = {name: before[name] for name in now if name in before}
    told: list[ChangeSince] = []
    for change in field_changes(known, now):
        step = last[change.field.partition(".")[0]]
        told.append(
            ChangeSince(field=change.field, before=change.before, theirs=change.after, by=step.actor_name, at=step.at)
        )
    return tuple(told)
