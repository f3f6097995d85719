"""A timetable to be found: which meetings go into which slots; what solvers read and checkers check.

Slots, participants and meetings are positions from 0. Files that count from 1 are shifted where they are read.
"""

from dataclasses import dataclass
from enum import StrEnum


class SolveStatus(StrEnum):
    """How far a search came; the names are those of the command's last line."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


class Half(StrEnum):
    """Which part of the day a meeting asks for."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class B2bMeeting:
    """One meeting of the published benchmark format.

    Attributes:
        first: position of one participant.
        second: position of the other.
        half: the session it asks for.
        fixed_slot: the slot it must have; None where it is free.
    """

    first: int
    second: int
    half: Half
    fixed_slot: int | None = None


@dataclass(frozen=True, slots=True)
class B2bInstance:
    """One file of the published benchmark format, as it stands there but counted from 0.

    Attributes:
        n_participants: participants, whether they have meetings or not.
        n_tables: meetings a slot can hold.
        n_slots: slots of the whole day.
        n_morning_slots: how many of them, from the first, are the morning's.
        meetings: all must be placed.
        forbidden: for each participant, the slots it cannot meet in.
        precedences: pairs (earlier, later) of meetings; the earlier one's slot is strictly smaller.
        ignored: names in the file that the format does not know.
    """

    n_participants: int
    n_tables: int
    n_slots: int
    n_morning_slots: int
    meetings: tuple[B2bMeeting, ...]
    forbidden: tuple[frozenset[int], ...]
    precedences: tuple[tuple[int, int], ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimedMeeting:
    """A meeting that must be given one slot.

    Attributes:
        members: positions of the participants and resources it occupies, in ascending order.
        slots: where it may stand.
    """

    members: tuple[int, ...]
    slots: frozenset[int]


@dataclass(frozen=True, slots=True)
class SlotLimit:
    """How many of some meetings a slot holds: for want of tables, or of tables large enough.

    Attributes:
        meetings: positions of the meetings that count.
        most: for each slot, how many of them at most.
    """

    meetings: frozenset[int]
    most: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TimetableProblem:
    """Meetings that must all be placed, so that participants have as few breaks as can be.

    A break is a group of idle slots between two meetings of a participant, whatever its length.

    Attributes:
        n_participants: members are positions below this.
        n_slots: slots of the timetable.
        meetings: what to place.
        limits: on the meetings of a slot.
        precedences: pairs (earlier, later) of meetings, strictly in this order.
        fairness: the breaks of two participants differ by at most this; None asks for nothing.
        resources: members that are things (a table, a room): held by one meeting at a time, but nobody minds their
            breaks, and fairness leaves them out.
    """

    n_participants: int
    n_slots: int
    meetings: tuple[TimedMeeting, ...]
    limits: tuple[SlotLimit, ...] = ()
    precedences: tuple[tuple[int, int], ...] = ()
    fairness: int | None = None
    resources: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found.

    Attributes:
        status: optimal and infeasible are proven.
        schedule: the slot of each meeting; None where none was found.
        value: breaks of the schedule; None without one.
        bound: proven lower bound of the breaks; None where infeasible.
        seconds: wall time of the search.
        engine: which search decided.
    """

    status: SolveStatus
    schedule: tuple[int, ...] | None
    value: int | None
    bound: int | None
    seconds: float
    engine: str = ""
