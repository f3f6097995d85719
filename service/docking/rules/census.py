"""Need census: who must report, who has, who is missing, of whom it cannot be told."""

from dataclasses import dataclass
from datetime import date

from data.records.rules import CensusTerms, Check, Rule
from service.docking.notices.wording import day_words
from service.docking.rules.facts import CensusEnterprise, CensusFacts
from service.docking.rules.finding import Finding, checked, failed, listed, passed, terms_of, unknown


@dataclass(frozen=True, slots=True)
class CensusRolls:
    """The enterprises of a census by what is asked of them; each stands in one roll.

    Attributes:
        reported: must report, and has as many needs as asked.
        missing: must report, and has fewer.
        uncounted: must report, but nobody counted its needs.
        unclear: it is not known whether it must report; those that reported enough anyway stand in `free`.
        free: need not report.
    """

    reported: tuple[CensusEnterprise, ...]
    missing: tuple[CensusEnterprise, ...]
    uncounted: tuple[CensusEnterprise, ...]
    unclear: tuple[CensusEnterprise, ...]
    free: tuple[CensusEnterprise, ...]


def must_report(terms: CensusTerms, enterprise: CensusEnterprise) -> bool | None:
    """Tell whether an enterprise must report; None where what is known of it does not tell."""
    if terms.min_revenue_yuan is None and not terms.or_tech_enterprise:
        return True
    grounds: list[bool | None] = []
    if terms.min_revenue_yuan is not None:
        revenue = enterprise.revenue_yuan
        grounds.append(None if revenue is None else revenue >= terms.min_revenue_yuan)
    if terms.or_tech_enterprise:
        grounds.append(enterprise.is_tech)
    if True in grounds:
        return True
    return None if None in grounds else False


def census_rolls(rule: Rule, facts: CensusFacts) -> CensusRolls:
    """Return the enterprises of a census in their rolls, each in the order given; all empty without a list."""
    terms = terms_of(rule, CensusTerms)
    rolls: dict[str, list[CensusEnterprise]] = {name: [] for name in CensusRolls.__dataclass_fields__}
    for each in facts.enterprises or ():
        rolls[_roll(terms, each)].append(each)
    return CensusRolls(**{name: tuple(roll) for name, roll in rolls.items()})


def check_census(rule: Rule, facts: CensusFacts) -> tuple[Check, ...]:
    """Check that every enterprise that must report has reported enough needs.

    Until the day it is due (inclusive) what is missing is "cannot tell", afterwards it fails; so does a rule without
    a day.

    Args:
        rule: a census rule.
        facts: the enterprises of one county or any other part, on a day.

    Returns:
        One check of the whole part.
    """
    terms = terms_of(rule, CensusTerms)
    if facts.enterprises is None:
        return (checked(rule, facts.subject, [unknown("没有企业名单", "请导入企业名单")]),)
    rolls = census_rolls(rule, facts)
    n_must = len(rolls.reported) + len(rolls.missing) + len(rolls.uncounted)
    findings = [
        passed(f"应报 {n_must} 家，已报 {len(rolls.reported)} 家", (each.id for each in rolls.reported)),
        *_missing(terms, rolls, facts.as_of),
    ]
    if rolls.uncounted:
        names = listed(each.name for each in rolls.uncounted)
        reason = f"{len(rolls.uncounted)} 家报了几个没有数"
        findings.append(unknown(reason, f"请核对需求个数：{names}", (each.id for each in rolls.uncounted)))
    if rolls.unclear:
        names = listed(each.name for each in rolls.unclear)
        reason = f"{len(rolls.unclear)} 家是否应报不清楚"
        findings.append(
            unknown(reason, f"请补充销售收入、是否科技型企业：{names}", (each.id for each in rolls.unclear))
        )
    return (checked(rule, facts.subject, findings),)


def _missing(terms: CensusTerms, rolls: CensusRolls, as_of: date) -> list[Finding]:
    if not rolls.missing:
        return []
    names = listed(each.name for each in rolls.missing)
    remedy = f"请催报，每家至少 {terms.min_needs} 个：{names}"
    used = tuple(each.id for each in rolls.missing)
    if terms.due_on is None or as_of > terms.due_on:
        late = (
            "" if terms.due_on is None else f"，已过 {day_words(terms.due_on)}的期限 {(as_of - terms.due_on).days} 天"
        )
        return [failed(f"还缺 {len(rolls.missing)} 家{late}", remedy, used)]
    left = (terms.due_on - as_of).days
    return [unknown(f"还缺 {len(rolls.missing)} 家，距 {day_words(terms.due_on)}还有 {left} 天", remedy, used)]


def _roll(terms: CensusTerms, enterprise: CensusEnterprise) -> str:
    duty, n_needs = must_report(terms, enterprise), enterprise.n_needs
    has_enough = n_needs is not None and n_needs >= terms.min_needs
    if duty is False or (duty is None and has_enough):
        return "free"
    if duty is None:
        return "unclear"
    if n_needs is None:
        return "uncounted"
    return "reported" if has_enough else "missing"
