"""Jobs move only where they may, and a request sent twice is one job."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from data.errors import RefusalError
from data.records.accounts import Actor, Channel, Role
from data.records.jobs import ALLOWED, UNFINISHED, IdempotencyKey, Job, JobKind, JobState, NewJob
from data.storage.workspace import Workspace

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)
CLERK = Actor(account_id=7, name="甲", role=Role.COUNTY_BUREAU, region_code="320813", channel=Channel.TOKEN)
ASKED = NewJob(
    kind=JobKind.MATCH, label="全部匹配", created_by=CLERK, created_at=AT, parameters={"top": 10, "endings": ["xlsx"]}
)
KEY = IdempotencyKey("account:7", "k1", "0" * 64)


def _add(workspace: Workspace, asked: NewJob = ASKED) -> int:
    with workspace.writing() as stores:
        return stores.jobs.add(asked)


def _get(workspace: Workspace, number: int) -> Job:
    with workspace.reading() as stores:
        job = stores.jobs.get(number)
    assert job is not None
    return job


def test_a_job_comes_back_as_it_was_asked_for(workspace: Workspace) -> None:
    number = _add(workspace)

    assert _get(workspace, number) == Job(number=1, asked=ASKED, state=JobState.WAITING)


def test_a_job_runs_reports_and_ends(workspace: Workspace) -> None:
    number = _add(workspace)
    with workspace.writing() as stores:
        began = stores.jobs.start(number, at=AT)
        must_stop = stores.jobs.report(number, done=3, total=9, message="正在匹配")
        ended = stores.jobs.end(number, JobState.DONE, at=LATER, message="完成", result={"n": 1})

    assert (began, must_stop, ended) == (True, False, True)
    assert _get(workspace, number) == Job(
        number=number,
        asked=ASKED,
        state=JobState.DONE,
        done=3,
        total=9,
        message="完成",
        attempts=1,
        started_at=AT,
        ended_at=LATER,
        result={"n": 1},
    )


def test_only_one_of_two_begins_a_job(workspace: Workspace) -> None:
    number = _add(workspace)
    with workspace.writing() as stores:
        assert (stores.jobs.start(number, at=AT), stores.jobs.start(number, at=LATER)) == (True, False)


@pytest.mark.parametrize("to", [state for state in JobState if state is not JobState.RUNNING])
@pytest.mark.parametrize("end", [state for state in JobState if not ALLOWED[state]])
def test_what_has_ended_never_moves_again(workspace: Workspace, end: JobState, to: JobState) -> None:
    number = _add(workspace)
    with workspace.writing() as stores:
        stores.jobs.start(number, at=AT)
        stores.jobs.end(number, end, at=AT, message="")
        moved = stores.jobs.end(number, to, at=LATER, message="again")

    assert (moved, _get(workspace, number).state) == (False, end)


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_is_asked(workspace: Workspace) -> None:
    waiting, running, ended = _add(workspace), _add(workspace), _add(workspace)
    with workspace.writing() as stores:
        stores.jobs.start(running, at=AT)
        stores.jobs.start(ended, at=AT)
        stores.jobs.end(ended, JobState.DONE, at=AT, message="")
        told = [stores.jobs.ask_cancel(number, at=LATER, message="已取消") for number in (waiting, running, ended)]
        must_stop = stores.jobs.report(running, done=0, total=0, message="")

    states = [_get(workspace, number).state for number in (waiting, running, ended)]
    assert (told, must_stop) == ([True, True, False], True)
    assert states == [JobState.CANCELLED, JobState.RUNNING, JobState.DONE]


def test_a_request_sent_twice_is_one_job_and_a_key_with_other_contents_is_refused(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        first, second = stores.jobs.add(ASKED, key=KEY), stores.jobs.add(ASKED, key=KEY)
        other = stores.jobs.add(ASKED, key=replace(KEY, owner="account:8"))
    with pytest.raises(RefusalError, match="幂等键"), workspace.writing() as stores:
        stores.jobs.add(ASKED, key=replace(KEY, digest="1" * 64))

    assert (first == second, other == first) == (True, False)


def test_a_key_is_forgotten_after_a_week(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        first = stores.jobs.add(ASKED, key=KEY)
        again = stores.jobs.add(replace(ASKED, created_at=AT + timedelta(days=8)), key=KEY)

    assert again != first


def test_recent_turns_pages_and_knows_whose_jobs(workspace: Workspace) -> None:
    mine = [_add(workspace) for _ in range(3)]
    _add(workspace, replace(ASKED, created_by=replace(CLERK, account_id=8)))

    with workspace.reading() as stores:
        first = stores.jobs.recent(limit=2, account_id=7)
        rest = stores.jobs.recent(limit=2, account_id=7, before=first[-1].number)
    assert [job.number for job in (*first, *rest)] == mine[::-1]


def test_recent_knows_how_jobs_stand(workspace: Workspace) -> None:
    waiting, running = _add(workspace), _add(workspace)
    with workspace.writing() as stores:
        stores.jobs.start(running, at=AT)
        found = [
            [job.number for job in stores.jobs.recent(limit=9, states=states)]
            for states in ({JobState.RUNNING}, {JobState.WAITING, JobState.RUNNING}, set())
        ]

    assert found == [[running], [running, waiting], []]


def test_counts_and_interruption_cover_what_has_not_ended(workspace: Workspace) -> None:
    numbers = [_add(workspace) for _ in range(3)]
    with workspace.writing() as stores:
        stores.jobs.start(numbers[0], at=AT)
        stores.jobs.start(numbers[1], at=AT)
        stores.jobs.end(numbers[1], JobState.DONE, at=AT, message="")
        n_interrupted = stores.jobs.interrupt_all(at=LATER, message="恢复备份")
        counts = stores.jobs.counts()

    assert n_interrupted == 2
    assert counts == {(JobKind.MATCH, JobState.DONE): 1, (JobKind.MATCH, JobState.INTERRUPTED): 2}


def test_every_state_is_in_the_table_of_moves() -> None:
    assert set(ALLOWED) == set(JobState)
    assert {JobState.WAITING, JobState.RUNNING} == UNFINISHED
