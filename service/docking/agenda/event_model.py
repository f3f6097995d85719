"""An event in the terms of the solvers: which wishes can be held at all, where, and at whose cost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.records.events import EventProblem, Request, Table, Wish
from data.records.timetables import SlotLimit, TimedMeeting, TimetableProblem
from service.docking.agenda.offers import VALUE_SCALE, Capacity, Offer


@dataclass(frozen=True, slots=True)
class EventModel:
    """What the solvers are told of an event.

    Attributes:
        problem: the event itself.
        positions: id of a guest -> its position; reserved tables come after the guests.
        axis: slots that count, in order: those that are not blocked for everybody.
        open_slots: for each guest, where it can meet.
        slots_of: for each request, where it could be held; empty where it cannot.
        own_table: for each request, the reserved table it is held at; None where any free table will do.
        owed: positions of the must requests that some slot and table are left for; where nobody comes nothing is owed.
    """

    problem: EventProblem
    positions: dict[str, int]
    axis: tuple[int, ...]
    open_slots: tuple[frozenset[int], ...]
    slots_of: tuple[frozenset[int], ...]
    own_table: tuple[Table | None, ...]
    owed: frozenset[int]

    def members(self, request: Request) -> tuple[int, ...]:
        """Return the guests of a request and its reserved table, as positions in ascending order."""
        table = self.own_table[self.number(request.id)]
        things = [] if table is None else [self.positions[f"table {table.id}"]]
        return tuple(sorted([self.positions[guest] for guest in request.guests] + things))

    def number(self, request_id: str) -> int:
        """Return the position of a request."""
        return self.positions[f"request {request_id}"]

    def candidates(self) -> list[int]:
        """Return the requests that are wished and could be held somewhere."""
        return [
            number
            for number, request in enumerate(self.problem.requests)
            if request.wish is not Wish.NO and self.slots_of[number]
        ]

    def offers(self, candidates: Iterable[int]) -> list[Offer]:
        """Return what a selection chooses from."""
        requests = [(number, self.problem.requests[number]) for number in candidates]
        return [
            Offer(
                tuple(self.positions[guest] for guest in request.guests),
                round(request.value * VALUE_SCALE),
                number in self.owed,
            )
            for number, request in requests
        ]

    def capacity(self) -> Capacity:
        """Return how much can be held of whom, times aside."""
        guests = self.problem.guests
        limits = [len(guests) if guest.max_meetings is None else guest.max_meetings for guest in guests]
        days = [len(slots) for slots in self.open_slots]
        most = tuple(
            day if guest.max_meetings is None else min(day, limit)
            for guest, limit, day in zip(guests, limits, days, strict=True)
        )
        least = tuple(min(guest.min_meetings, top) for guest, top in zip(guests, most, strict=True))
        tables = self.problem.event.tables
        in_all = sum(slot not in table.closed for slot in self.axis for table in tables)
        return Capacity(most, least, in_all, self.problem.goals.minimum_first)

    def timetable(self, held: Sequence[int], *, fairness: int | None = None) -> TimetableProblem:
        """Return the problem of placing these requests; roadshows of some guests stand as meetings of their own."""
        place = {slot: position for position, slot in enumerate(self.axis)}
        requests = [self.problem.requests[number] for number in held]
        meetings = [
            TimedMeeting(self.members(request), frozenset(place[slot] for slot in self.slots_of[number]))
            for number, request in zip(held, requests, strict=True)
        ]
        shows = [
            TimedMeeting((self.positions[guest],), frozenset({place[slot]}))
            for block in self.problem.event.blocks
            for guest in block.guests
            for slot in sorted(block.slots)
            if slot in place
        ]
        n_guests = len(self.problem.guests)
        n_members = n_guests + sum(key.startswith("table ") for key in self.positions)
        return TimetableProblem(
            n_participants=n_members,
            n_slots=len(self.axis),
            meetings=(*meetings, *shows),
            limits=self._limits(held),
            fairness=fairness,
            resources=frozenset(range(n_guests, n_members)),
        )

    def _limits(self, held: Sequence[int]) -> tuple[SlotLimit, ...]:
        """Return, for each size of meeting, how many tables of that size or larger are free in a slot."""
        free = free_tables(self.problem)
        seats = [
            (position, len(self.problem.requests[number].guests))
            for position, number in enumerate(held)
            if self.own_table[number] is None
        ]
        limits = {}
        for size in sorted({size for _, size in seats}):
            most = tuple(sum(table.seats >= size and slot not in table.closed for table in free) for slot in self.axis)
            limits[size] = SlotLimit(frozenset(position for position, other in seats if other >= size), most)
        return tuple(limits.values())


def free_tables(problem: EventProblem) -> list[Table]:
    """Return the tables that are nobody's own."""
    reserved = {guest.table for guest in problem.guests if guest.table}
    return [table for table in problem.event.tables if table.id not in reserved]


def model_of(problem: EventProblem) -> EventModel:
    """Return an event in the solvers' terms; requests are held in slots from `now` on."""
    everywhere = frozenset(range(len(problem.event.slots)))
    plenary = frozenset(slot for block in problem.event.blocks if not block.guests for slot in block.slots)
    axis = tuple(sorted(everywhere - plenary))
    open_slots = tuple(
        frozenset(axis)
        - guest.unavailable
        - {slot for block in problem.event.blocks if guest.id in block.guests for slot in block.slots}
        for guest in problem.guests
    )
    tables = {table.id: table for table in problem.event.tables}
    guests = {guest.id: guest for guest in problem.guests}
    positions = {guest.id: position for position, guest in enumerate(problem.guests)}
    reserved = dict.fromkeys(guest.table for guest in problem.guests if guest.table)
    own = [
        next((tables[guests[each].table] for each in request.guests if guests[each].table), None)
        for request in problem.requests
    ]
    slots_of = []
    for request, table in zip(problem.requests, own, strict=True):
        slots = everywhere if request.slots is None else request.slots
        for each in request.guests:
            slots &= open_slots[positions[each]]
        if table is not None:
            slots = slots - table.closed if table.seats >= len(request.guests) else frozenset()
        slots_of.append(frozenset(slot for slot in slots if slot >= problem.now))
    positions |= {f"table {each}": len(guests) + number for number, each in enumerate(reserved)}
    positions |= {f"request {request.id}": number for number, request in enumerate(problem.requests)}
    owed = frozenset(
        number
        for number, request in enumerate(problem.requests)
        if request.wish is Wish.MUST and _has_place(problem, request, own[number], slots_of[number])
    )
    return EventModel(problem, positions, axis, open_slots, tuple(slots_of), tuple(own), owed)


def _has_place(problem: EventProblem, request: Request, own: Table | None, slots: frozenset[int]) -> bool:
    """Tell whether a table is left for a request in one of its slots."""
    tables = free_tables(problem) if own is None else [own]
    return any(table.seats >= len(request.guests) and slots - table.closed for table in tables)
