"""Open challenges: only moves of the table, bidders who never see each other, two officials of whom one is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import NotPermittedError, RefusalError, StaleRecordError, UnknownIdError, UsageError
from data.records.accounts import OPERATOR, Actor, Role
from data.records.challenges import Challenge, ChallengeStage, NewChallenge
from data.records.enums import PartyKind
from data.records.facets import Facets
from data.records.ids import PartyId
from data.records.parties import Party
from data.storage.workspace import Workspace
from service.docking.challenges.moving import (
    Going,
    Offer,
    add_challenge,
    add_milestone,
    finish_milestone,
    move_challenge,
    review_bid,
    submit_bid,
    withdraw_bid,
)
from service.docking.challenges.seeing import challenges_of, open_challenge
from service.docking.challenges.stages import ENDS, MOVES, STAGE_LABELS, Side, next_stages
from tests.service.people import ACTORS

DAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
COUNTY, OWNER, UNIVERSITY = ACTORS[Role.COUNTY_BUREAU], ACTORS[Role.ENTERPRISE], ACTORS[Role.UNIVERSITY]
OTHER = replace(UNIVERSITY, account_id=90, organisation="云岭工程学院")
OTHER_COUNTY = replace(COUNTY, account_id=91, region_code="320831")
NEW = NewChallenge(
    title="压铸件气孔率降到 2% 以下",
    content="求真空压铸工艺。",
    enterprise="甲机械有限公司",
    region_code="320826",
    reward_fen=50_000_000,
)
OFFER = Offer(team="轻合金团队", plan="高真空压铸。", price_fen=40_000_000)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    with Workspace.open(tmp_path / "home") as opened:
        yield opened


def go(
    workspace: Workspace,
    challenge: Challenge,
    after: ChallengeStage,
    *,
    by: Actor = COUNTY,
    at: datetime = NOW,
    **said: object,
) -> Challenge:
    """Bring a challenge to a stage."""
    going = Going(after=after, **said)  # type: ignore[arg-type] # what each stage asks for
    return move_challenge(workspace, by, (challenge.number, challenge.version), going, at=at)


def posted(workspace: Workspace) -> Challenge:
    """Return a challenge that takes bids for a week."""
    made = add_challenge(workspace, OWNER, NEW, at=NOW)
    reviewed = go(workspace, made, ChallengeStage.REVIEWED)
    return go(workspace, reviewed, ChallengeStage.POSTED, bids_until=DAY + timedelta(days=7))


LATER = NOW + timedelta(days=8)


def test_a_challenge_from_topic_to_acceptance(workspace: Workspace) -> None:
    challenge = posted(workspace)
    bid = submit_bid(workspace, UNIVERSITY, challenge.number, OFFER, at=NOW)
    challenge = go(workspace, challenge, ChallengeStage.EVALUATING, at=LATER)
    review_bid(workspace, COUNTY, (challenge.number, bid.number), score=88, opinion="可行。", at=LATER)
    challenge = go(workspace, challenge, ChallengeStage.AWARDED, at=LATER, winner=bid.number)
    challenge = go(workspace, challenge, ChallengeStage.SIGNED, by=OWNER, at=LATER, contract="甲-2026-1，2026年12月1日")
    place = (challenge.number, challenge.version)
    challenge = add_milestone(workspace, OWNER, place, "样件", date(2027, 6, 1), at=LATER)
    challenge = go(workspace, challenge, ChallengeStage.RUNNING, by=OWNER, at=LATER)
    with pytest.raises(RefusalError, match="还有里程碑没有完成；没有写验收结论"):
        go(workspace, challenge, ChallengeStage.ACCEPTED, at=LATER)
    (milestone,) = challenge.milestones
    place = (challenge.number, challenge.version)
    challenge = finish_milestone(workspace, OWNER, place, milestone.number, LATER.date(), at=LATER)
    challenge = go(workspace, challenge, ChallengeStage.ACCEPTED, at=LATER, conclusion="达到指标。")

    assert (challenge.stage, challenge.winner, challenge.conclusion) == (
        ChallengeStage.ACCEPTED,
        bid.number,
        "达到指标。",
    )
    assert [each.after for each in challenge.steps] == list(ChallengeStage)[:8]
    with workspace.reading() as stores:
        assert len(stores.audit.of_record("challenges", str(challenge.number))) == 10


def test_no_award_before_every_bid_was_reviewed(workspace: Workspace) -> None:
    challenge = posted(workspace)
    bid = submit_bid(workspace, UNIVERSITY, challenge.number, OFFER, at=NOW)
    other = submit_bid(workspace, OTHER, challenge.number, replace(OFFER, team="别的团队"), at=NOW)
    challenge = go(workspace, challenge, ChallengeStage.EVALUATING, at=LATER)
    review_bid(workspace, COUNTY, (challenge.number, bid.number), score=88, opinion="可行。", at=LATER)
    with pytest.raises(RefusalError, match="还有揭榜方案没有写评审意见"):
        go(workspace, challenge, ChallengeStage.AWARDED, at=LATER, winner=bid.number)
    review_bid(workspace, COUNTY, (challenge.number, other.number), score=60, opinion="指标不足。", at=LATER)
    assert go(workspace, challenge, ChallengeStage.AWARDED, at=LATER, winner=bid.number).winner == bid.number


def test_the_region_is_that_of_the_directory_where_nobody_wrote_it(workspace: Workspace) -> None:
    blank = replace(NEW, region_code="")
    with pytest.raises(UsageError, match="看不出企业在哪个地区"):
        add_challenge(workspace, OWNER, blank, at=NOW)
    party = Party(id=PartyId("P1"), name=NEW.enterprise, kind=PartyKind.ENTERPRISE)
    with workspace.writing(at=NOW) as stores:
        stores.parties.add_many([party], facets={"P1": Facets(region_code=NEW.region_code)})
    assert add_challenge(workspace, OWNER, blank, at=NOW).region_code == NEW.region_code
    with pytest.raises(UsageError, match="没有编号为“XQ999”的需求"):
        add_challenge(workspace, OWNER, replace(NEW, need_id="XQ999"), at=NOW)


def test_bidders_never_see_each_other(workspace: Workspace) -> None:
    challenge = posted(workspace)
    own = submit_bid(workspace, UNIVERSITY, challenge.number, OFFER, at=NOW)
    other = submit_bid(workspace, OTHER, challenge.number, replace(OFFER, team="别的团队"), at=NOW)

    def read(actor: Actor) -> list[int]:
        return [each.number for each in open_challenge(workspace, actor, challenge.number, today=DAY).bids]

    assert (read(UNIVERSITY), read(OTHER)) == ([own.number], [other.number])
    # Owner and bureau learn how many there are, and read them once bidding is over.
    assert (read(OWNER), read(COUNTY), read(OPERATOR)) == ([], [], [])
    assert open_challenge(workspace, OWNER, challenge.number, today=DAY).n_bids == 2
    assert open_challenge(workspace, UNIVERSITY, challenge.number, today=DAY).n_bids is None
    go(workspace, challenge, ChallengeStage.EVALUATING, at=LATER)
    assert read(COUNTY) == read(OWNER) == [own.number, other.number]
    assert (read(UNIVERSITY), read(OTHER), read(OTHER_COUNTY)) == ([own.number], [other.number], [])


def test_what_is_not_posted_is_seen_by_owner_and_bureau_alone(workspace: Workspace) -> None:
    made = add_challenge(workspace, OWNER, NEW, at=NOW)

    assert [bool(challenges_of(workspace, each)[0]) for each in (OWNER, COUNTY, UNIVERSITY, OTHER_COUNTY)] == [
        True,
        True,
        False,
        False,
    ]
    with pytest.raises(UnknownIdError):
        open_challenge(workspace, UNIVERSITY, made.number, today=DAY)


def test_a_bid_in_time_replaced_withdrawn_and_too_late(workspace: Workspace) -> None:
    challenge = posted(workspace)
    first = submit_bid(workspace, UNIVERSITY, challenge.number, OFFER, at=NOW)
    again = submit_bid(workspace, UNIVERSITY, challenge.number, replace(OFFER, plan="改进的方案。"), at=NOW)
    assert (again.number, again.plan) == (first.number, "改进的方案。")
    withdraw_bid(workspace, UNIVERSITY, challenge.number, at=NOW)
    with pytest.raises(RefusalError, match="没有可以撤回"):
        withdraw_bid(workspace, UNIVERSITY, challenge.number, at=NOW)
    with pytest.raises(RefusalError, match="现在不能揭榜"):
        submit_bid(workspace, UNIVERSITY, challenge.number, OFFER, at=LATER)
    with pytest.raises(RefusalError, match="现在不能揭榜"):
        submit_bid(workspace, OWNER, challenge.number, OFFER, at=NOW)
    with pytest.raises(RefusalError, match="没有有效的揭榜方案"):
        go(workspace, challenge, ChallengeStage.EVALUATING, at=LATER)
    failed = go(workspace, challenge, ChallengeStage.FAILED, at=LATER, note="无人揭榜")
    assert failed.stage is ChallengeStage.FAILED


def test_a_withdrawn_bid_is_its_bidders_alone(workspace: Workspace) -> None:
    challenge = posted(workspace)
    gone = submit_bid(workspace, UNIVERSITY, challenge.number, OFFER, at=NOW)
    stays = submit_bid(workspace, OTHER, challenge.number, OFFER, at=NOW)
    withdraw_bid(workspace, UNIVERSITY, challenge.number, at=NOW)
    go(workspace, challenge, ChallengeStage.EVALUATING, at=LATER)

    read = {
        each.organisation: [bid.number for bid in open_challenge(workspace, each, challenge.number, today=DAY).bids]
        for each in (OWNER, UNIVERSITY)
    }
    assert read == {OWNER.organisation: [stays.number], UNIVERSITY.organisation: [gone.number]}


def test_bids_stay_closed_until_the_last_day_is_over(workspace: Workspace) -> None:
    challenge = posted(workspace)
    submit_bid(workspace, UNIVERSITY, challenge.number, OFFER, at=NOW)

    with pytest.raises(RefusalError, match="揭榜还没有截止"):
        go(workspace, challenge, ChallengeStage.EVALUATING, at=NOW + timedelta(days=7))


def test_of_two_officials_the_second_is_told(workspace: Workspace) -> None:
    made = add_challenge(workspace, OWNER, NEW, at=NOW)
    go(workspace, made, ChallengeStage.REVIEWED)

    with pytest.raises(StaleRecordError, match="论证通过"):
        go(workspace, made, ChallengeStage.REJECTED, note="重复")


def test_who_may_make_which_move(workspace: Workspace) -> None:
    made = add_challenge(workspace, OWNER, NEW, at=NOW)

    with pytest.raises(NotPermittedError):
        go(workspace, made, ChallengeStage.REVIEWED, by=OWNER)
    with pytest.raises(UnknownIdError):
        go(workspace, made, ChallengeStage.REVIEWED, by=OTHER_COUNTY)
    with pytest.raises(RefusalError, match="没有写明原因"):
        go(workspace, made, ChallengeStage.CANCELLED, by=OWNER)
    with pytest.raises(RefusalError, match="出题的企业自己"):
        add_challenge(workspace, OWNER, replace(NEW, enterprise="乙公司"), at=NOW)
    with pytest.raises(RefusalError, match="不在您负责的地区"):
        add_challenge(workspace, OTHER_COUNTY, NEW, at=NOW)
    with pytest.raises(UsageError, match="题目没有填写"):
        add_challenge(workspace, OWNER, replace(NEW, title=" "), at=NOW)


def test_the_table_leads_everywhere_and_out_of_no_end() -> None:
    reached = {ChallengeStage.COLLECTED}
    for _ in ChallengeStage:
        reached |= {after for before, after in MOVES if before in reached}

    assert reached == set(ChallengeStage) == set(STAGE_LABELS)
    assert not {before for before, _ in MOVES} & ENDS
    assert next_stages(ChallengeStage.COLLECTED, Side.OWNER) == (ChallengeStage.CANCELLED,)


ACTS = st.lists(
    st.tuples(st.sampled_from(list(ChallengeStage)), st.sampled_from([COUNTY, OWNER]), st.booleans()), max_size=14
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(acts=ACTS)
def test_whatever_is_tried_only_moves_of_the_table_are_kept(
    acts: list[tuple[ChallengeStage, Actor, bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Workspace.open(tmp_path_factory.mktemp("home")) as workspace:
        challenge = add_challenge(workspace, OWNER, NEW, at=NOW)
        for after, actor, is_full in acts:
            said = (
                {"note": "原因", "bids_until": DAY, "contract": "一号", "conclusion": "好", "winner": 1}
                if is_full
                else {}
            )
            try:
                challenge = go(workspace, challenge, after, by=actor, at=NOW, **said)
            except (RefusalError, NotPermittedError):
                continue
        stages = [each.after for each in challenge.steps]
        assert [each.before for each in challenge.steps] == [None, *stages[:-1]]
        assert all(pair in MOVES for pair in pairwise(stages))
        assert challenge.stage is stages[-1]
        assert challenge.version == len(stages)
