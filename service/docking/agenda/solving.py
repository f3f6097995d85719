"""One door to the engines that find timetables with few breaks."""

import time
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Final

from data.records.timetables import Answer, SolveStatus, TimetableProblem
from service.docking.agenda.cpsat_search import CpSatOptions, CpSatSearch
from service.docking.agenda.sat_search import Company, Course, search
from service.docking.agenda.search_process import Found, SearchProcess

Progress = Callable[[int | None, int], None]
"""Told (breaks of the best timetable so far or None, proven lower bound) whenever one of them changes."""

SECOND_SEARCH_SECONDS: Final = 10.0
"""How long the first search works alone. It proves all but the hardest published instances sooner, and what one search
finds alone is the same on every run."""

_PATIENCE: Final = 0.05
"""Seconds between two looks at what the processes have sent home."""

_PROVEN: Final = frozenset({SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE})


class Engine(StrEnum):
    """Which solver is asked; SAT proves more of the published instances."""

    SAT = "sat"
    CP_SAT = "cp-sat"


def solve(
    problem: TimetableProblem,
    *,
    time_limit: float,
    seed: int = 0,
    progress: Progress | None = None,
    engine: Engine = Engine.SAT,
    known: tuple[int, ...] | None = None,
) -> Answer:
    """Find a timetable with as few breaks as can be.

    The SAT search begins with cores; when it has not finished after a while, a second one that says bounds outright
    joins it on another core, and when cores have had their share a third takes the place of the first, near the best
    timetable known. Where the limit comes first, the best timetable and the best bound of all come back.

    Args:
        problem: what to place.
        time_limit: seconds.
        seed: of the solvers. The first search alone is deterministic; an answer proven after others have joined has the
            same value on every run, though perhaps another timetable of that value.
        progress: told of every better timetable and bound.
        engine: CP_SAT asks the other solver instead, alone.
        known: a timetable that keeps every rule but perhaps fairness, to begin with.

    Returns:
        The answer; a proven one says so in its status.
    """
    if engine is Engine.CP_SAT:
        return CpSatSearch(problem, CpSatOptions(seed=seed, hint=known), progress=progress).run(time_limit)
    start = time.monotonic()
    team = _Team(problem, seed=seed, end=start + time_limit, progress=progress)
    company = Company(tell=team.hear, is_over=team.is_settled, known_bound=team.known_bound)
    try:
        first = search(
            problem, time_limit=time_limit, seed=seed, course=Course(says_bounds=False, best=known), company=company
        )
        if first.status is SolveStatus.FEASIBLE:
            team.wait(first)
    finally:
        team.stop()
    return replace(team.joined(first), seconds=time.monotonic() - start)


class _Team:
    """The searches: starts the others, and knows the best of all."""

    def __init__(self, problem: TimetableProblem, *, seed: int, end: float, progress: Progress | None) -> None:
        self._problem = problem
        self._seed = seed
        self._end = end
        self._progress = progress
        self._joins_at = time.monotonic() + SECOND_SEARCH_SECONDS
        self._first = Found()
        self._others: list[SearchProcess] = []
        self._told: tuple[int | None, int] = (None, 0)

    def hear(self, schedule: tuple[int, ...] | None, value: int | None, bound: int) -> None:
        """Take what the first search has found."""
        self._first = Found(schedule, value, bound)
        self._tell()

    def is_settled(self) -> bool:
        """Return whether all together have a proof; the moment at which the second search is started."""
        if not self._others and time.monotonic() > self._joins_at and self._first.value is not None:
            self._start(Course(uses_cores=False, uses_phases=False, is_sliced=False, bound=self._first.bound))
        self._tell()
        best = self.best()
        return best.value is not None and best.value <= best.bound

    def known_bound(self) -> int:
        """Return what any of them has proven."""
        return self.best().bound

    def wait(self, first: Answer) -> None:
        """Let processes work on until they have a proof or the time is up."""
        self._joins_at = 0.0
        self.is_settled()
        best = self.best()
        schedule = best.schedule or first.schedule
        self._start(Course(uses_cores=False, is_sliced=False, bound=best.bound, best=schedule))
        while time.monotonic() < self._end and not self.is_settled():
            if not any(other.is_running() for other in self._others):
                break
            time.sleep(_PATIENCE)

    def stop(self) -> None:
        """End the other searches."""
        for other in self._others:
            other.stop()

    def joined(self, first: Answer) -> Answer:
        """Return the proven answer, or the best timetable with the best bound."""
        best = self.best()
        if first.status in _PROVEN or best.value is None:
            return first
        status = SolveStatus.OPTIMAL if best.value <= best.bound else SolveStatus.FEASIBLE
        return replace(first, schedule=best.schedule, value=best.value, bound=best.bound, status=status)

    def best(self) -> Found:
        """Return the best timetable and the best bound of all."""
        found = [self._first, *(other.found for other in self._others)]
        timed = [each for each in found if each.value is not None]
        best = min(timed, key=lambda each: each.value or 0, default=self._first)
        return replace(best, bound=max(each.bound for each in found))

    def _start(self, course: Course) -> None:
        seconds = self._end - time.monotonic()
        if seconds > 0:
            self._others.append(SearchProcess(self._problem, seed=self._seed, course=course, seconds=seconds))

    def _tell(self) -> None:
        best = self.best()
        now = (best.value, best.bound)
        if now not in {self._told, (None, 0)}:
            self._told = now
            if self._progress is not None:
                self._progress(*now)
