"""Background jobs as the edge sees them: asked for, looked at, cancelled."""

import re
import secrets
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO, Final

from data.errors import NotPermittedError, RefusalError, UnknownIdError, UsageError, WorkspaceError
from data.records.accounts import Actor
from data.records.audit import AuditAction, FieldChange
from data.records.connectors import Connector
from data.records.enums import Direction
from data.records.jobs import UNFINISHED, IdempotencyKey, Job, JobKind, JobState, NewJob
from data.records.scopes import Scope
from data.storage.workspace import Workspace
from ingest.headers import NOTHING_GIVEN
from service.docking.permissions import Action, Reach, reach_of, scope_of
from service.docking.record_kinds import EDIT, KIND_LABELS, RecordKind

JOBS: Final = "jobs"
"""Under which kind the audit trail names jobs."""
MATCH_ENDINGS: Final = ("xlsx", "jsonl", "csv", "html", "docx")
UPLOADS: Final = "uploads"
"""Below the workspace folder: files on their way in, each in a folder of its own until its job has ended."""
EXPORTS: Final = "exports"
"""Below the workspace folder: what jobs wrote, in a folder named by the job's number."""
BACKUPS: Final = "backups"
_UPLOAD_KEPT_SECONDS: Final = 86_400
_NO_SUCH: Final = "没有编号为 {number} 的任务。"
_FROM_LIST: Final = "请从任务列表进入。"
CANCELLED: Final = "已按要求取消，没有写出结果。"
_MOST_NAME_CHARACTERS: Final = 80
"""Of an uploaded file; 80 Chinese characters are 240 bytes, and file systems take 255."""
_NOT_IN_NAMES: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/]')


@dataclass(frozen=True, slots=True)
class MatchOrder:
    """What a match job is to do.

    Attributes:
        direction: for whom candidates are listed.
        top: at most so many a list.
        as_of: the day against which validity is checked.
        endings: formats of the result files, without the dot.
        include_rejected: list pairs that people rejected, too.
    """

    direction: Direction
    as_of: date
    top: int = 10
    endings: tuple[str, ...] = ("xlsx", "jsonl")
    include_rejected: bool = False


def import_job(
    kind: str, uploads: Sequence[str], *, by: Actor, at: datetime, columns: Mapping[str, str] = NOTHING_GIVEN
) -> NewJob:
    """Return the job that imports files.

    Args:
        kind: "needs", "achievements" or "parties".
        uploads: paths that `keep_upload` gave.
        by: in whose name.
        at: now, aware.
        columns: what a person said of the files' headers, see `ingest.headers.Vocabulary`.

    Returns:
        The job, not yet submitted.

    Raises:
        UsageError: the kind is unknown or there is no file.
    """
    if kind not in KIND_LABELS or not uploads:
        raise UsageError("没有写要导入什么，或没有选文件。", remedy="请选择需求、成果或单位，并至少选一个文件。")
    return NewJob(
        kind=JobKind.IMPORT,
        label=f"导入{KIND_LABELS[kind]}（{len(uploads)} 个文件）",
        parameters={"kind": kind, "files": list(uploads), "columns": dict(columns)},
        created_by=by,
        created_at=at,
    )


def platform_job(connector: Connector, upload: str, *, by: Actor, at: datetime) -> NewJob:
    """Return the job that imports a file of another platform through the profile of its columns and codes."""
    job = import_job(connector.kind, [upload], by=by, at=at)
    label = f"{job.label}，来自{connector.platform}"
    return replace(job, label=label, parameters={**job.parameters, "connector": connector.id})


def index_job(*, by: Actor, at: datetime) -> NewJob:
    """Return the job that indexes the workspace."""
    return NewJob(kind=JobKind.INDEX, label="建立检索索引", created_by=by, created_at=at)


def match_job(order: MatchOrder, *, by: Actor, at: datetime) -> NewJob:
    """Return the job that matches all needs and achievements of the workspace.

    Raises:
        UsageError: a format is unknown, or none is named.
    """
    if not order.endings or not set(order.endings) <= set(MATCH_ENDINGS):
        raise UsageError("结果文件的格式无法识别。", remedy=f"可用的格式：{'、'.join(MATCH_ENDINGS)}。")
    whom = "需求找成果" if order.direction is Direction.NEEDS else "成果找需求"
    return NewJob(
        kind=JobKind.MATCH,
        label=f"全部匹配：为{whom}",
        parameters={
            "direction": order.direction.value,
            "top": order.top,
            "as_of": order.as_of.isoformat(),
            "endings": list(order.endings),
            "include_rejected": order.include_rejected,
        },
        created_by=by,
        created_at=at,
    )


