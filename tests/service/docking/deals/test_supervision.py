"""What is overdue, what is drawn for a spot check, ladders, workloads."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from data.errors import RefusalError, UsageError
from data.records.deals import Deal, Instalment, Mark, Milestone, Rung, RungEntry, Stage
from data.records.money import ContractAmount, IntentAmount, ReceivedAmount
from data.storage.deal_columns import Ledger
from data.storage.deals import DealFilter
from data.storage.workspace import Workspace
from service.docking.deals.due import DueKind, due_of, overdue_of
from service.docking.deals.keeping import Facts, change_facts, strike_entry, write_entries
from service.docking.deals.ladders import Climb, climbs_of, open_rungs
from service.docking.deals.monthly import progress_in, read_month
from service.docking.deals.moving import move_deal, open_deal
from service.docking.deals.sampling import sample_of
from service.docking.deals.viewing import deal_of, page_of, twins_of, workloads_of
from tests.factories.dealing import AT, BUREAU, TODAY, contract, intent, move_to, new_deal, opened


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with Workspace.open(tmp_path_factory.mktemp("deals")) as opened:
        yield opened


def written(workspace: Workspace, deal: Deal, *entries: Milestone | Instalment | RungEntry) -> Deal:
    return write_entries(workspace, BUREAU, (deal.number, deal.version), entries, at=AT)


def test_overdue_is_what_has_a_day_that_is_past_and_undated_is_said_to_be(workspace: Workspace) -> None:
    dated = written(
        workspace,
        opened(workspace, Stage.CONTRACT),
        Milestone(title="样机", due_on=date(2026, 11, 20)),
        Milestone(title="今天到期", due_on=TODAY),
        Milestone(title="已完成", due_on=date(2026, 10, 1), done_on=date(2026, 10, 5)),
        Instalment(title="首付款", due_on=date(2026, 11, 1), planned=ContractAmount(10_000_000)),
    )
    undated = opened(workspace, Stage.CONTRACT)

    found = overdue_of([dated, undated], TODAY)

    assert [(each.kind, each.days_late) for each in found.due] == [(DueKind.INSTALMENT, 21), (DueKind.MILESTONE, 2)]
    assert found.undated == (undated,)
    assert [each.text for each in due_of(dated, TODAY)] == ["应付款未到账：首付款", "里程碑：样机", "里程碑：今天到期"]


def test_an_instalment_keeps_plan_and_receipt_apart(workspace: Workspace) -> None:
    deal = written(
        workspace,
        opened(workspace, Stage.CONTRACT),
        Instalment(title="首付款", due_on=TODAY, planned=ContractAmount(10_000_000)),
    )
    planned = deal.instalments[0]
    arrived = Instalment(
        number=planned.number,
        title=planned.title,
        due_on=planned.due_on,
        planned=planned.planned,
        received_on=TODAY,
        received=ReceivedAmount(9_000_000),
    )

    deal = written(workspace, deal, arrived)

    assert (len(deal.instalments), deal.sums.received, deal.sums.contract) == (
        1,
        ReceivedAmount(9_000_000),
        ContractAmount(30_000_000),
    )


def test_no_money_arrives_without_a_contract(workspace: Workspace) -> None:
    deal = opened(workspace, Stage.INTENT_AGREEMENT)

    with pytest.raises(RefusalError, match="还没有技术合同"):
        written(workspace, deal, Instalment(title="首付款", received_on=TODAY, received=ReceivedAmount(1)))


def test_what_a_stage_rests_on_is_struck_out_only_after_the_right_one_is_there(workspace: Workspace) -> None:
    deal = opened(workspace, Stage.CONTRACT)
    wrong = (Ledger.AGREEMENTS, deal.agreements[0].number)

    with pytest.raises(RefusalError, match="没有了依据"):
        strike_entry(workspace, BUREAU, (deal.number, deal.version), wrong, note="金额写错", at=AT)
    right = contract(contract=ContractAmount(20_000_000))
    deal = write_entries(workspace, BUREAU, (deal.number, deal.version), [right], at=AT)
    deal = strike_entry(workspace, BUREAU, (deal.number, deal.version), wrong, note="金额写错", at=AT)

    assert deal.sums.contract == ContractAmount(20_000_000)
    assert [each.counts for each in deal.agreements] == [False, True]


def test_a_letter_of_intent_never_counts_as_a_contract_whatever_it_names(workspace: Workspace) -> None:
    deal = opened(workspace, Stage.TALK)

    deal = write_entries(workspace, BUREAU, (deal.number, 1), [intent(title="战略合作框架协议")], at=AT)

    assert (deal.sums.intent, deal.sums.contract, deal.contracts) == (
        IntentAmount(50_000_000),
        ContractAmount(0),
        (),
    )
    with pytest.raises(UsageError, match="没有合同成交额"):
        write_entries(workspace, BUREAU, (deal.number, 2), [intent(contract=ContractAmount(1))], at=AT)


def test_a_spot_check_can_be_drawn_again_and_grows_without_changing(workspace: Workspace) -> None:
    deals = [opened(workspace, Stage.CONTRACT) for _ in range(8)]
    talk, ended = opened(workspace, Stage.TALK), opened(workspace, Stage.CONTRACT, Stage.TERMINATED)

    three = sample_of([*deals, talk, ended], 3, seed="2026年终", as_of=TODAY)
    five = sample_of([ended, *reversed(deals)], 5, seed="2026年终", as_of=TODAY)

    assert (three.n_frame, three.deals) == (8, five.deals[:3])
    assert "种子是“2026年终”" in three.rule
    assert sample_of(deals, 3, seed="2026年终", as_of=TODAY - timedelta(days=1)).deals == ()


def test_a_project_that_was_opened_twice_is_named(workspace: Workspace) -> None:
    first, second, other = (opened(workspace, title=each) for each in ("两次开立", " 两次开立", "另一项"))

    assert [each.number for each in twins_of(workspace, BUREAU, first)] == [second.number]
    assert twins_of(workspace, BUREAU, other) == []
    ended = move_deal(workspace, BUREAU, (second.number, second.version), move_to(Stage.DECLINED), at=AT)
    assert [each.number for each in twins_of(workspace, BUREAU, ended)] == [first.number]
    assert twins_of(workspace, BUREAU, first) == []


def test_a_ladder_shows_before_and_after_and_leads_upwards_only(workspace: Workspace) -> None:
    deal = written(
        workspace,
        opened(workspace, Stage.CONTRACT),
        RungEntry(rung=Rung.TEMPORARY, on=date(2020, 1, 1), was=True),
        RungEntry(rung=Rung.SINGLE_PROJECT, on=date(2020, 1, 1), was=True),
    )
    deal = written(workspace, deal, RungEntry(rung=Rung.LONG_TERM, on=TODAY))
    deal = written(workspace, deal, RungEntry(rung=Rung.JOINT_UNIT, on=TODAY))

    assert climbs_of(deal) == (
        Climb("合作期限", ("临时合作",), ("长期合作",)),
        Climb("合作内容", ("单一项目",), ("共建研发机构",)),
    )
    assert open_rungs(deal) == (Rung.TECHNOLOGY, Rung.TALENT, Rung.ALLIANCE)
    with pytest.raises(UsageError, match="“长期合作”此前已经达到"):
        written(workspace, deal, RungEntry(rung=Rung.LONG_TERM, on=TODAY))


def test_marks_rank_first_and_brokers_have_their_workload(workspace: Workspace) -> None:
    plain = opened(workspace, Stage.TALK, broker="赵经纪")
    marked = opened(workspace, Stage.CONTRACT, Stage.PERFORMANCE, Stage.ACCEPTANCE)
    facts = Facts(title="重点", broker="赵经纪", marks=frozenset({Mark.ACADEMICIAN}), next_on=None)
    marked = change_facts(workspace, BUREAU, (marked.number, marked.version), facts, at=AT)

    newer = opened(workspace, Stage.TALK, broker="赵经纪")
    page = page_of(workspace, BUREAU, DealFilter(broker="赵经纪"), limit=2)
    assert (page.deals, page.next) == ((marked, newer), 2)
    assert page_of(workspace, BUREAU, DealFilter(broker="赵经纪"), start=2, limit=2).deals == (plain,)
    assert deal_of(workspace, BUREAU, marked.number) == marked
    (load,) = workloads_of([plain, marked])
    assert (load.broker, load.n_live, load.n_done, load.by_stage) == ("赵经纪", 1, 1, {Stage.TALK: 1})


def test_a_month_counts_what_happened_in_it_and_not_what_was_written_down_in_it(workspace: Workspace) -> None:
    talk = replace(move_to(Stage.TALK), on=date(2026, 10, 30))
    deal = open_deal(workspace, BUREAU, new_deal(), talk, at=AT)
    deal = move_deal(workspace, BUREAU, (deal.number, 1), move_to(Stage.CONTRACT), at=AT)

    (october,) = progress_in([deal], read_month("2026-10", today=TODAY))
    (november,) = progress_in([deal], read_month("", today=TODAY))

    assert (october.county, october.stage, october.n_talks, october.contract) == (
        "涟水县",
        Stage.TALK,
        1,
        ContractAmount(0),
    )
    assert (november.stage, november.n_talks, november.contract) == (Stage.CONTRACT, 0, ContractAmount(30_000_000))
    assert progress_in([deal], read_month("2026-09", today=TODAY)) == ()
    for wrong in ("2026-12", "十一月"):
        with pytest.raises(UsageError):
            read_month(wrong, today=TODAY)


def test_a_month_counts_papers_of_deals_taken_up_only_later(workspace: Workspace) -> None:
    deal = open_deal(workspace, BUREAU, new_deal(), move_to(Stage.TALK), at=AT)
    early = contract(signed_on=date(2026, 10, 8))
    deal = move_deal(workspace, BUREAU, (deal.number, 1), replace(move_to(Stage.CONTRACT), entries=(early,)), at=AT)

    (october,) = progress_in([deal], read_month("2026-10", today=TODAY))

    assert (october.stage, october.n_talks, october.contract) == (None, 0, ContractAmount(30_000_000))


def test_a_talk_that_comes_back_from_a_rest_is_no_second_talk(workspace: Workspace) -> None:
    deal = open_deal(workspace, BUREAU, new_deal(), move_to(Stage.TALK), at=AT)
    deal = move_deal(workspace, BUREAU, (deal.number, 1), move_to(Stage.ON_HOLD), at=AT)
    deal = move_deal(workspace, BUREAU, (deal.number, 2), move_to(Stage.TALK), at=AT)

    (november,) = progress_in([deal], read_month("", today=TODAY))

    assert (len(november.steps), november.n_talks) == (3, 1)
