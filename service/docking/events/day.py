"""The day of an event as it stands: who is here, which meetings were held, and what either side said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Final

from data.records.accounts import Actor
from data.records.docking_events import AgendaRelease, DayFact, DayNote, DockingEvent, Participant
from data.records.event_days import MeetingResult, Outcome, SideOutcome, read_outcome
from data.records.events import Request
from data.storage.workspace import Stores

_PRESENCE: Final = (DayFact.EXPECTED, DayFact.ARRIVED, DayFact.ABSENT, DayFact.LEFT)
_HOLDING: Final = (DayFact.HELD, DayFact.NOT_HELD)
ALL_ABSENT: Final = "all"
"""Value of a meeting that was not held because nobody came."""


class PresenceState(StrEnum):
    """Whether a participant is here."""

    EXPECTED = "expected"
    ARRIVED = "arrived"
    LEFT = "left"
    ABSENT = "absent"


class MeetingState(StrEnum):
    """Whether a meeting was held."""

    UNREPORTED = "unreported"
    HELD = "held"
    NOT_HELD = "not_held"


@dataclass(frozen=True, slots=True)
class GuestDay:
    """A participant on the day.

    Attributes:
        since: when they came, went or were missed; None while they are expected.
        noted_by: who wrote that down; None as above.
        came_at: when they came, as in "09:05", where that was said; "" leaves it to `since`.
        is_walk_in: not in the newest released agenda, and here all the same.
        first: start of their first meeting; "" without one.
        n_meetings: planned.
    """

    participant: Participant
    state: PresenceState
    since: datetime | None = None
    noted_by: Actor | None = None
    came_at: str = ""
    is_walk_in: bool = False
    first: str = ""
    n_meetings: int = 0

    @property
    def has_come(self) -> bool:
        """Whether they were here at all."""
        return self.state in {PresenceState.ARRIVED, PresenceState.LEFT}

    @property
    def is_off(self) -> bool:
        """Whether it was said beforehand that they do not come, and nobody has seen them."""
        return self.participant.is_absent and self.state is PresenceState.EXPECTED


@dataclass(frozen=True, slots=True)
class SideWord:
    """What one side said of a meeting; its rating is 1 to 5, None where it gave none."""

    rating: int | None = None
    outcome: SideOutcome | None = None
    note: str = ""
    at: datetime | None = None
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class MeetingDay:
    """A meeting on the day.

    Attributes:
        start: as in "09:20"; "" for a meeting outside of the agenda.
        is_planned: in the newest released agenda.
        absent: ids of those for whose absence it was not held.
        note: why it was not held, in words.
        words: guest id -> what that side said; sides that said nothing are missing.
    """

    request: Request
    start: str
    table: str
    is_planned: bool
    state: MeetingState
    absent: tuple[str, ...] = ()
    note: str = ""
    words: Mapping[str, SideWord] = field(default_factory=dict)

    @property
    def result(self) -> MeetingResult:
        """What became of it: of a refusal one is enough, of a wish to go on every side must have one."""
        said = [word.outcome.outcome for word in self.words.values() if word.outcome is not None]
        if self.state is not MeetingState.HELD or not said:
            return MeetingResult.UNKNOWN
        if Outcome.NO in said:
            return MeetingResult.DECLINED
        if len(said) < len(self.request.guests):
            return MeetingResult.ONE_SIDE
        return MeetingResult.INTENT if set(said) == {Outcome.INTENT} else MeetingResult.CONTINUE


@dataclass(frozen=True)
class DayBook:
    """An event with what was written down of it; everything else is told from that.

    Attributes:
        release: the agenda that was released last; None before the first.
        notes: in the order they were written down.
        own: ids of the participants whose organisation looks, who sees their meetings alone; None for all.
    """

    event: DockingEvent
    release: AgendaRelease | None
    participants: tuple[Participant, ...]
    requests: tuple[Request, ...]
    notes: tuple[DayNote, ...]
    own: frozenset[str] | None = None

    @cached_property
    def guests(self) -> tuple[GuestDay, ...]:
        """Everybody, or whom one may see, in the order of participants."""
        last = last_seen(self.notes)
        shown = [each for each in self.participants if self.own is None or each.guest.id in self.own]
        return tuple(self._guest(each, last.get(each.guest.id)) for each in shown)

    @cached_property
    def meetings(self) -> tuple[MeetingDay, ...]:
        """Every meeting that was planned, in the order of the day, then those that were held beside the agenda."""
        planned = [self._meeting(number) for number in self._places if self._is_shown(number)]
        others = [each.id for each in self.requests if each.id not in self._places and self._is_shown(each.id)]
        beside = [self._meeting(number) for number in others]
        held = [each for each in beside if each.state is not MeetingState.UNREPORTED]
        return (*sorted(planned, key=lambda each: (each.start, each.table)), *held)

    def meeting(self, request_id: str) -> MeetingDay | None:
        """Return a meeting, whether it was planned or only wished for; None where there is no such request."""
        return self._meeting(request_id) if request_id in self._requests and self._is_shown(request_id) else None

    @property
    def leaders(self) -> str:
        """Who led the delegation, in words; "" where nobody wrote it down."""
        return next((note.text for note in reversed(self.notes) if note.fact is DayFact.LED), "")

    def name_of(self, guest_id: str) -> str:
        """Return the name of a participant."""
        return self._names.get(guest_id, guest_id)

    def _is_shown(self, request_id: str) -> bool:
        return self.own is None or bool(self.own & set(self._requests[request_id].guests))

    @cached_property
    def _names(self) -> Mapping[str, str]:
        released = () if self.release is None else self.release.problem.guests
        return {each.id: each.name for each in (*released, *(one.guest for one in self.participants))}

    @cached_property
    def _places(self) -> Mapping[str, tuple[str, str]]:
        """Request -> start and table in the newest released agenda."""
        if self.release is None:
            return {}
        slots = self.release.problem.event.slots
        return {each.request_id: (slots[each.slot].start, each.table) for each in self.release.agenda.meetings}

    @cached_property
    def _requests(self) -> Mapping[str, Request]:
        # What was released stays readable whatever is changed afterwards.
        released = () if self.release is None else self.release.problem.requests
        return {each.id: each for each in (*released, *self.requests)}

    @cached_property
    def _notes_of(self) -> Mapping[str, Sequence[DayNote]]:
        found: dict[str, list[DayNote]] = {}
        for note in self.notes:
            found.setdefault(note.request_id, []).append(note)
        return found

    def _guest(self, participant: Participant, last: DayNote | None) -> GuestDay:
        number = participant.guest.id
        starts = [start for request, (start, _) in self._places.items() if number in self._requests[request].guests]
        known = () if self.release is None else self.release.problem.guests
        state = PresenceState.EXPECTED if last is None else PresenceState(last.fact.value)
        return GuestDay(
            participant=participant,
            state=state,
            since=None if last is None else last.at,
            noted_by=None if last is None else last.actor,
            came_at="" if last is None else last.value,
            is_walk_in=self.release is not None and all(each.id != number for each in known),
            first=min(starts, default=""),
            n_meetings=len(starts),
        )

    def _meeting(self, request_id: str) -> MeetingDay:
        request, notes = self._requests[request_id], self._notes_of.get(request_id, ())
        words = {guest: _word(notes, guest) for guest in request.guests}
        said = {guest: word for guest, word in words.items() if word != SideWord()}
        last = next((note for note in reversed(notes) if note.fact in _HOLDING), None)
        start, table = self._places.get(request_id, ("", ""))
        state = MeetingState.UNREPORTED if last is None else MeetingState(last.fact.value)
        return MeetingDay(
            request=request,
            start=start,
            table=table,
            is_planned=request_id in self._places,
            # Who speaks of a meeting was at it.
            state=MeetingState.HELD if last is None and said else state,
            absent=() if last is None else _absent(last, request),
            note="" if last is None else last.text,
            words=said,
        )


def read_day(stores: Stores, event: DockingEvent, *, until: datetime | None = None) -> DayBook:
    """Return an event with what was written down of its day.

    Args:
        stores: of one transaction.
        event: which.
        until: what was released or written down later is left out; None for all.
    """
    notes = [each for each in stores.event_days.day_notes(event.number) if until is None or each.at <= until]
    return DayBook(
        event=event,
        release=stores.agendas.newest(event.number, until=until),
        participants=tuple(stores.events.participants(event.number)),
        requests=tuple(each.request for each in stores.events.requests(event.number)),
        notes=tuple(notes),
    )


def last_seen(notes: Sequence[DayNote]) -> dict[str, DayNote]:
    """Return guest -> the last fact about whether they are here."""
    return {note.guest_id: note for note in notes if note.fact in _PRESENCE}


def _absent(note: DayNote, request: Request) -> tuple[str, ...]:
    if note.value == ALL_ABSENT:
        return request.guests
    return (note.guest_id,) if note.guest_id else ()


def _word(notes: Sequence[DayNote], guest_id: str) -> SideWord:
    own = [note for note in notes if note.guest_id == guest_id]
    rated = next((note for note in reversed(own) if note.fact is DayFact.RATED), None)
    told = next((note for note in reversed(own) if note.fact is DayFact.OUTCOME), None)
    last = told or rated
    if last is None:
        return SideWord()
    return SideWord(
        rating=int(rated.value) if rated is not None and rated.value else None,
        outcome=None if told is None else read_outcome(told.value),
        note="" if told is None else told.text,
        at=last.at,
        actor=last.actor,
    )
