"""Dates and periods in Chinese texts."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ingest.parsing.numerals import CHINESE_NUMERAL, parse_number


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included; None where that side is open."""

    start: date | None
    end: date | None


_DIGITS: Final = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_YEAR: Final = r"(?:19|20)\d{2}|[一二][\u3007○零0一二三四五六七八九]{3}"
_DATE: Final = re.compile(
    rf"(?P<year>{_YEAR})\s?(?:年度?|[-/.])\s?(?:(?P<month>{_DIGITS})\s?(?:月份?|[-/.](?=\d)|(?=[^\d季]|$))"
    rf"(?:\s?(?P<day>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})(?:日|号|(?=[^\d月年])|$|(?=\d\d:)))?"
    rf"|(?:第?(?P<quarter>[一二三四1-4])季度)|(?P<half>[上下]半年))?\s?(?P<part>[上中下]旬|月?底|月?末|年底|年末|年初|初)?"
    r"|(?P<compact>(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
_SERIAL: Final = re.compile(r"(?P<days>[34]\d{4})(?:\.\d+)?")
_PLAIN: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {ord("\u3000"): " "}
# The crawled and exported form: "2020-01-1310:49:39.0", a time run together with its date.
_RUN_TOGETHER: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[ T]?\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?")
_OPEN_ENDED: Final = re.compile(r"长期|长年|常年|永久|不限|无期限|持续有效|一直有效")
_TOGETHER: Final = r"\s?(?:至|到|~|～|—{1,2}|–|--|-(?=\s?(?:19|20)\d{2}))\s?"
_LENGTH: Final = re.compile(
    rf"(?P<number>\d+(?:\.\d+)?|{CHINESE_NUMERAL}|半)\s?(?P<half>个?半)?\s?(?P<unit>个月|月|年|天|日|周|个工作日)(?P<more>半)?"
)
# A value of a date column is short; what is longer is read so far.
_LONGEST_VALUE: Final = 200
# Excel counts days from 1899-12-30 (its 1900 system with the leap day that never was).
_EXCEL_EPOCH: Final = date(1899, 12, 30)


def parse_date(text: str, *, last: bool = False) -> date | None:
    """Read the first date of a text; None where there is none or it does not exist (2月30日).

    Args:
        text: "2026年12月31日", "2026-12-31", "2026/12/31 08:00", "20261231", "2026年12月底", "二〇二六年六月", or a
            day number of Excel (45000).
        last: what an incomplete date means: its last day ("2026年12月" as a deadline) instead of its first.
    """
    text = _RUN_TOGETHER.sub(r"\1 ", text[:_LONGEST_VALUE].translate(_PLAIN)).strip()
    if match := _SERIAL.fullmatch(text):
        return _EXCEL_EPOCH + timedelta(days=int(match["days"]))
    for match in _DATE.finditer(text):
        found = _read_date(match, last=last)
        if found is not None:
            return found
    return None


def parse_period(text: str, *, base: date | None = None) -> Period | None:
    """Read a period of validity.

    Args:
        text: "2020-01-13至2021-01-13", "2026年12月底前", "长期有效", "三个月内".
        base: the day a length of time counts from; without it such a text cannot be told.

    Returns:
        Start and end, both included; a lone date is the end (validity columns name the last day), with 起 or 开始 the
        start; 长期 is open on both sides; None where nothing can be read.
    """
    plain = _RUN_TOGETHER.sub(r"\1 ", text[:_LONGEST_VALUE].translate(_PLAIN)).strip()
    parts = re.split(_TOGETHER, plain, maxsplit=1)
    if len(parts) == 2:
        start = parse_date(parts[0])
        if start is not None:
            return _until(start, parts[1])
        # 即日起至..., 自签订之日起至...: the day it begins is not a date, the day it ends is.
        if (end := parse_date(parts[1], last=True)) is not None:
            return Period(None, end)
    end = parse_date(plain, last=True)
    if end is not None:
        return Period(parse_date(plain), None) if re.search(r"起|开始|以后|之后", plain) else Period(None, end)
    if _OPEN_ENDED.search(plain):
        return Period(None, None)
    match = _LENGTH.search(plain)
    if match is None or base is None:
        return None
    last_day = _add(base, match)
    return None if last_day is None else Period(base, last_day)


def _until(start: date, text: str) -> Period | None:
    """Read the end of a period whose start is known; the year may be left out (2026年3月1日至5月31日)."""
    if _OPEN_ENDED.search(text) or "今" in text:
        return Period(start, None)
    end = parse_date(text, last=True)
    if end is None and re.match(r"\s*\d{1,2}\s?月", text):
        end = parse_date(f"{start.year}年{text.strip()}", last=True)
    if end is None:
        return None
    return Period(start, end) if start <= end else None


def _read_date(match: re.Match[str], *, last: bool) -> date | None:
    """Turn a match into a date."""
    if match["compact"]:
        digits = match["compact"]
        return _make(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    year = int(parse_number(match["year"]) or 0)
    part = match["part"] or ""
    if match["day"]:
        return _make(year, int(parse_number(match["month"]) or 0), int(parse_number(match["day"]) or 0))
    first, final = _months(match, year_part=part)
    if not 1 <= first <= final <= 12:
        return None
    if part.startswith(("上旬", "中旬", "下旬")):
        days = {"上": (1, 10), "中": (11, 20), "下": (21, calendar.monthrange(year, first)[1])}[part[0]]
        return _make(year, first, days[last])
    if last or part.endswith(("底", "末")):
        return _make(year, final, calendar.monthrange(year, final)[1])
    return _make(year, first, 1)


def _months(match: re.Match[str], *, year_part: str) -> tuple[int, int]:
    """Give the first and last month an incomplete date speaks of."""
    if match["month"]:
        month = int(parse_number(match["month"]) or 0)
        return month, month
    if match["quarter"]:
        quarter = int(parse_number(match["quarter"]) or 0)
        return quarter * 3 - 2, quarter * 3
    if match["half"]:
        return (1, 6) if match["half"].startswith("上") else (7, 12)
    return (1, 1) if year_part.endswith("初") else (1, 12)


def _make(year: int, month: int, day: int) -> date | None:
    """Make a date; None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _add(base: date, match: re.Match[str]) -> date | None:
    """Count a length of time from a day; a month later is the same day of the month, or its last."""
    number = 0.5 if match["number"] == "半" else parse_number(match["number"])
    if number is None:
        return None
    number += 0.5 if (match["half"] or match["more"]) and match["number"] != "半" else 0.0
    unit = match["unit"]
    if unit in {"天", "日", "个工作日", "周"}:
        return base + timedelta(days=round(number * (7 if unit == "周" else 1)))
    months = base.month - 1 + round(number * (12 if unit == "年" else 1))
    year, month = base.year + months // 12, months % 12 + 1
    return _make(year, month, min(base.day, calendar.monthrange(year, month)[1])) if year <= 9999 else None
