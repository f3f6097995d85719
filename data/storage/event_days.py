"""Who is invited to an event, and what happened on its day, in and out of their tables."""

from collections.abc import Collection
from typing import Final

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.records.docking_events import DayFact, DayNote, Invitation, InvitationState, InvitationStep, NewInvitation
from data.storage.acting import acted, actor_of
from data.storage.event_tables import DayNoteRow, InvitationRow, InvitationStepRow
from data.storage.twins import refusing_twins

_HOLDING: Final = frozenset({DayFact.HELD.value, DayFact.NOT_HELD.value})
_SPOKEN: Final = frozenset({DayFact.RATED.value, DayFact.OUTCOME.value})
_INVITATION: Final = TypeAdapter(NewInvitation)


class EventDayRepository:
    """Invitations with their moves, and facts of the day; moves and facts are only ever added."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def invitations(self, event: int) -> list[Invitation]:
        """Return the invitations of an event, in the order they were proposed."""
        mine = select(InvitationRow.id).where(InvitationRow.event_id == event)
        moves = select(InvitationStepRow).where(InvitationStepRow.invitation_id.in_(mine))
        steps: dict[int, list[InvitationStep]] = {}
        for row in self._session.scalars(moves.order_by(InvitationStepRow.id)):
            steps.setdefault(row.invitation_id, []).append(_to_step(row))
        rows = self._session.scalars(
            select(InvitationRow).where(InvitationRow.event_id == event).order_by(InvitationRow.id)
        )
        return [_to_invitation(row, tuple(steps.get(row.id, ()))) for row in rows]

    def invitations_to(self, organisation: str) -> list[Invitation]:
        """Return the invitations to an organisation, of all events, in the order they were proposed."""
        named = InvitationRow.invitation["organisation"].as_string() == organisation
        events = select(InvitationRow.event_id).where(named).distinct().order_by(InvitationRow.event_id)
        found = [each for event in self._session.scalars(events) for each in self.invitations(event)]
        return [each for each in found if each.organisation == organisation]

    def add_invitations(self, event: int, new: list[NewInvitation]) -> None:
        """Keep invitations of an event that is there; an id that is taken is refused, see `refusing_twins`."""
        rows = [
            InvitationRow(event_id=event, guest_id=each.guest_id, invitation=_INVITATION.dump_python(each, mode="json"))
            for each in new
        ]
        with refusing_twins("名单里已有这一方。", remedy="请在原有的邀请上办理。"):
            self._session.add_all(rows)
            self._session.flush()

    def add_invitation_step(self, number: int, step: InvitationStep) -> None:
        """Keep a move of an invitation that is there."""
        self._session.add(
            InvitationStepRow(
                invitation_id=number,
                before=step.before.value,
                after=step.after.value,
                note=step.note,
                **acted(step.at, step.actor),
            )
        )
        self._session.flush()

    def lock_invitation(self, number: int) -> None:
        """Let nobody else move an invitation until the transaction ends."""
        self._session.get(InvitationRow, number, with_for_update=True)

    def day_notes(self, event: int) -> list[DayNote]:
        """Return the facts of an event, in the order they were written down."""
        chosen = select(DayNoteRow).where(DayNoteRow.event_id == event).order_by(DayNoteRow.id)
        return [_to_note(row) for row in self._session.scalars(chosen)]

    def held(self, events: Collection[int]) -> set[tuple[int, str]]:
        """Return (event, request) of the meetings that were held at some events; who spoke of a meeting was at it."""
        facts = select(DayNoteRow.event_id, DayNoteRow.request_id, DayNoteRow.fact).where(
            DayNoteRow.event_id.in_(sorted(events)), DayNoteRow.fact.in_([*_HOLDING, *_SPOKEN])
        )
        last: dict[tuple[int, str], str] = {}
        for event, request, fact in self._session.execute(facts.order_by(DayNoteRow.id)):
            if fact in _HOLDING or (event, request) not in last:
                last[event, request] = fact
        return {meeting for meeting, fact in last.items() if fact != DayFact.NOT_HELD}

    def add_day_note(self, event: int, note: DayNote) -> None:
        """Write a fact down."""
        self._session.add(
            DayNoteRow(
                event_id=event,
                fact=note.fact.value,
                guest_id=note.guest_id,
                request_id=note.request_id,
                value=note.value,
                text=note.text,
                **acted(note.at, note.actor),
            )
        )
        self._session.flush()


def _to_step(row: InvitationStepRow) -> InvitationStep:
    return InvitationStep(
        before=InvitationState(row.before),
        after=InvitationState(row.after),
        at=row.at,
        actor=actor_of(row),
        note=row.note,
    )


def _to_invitation(row: InvitationRow, steps: tuple[InvitationStep, ...]) -> Invitation:
    new = _INVITATION.validate_python(row.invitation)
    return Invitation(
        number=row.id,
        event=row.event_id,
        guest_id=new.guest_id,
        name=new.name,
        kind=new.kind,
        organisation=new.organisation,
        region_code=new.region_code,
        value=new.value,
        record_ids=new.record_ids,
        why=new.why,
        steps=steps,
    )


def _to_note(row: DayNoteRow) -> DayNote:
    return DayNote(
        fact=DayFact(row.fact),
        guest_id=row.guest_id,
        request_id=row.request_id,
        value=row.value,
        text=row.text,
        at=row.at,
        actor=actor_of(row),
    )
