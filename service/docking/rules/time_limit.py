"""Time limits: done in time, late, or how many days are left."""

from datetime import date, timedelta

from data.records.rules import Check, Rule, TimeLimitTerms
from service.docking.notices.wording import day_words
from service.docking.rules.facts import Clock, TimeLimitFacts
from service.docking.rules.finding import Finding, checked, failed, passed, terms_of, unknown


def last_day(terms: TimeLimitTerms, started_on: date | None) -> date | None:
    """Return the last day of a time limit; None where its first day or the number of days is not known."""
    return None if terms.days is None or started_on is None else started_on + timedelta(days=terms.days)


def check_time_limit(rule: Rule, facts: TimeLimitFacts) -> tuple[Check, ...]:
    """Check each clock: done in time passes, late fails, one that still runs cannot be told and says the days left.

    Args:
        rule: a rule of time limits.
        facts: the clocks, on a day.

    Returns:
        One check a clock, in the order given.
    """
    terms = terms_of(rule, TimeLimitTerms)
    return tuple(checked(rule, each.name, [_finding(terms, each, facts.as_of)]) for each in facts.clocks)


def _finding(terms: TimeLimitTerms, clock: Clock, as_of: date) -> Finding:
    used = (clock.id,)
    end = last_day(terms, clock.started_on)
    if terms.days is None:
        return unknown(f"{terms.item}：通知没有写明天数", "请由主管部门明确天数", used)
    if end is None:
        return unknown(f"{terms.item}：没有登记{terms.starts_with}的日期", "请登记日期", used)
    told = f"{terms.item}应于{day_words(end)}前"
    if clock.is_done is None:
        return unknown(f"{told}，办没办不清楚", "请登记办理情况", used)
    if clock.is_done:
        return _done(told, clock, end)
    if as_of > end:
        return failed(f"{told}，已超过 {(as_of - end).days} 天", "请尽快办理，并说明逾期的原因", used)
    return unknown(f"{told}，还有 {(end - as_of).days} 天", "请按期办理", used)


def _done(told: str, clock: Clock, end: date) -> Finding:
    if clock.done_on is None:
        return unknown(f"{told}，已办，日期没有登记", "请登记办成的日期", (clock.id,))
    if clock.done_on > end:
        late = (clock.done_on - end).days
        return failed(f"{told}，{day_words(clock.done_on)}办成，迟 {late} 天", "请说明逾期的原因", (clock.id,))
    return passed(f"{told}，{day_words(clock.done_on)}办成", (clock.id,))
