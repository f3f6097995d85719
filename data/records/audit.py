"""What was changed, by whom, from what to what."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from data.records.accounts import Actor


class AuditAction(StrEnum):
    """What happened to a record."""

    ADDED = "added"
    CHANGED = "changed"
    DELETED = "deleted"
    RESTORED = "restored"
    UNDONE = "undone"
    REVEALED = "revealed"
    SIGNED_IN = "signed_in"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that changed; "" where there was none. Contacts and secrets are written masked, never in full."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the audit trail; lines are only ever added.

    Attributes:
        at: aware, UTC.
        actor: who did it, as they were then.
        kind: what kind of record: "needs", "achievements", "parties", "accounts", "introductions", "jobs" ...
        record_id: its id.
        changes: in the order of the record's fields; () where the whole record came or went.
    """

    at: datetime
    actor: Actor
    action: AuditAction
    kind: str
    record_id: str
    changes: tuple[FieldChange, ...] = ()
