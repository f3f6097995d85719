"""Docking events as the workspace keeps them: set up by planners, answered by participants, planned in versions.

What the planner itself reads and gives is in `data.records.events`; the records here hold it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from data.records.accounts import Actor
from data.records.consents import Consent
from data.records.events import (
    Agenda,
    AgendaChange,
    Bar,
    Event,
    EventProblem,
    Goals,
    Guest,
    Request,
    Wish,
)
from data.records.invitations import InviteeClass


class AgendaCause(StrEnum):
    """What an agenda came from."""

    PLANNED = "planned"
    REPLANNED = "replanned"
    EDITED = "edited"


class InvitationState(StrEnum):
    """How far an invitation is."""

    PROPOSED = "proposed"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    DROPPED = "dropped"


ALLOWED_INVITATIONS: Final[Mapping[InvitationState, frozenset[InvitationState]]] = {
    InvitationState.PROPOSED: frozenset({InvitationState.INVITED, InvitationState.DROPPED}),
    InvitationState.INVITED: frozenset({
        InvitationState.ACCEPTED,
        InvitationState.DECLINED,
        InvitationState.NO_ANSWER,
        InvitationState.DROPPED,
    }),
    InvitationState.NO_ANSWER: frozenset({
        InvitationState.INVITED,
        InvitationState.ACCEPTED,
        InvitationState.DECLINED,
        InvitationState.DROPPED,
    }),
    InvitationState.ACCEPTED: frozenset({InvitationState.DECLINED, InvitationState.DROPPED}),
    InvitationState.DECLINED: frozenset({InvitationState.INVITED}),
    InvitationState.DROPPED: frozenset({InvitationState.PROPOSED}),
}
"""Where an invitation may go next; who declined or was dropped is taken up anew, not undone."""


class DayFact(StrEnum):
    """What is written down on the day of an event and after it."""

    EXPECTED = "expected"
    ARRIVED = "arrived"
    ABSENT = "absent"
    LEFT = "left"
    HELD = "held"
    NOT_HELD = "not_held"
    RATED = "rated"
    OUTCOME = "outcome"
    LED = "led"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDockingEvent:
    """An event that is to be set up.

    Attributes:
        plan: name, slots, tables, blocks; its `id` is the code that files and calendars name the event by.
        region_code: where it is held (GB/T 2260), which decides the bureau in charge; "" unknown.
        goals: what may be set about the order of goals.
        now: the time of the day ("10:15") before which slots are past; "" before the day has begun.
        needs_consent: a meeting is planned only where every participant of it has consented.
    """

    plan: Event
    region_code: str = ""
    goals: Goals = field(default_factory=Goals)
    now: str = ""
    needs_consent: bool = False

    @property
    def n_past(self) -> int:
        """How many slots have begun before `now`."""
        return sum(slot.start < self.now.zfill(5) for slot in self.plan.slots) if self.now else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DockingEvent(NewDockingEvent):
    """An event of the workspace.

    Attributes:
        number: given by the workspace, rising.
        version: from 1, one more with each change of what stands here.
        basis: one more with each change of anything a plan is made from: the event, participants, requests, answers.
    """

    number: int
    version: int
    basis: int
    created_at: datetime
    created_by: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class NewParticipant:
    """Who is to take part.

    Attributes:
        guest: what the planner reads; its `unavailable` names the slots said one by one.
        organisation: enterprise or university as the records write it, whose account answers; "" none.
        region_code: where it belongs (GB/T 2260); "" unknown.
        arrives: comes late, at this time ("09:40"); "" in time.
        leaves: leaves early, at this time; "" at the end.
        is_absent: does not come (any more).
    """

    guest: Guest
    organisation: str = ""
    region_code: str = ""
    arrives: str = ""
    leaves: str = ""
    is_absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant(NewParticipant):
    """A participant of an event; `version` from 1, one more with each change."""

    number: int
    event: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRequest:
    """A request as planners wrote it; what participants answer to it stands beside, in `GuestAnswer`.

    Attributes:
        request: its `wish` and `bar` are the planner's own.
        version: from 1, one more with each change.
    """

    number: int
    event: int
    request: Request
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestAnswer:
    """What one participant says to one request; answers are only ever added, and the last one counts.

    Attributes:
        guest_id: whose answer it is.
        wish: how much they want the meeting; None where this answer is about consent alone.
        bar: why not, with Wish.NO.
        consent: CONSENTED, DECLINED or WITHDRAWN; None where this answer is about the wish alone.
        note: what was said with it; where somebody answered for them, how they let it be known.
    """

    request_id: str
    guest_id: str
    at: datetime
    actor: Actor
    wish: Wish | None = None
    bar: Bar | None = None
    consent: Consent | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaDraft:
    """The agenda planners work on; an event has one at most.

    Attributes:
        agenda: its `version` is that of the release it began from; 0 before the first.
        basis: of the event when it was last checked; a higher one of the event says that something changed since.
        revision: from 1, one more with each save; whoever saves says which one they looked at.
        is_minimal: of a re-plan: whether fewer changes are proven impossible; None where that was not asked.
        note: why it was changed, in words.
    """

    event: int
    agenda: Agenda
    basis: int
    revision: int
    cause: AgendaCause
    at: datetime
    actor: Actor
    is_minimal: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaRelease:
    """A released agenda: what participants were told. It never changes.

    Attributes:
        version: from 1, without gaps; equal to `agenda.version`.
        problem: the event as it was then, so that every later page reads as it did.
        changes: against the version before, in the order of requests.
        guests_to_tell: everybody whom they concern.
    """

    event: int
    version: int
    agenda: Agenda
    problem: EventProblem
    changes: tuple[AgendaChange, ...]
    guests_to_tell: tuple[str, ...]
    cause: AgendaCause
    at: datetime
    actor: Actor
    is_minimal: bool | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationStep:
    """A move of an invitation; where somebody answered for the party, `note` says how they let it be known."""

    before: InvitationState
    after: InvitationState
    at: datetime
    actor: Actor
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInvitation:
    """A party that should come.

    Attributes:
        guest_id: the id it has, or will have, among the participants of the event.
        name: as participants are shown it.
        organisation: as the records write it.
        region_code: where it belongs; "" unknown.
        value: sum of what its matches are worth.
        kind: which of the four classes of invitees it belongs to.
        record_ids: needs the invitation follows from.
        why: in Chinese.
    """

    guest_id: str
    name: str
    kind: InviteeClass
    organisation: str = ""
    region_code: str = ""
    value: float = 0.0
    record_ids: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation(NewInvitation):
    """An invitation of an event with its moves, in the order they came."""

    number: int
    event: int
    steps: tuple[InvitationStep, ...] = ()

    @property
    def state(self) -> InvitationState:
        """How far it is."""
        return self.steps[-1].after if self.steps else InvitationState.PROPOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNote:
    """One fact of the day; facts are only ever added, and the last one of a kind counts.

    Attributes:
        fact: what happened.
        guest_id: whom it concerns, or who says it; "" where it is said of a meeting by the organiser.
        request_id: which meeting; "" for a fact about a participant alone.
        value: rating "1" to "5", or the code of an outcome; "" for other facts.
        text: in words; "" none.
    """

    fact: DayFact
    at: datetime
    actor: Actor
    guest_id: str = ""
    request_id: str = ""
    value: str = ""
    text: str = ""
