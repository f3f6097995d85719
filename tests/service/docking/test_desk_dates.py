"""What of the desk is due for whom: by days, roles and scopes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from data.records.accounts import Role
from data.records.alliances import AllianceStage, MemberKind, NewMember
from data.records.challenges import ChallengeStage, NewChallenge
from data.storage.workspace import Workspace
from service.docking.alliances.joining import apply_to_join
from service.docking.alliances.moving import move_alliance
from service.docking.census.campaigns import open_campaign
from service.docking.census.dispatching import send
from service.docking.challenges.moving import Going, Offer, add_challenge, move_challenge, submit_bid
from service.docking.desk_dates import (
    alliances_to_see_to,
    censuses_due,
    challenges_to_bid,
    challenges_to_move,
    dispatches_overdue,
    entries_due,
    needs_to_answer,
)
from service.docking.registers.entries import add_entry
from service.docking.workspace import import_files
from tests.factories.alliances import LEAD, NOW, OFFICE, OTHER_OFFICE, begun, call_for_alliances
from tests.factories.census import LIANSHUI, make_campaign, make_terms
from tests.service.people import ACTORS, NEEDS

AT = datetime(2026, 7, 10, 4, tzinfo=UTC)
TODAY = date(2026, 7, 10)
COUNTY, ENTERPRISE, UNIVERSITY = ACTORS[Role.COUNTY_BUREAU], ACTORS[Role.ENTERPRISE], ACTORS[Role.UNIVERSITY]
PLANNER = ACTORS[Role.EVENT_PLANNER]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with two needs, N1 of the county."""
    path = tmp_path / "needs.csv"
    path.write_text(NEEDS, encoding="utf-8")
    with Workspace.open(tmp_path / "home") as opened:
        import_files(opened, "needs", [path], at=AT)
        yield opened


@pytest.mark.parametrize(("days", "is_told"), [(-32, False), (-31, True), (0, True), (7, True), (8, False)])
def test_a_census_waits_from_a_week_before_its_day_to_a_month_after_it(
    workspace: Workspace, days: int, *, is_told: bool
) -> None:
    due = TODAY + timedelta(days=days)
    campaign = make_campaign(region_code=LIANSHUI, counties=(), terms=make_terms(due_on=due))
    open_campaign(workspace, COUNTY, campaign, at=AT)

    assert censuses_due(workspace, COUNTY, TODAY) == ([("1", due)] if is_told else [])
    # A planner has no part in it; the enterprise is on no register, so nobody knows whether it must report.
    assert (censuses_due(workspace, PLANNER, TODAY), censuses_due(workspace, ENTERPRISE, TODAY)) == ([], [])


def test_a_dispatch_waits_the_day_after_its_last(workspace: Workspace) -> None:
    send(workspace, COUNTY, "N1", "东海理工大学", due_on=TODAY, today=TODAY, at=AT)

    assert dispatches_overdue(workspace, COUNTY, TODAY) == []
    assert dispatches_overdue(workspace, COUNTY, TODAY + timedelta(days=1)) == [("1", TODAY)]
    assert dispatches_overdue(workspace, UNIVERSITY, TODAY + timedelta(days=1)) == []


def test_a_challenge_waits_for_the_side_whose_step_is_next(workspace: Workspace) -> None:
    new = NewChallenge(
        title="气孔", content="压铸件气孔。", enterprise=ENTERPRISE.organisation, region_code=COUNTY.region_code
    )
    made = add_challenge(workspace, ENTERPRISE, new, at=AT)
    told = [[number for number, _ in challenges_to_move(workspace, each, TODAY)] for each in (COUNTY, ENTERPRISE)]
    made = move_challenge(workspace, COUNTY, (1, made.version), Going(after=ChallengeStage.REVIEWED), at=AT)
    posting = Going(after=ChallengeStage.POSTED, bids_until=TODAY)
    move_challenge(workspace, COUNTY, (1, made.version), posting, at=AT)

    assert told == [["1"], []]
    assert challenges_to_move(workspace, COUNTY, TODAY) == []
    assert challenges_to_move(workspace, COUNTY, TODAY + timedelta(days=1)) == [("1", TODAY)]


