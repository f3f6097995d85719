"""The fair plan of 2010 by hand: census, monthly reports, themes a county, ceremony, deepening (HA-03 to HA-15)."""

from datetime import date, datetime

from data.records.rules import (
    CensusTerms,
    Check,
    CriteriaTerms,
    DueTerms,
    LadderTerms,
    Outcome,
    QuotaTerms,
)
from service.docking.beijing import BEIJING
from service.docking.rules.census import census_rolls, check_census
from service.docking.rules.criteria import check_criteria
from service.docking.rules.due import check_due, due_days
from service.docking.rules.facts import (
    CensusEnterprise,
    CensusFacts,
    Cooperation,
    CriteriaFacts,
    DueFacts,
    Judged,
    LadderFacts,
    QuotaFacts,
    Submission,
    UnitCount,
)
from service.docking.rules.ladder import check_ladder
from service.docking.rules.quota import check_quota
from tests.factories.notices import rule_of

CENSUS = rule_of(
    CensusTerms(
        min_revenue_yuan=20_000_000, or_tech_enterprise=True, min_needs=1, max_needs=2, due_on=date(2010, 7, 20)
    )
)
REPORTED = CensusEnterprise(id="P1", name="甲厂", revenue_yuan=20_000_000, is_tech=False, n_needs=1)
MISSING = CensusEnterprise(id="P2", name="乙厂", revenue_yuan=50_000_000, is_tech=None, n_needs=0)
SMALL = CensusEnterprise(id="P3", name="丙厂", revenue_yuan=19_999_999, is_tech=False, n_needs=0)
SMALL_TECH = CensusEnterprise(id="P4", name="丁厂", revenue_yuan=None, is_tech=True, n_needs=3)
UNCLEAR = CensusEnterprise(id="P5", name="戊厂", revenue_yuan=1_000_000, is_tech=None, n_needs=0)


def census(*enterprises: CensusEnterprise, on: date = date(2010, 7, 21)) -> Check:
    [check] = check_census(CENSUS, CensusFacts(subject="某县", enterprises=enterprises, as_of=on))
    return check


def test_the_census_names_who_is_missing() -> None:
    rolls = census_rolls(
        CENSUS,
        CensusFacts(
            subject="某县", enterprises=(REPORTED, MISSING, SMALL, SMALL_TECH, UNCLEAR), as_of=date(2010, 7, 1)
        ),
    )

    assert (rolls.reported, rolls.missing, rolls.uncounted) == ((REPORTED, SMALL_TECH), (MISSING,), ())
    assert (rolls.unclear, rolls.free) == ((UNCLEAR,), (SMALL,))


def test_what_is_missing_fails_the_day_after_it_is_due() -> None:
    before, after = census(REPORTED, MISSING, on=date(2010, 7, 20)), census(REPORTED, MISSING)

    assert (before.outcome, after.outcome) == (Outcome.CANNOT_TELL, Outcome.FAILED)
    assert before.reason == "应报 2 家，已报 1 家；还缺 1 家，距 2010年7月20日还有 0 天。"
    assert after.reason == "应报 2 家，已报 1 家；还缺 1 家，已过 2010年7月20日的期限 1 天。"
    assert (after.used, after.remedy) == (("P1", "P2"), "请催报，每家至少 1 个：乙厂。")


def test_an_enterprise_that_may_have_to_report_makes_it_unclear() -> None:
    assert census(REPORTED, SMALL_TECH, SMALL).outcome is Outcome.PASSED
    assert census(REPORTED, UNCLEAR).outcome is Outcome.CANNOT_TELL


def test_a_county_without_a_list_cannot_tell() -> None:
    [check] = check_census(CENSUS, CensusFacts(subject="某县", enterprises=None, as_of=date(2010, 8, 1)))

    assert (check.outcome, check.remedy) == (Outcome.CANNOT_TELL, "请导入企业名单。")


MONTHLY = rule_of(DueTerms(item="附表5", monthly_day=20, first_month="2010-07", last_month="2010-09"))


