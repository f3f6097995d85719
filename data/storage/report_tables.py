"""The tables of reports: what was sent, what was handed in, how far tasks are."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.storage.consent_tables import ActedRow
from data.storage.numbered import NumberedRow
from data.storage.tables import UtcDateTime


class SentReportRow(ActedRow):
    """A report that was sent; rows are only ever added. `region_code` is the sender's, `about` the report's."""

    __tablename__ = "sent_reports"
    __table_args__ = (
        UniqueConstraint("kind", "form", "about", "subject", "period", "version"),
        Index("ix_sent_reports_period", "kind", "period"),
    )

    kind: Mapped[str] = mapped_column(String(16))
    form: Mapped[str] = mapped_column(String(64))
    about: Mapped[str] = mapped_column(String(6), index=True)
    subject: Mapped[str] = mapped_column(Text)
    period: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    recipient: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    files: Mapped[str] = mapped_column(Text)


class HandedInRow(NumberedRow):
    """A line of the ledger of what was handed in."""

    __tablename__ = "handed_in"

    rule: Mapped[int | None] = mapped_column(ForeignKey("rules.id"), index=True)
    item: Mapped[str] = mapped_column(Text)
    form: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    month: Mapped[str] = mapped_column(String(7))
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    copies: Mapped[int | None]
    route: Mapped[str] = mapped_column(Text)
    report: Mapped[int | None] = mapped_column(ForeignKey("sent_reports.id"))
    note: Mapped[str] = mapped_column(Text)
    is_withdrawn: Mapped[bool]


class TaskStateRow(NumberedRow):
    """How far a region is with a task of a notice."""

    __tablename__ = "task_states"
    __table_args__ = (UniqueConstraint("notice", "task", "region_code"),)

    notice: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    task: Mapped[str] = mapped_column(String(64))
    region_code: Mapped[str] = mapped_column(String(6))
    progress: Mapped[str] = mapped_column(String(16))
    proof: Mapped[str] = mapped_column(Text)
    checked_on: Mapped[date | None]
