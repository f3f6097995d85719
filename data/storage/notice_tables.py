"""The tables of notices and rules. Rows are only ever added: a rule changes by its next version or decision."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.storage.consent_tables import ActedRow


class NoticeRow(ActedRow):
    """A notice as it was read. `parts` holds clauses, attachments, assignments, repairs and what was dropped."""

    __tablename__ = "notices"

    notice_id: Mapped[str] = mapped_column(Text, unique=True)
    title: Mapped[str] = mapped_column(Text)
    document_number: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date | None] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    parts: Mapped[dict[str, Any]] = mapped_column(JSON)
    conflicts: Mapped[list[Any]] = mapped_column(JSON)
    file_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))


class RuleRow(ActedRow):
    """A rule: where it comes from. What it says stands in its versions."""

    __tablename__ = "rules"

    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    clause: Mapped[str] = mapped_column(Text)
    quote: Mapped[str] = mapped_column(Text)
    quote_start: Mapped[int]
    quote_end: Mapped[int]


class RuleVersionRow(ActedRow):
    """A version of a rule; `terms` is the JSON of `data.storage.json_values.terms_to_json`."""

    __tablename__ = "rule_versions"
    __table_args__ = (UniqueConstraint("rule_id", "version"),)

    rule_id: Mapped[int] = mapped_column(ForeignKey("rules.id"))
    version: Mapped[int]
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    applies_from: Mapped[date | None] = mapped_column(Date)
    applies_to: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(Text)


class RuleDecisionRow(ActedRow):
    """What a person said to a version."""

    __tablename__ = "rule_decisions"

    rule_id: Mapped[int] = mapped_column(ForeignKey("rules.id"), index=True)
    version: Mapped[int]
    before: Mapped[str] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text)


class RuleCheckRow(ActedRow):
    """A check that was written down, with the facts it rests on."""

    __tablename__ = "rule_checks"

    rule_id: Mapped[int] = mapped_column(ForeignKey("rules.id"), index=True)
    version: Mapped[int]
    part: Mapped[int]
    subject: Mapped[str] = mapped_column(Text)
    reading: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    used: Mapped[list[str]] = mapped_column(JSON)
    remedy: Mapped[str] = mapped_column(Text)
    facts: Mapped[Any] = mapped_column(JSON)
    facts_digest: Mapped[str] = mapped_column(String(64))
    subject_region: Mapped[str] = mapped_column(String(6))
    as_of: Mapped[date] = mapped_column(Date)