def test_monthly_reports_are_checked_month_by_month() -> None:
    given = (
        Submission(id="S7", received_at=datetime(2010, 7, 20, 23, 59, tzinfo=BEIJING)),
        Submission(id="S8", received_at=datetime(2010, 8, 21, 0, 0, tzinfo=BEIJING)),
    )
    at = datetime(2010, 9, 1, 8, tzinfo=BEIJING)

    checks = check_due(MONTHLY, DueFacts(subject="某县", submissions=given, at=at))

    assert [each.outcome for each in checks] == [Outcome.PASSED, Outcome.FAILED, Outcome.CANNOT_TELL]
    assert checks[2].reason == "附表5应于2010年9月20日前报送，还有 19 天，尚未收到。"
    assert due_days(MONTHLY, since=date(2010, 1, 1), until=date(2011, 1, 1)) == tuple(
        date(2010, month, 20) for month in (7, 8, 9)
    )


def test_each_county_plans_one_or_two_themes() -> None:
    rule = rule_of(QuotaTerms(unit="每个县区", item="专题活动", minimum=1, maximum=2))
    counts = (UnitCount(unit="甲县", count=0), UnitCount(unit="乙县", count=2), UnitCount(unit="丙县", count=3))

    checks = check_quota(rule, QuotaFacts(units=counts, as_of=date(2010, 7, 21)))

    assert [(each.subject, each.outcome) for each in checks] == [
        ("甲县", Outcome.FAILED),
        ("乙县", Outcome.PASSED),
        ("丙县", Outcome.FAILED),
    ]
    assert [each.remedy for each in checks] == ["还须补 1。", "", "请减去 1。"]


def test_about_forty_projects_are_about_forty() -> None:
    rule = rule_of(QuotaTerms(unit="", item="签约项目", minimum=40, maximum=40, is_approximate=True))

    def outcome(count: int, *, is_over: bool = True) -> Outcome:
        units = (UnitCount(unit="全市", count=count),)
        return check_quota(rule, QuotaFacts(units=units, as_of=date(2010, 9, 10), is_over=is_over))[0].outcome

    # A tenth of forty is four.
    found = {count: outcome(count) for count in (35, 36, 40, 44, 45)}
    assert found == {
        35: Outcome.FAILED,
        36: Outcome.CANNOT_TELL,
        40: Outcome.PASSED,
        44: Outcome.CANNOT_TELL,
        45: Outcome.FAILED,
    }
    assert outcome(3, is_over=False) is Outcome.CANNOT_TELL


def test_a_project_for_the_ceremony_needs_one_criterion_with_proof() -> None:
    terms = CriteriaTerms(item="签约项目", criteria=("高新技术方向", "实质性合作", "研发机构"))

    def outcome(*judged: Judged) -> Outcome:
        return check_criteria(rule_of(terms), CriteriaFacts(subject="某项目", judged=judged))[0].outcome

    refused = tuple(Judged(criterion=each, is_met=False) for each in terms.criteria)
    assert outcome(Judged(criterion="研发机构", is_met=True, evidence=("D1",))) is Outcome.PASSED
    assert outcome(Judged(criterion="研发机构", is_met=True)) is Outcome.CANNOT_TELL
    assert outcome() is Outcome.CANNOT_TELL
    assert outcome(*refused) is Outcome.FAILED
    assert outcome(*refused[:2]) is Outcome.CANNOT_TELL


def test_cooperation_deepens_along_its_ladder() -> None:
    rule = rule_of(
        LadderTerms(steps=(("临时合作", "长期合作"), ("单项技术合作", "共建研发机构"), ("共建研发机构", "战略联盟")))
    )
    forms = (
        ("临时合作", "长期合作"),
        ("单项技术合作", "战略联盟"),
        ("单项技术合作", "单项技术合作"),
        ("战略联盟", "战略联盟"),
        ("临时合作", ""),
        ("喝茶", "长期合作"),
    )
    given = tuple(
        Cooperation(id=f"C{number}", name=f"合作{number}", before=before, after=after)
        for number, (before, after) in enumerate(forms)
    )

    checks = check_ladder(rule, LadderFacts(cooperations=given))

    assert [each.outcome for each in checks] == [
        Outcome.PASSED,
        Outcome.PASSED,
        Outcome.FAILED,
        Outcome.PASSED,
        Outcome.CANNOT_TELL,
        Outcome.CANNOT_TELL,
    ]
    assert checks[2].remedy == "须深化为共建研发机构、战略联盟。"
