"""Every kind of job runs to its end, and whatever comes between is told in the job."""

import io
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.records.accounts import OPERATOR, Role
from data.records.enums import Direction
from data.records.jobs import Job, JobKind, JobState, NewJob
from data.records.scopes import Scope
from data.samples.paths import needs_path
from data.storage.workspace import DATABASE_NAME, Workspace
from service.docking.jobs import (
    JobDesk,
    MatchOrder,
    backup_job,
    export_job,
    import_job,
    index_job,
    match_job,
    now,
)
from service.jobs.running import run_job
from service.settings import Settings
from tests.service.conftest import settings_of
from tests.service.people import ACTORS

NEEDS = b"id,title,content,contact\nN1,\xe5\x8e\x8b\xe9\x93\xb8\xe6\xb0\x94\xe5\xad\x94,2%,13900001234\n,,,\n"
ACHIEVEMENTS = "id,title,content\nA1,压铸真空工艺,降低压铸气孔\n".encode()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(tmp_path)


@pytest.fixture
def workspace(settings: Settings) -> Iterator[Workspace]:
    with Workspace.open(settings.home) as workspace:
        yield workspace


@pytest.fixture
def desk(workspace: Workspace) -> JobDesk:
    return JobDesk(workspace, lambda _: None)


def run(desk: JobDesk, workspace: Workspace, settings: Settings, new: NewJob) -> Job:
    number = desk.submit(new).number
    run_job(workspace, number, settings, is_stopping=lambda: False)
    return desk.get(number)


def upload(desk: JobDesk, kind: str, content: bytes) -> NewJob:
    return import_job(kind, [desk.keep_upload(f"{kind}.csv", io.BytesIO(content))], by=OPERATOR, at=now())


def test_an_import_counts_its_rows_and_clears_its_upload(
    desk: JobDesk, workspace: Workspace, settings: Settings
) -> None:
    job = run(desk, workspace, settings, upload(desk, "needs", NEEDS))

    assert (job.state, job.message) == (JobState.DONE, "新增 1 条需求，更新 0 条，原已在库 0 条。")
    assert list((settings.home / "uploads").iterdir()) == []
    with workspace.reading() as stores:
        assert [need.id for need in stores.needs.all()] == ["N1"]


def test_an_import_that_was_kept_before_the_fall_is_not_done_twice(
    desk: JobDesk, workspace: Workspace, settings: Settings
) -> None:
    asked = upload(desk, "needs", NEEDS)
    again = replace(asked, parameters=upload(desk, "needs", NEEDS).parameters)
    first, second = run(desk, workspace, settings, asked), run(desk, workspace, settings, again)

    assert (second.state, second.message) == (JobState.DONE, first.message)
    with workspace.reading() as stores:
        assert len(stores.batches.all()) == 1


def test_an_import_cut_off_after_it_was_kept_is_recognised_when_done_anew(
    desk: JobDesk, workspace: Workspace, settings: Settings
) -> None:
    asked = upload(desk, "needs", NEEDS)
    copies = {path: (workspace.folder / path).read_bytes() for path in asked.parameters["files"]}
    first = run(desk, workspace, settings, asked)
    with workspace.reading() as stores:
        [before] = stores.batches.all()
    # As the fall left it: the records are kept, the upload is there, and of the end of the job nothing is.
    with sqlite3.connect(settings.home / DATABASE_NAME) as database:
        database.execute("UPDATE jobs SET state = 'waiting', ended_at = NULL, result = '{}'")
    for path, content in copies.items():
        (workspace.folder / path).parent.mkdir()
        (workspace.folder / path).write_bytes(content)
    run_job(workspace, first.number, settings, is_stopping=lambda: False)

    with workspace.reading() as stores:
        assert (stores.batches.all(), len(stores.needs)) == ([before], 1)
    assert before.imported_at == first.asked.created_at
    assert desk.get(first.number).message.startswith(first.message)


def test_an_import_is_done_in_the_name_and_within_the_scope_of_whoever_asked(
    desk: JobDesk, workspace: Workspace, settings: Settings
) -> None:
    rows = "id,title,content,enterprise\nN1,气孔,气孔多,甲机械有限公司\n"
    given = upload(desk, "needs", rows.encode())
    own = run(desk, workspace, settings, replace(given, created_by=ACTORS[Role.ENTERPRISE]))
    others = rows.replace("甲机械", "乙机械").replace("N1", "N2")
    foreign = run(
        desk,
        workspace,
        settings,
        replace(upload(desk, "needs", others.encode()), created_by=ACTORS[Role.ENTERPRISE]),
    )
    taken = run(
        desk,
        workspace,
        settings,
        replace(upload(desk, "needs", rows.encode()), created_by=ACTORS[Role.PROVINCE_BUREAU]),
    )

    with workspace.reading() as stores:
        batch = stores.batches.all()[0]
        assert [need.id for need in stores.needs.all()] == ["N1"]
    assert (own.state, batch.imported_by) == (JobState.DONE, ACTORS[Role.ENTERPRISE].name)
    assert (foreign.state, foreign.result["faults"][0]["reason"]) == (JobState.DONE, "不是本单位的记录")
    assert (taken.state, taken.result["faults"][0]["reason"]) == (JobState.DONE, "编号已属于您负责范围之外的记录")


