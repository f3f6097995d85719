"""For when a report is: a month, a year, or some months."""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from data.errors import UsageError
from data.records.reports import ReportKind

EARLIEST: Final = date(1949, 10, 1)
LATEST: Final = date(2100, 12, 31)
"""The days that anything may be asked for."""
MOST_DAYS: Final = 732
"""Of a span that is listed day by day: two years."""
_MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_REMEDY: Final = "请写成 2026-11（月）、2026（年）或 2026-06~2026-09（几个月）。"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`; `text` as it is kept and sent, see `data.records.reports.ReportKey`."""

    text: str
    first: date
    last: date

    @property
    def name(self) -> str:
        """As papers write it: "2026年11月", "2026年", "2026年6月至9月"."""
        start = f"{self.first.year}年"
        if self.is_year:
            return start
        start += f"{self.first.month}月"
        if self.is_month:
            return start
        year = "" if self.first.year == self.last.year else f"{self.last.year}年"
        return f"{start}至{year}{self.last.month}月"

    @property
    def is_month(self) -> bool:
        """Whether it is one calendar month."""
        return _is_one_month(self.first, self.last)

    @property
    def is_year(self) -> bool:
        """Whether it is one calendar year."""
        return len(self.text) == len("2026")

    def holds(self, day: date | None) -> bool:
        """Tell whether a day lies in it."""
        return day is not None and self.first <= day <= self.last

    def until(self, day: date) -> "Period":
        """Return it without what comes after a day."""
        return replace(self, last=min(self.last, day))

    @property
    def so_far(self) -> "Period":
        """From the beginning of the year in which it ends to its end."""
        return Period("", date(self.last.year, 1, 1), self.last)


def read_period(text: str) -> Period:
    """Read a period; its text is always the shortest that says it, so that one report has one key.

    Raises:
        UsageError: it is none, or ends before it begins.
    """
    first, _, last = text.partition("~")
    if re.fullmatch(r"[12][0-9]{3}", text):
        return Period(text, date(int(text), 1, 1), date(int(text), 12, 31))
    if not _MONTH.fullmatch(first) or (last and not _MONTH.fullmatch(last)) or not int(first[:4]) >= 1000:
        raise UsageError(f"“{text[:20]}”不是报告期。", remedy=_REMEDY)
    begins, ends = _first_day(first), _last_day(last or first)
    if ends < begins:
        raise UsageError("报告期的结束早于开始。", remedy=_REMEDY)
    if _is_one_month(begins, ends):
        return Period(first, begins, ends)
    is_year = (begins.month, ends.month) == (1, 12) and begins.year == ends.year
    return Period(f"{begins.year}" if is_year else f"{first}~{last}", begins, ends)


def usual_period(kind: ReportKind, today: date, *, is_monthly: bool | None = None) -> str:
    """Return the period of a report for which nobody names one: this month, or this year.

    Args:
        kind: of the report.
        today: the day.
        is_monthly: of a form; None of any other report.
    """
    by_month = kind in {ReportKind.MONTHLY, ReportKind.BULLETIN} if is_monthly is None else is_monthly
    return f"{today:%Y-%m}" if by_month else f"{today:%Y}"


def require_begun(period: Period, today: date) -> Period:
    """Return a period that has begun.

    Raises:
        UsageError: it has not.
    """
    if period.first > today:
        raise UsageError("这个报告期还没有开始。", remedy="请填现在或以前的报告期。")
    return period


def _is_one_month(first: date, last: date) -> bool:
    return (first.year, first.month) == (last.year, last.month)


def require_known(day: date) -> date:
    """Return a day that may be asked for.

    Raises:
        UsageError: it lies too far away.
    """
    if not EARLIEST <= day <= LATEST:
        raise UsageError(f"{day} 不在可以查看的日期之内。", remedy=f"请填 {EARLIEST} 至 {LATEST} 之间的日期。")
    return day


def require_span(since: date, until: date) -> None:
    """Refuse a span that ends before it begins, is too long, or lies too far away.

    Raises:
        UsageError: as said.
    """
    n_days = (require_known(until) - require_known(since)).days + 1
    if n_days < 1:
        raise UsageError("截止日期早于起始日期。", remedy="请核对起止日期。")
    if n_days > MOST_DAYS:
        raise UsageError(f"一次最多查看 {MOST_DAYS} 天，现在是 {n_days} 天。", remedy="请缩短起止日期，分几次查看。")


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _last_day(month: str) -> date:
    first = _first_day(month)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])
