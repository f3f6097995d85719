"""Fewest breaks by a SAT solver: unsatisfiable cores raise the bound until a timetable meets it.

Core-guided search (OLL: Andres et al., ICLP 2012; Morgado et al., CP 2014) over the literals "at least k breaks" of
each participant. Participants enter in order of their meetings, a few at a time, so that cores stay small and every
stage leaves a better timetable; cores are trimmed and thinned before they are used. The solver works in slices of
conflicts, never of seconds: the clock can only end a search, not change its course.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from pysat.card import CardEnc, EncType, ITotalizer
from pysat.solvers import Solver

from data.records.timetables import Answer, SolveStatus, TimetableProblem
from service.docking.agenda.encoding import Encoding, encode
from service.docking.agenda.polishing import Taste, polish

Tell = Callable[[tuple[int, ...] | None, int | None, int], None]
"""Told (best timetable so far, its breaks, proven lower bound) whenever one of them changes."""

ENGINE: Final = "sat"
_SOLVER: Final = "cadical195"
_SLICE_CONFLICTS: Final = 2000
"""Conflicts between two looks at the clock: well below a second on the published instances."""
_LONGEST_SLICE: Final = 16_000
_CORE_SLICES: Final = 8
"""Slices without an outcome after which cores give way to bounds said outright."""
_TRADES: Final = 250_000
_POLISH_SECONDS: Final = 20.0
_COUNT: Final = EncType.totalizer
_STAGE_PARTICIPANTS: Final = 10
_TRIMS: Final = 4
_THINNING_CONFLICTS: Final = 300
_THINNED_CORE: Final = 60
"""Cores above this size are used as they come: thinning costs one call a literal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Which way a search takes.

    Attributes:
        uses_cores: raise the bound by cores first; else say bounds outright from the start.
        says_bounds: say bounds outright after the cores; else end when these have had their share.
        uses_phases: look first near the best timetable known.
        is_sliced: look at the clock now and then; a search that somebody else ends by force is faster without.
        bound: what is proven already.
        best: a timetable known already; it keeps every rule but perhaps fairness.
    """

    uses_cores: bool = True
    says_bounds: bool = True
    uses_phases: bool = True
    is_sliced: bool = True
    bound: int = 0
    best: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What a search is told by, and tells, those who work beside it.

    Attributes:
        tell: called with every better timetable and bound.
        is_over: asked now and then; ends the search like the time limit.
        known_bound: what others have proven.
    """

    tell: Tell | None = None
    is_over: Callable[[], bool] = lambda: False
    known_bound: Callable[[], int] = lambda: 0


class OutOfTimeError(Exception):
    """The time limit passed within a call of the solver."""


class _OutOfWorkError(Exception):
    """Cores have had their share of slices."""


@dataclass(slots=True)
class _Sum:
    """A counter over the literals of one core, of which `reached` are already paid for."""

    outputs: list[int]
    reached: int


@dataclass(slots=True)
class _State:
    best: tuple[int, ...] | None = None
    value: int | None = None
    bound: int = 0
    active: dict[int, _Sum | None] = field(default_factory=dict)


def search(
    problem: TimetableProblem,
    *,
    time_limit: float,
    seed: int = 0,
    course: Course | None = None,
    company: Company | None = None,
) -> Answer:
    """Find a timetable with as few breaks as can be.

    Args:
        problem: what to place.
        time_limit: seconds after which the best found comes back, with its bound.
        seed: of the SAT solver; the same seed gives the same answer whenever the search finishes alone.
        course: which way to take; cores first where none is named.
        company: who works beside this search.

    Returns:
        The answer; without a schedule where the limit passed before the first one.
    """
    start = time.monotonic()
    work = _Search(problem, seed=seed, course=course or Course(), company=company or Company(), end=start + time_limit)
    try:
        status = work.run()
    except OutOfTimeError:
        status = SolveStatus.UNKNOWN if work.state.best is None else SolveStatus.FEASIBLE
    finally:
        work.close()
    state = work.state
    bound = None if status is SolveStatus.INFEASIBLE else state.bound
    return Answer(status, state.best, state.value, bound, time.monotonic() - start, ENGINE)


