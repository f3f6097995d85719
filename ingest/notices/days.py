"""Days as notices write them: with or without a year, with an hour, month ends, and days of each month."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ingest.parsing.numerals import parse_number

_HAN_DIGITS: Final = "一二三四五六七八九十"
_NUMBER: Final = rf"\d{{1,2}}|[{_HAN_DIGITS}]{{1,3}}"
_YEAR: Final = r"(?:19|20)\d{2}|[一二][\u3007○0零一二三四五六七八九]{3}"
_WEEKDAY: Final = r"(?:\s?\((?:本?周|星期|礼拜)(?P<weekday>[一二三四五六日天])\))?"
_TIME: Final = (
    r"(?:\s?(?P<half>上午|下午|中午|晚上|晚|早上|凌晨)?\s?"
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::\d{2})?\s?[时点分]?|\s?[时点](?:(?P<minute2>\d{1,2})分|(?P<thirty>半)|整)?)"
    r"|\s?(?:下班|工作时间结束))?"
)
_DAY: Final = re.compile(
    rf"(?<![\d.])(?:(?:(?P<year>{_YEAR})\s?年?[-/.]?\s?|(?P<this>今年|本年度?|当年|明年|次年|翌年))[,，]?)?"
    rf"(?:(?P<month>{_NUMBER})\s?(?:月份?|(?<=\d)[-/.](?=\d))\s?"
    rf"(?:(?P<day>{_NUMBER})(?:日|号|(?=[^\d.家项个名%]|$))|(?P<monthend>月?底|月?末)|(?P<part>[上中下]旬))?"
    rf"|(?P<near>[本当下]月)(?:(?P<nearday>{_NUMBER})[日号]|底|末)|第?(?P<quarter>[一二三四1-4])季度(?:末|底)?"
    rf"|(?P<yearend>年?底|年?末)){_WEEKDAY}{_TIME}"
)
_MONTHLY: Final = re.compile(
    rf"(?:每个?月|当月|次月|每月的?)\s?(?:(?P<day>{_NUMBER})\s?[日号]|(?P<end>月?底|月?末|最后[一1]个?(?:工作日|日|天))){_WEEKDAY}{_TIME}"
)
_MONTHS: Final = re.compile(
    rf"(?:(?P<year>{_YEAR})年)?\s?(?P<first>{_NUMBER})\s?(?:月份?)?\s?(?:至|到|-|—|~|、(?:{_NUMBER})、|起至|起,?到)\s?"
    rf"(?:(?P<year2>{_YEAR})年)?\s?(?P<last>{_NUMBER})\s?(?:月|三个月|两个月)"
)
_FROM_MONTH: Final = re.compile(
    rf"(?:自|从)(?:(?P<year>{_YEAR})年)?\s?(?P<first>{_NUMBER})\s?月份?(?:起|开始)(?!\s?(?:至|到))"
)
_UNTIL: Final = re.compile(r"\s?(?:至|到|-|—{1,2}|~)\s?(?P<last>(?P<day>\d{1,2})[日号])")
_HALF_DAY: Final = 12

MAX_LATE_DAYS: Final = 60
"""A day without a year that lies further before the notice is one of the next year; a nearer one came out late."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A day in a text.

    Attributes:
        on: None where it does not exist (2月30日) or no year is known.
        at: "17:00"; "" no hour.
        has_year: the text states the year; otherwise it was taken from the notice.
        has_day: to the day; otherwise its last day is meant (7月底, 年底, 中旬).
        weekday: as printed: 一 to 日; "" none.
    """

    start: int
    end: int
    on: date | None
    at: str
    has_year: bool
    has_day: bool
    weekday: str


@dataclass(frozen=True, slots=True)
class MonthlyDay:
    """A day of each month; `day` 31 is the last one of any month."""

    start: int
    end: int
    day: int


def find_moments(text: str, *, issued_on: date | None, year: int | None) -> Iterator[Moment]:
    """Yield the days of a text in order.

    A day without a year takes the one before it in the same text, else the year of the notice; where that lies more
    than `MAX_LATE_DAYS` before the notice, the next year is meant.

    Args:
        text: a sentence, folded.
        issued_on: the day of the notice, None unknown.
        year: of the notice, None unknown.
    """
    stated: int | None = None
    for match in _DAY.finditer(text):
        is_bare_month = match["month"] and not (match["day"] or match["monthend"] or match["part"])
        if match["yearend"] and not (match["year"] or match["this"] or match["yearend"].startswith("年")):
            continue
        own = int(parse_number(match["year"]) or 0) if match["year"] else None
        stated = own or stated
        if match["near"]:
            on = _near_month(match, issued_on)
        elif is_bare_month and re.match(r"(?:之前|以前|前)", text[match.end() :]):
            # 6月前: before it begins.
            first = _date_of(match, own or stated or _meant_year(match, year), day=1)
            on, is_bare_month = first and first - timedelta(days=1), False
        else:
            on = None if is_bare_month else _date_of(match, own or stated or _meant_year(match, year))
        is_loose = own is None and stated is None and not match["this"]
        if is_loose and on and issued_on:
            on = _next_year(on, issued_on)
        if not is_bare_month:
            has_day = match["day"] is not None or match["nearday"] is not None
            yield Moment(*match.span(), on, _hour(match), own is not None, has_day, match["weekday"] or "")
            if on and (last := _UNTIL.match(text, match.end())):
                until = _make(on.year, on.month, int(last["day"]))
                yield Moment(*last.span("last"), until, "", own is not None, has_day=True, weekday="")


def find_monthly(text: str) -> Iterator[MonthlyDay]:
    """Yield the days of each month that a text names."""
    for match in _MONTHLY.finditer(text):
        day = int(parse_number(match["day"]) or 0) if match["day"] else 31
        if 1 <= day <= 31:
            yield MonthlyDay(*match.span(), day)


def find_months(text: str, *, year: int | None) -> tuple[str, str]:
    """Return the first range of months of a text ("7、8、9三个月", "自2023年9月起至12月止") as "yyyy-mm", "" none."""
    match = _MONTHS.search(text)
    if match is None:
        return _first_month(text, year), ""
    first_year = int(parse_number(match["year"]) or 0) if match["year"] else year
    last_year = int(parse_number(match["year2"]) or 0) if match["year2"] else first_year
    first, last = (int(parse_number(match[name]) or 0) for name in ("first", "last"))
    if first_year is None or last_year is None or not (1 <= first <= 12 and 1 <= last <= 12):
        return "", ""
    if not match["year2"] and last < first:
        last_year += 1
    if (last_year, last) < (first_year, first):
        return "", ""
    return f"{first_year}-{first:02d}", f"{last_year}-{last:02d}"


def _first_month(text: str, year: int | None) -> str:
    """Return the month from which on something is done: 自4月起."""
    match = _FROM_MONTH.search(text)
    own = int(parse_number(match["year"]) or 0) if match and match["year"] else year
    month = int(parse_number(match["first"]) or 0) if match else 0
    return f"{own}-{month:02d}" if own and 1 <= month <= 12 else ""


def _meant_year(match: re.Match[str], year: int | None) -> int | None:
    is_next = (match["this"] or "") in {"明年", "次年", "翌年"}
    return None if year is None else year + is_next


def _next_year(on: date, issued_on: date) -> date:
    """Move a day that lies far before the notice into the next year."""
    far = (issued_on - on).days > MAX_LATE_DAYS
    return _make(on.year + 1, on.month, on.day) or on if far else on


def _date_of(match: re.Match[str], year: int | None, *, day: int | None = None) -> date | None:
    if year is None:
        return None
    if match["yearend"]:
        return _make(year, 12, 31)
    if match["quarter"]:
        month = 3 * int(parse_number(match["quarter"]) or 0)
        return _make(year, month, calendar.monthrange(year, month)[1])
    month = int(parse_number(match["month"]) or 0)
    if not 1 <= month <= 12:
        return None
    if match["day"] or day:
        return _make(year, month, day or int(parse_number(match["day"]) or 0))
    length = calendar.monthrange(year, month)[1]
    return _make(year, month, {"上旬": 10, "中旬": 20}.get(match["part"] or "", length))


def _near_month(match: re.Match[str], issued_on: date | None) -> date | None:
    """Read 本月25日 and 下月底 by the month of the notice."""
    if issued_on is None:
        return None
    months = issued_on.year * 12 + issued_on.month - 1 + (match["near"] == "下月")
    year, month = months // 12, months % 12 + 1
    day = int(parse_number(match["nearday"]) or 0) if match["nearday"] else calendar.monthrange(year, month)[1]
    return _make(year, month, day)


def _hour(match: re.Match[str]) -> str:
    """Write the hour; 24:00 is "", as the whole day counts."""
    if not match["hour"]:
        return ""
    hour = int(match["hour"])
    minute = 30 if match["thirty"] else int(match["minute"] or match["minute2"] or 0)
    if match["half"] in {"下午", "晚上", "晚"} and hour < _HALF_DAY:
        hour += _HALF_DAY
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else ""


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
