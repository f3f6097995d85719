"""Of two who keep the same thing at one time one succeeds, and the other is told; on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError

from data.errors import RefusalError
from data.records.accounts import OPERATOR, NewAccount, Role
from data.records.consents import NewIntroduction
from data.records.ids import AchievementId, NeedId
from data.records.jobs import IdempotencyKey, JobKind, NewJob
from data.storage.people_tables import AccountRow
from data.storage.twins import refusing_twins
from data.storage.workspace import Stores, Workspace
from tests.factories.storing import AT

ACCOUNT = NewAccount(login="zhang", name="张科", role=Role.ADMINISTRATOR)
INTRODUCTION = NewIntroduction(
    need_id=NeedId("N1"),
    achievement_id=AchievementId("A1"),
    need_owner="",
    need_region_code="",
    achievement_owner="",
    purpose="面谈",
    asked_at=AT,
    asked_by=OPERATOR,
)
JOB = NewJob(kind=JobKind.BACKUP, label="备份", created_by=OPERATOR, created_at=AT)
KEY = IdempotencyKey("account:1", "a", "0" * 64)


@pytest.mark.parametrize(
    "keep",
    [
        lambda stores: stores.accounts.add(ACCOUNT, password_hash="", at=AT),
        lambda stores: stores.introductions.add(INTRODUCTION),
    ],
)
def test_the_second_of_two_at_once_is_refused(workspace: Workspace, keep: Callable[[Stores], object]) -> None:
    ready = Barrier(2)

    def attempt(_: int) -> bool:
        ready.wait()
        try:
            with workspace.writing() as stores:
                keep(stores)
        except RefusalError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, range(2))) == [False, True]


def test_a_request_sent_twice_at_once_is_done_once(workspace: Workspace) -> None:
    ready = Barrier(2)

    def attempt(_: int) -> int | None:
        ready.wait()
        try:
            with workspace.writing() as stores:
                return stores.jobs.add(JOB, key=KEY)
        except RefusalError:
            return None

    with ThreadPoolExecutor(2) as pool:
        numbers = {number for number in pool.map(attempt, range(2)) if number is not None}
    with workspace.reading() as stores:
        assert numbers == {job.number for job in stores.jobs.recent(limit=9)}
    assert len(numbers) == 1


def test_another_broken_rule_stays_a_mistake_of_ours(workspace: Workspace) -> None:
    def keep() -> None:
        with workspace.writing() as stores, refusing_twins("两次", remedy=""):
            session = stores.accounts._session
            session.add(AccountRow(login="li"))
            session.flush()

    with pytest.raises(IntegrityError):
        keep()
