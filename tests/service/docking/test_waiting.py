"""What waits for each role, told from introductions, verdicts, the newest match run, jobs and imports."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.records.accounts import Actor, Role
from data.records.consents import Consent, Side
from data.records.feedback import Reason, Verdict
from data.records.jobs import JobState
from data.storage.batches import ImportBatch
from data.storage.workspace import Workspace
from service.docking.consents import ask, move
from service.docking.feedback import give, make_feedback
from service.docking.fits import FILE_NAME
from service.docking.jobs import index_job
from service.docking.waiting import Kind, waiting_for, waiting_of
from service.docking.workspace import import_files
from tests.service.people import ACHIEVEMENTS, ACTORS, AT, NEEDS, keep_accounts


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """N1 fits A1 alone, N2 nothing; both belong to different regions and enterprises."""
    with Workspace.open(tmp_path / "home") as opened:
        for kind, rows in (("needs", NEEDS), ("achievements", ACHIEVEMENTS)):
            path = tmp_path / f"{kind}.csv"
            path.write_text(rows, encoding="utf-8")
            import_files(opened, kind, [path], at=AT)
        keep_accounts(opened)
        fits = {"edition": 1, "as_of": "2026-11-22", "of_needs": {"N1": ["A1"], "N2": []}}
        (opened.folder / FILE_NAME).write_text(json.dumps(fits), encoding="utf-8")
        yield opened


def told(workspace: Workspace, actor: Actor) -> dict[Kind, list[str]]:
    return {each.kind: [one.number for one in each.items] for each in waiting_for(workspace, actor)}


def test_each_role_is_told_of_its_own_needs_and_results(workspace: Workspace) -> None:
    assert {role: told(workspace, ACTORS[role]) for role in Role} == {
        Role.PROVINCE_BUREAU: {Kind.NEW_FOR_NEEDS: ["N1"]},
        Role.CITY_BUREAU: {Kind.NEW_FOR_NEEDS: ["N1"]},
        Role.COUNTY_BUREAU: {Kind.NEW_FOR_NEEDS: ["N1"]},
        Role.UNIVERSITY: {Kind.NEW_FOR_ACHIEVEMENTS: ["A1"]},
        Role.ENTERPRISE: {Kind.NEW_FOR_NEEDS: ["N1"]},
        Role.EVENT_PLANNER: {},
        Role.ADMINISTRATOR: {Kind.NEW_FOR_NEEDS: ["N1"], Kind.WITHOUT_FIT: ["N2"]},
    }


def test_what_somebody_judged_is_no_longer_new_and_a_vague_need_waits(workspace: Workspace) -> None:
    verdict = make_feedback("N1", "A1", verdict=Verdict.UNSURE, reason=Reason.NEED_VAGUE, at=AT, judge="甲")
    give(workspace, [verdict])

    assert told(workspace, ACTORS[Role.ENTERPRISE]) == {Kind.VAGUE: ["N1"]}
    assert told(workspace, ACTORS[Role.UNIVERSITY]) == {}
    assert waiting_of(workspace, ACTORS[Role.ENTERPRISE], Kind.VAGUE).oldest == AT


def test_an_introduction_waits_for_whoever_takes_the_next_step(workspace: Workspace) -> None:
    ask(workspace, ACTORS[Role.UNIVERSITY], ("N1", "A1"), purpose="希望面谈", at=AT)
    asked = {role: told(workspace, ACTORS[role]) for role in (Role.COUNTY_BUREAU, Role.ENTERPRISE, Role.UNIVERSITY)}
    later = AT + timedelta(days=1)
    move(workspace, ACTORS[Role.COUNTY_BUREAU], (1, Side.NEED), Consent.FORWARDED, at=later)
    forwarded = told(workspace, ACTORS[Role.ENTERPRISE])

    assert asked == {Role.COUNTY_BUREAU: {Kind.FORWARD: ["1"]}, Role.ENTERPRISE: {}, Role.UNIVERSITY: {}}
    assert forwarded == {Kind.ANSWER: ["1"]}
    assert waiting_of(workspace, ACTORS[Role.ENTERPRISE], Kind.ANSWER).oldest == later
    assert told(workspace, ACTORS[Role.EVENT_PLANNER]) == {}


def test_jobs_wait_for_their_owner_and_files_with_rejected_rows_for_the_administrator(workspace: Workspace) -> None:
    at = datetime(2026, 11, 22, 10, tzinfo=UTC)
    with workspace.writing() as stores:
        stores.jobs.add(index_job(by=ACTORS[Role.COUNTY_BUREAU], at=at))
        failed = stores.jobs.add(index_job(by=ACTORS[Role.ADMINISTRATOR], at=at))
        stores.jobs.start(failed, at=at)
        stores.jobs.end(failed, JobState.FAILED, at=at, message="编码器不可用。")
        batch = ImportBatch(kind="needs", file_name="需求.xlsx", sha256="0" * 64, imported_at=at, n_rejected=2)
        number = stores.batches.add(batch)

    administrator = told(workspace, ACTORS[Role.ADMINISTRATOR])
    assert {kind: administrator[kind] for kind in (Kind.RUNNING_JOBS, Kind.FAILED_JOBS, Kind.REJECTED_ROWS)} == {
        Kind.RUNNING_JOBS: ["1"],
        Kind.FAILED_JOBS: ["2"],
        Kind.REJECTED_ROWS: [str(number)],
    }
    assert told(workspace, ACTORS[Role.COUNTY_BUREAU])[Kind.RUNNING_JOBS] == ["1"]
    assert Kind.RUNNING_JOBS not in told(workspace, ACTORS[Role.CITY_BUREAU])


def test_needs_that_came_after_the_run_over_all_are_counted_apart(workspace: Workspace) -> None:
    fits = {"edition": 1, "as_of": "2026-11-22", "of_needs": {"N2": []}}
    (workspace.folder / FILE_NAME).write_text(json.dumps(fits), encoding="utf-8")

    assert told(workspace, ACTORS[Role.ADMINISTRATOR]) == {Kind.WITHOUT_FIT: ["N2"], Kind.UNMATCHED: ["N1"]}
