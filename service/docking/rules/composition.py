"""Who must be in an alliance: lead, enterprises, universities; both readings of a rule that can be read two ways."""

from typing import Final

from data.records.rules import Check, CompositionTerms, Outcome, Rule
from data.reference.regions import load_regions
from service.docking.notices.wording import PARTY_LABELS
from service.docking.rules.facts import CompositionFacts, Member
from service.docking.rules.finding import Finding, at_least, checked, failed, passed, terms_of, unknown

WITH_LEAD: Final = "企业数含牵头单位"
WITHOUT_LEAD: Final = "企业数不含牵头单位"
_ACADEMIC: Final = frozenset({"university", "institute"})


def check_composition(rule: Rule, facts: CompositionFacts) -> tuple[Check, ...]:
    """Check the members of an alliance.

    Members of unknown kind or region may be what is missing: then it cannot be told.

    Args:
        rule: a composition rule.
        facts: the members, the lead among them.

    Returns:
        One check; two, named by `Check.reading`, where the rule leaves open whether the lead counts.
    """
    terms = terms_of(rule, CompositionTerms)
    if facts.members is None:
        return (checked(rule, facts.subject, [unknown("没有成员名单", "请登记成员")]),)
    if terms.counts_lead is not None or not terms.min_enterprises or terms.lead_kind not in {"", "enterprise"}:
        readings = {"": terms.counts_lead is not False}
    else:
        readings = {WITHOUT_LEAD: False, WITH_LEAD: True}
    return tuple(
        checked(rule, facts.subject, _findings(terms, facts, facts.members, counts_lead=counts), reading=reading)
        for reading, counts in readings.items()
    )


def _findings(
    terms: CompositionTerms, facts: CompositionFacts, members: tuple[Member, ...], *, counts_lead: bool
) -> list[Finding]:
    findings = []
    if terms.lead_kind:
        findings.append(_lead(terms, members))
    if terms.min_enterprises:
        findings.append(_enterprises(terms, members, counts_lead=counts_lead))
    if terms.min_universities:
        findings.append(_universities(terms, members, facts.region_code))
    return findings


def _lead(terms: CompositionTerms, members: tuple[Member, ...]) -> Finding:
    label = PARTY_LABELS.get(terms.lead_kind, terms.lead_kind)
    leads = [each for each in members if each.is_lead]
    used = tuple(each.id for each in leads)
    if not leads:
        return unknown("没有写明牵头单位", f"请写明牵头单位，须为{label}")
    if all(each.kind == terms.lead_kind for each in leads):
        return passed(f"牵头单位{leads[0].name}是{label}", used)
    if any(each.kind not in {"", terms.lead_kind} for each in leads):
        return failed(f"牵头单位{leads[0].name}不是{label}", f"请改由{label}牵头", used)
    return unknown(f"牵头单位{leads[0].name}的类别不清楚", "请登记牵头单位的类别", used)


def _enterprises(terms: CompositionTerms, members: tuple[Member, ...], *, counts_lead: bool) -> Finding:
    sure = [each for each in members if each.kind == "enterprise" and (counts_lead or not each.is_lead)]
    perhaps = [each for each in members if not each.kind and (counts_lead or not each.is_lead)]
    n_sure, n_perhaps = len(sure), len(perhaps)
    if not counts_lead and sure and not any(each.is_lead for each in members):
        # One of them may be the lead, which would not count.
        n_sure, n_perhaps = n_sure - 1, n_perhaps + 1
    outcome = at_least(n_sure, n_perhaps, terms.min_enterprises)
    told = f"企业 {len(sure)} 家，应至少 {terms.min_enterprises} 家"
    more = f"，另有 {len(perhaps)} 个成员类别不清楚" if perhaps and outcome is not Outcome.PASSED else ""
    lack = f"还须增加企业 {max(terms.min_enterprises - len(sure), 1)} 家，或登记不清楚的类别"
    return Finding(outcome, told + more, tuple(each.id for each in sure), "" if outcome is Outcome.PASSED else lack)


def _universities(terms: CompositionTerms, members: tuple[Member, ...], region_code: str) -> Finding:
    sure, perhaps = [], []
    for each in members:
        where = _in_province(each.region_code, region_code) if terms.same_province else True
        if each.kind in _ACADEMIC and where:
            sure.append(each)
        elif where is not False and (not each.kind or each.kind in _ACADEMIC):
            perhaps.append(each)
    outcome = at_least(len(sure), len(perhaps), terms.min_universities)
    label = "本省高校院所" if terms.same_province else "高校院所"
    told = f"{label} {len(sure)} 家，应至少 {terms.min_universities} 家"
    more = f"，另有 {len(perhaps)} 个成员类别或所在省不清楚" if perhaps and outcome is not Outcome.PASSED else ""
    lack = f"还须增加{label} {max(terms.min_universities - len(sure), 1)} 家，或登记不清楚的类别和地区"
    return Finding(outcome, told + more, tuple(each.id for each in sure), "" if outcome is Outcome.PASSED else lack)


def _in_province(code: str, other: str) -> bool | None:
    """Tell whether two regions lie in one province; None where one is unknown."""
    one, two = load_regions().get(code), load_regions().get(other)
    return None if one is None or two is None else one.province == two.province
