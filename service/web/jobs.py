"""Background jobs: the list, one job with its progress and its files, and the jobs an administrator may begin."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from data.errors import NotPermittedError
from data.records.accounts import Actor
from data.records.enums import Direction
from data.records.jobs import UNFINISHED, JobKind, JobState, NewJob
from service.dependencies import MOST_ROWS, JobsDep, RowNumber, Today
from service.docking.job_access import visible_file, visible_job, visible_jobs
from service.docking.jobs import MatchOrder, backup_job, index_job, match_job
from service.docking.permissions import PERMISSIONS, Action, Reach, reach_of
from service.identity import Now, permitted
from service.web.forms import OwnForm, draw_with_forms, see
from service.web.phrases import STATE_LABELS

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

OfJobs = Annotated[Actor, permitted(Action.JOBS_VIEW)]
Running = Annotated[Actor, permitted(Action.JOBS_RUN)]
Shown = Literal["all", "unfinished", "failed"]

_PAGE: Final = 30
_REFRESH_SECONDS: Final = 4

_STATES: Final = {
    "all": frozenset(JobState),
    "unfinished": UNFINISHED,
    "failed": frozenset({JobState.FAILED, JobState.INTERRUPTED}),
}


@router.get("/jobs")
def listed(
    request: Request,
    jobs: JobsDep,
    actor: OfJobs,
    before: Annotated[int | None, Query(ge=1, le=MOST_ROWS)] = None,
    shown: Shown = "all",
) -> Response:
    """List jobs, newest first: one's own, an administrator's everybody's."""
    found = visible_jobs(jobs, actor, limit=_PAGE + 1, before=before, states=_STATES[shown])
    kept = found[:_PAGE]
    return draw_with_forms(
        request,
        "jobs.html",
        jobs=kept,
        shown=shown,
        states=STATE_LABELS,
        older=kept[-1].number if len(found) > _PAGE else None,
        refresh=_REFRESH_SECONDS if any(not each.is_finished for each in kept) else None,
        can_begin=_begins(actor),
        sees_all=_sees_all(actor),
    )


@router.get("/jobs/{number}")
def one(request: Request, number: RowNumber, jobs: JobsDep, actor: OfJobs) -> Response:
    """Show a job; while it goes on the page looks again by itself."""
    job = visible_job(jobs, actor, number)
    names = [Path(each).name for each in job.result.get("files", [])]
    return draw_with_forms(
        request,
        "job.html",
        job=job,
        states=STATE_LABELS,
        files=[(name, f"/jobs/{number}/files/{quote(name, safe='')}") for name in names],
        is_backup=job.asked.kind is JobKind.BACKUP,
        refresh=None if job.is_finished else _REFRESH_SECONDS,
        can_cancel=not job.is_finished and not job.is_cancel_asked,
    )


@router.get("/jobs/{number}/files/{name}")
def result_file(number: RowNumber, name: str, jobs: JobsDep, actor: OfJobs) -> Response:
    """Give a file that a job wrote; a backup is refused."""
    return FileResponse(visible_file(jobs, actor, number, name), filename=name)


@router.post("/jobs/{number}/cancel", dependencies=[OwnForm])
def take_cancel(number: RowNumber, jobs: JobsDep, at: Now, actor: Running) -> Response:
    """Cancel a job, or ask it to stop at its next step."""
    visible_job(jobs, actor, number)
    jobs.cancel(number, at=at, by=actor)
    return see(f"/jobs/{number}")


@router.post("/jobs", dependencies=[OwnForm])
def begin(
    jobs: JobsDep, at: Now, day: Today, actor: Running, kind: Annotated[Literal["index", "match", "backup"], Form()]
) -> Response:
    """Begin a job over the whole workspace.

    Raises:
        NotPermittedError: it reads everything, and the actor may not.
    """
    if not _begins(actor):
        raise NotPermittedError("这项任务涉及全部数据，只有管理员能发起。", remedy="需要时请联系管理员。")
    orders: dict[str, Callable[[], NewJob]] = {
        "index": lambda: index_job(by=actor, at=at),
        "match": lambda: match_job(MatchOrder(Direction.NEEDS, as_of=day), by=actor, at=at),
        "backup": lambda: backup_job(by=actor, at=at),
    }
    return see(f"/jobs/{jobs.submit(orders[kind]()).number}")


def _sees_all(actor: Actor) -> bool:
    return reach_of(actor, Action.JOBS_VIEW) is Reach.ALL


def _begins(actor: Actor) -> bool:
    return PERMISSIONS[Action.JOBS_RUN][actor.role] is Reach.ALL
