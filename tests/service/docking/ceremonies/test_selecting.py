"""Which deals a ceremony shows: marks first, then proven criteria, then contracts; never what is only intended."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.errors import RefusalError, StaleRecordError, UnknownIdError, UsageError
from data.records.ceremonies import Ceremony, CeremonyFacts, CeremonyProject, CriterionWord, Signatory
from data.records.deals import Deal, Mark, Origin, Stage
from data.records.money import ContractAmount, IntentAmount
from data.records.rules import CriteriaTerms, Outcome, QuotaTerms
from data.storage.workspace import Workspace
from service.docking.ceremonies.keeping import (
    add_ceremony,
    ceremonies_of,
    change_ceremony,
    open_ceremony,
    say_of_deal,
    settle_ceremony,
)
from service.docking.ceremonies.selecting import (
    doubled_places,
    hint_of,
    is_considered,
    ranked_deals,
    running_order,
    wanted_of,
)
from service.exports.ceremonies import order_paper, paper_of, recommended_form
from tests.factories.alliances import NOW, OFFICE, OTHER_OFFICE, UNIVERSITY
from tests.factories.dealing import contract, intent, opened
from tests.factories.notices import rule_of

CRITERIA = rule_of(CriteriaTerms(item="参加集中签约的重点项目", criteria=("高新方向", "与院士团队上规模的合作")))
QUOTA = rule_of(QuotaTerms(unit="", item="集中签约项目", minimum=2, maximum=None, is_approximate=True), number=2)
CEREMONY = Ceremony(title="集中签约", region_code="320800", per_group=2, number=1, version=1, added_at=NOW)
FACTS = CeremonyFacts(title="集中签约", region_code="320826", wanted=2)


def met(deal: int, *criteria: str, **said: object) -> CeremonyProject:
    words = tuple(CriterionWord(criterion=each, outcome=Outcome.PASSED, proof="合同第三条") for each in criteria)
    return replace(CeremonyProject(deal=deal, words=words), **said)  # type: ignore[arg-type] # any field


def deal_of(number: int, *, marks: frozenset[Mark] = frozenset(), fen: int = 0, meant: int = 0) -> Deal:
    papers = []
    if fen:
        papers.append(contract(contract=ContractAmount(fen)))
    if meant:
        papers.append(intent(intent=IntentAmount(meant)))
    return Deal(
        number=number,
        version=1,
        stage=Stage.CONTRACT,
        origin=Origin.HAND,
        title=f"项目{number}",
        enterprise=f"企业{number}",
        university="东海理工大学",
        marks=marks,
        agreements=tuple(papers),
    )


def test_marks_come_first_then_criteria_then_contracts() -> None:
    deals = [
        deal_of(1, meant=90_000_000),
        deal_of(2, fen=10_000_000),
        deal_of(3, fen=20_000_000),
        deal_of(4, marks=frozenset({Mark.ACADEMICIAN})),
    ]
    ceremony = replace(CEREMONY, projects={2: met(2, "高新方向")})

    ranked = ranked_deals(ceremony, deals, [CRITERIA, QUOTA])

    assert [each.deal.number for each in ranked] == [4, 2, 3, 1]
    assert [each.is_chosen for each in ranked] == [False, True, False, False]
    assert wanted_of(ceremony, [CRITERIA, QUOTA]) == 2


def test_a_person_s_word_stands_above_the_ranking() -> None:
    deals = [deal_of(number) for number in (1, 2, 3)]
    projects = {
        1: met(1, "高新方向", is_chosen=False),
        2: met(2, "高新方向"),
        3: CeremonyProject(deal=3, is_chosen=True),
    }

    ranked = ranked_deals(replace(CEREMONY, projects=projects), deals, [CRITERIA, QUOTA])

    told = {each.deal.number: (each.is_chosen, each.is_against) for each in ranked}
    assert told == {1: (False, False), 2: (True, False), 3: (True, True)}


def test_a_criterion_without_proof_counts_for_nothing() -> None:
    words = (CriterionWord(criterion="高新方向", outcome=Outcome.PASSED),)
    ceremony = replace(CEREMONY, projects={1: CeremonyProject(deal=1, words=words)})

    (ranked,) = ranked_deals(ceremony, [deal_of(1)], [CRITERIA])

    assert (ranked.n_met, ranked.checks[0].outcome, ranked.is_chosen) == (0, Outcome.CANNOT_TELL, False)


def test_the_deal_hints_at_its_proof() -> None:
    deal = deal_of(1, marks=frozenset({Mark.ACADEMICIAN}), fen=30_000_000)

    assert (
        hint_of(deal, "与院士团队上规模的合作")
        == "优先标记：院士、高层次人才项目；合同“真空压铸工艺技术开发合同”30.00 万元"
    )
    assert hint_of(deal, "高新方向") == ""


def test_the_running_order_gives_groups_and_seats() -> None:
    projects = {
        1: met(1, is_chosen=True, enterprise=Signatory(name="张三", post="总经理")),
        2: met(2, is_chosen=True, place=1),
        3: met(3, is_chosen=True),
    }
    ranked = ranked_deals(replace(CEREMONY, projects=projects), [deal_of(number) for number in (1, 2, 3)], [])

    turns = running_order(ranked, per_group=2)

    assert [(each.group, each.place, each.ranked.deal.number) for each in turns] == [(1, 1, 2), (1, 2, 1), (2, 1, 3)]
    assert [(each.number, each.organisation, each.name) for each in turns[1].seats] == [
        (3, "企业1", "张三"),
        (4, "东海理工大学", ""),
    ]
    paper = order_paper(CEREMONY, turns, as_of=date(2026, 11, 22))
    assert paper.lead == ("日期未定，地点未定；共 3 项，每组 2 项。", "还有 5 个座位没有报签约人。")


def test_a_place_in_the_running_order_is_that_place() -> None:
    projects = {1: met(1, is_chosen=True), 2: met(2, is_chosen=True), 3: met(3, is_chosen=True, place=2)}
    deals = [deal_of(number) for number in (1, 2, 3)]

    def order(**places: int) -> list[int]:
        given = projects | {
            int(name[1:]): replace(projects[int(name[1:])], place=place) for name, place in places.items()
        }
        ranked = ranked_deals(replace(CEREMONY, projects=given), deals, [])
        return [each.ranked.deal.number for each in running_order(ranked, per_group=5)]

    assert order() == [1, 3, 2]
    assert order(d3=3) == [1, 2, 3]
    assert order(d3=9) == [1, 2, 3]
    assert order(d1=2) == [2, 1, 3]
    doubled = ranked_deals(replace(CEREMONY, projects=projects | {1: met(1, is_chosen=True, place=2)}), deals, [])
    assert {place: [each.deal.number for each in several] for place, several in doubled_places(doubled).items()} == {
        2: [1, 3]
    }


def test_what_was_said_of_another_wording_counts_nowhere() -> None:
    ceremony = replace(CEREMONY, projects={1: met(1, "从前的条件", "另一条"), 2: met(2, "高新方向")})

    ranked = ranked_deals(ceremony, [deal_of(1), deal_of(2)], [CRITERIA])

    assert [(each.deal.number, each.n_met) for each in ranked] == [(2, 1), (1, 0)]
    assert [each.criterion for each in ranked[1].stale] == ["从前的条件", "另一条"]


def test_a_settled_list_takes_nobody_by_itself() -> None:
    ceremony = replace(CEREMONY, wanted=2, projects={1: met(1, *_BOTH, is_chosen=True), 2: met(2, *_BOTH)})
    deals = [deal_of(1), deal_of(2, marks=frozenset({Mark.ACADEMICIAN}))]

    chosen = [each.deal.number for each in ranked_deals(ceremony, deals, [CRITERIA]) if each.is_chosen]
    settled = ranked_deals(replace(ceremony, is_settled=True), deals, [CRITERIA])

    assert sorted(chosen) == [1, 2]
    assert [each.deal.number for each in settled if each.is_chosen] == [1]
    held = {**ceremony.projects, 2: replace(ceremony.projects[2], settled=1)}
    kept = ranked_deals(replace(ceremony, is_settled=True, projects=held), deals, [CRITERIA])
    assert [each.ranked.deal.number for each in running_order(kept, per_group=5)] == [2, 1]


_BOTH = ("高新方向", "与院士团队上规模的合作")


def test_the_form_tells_contracts_alone_as_contracts() -> None:
    deals = [deal_of(1, meant=50_000_000), deal_of(2, fen=30_000_000, meant=50_000_000)]
    projects = {each.number: met(each.number, "高新方向", is_chosen=True) for each in deals}
    ranked = ranked_deals(replace(CEREMONY, projects=projects), deals, [CRITERIA])

    form = recommended_form(ranked, unit="涟水县科技局", on=date(2026, 11, 22))

    cells = [[cell.text for cell in row] for row in form.rows[1:3]]
    assert [(row[2], row[5], row[6], row[7], row[8]) for row in cells] == [
        ("项目2", "真空压铸工艺技术开发合同；合作意向书", "高新方向", "合同第三条", "30.00"),
        ("项目1", "合作意向书", "高新方向", "合同第三条", ""),
    ]
    assert paper_of(deals[0]) == "合作意向书，意向 50.00 万元"
    assert paper_of(deals[1]) == "真空压铸工艺技术开发合同，合同 30.00 万元"


def test_what_was_named_stays_until_it_is_declined() -> None:
    named = replace(CEREMONY, projects={1: CeremonyProject(deal=1)})
    stages = (Stage.ON_HOLD, Stage.TALK, Stage.PERFORMANCE, Stage.DECLINED, Stage.TERMINATED)
    deals = [replace(deal_of(1), stage=each, region_code="320826") for each in stages]

    assert [is_considered(CEREMONY, each) for each in deals] == [False, True, False, False, False]
    assert [is_considered(named, each) for each in deals] == [False, True, True, False, False]
    assert not is_considered(named, replace(deals[1], region_code="320100"))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    with Workspace.open(tmp_path / "home") as found:
        yield found


def test_a_bureau_plans_for_its_region(workspace: Workspace) -> None:
    deal = opened(workspace, Stage.INTRODUCED, Stage.TALK)
    opened(workspace, title="未到洽谈")
    made = add_ceremony(workspace, OFFICE, FACTS, at=NOW)

    kept = say_of_deal(workspace, OFFICE, (made.number, 1), CeremonyProject(deal=deal.number, is_chosen=True), at=NOW)

    seen = open_ceremony(workspace, OFFICE, made.number, now=NOW)
    assert [(each.deal.number, each.is_chosen) for each in seen.ranked] == [(deal.number, True)]
    assert (kept.version, ceremonies_of(workspace, OTHER_OFFICE), ceremonies_of(workspace, UNIVERSITY)) == (2, (), ())
    with pytest.raises(StaleRecordError):
        say_of_deal(workspace, OFFICE, (made.number, 1), CeremonyProject(deal=deal.number), at=NOW)
    with pytest.raises(UnknownIdError):
        say_of_deal(workspace, OFFICE, (made.number, 2), CeremonyProject(deal=99), at=NOW)
    with pytest.raises(UnknownIdError):
        open_ceremony(workspace, OTHER_OFFICE, made.number, now=NOW)
    for who in (OTHER_OFFICE, UNIVERSITY):
        with pytest.raises(RefusalError):
            add_ceremony(workspace, who, FACTS, at=NOW)


def test_settling_keeps_the_list_and_its_order(workspace: Workspace) -> None:
    first, second = (opened(workspace, Stage.INTRODUCED, Stage.TALK, title=each) for each in ("先", "后"))
    made = add_ceremony(workspace, OFFICE, FACTS, at=NOW)
    place = (made.number, 1)
    kept = say_of_deal(workspace, OFFICE, place, CeremonyProject(deal=second.number, is_chosen=True), at=NOW)
    kept = settle_ceremony(workspace, OFFICE, (kept.number, kept.version), is_settled=True, at=NOW)
    settled = kept.projects[second.number]
    assert (kept.is_settled, settled.settled, settled.place, first.number in kept.projects) == (True, 1, None, False)

    moved = change_ceremony(workspace, OFFICE, (kept.number, kept.version), replace(FACTS, place="礼堂"), at=NOW)
    assert moved.is_settled
    again = settle_ceremony(workspace, OFFICE, (moved.number, moved.version), is_settled=False, at=NOW)
    assert (again.is_settled, again.projects[second.number].settled) == (False, None)


def test_a_word_on_a_criterion_of_no_notice_is_refused(workspace: Workspace) -> None:
    deal = opened(workspace, Stage.INTRODUCED, Stage.TALK)
    made = add_ceremony(workspace, OFFICE, FACTS, at=NOW)
    with pytest.raises(UsageError, match="没有“高新方向”"):
        say_of_deal(workspace, OFFICE, (made.number, 1), met(deal.number, "高新方向"), at=NOW)
    with pytest.raises(UsageError, match="没有第 99 号通知"):
        add_ceremony(workspace, OFFICE, replace(FACTS, notice=99), at=NOW)
