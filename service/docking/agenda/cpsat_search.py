"""Fewest breaks by CP-SAT: the second engine, and the one that improves large timetables."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ortools.sat.python import cp_model

from data.records.timetables import Answer, SolveStatus, TimetableProblem
from service.docking.agenda.domains import narrowed_slots
from service.docking.agenda.twins import twin_orders

ENGINE: Final = "cp-sat"
_STATUSES: Final = {
    cp_model.OPTIMAL: SolveStatus.OPTIMAL,
    cp_model.FEASIBLE: SolveStatus.FEASIBLE,
    cp_model.INFEASIBLE: SolveStatus.INFEASIBLE,
}

Progress = Callable[[int | None, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CpSatOptions:
    """How CP-SAT is run.

    Attributes:
        seed: of its random choices; with one worker the same seed gives the same answer when the search finishes.
        workers: threads; one proves by cores, several add neighbourhood search.
        hint: a timetable to start from.
    """

    seed: int = 0
    workers: int = 1
    hint: Sequence[int] | None = None


class CpSatSearch:
    """One search, which another thread may stop.

    Args:
        problem: what to place.
        options: how.
        progress: told (breaks of the best timetable, proven bound) of every better timetable.
    """

    def __init__(self, problem: TimetableProblem, options: CpSatOptions, *, progress: Progress | None = None) -> None:
        self._problem = problem
        self._options = options
        self._progress = progress
        self._solver = cp_model.CpSolver()

    def stop(self) -> None:
        """End the search; `run` then returns the best found."""
        self._solver.stop_search()

    def run(self, time_limit: float) -> Answer:
        """Search for at most so many seconds."""
        start = time.monotonic()
        model = _Model(self._problem)
        if self._options.hint is not None:
            model.hint(self._options.hint)
        parameters = self._solver.parameters
        parameters.max_time_in_seconds = max(0.01, time_limit - (time.monotonic() - start))
        parameters.random_seed = self._options.seed
        parameters.num_workers = self._options.workers
        if self._options.workers == 1:
            # Seen on the published instances: cores prove most, and neither relaxation nor symmetry pays here.
            parameters.optimize_with_core = True
            parameters.linearization_level = 0
            parameters.symmetry_level = 0
        outcome = self._solver.solve(model.model, _Told(self._progress) if self._progress else None)
        return self._answer(_STATUSES.get(outcome, SolveStatus.UNKNOWN), model, time.monotonic() - start)

    def _answer(self, status: SolveStatus, model: "_Model", seconds: float) -> Answer:
        if status is SolveStatus.INFEASIBLE:
            return Answer(status, None, None, None, seconds, ENGINE)
        bound = max(0, round(self._solver.best_objective_bound)) if model.has_goal else 0
        if status is SolveStatus.UNKNOWN:
            return Answer(status, None, None, bound, seconds, ENGINE)
        value = round(self._solver.objective_value) if model.has_goal else 0
        return Answer(status, model.schedule(self._solver), value, min(bound, value), seconds, ENGINE)


class _Told(cp_model.CpSolverSolutionCallback):
    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress

    def on_solution_callback(self) -> None:
        self._progress(round(self.objective_value), max(0, round(self.best_objective_bound)))


class _Model:
    """Literals for slots, busy, held by now, break ends; counts as linear constraints."""

    def __init__(self, problem: TimetableProblem) -> None:
        self.problem = problem
        self.model = cp_model.CpModel()
        self._slots = narrowed_slots(problem)
        self._places = {
            (meeting, slot): self.model.new_bool_var("") for meeting, slots in enumerate(self._slots) for slot in slots
        }
        self._of: list[list[int]] = [[] for _ in range(problem.n_participants)]
        for number, meeting in enumerate(problem.meetings):
            for member in meeting.members:
                self._of[member].append(number)
        self._place()
        self._order()
        ends = [self._occupy(participant) for participant in range(problem.n_participants)]
        self._be_fair(ends)
        goal = [literal for each in ends for literal in each]
        self.has_goal = bool(goal)
        if goal:
            self.model.minimize(cp_model.LinearExpr.sum(goal))

    def hint(self, schedule: Sequence[int]) -> None:
        """Start from a timetable."""
        for (meeting, slot), literal in self._places.items():
            self.model.add_hint(literal, schedule[meeting] == slot)

    def schedule(self, solver: cp_model.CpSolver) -> tuple[int, ...]:
        """Return the slots of the solution."""
        slots = [-1] * len(self._slots)
        for (meeting, slot), literal in self._places.items():
            if solver.boolean_value(literal):
                slots[meeting] = slot
        return tuple(slots)

    def _place(self) -> None:
        for meeting, slots in enumerate(self._slots):
            self.model.add_exactly_one([self._places[meeting, slot] for slot in slots])
        for limit in self.problem.limits:
            for slot, most in enumerate(limit.most):
                here = [
                    self._places[number, slot] for number in sorted(limit.meetings) if (number, slot) in self._places
                ]
                if len(here) > most:
                    self.model.add(cp_model.LinearExpr.sum(here) <= most)

    def _order(self) -> None:
        for earlier, later in [*self.problem.precedences, *twin_orders(self.problem)]:
            self.model.add(self._position(earlier) < self._position(later))

    def _position(self, meeting: int) -> cp_model.LinearExprT:
        slots = self._slots[meeting]
        return cp_model.LinearExpr.weighted_sum([self._places[meeting, slot] for slot in slots], slots)

    def _occupy(self, participant: int) -> list[cp_model.IntVar]:
        """Return the literals "a break of the participant ends here"."""
        busy = []
        for slot in range(self.problem.n_slots):
            here = [self._places[number, slot] for number in self._of[participant] if (number, slot) in self._places]
            literal = self.model.new_bool_var("")
            self.model.add_exactly_one([*here, ~literal])
            busy.append(literal)
        self.model.add(cp_model.LinearExpr.sum(busy) == len(self._of[participant]))
        if participant in self.problem.resources or len(self._of[participant]) < 2:
            return []
        return self._break_ends(busy)

    def _break_ends(self, busy: list[cp_model.IntVar]) -> list[cp_model.IntVar]:
        held = [busy[0]]
        ends = []
        for slot in range(1, len(busy)):
            end, now = self.model.new_bool_var(""), self.model.new_bool_var("")
            self.model.add_bool_or([~busy[slot], busy[slot - 1], ~held[-1], end])
            self.model.add_implication(end, busy[slot])
            self.model.add_implication(end, ~busy[slot - 1])
            self.model.add_implication(end, held[-1])
            self.model.add_max_equality(now, [held[-1], busy[slot]])
            held.append(now)
            ends.append(end)
        return ends

    def _be_fair(self, ends: list[list[cp_model.IntVar]]) -> None:
        if self.problem.fairness is None:
            return
        counts = [
            len(meetings) for participant, meetings in enumerate(self._of) if participant not in self.problem.resources
        ]
        fewest = self.model.new_int_var(0, max(0, min(counts, default=0) - 1), "")
        for each in ends:
            if each:
                total = cp_model.LinearExpr.sum(each)
                self.model.add(total >= fewest)
                self.model.add(total <= fewest + self.problem.fairness)