def test_an_entry_waits_while_it_is_near_or_overdue(workspace: Workspace) -> None:
    values = {"number": "券1", "holder": "乙公司", "holder_kind": "科技企业", "service": "检测"}
    add_entry(workspace, COUNTY, "vouchers", {**values, "expires_on": "2026-07-09"})
    add_entry(workspace, COUNTY, "vouchers", {**values, "number": "券2", "expires_on": "2026-12-31"})

    assert entries_due(workspace, COUNTY, TODAY) == [("vouchers/1", date(2026, 7, 9))]
    assert (entries_due(workspace, ENTERPRISE, TODAY), entries_due(workspace, PLANNER, TODAY)) == ([], [])


def test_an_open_challenge_waits_for_universities_that_have_not_bid(workspace: Workspace) -> None:
    new = NewChallenge(
        title="气孔", content="压铸件气孔。", enterprise=ENTERPRISE.organisation, region_code=COUNTY.region_code
    )
    made = add_challenge(workspace, ENTERPRISE, new, at=AT)
    made = move_challenge(workspace, COUNTY, (made.number, made.version), Going(after=ChallengeStage.REVIEWED), at=AT)
    assert challenges_to_bid(workspace, UNIVERSITY, TODAY) == []
    posted = Going(after=ChallengeStage.POSTED, bids_until=TODAY)
    move_challenge(workspace, COUNTY, (made.number, made.version), posted, at=AT)

    assert challenges_to_bid(workspace, UNIVERSITY, TODAY) == [("1", TODAY)]
    assert challenges_to_bid(workspace, UNIVERSITY, TODAY + timedelta(days=1)) == []
    assert (challenges_to_bid(workspace, ENTERPRISE, TODAY), challenges_to_bid(workspace, PLANNER, TODAY)) == ([], [])
    submit_bid(workspace, UNIVERSITY, made.number, Offer(team="轻合金团队", plan="高真空压铸。"), at=AT)
    assert challenges_to_bid(workspace, UNIVERSITY, TODAY) == []


def test_an_alliance_waits_for_its_office_or_its_lead(workspace: Workspace, tmp_path: Path) -> None:
    alliance = begun(workspace, notice=call_for_alliances(workspace, tmp_path))
    assert [alliances_to_see_to(workspace, each, TODAY) for each in (LEAD, OFFICE, OTHER_OFFICE)] == [[], [], []]
    place = (alliance.number, alliance.version)
    handed = move_alliance(workspace, LEAD, place, AllianceStage.SUBMITTED, note="", at=NOW)
    waiting = [alliances_to_see_to(workspace, each, TODAY) for each in (LEAD, OFFICE, OTHER_OFFICE, UNIVERSITY)]
    assert waiting == [[], [("1", NOW.date())], [], []]

    place = (handed.number, handed.version)
    move_alliance(workspace, OFFICE, place, AllianceStage.REGISTERED, note="先行登记", at=NOW)
    assert alliances_to_see_to(workspace, OFFICE, TODAY) == []
    asking = NewMember(organisation=UNIVERSITY.organisation, kind=MemberKind.UNIVERSITY)
    apply_to_join(workspace, UNIVERSITY, handed.number, asking, at=NOW)
    assert [number for number, _ in alliances_to_see_to(workspace, LEAD, TODAY)] == ["1"]


def test_a_need_that_was_sent_waits_for_its_university_alone(workspace: Workspace) -> None:
    send(workspace, COUNTY, "N1", f"{UNIVERSITY.organisation} ", due_on=TODAY, today=TODAY, at=AT)
    assert needs_to_answer(workspace, UNIVERSITY, TODAY) == [("1", TODAY)]
    assert (needs_to_answer(workspace, ENTERPRISE, TODAY), needs_to_answer(workspace, COUNTY, TODAY)) == ([], [])
