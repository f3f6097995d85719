"""The deadline board: everything that is due by the rules in force, day by day, and the words of a reminder."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from data.records.rules import CensusTerms, DueTerms, Rule
from service.docking.beijing import beijing_day
from service.docking.notices.wording import day_words
from service.docking.rules.due import deadline_of, due_days

OPEN_DAYS: Final = (31, 180)
"""How far back and ahead what is due monthly is listed where the rule names no first or last month."""
SOON_DAYS: Final = 7
"""From when on a deadline is shown as near: a week, the shortest time a notice we know left in all."""


class DeadlineState(StrEnum):
    """Where a deadline stands on a day; whether something was handed in is another question."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something that is due.

    Attributes:
        moment: the last one, aware.
        days_left: whole days of Beijing's calendar to the last day; negative where it is past.
        route: where it goes, contacts in full: masked wherever it is shown.
    """

    rule: Rule
    item: str
    unit: str
    form: str
    copies: int | None
    route: str
    moment: datetime
    days_left: int
    state: DeadlineState

    @property
    def day(self) -> date:
        """The last day."""
        return beijing_day(self.moment)

    @property
    def minute(self) -> str:
        """The last minute as in "10:00"; "" where the whole day counts."""
        return self.rule.terms.at if isinstance(self.rule.terms, DueTerms) else ""


def deadlines(rules: Iterable[Rule], *, now: datetime, since: date, until: date) -> tuple[Deadline, ...]:
    """Return what is due on the days of a span, by moment, then by number of the rule.

    Args:
        rules: those in force; only deadlines and census days are looked at.
        now: aware; a deadline is overdue once its last minute is past.
        since: first day.
        until: last day.
    """
    found = [
        _deadline(rule, terms, now) for rule in rules for terms in _due_terms(rule, *_span(rule, now, since, until))
    ]
    return tuple(sorted(found, key=lambda each: (each.moment, each.rule.number)))


def reminder(deadline: Deadline, *, title: str = "") -> str:
    """Return the words of a reminder, ready to be sent; `title` is that of the notice, "" where there is none."""
    basis = f"按照《{title}》的要求，" if title else ""
    what = f"{deadline.item}{f'（{deadline.form}）' if deadline.form else ''}"
    when = f"{day_words(deadline.day)}{f' {deadline.minute} ' if deadline.minute else ''}前"
    copies = "" if deadline.copies is None else f"，一式 {deadline.copies} 份"
    route = f"，报送至：{deadline.route}" if deadline.route else ""
    if deadline.state is DeadlineState.OVERDUE:
        left = f"现已过期 {-deadline.days_left} 天" if deadline.days_left else "现已过截止时间"
        close = f"{left}，尚未报送的请尽快补报并说明原因。"
    else:
        left = f"还有 {deadline.days_left} 天" if deadline.days_left else "今天截止"
        close = f"{left}，请按时办理。"
    return f"{basis}{deadline.unit or '各有关单位'}须于{when}报送或完成{what}{copies}{route}。{close}"


def _span(rule: Rule, now: datetime, since: date, until: date) -> tuple[date, date]:
    """Return the span in which a rule is looked at: a shorter one where it is due monthly without beginning or end."""
    terms = rule.terms
    if not isinstance(terms, DueTerms) or terms.monthly_day is None:
        return since, until
    today = beijing_day(now)
    back, ahead = (timedelta(days=days) for days in OPEN_DAYS)
    first = since if terms.first_month else max(since, today - back)
    last = until if terms.last_month or rule.applies_to is not None else min(until, today + ahead)
    return first, last


def _due_terms(rule: Rule, since: date, until: date) -> Iterable[DueTerms]:
    """Yield the terms of every day on which something is due by a rule, a day each."""
    terms = rule.terms
    if isinstance(terms, DueTerms):
        for day in due_days(rule, since=since, until=until):
            yield DueTerms(
                item=terms.item,
                form=terms.form,
                unit=terms.unit,
                on=day,
                at=terms.at,
                copies=terms.copies,
                route=terms.route,
            )
    elif isinstance(terms, CensusTerms) and terms.due_on is not None and since <= terms.due_on <= until:
        yield DueTerms(item="需求普查", on=terms.due_on)


def _deadline(rule: Rule, terms: DueTerms, now: datetime) -> Deadline:
    day = terms.on or date.max
    moment = deadline_of(terms, day)
    left = day - beijing_day(now)
    state = DeadlineState.LATER
    if now > moment:
        state = DeadlineState.OVERDUE
    elif left <= timedelta(days=SOON_DAYS):
        state = DeadlineState.SOON
    return Deadline(
        rule=rule,
        item=terms.item,
        unit=terms.unit,
        form=terms.form,
        copies=terms.copies,
        route=terms.route,
        moment=moment,
        days_left=left.days,
        state=state,
    )
