"""A timetable as clauses: who meets when, and the literals that count breaks.

The shape follows the MaxSAT model of Bofill et al. (JAIR 74, 2022): slot literals for meetings, "busy" and "held by
now" literals for participants, a literal where a break ends, and implied counts. Two things are our own: the soft
literals are the outputs of a counter per participant ("at least k breaks"), of which fairness leaves very few, and
clauses that tie a participant without breaks to a window as long as its meetings.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from data.records.timetables import TimetableProblem
from service.docking.agenda.clauses import Clauses
from service.docking.agenda.domains import narrowed_slots
from service.docking.agenda.twins import twin_orders

_NOTHING: Final = 0
"""Stands for a literal that can never hold."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """A timetable as a formula.

    Attributes:
        clauses: the hard part.
        places: (meeting, slot) -> literal.
        breaks: participant -> literals "at least 1 break", "at least 2", ...; empty where none are possible.
    """

    clauses: Clauses
    places: dict[tuple[int, int], int]
    breaks: dict[int, list[int]]

    def schedule(self, model: frozenset[int], n_meetings: int) -> tuple[int, ...]:
        """Return the slot of each meeting in a model."""
        slots = [-1] * n_meetings
        for (meeting, slot), literal in self.places.items():
            if literal in model:
                slots[meeting] = slot
        return tuple(slots)


def encode(problem: TimetableProblem) -> Encoding:
    """Return the problem as clauses; an impossible one yields a contradictory formula."""
    builder = _Builder(problem)
    builder.place()
    builder.limit_tables()
    builder.order()
    builder.occupy()
    builder.be_fair()
    return Encoding(builder.clauses, builder.places, builder.breaks)


class _Builder:
    """Adds one family of constraints after another."""

    def __init__(self, problem: TimetableProblem) -> None:
        self.problem = problem
        self.clauses = Clauses()
        self.slots = narrowed_slots(problem)
        self.places: dict[tuple[int, int], int] = {}
        self.breaks: dict[int, list[int]] = {}
        self.meetings_of: list[list[int]] = [[] for _ in range(problem.n_participants)]
        for number, meeting in enumerate(problem.meetings):
            for member in meeting.members:
                self.meetings_of[member].append(number)
        self._by: dict[tuple[int, int], int] = {}

    def place(self) -> None:
        """Give every meeting one slot."""
        for meeting, slots in enumerate(self.slots):
            literals = [self.clauses.variable() for _ in slots]
            self.places.update({(meeting, slot): literal for slot, literal in zip(slots, literals, strict=True)})
            self.clauses.add(*literals)
            self.clauses.at_most_one(literals)

    def limit_tables(self) -> None:
        """Hold no more meetings in a slot than it has tables."""
        for limit in self.problem.limits:
            for slot, most in enumerate(limit.most):
                literals = [
                    self.places[number, slot] for number in sorted(limit.meetings) if (number, slot) in self.places
                ]
                self.clauses.at_most(literals, most)

    def order(self) -> None:
        """Hold the earlier meeting of a precedence, and of two twins, strictly before the later one."""
        for earlier, later in [*self.problem.precedences, *twin_orders(self.problem)]:
            if not self.slots[earlier]:
                continue  # the empty clause of its place already refuses everything
            last = self.slots[earlier][-1]
            for slot in self.slots[later]:
                if slot <= last:
                    before = self._held_by(earlier, slot - 1)
                    self.clauses.add(-self.places[later, slot], *([before] if before else []))

    def occupy(self) -> None:
        """Let nobody be at two meetings at once, and count the breaks of those who mind them."""
        for participant, meetings in enumerate(self.meetings_of):
            busy = self._busy(meetings)
            self.clauses.exactly([literal for literal in busy if literal], len(meetings))
            if len(meetings) > 1 and participant not in self.problem.resources:
                self.breaks[participant] = self._count_breaks(busy, len(meetings))

    def be_fair(self) -> None:
        """Keep the breaks of any two participants within the wanted difference.

        Some level is the fewest breaks anybody has; nobody has more than that and the difference. A participant of n
        meetings has at most n - 1 breaks, so that one of one meeting pins the level to 0.
        """
        if self.problem.fairness is None:
            return
        counts = [len(each) for number, each in enumerate(self.meetings_of) if number not in self.problem.resources]
        highest = max(0, min(counts, default=0) - 1)
        levels = [self.clauses.variable() for _ in range(highest)]
        for literals in self.breaks.values():
            for level in range(highest + 1):
                # levels[k] holds when everybody has more than k breaks; the cap follows from the first that does not.
                cap = level + self.problem.fairness
                if len(literals) > cap:
                    self.clauses.add(*levels[level : level + 1], -literals[cap])
                if level < highest:
                    more = literals[level : level + 1]
                    self.clauses.add(-levels[level], *more)
        for lower, upper in pairwise(levels):
            self.clauses.add(-upper, lower)

    def _busy(self, meetings: list[int]) -> list[int]:
        busy = []
        for slot in range(self.problem.n_slots):
            literals = [self.places[number, slot] for number in meetings if (number, slot) in self.places]
            self.clauses.at_most_one(literals)
            busy.append(self.clauses.any_of(literals) if literals else _NOTHING)
        return busy

    def _count_breaks(self, busy: list[int], n_meetings: int) -> list[int]:
        held = self._so_far(busy)
        ahead = self._so_far(busy[::-1])[::-1]
        ends = [
            self._break_end(busy[slot], busy[slot - 1], held[slot - 1])
            for slot in range(1, len(busy))
            if busy[slot] and held[slot - 1] and busy[slot - 1] != held[slot - 1]
        ]
        literals = self.clauses.counter(ends, n_meetings - 1)
        if literals:
            self._tie_to_window(literals[0], held, ahead, busy, n_meetings)
        return literals

    def _break_end(self, busy: int, before: int, held: int) -> int:
        end = self.clauses.variable()
        self.clauses.add(-busy, -held, end, *([before] if before else []))
        self.clauses.add(-end, busy)
        self.clauses.add(-end, held)
        if before:
            self.clauses.add(-end, -before)
        return end

    def _tie_to_window(self, broken: int, held: list[int], ahead: list[int], busy: list[int], n_meetings: int) -> None:
        """Add what follows: without a break, n meetings fill n slots in a row.

        Args:
            broken: holds where there is a break.
            held: per slot, whether a meeting stands at it or before.
            ahead: per slot, whether a meeting stands at it or after.
            busy: per slot, whether a meeting stands at it.
            n_meetings: n.
        """
        n_slots = len(busy)
        for slot in range(n_slots):
            if 0 < slot < n_slots - 1 and held[slot - 1] and ahead[slot + 1]:
                self.clauses.add(broken, -held[slot - 1], -ahead[slot + 1], *([busy[slot]] if busy[slot] else []))
            end = slot + n_meetings
            if end < n_slots and held[slot] and ahead[end]:
                self.clauses.add(broken, -held[slot], -ahead[end])
            started = [held[slot - 1]] if slot and held[slot - 1] else []
            lasting = [ahead[end - 1]] if end <= n_slots and ahead[end - 1] else []
            self.clauses.add(*started, *lasting)

    def _so_far(self, busy: list[int]) -> list[int]:
        """Return for each slot a literal of "busy here or before", or nothing where that cannot be."""
        result: list[int] = []
        now = _NOTHING
        for literal in busy:
            if literal and now:
                now = self.clauses.any_of([now, literal])
            elif literal:
                now = literal
            result.append(now)
        return result

    def _held_by(self, meeting: int, slot: int) -> int:
        """Return a literal of "the meeting stands at this slot or before", or nothing where that cannot be."""
        if slot < self.slots[meeting][0]:
            return _NOTHING
        if (meeting, slot) not in self._by:
            before = self._held_by(meeting, slot - 1)
            here = self.places.get((meeting, slot), _NOTHING)
            known = [literal for literal in (before, here) if literal]
            self._by[meeting, slot] = self.clauses.any_of(known)
        return self._by[meeting, slot]
