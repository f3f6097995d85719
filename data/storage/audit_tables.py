"""The tables of what was done: the audit trail, and the former values that undoing needs."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.storage.tables import Base, UtcDateTime


class AuditRow(Base):
    """One line of the audit trail; contacts are masked in it."""

    __tablename__ = "audit_trail"
    __table_args__ = (Index("ix_audit_trail_record", "kind", "record_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    account_id: Mapped[int | None] = mapped_column(index=True)
    actor_name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(32))
    region_code: Mapped[str] = mapped_column(String(6))
    organisation: Mapped[str] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(16))
    action: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(32))
    record_id: Mapped[str] = mapped_column(Text)
    changes: Mapped[list[list[str]]] = mapped_column(JSON)


class RevisionRow(Base):
    """One step in the life of a record: the version it led to, and the values it replaced, in full.

    `former` holds the columns that differed, by name; `fingerprint` is that of the record after the step.
    """

    __tablename__ = "revisions"
    __table_args__ = (Index("ix_revisions_record", "kind", "record_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    record_id: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    action: Mapped[str] = mapped_column(String(16))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batches.id"), index=True)
    actor_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    fingerprint: Mapped[str] = mapped_column(String(64))
    former: Mapped[dict[str, Any]] = mapped_column(JSON)
