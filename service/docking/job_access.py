"""Which background jobs somebody may see, stop, and take results from."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from data.errors import RefusalError, UnknownIdError
from data.records.accounts import Actor
from data.records.jobs import Job, JobKind, JobState
from service.docking.jobs import JobDesk
from service.docking.permissions import Action, Reach, reach_of


def visible_jobs(
    jobs: JobDesk,
    actor: Actor,
    *,
    limit: int,
    before: int | None = None,
    states: Collection[JobState] | None = None,
) -> list[Job]:
    """Return the jobs somebody may see, newest first: their own, or everybody's; of some states, or of all."""
    if reach_of(actor, Action.JOBS_VIEW) is Reach.ALL:
        return jobs.recent(limit=limit, before=before, states=states)
    if actor.account_id is None:
        return []
    return jobs.recent(limit=limit, before=before, account_id=actor.account_id, states=states)


def visible_job(jobs: JobDesk, actor: Actor, number: int, action: Action = Action.JOBS_VIEW) -> Job:
    """Return a job somebody may do something with.

    Raises:
        UnknownIdError: there is none, or it is somebody else's; which of them is not said.
    """
    job = jobs.get(number)
    asked_by = job.asked.created_by.account_id
    if reach_of(actor, action) is not Reach.ALL and (asked_by is None or asked_by != actor.account_id):
        raise UnknownIdError(f"没有编号为 {number} 的任务。", remedy="请从任务列表进入。")
    return job


def cancel_job(jobs: JobDesk, actor: Actor, number: int, *, at: datetime) -> Job:
    """Cancel a job, see `JobDesk.cancel`; return it as it stands then."""
    visible_job(jobs, actor, number, Action.JOBS_RUN)
    return jobs.cancel(number, at=at, by=actor)


def visible_file(jobs: JobDesk, actor: Actor, number: int, name: str) -> Path:
    """Return a file a job wrote, for whoever may see the job and may still ask for one of its kind.

    Raises:
        RefusalError: it is a backup, which holds contacts and goes over no network.
    """
    job = visible_job(jobs, actor, number)
    if job.asked.kind in {JobKind.MATCH, JobKind.EXPORT}:
        reach_of(actor, Action.WORKSPACE_RUN)
    if job.asked.kind is JobKind.BACKUP:
        raise RefusalError(
            "备份里有联系方式和账户，不能从网上下载。", remedy="请在存放工作区的电脑上，从它的 backups 文件夹取用。"
        )
    return jobs.result_file(number, name)
