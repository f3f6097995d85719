"""What is done with needs: triage kept by fingerprint, plans traced, dispatches moved, checklists told."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import RefusalError, StaleRecordError, UnknownIdError, UsageError
from data.records.census import (
    CommonProblem,
    CountyUnit,
    Dispatch,
    DispatchState,
    Mechanism,
    MechanismState,
    PlanProject,
    Progress,
)
from data.records.enums import Triage
from data.records.ids import NeedId
from data.records.notices import Quote
from data.records.rules import CensusTerms, QuotaTerms, Rule, RuleState
from data.storage.workspace import Workspace
from matcher.scoring import table_ranker
from service.docking.answering import Desk
from service.docking.census.board import board_of
from service.docking.census.campaigns import campaign_of_rule, change_campaign, checked
from service.docking.census.condensing import condense, suggest_groups
from service.docking.census.counties import change_unit, enter_unit
from service.docking.census.dispatching import (
    ALLOWED,
    DispatchList,
    answer,
    belongs,
    proposals_of,
    send,
    sheet_of,
)
from service.docking.census.mechanisms import CountyChecklist, set_mechanism
from service.docking.census.names import county_within, name_key
from service.docking.census.planning import trace
from service.docking.census.triage import examine_needs, triage_of
from service.docking.fits import FILE_NAME
from service.docking.language import open_language
from service.docking.searching import ACHIEVEMENTS, NEEDS, build_index
from tests.factories.census import HUAIAN, LIANSHUI, XUYI, make_campaign, make_terms
from tests.service.conftest import choice_of, settings_of
from tests.service.docking.census.conftest import AT, CITY, COUNTY

DAY = date(2026, 7, 15)


def examined(workspace: Workspace) -> tuple[int, int]:
    return examine_needs(workspace, CITY, 1, segmenter="jieba", as_of=DAY, at=AT)


def test_triage_is_kept_until_the_need_changes(workspace: Workspace) -> None:
    first, again = examined(workspace), examined(workspace)
    with workspace.writing(at=AT) as stores:
        stores.needs.change(NeedId("N1"), {"content": "希望改进。"}, expected_version=1)

    board = board_of(workspace, CITY, 1, as_of=DAY)

    assert (first, again, examined(workspace)) == ((3, 0), (0, 0), (1, 0))
    assert (board.said(None), board.said(Triage.TOO_VAGUE, XUYI)) == (1, 1)


def test_triage_lists_the_vaguest_first_with_what_to_ask(workspace: Workspace) -> None:
    examined(workspace)

    found = triage_of(workspace, CITY, 1, as_of=DAY)

    assert (found[0].arrival.need_id, found[0].verdict) == ("N3", Triage.TOO_VAGUE)
    assert found[0].said is not None
    assert len(found[0].said.questions) >= 1


def project(money: int | None, *, problems: tuple[int, ...] = (), needs: tuple[str, ...] = ()) -> PlanProject:
    return PlanProject(region_code=HUAIAN, year=2026, name="项目", money_yuan=money, problems=problems, need_ids=needs)


def problem(number: int, *, is_withdrawn: bool = False) -> CommonProblem:
    return CommonProblem(
        region_code=HUAIAN,
        title="气孔",
        statement="难检",
        need_ids=("N1", "N2"),
        is_withdrawn=is_withdrawn,
        number=number,
    )


def test_the_share_of_a_plan_counts_known_money_alone() -> None:
    projects = [
        project(3_000_000, problems=(1,), needs=("N1",)),
        project(1_000_000, problems=(2,)),  # withdrawn: backs nothing
        project(None, needs=("N3",)),
    ]

    traced = trace(2026, projects, [problem(1), problem(2, is_withdrawn=True)])

    assert (traced.money_yuan, traced.backed_yuan, traced.share, traced.n_unknown) == (4_000_000, 3_000_000, 0.75, 1)
    assert [each.n_sources for each in traced.projects] == [2, 0, 1]
    assert trace(2025, projects, []).share is None


def keep_fits(workspace: Workspace) -> None:
    content = {"edition": 1, "as_of": "2026-07-14", "of_needs": {"N1": ["A2", "A1"], "N2": [], "N3": ["A9"]}}
    (workspace.folder / FILE_NAME).write_text(json.dumps(content), encoding="utf-8")


def test_proposals_are_universities_of_fitting_results_not_yet_sent_to(workspace: Workspace) -> None:
    keep_fits(workspace)
    before = proposals_of(workspace, CITY)
    send(workspace, CITY, "N1", "丙研究所", achievement_ids=["A2", "A1"], today=DAY, at=AT)

    after = proposals_of(workspace, CITY)

    assert [(each.need_id, [one.university for one in each.proposals]) for each in before.needs] == [
        ("N1", ["丙研究所", "乙大学"])
    ]
    assert [[one.university for one in each.proposals] for each in after.needs] == [["乙大学"]]
    due, [(need, offers)] = sheet_of(workspace, CITY, "丙研究所")
    assert (due, need.id, [each.id for each in offers]) == (DAY + timedelta(days=15), "N1", ["A2"])


def test_nothing_is_proposed_before_everything_was_matched(workspace: Workspace) -> None:
    found = proposals_of(workspace, CITY)

    assert (found.as_of, found.needs) == (None, ())


def test_a_need_is_sent_to_a_university_once(workspace: Workspace) -> None:
    send(workspace, CITY, "N1", "乙大学", today=DAY, at=AT)

    with pytest.raises(RefusalError, match="已经转送过"):
        send(workspace, CITY, "N1", "乙大学", today=DAY, at=AT)
    with pytest.raises(UsageError):
        send(workspace, CITY, "N2", "乙大学", due_on=DAY - timedelta(days=1), today=DAY, at=AT)
    with pytest.raises(UnknownIdError):
        send(workspace, COUNTY, "N2", "乙大学", today=DAY, at=AT)


def moved(workspace: Workspace, sent: Dispatch, after: DispatchState, *, note: str = "来电答复") -> Dispatch:
    return answer(workspace, CITY, sent.number, after, note=note, expected_version=sent.version, today=DAY, at=AT)


def test_an_answer_says_how_it_is_known_and_a_second_official_is_told(workspace: Workspace) -> None:
    sent = send(workspace, CITY, "N1", "乙大学", today=DAY, at=AT)

    with pytest.raises(UsageError):
        moved(workspace, sent, DispatchState.TAKEN_UP, note=" ")
    taken = moved(workspace, sent, DispatchState.TAKEN_UP)
    with pytest.raises(StaleRecordError):
        moved(workspace, sent, DispatchState.DECLINED)

    assert (taken.state, taken.answered_on, taken.note) == (DispatchState.TAKEN_UP, DAY, "来电答复")
    with pytest.raises(RefusalError, match="现在不能这样办理"):
        moved(workspace, taken, DispatchState.WITHDRAWN)


@given(path=st.lists(st.sampled_from(DispatchState), max_size=6))
def test_every_way_through_the_table_keeps_answers_and_lists_apart(path: list[DispatchState]) -> None:
    state = DispatchState.SENT
    for after in path:
        state = after if after in ALLOWED[state] else state
    shown = Dispatch(
        need_id="N1",
        need_region_code=LIANSHUI,
        university="乙大学",
        achievement_ids=(),
        sent_on=DAY,
        due_on=DAY,
        state=state,
    )
    parts = (DispatchList.WAITING, DispatchList.TAKEN_UP, DispatchList.DECLINED, DispatchList.WITHDRAWN)

    assert sum(belongs(shown, each, today=DAY) for each in parts) == 1
    assert belongs(shown, DispatchList.OVERDUE, today=DAY + timedelta(days=1)) is (state is DispatchState.SENT)


def test_a_checklist_without_lines_cannot_tell() -> None:
    def states(*progress: Progress) -> dict[Mechanism, MechanismState]:
        lasting = (Mechanism.PLATFORM, Mechanism.ADVISER, Mechanism.PLAN_MONEY, Mechanism.DUTY)
        return {
            item: MechanismState(region_code=XUYI, item=item, progress=each)
            for item, each in zip(lasting, progress, strict=False)
        }

    missing = Progress.MISSING
    told = [
        CountyChecklist(XUYI, "盱眙县", states(*each)).has_lasting
        for each in ((), (missing,), (missing, Progress.IN_PLACE), (missing,) * 4)
    ]

    assert told == [None, None, True, False]


def test_a_mechanism_is_stated_once_and_then_changed(workspace: Workspace) -> None:
    state = MechanismState(region_code=LIANSHUI, item=Mechanism.CENTRE, progress=Progress.UNDER_WAY)
    first = set_mechanism(workspace, COUNTY, state, expected_version=0, at=AT)
    with pytest.raises(StaleRecordError):
        set_mechanism(workspace, COUNTY, state, expected_version=0, at=AT)

    assert first.version == 1


def test_a_masked_contact_that_comes_back_stays_as_it_was(workspace: Workspace) -> None:
    unit = CountyUnit(campaign=1, region_code=LIANSHUI, unit="县科技局", contact="13900001234")
    kept = enter_unit(workspace, COUNTY, unit, at=AT)
    back = CountyUnit(campaign=1, region_code=LIANSHUI, unit="县科学技术局", contact="139********", number=kept.number)

    changed = change_unit(workspace, COUNTY, back, expected_version=1, at=AT)

    assert (changed.unit, changed.contact) == ("县科学技术局", "13900001234")


def rule_of(terms: CensusTerms | QuotaTerms) -> Rule:
    return Rule(
        number=3,
        version=2,
        notice_id=None,
        terms=terms,
        quote=Quote("每家至少报1项。", 10, 18),
        clause="三/1",
        state=RuleState.CONFIRMED,
    )


def test_a_campaign_takes_its_terms_from_a_confirmed_rule() -> None:
    campaign = campaign_of_rule(rule_of(make_terms()), name="普查", region_code=HUAIAN)

    assert (campaign.rule.number, campaign.rule.version, campaign.rule.quote.text) == (3, 2, "每家至少报1项。")
    assert campaign.rule == rule_of(make_terms())
    with pytest.raises(RefusalError):
        campaign_of_rule(rule_of(QuotaTerms(unit="", item="项目")), name="普查", region_code=HUAIAN)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "},
        {"terms": make_terms(min_needs=0)},
        {"terms": make_terms(min_needs=3, max_needs=2)},
        {"starts_on": date(2026, 7, 2), "ends_on": date(2026, 7, 1)},
        {"counties": ("110101",)},
    ],
)
def test_a_campaign_that_cannot_be_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        checked(make_campaign(**changes))


def test_changed_terms_change_who_is_missing(workspace: Workspace) -> None:
    changed = make_campaign(terms=make_terms(min_needs=2))

    kept = change_campaign(workspace, CITY, changed, expected_version=1, at=AT)

    assert (kept.version, board_of(workspace, CITY, 1, as_of=DAY).census.total.share) == (2, 0.0)
    with pytest.raises(UnknownIdError):
        change_campaign(workspace, COUNTY, changed, expected_version=2, at=AT)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("涟水县", LIANSHUI),
        ("江苏省淮安市盱眙县", XUYI),
        ("", ""),
        ("开发区", ""),
        ("南京市玄武区", None),
    ],
)
def test_a_county_is_read_inside_its_city(text: str, code: str | None) -> None:
    assert county_within(text, HUAIAN) == code


def test_a_county_of_many_cities_is_the_one_inside() -> None:
    # 鼓楼区 is a district of 南京, 徐州, 福州 and 开封.
    assert county_within("鼓楼区", "320100") == "320106"


def test_names_differ_in_more_than_marks() -> None:
    assert name_key("甲（淮安）科技 有限公司") == name_key("甲(淮安)科技有限公司") != name_key("甲科技有限公司")


def test_groups_are_suggested_of_needs_not_condensed_yet(workspace: Workspace, tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    choice = choice_of(settings)
    for side in (NEEDS, ACHIEVEMENTS):
        build_index(workspace, side, open_language(choice))
    desk = Desk(workspace, choice, table_ranker())

    before = suggest_groups(desk, CITY)
    condense(workspace, CITY, problem(0), at=AT)

    assert [sorted(need.id for need in each.needs) for each in before] == [["N1", "N2"]]
    assert suggest_groups(desk, CITY) == []
