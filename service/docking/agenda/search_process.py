"""A search in a process of its own, which sends home every better timetable and bound.

A process and not a thread, because the SAT solver holds the interpreter while it works and cannot be stopped but by
force. It is started as a plain program, so that it neither needs nor runs again the module the user's own began with.
"""

import base64
import json
import pickle
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Any, Final

from data.records.timetables import TimetableProblem
from service.docking.agenda.sat_search import Company, Course, search

_PROGRAM: Final = (
    "import base64, pickle, sys\n"
    "path, task = pickle.loads(base64.b64decode(sys.stdin.buffer.readline()))\n"
    "sys.path[:] = path\n"
    "from service.docking.agenda.search_process import work\n"
    "work(*pickle.loads(task))\n"
)


@dataclass(frozen=True, slots=True)
class Found:
    """The best the second search has sent home so far."""

    schedule: tuple[int, ...] | None = None
    value: int | None = None
    bound: int = 0


class SearchProcess:
    """A search that runs beside others.

    Args:
        problem: what to place.
        seed: of the solver.
        course: which way to take.
        seconds: after which it ends by itself.
    """

    def __init__(self, problem: TimetableProblem, *, seed: int, course: Course, seconds: float) -> None:
        self.found = Found(bound=course.bound)
        task = pickle.dumps((problem, seed, course, seconds))
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own text
            [sys.executable, "-c", _PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._send(base64.b64encode(pickle.dumps((sys.path, task))) + b"\n")
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def is_running(self) -> bool:
        """Return whether it may still find something."""
        return self._reader.is_alive()

    def stop(self) -> None:
        """End the search at once."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _send(self, task: bytes) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(task)
            self._process.stdin.close()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            told: dict[str, Any] = json.loads(line)
            schedule = None if told["schedule"] is None else tuple(told["schedule"])
            self.found = Found(schedule, told["value"], told["bound"])


def work(problem: TimetableProblem, seed: int, course: Course, seconds: float) -> None:
    """Search, and write a line of JSON for every better timetable or bound; what the process runs."""

    def tell(schedule: tuple[int, ...] | None, value: int | None, bound: int) -> None:
        sys.stdout.write(json.dumps({"schedule": schedule, "value": value, "bound": bound}) + "\n")
        sys.stdout.flush()

    search(problem, time_limit=seconds, seed=seed, course=course, company=Company(tell=tell))