def order_of(job: Job) -> MatchOrder:
    """Return what a match job is to do."""
    given = job.asked.parameters
    return MatchOrder(
        direction=Direction(given["direction"]),
        top=given["top"],
        as_of=date.fromisoformat(given["as_of"]),
        endings=tuple(given["endings"]),
        include_rejected=given["include_rejected"],
    )


def export_job(kind: str, *, by: Actor, at: datetime) -> NewJob:
    """Return the job that writes all records of one kind as a table, contacts masked.

    Raises:
        UsageError: the kind is unknown.
    """
    if kind not in KIND_LABELS:
        raise UsageError("没有写要导出什么。", remedy="请选择需求、成果或单位。")
    label = f"导出全部{KIND_LABELS[kind]}"
    return NewJob(kind=JobKind.EXPORT, label=label, parameters={"kind": kind}, created_by=by, created_at=at)


def backup_job(*, by: Actor, at: datetime) -> NewJob:
    """Return the job that backs the workspace up."""
    return NewJob(kind=JobKind.BACKUP, label="备份工作区", created_by=by, created_at=at)


def scope_of_import(kind: RecordKind, actor: Actor) -> Scope:
    """Return the records that an import in an actor's name may bring or change; `scope_of` names the errors."""
    reach_of(actor, Action.RECORDS_IMPORT)
    return scope_of(actor, EDIT[kind])


def check_permitted(new: NewJob) -> None:
    """Refuse a job that whoever asks for it may not have done.

    An import touches what its asker may edit, an agenda or a list of invitations the event its asker may plan (which
    is looked at again when it is done). Every other kind reads all records, and is for those who may.

    Raises:
        NotPermittedError: the asker may not.
    """
    reach = reach_of(new.created_by, Action.JOBS_RUN)
    if new.kind is JobKind.IMPORT:
        scope_of_import(new.parameters["kind"], new.created_by)
    elif new.kind in {JobKind.AGENDA, JobKind.INVITE}:
        scope_of(new.created_by, Action.EVENTS_PLAN)
    elif reach is not Reach.ALL:
        raise NotPermittedError("这项任务涉及工作区的全部数据，只有管理员能办理。", remedy="请联系管理员。")


