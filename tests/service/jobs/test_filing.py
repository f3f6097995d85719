"""An import job works in the name and scope of whoever asked for it, with the columns they named."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import NotPermittedError
from data.records.accounts import Actor, Role
from data.records.jobs import Job, JobState
from data.records.scopes import EVERYTHING
from data.storage.workspace import Workspace
from service.docking.jobs import JobDesk, import_job, now
from service.docking.workspace import open_workspace
from service.jobs.running import run_job
from service.settings import Settings
from tests.service.conftest import settings_of
from tests.service.people import ACTORS

KNOWN = "需求名称,需求内容,企业名称\n轴承漏油,高温下漏油,甲机械有限公司\n气孔,压铸件气孔,乙压铸有限公司\n"
STRANGE = "难点,详情描述,说明\n轴承漏油,高温下漏油,急\n,,急\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(tmp_path)


@pytest.fixture
def workspace(settings: Settings) -> Iterator[Workspace]:
    with open_workspace(settings.home) as workspace:
        yield workspace


def run(
    workspace: Workspace,
    settings: Settings,
    text: str,
    actor: Actor,
    columns: dict[str, str] | None = None,
    *,
    name: str = "needs.csv",
) -> Job:
    desk = JobDesk(workspace, lambda _: None)
    kept = desk.keep_upload(name, io.BytesIO(text.encode()))
    number = desk.submit(import_job("needs", [kept], by=actor, at=now(), columns=columns or {})).number
    run_job(workspace, number, settings, is_stopping=lambda: False)
    return desk.get(number)


def test_what_a_bureau_imports_lies_in_its_region_and_is_told_in_its_name(
    workspace: Workspace, settings: Settings
) -> None:
    job = run(workspace, settings, KNOWN, ACTORS[Role.COUNTY_BUREAU])

    with workspace.reading() as stores:
        codes = [each.facets.region_code for each in stores.needs.page(scope=EVERYTHING, limit=9).records]
        [batch] = stores.batches.all()
    assert (job.state, codes, batch.imported_by) == (JobState.DONE, ["320826", "320826"], "county_bureau")


@pytest.mark.parametrize("role", [Role.UNIVERSITY, Role.EVENT_PLANNER])
def test_who_may_bring_no_needs_is_refused_before_a_job_begins(
    workspace: Workspace, settings: Settings, role: Role
) -> None:
    with pytest.raises(NotPermittedError):
        run(workspace, settings, KNOWN, ACTORS[role])


def test_what_lies_outside_the_scope_is_refused_row_by_row(workspace: Workspace, settings: Settings) -> None:
    text = "需求名称,需求内容,企业名称\n气孔,压铸件气孔,甲机械有限公司\n缩松,压铸件缩松,乙压铸有限公司\n"
    job = run(workspace, settings, text, ACTORS[Role.ENTERPRISE])

    with workspace.reading() as stores:
        assert (job.state, len(stores.needs), stores.batches.all()[0].n_rejected) == (JobState.DONE, 1, 1)
    assert [(each["row"], each["column"]) for each in job.result["faults"]] == [(3, "企业名称")]


def test_the_report_names_what_changed_and_what_was_not_recognised(workspace: Workspace, settings: Settings) -> None:
    actor = ACTORS[Role.ADMINISTRATOR]
    named = {"难点": "title", "详情描述": "content"}
    first = run(workspace, settings, STRANGE, actor, named)
    rows = "编号,需求名称,需求内容,预算\nN1,轴承漏油二,高温下漏油,{}\n"
    run(workspace, settings, rows.format("5万元"), actor)
    second = run(workspace, settings, rows.format("6万元"), actor)

    assert first.result["unknown_columns"] == ["说明"]
    assert [each["row"] for each in first.result["faults"] if each["severity"] == "rejected"] == [3]
    assert second.result["changed"] == [{"id": "N1", "fields": ["budget"]}]
    assert [each["number"] for each in second.result["files_read"]] == [3]


def test_no_contact_in_the_name_of_a_file_or_a_column_is_kept_with_the_job(
    workspace: Workspace, settings: Settings
) -> None:
    text = "需求名称,需求内容,王工13900001234\n轴承漏油,高温下漏油,急\n,,急\n"

    job = run(workspace, settings, text, ACTORS[Role.ADMINISTRATOR], name="李工13900005678.csv")

    assert job.result["files_read"][0]["name"] == "李工139********.csv"
    assert job.result["unknown_columns"] == ["王工139********"]
    assert {each["file"] for each in job.result["faults"]} == {"李工139********.csv"}
