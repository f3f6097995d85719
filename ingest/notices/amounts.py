"""How many of what: numbers with a measure word, as ranges with open ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from data.reference.notice_cues import measure_words, notice_cues, notice_pattern
from ingest.parsing.numerals import parse_number

_NUMBER: Final = r"\d{1,3}(?:,\d{3})+|\d+|[一二三四五六七八九十两百千万]{1,6}"
_TO: Final = r"\s?(?:-{1,2}|—{1,2}|–|~|至|到)\s?"
REACH: Final = 16
"""Characters between a bound and its number."""

_BETWEEN: Final = re.compile(r"[,，、]?\s?(?:且|但|并|最多|原则上)?")

MAX_COUNT: Final = 100_000_000
"""Larger numbers are no counts of anything a notice asks for."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its measure word.

    Attributes:
        start: of the first word that belongs to it (不少于), offset in the text searched.
        end: behind the last (以上, 左右).
        low: None open below.
        high: None open above.
        is_approximate: 左右, 约.
        is_bounded: words make it a bound (至少, 以上, 不超过) or it is a range.
        word: the measure word.
        kind: what that counts: thing, body, person, event or money.
    """

    start: int
    end: int
    low: int | None
    high: int | None
    is_approximate: bool
    is_bounded: bool
    word: str
    kind: str

    @property
    def number(self) -> int:
        """The number a target names: its lower end, or the only one there is."""
        return next((each for each in (self.low, self.high) if each is not None), 0)


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(measure_words(), key=len, reverse=True))
    least, most, about = notice_pattern("at_least"), notice_pattern("at_most"), about_pattern()
    return re.compile(
        rf"(?P<about>{about})?(?:(?P<least>{least})|(?P<most>{most}))?\s?(?P<about2>{about})?"
        rf"(?<![第\d.])(?P<low>{_NUMBER})(?:{_TO}(?P<high>{_NUMBER}))?\s?(?P<over>余|多)?(?P<word>{words})(?![月])"
        rf"(?:\s?(?P<more>(?:\(含\))?{notice_pattern('more')})|\s?(?P<less>(?:\(含\))?{notice_pattern('less')})"
        rf"|\s?(?P<about3>{about}))?"
    )


def about_pattern() -> str:
    """Return an expression for 约 and its like, where it is no end of another word (签约180项)."""
    inner = "".join(word[0] for word in notice_cues("about_tail"))
    return f"(?:(?<![{inner}]){notice_pattern('about')})"


@cache
def _far(role: str) -> re.Pattern[str]:
    """A bound with a verb or a noun between it and its number: 至少建立研究院1个."""
    return re.compile(rf"{notice_pattern(f'{role}_far')}[^,，。;:、\d]{{1,{REACH}}}$")


def find_amounts(text: str) -> Iterator[Amount]:
    """Yield the amounts of a text in order; two bounds side by side (不少于3项、不超过5项) are one."""
    last: Amount | None = None
    for amount in _single(text):
        if last and _is_range(last, amount, text):
            last = replace(last, end=amount.end, high=amount.high)
            continue
        if last:
            yield last
        last = amount
    if last:
        yield last


def _is_range(first: Amount, second: Amount, text: str) -> bool:
    is_open = first.high is None and second.low is None and first.word == second.word
    return is_open and _BETWEEN.fullmatch(text, first.end, second.start) is not None


def _single(text: str) -> Iterator[Amount]:
    """Yield single amounts; 一 counts only with a bound (至少一场), as it mostly means "a"."""
    for match in _pattern().finditer(text):
        before = text[: match.start()]
        low = _whole(match["low"])
        high = _whole(match["high"]) if match["high"] else low
        is_least = bool(match["least"] or match["more"] or match["over"] or _far("at_least").search(before))
        is_most = bool(match["most"] or match["less"]) or (not is_least and bool(_far("at_most").search(before)))
        has_bound = is_least or is_most or match["high"] is not None
        if low is None or high is None or low > high or (match["low"] == "一" and not has_bound):
            continue
        is_approximate = any(match[name] for name in ("about", "about2", "about3"))
        if is_least:
            high = None if match["high"] is None else high
        elif is_most:
            low = None if match["high"] is None else low
        yield Amount(
            match.start(),
            match.end(),
            low,
            high,
            is_approximate,
            has_bound,
            match["word"],
            measure_words()[match["word"]],
        )


def _whole(text: str) -> int | None:
    value = parse_number(text)
    return int(value) if value is not None and value == int(value) and 0 < value <= MAX_COUNT else None
