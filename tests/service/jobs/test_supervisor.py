"""A worker is started with the service, begun anew when it dies, and gone when the service is gone."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from data.records.accounts import OPERATOR
from data.records.jobs import JobState
from data.storage.workspace import Workspace
from service.docking.jobs import JobDesk, backup_job, now
from service.jobs.queue import JobQueue
from service.jobs.supervisor import WorkerSupervisor
from tests.service.conftest import settings_of

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


def until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[JobDesk]:
    with Workspace.open(settings_of(tmp_path).home) as workspace:
        queue = JobQueue(workspace.folder)
        yield JobDesk(workspace, queue.ring)
        queue.close()


def test_a_worker_that_dies_is_begun_anew_and_takes_up_what_waits(tmp_path: Path, desk: JobDesk) -> None:
    supervisor = WorkerSupervisor(settings_of(tmp_path))
    supervisor.start()
    try:
        until(lambda: supervisor.is_alive)
        first = supervisor.process_id
        assert first is not None
        psutil.Process(first).kill()
        job = desk.submit(backup_job(by=OPERATOR, at=now()))
        until(lambda: desk.get(job.number).is_finished)
        second = supervisor.process_id
    finally:
        supervisor.stop()

    assert desk.get(job.number).state is JobState.DONE
    assert (first != second, supervisor.is_alive, psutil.pid_exists(second or 0)) == (True, False, False)


def test_what_was_put_in_while_nobody_worked_is_done_even_if_the_queue_was_lost(tmp_path: Path, desk: JobDesk) -> None:
    job = desk.submit(backup_job(by=OPERATOR, at=now()))
    queue = JobQueue(settings_of(tmp_path).home)
    queue.clear()
    queue.close()
    supervisor = WorkerSupervisor(settings_of(tmp_path))
    supervisor.start()
    try:
        until(lambda: desk.get(job.number).is_finished)
    finally:
        supervisor.stop()

    assert desk.get(job.number).state is JobState.DONE