class JobDesk:
    """Where jobs are asked for, looked at and cancelled; may be used from several threads.

    Args:
        workspace: open.
        ring: told the number of a job that waits, once it is stored.
    """

    def __init__(self, workspace: Workspace, ring: Callable[[int], None]) -> None:
        self._workspace = workspace
        self._ring = ring

    def submit(self, new: NewJob, *, key: IdempotencyKey | None = None) -> Job:
        """Return the job that does what is asked, if whoever asks may have it done (`check_permitted`).

        With a key that was used before it is the job of that earlier request; the key's other use is refused, see
        `JobRepository.add`.
        """
        check_permitted(new)
        with self._workspace.writing(new.created_by, at=new.created_at) as stores:
            earlier = None if key is None else stores.jobs.number_of(key)
            number = stores.jobs.add(new, key=key)
            if number != earlier:
                stores.audit.tell(AuditAction.ADDED, JOBS, str(number), [FieldChange("kind", "", new.kind.value)])
        job = self.get(number)
        if job.state is JobState.WAITING:
            self._ring(number)
        return job

    def get(self, number: int) -> Job:
        """Return a job.

        Raises:
            UnknownIdError: there is none of that number.
        """
        with self._workspace.reading() as stores:
            job = stores.jobs.get(number)
        if job is None:
            raise UnknownIdError(_NO_SUCH.format(number=number), remedy=_FROM_LIST)
        return job

    def recent(
        self,
        *,
        limit: int,
        before: int | None = None,
        account_id: int | None = None,
        states: Collection[JobState] | None = None,
    ) -> list[Job]:
        """Return jobs, newest first; see `JobRepository.recent`."""
        with self._workspace.reading() as stores:
            return stores.jobs.recent(limit=limit, before=before, account_id=account_id, states=states)

    def cancel(self, number: int, *, at: datetime, by: Actor) -> Job:
        """Cancel a waiting job, or ask a running one to stop at its next step; return it as it stands then.

        Raises:
            RefusalError: it has ended.
            UnknownIdError: there is none, or it is somebody else's; which of them is not said.
        """
        with self._workspace.writing(by, at=at) as stores:
            before = stores.jobs.get(number)
            if before is None or not _may_cancel(by, before):
                raise UnknownIdError(_NO_SUCH.format(number=number), remedy=_FROM_LIST)
            asked = stores.jobs.ask_cancel(number, at=at, message=CANCELLED)
            job = stores.jobs.get(number) or before
            if asked and not before.is_cancel_asked:
                stores.audit.tell(AuditAction.CHANGED, JOBS, str(number), [_cancelling(before, job)])
        if not asked:
            raise RefusalError("这项任务已经结束，不能取消。", remedy="请刷新任务列表。")
        return job

    def keep_upload(self, name: str, content: BinaryIO) -> str:
        """Keep a file that is to be imported; return its path below the workspace folder.

        Args:
            name: as the sender calls it; folders and characters that file systems refuse are left out.
            content: read to its end.

        Returns:
            What `import_job` takes.

        Raises:
            WorkspaceError: the disk takes no more.
        """
        self._clear_uploads()
        target = self._workspace.folder / UPLOADS / secrets.token_hex(8) / safe_name(name)
        try:
            target.parent.mkdir(mode=0o700, parents=True)
            with target.open("xb") as file:
                shutil.copyfileobj(content, file)
        except OSError as error:
            raise WorkspaceError(
                f"无法暂存上传的文件：{error.strerror}。", remedy="请检查磁盘空间和权限后重试。"
            ) from error
        return target.relative_to(self._workspace.folder).as_posix()

    def _clear_uploads(self) -> None:
        """Remove what was sent in and never confirmed; the worker does so, too, but only when it starts."""
        with self._workspace.reading() as stores:
            unfinished = stores.jobs.in_states(UNFINISHED)
        clear_uploads(self._workspace.folder, keep=uploads_of(unfinished))

    def result_file(self, number: int, name: str) -> Path:
        """Return a file that a job wrote, by the name its result lists.

        Raises:
            UnknownIdError: the job lists no such file, or it is no longer there.
        """
        listed: list[str] = self.get(number).result.get("files", [])
        path = next((self._workspace.folder / one for one in listed if Path(one).name == name), None)
        if path is None or not path.is_file():
            raise UnknownIdError("这项任务没有这个文件，或文件已被清理。", remedy="请重新执行一次。")
        return path


def uploads_of(jobs: Iterable[Job]) -> frozenset[str]:
    """Return the uploads that jobs need, as `keep_upload` gave them."""
    return frozenset(path for job in jobs for path in job.asked.parameters.get("files", ()))


def clear_uploads(folder: Path, *, keep: Collection[str]) -> None:
    """Remove the uploads of a workspace folder that are a day old, those named left out.

    One without a job is of somebody who is just looking at it, or went away.
    """
    kept = {(folder / upload).parent for upload in keep}
    oldest = time.time() - _UPLOAD_KEPT_SECONDS
    for each in (folder / UPLOADS).glob("*"):
        with suppress(FileNotFoundError):  # another request may clear away at the same time
            if each not in kept and each.stat().st_mtime < oldest:
                shutil.rmtree(each, ignore_errors=True)


def _may_cancel(actor: Actor, job: Job) -> bool:
    is_own = actor.account_id is not None and actor.account_id == job.asked.created_by.account_id
    return is_own or reach_of(actor, Action.JOBS_RUN) is Reach.ALL


def _cancelling(before: Job, after: Job) -> FieldChange:
    """Return what the audit trail says: a waiting job is cancelled, a running one only asked to stop."""
    if after.state is before.state:
        return FieldChange("is_cancel_asked", "", "true")
    return FieldChange("state", before.state.value, after.state.value)


def safe_name(name: str) -> str:
    """Return a file name without folders and without characters that some file system refuses; the ending stays."""
    last = re.split(r"[\\/]", name)[-1]
    clean = _NOT_IN_NAMES.sub("_", last).strip(" .") or "文件"
    stem, dot, ending = clean.rpartition(".")
    if not dot:
        return clean[:_MOST_NAME_CHARACTERS]
    return f"{stem[: _MOST_NAME_CHARACTERS - 10]}.{ending[:9]}"


def now() -> datetime:
    """Return the moment, aware, UTC."""
    return datetime.now(UTC)
