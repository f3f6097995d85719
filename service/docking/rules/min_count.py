"""How often something must happen, by year or in all; the same happening is counted once."""

from datetime import date
from typing import Final

from data.records.rules import Check, MinCountTerms, Outcome, Rule
from service.docking.rules.facts import MinCountFacts
from service.docking.rules.finding import Finding, at_least, checked, terms_of, unknown

_FOURTH_QUARTER: Final = 10
"""Its first month."""


def check_min_count(rule: Rule, facts: MinCountFacts) -> tuple[Check, ...]:
    """Check that something happened often enough.

    While the year runs what is missing is "cannot tell", with a warning from October on; after its end it fails.
    A rule that counts in all has no end: what is missing there is "cannot tell". Happenings without a day may be of
    the year, or not.

    Args:
        rule: a rule of least numbers.
        facts: what happened, on a day.

    Returns:
        One check.
    """
    terms = terms_of(rule, MinCountTerms)
    if facts.happenings is None:
        return (checked(rule, facts.subject, [unknown(f"没有“{terms.item}”的记录", "请登记")]),)
    known = {each.id: each.on for each in facts.happenings}
    past = {number: on for number, on in known.items() if on is None or on <= facts.as_of}
    sure = [each for each, on in past.items() if not terms.per_year or (on is not None and on.year == facts.year)]
    perhaps = [each for each, on in past.items() if terms.per_year and on is None]
    return (checked(rule, facts.subject, [_finding(terms, facts, sure, perhaps)]),)


def _finding(terms: MinCountTerms, facts: MinCountFacts, sure: list[str], perhaps: list[str]) -> Finding:
    outcome = at_least(len(sure), len(perhaps), terms.minimum)
    when = f"{facts.year} 年" if terms.per_year else "累计"
    told = f"{terms.item}{when} {len(sure):,} 次，应至少 {terms.minimum:,} 次"
    if outcome is Outcome.PASSED:
        return Finding(outcome, told, tuple(sure))
    lack = max(terms.minimum - len(sure), 1)
    if perhaps:
        told += f"，另有 {len(perhaps)} 次没有写日期"
    is_open = not terms.per_year or facts.as_of <= date(facts.year, 12, 31)
    if outcome is Outcome.FAILED and is_open:
        outcome = Outcome.CANNOT_TELL
        told += _left(terms, facts)
    return Finding(outcome, told, tuple(sure), f"还须 {lack:,} 次" + ("，或补全日期" if perhaps else ""))


def _left(terms: MinCountTerms, facts: MinCountFacts) -> str:
    if not terms.per_year:
        return "，没有写明到何时为止"
    left = (date(facts.year, 12, 31) - facts.as_of).days
    is_late = (facts.as_of.year, facts.as_of.month) >= (facts.year, _FOURTH_QUARTER)
    return f"，{'已到第四季度，请抓紧，' if is_late else ''}年内还有 {left} 天"
