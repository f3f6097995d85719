"""One job from its beginning to its end, whatever comes between."""

import logging
import time
from collections.abc import Callable
from typing import Final

from data.errors import DuijieError
from data.records.jobs import JobKind, JobState
from data.storage.workspace import Workspace
from service.docking.following import keep_index_job, needs_following
from service.docking.job_running import (
    CancelledJobError,
    Ended,
    JobWatch,
    StoppedServiceError,
    discard_uploads,
    end,
    told_attempts,
)
from service.docking.jobs import CANCELLED, now
from service.jobs.kinds import work_of
from service.jobs.task import Task
from service.settings import Settings

_log = logging.getLogger(__name__)

_NO_MEMORY: Final = "内存不足，没有写出结果。请关闭其他程序后重试，或请管理员增加内存。"
_FAULT: Final = "程序内部出错（{name}），没有写出不完整的结果。请把任务编号和时间告诉维护人员。"
_STOPPED: Final = "服务停止时尚未完成，没有写出不完整的结果；服务再次启动后重新执行。"


def run_job(
    workspace: Workspace,
    number: int,
    settings: Settings,
    *,
    is_stopping: Callable[[], bool],
    ring: Callable[[int], None] = lambda _: None,
) -> None:
    """Do one job that waits; one that was begun or cancelled meanwhile is left alone.

    An import that brought much is followed by a job that indexes it.

    Args:
        workspace: open.
        number: of the job.
        settings: which encoder, segmenter and model.
        is_stopping: whether the service is being stopped.
        ring: told the number of the job that follows; where it is lost the next start of a worker finds it waiting.
    """
    with workspace.writing() as stores:
        if not stores.jobs.start(number, at=now()):
            return
        job = stores.jobs.get(number)
    assert job is not None  # noqa: S101 - it was just begun
    task = Task(workspace, job, JobWatch(workspace, number, is_stopping=is_stopping), settings)
    began = time.monotonic()
    state, message, result = _outcome(task)
    with workspace.writing() as stores:
        if state is JobState.WAITING:
            stores.jobs.again(number, message=message)
        else:
            end(stores, job, (state, told_attempts(message, job), result), at=now())
    if state is not JobState.WAITING and job.asked.kind is JobKind.IMPORT:
        discard_uploads(workspace.folder, job.asked.parameters["files"])
    if state is JobState.DONE and needs_following(workspace, job, result):
        following = keep_index_job(workspace, at=now())
        if following is not None:
            ring(following)
    _log.info("job ended: %s %s %s in %.1f s", number, job.asked.kind, state, time.monotonic() - began)


def _outcome(task: Task) -> Ended:
    """Return how a job ended; waiting, where it is to be done anew when the service starts again."""
    try:
        message, result = work_of(task.job.asked.kind)(task)
    except CancelledJobError:
        return JobState.CANCELLED, CANCELLED, {}
    except StoppedServiceError:
        return JobState.WAITING, _STOPPED, {}
    except DuijieError as error:
        return JobState.FAILED, str(error), {}
    except MemoryError:
        return JobState.FAILED, _NO_MEMORY, {}
    except Exception as error:  # noqa: BLE001 - see below
        # As for a command: whatever it is, the job must not stay running for ever, nor take the next ones with it.
        _log.exception("job failed: %s %s", task.job.number, type(error).__name__)
        return JobState.FAILED, _FAULT.format(name=type(error).__name__), {}
    return JobState.DONE, message, result
