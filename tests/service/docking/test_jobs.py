"""Jobs are asked for, watched, cancelled, and taken up again after a fall."""

import io
import os
from datetime import date
from pathlib import Path

import pytest

from data.errors import NotPermittedError, RefusalError, UnknownIdError, UsageError
from data.records.accounts import OPERATOR, Role
from data.records.enums import Direction
from data.records.jobs import Job, JobState, NewJob
from data.storage.workspace import Workspace
from service.docking.job_running import (
    MOST_ATTEMPTS,
    CancelledJobError,
    JobWatch,
    StoppedServiceError,
    recover,
    told_attempts,
)
from service.docking.jobs import (
    JobDesk,
    MatchOrder,
    backup_job,
    export_job,
    import_job,
    index_job,
    match_job,
    now,
    order_of,
    safe_name,
)
from service.docking.record_kinds import KINDS
from tests.service.people import ACTORS


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "home")


@pytest.fixture
def rung() -> list[int]:
    return []


@pytest.fixture
def desk(workspace: Workspace, rung: list[int]) -> JobDesk:
    return JobDesk(workspace, rung.append)


def _begin(workspace: Workspace, desk: JobDesk) -> Job:
    job = desk.submit(index_job(by=OPERATOR, at=now()))
    with workspace.writing() as stores:
        stores.jobs.start(job.number, at=now())
    return desk.get(job.number)


def test_a_submitted_job_waits_and_the_worker_is_rung(desk: JobDesk, rung: list[int]) -> None:
    job = desk.submit(backup_job(by=OPERATOR, at=now()))

    assert (job.state, job.asked.label, rung) == (JobState.WAITING, "备份工作区", [job.number])
    assert desk.recent(limit=5) == [job]


def test_an_order_to_match_comes_back_from_its_job(desk: JobDesk) -> None:
    order = MatchOrder(Direction.ACHIEVEMENTS, date(2026, 11, 22), top=3, endings=("docx",), include_rejected=True)

    assert order_of(desk.submit(match_job(order, by=OPERATOR, at=now()))) == order


def test_unknown_kinds_and_formats_are_refused_before_anything_is_stored() -> None:
    with pytest.raises(UsageError, match="格式"):
        match_job(MatchOrder(Direction.NEEDS, date(2026, 1, 1), endings=("exe",)), by=OPERATOR, at=now())
    with pytest.raises(UsageError, match="导入什么"):
        import_job("needs", [], by=OPERATOR, at=now())


@pytest.mark.parametrize("role", list(Role))
def test_what_touches_all_records_is_an_administrators_and_imports_are_those_who_may_edit(
    desk: JobDesk, role: Role
) -> None:
    by = ACTORS[role]
    order = MatchOrder(Direction.NEEDS, date(2026, 11, 22))
    asked: dict[str, NewJob] = {
        "index": index_job(by=by, at=now()),
        "match": match_job(order, by=by, at=now()),
        "export": export_job("needs", by=by, at=now()),
        "backup": backup_job(by=by, at=now()),
        **{kind: import_job(kind, ["uploads/a/b.csv"], by=by, at=now()) for kind in KINDS},
    }

    def may(new: NewJob) -> bool:
        try:
            desk.submit(new)
        except NotPermittedError:
            return False
        return True

    permitted = {
        Role.UNIVERSITY: {"achievements", "parties"},
        Role.ENTERPRISE: {"needs", "parties"},
        Role.EVENT_PLANNER: set(),
        Role.ADMINISTRATOR: set(asked),
    }
    assert {name for name, new in asked.items() if may(new)} == permitted.get(role, set(KINDS))


def test_somebody_elses_job_is_not_there_to_be_cancelled(desk: JobDesk) -> None:
    bureau = ACTORS[Role.CITY_BUREAU]
    number = desk.submit(import_job("needs", ["uploads/a/b.csv"], by=bureau, at=now())).number

    with pytest.raises(UnknownIdError, match="没有编号为 1 的任务"):
        desk.cancel(number, at=now(), by=ACTORS[Role.COUNTY_BUREAU])
    assert desk.cancel(number, at=now(), by=bureau).state is JobState.CANCELLED


def test_an_upload_is_kept_under_a_harmless_name(workspace: Workspace, desk: JobDesk) -> None:
    kept = desk.keep_upload("..\\..\\需求:表.xlsx", io.BytesIO(b"abc"))

    folder, token, name = kept.split("/")
    assert (folder, len(token), name) == ("uploads", 16, "需求_表.xlsx")
    assert (workspace.folder / kept).read_bytes() == b"abc"


