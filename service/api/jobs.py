"""Background jobs as resources: asked for, watched, cancelled, their results fetched."""

from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field

from data.records.accounts import Actor
from data.records.enums import Direction
from data.records.jobs import Job, JobKind, JobState, NewJob
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PLAIN_WRITES, PREFIX, Before, Limit
from service.dependencies import DEFAULT_CANDIDATES, MOST_CANDIDATES, JobsDep, RowNumber, Today
from service.docking.job_access import cancel_job, visible_file, visible_job, visible_jobs
from service.docking.jobs import MatchOrder, backup_job, export_job, index_job, match_job
from service.docking.permissions import Action
from service.docking.record_kinds import RecordKind
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/jobs", tags=["后台任务"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.JOBS_VIEW)]
OfAll = Annotated[Actor, permitted(Action.WORKSPACE_RUN)]


class JobBody(BaseModel):
    """A job as it stands."""

    number: int
    kind: JobKind
    label: str
    state: JobState
    done: int = Field(ge=0, description="已完成的步数，共 total 步；都为 0 时尚不知道。")
    total: int = Field(ge=0)
    message: str
    attempts: int = Field(ge=0)
    is_cancel_asked: bool
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    result: dict[str, Any] = Field(description="办成之后的结果，因任务而异。")
    files: list[str] = Field(description="结果文件的名称，从 files/{name} 下载。")


class JobPage(BaseModel):
    """One page of jobs, newest first."""

    jobs: list[JobBody]
    next: int | None = Field(description="下一页的 before；最后一页为空。")


class MatchJobRequest(BaseModel):
    """All needs or all achievements are to be matched."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"direction": "needs", "top": 10, "endings": ["xlsx"]}]}
    )

    direction: Direction = Field(default=Direction.NEEDS, description="needs 为需求找成果，achievements 为成果找需求。")
    top: int = Field(default=DEFAULT_CANDIDATES, ge=1, le=MOST_CANDIDATES)
    endings: list[Literal["xlsx", "jsonl", "csv", "html", "docx"]] = Field(
        default=["xlsx", "jsonl"], min_length=1, max_length=5
    )
    as_of: date | None = Field(default=None, description="按哪一天判断需求是否过期；不写为今天。")
    include_rejected: bool = Field(default=False, description="也列出婉拒过的。")


class ExportJobRequest(BaseModel):
    """All records of a kind are to be written as a table, contacts masked."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"kind": "needs"}]})

    kind: RecordKind


def job_body(job: Job) -> JobBody:
    """Return a job as it stands; of its files the names alone."""
    return JobBody(
        number=job.number,
        kind=job.asked.kind,
        label=job.asked.label,
        state=job.state,
        done=job.done,
        total=job.total,
        message=job.message,
        attempts=job.attempts,
        is_cancel_asked=job.is_cancel_asked,
        asked_by=job.asked.created_by.name,
        asked_at=job.asked.created_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
        result={name: value for name, value in job.result.items() if name != "files"},
        files=[PurePosixPath(path).name for path in job.result.get("files", [])],
    )


@router.get("", summary="列出任务", description="最新的在前；管理员看到全部，其他人看到自己的。")
def listed(jobs: JobsDep, actor: Viewing, before: Before = None, limit: Limit = 50) -> JobPage:
    """List jobs."""
    found = visible_jobs(jobs, actor, limit=limit + 1, before=before)
    following = found[limit - 1].number if len(found) > limit else None
    return JobPage(jobs=[job_body(each) for each in found[:limit]], next=following)


@router.get("/{number}", summary="一项任务的进度和结果")
def one(number: RowNumber, jobs: JobsDep, actor: Viewing) -> JobBody:
    """Show a job."""
    return job_body(visible_job(jobs, actor, number))


@router.post("/{number}/cancel", summary="取消一项任务", responses=CONFLICT, dependencies=PLAIN_WRITES)
def cancelled(
    number: RowNumber, jobs: JobsDep, at: Now, actor: Annotated[Actor, permitted(Action.JOBS_RUN)]
) -> JobBody:
    """Cancel a job, or ask it to stop at its next step."""
    return job_body(cancel_job(jobs, actor, number, at=at))


@router.get(
    "/{number}/files/{name}",
    summary="下载一个结果文件",
    description="联系方式已遮盖。备份不能从网上下载。",
    response_class=FileResponse,
    responses=CONFLICT | {200: {"description": "文件", "content": {"application/octet-stream": {}}}},
)
def file(
    number: RowNumber,
    name: Annotated[str, Path(max_length=200, description="任务的 files 中的一个名称。", examples=["needs.csv"])],
    jobs: JobsDep,
    actor: Viewing,
) -> FileResponse:
    """Send a file that a job wrote, to be saved and not shown."""
    path = visible_file(jobs, actor, number, name)
    return FileResponse(path, filename=path.name, media_type="application/octet-stream")


@router.post("/index", status_code=202, summary="建立检索索引", responses=CONFLICT, dependencies=PLAIN_WRITES)
def index(
    jobs: JobsDep, at: Now, actor: Annotated[Actor, permitted(Action.WORKSPACE_RUN)], response: Response
) -> JobBody:
    """Index the whole workspace."""
    return _accepted(jobs, response, index_job(by=actor, at=at))


@router.post("/match", status_code=202, summary="全部匹配", responses=CONFLICT, dependencies=JSON_WRITES)
def match(body: MatchJobRequest, jobs: JobsDep, at: Now, day: Today, actor: OfAll, response: Response) -> JobBody:
    """Match the whole workspace."""
    order = MatchOrder(
        direction=body.direction,
        as_of=day if body.as_of is None else body.as_of,
        top=body.top,
        endings=tuple(dict.fromkeys(body.endings)),
        include_rejected=body.include_rejected,
    )
    return _accepted(jobs, response, match_job(order, by=actor, at=at))


@router.post("/export", status_code=202, summary="导出全部记录", responses=CONFLICT, dependencies=JSON_WRITES)
def export(body: ExportJobRequest, jobs: JobsDep, at: Now, actor: OfAll, response: Response) -> JobBody:
    """Write all records of a kind as a table."""
    return _accepted(jobs, response, export_job(body.kind, by=actor, at=at))


@router.post("/backup", status_code=202, summary="备份工作区", responses=CONFLICT, dependencies=PLAIN_WRITES)
def backup(jobs: JobsDep, at: Now, actor: OfAll, response: Response) -> JobBody:
    """Back the workspace up into its own folder."""
    return _accepted(jobs, response, backup_job(by=actor, at=at))


def _accepted(jobs: JobsDep, response: Response, new: NewJob) -> JobBody:
    job = jobs.submit(new)
    response.headers["location"] = f"{router.prefix}/{job.number}"
    return job_body(job)
