"""A docking event: who comes, who wants to meet whom, and the agenda that answers them.

Slots are positions from 0 in the order of the day; files and pages show their times.
"""

from dataclasses import dataclass
from enum import StrEnum


class EventKind(StrEnum):
    """What sort of event it is."""

    FAIR = "fair"
    TOPIC_ACTIVITY = "topic_activity"
    THEME_DAY = "theme_day"
    SHOWCASE = "showcase"
    VISIT = "visit"


class GuestKind(StrEnum):
    """In which role a participant comes."""

    ENTERPRISE = "enterprise"
    TEAM = "team"
    EXPERT = "expert"
    BROKER = "broker"


class Wish(StrEnum):
    """How much a meeting is wanted."""

    MUST = "must"
    WANT = "want"
    NO = "no"


class Bar(StrEnum):
    """Why a meeting is not to be held at all."""

    DECLINED = "declined"
    NEVER_AGAIN = "never_again"
    ALREADY_MET = "already_met"
    RECUSAL = "recusal"
    NO_CONSENT = "no_consent"


class Preference(StrEnum):
    """Which part of the day a participant likes better."""

    EARLY = "early"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Slot:
    """A span of the day in which meetings are held; times are written as in "09:20"."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table or a room.

    Attributes:
        id: as printed on its card.
        seats: people of how many participants fit (a participant counts once).
        x: metres from the left of the plan.
        y: metres from the top of the plan.
        closed: slots in which it cannot be used.
    """

    id: str
    seats: int = 6
    x: float = 0.0
    y: float = 0.0
    closed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Block:
    """A plenary item or roadshow: whoever takes part cannot meet in its slots; nobody named means everybody."""

    title: str
    slots: frozenset[int]
    guests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """What is held, where and in which slots; `held_on` is a date as in "2026-11-22" or ""."""

    id: str
    name: str
    slots: tuple[Slot, ...]
    tables: tuple[Table, ...]
    kind: EventKind = EventKind.FAIR
    theme: str = ""
    region: str = ""
    held_on: str = ""
    venue: str = ""
    organiser: str = ""
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Guest:
    """A participant: an enterprise, a team, an expert or a broker.

    Attributes:
        id: unique in the event.
        unavailable: slots in which it cannot meet (late arrival and early leave among them).
        min_meetings: what it should be given at least.
        max_meetings: what it can take at most; None leaves this to the day.
        table: its own table, which is reserved for it; "" for any.
        languages: codes as in "zh".
        preference: part of the day it likes better.
    """

    id: str
    name: str
    kind: GuestKind
    unavailable: frozenset[int] = frozenset()
    min_meetings: int = 0
    max_meetings: int | None = None
    table: str = ""
    languages: tuple[str, ...] = ()
    preference: Preference | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two sides should meet, as the match that led to the wish tells it; all of it may be empty.

    Attributes:
        need: title of the need.
        achievement: title of the achievement.
        why: Chinese sentences: what fits.
        ask: questions to be settled at the table.
        match: id of the match, "need id/achievement id".
    """

    need: str = ""
    achievement: str = ""
    why: str = ""
    ask: tuple[str, ...] = ()
    match: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A wish to meet: of two participants, or of one team with several companies that share a need.

    Attributes:
        id: unique in the event; a meeting keeps it through every change of the agenda.
        guests: ids of the participants, two or more.
        value: worth of the meeting, 0 or more, as the match gives it.
        bar: why it must not be held, where `wish` is NO.
        round: of the requests, from 1.
        slots: where it may stand; None leaves this open.
        evidence: what the participants are told of it.
    """

    id: str
    guests: tuple[str, ...]
    value: float
    wish: Wish = Wish.WANT
    bar: Bar | None = None
    round: int = 1
    slots: frozenset[int] | None = None
    evidence: Evidence = Evidence()


@dataclass(frozen=True, slots=True)
class Goals:
    """What may be set about the order of goals.

    Attributes:
        fairness: the breaks of two participants differ by at most this, as far as it can be had.
        minimum_first: give everybody the wanted minimum before value counts; else where value is not lost by it.
    """

    fairness: int = 2
    minimum_first: bool = False


@dataclass(frozen=True, slots=True)
class EventProblem:
    """Everything a planner needs; slots before `now` are past and stay as they were."""

    event: Event
    guests: tuple[Guest, ...]
    requests: tuple[Request, ...]
    goals: Goals = Goals()
    now: int = 0


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """A request that is held; a locked meeting is not moved by a new plan."""

    request_id: str
    slot: int
    table: str
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A request that is not held.

    Attributes:
        reason: code name of the reason.
        told: one Chinese sentence: which limit, which clash.
        change: the smallest change that would place it, in Chinese; "" where none was found.
    """

    request_id: str
    reason: str
    told: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class AgendaFigures:
    """How good an agenda is, goal by goal.

    Attributes:
        value: sum over the meetings held.
        value_bound: no agenda can have more.
        n_short: participants below their wanted minimum.
        breaks: groups of idle slots within participants' days, together.
        breaks_bound: proven for this choice of meetings.
        most_breaks: of any participant.
        idle_slots: slots within participants' days without a meeting.
        table_changes: of all participants between their consecutive meetings.
        walking: metres of all participants between their consecutive meetings.
        off_wish: slots by which early or late wishes are missed, together.
    """

    value: float
    value_bound: float
    n_short: int
    breaks: int
    breaks_bound: int
    most_breaks: int
    idle_slots: int
    table_changes: int
    walking: float
    off_wish: int

    @property
    def gap(self) -> float:
        """Share of the bound that is not reached, 0 to 1."""
        return 0.0 if self.value_bound <= 0 else max(0.0, 1 - self.value / self.value_bound)


@dataclass(frozen=True, slots=True)
class Agenda:
    """A plan: what is held when and where, what is not and why; never stored unchecked.

    Attributes:
        version: 0 for a draft, one more with every change; a released version is never changed.
        cancelled: meetings of earlier versions that this one does not hold, where they last stood.
    """

    event_id: str
    meetings: tuple[PlannedMeeting, ...]
    unplaced: tuple[Unplaced, ...]
    figures: AgendaFigures
    seed: int = 0
    version: int = 0
    cancelled: tuple[PlannedMeeting, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaChange:
    """One line of a difference between two agendas; (slot, table) or None where there was or is no meeting."""

    request_id: str
    before: tuple[int, str] | None
    after: tuple[int, str] | None
    guests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replanned:
    """A changed agenda.

    Attributes:
        changes: what differs, in the order of requests.
        guests_to_tell: everybody whose slots or tables changed.
        is_minimal: whether fewer participants affected, and then fewer meetings moved, is proven impossible; None where
            nobody asked, as with changes by hand.
    """

    agenda: Agenda
    changes: tuple[AgendaChange, ...]
    guests_to_tell: tuple[str, ...]
    is_minimal: bool | None