class _Search:
    def __init__(self, problem: TimetableProblem, *, seed: int, course: Course, company: Company, end: float) -> None:
        self.problem = problem
        self.state = _State(bound=course.bound)
        self._seed = seed
        self._course = course
        self._company = company
        self._end = end
        self._core_slices = 0
        self._encoding: Encoding = encode(problem)
        self._top = self._encoding.clauses.top
        self._solver = Solver(name=_SOLVER)
        self._solver.configure({"seed": seed})
        for clause in self._encoding.clauses.clauses:
            self._solver.add_clause(clause)

    def close(self) -> None:
        """Free the solver's memory."""
        self._solver.delete()

    def run(self) -> SolveStatus:
        """Search to the end.

        Raises:
            OutOfTimeError: the limit passed; `state` holds what was found.
        """
        known = None if self._course.best is None else self._breaks(self._course.best)
        if known is not None:
            self.state.best, self.state.value = self._course.best, known
            self._tell()
        elif self._encoding.clauses.is_contradictory or not self._solve(()):
            return SolveStatus.INFEASIBLE
        else:
            self._learn_model()
        try:
            if self._course.uses_cores:
                self._raise_by_cores()
        except _OutOfWorkError:
            pass  # what cores have proven so far is the first bound to be said outright
        self._polish()
        if not self._course.says_bounds and not self._is_done():
            return SolveStatus.FEASIBLE
        self._decide()
        return SolveStatus.OPTIMAL

    def _raise_by_cores(self) -> None:
        """Raise the bound core by core until a timetable meets it.

        Raises:
            _OutOfWorkError: it took more slices than this way is worth.
        """
        for stage in self._stages():
            self.state.active.update(dict.fromkeys(stage))
            while not self._is_done() and not self._solve([-literal for literal in self.state.active]):
                self._pay(self._core())
            if self._is_done():
                return
            self._learn_model()

    def _polish(self) -> None:
        """Improve the best timetable by trading slots."""
        if self.state.best is None or self._is_done() or self._course.best is not None:
            return
        taste = Taste(self._most_breaks(), [0] * self.problem.n_participants)
        end = min(self._end, time.monotonic() + _POLISH_SECONDS)
        schedule = polish(self.problem, self.state.best, taste, trades=_TRADES, deadline=end, seed=self._seed)
        value = self._breaks(schedule)
        if value is not None and value < (self.state.value or 0):
            self.state.value, self.state.best = value, tuple(schedule)
            self._tell()

    def _decide(self) -> None:
        """Ask outright, bound after bound, whether so few breaks are possible.

        A bound said outright lets the solver simplify far more than one that is assumed: where the last cores are as
        wide as the event, this is what proves. The best timetable known is where the solver looks first.
        """
        literals = [literal for each in self._encoding.breaks.values() for literal in each]
        while not self._is_done():
            self.state.bound = max(self.state.bound, self._company.known_bound())
            limit = CardEnc.atmost(literals, self.state.bound, top_id=self._encoding.clauses.top, encoding=_COUNT)
            with Solver(name=_SOLVER) as solver:
                solver.configure({"seed": self._seed})
                for clause in (*self._encoding.clauses.clauses, *limit.clauses):
                    solver.add_clause(clause)
                if self._course.uses_phases:
                    solver.set_phases(self._phases())
                outcome = self._settle(solver)
                if outcome:
                    self._learn(solver)
                else:
                    self.state.bound += 1
                    self._tell()

    def _settle(self, solver: Solver) -> bool:
        """Return what a solver decides, however long it takes.

        A solver that is stopped begins its restarts and its view of promising values anew, so slices grow.
        """
        if not self._course.is_sliced:
            return bool(solver.solve())
        outcome, conflicts = None, _SLICE_CONFLICTS
        while outcome is None:
            outcome = self._work(solver, (), conflicts=conflicts)
            conflicts = min(2 * conflicts, _LONGEST_SLICE)
        return outcome

    def _phases(self) -> list[int]:
        best = self.state.best or ()
        return [
            literal if best[meeting] == slot else -literal for (meeting, slot), literal in self._encoding.places.items()
        ]

    def _most_breaks(self) -> int:
        """Return how many breaks fairness allows a participant when somebody has none."""
        return self.problem.n_slots if self.problem.fairness is None else self.problem.fairness

    def _breaks(self, schedule: Sequence[int]) -> int | None:
        """Return the breaks of a timetable that keeps every rule, or None where fairness is broken."""
        days: list[list[int]] = [[] for _ in range(self.problem.n_participants)]
        for meeting, slot in zip(self.problem.meetings, schedule, strict=True):
            for member in meeting.members:
                days[member].append(slot)
        counts = [
            sum(later - earlier > 1 for earlier, later in pairwise(sorted(day)))
            for member, day in enumerate(days)
            if member not in self.problem.resources
        ]
        if self.problem.fairness is not None and counts and max(counts) - min(counts) > self.problem.fairness:
            return None
        return sum(counts)

    def _is_over(self) -> bool:
        return time.monotonic() > self._end or self._company.is_over()

    def _is_done(self) -> bool:
        return self.state.value is not None and self.state.value <= self.state.bound

    def _stages(self) -> list[list[int]]:
        meetings = [0] * self.problem.n_participants
        for meeting in self.problem.meetings:
            for member in meeting.members:
                meetings[member] += 1
        order = sorted(self._encoding.breaks, key=lambda participant: (-meetings[participant], participant))
        return [
            [
                literal
                for participant in order[at : at + _STAGE_PARTICIPANTS]
                for literal in self._encoding.breaks[participant]
            ]
            for at in range(0, len(order), _STAGE_PARTICIPANTS)
        ]

    def _learn_model(self) -> None:
        self._learn(self._solver)

    def _learn(self, solver: Solver) -> None:
        model = frozenset(solver.get_model())
        value = sum(literal in model for literals in self._encoding.breaks.values() for literal in literals)
        if self.state.value is None or value < self.state.value:
            self.state.value = value
            self.state.best = self._encoding.schedule(model, len(self.problem.meetings))
            self._tell()

    def _core(self) -> list[int]:
        core = [-literal for literal in self._solver.get_core() or ()]
        for _ in range(_TRIMS):
            if self._solve_briefly([-literal for literal in core]) is not False:
                break
            smaller = [-literal for literal in self._solver.get_core() or ()]
            if len(smaller) == len(core):
                break
            core = smaller
        return self._thinned(core) if len(core) <= _THINNED_CORE else core

    def _thinned(self, core: list[int]) -> list[int]:
        kept = list(core)
        for literal in core:
            if literal not in kept or len(kept) == 1:
                continue
            if self._solve_briefly([-other for other in kept if other != literal]) is False:
                left = {-other for other in self._solver.get_core() or ()}
                kept = [other for other in kept if other in left]
        return kept

    def _pay(self, core: list[int]) -> None:
        """Count one break for the core, and allow it from now on."""
        self.state.bound += 1
        self._solver.add_clause(core)
        for literal in core:
            total = self.state.active.pop(literal)
            if total is not None:
                self._allow(total)
        if len(core) > 1:
            self._allow(_Sum(self._count(core), 0))
        self._tell()

    def _allow(self, total: _Sum) -> None:
        total.reached += 1
        if total.reached < len(total.outputs):
            self.state.active[total.outputs[total.reached]] = total

    def _count(self, core: Sequence[int]) -> list[int]:
        totalizer = ITotalizer(lits=list(core), ubound=len(core) - 1, top_id=self._top)
        self._top = max(self._top, totalizer.top_id)
        for clause in totalizer.cnf.clauses:
            self._solver.add_clause(clause)
        outputs = list(totalizer.rhs)
        totalizer.delete()
        return outputs

    def _solve(self, assumptions: Sequence[int]) -> bool:
        while True:
            outcome = self._work(self._solver, assumptions)
            if outcome is not None:
                return outcome
            self._core_slices += 1
            if self._core_slices > _CORE_SLICES and self.state.best is not None:
                raise _OutOfWorkError

    def _solve_briefly(self, assumptions: Sequence[int]) -> bool | None:
        outcome = self._work(self._solver, assumptions, conflicts=_THINNING_CONFLICTS)
        if outcome:
            self._learn_model()
        return outcome

    def _work(self, solver: Solver, assumptions: Sequence[int], *, conflicts: int = _SLICE_CONFLICTS) -> bool | None:
        """Return what a slice of work decided, or None.

        Raises:
            OutOfTimeError: the search is over.
        """
        if self._is_over():
            raise OutOfTimeError
        solver.conf_budget(conflicts)
        outcome = solver.solve_limited(assumptions=list(assumptions))
        return None if outcome is None else bool(outcome)

    def _tell(self) -> None:
        if self._company.tell is not None:
            self._company.tell(self.state.best, self.state.value, self.state.bound)
