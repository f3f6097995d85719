"""A meeting that goes on opens one deal at 洽谈, brings an introduced one there, and leaves others where they are."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.records.deals import NewDeal, Origin, Stage
from data.records.ids import AchievementId, NeedId
from data.records.scopes import EVERYTHING
from data.storage.workspace import Workspace
from service.docking.deals.moving import open_within
from service.docking.deals.stages import Move
from service.docking.events.deal_opening import AgreedMeeting, open_after_meeting

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
MEETING = AgreedMeeting(
    event=1,
    event_name="示例对接会",
    request_id="R1",
    need_id=NeedId("N1"),
    achievement_id=AchievementId("A1"),
    enterprise="甲机械有限公司",
    university="东海理工大学",
    region_code="320826",
    held_on=date(2026, 11, 20),
    is_intent=False,
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    with Workspace.open(tmp_path / "home") as opened:
        yield opened


def test_a_meeting_opens_one_deal_however_often_it_is_told(workspace: Workspace) -> None:
    with workspace.writing(at=NOW) as stores:
        first = open_after_meeting(stores, MEETING)
        again = open_after_meeting(stores, replace(MEETING, is_intent=True))
        deal = stores.deals.get(first, EVERYTHING)

    assert again == first
    assert deal is not None
    assert (deal.stage, deal.origin, deal.event, deal.enterprise) == (
        Stage.TALK,
        Origin.EVENT,
        "示例对接会",
        "甲机械有限公司",
    )
    # An intent that was spoken is no agreement: the deal has no paper and no amount.
    assert deal.agreements == ()


def test_a_deal_that_waits_for_consents_stays_where_it_is(workspace: Workspace) -> None:
    new = NewDeal(origin=Origin.MATCH, title="题", enterprise="甲", university="乙", need_id="N1", achievement_id="A1")
    with workspace.writing(at=NOW) as stores:
        there = open_within(stores, EVERYTHING, new, Move(after=Stage.RECOMMENDED)).number

        assert open_after_meeting(stores, MEETING) == there
        deal = stores.deals.get(there, EVERYTHING)
        assert deal is not None
        assert deal.stage is Stage.RECOMMENDED