def test_a_need_that_tells_no_region_is_of_the_bureau_whose_job_brought_it(
    desk: JobDesk, workspace: Workspace, settings: Settings
) -> None:
    bureau = ACTORS[Role.COUNTY_BUREAU]
    run(desk, workspace, settings, replace(upload(desk, "needs", NEEDS), created_by=bureau))

    with workspace.reading() as stores:
        assert stores.needs.ids(Scope(region_code=bureau.region_code)) == {"N1"}


def test_a_bad_file_fails_its_job_with_the_reason(desk: JobDesk, workspace: Workspace, settings: Settings) -> None:
    job = run(desk, workspace, settings, upload(desk, "needs", b""))

    assert job.state is JobState.FAILED
    assert "needs.csv" in job.message


def test_index_match_export_and_backup_write_what_they_list(
    desk: JobDesk, workspace: Workspace, settings: Settings
) -> None:
    run(desk, workspace, settings, upload(desk, "needs", NEEDS))
    run(desk, workspace, settings, upload(desk, "achievements", ACHIEVEMENTS))
    order = MatchOrder(Direction.NEEDS, date(2026, 11, 22), endings=("jsonl",))
    asked = (
        index_job(by=OPERATOR, at=now()),
        match_job(order, by=OPERATOR, at=now()),
        export_job("needs", by=OPERATOR, at=now()),
        backup_job(by=OPERATOR, at=now()),
    )
    jobs = [run(desk, workspace, settings, each) for each in asked]

    assert [(job.state, job.message.partition("：")[0]) for job in jobs] == [
        (JobState.DONE, "已建立检索索引"),
        (JobState.DONE, "匹配完成"),
        (JobState.DONE, "已导出 1 条需求，联系方式已遮盖。"),
        (JobState.DONE, "备份完成"),
    ]
    assert desk.result_file(jobs[1].number, "matches.jsonl").is_file()
    assert desk.result_file(jobs[3].number, Path(jobs[3].result["files"][0]).name).suffix == ".zip"
    table = desk.result_file(jobs[2].number, "needs.csv").read_text("utf-8-sig")
    assert table == "id,title,content,contact\nN1,压铸气孔,2%,139********\n"


@pytest.mark.parametrize("kind", [JobKind.INDEX, JobKind.MATCH])
def test_an_empty_workspace_is_told(desk: JobDesk, workspace: Workspace, settings: Settings, kind: JobKind) -> None:
    order = MatchOrder(Direction.NEEDS, date(2026, 11, 22))
    new = index_job(by=OPERATOR, at=now()) if kind is JobKind.INDEX else match_job(order, by=OPERATOR, at=now())
    job = run(desk, workspace, settings, new)

    assert (job.state, job.message.startswith("工作区还没有需求")) == (JobState.FAILED, True)


def test_an_unexpected_fault_fails_the_job_and_says_nothing_of_its_inside(
    desk: JobDesk, workspace: Workspace, settings: Settings
) -> None:
    new = replace(export_job("needs", by=OPERATOR, at=now()), parameters={"kind": "13900001234"})
    job = run(desk, workspace, settings, new)

    assert (job.state, job.message[:24]) == (JobState.FAILED, "程序内部出错（AttributeError），没")
    assert "13900001234" not in job.message


def test_a_job_stopped_with_the_service_waits_and_keeps_its_upload(
    desk: JobDesk, workspace: Workspace, settings: Settings
) -> None:
    with needs_path().open("rb") as content:
        kept = desk.keep_upload("needs.csv", content)
    number = desk.submit(import_job("needs", [kept], by=OPERATOR, at=now())).number
    run_job(workspace, number, settings, is_stopping=lambda: True)

    assert desk.get(number).state is JobState.WAITING
    assert (settings.home / kept).is_file()


def test_a_job_cancelled_while_it_waited_is_left_alone(desk: JobDesk, workspace: Workspace, settings: Settings) -> None:
    number = desk.submit(backup_job(by=OPERATOR, at=now())).number
    desk.cancel(number, at=now(), by=OPERATOR)
    run_job(workspace, number, settings, is_stopping=lambda: False)

    assert (desk.get(number).state, (settings.home / "backups").exists()) == (JobState.CANCELLED, False)
