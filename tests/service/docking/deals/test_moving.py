"""The stage machine: what is refused, what is written, and what random sequences leave behind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import NotPermittedError, RefusalError, StaleRecordError, UnknownIdError, UsageError
from data.records.accounts import Role
from data.records.audit import FieldChange
from data.records.deals import ENDED, Deal, Stage
from data.records.feedback import Reason
from data.records.money import ContractAmount, IntentAmount, ReceivedAmount, Sums, TechnologyAmount
from data.records.versions import ChangeSince
from data.storage.workspace import Workspace
from service.docking.deals.moving import move_deal, open_deal
from service.docking.deals.stages import ALLOWED, OPENABLE, PIPELINE, Move, open_moves
from service.docking.deals.viewing import deal_of
from tests.factories.dealing import AT, BUREAU, contract, intent, move_to, new_deal, opened
from tests.service.people import ACTORS

WHOLE_WAY = (
    Stage.RECOMMENDED,
    Stage.AWAITING_CONSENT,
    Stage.INTRODUCED,
    Stage.TALK,
    Stage.INTENT_AGREEMENT,
    Stage.CONTRACT,
    Stage.REGISTRATION,
    Stage.PERFORMANCE,
    Stage.ACCEPTANCE,
    Stage.DEEPENING,
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(tmp_path_factory.mktemp("deals")) as opened:
        yield opened


def test_a_deal_goes_the_whole_way_and_each_kind_of_money_stays_by_itself(workspace: Workspace) -> None:
    deal = opened(workspace, *WHOLE_WAY)

    assert tuple(step.after for step in deal.steps) == WHOLE_WAY
    assert deal.version == 10
    assert deal.sums == Sums(
        intent=IntentAmount(50_000_000),
        contract=ContractAmount(30_000_000),
        technology=TechnologyAmount(25_000_000),
        received=ReceivedAmount(0),
    )


def test_who_when_from_and_to_are_in_the_trail(workspace: Workspace) -> None:
    deal = opened(workspace, Stage.INTRODUCED, Stage.TALK)

    with workspace.reading() as stores:
        moved, opened_line = stores.audit.of_record("deals", str(deal.number))
    assert moved.entry.actor == BUREAU
    assert moved.entry.changes == (FieldChange("stage", "introduced", "talk"),)
    assert opened_line.entry.changes[0] == FieldChange("stage", "", "introduced")


def test_what_a_stage_asks_for_is_refused_by_name_and_nothing_is_written(workspace: Workspace) -> None:
    deal = opened(workspace, Stage.TALK)

    with pytest.raises(RefusalError, match="缺少：已登记一份技术合同"):
        move_deal(workspace, BUREAU, (deal.number, 1), Move(after=Stage.CONTRACT), at=AT)
    # The letter of intent came with the move that was refused.
    with pytest.raises(RefusalError):
        move_deal(workspace, BUREAU, (deal.number, 1), Move(after=Stage.CONTRACT, entries=(intent(),)), at=AT)

    assert deal_of(workspace, BUREAU, deal.number) == deal


def test_a_framework_agreement_is_never_a_contract(workspace: Workspace) -> None:
    deal = opened(workspace, Stage.TALK)
    framework = contract(title="战略合作框架协议")

    with pytest.raises(RefusalError, match="名称中有“框架”"):
        move_deal(workspace, BUREAU, (deal.number, 1), Move(after=Stage.CONTRACT, entries=(framework,)), at=AT)


@pytest.mark.parametrize(
    ("move", "message"),
    [
        (Move(after=Stage.DECLINED), "选一条婉拒的理由"),
        (Move(after=Stage.DECLINED, reason=Reason.OTHER), "选“其他”的要说明"),
        (Move(after=Stage.DECLINED, reason=Reason.WORTH_A_MEETING, note="好"), "选一条婉拒的理由"),
        (Move(after=Stage.ON_HOLD, note="等资金"), "写明何时复查"),
        (Move(after=Stage.INTENT_AGREEMENT, note="谈好了"), "已登记一份意向协议"),
        (Move(after=Stage.ACCEPTANCE, note="合格"), "不能改为“验收”"),
    ],
)
def test_a_talk_cannot_end_without_what_its_end_asks_for(workspace: Workspace, move: Move, message: str) -> None:
    deal = opened(workspace, Stage.TALK)

    with pytest.raises(RefusalError, match=message):
        move_deal(workspace, BUREAU, (deal.number, 1), move, at=AT)


@pytest.mark.parametrize(("on", "message"), [(date(2026, 11, 24), "在今天之后"), (date(2026, 11, 20), "早于上一步")])
def test_a_step_lies_between_the_one_before_and_today(workspace: Workspace, on: date, message: str) -> None:
    deal = open_deal(workspace, BUREAU, new_deal(), replace(move_to(Stage.TALK), on=date(2026, 11, 21)), at=AT)

    with pytest.raises(UsageError, match=message):
        move_deal(workspace, BUREAU, (deal.number, 1), replace(move_to(Stage.ON_HOLD), on=on), at=AT)


def test_a_rest_leads_back_to_where_it_began(workspace: Workspace) -> None:
    deal = opened(workspace, Stage.TALK, Stage.ON_HOLD)

    assert (deal.held_at, open_moves(deal)) == (Stage.TALK, (Stage.TALK, Stage.DECLINED))


def test_an_ended_deal_stays_and_a_new_one_may_be_opened(workspace: Workspace) -> None:
    pair: dict[str, Any] = {"need_id": "N-x", "achievement_id": "A-x"}
    first = opened(workspace, **pair)

    with pytest.raises(RefusalError, match=f"已有第 {first.number} 号台账"):
        opened(workspace, **pair)
    ended = move_deal(workspace, BUREAU, (first.number, 1), move_to(Stage.DECLINED), at=AT)

    assert open_moves(ended) == ()
    assert opened(workspace, **pair).number > first.number


def test_the_second_of_two_officials_is_told_what_the_first_did(workspace: Workspace) -> None:
    deal = opened(workspace, Stage.TALK)
    move_deal(workspace, BUREAU, (deal.number, 1), move_to(Stage.ON_HOLD), at=AT)

    with pytest.raises(StaleRecordError, match="已被市局改动，现在是“搁置”") as told:
        move_deal(workspace, BUREAU, (deal.number, 1), move_to(Stage.DECLINED), at=AT)

    change = ChangeSince(field="stage", before="洽谈", theirs="搁置", by="市局", at=AT)
    assert (told.value.version, told.value.changes) == (2, (change,))


def test_each_sees_what_concerns_them(workspace: Workspace) -> None:
    untold, told = opened(workspace), opened(workspace, Stage.TALK)
    other = opened(workspace, Stage.TALK, actor=ACTORS[Role.ADMINISTRATOR], region_code="330100", enterprise="乙公司")

    def sees(role: Role, deal: Deal) -> bool:
        try:
            return deal_of(workspace, ACTORS[role], deal.number) == deal
        except (UnknownIdError, NotPermittedError):
            return False

    seen = {role: tuple(sees(role, deal) for deal in (untold, told, other)) for role in Role}
    assert seen == {
        Role.PROVINCE_BUREAU: (True, True, False),
        Role.CITY_BUREAU: (True, True, False),
        Role.COUNTY_BUREAU: (True, True, False),
        Role.UNIVERSITY: (True, True, True),
        # Its bureau has not spoken to it of the first.
        Role.ENTERPRISE: (False, True, False),
        Role.EVENT_PLANNER: (False, False, False),
        Role.ADMINISTRATOR: (True, True, True),
    }


def test_nobody_opens_a_deal_outside_of_their_scope(workspace: Workspace) -> None:
    with pytest.raises(RefusalError, match="不在您负责的范围内"):
        opened(workspace, region_code="330100")
    with pytest.raises(NotPermittedError):
        opened(workspace, actor=ACTORS[Role.ENTERPRISE])


@given(st.lists(st.sampled_from(list(Stage)), max_size=25), st.sampled_from(list(Stage)))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_moves_never_leave_the_table(workspace: Workspace, stages: list[Stage], first: Stage) -> None:
    try:
        deal = opened(workspace, first)
    except RefusalError:
        assert first not in OPENABLE
        return
    for stage in stages:
        try:
            deal = move_deal(workspace, BUREAU, (deal.number, deal.version), move_to(stage, deal), at=AT)
        except (RefusalError, UsageError):
            assert stage not in open_moves(deal)
        else:
            assert deal.steps[-1].after is stage
    assert_told_by_history(workspace, deal)


@given(st.lists(st.integers(0, 11), max_size=25), st.sampled_from(sorted(OPENABLE)))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_open_move_can_be_made_with_what_it_asks_for(
    workspace: Workspace, choices: list[int], first: Stage
) -> None:
    deal = opened(workspace, first)
    for choice in choices:
        if moves := open_moves(deal):
            stage = moves[choice % len(moves)]
            deal = move_deal(workspace, BUREAU, (deal.number, deal.version), move_to(stage, deal), at=AT)
    assert_told_by_history(workspace, deal)


def assert_told_by_history(workspace: Workspace, deal: Deal) -> None:
    """Hold a deal to its own history, step by step."""
    kept = deal_of(workspace, BUREAU, deal.number)
    assert kept == deal
    assert kept.stage is kept.steps[-1].after
    assert all(
        late.before is early.after and late.after in ALLOWED[early.after] for early, late in pairwise(kept.steps)
    )
    assert [step.version for step in kept.steps] == list(range(1, kept.version + 1))
    rests = [index for index, step in enumerate(kept.steps) if step.before is Stage.ON_HOLD]
    assert all(kept.steps[at].after in {kept.steps[at - 1].before, *ENDED} for at in rests)


def test_every_stage_of_the_pipeline_can_be_reached() -> None:
    reached, waiting = set(OPENABLE), list(OPENABLE)
    while waiting:
        for stage in ALLOWED[waiting.pop()] - reached:
            reached.add(stage)
            waiting.append(stage)

    assert reached == set(Stage)
    assert PIPELINE == WHOLE_WAY
