"""Questions before preparations: long work of one thread gives way while another one answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock
from typing import Final

LONGEST_PAUSE_SECONDS: Final = 0.2
"""Work goes on by one step after so long, however many questions come: it must end some time."""


class Precedence:
    """Knows whether anybody asks.

    Python runs one thread at a time, and a search gives its turn away at each of some two hundred steps: beside a
    thread that reads 100,000 records it took three times as long (64 and 181 ms).
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._n_questions = 0
        self._is_quiet = Event()
        self._is_quiet.set()

    @contextmanager
    def question(self) -> Iterator[None]:
        """Answer a question in the block.

        Yields:
            Nothing.
        """
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def give_way(self) -> None:
        """Wait while somebody asks, but not for ever."""
        self._is_quiet.wait(LONGEST_PAUSE_SECONDS)

    def _count(self, step: int) -> None:
        with self._lock:
            self._n_questions += step
            if self._n_questions:
                self._is_quiet.clear()
            else:
                self._is_quiet.set()