@pytest.mark.parametrize(
    ("name", "safe"), [("", "文件"), ("a/b.csv", "b.csv"), ("..", "文件"), ("需" * 200 + ".xlsx", "需" * 70 + ".xlsx")]
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_cancelling_stops_a_running_job_at_its_next_step(workspace: Workspace, desk: JobDesk) -> None:
    job = _begin(workspace, desk)
    watch = JobWatch(workspace, job.number, is_stopping=lambda: False, clock=iter([0.0, 0.1, 0.6]).__next__)
    watch.begin("正在编码需求")
    desk.cancel(job.number, at=now(), by=OPERATOR)

    watch(1, 9)  # a tenth of a second later: nobody looks yet
    with pytest.raises(CancelledJobError):
        watch(2, 9)

    assert (desk.get(job.number).message, desk.get(job.number).done) == ("正在编码需求", 2)


def test_a_stopping_service_stops_the_job(workspace: Workspace, desk: JobDesk) -> None:
    job = _begin(workspace, desk)

    with pytest.raises(StoppedServiceError):
        JobWatch(workspace, job.number, is_stopping=lambda: True).begin("正在匹配")


def test_what_has_ended_cannot_be_cancelled_and_what_is_not_there_is_told(desk: JobDesk) -> None:
    job = desk.submit(backup_job(by=OPERATOR, at=now()))
    desk.cancel(job.number, at=now(), by=OPERATOR)

    with pytest.raises(RefusalError, match="已经结束"):
        desk.cancel(job.number, at=now(), by=OPERATOR)
    with pytest.raises(UnknownIdError, match="99"):
        desk.get(99)


def test_after_a_fall_jobs_wait_again_but_not_for_ever(workspace: Workspace, desk: JobDesk) -> None:
    job = _begin(workspace, desk)
    seen = []
    for _ in range(MOST_ATTEMPTS):
        waiting = recover(workspace, at=now())
        seen.append([each.number for each in waiting])
        with workspace.writing() as stores:
            stores.jobs.start(job.number, at=now())

    ended = desk.get(job.number)
    assert seen == [[job.number], [job.number], []]
    assert (ended.state, ended.message[:12]) == (JobState.INTERRUPTED, "执行中服务已 3 次中断")


def test_a_job_that_was_to_be_cancelled_is_cancelled_after_a_fall(workspace: Workspace, desk: JobDesk) -> None:
    job = _begin(workspace, desk)
    desk.cancel(job.number, at=now(), by=OPERATOR)

    assert recover(workspace, at=now()) == ()
    assert desk.get(job.number).state is JobState.CANCELLED


def test_leftovers_are_cleared_and_uploads_of_waiting_jobs_kept(workspace: Workspace, desk: JobDesk) -> None:
    kept, stale, fresh = (desk.keep_upload(f"{name}.csv", io.BytesIO(b"x")) for name in "abc")
    desk.submit(import_job("needs", [kept], by=OPERATOR, at=now()))
    for upload in (kept, stale):
        os.utime((workspace.folder / upload).parent, (0, 0))
    part = workspace.folder / "backups" / ".duijie-1.part"
    part.parent.mkdir()
    part.write_bytes(b"half")

    recover(workspace, at=now())

    assert [(workspace.folder / each).exists() for each in (kept, stale, fresh)] == [True, False, True]
    assert not part.exists()


def test_uploads_that_nobody_confirmed_are_gone_with_the_next_one_a_day_later(
    workspace: Workspace, desk: JobDesk
) -> None:
    stale, needed = (desk.keep_upload(f"{name}.csv", io.BytesIO(b"x")) for name in "ab")
    desk.submit(import_job("needs", [needed], by=OPERATOR, at=now()))
    for upload in (stale, needed):
        os.utime((workspace.folder / upload).parent, (0, 0))

    fresh = desk.keep_upload("c.csv", io.BytesIO(b"x"))

    assert [(workspace.folder / each).exists() for each in (stale, needed, fresh)] == [False, True, True]


def test_the_end_of_a_job_tells_how_often_the_service_stopped(workspace: Workspace, desk: JobDesk) -> None:
    job = _begin(workspace, desk)

    assert told_attempts("完成。", job) == "完成。"
    recover(workspace, at=now())
    with workspace.writing() as stores:
        stores.jobs.start(job.number, at=now())
    assert told_attempts("完成。", desk.get(job.number)) == "完成。（执行中服务中断过 1 次，已自动重新执行。）"
