"""Deals in the tables: as they went in, two at once, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from data.errors import RefusalError, StaleRecordError
from data.records.deals import Stage
from data.storage.workspace import Workspace
from service.docking.deals.moving import move_deal
from service.docking.deals.viewing import deal_of, deals_of
from tests.factories.dealing import AT, BUREAU, move_to
from tests.factories.dealing import opened as opened_deal


def at_once(act: Callable[[Stage], bool], stages: tuple[Stage, Stage]) -> list[bool]:
    """Let two act at one time; return who succeeded, failures first."""
    ready = Barrier(2)

    def attempt(stage: Stage) -> bool:
        ready.wait()
        return act(stage)

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(attempt, stages))


def test_of_two_officials_who_move_a_deal_at_once_one_is_told(workspace: Workspace) -> None:
    deal = opened_deal(workspace, Stage.TALK)

    def act(stage: Stage) -> bool:
        try:
            move_deal(workspace, BUREAU, (deal.number, 1), move_to(stage, deal), at=AT)
        except StaleRecordError:
            return False
        return True

    assert at_once(act, (Stage.ON_HOLD, Stage.DECLINED)) == [False, True]
    assert len(deal_of(workspace, BUREAU, deal.number).steps) == 2


def test_of_two_who_open_a_deal_of_one_pair_at_once_one_is_refused(workspace: Workspace) -> None:
    def act(stage: Stage) -> bool:
        try:
            opened_deal(workspace, stage, need_id="N1", achievement_id="A1")
        except RefusalError:
            return False
        return True

    assert at_once(act, (Stage.RECOMMENDED, Stage.TALK)) == [False, True]
    assert len(deals_of(workspace, BUREAU)) == 1


def test_a_deal_comes_back_from_another_process_as_it_went_in(
    workspace: Workspace, opened: Callable[[], Workspace]
) -> None:
    way = (Stage.TALK, Stage.INTENT_AGREEMENT, Stage.CONTRACT, Stage.REGISTRATION)
    deal = opened_deal(workspace, *way)

    with opened() as other:
        assert deal_of(other, BUREAU, deal.number) == deal
