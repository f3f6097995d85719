"""One door to the engines that find timetables with few breaks."""

import time
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Final

from data.records.timetables import Answer, SolveStatus, TimetableProblem
from service.docking.agenda.cpsat_search import CpSatOptions, CpSatSearch
from service.docking.agenda.sat_search import Company, search
from service.docking.agenda.second_process import Found, SecondProcess

Progress = Callable[[int | None, int], None]
"""Told (breaks of the best timetable so far or None, proven lower bound) whenever one of them changes."""

SECOND_SEARCH_SECONDS: Final = 10.0
"""How long the first search works alone. It proves all but the hardest published instances sooner, and what one search
finds alone is the same on every run."""

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
) -> Answer:
    """Find a timetable with as few breaks as can be.

    The SAT search begins with cores; when it has not finished after a while, a second one that says bounds outright
    joins it on another core, and each uses what the other has proven. Where the limit comes first, the better timetable
    and the better bound of the two come back.

    Args:
        problem: what to place.
        time_limit: seconds.
        seed: of the solvers. One search alone is deterministic; an answer proven after the second has joined has the
            same value on every run, though perhaps another timetable of that value.
        progress: told of every better timetable and bound.
        engine: CP_SAT asks the other solver instead, alone.

    Returns:
        The answer; a proven one says so in its status.
    """
    if engine is Engine.CP_SAT:
        return CpSatSearch(problem, CpSatOptions(seed=seed), progress=progress).run(time_limit)
    start = time.monotonic()
    pair = _Pair(problem, seed=seed, end=start + time_limit, progress=progress)
    company = Company(tell=pair.hear, is_over=pair.is_settled, known_bound=pair.known_bound)
    try:
        first = search(problem, time_limit=time_limit, seed=seed, company=company)
    finally:
        pair.stop()
    return replace(pair.joined(first), seconds=time.monotonic() - start)


class _Pair:
    """The two searches: starts the second late, and knows the best of both."""

    def __init__(self, problem: TimetableProblem, *, seed: int, end: float, progress: Progress | None) -> None:
        self._problem = problem
        self._seed = seed
        self._end = end
        self._progress = progress
        self._joins_at = time.monotonic() + SECOND_SEARCH_SECONDS
        self._first = Found()
        self._second: SecondProcess | None = None
        self._told: tuple[int | None, int] = (None, 0)

    def hear(self, schedule: tuple[int, ...] | None, value: int | None, bound: int) -> None:
        """Take what the first search has found."""
        self._first = Found(schedule, value, bound)
        self._tell()

    def is_settled(self) -> bool:
        """Return whether the two together have a proof; the moment at which the second is started."""
        now = time.monotonic()
        if self._second is None and now > self._joins_at and now < self._end and self._first.value is not None:
            self._second = SecondProcess(
                self._problem, seed=self._seed, bound=self._first.bound, seconds=self._end - now
            )
        self._tell()
        value, bound = self._best()
        return value is not None and value <= bound

    def known_bound(self) -> int:
        """Return what either has proven."""
        return self._best()[1]

    def stop(self) -> None:
        """End the second search."""
        if self._second is not None:
            self._second.stop()

    def joined(self, first: Answer) -> Answer:
        """Return the proven answer, or the best timetable with the best bound."""
        if first.status in _PROVEN or self._second is None:
            return first
        other, bound = self._second.found, max(first.bound or 0, self._second.found.bound)
        if (
            other.value is not None
            and other.schedule is not None
            and (first.value is None or other.value < first.value)
        ):
            first = replace(first, schedule=other.schedule, value=other.value, status=SolveStatus.FEASIBLE)
        is_proven = first.value is not None and first.value <= bound
        return replace(first, bound=bound, status=SolveStatus.OPTIMAL if is_proven else first.status)

    def _best(self) -> tuple[int | None, int]:
        second = Found() if self._second is None else self._second.found
        values = [value for value in (self._first.value, second.value) if value is not None]
        return min(values, default=None), max(self._first.bound, second.bound)

    def _tell(self) -> None:
        best = self._best()
        if best not in {self._told, (None, 0)}:
            self._told = best
            if self._progress is not None:
                self._progress(*best)
