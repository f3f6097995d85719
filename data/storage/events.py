"""Docking events with participants, requests and answers in and out of their tables."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Final, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Integer, cast, delete, func, select, tuple_, update
from sqlalchemy.orm import Session

from data.errors import StaleRecordError, UnknownIdError
from data.records.accounts import Actor
from data.records.consents import Consent
from data.records.docking_events import (
    DockingEvent,
    EventRequest,
    GuestAnswer,
    NewDockingEvent,
    NewParticipant,
    Participant,
)
from data.records.events import Bar, Event, Goals, Guest, Request, Wish
from data.storage.acting import acted, actor_of
from data.storage.audit_tables import AuditRow
from data.storage.event_tables import (
    AgendaDraftRow,
    DayNoteRow,
    DockingEventRow,
    EventRequestRow,
    GuestAnswerRow,
    InvitationRow,
    InvitationStepRow,
    ParticipantRow,
)
from data.storage.invitation_tables import InvitationDraftRow
from data.storage.twins import refusing_twins

_EVENT: Final = TypeAdapter(Event)
_GOALS: Final = TypeAdapter(Goals)
_GUEST: Final = TypeAdapter(Guest)
_REQUEST: Final = TypeAdapter(Request)

_OF_EVENT: Final = (
    DayNoteRow, InvitationRow, InvitationDraftRow, AgendaDraftRow, GuestAnswerRow, EventRequestRow, ParticipantRow,
)  # fmt: skip
"""What goes with an event that is deleted; of a release there is none."""

Row = TypeVar("Row", DockingEventRow, ParticipantRow, EventRequestRow)


class EventRepository:
    """Events and what their agendas are made from; each change of that raises the event's `basis`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[DockingEvent]:
        """Return every event, newest first."""
        rows = self._session.scalars(select(DockingEventRow).order_by(DockingEventRow.id.desc()))
        return [_to_event(row) for row in rows]

    def get(self, number: int, *, is_locked: bool = False) -> DockingEvent | None:
        """Return the event of that number, or None; locked, nobody else changes it until the transaction ends."""
        row = self._session.get(DockingEventRow, number, with_for_update=is_locked, populate_existing=is_locked)
        return None if row is None else _to_event(row)

    def add(self, new: NewDockingEvent, *, at: datetime, actor: Actor) -> int:
        """Keep a new event; return its number. A second one of the same code is refused, see `refusing_twins`."""
        row = DockingEventRow(**self._fresh_number(), **_event_columns(new), version=1, basis=1, **acted(at, actor))
        with refusing_twins(f"编号“{new.plan.id}”已用于另一场活动。", remedy="请换一个编号。"):
            self._session.add(row)
            self._session.flush()
        return row.id

    def change(self, number: int, version: int, new: NewDockingEvent) -> None:
        """Change an event that somebody looked at in a version.

        Raises:
            StaleRecordError: somebody else changed it since.
            UnknownIdError: there is none.
        """
        row = _fresh(self._session.get(DockingEventRow, number, with_for_update=True, populate_existing=True), version)
        for name, value in _event_columns(new).items():
            setattr(row, name, value)
        row.version += 1
        row.basis += 1
        self._session.flush()

    def remove(self, number: int, version: int) -> None:
        """Delete an event that somebody looked at in a version, with all that hangs on it; a released one stays.

        Raises:
            StaleRecordError: somebody else changed it since.
            UnknownIdError: there is none.
        """
        row = _fresh(self._session.get(DockingEventRow, number, with_for_update=True, populate_existing=True), version)
        invited = select(InvitationRow.id).where(InvitationRow.event_id == number)
        self._session.execute(delete(InvitationStepRow).where(InvitationStepRow.invitation_id.in_(invited)))
        for table in _OF_EVENT:
            self._session.execute(delete(table).where(table.event_id == number))
        self._session.delete(row)
        self._session.flush()

    def _fresh_number(self) -> dict[str, int]:
        """Return a number that no event ever had, where the database would give that of a deleted one once more.

        The audit trail goes on telling of the deleted event under its number.
        """
        if self._session.get_bind().dialect.name != "sqlite":
            return {}
        told = select(func.max(cast(AuditRow.record_id, Integer))).where(AuditRow.kind == "events")
        last = self._session.scalar(told) or 0
        newest = self._session.scalar(select(func.max(DockingEventRow.id))) or 0
        return {"id": max(last, newest) + 1}

    def participants(self, event: int) -> list[Participant]:
        """Return the participants of an event, in the order they came."""
        chosen = select(ParticipantRow).where(ParticipantRow.event_id == event).order_by(ParticipantRow.id)
        return [_to_participant(row) for row in self._session.scalars(chosen)]

    def events_of(self, organisation: str) -> set[int]:
        """Return the numbers of the events an organisation takes part in."""
        chosen = select(ParticipantRow.event_id).where(ParticipantRow.organisation == organisation)
        return set(self._session.scalars(chosen))

    def sizes(self) -> dict[int, tuple[int, int]]:
        """Return event -> how many participants and how many requests; events without either are left out."""
        guests = select(ParticipantRow.event_id, func.count()).group_by(ParticipantRow.event_id)
        wishes = select(EventRequestRow.event_id, func.count()).group_by(EventRequestRow.event_id)
        n_guests = dict(self._session.execute(guests).all())
        n_wishes = dict(self._session.execute(wishes).all())
        return {each: (n_guests.get(each, 0), n_wishes.get(each, 0)) for each in n_guests.keys() | n_wishes.keys()}

    def add_participants(self, event: int, new: list[NewParticipant]) -> None:
        """Keep new participants of an event that is there; an id that is taken is refused, see `refusing_twins`.

        Their versions begin beyond every version that a participant of the event ever had: a database may give the
        number of one that was deleted once more, and whoever still looks at that one must not change the new.
        """
        version = self._session.get_one(DockingEventRow, event).basis
        rows = [ParticipantRow(event_id=event, **_guest_columns(each), version=version) for each in new]
        with refusing_twins("参加者的编号重复。", remedy="请换一个编号，或修改已有的参加者。"):
            self._session.add_all(rows)
            self._session.flush()
        self._raise_basis(event)

    def change_participant(self, participant: Participant, new: NewParticipant) -> None:
        """Change a participant as it was looked at; its id stays.

        Raises:
            StaleRecordError: somebody else changed it since.
        """
        row = self._session.get(ParticipantRow, participant.number, with_for_update=True, populate_existing=True)
        row = _fresh(row, participant.version)
        for name, value in _guest_columns(new).items():
            setattr(row, name, value)
        row.version += 1
        self._session.flush()
        self._raise_basis(participant.event)

    def remove_participant(self, participant: Participant) -> None:
        """Delete a participant as it was looked at.

        Raises:
            StaleRecordError: somebody else changed it since.
        """
        row = self._session.get(ParticipantRow, participant.number, with_for_update=True, populate_existing=True)
        self._session.delete(_fresh(row, participant.version))
        self._session.flush()
        self._raise_basis(participant.event)

    def requests(self, event: int) -> list[EventRequest]:
        """Return the requests of an event, in the order they came."""
        chosen = select(EventRequestRow).where(EventRequestRow.event_id == event).order_by(EventRequestRow.id)
        return [_to_request(row) for row in self._session.scalars(chosen)]

    def add_requests(self, event: int, new: list[Request]) -> None:
        """Keep new requests of an event that is there; an id that is taken is refused, see `refusing_twins`."""
        rows = [EventRequestRow(event_id=event, **_request_columns(each), version=1) for each in new]
        with refusing_twins("会面意愿的编号重复。", remedy="请换一个编号，或修改已有的意愿。"):
            self._session.add_all(rows)
            self._session.flush()
        self._raise_basis(event)

    def change_request(self, seen: EventRequest, new: Request) -> None:
        """Change a request as it was looked at; its id stays.

        Raises:
            StaleRecordError: somebody else changed it since.
        """
        row = self._session.get(EventRequestRow, seen.number, with_for_update=True, populate_existing=True)
        row = _fresh(row, seen.version)
        for name, value in _request_columns(new).items():
            setattr(row, name, value)
        row.version += 1
        self._session.flush()
        self._raise_basis(seen.event)

    def answers(self, event: int) -> list[GuestAnswer]:
        """Return what participants said, in the order they said it."""
        chosen = select(GuestAnswerRow).where(GuestAnswerRow.event_id == event).order_by(GuestAnswerRow.id)
        return [_to_answer(row) for row in self._session.scalars(chosen)]

    def elsewhere(self, event: int, organisations: Collection[str]) -> list[Participant]:
        """Return the participants of all other events who come from some organisations, in the order they came."""
        chosen = select(ParticipantRow).where(
            ParticipantRow.event_id != event, ParticipantRow.organisation.in_(sorted(organisations))
        )
        return [_to_participant(row) for row in self._session.scalars(chosen.order_by(ParticipantRow.id))]

    def requests_among(self, wanted: Collection[tuple[int, str]]) -> list[EventRequest]:
        """Return requests of several events, named by event and id, in the order they came."""
        place = tuple_(EventRequestRow.event_id, EventRequestRow.request_id)
        chosen = select(EventRequestRow).where(place.in_(sorted(wanted))).order_by(EventRequestRow.id)
        return [_to_request(row) for row in self._session.scalars(chosen)] if wanted else []

    def events_with(self, bar: Bar) -> set[int]:
        """Return the events at which anybody ever gave this reason against a meeting."""
        return set(self._session.scalars(select(GuestAnswerRow.event_id).where(GuestAnswerRow.bar == bar.value)))

    def add_answer(self, event: int, answer: GuestAnswer) -> None:
        """Keep what a participant says."""
        self._session.add(
            GuestAnswerRow(
                event_id=event,
                request_id=answer.request_id,
                guest_id=answer.guest_id,
                wish=answer.wish or "",
                bar=answer.bar or "",
                consent=answer.consent or "",
                note=answer.note,
                **acted(answer.at, answer.actor),
            )
        )
        self._session.flush()
        self._raise_basis(event)

    def _raise_basis(self, event: int) -> None:
        raised = update(DockingEventRow).where(DockingEventRow.id == event).values(basis=DockingEventRow.basis + 1)
        self._session.execute(raised)
        self._session.expire_all()


