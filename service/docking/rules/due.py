"""Deadlines: handed in by the day or the minute, once or month by month, in as many copies, the way it must go."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final

from data.records.rules import Check, DueTerms, Outcome, Rule
from service.docking.beijing import BEIJING, beijing_day, in_beijing
from service.docking.notices.wording import day_words
from service.docking.rules.facts import DueFacts, Submission
from service.docking.rules.finding import Finding, checked, failed, passed, terms_of, unknown

_BEST: Final = (Outcome.PASSED, Outcome.CANNOT_TELL, Outcome.FAILED)


def deadline_of(terms: DueTerms, day: date) -> datetime:
    """Return the last moment of a day that something is due on: the minute that is named, or the end of the day."""
    if terms.at:
        return datetime.combine(day, time.fromisoformat(terms.at), BEIJING)
    return datetime.combine(day, time.max, BEIJING)


def due_days(rule: Rule, *, since: date, until: date) -> tuple[date, ...]:
    """Return the days of a span on which something is due: one, or one a month as far as the rule tells its months.

    A month that is shorter than the day named has its last day. Months outside of the time in which the rule applies
    are left out.
    """
    terms = terms_of(rule, DueTerms)
    if terms.on is not None:
        return (terms.on,) if since <= terms.on <= until else ()
    return tuple(day for day in _months(rule, terms, since, until) if since <= day <= until)


def check_due(rule: Rule, facts: DueFacts) -> tuple[Check, ...]:
    """Check that something was handed in, each time it was due up to now, and the next time.

    Nothing handed in before the time is up is "cannot tell", afterwards it fails. Of several that were handed in the
    best counts. One whose moment nobody wrote down cannot be told.

    Args:
        rule: a deadline rule.
        facts: what one unit handed in, at a moment.

    Returns:
        One check a deadline, in order; of monthly ones without a first month only this month's.
    """
    terms = terms_of(rule, DueTerms)
    days = (terms.on,) if terms.on is not None else _days_to_check(rule, terms, facts.at)
    return tuple(checked(rule, facts.subject, [_finding(terms, day, facts)]) for day in days) or (
        checked(rule, facts.subject, [unknown("规则没有写明到哪一天", "请补全规则的截止日期")]),
    )


def _days_to_check(rule: Rule, terms: DueTerms, at: datetime) -> tuple[date, ...]:
    """Return the monthly days up to now, and the next one."""
    today = beijing_day(at)
    if not terms.first_month and rule.applies_from is None:
        return tuple(day for day in [_day_in(today.year, today.month, terms.monthly_day or 1)] if _may(terms, day))
    found: list[date] = []
    for day in _months(rule, terms, today, date.max):
        found.append(day)
        if day >= today:
            break
    return tuple(found)


def _may(terms: DueTerms, day: date) -> bool:
    return not terms.last_month or f"{day:%Y-%m}" <= terms.last_month


def _months(rule: Rule, terms: DueTerms, since: date, until: date) -> Iterator[date]:
    """Yield the day of each month from the first that the rule tells, or else from that of a day on."""
    first = date.fromisoformat(f"{terms.first_month}-01") if terms.first_month else rule.applies_from or since
    year, month = first.year, first.month
    while (year, month) <= (until.year, until.month):
        day = _day_in(year, month, terms.monthly_day or 1)
        if not _may(terms, day):
            return
        if _has_begun(rule, day) and (rule.applies_to is None or day <= rule.applies_to):
            yield day
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _has_begun(rule: Rule, day: date) -> bool:
    """Tell whether something can be due; by a notice first after its own day, on which nobody has read it yet."""
    if rule.applies_from is None:
        return True
    return day > rule.applies_from or (rule.notice_id is None and day == rule.applies_from)


def _day_in(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _finding(terms: DueTerms, day: date, facts: DueFacts) -> Finding:
    deadline = deadline_of(terms, day)
    when = f"{day_words(day)}{f' {terms.at} ' if terms.at else ''}前"
    if facts.submissions is None:
        return unknown(f"{terms.item}应于{when}报送，没有收件记录", "请登记收件情况")
    given = [each for each in facts.submissions if terms.on is not None or _month_of(each) == f"{day:%Y-%m}"]
    if given:
        found = [_of_submission(terms, each, deadline, when) for each in given]
        return min(found, key=lambda each: _BEST.index(each.outcome))
    left = (day - beijing_day(facts.at)).days
    if facts.at <= deadline:
        return unknown(f"{terms.item}应于{when}报送，还有 {left} 天，尚未收到", "请按时报送")
    return failed(f"{terms.item}应于{when}报送，已过期 {max(-left, 0)} 天，没有收到", "请补报，并说明迟报的原因")


def _of_submission(terms: DueTerms, given: Submission, deadline: datetime, when: str) -> Finding:
    parts = [_on_time(given, deadline, when), *_copies(terms, given), *_route(terms, given)]
    worst = max(parts, key=lambda each: _BEST.index(each.outcome))
    remedy = "；".join(each.remedy for each in parts if each.remedy)
    return Finding(worst.outcome, f"{terms.item}：" + "，".join(each.reason for each in parts), (given.id,), remedy)


def _on_time(given: Submission, deadline: datetime, when: str) -> Finding:
    if given.received_at is None:
        return unknown(f"已收到，收到的时间没有登记（应于{when}）", "请登记收到的时间")
    received = f"{in_beijing(given.received_at):%Y-%m-%d %H:%M} 收到（应于{when}）"
    if given.received_at <= deadline:
        return passed(received)
    return failed(f"{received}，迟到", "请说明迟报的原因")


def _copies(terms: DueTerms, given: Submission) -> list[Finding]:
    if terms.copies is None:
        return []
    if given.copies is None:
        return [unknown(f"应一式 {terms.copies} 份，份数没有登记", "请登记份数")]
    if given.copies < terms.copies:
        lack = terms.copies - given.copies
        return [failed(f"应一式 {terms.copies} 份，收到 {given.copies} 份", f"请补交 {lack} 份")]
    return [passed(f"一式 {given.copies} 份")]


def _route(terms: DueTerms, given: Submission) -> list[Finding]:
    """Compare where it should go and where it went; words that differ may mean the same, which a person must say."""
    if not terms.route or not given.route or terms.route == given.route:
        return []
    return [unknown("报送去向与通知的写法不同", "请核对报送去向")]


def _month_of(given: Submission) -> str:
    if given.month or given.received_at is None:
        return given.month
    return f"{in_beijing(given.received_at):%Y-%m}"
