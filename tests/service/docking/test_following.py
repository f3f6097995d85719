"""Indexes follow what comes through the service: a job nobody asked for, one at a time, and only where it is needed."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.records.accounts import Role
from data.records.enums import Direction
from data.records.jobs import JobKind, JobState
from data.storage.workspace import Workspace
from matcher.scoring import table_ranker
from service.docking.answering import FOLLOWING, Desk
from service.docking.following import SERVICE, keep_index_job
from service.docking.jobs import JobDesk, import_job, now
from service.docking.loading import FOLLOWED_AT_ONCE
from service.docking.workspace import open_workspace
from service.jobs.running import run_job
from service.settings import Settings
from tests.service.conftest import choice_of, index_workspace, settings_of
from tests.service.people import ACTORS


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_of(tmp_path)


@pytest.fixture
def workspace(settings: Settings) -> Iterator[Workspace]:
    with open_workspace(settings.home) as workspace:
        yield workspace


def bring(workspace: Workspace, settings: Settings, n: int, *, kind: str = "needs") -> list[int]:
    """Import n records by a job; return the numbers it rang for."""
    rung: list[int] = []
    desk = JobDesk(workspace, lambda _: None)
    name = "name" if kind == "parties" else "title"
    rows = "".join(f"{kind}{n}-{row},第{row}号压铸气孔\n" for row in range(n))
    kept = desk.keep_upload("a.csv", io.BytesIO(f"id,{name}\n{rows}".encode()))
    by = ACTORS[Role.ADMINISTRATOR]
    number = desk.submit(import_job(kind, [kept], by=by, at=now())).number
    run_job(workspace, number, settings, is_stopping=lambda: False, ring=rung.append)
    assert desk.get(number).state is JobState.DONE
    return rung


def test_the_first_import_is_followed_by_an_index_in_the_name_of_the_service(
    workspace: Workspace, settings: Settings
) -> None:
    (number,) = bring(workspace, settings, 1)
    run_job(workspace, number, settings, is_stopping=lambda: False)

    with workspace.reading() as stores:
        job = stores.jobs.get(number)
    assert job is not None
    assert (job.asked.kind, job.asked.created_by, job.state) == (JobKind.INDEX, SERVICE, JobState.DONE)
    assert job.result == {"n_needs": 1, "n_achievements": 0, "n_fresh": 1}


def test_a_small_import_is_left_to_the_next_question(workspace: Workspace, settings: Settings) -> None:
    bring(workspace, settings, 1)
    index_workspace(settings)
    with workspace.writing() as stores:
        stores.jobs.ask_cancel(2, at=now(), message="")

    assert bring(workspace, settings, FOLLOWED_AT_ONCE) == []
    assert len(bring(workspace, settings, FOLLOWED_AT_ONCE + 1)) == 1


def test_parties_are_in_no_index(workspace: Workspace, settings: Settings) -> None:
    assert bring(workspace, settings, FOLLOWED_AT_ONCE + 1, kind="parties") == []


def test_one_job_at_a_time_follows(workspace: Workspace) -> None:
    assert (keep_index_job(workspace, at=now()), keep_index_job(workspace, at=now())) == (1, None)


def test_a_desk_asks_once_for_what_it_cannot_follow_itself(workspace: Workspace, settings: Settings) -> None:
    asked: list[str] = []
    bring(workspace, settings, 1)
    desk = Desk(workspace, choice_of(settings), table_ranker(), ask_index=lambda: asked.append("index"))

    desk.prepare()
    before = list(asked)
    index_workspace(settings)
    desk.search("气孔", Direction.ACHIEVEMENTS, top=1)
    followed = list(asked)
    bring(workspace, settings, FOLLOWED_AT_ONCE + 1)
    notes = [desk.search("气孔", Direction.ACHIEVEMENTS, top=1).note for _ in range(2)]

    assert (before, followed, asked) == (["index"], ["index"], ["index", "index"])
    assert notes == [FOLLOWING, FOLLOWING]
