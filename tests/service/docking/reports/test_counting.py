"""Figures: of the records of their line, each kind of money by itself, a total counted once."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import FaultError
from data.records.accounts import OPERATOR
from data.records.deals import Agreement, Deal, DealStep, Form, Origin, Stage
from data.records.money import Amount, ContractAmount, IntentAmount, ReceivedAmount, TechnologyAmount
from data.records.reports import MONEY_OF, Figure, FigureTable, Measure
from service.docking.deals.monthly import progress_in
from service.docking.reports.counting import facts_in, figure_of, ranked, tabulate
from service.docking.reports.facts import Fact, facts_of_deals
from service.docking.reports.heads import HEADS, MOVED_HEADS, heads_of
from service.docking.reports.periods import Period, read_period

NOVEMBER = read_period("2026-11")
GROUPS = (("320826", "涟水县"), ("320830", "盱眙县"))
_KINDS: dict[str, type[Amount]] = {head.id: MONEY_OF[head.measure] for head in MOVED_HEADS if head.measure in MONEY_OF}


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    """Draw a fact of any figure, in or out of November, in a county or nowhere."""
    head = draw(st.sampled_from(MOVED_HEADS)).id
    fen = draw(st.none() | st.integers(0, 10**12))
    return Fact(
        head=head,
        record=f"deals:{draw(st.integers(1, 9))}",
        on=draw(st.none() | st.dates(date(2026, 10, 25), date(2026, 12, 5))),
        region_code=draw(st.sampled_from(("320826", "320830", "320800", ""))),
        amount=_KINDS[head](fen) if head in _KINDS and fen is not None else None,
    )


def table_of(found: list[Fact], period: Period = NOVEMBER) -> FigureTable:
    """Return the table of November by county."""
    return tabulate(
        "本月",
        MOVED_HEADS,
        facts_in(found, period),
        groups=GROUPS,
        key=lambda each: each.region_code,
        rest="未写明县区",
    )


@given(st.lists(facts(), max_size=40))
def test_a_count_is_of_the_records_of_its_line_each_once(found: list[Fact]) -> None:
    """Counted anew from the facts, without the counting of the product."""
    table = table_of(found)
    november = [each for each in found if each.on is None or (each.on.year, each.on.month) == (2026, 11)]
    for line in table.lines:
        for head, figure in zip(table.heads, line.figures, strict=True):
            if head.measure is Measure.COUNT:
                code = line.code or "nowhere"
                own = {
                    each.record
                    for each in november
                    if each.head == head.id
                    and (each.region_code if each.region_code in dict(GROUPS) else "nowhere") == code
                }
                assert (figure.amount, set(figure.records)) == (len(own), own)


@given(st.lists(facts(), max_size=40))
def test_no_figure_adds_kinds_of_money(found: list[Fact]) -> None:
    """What money of one kind is there changes no figure of another kind."""
    for measure, kind in MONEY_OF.items():
        without = [each for each in found if type(each.amount) is not kind]
        for before, after in zip(_totals(found), _totals(without), strict=True):
            if before[0] is not measure:
                assert before == after


def _totals(found: list[Fact]) -> list[tuple[Measure, int | None]]:
    total = table_of(found).total
    assert total is not None
    return [(head.measure, figure.amount) for head, figure in zip(MOVED_HEADS, total.figures, strict=True)]


@given(st.lists(facts(), max_size=40))
def test_nothing_outside_of_the_period_counts(found: list[Fact]) -> None:
    inside = [each for each in found if each.on is None or (each.on.year, each.on.month) == (2026, 11)]
    assert table_of(found) == table_of(inside)


@pytest.mark.parametrize("wrong", [IntentAmount(1), TechnologyAmount(1), ReceivedAmount(1)])
def test_money_of_another_kind_is_a_fault(wrong: Amount) -> None:
    mixed = {"contract_amount": [Fact(head="contract_amount", record="deals:1", amount=wrong)]}
    with pytest.raises(FaultError, match="另一种金额"):
        figure_of(HEADS["contract_amount"], mixed, unknown={})


def test_an_amount_that_nobody_named_is_told_and_not_guessed() -> None:
    found = {
        "contract_amount": [
            Fact(head="contract_amount", record="deals:1", amount=ContractAmount(100)),
            Fact(head="contract_amount", record="deals:2"),
        ]
    }
    assert figure_of(HEADS["contract_amount"], found, unknown={}) == Figure(
        amount=100, records=("deals:1",), note="另有 1 份没有写明金额，未计入"
    )


def test_a_share_is_that_of_its_two_counts() -> None:
    found = {
        "due": [Fact(head="due", record=f"census_register:{number}") for number in range(8)],
        "reported": [Fact(head="reported", record=f"census_register:{number}") for number in range(3)],
    }
    # 3 of 8 are 37.50%.
    assert figure_of(HEADS["coverage"], found, unknown={}).amount == 3750
    assert figure_of(HEADS["coverage"], {}, unknown={}) == Figure(amount=None, note="没有应报的企业")


def test_a_league_shares_ranks_and_leaves_the_order_of_equals() -> None:
    found = {
        "talks": [
            Fact(head="talks", record="deals:1", region_code="b"),
            Fact(head="talks", record="deals:2", region_code="c"),
            Fact(head="talks", record="deals:3", region_code="c"),
            Fact(head="talks", record="deals:4", region_code="d"),
        ]
    }
    groups = [(code, code) for code in "abcd"]
    table = tabulate("t", heads_of("talks"), found, groups=groups, key=lambda each: each.region_code)
    assert [(line.rank, line.name) for line in ranked(table, "talks").lines] == [(1, "c"), (2, "b"), (2, "d"), (4, "a")]


def deal_with(number: int, enterprise: str, *steps: tuple[Stage | None, Stage, date]) -> Deal:
    """Return a deal with a contract of November."""
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    told = tuple(DealStep(before=a, after=b, on=on, at=moment, actor=OPERATOR) for a, b, on in steps)
    return Deal(
        number=number,
        version=1,
        stage=Stage.TALK,
        origin=Origin.HAND,
        title="压铸",
        enterprise=enterprise,
        university="东海理工大学",
        steps=told,
        agreements=(Agreement(form=Form.CONTRACT, title="合同", signed_on=date(2026, 11, 5), number=1),),
    )


def test_an_enterprise_written_in_two_ways_is_one_partner() -> None:
    names = ("丁（淮安）科技有限公司", "丁(淮安)科技有限公司", "甲机械有限公司")
    found = list(facts_of_deals(deal_with(number, name) for number, name in enumerate(names, start=1)))
    (head,) = heads_of("partners")
    assert figure_of(head, facts_in(found, NOVEMBER), unknown={}).amount == 2


def test_who_only_comes_back_from_a_rest_has_held_no_talk() -> None:
    deal = deal_with(
        1,
        "甲机械有限公司",
        (None, Stage.TALK, date(2026, 10, 9)),
        (Stage.TALK, Stage.ON_HOLD, date(2026, 10, 20)),
        (Stage.ON_HOLD, Stage.TALK, date(2026, 11, 9)),
    )
    (head,) = heads_of("talks")
    assert figure_of(head, facts_in(facts_of_deals([deal]), NOVEMBER), unknown={}).amount == 0
    assert [each.n_talks for each in progress_in([deal], NOVEMBER)] == [0]
