"""Keeps one worker process alive while the service lives."""

import logging
import os
import subprocess
import sys
from threading import Event, Lock, Thread
from typing import Final

from service.settings import Settings, environment_of

_log = logging.getLogger(__name__)

_MODULE: Final = "service.jobs.worker"
_FIRST_PAUSE_SECONDS: Final = 0.5
_LONGEST_PAUSE_SECONDS: Final = 30.0
"""Between two starts of a worker that dies at once, as it does on a full disk."""
_STOP_SECONDS: Final = 5.0
"""More than the worker's own grace."""


class WorkerSupervisor:
    """One worker process: started, begun anew when it dies, stopped with the service.

    Args:
        settings: handed down to it.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stopping = Event()
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = Thread(target=self._watch, name="worker-supervisor", daemon=True)

    @property
    def is_alive(self) -> bool:
        """Whether a worker runs at this moment."""
        process = self._process
        return process is not None and process.poll() is None

    @property
    def process_id(self) -> int | None:
        """The worker's number in the system; None while there is none."""
        process = self._process
        return None if process is None else process.pid

    def start(self) -> None:
        """Start the worker and the watch over it; to be called once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the worker: a running job is put back among the waiting, or cut off after a few seconds."""
        with self._lock:
            self._stopping.set()
            process = self._process
        if process is not None:
            _end(process)
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)

    def _watch(self) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while True:
            with self._lock:
                if self._stopping.is_set():
                    return
                process = self._process = self._spawn()
            status = process.wait()
            _close_input(process)
            if self._stopping.is_set():
                return
            _log.warning("worker ended, started anew: status %d", status)
            self._stopping.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def _spawn(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own module in our own interpreter
            [sys.executable, "-m", _MODULE],
            stdin=subprocess.PIPE,
            env=environment_of(self._settings),
            # Ctrl-C on the terminal is for the service, which then stops the worker in order.
            start_new_session=os.name == "posix",
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    """Let a worker end by closing its input; kill it where it does not."""
    _close_input(process)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _close_input(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None  # noqa: S101 - started with a pipe
    process.stdin.close()
