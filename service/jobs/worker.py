"""The worker process: `python -m service.jobs.worker`, started and watched by `duijie serve`."""

import _thread
import logging
import os
import signal
import sys
from contextlib import ExitStack
from threading import Event, Thread, Timer
from typing import Final

from data.errors import DuijieError, WorkspaceError
from data.storage.lock import worker_lock
from data.storage.workspace import Workspace
from service.docking.job_running import recover
from service.docking.jobs import now
from service.docking.workspace import open_workspace
from service.jobs.queue import JobQueue
from service.jobs.running import run_job
from service.logs import set_up_logs
from service.settings import Settings, read_settings

_log = logging.getLogger(__name__)

GRACE_SECONDS: Final = 3.0
"""What a running job is given to reach its next step once the service stops; then the process ends in its middle,
which costs the same as a fall: the job is done anew."""
_LOCK_SECONDS: Final = 1.0
_NICENESS: Final = 10
"""Pages come first on a computer with two cores; with nothing else to do the worker has them both."""


def main() -> int:
    """Work until the service that started this process is gone."""
    settings = read_settings()
    set_up_logs(settings.log_level, as_json=not sys.stderr.isatty())
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    # Until the queue is read, which sets its own answer, a stop is seen by the event alone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stopping = Event()
    Thread(target=_watch_service, args=(stopping,), daemon=True).start()
    try:
        while not stopping.is_set():
            if _work(settings, stopping):
                return 0
            # Another service works in this folder; this one stands by, for the other may be stopped.
            stopping.wait(_LOCK_SECONDS)
    except DuijieError as error:
        _log.error("worker cannot work: %s", type(error).__name__)
        return 1
    return 0


def _work(settings: Settings, stopping: Event) -> bool:
    """Do the jobs of the workspace until the service stops; False where another worker has it."""
    with open_workspace(settings.home, url=settings.database_url) as workspace, ExitStack() as held:
        try:
            held.enter_context(worker_lock(settings.home))
        except WorkspaceError:
            return False
        _consume(workspace, settings, stopping)
    return True


def _consume(workspace: Workspace, settings: Settings, stopping: Event) -> None:
    def run(number: int) -> None:
        try:
            run_job(workspace, number, settings, is_stopping=stopping.is_set, ring=queue.ring)
        except DuijieError as error:
            # How the job ended could not be written down: only a new start tells what became of it.
            _log.error("worker ends: %s", type(error).__name__)
            _thread.interrupt_main(signal.SIGTERM)

    queue = JobQueue(workspace.folder, run)
    try:
        queue.clear()
        for job in recover(workspace, at=now()):
            queue.ring(job.number)
        if not stopping.is_set():
            queue.consumer().run()
    finally:
        queue.close()


def _watch_service(stopping: Event) -> None:
    """Wait for the end of the service, which holds the other end of this process' input, even if it was killed."""
    # Below Python's own buffer, whose lock a thread that waits would hold when the process ends.
    while os.read(sys.stdin.fileno(), 1):
        pass
    stopping.set()
    overdue = Timer(GRACE_SECONDS, os._exit, [1])
    overdue.daemon = True
    overdue.start()
    _thread.interrupt_main(signal.SIGINT)


if __name__ == "__main__":
    sys.exit(main())
