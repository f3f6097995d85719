"""The tables of deals: one row a deal, and rows of its ledger, which are never deleted."""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from data.storage.consent_tables import ActedRow
from data.storage.tables import Base, UtcDateTime


class DealRow(Base):
    """A deal. Ids of records are no foreign keys: what was signed outlives a record that is cleared.

    `stage`, `held_at`, `stage_since` and `is_told` follow from the steps; they stand here for lists to filter by.
    """

    __tablename__ = "deals"
    __table_args__ = (
        Index("ix_deals_pair", "need_id", "achievement_id"),
        Index("ix_deals_scope", "region_code", "stage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    stage: Mapped[str] = mapped_column(String(32), index=True)
    held_at: Mapped[str] = mapped_column(String(32))
    stage_since: Mapped[date]
    is_told: Mapped[bool]
    next_on: Mapped[date | None]
    origin: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    enterprise: Mapped[str] = mapped_column(Text, index=True)
    region_code: Mapped[str] = mapped_column(String(6))
    university: Mapped[str] = mapped_column(Text, index=True)
    need_id: Mapped[str] = mapped_column(Text)
    achievement_id: Mapped[str] = mapped_column(Text)
    introduction_id: Mapped[int | None] = mapped_column(ForeignKey("introductions.id"), index=True)
    event: Mapped[str] = mapped_column(Text)
    broker: Mapped[str] = mapped_column(Text)
    marks: Mapped[str] = mapped_column(Text)


class DealStepRow(ActedRow):
    """A move of a deal."""

    __tablename__ = "deal_steps"

    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id"), index=True)
    before: Mapped[str] = mapped_column(String(32))
    after: Mapped[str] = mapped_column(String(32))
    on: Mapped[date] = mapped_column("on_day")
    note: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]


class EntryRow(Base):
    """Columns of every entry of a ledger."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column("by_name", Text)
    struck_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    struck_note: Mapped[str] = mapped_column(Text)
    deal_id: Mapped[int] = mapped_column(ForeignKey("deals.id"), index=True)


class AgreementRow(EntryRow):
    """A signed paper; amounts in fen, each kind in its own column."""

    __tablename__ = "deal_agreements"

    form: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(Text)
    signed_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(32))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    intent_fen: Mapped[int | None] = mapped_column(BigInteger)
    contract_fen: Mapped[int | None] = mapped_column(BigInteger)
    technology_fen: Mapped[int | None] = mapped_column(BigInteger)
    registration_number: Mapped[str] = mapped_column(String(32))
    registered_on: Mapped[date | None]
    form_values: Mapped[dict[str, str]] = mapped_column(JSON)


class MilestoneRow(EntryRow):
    """Something promised by a day."""

    __tablename__ = "deal_milestones"

    title: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    done_on: Mapped[date | None]


class InstalmentRow(EntryRow):
    """A payment, planned or received; amounts in fen."""

    __tablename__ = "deal_instalments"

    title: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None]
    planned_fen: Mapped[int | None] = mapped_column(BigInteger)
    received_on: Mapped[date | None]
    received_fen: Mapped[int | None] = mapped_column(BigInteger)


class DocumentRow(EntryRow):
    """A file; its bytes lie among the originals."""

    __tablename__ = "deal_documents"

    name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    n_bytes: Mapped[int] = mapped_column(BigInteger)


class RungRow(EntryRow):
    """A rung that was reached."""

    __tablename__ = "deal_rungs"

    rung: Mapped[str] = mapped_column(String(32))
    on: Mapped[date] = mapped_column("on_day")
    note: Mapped[str] = mapped_column(Text)
    was: Mapped[bool]
