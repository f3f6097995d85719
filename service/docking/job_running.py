"""Background jobs while they run: how they report and are stopped, and what becomes of them after a fall."""

import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from data.records.audit import AuditAction, AuditEntry, FieldChange
from data.records.jobs import Job, JobState
from data.storage.workspace import Stores, Workspace
from service.docking.jobs import BACKUPS, CANCELLED, EXPORTS, JOBS, clear_uploads, uploads_of

MOST_ATTEMPTS: Final = 3
"""A job in which the service stopped so often is likely the cause, and is not begun again."""
_REPORT_SECONDS: Final = 0.5
_PARTS: Final = ".duijie-*.part"
"""What `service.exports.files.replace_file` and the backup call a file until it is whole."""

Outcome = tuple[str, Mapping[str, Any]]
"""What the work of a job gave: a Chinese sentence, and its result."""

Ended = tuple[JobState, str, Mapping[str, Any]]
"""How a job ended: the same with its state."""


class JobStopError(Exception):
    """A running job ends before its work is done, and not by a fault."""


class CancelledJobError(JobStopError):
    """Somebody asked for it."""


class StoppedServiceError(JobStopError):
    """The service is being stopped; the job is done anew when it starts again."""


class JobWatch:
    """What a running job reports to, at most twice a second, and by which it learns that it must stop.

    Args:
        workspace: open.
        number: of the job.
        is_stopping: whether the service is being stopped.
        clock: seconds of a clock that never goes back.
    """

    def __init__(
        self,
        workspace: Workspace,
        number: int,
        *,
        is_stopping: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._workspace = workspace
        self._number = number
        self._is_stopping = is_stopping
        self._clock = clock
        self._message = ""
        self._reported_at: float | None = None

    def begin(self, message: str) -> "JobWatch":
        """Say what is done now, and return what that work calls with (done, total)."""
        self._message = message
        self._reported_at = None
        self(0, 0)
        return self

    def __call__(self, done: int, total: int) -> None:
        """Tell how far the work has come.

        Raises:
            StoppedServiceError: the service is being stopped.
            CancelledJobError: somebody cancelled the job.
        """
        if self._is_stopping():
            raise StoppedServiceError
        now = self._clock()
        if self._reported_at is not None and now - self._reported_at < _REPORT_SECONDS and done < total:
            return
        self._reported_at = now
        with self._workspace.writing() as stores:
            is_cancelled = stores.jobs.report(self._number, done=done, total=total, message=self._message)
        if is_cancelled:
            raise CancelledJobError


def recover(workspace: Workspace, *, at: datetime) -> tuple[Job, ...]:
    """Take up what was left when the service stopped: to be called while no job runs.

    A job that ran is done anew from its beginning: an import is atomic and knows whether it was kept, vectors that
    were encoded are in the cache, files appear whole or not at all. One that was to be cancelled is cancelled, and one
    that stopped the service `MOST_ATTEMPTS` times is left interrupted.

    Args:
        workspace: open.
        at: now, aware.

    Returns:
        Every job that waits, oldest first.
    """
    with workspace.writing() as stores:
        for job in stores.jobs.in_states([JobState.RUNNING]):
            if job.is_cancel_asked:
                end(stores, job, (JobState.CANCELLED, CANCELLED, {}), at=at)
            elif job.attempts >= MOST_ATTEMPTS:
                message = (
                    f"执行中服务已 {job.attempts} 次中断，不再自动重试；没有写出不完整的结果。请联系管理员后重新提交。"
                )
                end(stores, job, (JobState.INTERRUPTED, message, {}), at=at)
            else:
                stores.jobs.again(job.number, message="执行中服务中断，没有写出不完整的结果；已重新排队。")
        waiting = tuple(stores.jobs.in_states([JobState.WAITING]))
    clear_uploads(workspace.folder, keep=uploads_of(waiting))
    _clear_parts(workspace.folder)
    return waiting


def end(stores: Stores, job: Job, ended: Ended, *, at: datetime) -> None:
    """Write down how a job ended, in the audit trail in the name of whoever asked for it; nothing where it had."""
    state, message, result = ended
    if stores.jobs.end(job.number, state, at=at, message=message, result=result):
        change = FieldChange("state", job.state.value, state.value)
        stores.audit.add(
            AuditEntry(
                at=at,
                actor=job.asked.created_by,
                action=AuditAction.CHANGED,
                kind=JOBS,
                record_id=str(job.number),
                changes=(change,),
            )
        )


def discard_uploads(folder: Path, uploads: Iterable[str]) -> None:
    """Remove uploaded files whose import has ended; what was imported is among the originals."""
    for upload in uploads:
        shutil.rmtree((folder / upload).parent, ignore_errors=True)


def told_attempts(message: str, job: Job) -> str:
    """Return how a job ended, with how often the service stopped in its middle."""
    return message if job.attempts <= 1 else f"{message}（执行中服务中断过 {job.attempts - 1} 次，已自动重新执行。）"


def _clear_parts(folder: Path) -> None:
    """Remove what was half written."""
    parts = [*folder.glob(_PARTS), *(folder / BACKUPS).glob(_PARTS), *(folder / EXPORTS).rglob(_PARTS)]
    for part in parts:
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)
