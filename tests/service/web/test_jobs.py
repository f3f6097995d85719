"""Jobs on the pages: begun by administrators, seen by their owner, cancelled, and refreshed while they run."""

from datetime import UTC, datetime

from data.records.accounts import Role
from data.records.jobs import JobState
from data.storage.workspace import Workspace
from service.docking.jobs import backup_job, import_job
from tests.service.people import ACTORS, Served

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def kept_job(service: Served, role: Role, *, file: str = "", is_backup: bool = False) -> int:
    """Keep an import or a backup of a role: waiting, or done with a file; return its number."""
    by = ACTORS[role]
    new = backup_job(by=by, at=AT) if is_backup else import_job("needs", ["uploads/1/需求.csv"], by=by, at=AT)
    with Workspace.open(service.settings.home) as workspace, workspace.writing() as stores:
        number = stores.jobs.add(new)
        if file:
            path = workspace.folder / "exports" / str(number) / file
            path.parent.mkdir(parents=True)
            path.write_text("结果", encoding="utf-8")
            stores.jobs.start(number, at=AT)
            result = {"files": [f"exports/{number}/{file}"]}
            stores.jobs.end(number, JobState.DONE, at=AT, message="完成。", result=result)
    return number


def test_an_administrator_begins_a_job_and_cancels_it(peopled: Served) -> None:
    begun = peopled.ask(Role.ADMINISTRATOR, "POST", "/jobs", data={"kind": "backup"})[0]
    with Workspace.open(peopled.settings.home) as workspace, workspace.reading() as stores:
        number = stores.jobs.recent(limit=1)[0].number
    waiting = peopled.ask(Role.ADMINISTRATOR, "GET", f"/jobs/{number}")[1]
    cancelled = peopled.ask(Role.ADMINISTRATOR, "POST", f"/jobs/{number}/cancel")[0]
    ended = peopled.ask(Role.ADMINISTRATOR, "GET", f"/jobs/{number}")[1]

    assert (begun, cancelled) == (303, 303)
    assert ('http-equiv="refresh"' in waiting, "排队等候" in waiting) == (True, True)
    assert ('http-equiv="refresh"' in ended, "已取消" in ended, "取消这项任务" in ended) == (False, True, False)


def test_nobody_else_begins_a_job_over_everything(peopled: Served) -> None:
    statuses = {role: peopled.ask(role, "POST", "/jobs", data={"kind": "match"})[0] for role in Role}

    assert {role for role, status in statuses.items() if status == 303} == {Role.ADMINISTRATOR}


def test_a_job_and_its_file_are_for_its_owner_and_administrators(peopled: Served) -> None:
    number = kept_job(peopled, Role.COUNTY_BUREAU, file="名单.txt")
    address = f"/jobs/{number}/files/名单.txt"

    pages = {role: peopled.ask(role, "GET", f"/jobs/{number}")[0] for role in Role}
    files = {role: peopled.ask(role, "GET", address) for role in Role}
    listed = {role: f'href="/jobs/{number}"' in peopled.ask(role, "GET", "/jobs")[1] for role in Role}

    seen = {Role.COUNTY_BUREAU, Role.ADMINISTRATOR}
    assert pages == {role: 200 if role in seen else 404 for role in Role}
    assert {role for role, answer in files.items() if answer == (200, "结果")} == seen
    assert {role for role, is_listed in listed.items() if is_listed} == seen


def test_a_backup_is_no_download(peopled: Served) -> None:
    number = kept_job(peopled, Role.ADMINISTRATOR, file="备份.zip", is_backup=True)
    address = f"/jobs/{number}/files/备份.zip"

    status, told = peopled.ask(Role.ADMINISTRATOR, "GET", address)
    page = peopled.ask(Role.ADMINISTRATOR, "GET", f"/jobs/{number}")[1]

    assert (status, "不能从网上下载" in told) == (409, True)
    assert ("备份.zip" in page, "不能从网上下载" in page, f"/jobs/{number}/files/" in page) == (True, True, False)


def test_a_file_the_job_does_not_list_is_not_there(peopled: Served) -> None:
    number = kept_job(peopled, Role.ADMINISTRATOR, file="名单.txt")

    assert peopled.ask(Role.ADMINISTRATOR, "GET", f"/jobs/{number}/files/duijie.sqlite")[0] == 404


def test_the_list_shows_what_is_asked_for(peopled: Served) -> None:
    number = kept_job(peopled, Role.UNIVERSITY)

    shown = {
        name: f"/jobs/{number}" in peopled.ask(Role.UNIVERSITY, "GET", f"/jobs?shown={name}")[1]
        for name in ("all", "unfinished", "failed")
    }

    assert shown == {"all": True, "unfinished": True, "failed": False}


def test_a_job_that_failed_long_ago_is_among_the_failed(peopled: Served) -> None:
    number = kept_job(peopled, Role.ENTERPRISE)
    with Workspace.open(peopled.settings.home) as workspace, workspace.writing() as stores:
        stores.jobs.start(number, at=AT)
        stores.jobs.end(number, JobState.FAILED, at=AT, message="")
    for _ in range(31):  # a page has 30
        kept_job(peopled, Role.ENTERPRISE)

    pages = [peopled.ask(Role.ENTERPRISE, "GET", f"/jobs{query}")[1] for query in ("", "?shown=failed")]
    assert [f'href="/jobs/{number}"' in page for page in pages] == [False, True]
