"""Who is asked for an amount, one by one: 每个县, 同一申报人, 1家企业限报 ..., or one named before the verb."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.reference.notice_cues import notice_pattern
from ingest.notices.amounts import Amount
from ingest.notices.cycles import CYCLE
from ingest.notices.drafts import UNIT_END

REACH: Final = 40
"""Characters before a number in which the one that is asked for it must stand."""

_VERB: Final = notice_pattern("quota_verb")
_LIMIT: Final = notice_pattern("unit_limit")
_END: Final = rf"{UNIT_END}(?![级家])"
_UNIT: Final = notice_pattern("each_unit")
_MEASURED: Final = r"每[个家所名位户支]"
_ONE_OF: Final = rf"(?:(?!(?:{_VERB}|{_LIMIT})(?!{_END}|{_UNIT}))[^,，。;、\d每各])"
_NAMED: Final = (
    rf"{_MEASURED}{_ONE_OF}{{0,14}}?(?:{_END}|{_UNIT})+(?:\([^()]{{1,10}}\))?",
    rf"(?:每|各|同一)(?!年|月|季|周|次|半年|场|期){_ONE_OF}{{0,14}}?(?:{_END})+(?:\([^()]{{1,10}}\))?",
    rf"{_MEASURED}(?!{_VERB})[\u4e00-\u9fff()]{{2,12}}?(?={_LIMIT}|{_VERB})",
    rf"(?<![\u4e00-\u9fff])(?:{_ONE_OF}{{0,12}}{_END}[、和]){{0,2}}{_ONE_OF}{{0,12}}{_END}(?=各|分别|每[家所个户])",
    r"每[家户校所院市县区镇]",
    r"同一(?:企业|单位|法人|项目负责人|负责人|申报人|申请人|团队|项目)",
    rf"同一[^,，。;、\d]{{1,10}}?(?={_LIMIT})",
)
"""Ways to name each of several, the fullest first: 每个县(区), 各县, 每个登记点配备, 市属高校各, 每家, 同一揭榜方限."""

_EACH: Final = re.compile(f"(?P<unit>{'|'.join(_NAMED)})")
_OWN: Final = re.compile(
    rf"\s*(?P<unit>(?:{_ONE_OF}{{0,12}}{_END}[、和]){{0,2}}{_ONE_OF}{{1,16}}?{_END})(?!每)(?={_LIMIT}|{_VERB})"
)
_OWN_BARE: Final = re.compile(rf"\s*(?!其中)(?P<unit>[\u4e00-\u9fff()]{{2,16}}?{_END})")
_CHOOSER: Final = re.compile(
    rf"(?:由|[省市县区州])[\u4e00-\u9fff]{{0,10}}{notice_pattern('organ_end')}[^,，]{{0,6}}{notice_pattern('select_verb')}"
)
_ONE: Final = re.compile(rf"(?P<unit>[^,，。;、\d]{{2,14}}?)(?<![和及与])(?:{_LIMIT})[^,，。;、]{{0,14}}$")
_LINK: Final = re.compile(r"[、和及]?")
_WHOLE: Final = re.compile(notice_pattern("whole_scope"))


@dataclass(frozen=True, slots=True)
class Bringer:
    """Who is asked for an amount.

    Attributes:
        unit: "" not said.
        is_each: it is asked of each of several, one by one.
        is_whole: it is asked of a region as a whole (全市), or chosen by an office (由市科技局遴选).
    """

    unit: str
    is_each: bool
    is_whole: bool = False


def bringer_of(text: str, amounts: Sequence[Amount], place: int) -> Bringer:
    """Tell who is asked for `amounts[place]` of a text.

    The words from the last comma to the number come first: they name one of their own, or all of a region (全市).
    """
    amount = amounts[place]
    if place and (one := _one(text, amounts[place - 1], amount)):
        return Bringer(one, is_each=True)
    start = max(*(text.rfind(mark, 0, amount.start) + 1 for mark in ",，;"), amounts[place - 1].end if place else 0)
    part = text[start : amount.start]
    own = list(_EACH.finditer(text, start, amount.end))
    if not own and (_WHOLE.search(part) or _CHOOSER.search(part)):
        return Bringer("", is_each=False, is_whole=True)
    # 示范企业应每年开展2次 counts what happens, and shares nothing out.
    is_yearly = CYCLE.search(part) is not None
    if not (own or is_yearly) and (named := _OWN.match(part) or _bare(text, amounts, place, part)):
        return Bringer(named["unit"], is_each=True)
    each = own or list(_EACH.finditer(text, 0, amount.end))
    is_near = bool(each) and amount.start - each[-1].end() <= REACH
    return Bringer(_joined(text, each) if is_near else "", is_each=is_near)


def _bare(text: str, amounts: Sequence[Amount], place: int, part: str) -> re.Match[str] | None:
    """Find a unit right before a number that goes on with what others were asked for: ..., 市直园区不少于10项."""
    if not place:
        return None
    is_same = amounts[place - 1].word == amounts[place].word and amounts[place].kind != "body"
    return _OWN_BARE.fullmatch(part) if is_same and _EACH.search(text, 0, amounts[place - 1].end) else None


def _joined(text: str, each: Sequence[re.Match[str]]) -> str:
    """Return the last of those named, with those that it is joined to (各高校、科研院所); of 同一 the first rules."""
    first = len(each) - 1
    while first and _LINK.fullmatch(text, each[first - 1].end("unit"), each[first].start("unit")):
        first -= 1
    if each[-1]["unit"].startswith("同一"):
        return next(match["unit"] for match in each if match["unit"].startswith("同一"))
    return text[each[first].start("unit") : each[-1].end("unit")]


def is_unit(text: str, amounts: Sequence[Amount], place: int) -> bool:
    """Tell whether an amount only says who is asked for the next one: the 1家企业 of 1家企业限报2项."""
    return place + 1 < len(amounts) and bool(_one(text, amounts[place], amounts[place + 1]))


def _one(text: str, first: Amount, second: Amount) -> str:
    match = _ONE.match(text[first.end : second.end]) if first.low == first.high == 1 else None
    return match["unit"] if match else ""