def _fresh(row: Row | None, version: int) -> Row:
    """Return a row that is still as somebody looked at it.

    Raises:
        StaleRecordError: somebody else changed it since.
        UnknownIdError: it is not there.
    """
    if row is None:
        raise UnknownIdError("没有这条活动记录。", remedy="请从活动列表进入。")
    if row.version != version:
        raise StaleRecordError(
            "您打开页面之后，别人改过这里，没有保存。", remedy="请刷新页面，看过新的内容再改。", version=row.version
        )
    return row


def _event_columns(new: NewDockingEvent) -> dict[str, object]:
    return {
        "code": new.plan.id,
        "held_in": new.region_code,
        "plan": _EVENT.dump_python(new.plan, mode="json"),
        "goals": asdict(new.goals),
        "now": new.now,
        "needs_consent": new.needs_consent,
    }


def _to_event(row: DockingEventRow) -> DockingEvent:
    return DockingEvent(
        number=row.id,
        plan=_EVENT.validate_python(row.plan),
        region_code=row.held_in,
        goals=_GOALS.validate_python(row.goals),
        now=row.now,
        needs_consent=row.needs_consent,
        version=row.version,
        basis=row.basis,
        created_at=row.at,
        created_by=actor_of(row),
    )


def _guest_columns(new: NewParticipant) -> dict[str, object]:
    return {
        "guest_id": new.guest.id,
        "guest": _GUEST.dump_python(new.guest, mode="json"),
        "organisation": new.organisation,
        "region_code": new.region_code,
        "arrives": new.arrives,
        "leaves": new.leaves,
        "is_absent": new.is_absent,
    }


def _to_participant(row: ParticipantRow) -> Participant:
    return Participant(
        number=row.id,
        event=row.event_id,
        guest=_GUEST.validate_python(row.guest),
        organisation=row.organisation,
        region_code=row.region_code,
        arrives=row.arrives,
        leaves=row.leaves,
        is_absent=row.is_absent,
        version=row.version,
    )


def _request_columns(new: Request) -> dict[str, object]:
    return {"request_id": new.id, "request": _REQUEST.dump_python(new, mode="json")}


def _to_request(row: EventRequestRow) -> EventRequest:
    return EventRequest(
        number=row.id, event=row.event_id, request=_REQUEST.validate_python(row.request), version=row.version
    )


def _to_answer(row: GuestAnswerRow) -> GuestAnswer:
    return GuestAnswer(
        request_id=row.request_id,
        guest_id=row.guest_id,
        at=row.at,
        actor=actor_of(row),
        wish=Wish(row.wish) if row.wish else None,
        bar=Bar(row.bar) if row.bar else None,
        consent=Consent(row.consent) if row.consent else None,
        note=row.note,
    )
