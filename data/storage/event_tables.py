"""The tables of docking events: set-up, participants, requests, answers, agendas, invitations, facts of the day."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.storage.consent_tables import ActedRow
from data.storage.tables import Base


class DockingEventRow(ActedRow):
    """An event; `held_in` is its region, for `region_code` is that of whoever set it up."""

    __tablename__ = "docking_events"

    code: Mapped[str] = mapped_column(Text, unique=True)
    held_in: Mapped[str] = mapped_column(String(6))
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    goals: Mapped[dict[str, Any]] = mapped_column(JSON)
    now: Mapped[str] = mapped_column(String(5))
    needs_consent: Mapped[bool]
    version: Mapped[int]
    basis: Mapped[int]


class ParticipantRow(Base):
    """A participant of an event."""

    __tablename__ = "event_participants"
    __table_args__ = (UniqueConstraint("event_id", "guest_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("docking_events.id"), index=True)
    guest_id: Mapped[str] = mapped_column(Text)
    guest: Mapped[dict[str, Any]] = mapped_column(JSON)
    organisation: Mapped[str] = mapped_column(Text, index=True)
    region_code: Mapped[str] = mapped_column(String(6))
    arrives: Mapped[str] = mapped_column(String(5))
    leaves: Mapped[str] = mapped_column(String(5))
    is_absent: Mapped[bool]
    version: Mapped[int]


class EventRequestRow(Base):
    """A request of an event."""

    __tablename__ = "event_requests"
    __table_args__ = (UniqueConstraint("event_id", "request_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("docking_events.id"), index=True)
    request_id: Mapped[str] = mapped_column(Text)
    request: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int]


class GuestAnswerRow(ActedRow):
    """What a participant says to a request; rows are only ever added."""

    __tablename__ = "event_answers"

    event_id: Mapped[int] = mapped_column(ForeignKey("docking_events.id"), index=True)
    request_id: Mapped[str] = mapped_column(Text)
    guest_id: Mapped[str] = mapped_column(Text)
    wish: Mapped[str] = mapped_column(String(16))
    bar: Mapped[str] = mapped_column(String(16))
    consent: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text)


class AgendaDraftRow(ActedRow):
    """The agenda planners work on; one an event."""

    __tablename__ = "agenda_drafts"

    event_id: Mapped[int] = mapped_column(ForeignKey("docking_events.id"), unique=True)
    agenda: Mapped[dict[str, Any]] = mapped_column(JSON)
    basis: Mapped[int]
    revision: Mapped[int]
    cause: Mapped[str] = mapped_column(String(16))
    is_minimal: Mapped[bool | None]
    note: Mapped[str] = mapped_column(Text)


class AgendaReleaseRow(ActedRow):
    """A released agenda. Migration 0009 has the database itself refuse every change of a row."""

    __tablename__ = "agenda_releases"
    __table_args__ = (UniqueConstraint("event_id", "version"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("docking_events.id"), index=True)
    version: Mapped[int]
    agenda: Mapped[dict[str, Any]] = mapped_column(JSON)
    problem: Mapped[dict[str, Any]] = mapped_column(JSON)
    changes: Mapped[list[Any]] = mapped_column(JSON)
    guests_to_tell: Mapped[list[str]] = mapped_column(JSON)
    cause: Mapped[str] = mapped_column(String(16))
    is_minimal: Mapped[bool | None]
    note: Mapped[str] = mapped_column(Text)


class InvitationRow(Base):
    """A party that should come to an event."""

    __tablename__ = "event_invitations"
    __table_args__ = (UniqueConstraint("event_id", "guest_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("docking_events.id"), index=True)
    guest_id: Mapped[str] = mapped_column(Text)
    invitation: Mapped[dict[str, Any]] = mapped_column(JSON)


class InvitationStepRow(ActedRow):
    """A move of an invitation; rows are only ever added."""

    __tablename__ = "invitation_steps"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("event_invitations.id"), index=True)
    before: Mapped[str] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text)


class DayNoteRow(ActedRow):
    """A fact of the day of an event; rows are only ever added."""

    __tablename__ = "event_day_notes"

    event_id: Mapped[int] = mapped_column(ForeignKey("docking_events.id"), index=True)
    fact: Mapped[str] = mapped_column(String(16))
    guest_id: Mapped[str] = mapped_column(Text)
    request_id: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
