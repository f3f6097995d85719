"""Time limits: done in time, late, or how many days are left."""

from datetime import date, timedelta
from typing import Final

from data.records.rules import Check, Rule, TimeLimitTerms
from service.docking.notices.wording import day_words
from service.docking.rules.facts import Clock, TimeLimitFacts
from service.docking.rules.finding import Finding, checked, failed, passed, terms_of, unknown

_SATURDAY: Final = 5
HOLIDAYS_A_YEAR: Final = 20
"""Weekdays that holidays take in a year, at most: thirteen statutory days, and weekdays moved to make longer rests.
Which days they are is announced year by year, and is not known here."""


def last_day(terms: TimeLimitTerms, started_on: date | None) -> date | None:
    """Return the last day of a time limit; None where its first day or the number of days is not known.

    Of working days it is the one that weekends alone give: holidays make it later, weekends worked instead earlier.
    """
    if terms.days is None or started_on is None:
        return None
    if not terms.in_working_days:
        return started_on + timedelta(days=terms.days)
    day, left = started_on, terms.days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


def sure_days(terms: TimeLimitTerms, started_on: date, end: date) -> tuple[date, date]:
    """Return until when something is surely in time, and after which day surely late; the same but for holidays."""
    if not terms.in_working_days or terms.days is None:
        return end, end
    years = (end - started_on).days // 365 + 1
    return started_on + timedelta(days=terms.days), end + timedelta(days=2 * HOLIDAYS_A_YEAR * years)


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
    if end is None or clock.started_on is None:
        return unknown(f"{terms.item}：没有登记{terms.starts_with}的日期", "请登记日期", used)
    told = f"{terms.item}应于{day_words(end)}前{'（没有扣除节假日）' if terms.in_working_days else ''}"
    if clock.is_done is None:
        return unknown(f"{told}，办没办不清楚", "请登记办理情况", used)
    limits = sure_days(terms, clock.started_on, end)
    if clock.is_done:
        return _done(told, clock, limits)
    if as_of > limits[1]:
        return failed(f"{told}，已超过 {(as_of - end).days} 天", "请尽快办理，并说明逾期的原因", used)
    left = (end - as_of).days
    return unknown(f"{told}，{f'还有 {left} 天' if left >= 0 else '是否逾期要看节假日'}", "请按期办理", used)


def _done(told: str, clock: Clock, limits: tuple[date, date]) -> Finding:
    used = (clock.id,)
    in_time, late_after = limits
    if clock.done_on is None:
        return unknown(f"{told}，已办，日期没有登记", "请登记办成的日期", used)
    done = f"{told}，{day_words(clock.done_on)}办成"
    if clock.done_on <= in_time:
        return passed(done, used)
    if clock.done_on <= late_after:
        return unknown(f"{done}，是否逾期要看节假日", "请扣除节假日后核对", used)
    return failed(f"{done}，迟 {(clock.done_on - late_after).days} 天", "请说明逾期的原因", used)
