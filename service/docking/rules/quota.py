"""Quotas: how many of something each unit brings."""

from collections.abc import Callable

from data.records.rules import Check, QuotaTerms, Rule
from service.docking.notices.wording import amount_words
from service.docking.rules.facts import QuotaFacts, UnitCount
from service.docking.rules.finding import LEEWAY_PERCENT, Finding, checked, failed, passed, terms_of, unknown


def check_quota(rule: Rule, facts: QuotaFacts) -> tuple[Check, ...]:
    """Check each unit against a quota.

    Too many fail at once. Too few fail when nothing more is coming, and cannot be told before. A number that the
    notice calls approximate may be missed by a tenth before it is plainly missed; within that a person decides.

    Args:
        rule: a quota rule.
        facts: counts by unit, on a day.

    Returns:
        One check a unit, in the order given.
    """
    terms = terms_of(rule, QuotaTerms)
    return tuple(checked(rule, unit.unit, [_finding(terms, unit, is_over=facts.is_over)]) for unit in facts.units)


def _finding(terms: QuotaTerms, unit: UnitCount, *, is_over: bool) -> Finding:
    asked = amount_words(terms.minimum, terms.maximum, is_approximate=terms.is_approximate)
    if unit.count is None:
        return unknown(f"{terms.item}应为 {asked}，没有统计数", "请统计后再检查", unit.used)
    told = f"{terms.item}现有 {unit.count:,}，应为 {asked}"
    leeway = LEEWAY_PERCENT if terms.is_approximate else 0
    if terms.maximum is not None and unit.count > terms.maximum:
        say = _near(leeway, unit.count - terms.maximum, terms.maximum)
        return say(f"{told}，超出 {unit.count - terms.maximum:,}", f"请减去 {unit.count - terms.maximum:,}", unit.used)
    if terms.minimum is not None and unit.count < terms.minimum:
        lack = terms.minimum - unit.count
        say = _near(leeway, lack, terms.minimum) if is_over else unknown
        return say(f"{told}，还差 {lack:,}{'' if is_over else '，尚未截止'}", f"还须补 {lack:,}", unit.used)
    return passed(told, unit.used)


def _near(leeway: int, off: int, wanted: int) -> Callable[[str, str, tuple[str, ...]], Finding]:
    """Return what a number says that is off by so many: failed, or "cannot tell" within the leeway."""
    return unknown if off * 100 <= leeway * wanted else failed
