"""One door to the engines that find timetables with few breaks."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from data.records.timetables import Answer, SolveStatus, TimetableProblem
from service.docking.agenda.cpsat_search import CpSatOptions, CpSatSearch
from service.docking.agenda.sat_search import search_by_cores

Progress = Callable[[int | None, int], None]
"""Told (breaks of the best timetable so far or None, proven lower bound) whenever one of them changes."""

SECOND_ENGINE_SECONDS: Final = 30.0
"""How long the first engine works alone. It proves all but the hardest published instances sooner, and what one engine
finds alone is the same on every run."""

_PROVEN: Final = frozenset({SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE})


def solve(problem: TimetableProblem, *, time_limit: float, seed: int = 0, progress: Progress | None = None) -> Answer:
    """Find a timetable with as few breaks as can be.

    The SAT search begins; CP-SAT joins it on a second thread when it has not finished after a while, and whichever
    proves its answer first ends the other. Where the limit comes first, the better timetable and the better bound of
    the two come back.

    Args:
        problem: what to place.
        time_limit: seconds.
        seed: of both engines. The first engine alone is deterministic; an answer proven after the second has joined has
            the same value on every run, though perhaps another timetable of that value.
        progress: told of every better timetable and bound.

    Returns:
        The answer; a proven one says so in its status.
    """
    start = time.monotonic()
    best = _Best(progress)
    second = _Second(problem, seed=seed, deadline=start + time_limit, best=best)
    try:
        first = search_by_cores(problem, time_limit=time_limit, seed=seed, progress=best.tell, is_over=second.has_proof)
    finally:
        second.stop()
    answers = [first] if second.answer is None else [first, second.answer]
    return replace(_joined(answers), seconds=time.monotonic() - start)


class _Best:
    """The best of what two engines report, passed on when it changes."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._lock = threading.Lock()
        self._value: int | None = None
        self._bound = 0

    def tell(self, value: int | None, bound: int) -> None:
        with self._lock:
            values = [each for each in (self._value, value) if each is not None]
            best = (min(values, default=None), max(self._bound, bound))
            if best != (self._value, self._bound):
                self._value, self._bound = best
                if self._progress is not None:
                    self._progress(*best)


class _Second:
    """CP-SAT on a thread of its own, started late."""

    def __init__(self, problem: TimetableProblem, *, seed: int, deadline: float, best: _Best) -> None:
        self.answer: Answer | None = None
        self._search = CpSatSearch(problem, CpSatOptions(seed=seed), progress=best.tell)
        self._deadline = deadline
        self._is_stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def has_proof(self) -> bool:
        """Return whether this engine has settled the matter."""
        return self.answer is not None and self.answer.status in _PROVEN

    def stop(self) -> None:
        """End the search and wait for it."""
        self._is_stopped.set()
        while self._thread.is_alive():
            self._search.stop()
            self._thread.join(timeout=0.05)

    def _run(self) -> None:
        if not self._is_stopped.wait(SECOND_ENGINE_SECONDS):
            self.answer = self._search.run(self._deadline - time.monotonic())


def _joined(answers: list[Answer]) -> Answer:
    """Return the proven answer, or the best timetable with the best bound."""
    for answer in answers:
        if answer.status in _PROVEN:
            return answer
    found = [answer for answer in answers if answer.value is not None]
    best = min(found, key=lambda answer: answer.value or 0, default=answers[0])
    bound = max(answer.bound or 0 for answer in answers)
    status = SolveStatus.OPTIMAL if found and best.value == bound else best.status
    return replace(best, bound=bound, status=status)
