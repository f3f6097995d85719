"""The tables of alliances and ceremonies; steps, numbers and entries are only ever added, or struck out."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.storage.consent_tables import ActedRow
from data.storage.tables import Base, UtcDateTime


class AllianceRow(Base):
    """An alliance; the columns are the fields of `data.records.alliances.Alliance`."""

    __tablename__ = "alliances"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    stage: Mapped[str] = mapped_column(String(16), index=True)
    name: Mapped[str] = mapped_column(Text)
    lead: Mapped[str] = mapped_column(Text, index=True)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    field: Mapped[str] = mapped_column(Text)
    direction: Mapped[str] = mapped_column(Text)
    notice: Mapped[int | None]
    driver: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    upward: Mapped[str] = mapped_column(Text)
    upward_on: Mapped[date | None]


class AllianceNumberRow(Base):
    """A number that the office gave; rows stay, so that none is given twice."""

    __tablename__ = "alliance_numbers"
    __table_args__ = (UniqueConstraint("region_code", "year", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    region_code: Mapped[str] = mapped_column(String(6))
    year: Mapped[int]
    sequence: Mapped[int]
    alliance_id: Mapped[int] = mapped_column(ForeignKey("alliances.id"), unique=True)
    given_on: Mapped[date]


class AllianceStepRow(ActedRow):
    """A move of an alliance."""

    __tablename__ = "alliance_steps"

    alliance_id: Mapped[int] = mapped_column(ForeignKey("alliances.id"), index=True)
    before: Mapped[str] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text)


class AllianceMemberRow(Base):
    """A member or applicant; an organisation stands in an alliance once."""

    __tablename__ = "alliance_members"
    __table_args__ = (UniqueConstraint("alliance_id", "organisation"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    alliance_id: Mapped[int] = mapped_column(ForeignKey("alliances.id"))
    organisation: Mapped[str] = mapped_column(Text, index=True)
    state: Mapped[str] = mapped_column(String(16))
    opinion: Mapped[str] = mapped_column(Text)
    values: Mapped[dict[str, Any]] = mapped_column("member_values", JSON)


class AllianceEntryRow(Base):
    """An entry of the books: a paper, an expert, an activity, money."""

    __tablename__ = "alliance_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    alliance_id: Mapped[int] = mapped_column(ForeignKey("alliances.id"), index=True)
    book: Mapped[str] = mapped_column(String(16))
    values: Mapped[dict[str, Any]] = mapped_column("entry_values", JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column("by_name", Text)
    struck_note: Mapped[str] = mapped_column(Text)


class CeremonyRow(Base):
    """A signing ceremony; `projects` holds what was said of each deal."""

    __tablename__ = "ceremonies"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    projects: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
