"""A meeting whose sides agree opens a deal, whatever led to it; where it cannot, a planner is told why and opens it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.errors import RefusalError, UnknownIdError
from data.records.deals import Origin
from data.records.event_days import Outcome
from data.records.scopes import EVERYTHING
from data.storage.workspace import Workspace
from service.docking.events.agreements import open_by_hand, outlook_of
from service.docking.events.day_moves import SideReport, report_side
from tests.factories.events import make_wish
from tests.factories.storing import AT, WANG
from tests.service.docking.events.days import DURING, keep_released_event


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path) as opened:
        keep_released_event(opened)
        with opened.writing(WANG, at=AT) as stores:
            stores.events.add_requests(1, [make_wish("C1", "C2", "T1"), make_wish("C1", "C3")])
        yield opened


def agree(workspace: Workspace, request: str, outcome: Outcome = Outcome.INTENT) -> None:
    for guest in request.split("-"):
        report_side(workspace, WANG, (1, request, guest), SideReport(outcome=outcome), at=DURING)


def deals(workspace: Workspace) -> list[tuple[str, str, str, str, Origin]]:
    with workspace.reading() as stores:
        found = stores.deals.find(EVERYTHING)
    return [(each.title, each.enterprise, each.university, each.event, each.origin) for each in found]


def test_a_meeting_without_a_match_opens_one_deal_of_its_parties(workspace: Workspace) -> None:
    agree(workspace, "C2-T1")
    agree(workspace, "C2-T1", Outcome.CONTINUE)

    assert deals(workspace) == [("单位C2与单位T1的合作", "单位C2", "单位T1", "对接会", Origin.EVENT)]
    outlook = outlook_of(workspace, WANG, (1, "C2-T1"))
    assert outlook is not None
    assert (outlook.deal, outlook.reason) == (1, "")


def test_a_group_that_agrees_says_why_no_deal_opens_and_lets_two_be_chosen(workspace: Workspace) -> None:
    agree(workspace, "C1-C2-T1")
    before = outlook_of(workspace, WANG, (1, "C1-C2-T1"))
    with pytest.raises(UnknownIdError):
        open_by_hand(workspace, WANG, (1, "C1-C2-T1"), ("C1", "C2"), at=DURING)
    number = open_by_hand(workspace, WANG, (1, "C1-C2-T1"), ("C2", "T1"), at=DURING)
    after = outlook_of(workspace, WANG, (1, "C1-C2-T1"))

    assert before is not None
    assert after is not None
    assert (before.deal, before.reason) == (None, "多方会面不知道是哪两家合作，没有自动开立台账。")
    assert [(one.guest.id, other.guest.id) for one, other in before.sides] == [("C1", "T1"), ("C2", "T1")]
    assert after.deal == number


def test_two_enterprises_that_agree_open_no_deal_and_are_told_why(workspace: Workspace) -> None:
    assert outlook_of(workspace, WANG, (1, "C1-C3")) is None
    agree(workspace, "C1-C3")

    outlook = outlook_of(workspace, WANG, (1, "C1-C3"))
    assert outlook is not None
    assert (outlook.sides, outlook.reason.startswith("台账记的是一家企业和一家高校院所")) == ((), True)
    assert deals(workspace) == []


def test_no_deal_is_opened_before_the_sides_agree(workspace: Workspace) -> None:
    with pytest.raises(RefusalError, match="还没有都表示愿意继续"):
        open_by_hand(workspace, WANG, (1, "C2-T1"), ("C2", "T1"), at=DURING)
