"""The smallest change of an agenda that fits the event as it is now, by CP-SAT."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ortools.sat.python import cp_model

from data.errors import RefusalError
from data.records.events import Agenda, PlannedMeeting
from service.docking.agenda.event_model import EventModel

_WORTH_SCALE: Final = 100
"""Values count to two decimals here: whether a meeting is held hardly ever hangs on less."""
_LONGEST_FIRST: Final = 60.0
_FIRST_SHARE: Final = 0.4
_FOUND: Final = frozenset({cp_model.OPTIMAL, cp_model.FEASIBLE})


@dataclass(frozen=True, slots=True)
class Stay:
    """What must not be touched: meetings that are past, and request -> meeting of those that are locked."""

    past: tuple[PlannedMeeting, ...]
    locked: Mapping[int, PlannedMeeting]


class SmallestChange:
    """What is held when, whose time changes, who loses a table, what moves.

    Args:
        model: the event now.
        old: the agenda before.
        stay: what must not be touched.
    """

    def __init__(self, model: EventModel, old: Agenda, stay: Stay) -> None:
        self._model = model
        self._stay = stay
        over = {meeting.request_id for meeting in stay.past}
        coming = [meeting for meeting in old.meetings if meeting.request_id not in over]
        self._was = {model.number(meeting.request_id): meeting for meeting in coming}
        settled = {each.request_id for each in old.unplaced}
        self._numbers = [
            number
            for number in _open_requests(model, self._was, settled)
            if model.problem.requests[number].id not in over
        ]
        self._problem = model.timetable(self._numbers)
        self._cp = cp_model.CpModel()
        self._places = {
            (position, slot): self._cp.new_bool_var("")
            for position, meeting in enumerate(self._problem.meetings)
            for slot in sorted(meeting.slots)
        }
        self._of: list[list[int]] = [[] for _ in model.problem.guests]
        for position, number in enumerate(self._numbers):
            for guest in model.problem.requests[number].guests:
                self._of[model.positions[guest]].append(position)
        self._held = [self._hold(position) for position in range(len(self._numbers))]
        self._keep_rules()

    def solve(self, *, deadline: float, seed: int) -> tuple[dict[int, int], bool]:
        """Search until the deadline on the monotonic clock.

        Returns:
            Request -> slot of the event, and whether no smaller change exists.

        Raises:
            RefusalError: nothing satisfies what is locked and what must be held.
        """
        first = self._hold_what_was(deadline=deadline, seed=seed)
        self._cp.maximize(self._goal())
        self._hint()
        solver = _solver(seed, seconds=deadline - time.monotonic())
        outcome = solver.solve(self._cp)
        # The one number begins with what was held before, so that its proof needs none of the first step.
        return (self._read(solver) if outcome in _FOUND else first), outcome == cp_model.OPTIMAL

    def _hold_what_was(self, *, deadline: float, seed: int) -> dict[int, int]:
        """Settle first how much of what was held before can be held, which makes all the rest smaller.

        Returns:
            Request -> slot of an agenda that holds as much.

        Raises:
            RefusalError: nothing satisfies what is locked and what must be held.
        """
        worth = [1 + round(self._model.problem.requests[number].value * _WORTH_SCALE) for number in self._numbers]
        kept = [held if number in self._was else 0 for held, number in zip(worth, self._numbers, strict=True)]
        goal = cp_model.LinearExpr.weighted_sum(self._held, kept)
        self._cp.maximize(goal)
        self._hint()
        solver = _solver(seed, seconds=(deadline - time.monotonic()) * _FIRST_SHARE)
        outcome = solver.solve(self._cp)
        if outcome == cp_model.UNKNOWN:
            # Something must come back: any agenda that holds, however long a machine this busy takes for it.
            solver = _solver(seed, seconds=_LONGEST_FIRST)
            solver.parameters.stop_after_first_solution = True
            outcome = solver.solve(self._cp)
        if outcome not in _FOUND:
            raise RefusalError(
                "在保留已锁定会面的前提下，必须安排的会面没有全部排下。",
                remedy="请解除部分锁定，或放宽必须安排的会面。",
            )
        reached = round(solver.objective_value)
        if reached == sum(kept):
            for held, number in zip(self._held, self._numbers, strict=True):
                if number in self._was:
                    self._cp.add(held == 1)
        else:
            self._cp.add(goal >= reached)
        return self._read(solver)

    def _read(self, solver: cp_model.CpSolver) -> dict[int, int]:
        return {
            self._numbers[position]: self._model.axis[slot]
            for (position, slot), literal in self._places.items()
            if position < len(self._numbers) and solver.boolean_value(literal)
        }

    def _hold(self, position: int) -> cp_model.IntVar:
        """Return the literal "this request is held"."""
        held = self._cp.new_bool_var("")
        slots = sorted(self._problem.meetings[position].slots)
        self._cp.add_exactly_one([*(self._places[position, slot] for slot in slots), ~held])
        number = self._numbers[position]
        if number in self._stay.locked:
            self._cp.add(self._places[position, self._model.axis.index(self._stay.locked[number].slot)] == 1)
        elif number in self._model.owed:
            self._cp.add(held == 1)
        return held

    def _keep_rules(self) -> None:
        """Keep everybody, every reserved table and every slot within what they can take."""
        at: dict[tuple[int, int], list[cp_model.IntVar]] = {}
        for position, meeting in enumerate(self._problem.meetings):
            if position >= len(self._numbers):
                self._cp.add_exactly_one([self._places[position, slot] for slot in sorted(meeting.slots)])
            for member in meeting.members:
                for slot in sorted(meeting.slots):
                    at.setdefault((member, slot), []).append(self._places[position, slot])
        for here in at.values():
            self._cp.add_at_most_one(here)
        self._keep_limits()
        met = self._met()
        for guest, most, gone in zip(self._of, self._model.capacity().most, met, strict=True):
            if guest:
                self._cp.add(cp_model.LinearExpr.sum([self._held[each] for each in guest]) <= max(0, most - gone))

    def _keep_limits(self) -> None:
        for limit in self._problem.limits:
            for slot, most in enumerate(limit.most):
                here = [self._places[each, slot] for each in sorted(limit.meetings) if (each, slot) in self._places]
                if len(here) > most:
                    self._cp.add(cp_model.LinearExpr.sum(here) <= most)

    def _met(self) -> list[int]:
        """Return how many meetings each guest has behind it."""
        requests = {request.id: request for request in self._model.problem.requests}
        counts = [0] * len(self._model.problem.guests)
        for meeting in self._stay.past:
            for guest in requests[meeting.request_id].guests:
                counts[self._model.positions[guest]] += 1
        return counts

    def _goal(self) -> cp_model.LinearExprT:
        """Fold the order "held before, added, few with another time, few with another table, few moved" into one."""
        moved = [self._moved(position) for position in range(len(self._numbers))]
        retimed, reseated = self._retimed(moved), self._reseated()
        per_table = len(moved) + 1
        per_time = per_table * (len(reseated) + 1)
        factor = per_time * (len(retimed) + 1)
        worths = [1 + round(self._model.problem.requests[number].value * _WORTH_SCALE) for number in self._numbers]
        added = 1 + sum(worth for worth, number in zip(worths, self._numbers, strict=True) if number not in self._was)
        gains = [
            factor * worth * (added if number in self._was else 1)
            for worth, number in zip(worths, self._numbers, strict=True)
        ]
        costs = [*([-per_time] * len(retimed)), *([-per_table] * len(reseated)), *([-1] * len(moved))]
        return cp_model.LinearExpr.weighted_sum([*self._held, *retimed, *reseated, *moved], [*gains, *costs])

    def _hint(self) -> None:
        """Start from the agenda before."""
        clear: Callable[[], None] = self._cp.clear_hints  # its return type is missing from the stubs
        clear()
        for (position, slot), literal in self._places.items():
            was = self._was.get(self._numbers[position]) if position < len(self._numbers) else None
            self._cp.add_hint(literal, was is not None and self._model.axis[slot] == was.slot)

    def _moved(self, position: int) -> cp_model.LinearExprT:
        """Return 1 where the members must be told of another time, of a new meeting, or that it is off."""
        was = self._was.get(self._numbers[position])
        if was is None:
            return self._held[position]
        stays = self._stays(position, was)
        return 1 if stays is None else ~stays

    def _stays(self, position: int, was: PlannedMeeting) -> cp_model.IntVar | None:
        """Return the literal "it is held when it was"; None where it cannot be."""
        place = self._model.axis.index(was.slot) if was.slot in self._model.axis else -1
        return self._places.get((position, place))

    def _retimed(self, moved: Sequence[cp_model.LinearExprT]) -> list[cp_model.IntVar]:
        """Return a literal for each guest of whose day a time changes."""
        off = self._was.keys() - set(self._numbers)
        told = {guest for number in off for guest in self._model.problem.requests[number].guests}
        literals = []
        for guest, positions in zip(self._model.problem.guests, self._of, strict=True):
            literal = self._cp.new_bool_var("")
            if guest.id in told:
                self._cp.add(literal == 1)
            for position in positions:
                self._cp.add(literal >= moved[position])
            literals.append(literal)
        return literals

    def _reseated(self) -> list[cp_model.IntVar]:
        """Return a literal for each guest who keeps a time but loses the table: only lost tables can force that."""
        lost = lost_tables(self._model)
        literals: dict[str, cp_model.IntVar] = {}
        for position, number in enumerate(self._numbers):
            was = self._was.get(number)
            stays = None if was is None else self._stays(position, was)
            if was is None or stays is None or (was.slot, was.table) not in lost:
                continue
            for guest in self._model.problem.requests[number].guests:
                literal = literals.setdefault(guest, self._cp.new_bool_var(""))
                self._cp.add(literal >= stays)
        return list(literals.values())


def lost_tables(model: EventModel) -> set[tuple[int, str]]:
    """Return slot and table of every place that is closed."""
    return {(slot, table.id) for table in model.problem.event.tables for slot in table.closed}


def _solver(seed: int, *, seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.1, seconds)
    solver.parameters.random_seed = seed
    solver.parameters.num_workers = 1
    return solver


def _open_requests(model: EventModel, was: Mapping[int, PlannedMeeting], settled: set[str]) -> list[int]:
    """Return what may be held: what was held and still can be, and wishes that no agenda has answered.

    Wishes that the agenda before left out stay out unless they must be held now: taking them in would move people about
    for what was known and weighed before.
    """
    requests = model.problem.requests
    return [
        number
        for number in model.candidates()
        if number in was or requests[number].id not in settled or number in model.owed
    ]
