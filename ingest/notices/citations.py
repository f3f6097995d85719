"""Document numbers and dates that lost characters on a web page: what they must have read, with what stood there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.records.notices import Repaired
from data.reference.notice_cues import notice_pattern
from ingest.notices.page import Page

_OPEN, _CLOSE = r"[\u3014\[【(]", r"[\u3015\]】)]"
_YEAR: Final = r"(?:19|20)\d{2}"
_ORGAN: Final = r"[\u4e00-\u9fff]{2,12}"
NUMBER: Final = re.compile(rf"(?P<organ>{_ORGAN}){_OPEN}(?P<year>{_YEAR}){_CLOSE}\s?第?(?P<serial>\d{{1,4}})号")
"""A document number as GB/T 9704-2012, 7.2.5, wants it: letters of the organ, year in hexagonal brackets, serial."""

_BROKEN: Final = (
    (re.compile(rf"(?P<organ>{_ORGAN})[\u3014【\[](?P<year>{_YEAR})(?P<serial>\d{{1,4}})(?:号|(?=\D|$))"), "右括号"),
    (
        re.compile(rf"(?P<organ>{_ORGAN}[发办函字规政科])(?P<year>{_YEAR})[\u3015】\]](?P<serial>\d{{1,4}})号"),
        "左括号",
    ),
    (re.compile(rf"(?P<organ>{_ORGAN})\u3014(?P<year>{_YEAR})\u3015(?P<serial>\d{{1,4}})(?![\d号])"), "“号”字"),
)
_RUN: Final = re.compile(r"(?<![\d.])(?P<year>(?:19|20)\d{2})(?P<rest>\d{2,4})(?![\d.])")
_WRITTEN: Final = re.compile(rf"({_YEAR})\s?[年\-/.]\s?(\d{{1,2}})\s?[月\-/.]\s?(\d{{1,2}})")
_LEADING: Final = re.compile(rf"^.*{notice_pattern('citing')}(?=.{{2}})")


@dataclass(frozen=True, slots=True)
class Mended:
    """A repair with its place in the reading text, and the date it gives (None: no date, or not to be told)."""

    start: int
    end: int
    repair: Repaired
    on: date | None = None


def mend(page: Page) -> tuple[Mended, ...]:
    """Find the broken document numbers and dates of a notice, in the order of the text."""
    found = sorted([*_numbers(page), *_dates(page)], key=lambda each: each.start)
    return tuple(found)


def printed_number(match: re.Match[str]) -> str:
    """Write a document number with its proper brackets; words that only lead up to it (根据) are left out."""
    return f"{_LEADING.sub('', match['organ'])}\u3014{match['year']}\u3015{match['serial']}号"


def _numbers(page: Page) -> Iterator[Mended]:
    taken: set[int] = set()
    for pattern, lost in _BROKEN:
        for match in pattern.finditer(page.text):
            organ = _LEADING.sub("", match["organ"])
            start = match.end("organ") - len(organ)
            if taken.isdisjoint(range(start, match.end())):
                taken.update(range(start, match.end()))
                quote = page.quote(start, match.end())
                lost_too = "和“号”字" if not match.group().endswith("号") and lost == "右括号" else ""
                repaired = printed_number(match)
                why = f"发文字号由机关代字、年份和序号组成，此处年份后脱落了{lost}{lost_too}。"
                if lost == "左括号":
                    why = "发文字号由机关代字、年份和序号组成，此处年份前脱落了左括号。"
                yield Mended(start, match.end(), Repaired(quote.text, repaired, quote, why))


def _dates(page: Page) -> Iterator[Mended]:
    """Find dates alone in their line whose 年, 月 and 日 are gone."""
    written = {date for date in map(_date_of, _WRITTEN.finditer(page.folded.original)) if date}
    for line in re.finditer(r"[^\n]+", page.text):
        match = _RUN.fullmatch(line.group().strip())
        if match is None:
            continue
        start = line.start() + line.group().index(match.group())
        options = _options(int(match["year"]), match["rest"])
        told = [each for each in options if each in written] or options
        quote = page.quote(start, start + len(match.group()))
        if len(told) == 1:
            on = told[0]
            why = "单独成行的数字，年、月、日字样脱落" + (
                "，与文中另一处日期一致。" if on in written else "，只有这一种读法。"
            )
            text = f"{on.year}年{on.month}月{on.day}日"
            yield Mended(start, start + len(match.group()), Repaired(quote.text, text, quote, why), on)
        elif options:
            why = "单独成行的数字，年、月、日字样脱落，有不止一种读法，请人工核对。"
            yield Mended(start, start + len(match.group()), Repaired(quote.text, "", quote, why))


def _date_of(match: re.Match[str]) -> date | None:
    return _make(*map(int, match.groups()))


def _options(year: int, rest: str) -> list[date]:
    """Give the days that digits behind a year can mean, without repetition."""
    cuts = [2] if len(rest) == 4 else range(1, len(rest))
    days = [_make(year, int(rest[:cut]), int(rest[cut:])) for cut in cuts if rest[cut] != "0" or len(rest) == 4]
    return list(dict.fromkeys(day for day in days if day))


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
