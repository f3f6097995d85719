"""The alliance call of 2017 by hand: window, fields, composition, contract, name, activities (CH-01 to CH-16)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from data.records.rules import (
    CompositionTerms,
    DossierTerms,
    DueTerms,
    FieldMapTerms,
    MinCountTerms,
    NameTerms,
    Outcome,
)
from service.docking.beijing import BEIJING
from service.docking.rules.composition import WITH_LEAD, WITHOUT_LEAD, check_composition
from service.docking.rules.dossier import SealCell, check_dossier, seal_matrix
from service.docking.rules.due import check_due
from service.docking.rules.facts import (
    CompositionFacts,
    DossierFacts,
    DueFacts,
    FieldFacts,
    Happening,
    Member,
    MinCountFacts,
    NameFacts,
    NearName,
    Paper,
    RegisteredName,
    Submission,
)
from service.docking.rules.field_map import check_field_map, unanswered
from service.docking.rules.min_count import check_min_count
from service.docking.rules.name import check_name, name_facts
from tests.factories.notices import rule_of

CONGHUA, HANGZHOU = "440117", "330100"
CALL = rule_of(DueTerms(item="申报材料", on=date(2017, 9, 25), at="10:00", copies=2))


@pytest.mark.parametrize(
    ("hour", "minute", "copies", "outcome"),
    [
        (10, 0, 2, Outcome.PASSED),
        (10, 1, 2, Outcome.FAILED),
        (9, 0, 1, Outcome.FAILED),
        (9, 0, None, Outcome.CANNOT_TELL),
    ],
)
def test_the_call_ends_at_ten(hour: int, minute: int, copies: int | None, outcome: Outcome) -> None:
    received = datetime(2017, 9, 25, hour, minute, tzinfo=BEIJING)
    given = Submission(id="S1", received_at=received, copies=copies)

    [check] = check_due(CALL, DueFacts(subject="某公司", submissions=(given,), at=received))

    assert (check.outcome, check.used) == (outcome, ("S1",))


def test_nothing_handed_in_is_late_from_the_minute_on() -> None:
    def outcome(minute: int) -> Outcome:
        at = datetime(2017, 9, 25, 10, minute, tzinfo=BEIJING)
        return check_due(CALL, DueFacts(subject="某公司", submissions=(), at=at))[0].outcome

    assert (outcome(0), outcome(1)) == (Outcome.CANNOT_TELL, Outcome.FAILED)
    [unlisted] = check_due(CALL, DueFacts(subject="某公司", submissions=None, at=datetime(2018, 1, 1, tzinfo=BEIJING)))
    assert unlisted.outcome is Outcome.CANNOT_TELL


def enterprises(n: int) -> tuple[Member, ...]:
    return tuple(Member(id=f"E{each}", name=f"企业{each}", kind="enterprise") for each in range(n))


LEAD = Member(id="L", name="牵头公司", kind="enterprise", is_lead=True)
UNIVERSITY = Member(id="U", name="某大学", kind="university", region_code="440000")
ALLIANCE = rule_of(CompositionTerms(lead_kind="enterprise", min_enterprises=10, min_universities=1, same_province=True))


def composed(*members: Member) -> dict[str, Outcome]:
    facts = CompositionFacts(subject="某联盟", members=members, region_code=CONGHUA)
    return {each.reading: each.outcome for each in check_composition(ALLIANCE, facts)}


def test_ten_enterprises_are_read_both_ways() -> None:
    with_nine = composed(LEAD, UNIVERSITY, *enterprises(9))
    with_ten = composed(LEAD, UNIVERSITY, *enterprises(10))

    assert with_nine == {WITHOUT_LEAD: Outcome.FAILED, WITH_LEAD: Outcome.PASSED}
    assert with_ten == {WITHOUT_LEAD: Outcome.PASSED, WITH_LEAD: Outcome.PASSED}


def test_a_university_of_another_province_does_not_count() -> None:
    elsewhere, somewhere = replace(UNIVERSITY, region_code=HANGZHOU), replace(UNIVERSITY, region_code="")

    assert composed(LEAD, elsewhere, *enterprises(10))[WITH_LEAD] is Outcome.FAILED
    assert composed(LEAD, somewhere, *enterprises(10))[WITH_LEAD] is Outcome.CANNOT_TELL


def test_without_a_lead_one_of_ten_may_be_it() -> None:
    found = composed(UNIVERSITY, *enterprises(10))

    assert found == {WITHOUT_LEAD: Outcome.CANNOT_TELL, WITH_LEAD: Outcome.CANNOT_TELL}


def test_a_university_that_leads_is_no_enterprise() -> None:
    leading = replace(UNIVERSITY, is_lead=True)

    assert set(composed(leading, *enterprises(12)).values()) == {Outcome.FAILED}


def test_a_rule_that_says_so_is_read_one_way() -> None:
    rule = rule_of(CompositionTerms(min_enterprises=10, counts_lead=False))
    facts = CompositionFacts(subject="某联盟", members=(LEAD, *enterprises(9)))

    [check] = check_composition(rule, facts)

    assert (check.reading, check.outcome) == ("", Outcome.FAILED)
    assert check.reason == "企业 9 家，应至少 10 家。"
    assert check.remedy == "还须增加企业 1 家，或登记不清楚的类别。"


FIELDS = rule_of(
    FieldMapTerms(
        item="产业领域", pairs=(("新材料", "新材料"), ("新型农业", ""), ("", "新能源汽车"), ("", "航空与卫星应用"))
    )
)


@pytest.mark.parametrize(
    ("field", "outcome"),
    [
        ("新材料", Outcome.PASSED),
        ("新型农业", Outcome.FAILED),
        ("新能源汽车", Outcome.FAILED),
        ("养蜂", Outcome.FAILED),
        ("", Outcome.CANNOT_TELL),
    ],
)
def test_a_field_without_a_box_is_told(field: str, outcome: Outcome) -> None:
    assert check_field_map(FIELDS, FieldFacts(subject="某联盟", field=field))[0].outcome is outcome


def test_both_lists_tell_what_has_no_answer() -> None:
    terms = FIELDS.terms
    assert isinstance(terms, FieldMapTerms)
    assert unanswered(terms) == (("新型农业",), ("新能源汽车", "航空与卫星应用"))


CONTRACT = rule_of(DossierTerms(item="联盟材料", papers=("联盟契约", "登记表"), sealed_by="all"))


def test_a_contract_is_sealed_by_every_member() -> None:
    form = Paper(name="登记表", is_there=True, id="D2", needs_seal=False)
    contract = Paper(name="联盟契约", is_there=True, id="D1", sealed_by=("甲", "乙"))
    facts = DossierFacts(subject="某联盟", papers=(contract, form), members=("甲", "乙", "丙"))

    [check] = check_dossier(CONTRACT, facts)

    assert (check.outcome, check.remedy) == (Outcome.FAILED, "请补盖：联盟契约（丙）。")
    assert seal_matrix(CONTRACT, facts) == (
        SealCell("联盟契约", "甲", is_there=True),
        SealCell("联盟契约", "乙", is_there=True),
        SealCell("联盟契约", "丙", is_there=False),
    )
    whole = replace(facts, members=("甲", "乙"))
    assert check_dossier(CONTRACT, whole)[0].outcome is Outcome.PASSED
    assert check_dossier(CONTRACT, replace(whole, papers=(contract,)))[0].outcome is Outcome.CANNOT_TELL
    assert check_dossier(CONTRACT, replace(whole, members=None))[0].outcome is Outcome.CANNOT_TELL
    gone = replace(form, is_there=False)
    assert check_dossier(CONTRACT, replace(whole, papers=(contract, gone)))[0].outcome is Outcome.FAILED


NAME = rule_of(NameTerms(pattern="从化区…技术创新联盟", unique_by=(("name",), ("field", "direction"))))
REGISTERED = RegisteredName(id="A1", name="从化区荔枝技术创新联盟", field="新型农业", direction="荔枝保鲜")


def named(name: str, field: str = "新型农业", direction: str = "蜜蜂养殖") -> NameFacts:
    return NameFacts(name=name, field=field, direction=direction, registered=(REGISTERED,), near=())


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (named("从化区蜜蜂技术创新联盟"), Outcome.PASSED),
        (named("从化区技术创新联盟"), Outcome.FAILED),
        (named("蜜蜂技术创新联盟"), Outcome.FAILED),
        (named("从化区 荔枝 技术创新联盟"), Outcome.FAILED),
        (named("从化区果蔬技术创新联盟", direction="荔枝保鲜"), Outcome.FAILED),
        (named("从化区蜜蜂技术创新联盟", direction=""), Outcome.CANNOT_TELL),
        (named(""), Outcome.CANNOT_TELL),
    ],
)
def test_a_name_follows_the_pattern_and_is_nobody_elses(facts: NameFacts, outcome: Outcome) -> None:
    assert check_name(NAME, facts)[0].outcome is outcome


def test_a_name_that_means_the_same_is_for_a_person_to_judge() -> None:
    new = RegisteredName(id="A2", name="从化区水果保鲜技术创新联盟", field="新型农业", direction="水果贮运")
    near = NearName(id="A1", name="从化区荔枝技术创新联盟", similarity=0.91, is_close=True)

    looked = name_facts(new, (REGISTERED, new), nearest=lambda _: (near, replace(near, id="A2")))
    unlooked = name_facts(new, (REGISTERED,))

    assert looked.registered == (REGISTERED,)
    [check] = check_name(NAME, looked)
    assert (check.outcome, check.used) == (Outcome.CANNOT_TELL, ("A1",))
    assert "从化区荔枝技术创新联盟（相近 0.91）" in check.reason
    assert check_name(NAME, unlooked)[0].reason.endswith("只比对了文字，没有比对意思。")
    assert check_name(NAME, name_facts(new, None))[0].outcome is Outcome.CANNOT_TELL


ACTIVITIES = rule_of(MinCountTerms(item="联盟活动", minimum=4))


def happened(*days: date | None, on: date) -> tuple[Outcome, str]:
    happenings = tuple(Happening(id=f"H{number}", on=day) for number, day in enumerate(days))
    facts = MinCountFacts(subject="某联盟", happenings=happenings, as_of=on, year=2018)
    [check] = check_min_count(ACTIVITIES, facts)
    return check.outcome, check.reason


def test_four_activities_a_year_with_a_warning_in_the_last_quarter() -> None:
    three = (date(2018, 1, 5), date(2018, 3, 5), date(2018, 5, 5))

    assert happened(*three, on=date(2018, 9, 30)) == (
        Outcome.CANNOT_TELL,
        "联盟活动2018 年 3 次，应至少 4 次，年内还有 92 天。",
    )
    assert happened(*three, on=date(2018, 10, 1)) == (
        Outcome.CANNOT_TELL,
        "联盟活动2018 年 3 次，应至少 4 次，已到第四季度，请抓紧，年内还有 91 天。",
    )
    assert happened(*three, on=date(2019, 1, 1))[0] is Outcome.FAILED
    assert happened(*three, None, on=date(2019, 1, 1))[0] is Outcome.CANNOT_TELL
    assert happened(*three, date(2018, 6, 1), on=date(2018, 6, 1))[0] is Outcome.PASSED
    assert happened(*three, date(2018, 6, 2), on=date(2018, 6, 1))[0] is Outcome.CANNOT_TELL


def test_the_same_activity_is_counted_once() -> None:
    twice = (Happening(id="H1", on=date(2018, 1, 5)),) * 4
    facts = MinCountFacts(subject="某联盟", happenings=twice, as_of=date(2019, 2, 1), year=2018)

    assert check_min_count(ACTIVITIES, facts)[0].outcome is Outcome.FAILED
