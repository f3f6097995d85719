"""The region a value or an address names."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from data.reference.regions import Region, RegionLevel, load_former_names, load_regions
from ingest.cleaning import fold

_PEOPLES: Final = (
    "蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|"
    "东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|阿昌族|普米族|塔吉克|怒族|鄂温克族|鄂伦春|保安族|裕固族|独龙族|各族"
)
_SUFFIX: Final = re.compile(
    rf"(?:(?:{_PEOPLES})*自治(?:区|州|县|旗)|特别行政区|联合旗|地区|林区|新区|省|市|盟|县|区|旗)$"
)
# 朝阳 is a city and a district that everyone knows: the bare name says neither. The others are common words, a city only
# where nothing follows.
_UNDECIDED: Final = frozenset({"朝阳"})
_WORDS: Final = frozenset({"白银", "安康", "大同", "合作", "东方", "和平", "文明"})
_PROVINCES: Final = {"内蒙古": "150000", "广西": "450000", "西藏": "540000", "宁夏": "640000", "新疆": "650000"}
_GAP: Final = re.compile(r"[\s,，、/\-—>·|:]*(?:市辖区)?[\s,，、/\-—>·|:]*")


class _Mention(NamedTuple):
    """A name in a text and the regions it may mean."""

    start: int
    end: int
    is_full: bool
    options: tuple[Region, ...]


def find_region(text: str) -> Region | None:
    """Read the region a text names, as fine as it says; None where it names none or the name fits several.

    Full names count anywhere, short ones ("淮安", "江苏") at the start of the text or right behind another name; a short name of a
    county only as the last word of such a chain. Where a text names several regions, the first counts.
    """
    plain = fold(text).text.strip()
    region: Region | None = None
    end = 0
    for mention in _mentions(plain):
        is_next = mention.start == _end_of_gap(plain, end)
        if not mention.is_full and not is_next:
            continue
        ends_word = not re.match(r"[\u4e00-\u9fff]", plain[mention.end : mention.end + 1])
        if not ends_word and plain[mention.start : mention.end] in _WORDS:
            continue
        options = [
            option
            for option in mention.options
            if (mention.is_full or option.level is not RegionLevel.COUNTY or ends_word) and _lies_in(option, region)
        ]
        chosen = _choose(options, is_undecided=region is None and plain[mention.start : mention.end] in _UNDECIDED)
        if chosen is not None:
            region, end = chosen, mention.end
    return region


def _end_of_gap(text: str, start: int) -> int:
    """Skip separators."""
    match = _GAP.match(text, start)
    return match.end() if match else start


def _lies_in(option: Region, region: Region | None) -> bool:
    """Is the option inside the region found so far (or is there none yet)?"""
    if region is None:
        return True
    return (
        option != region
        and {
            RegionLevel.PROVINCE: option.province == region.province,
            RegionLevel.CITY: option.city == region.city and bool(option.county),
            RegionLevel.COUNTY: False,
        }[region.level]
    )


def _choose(options: Iterable[Region], *, is_undecided: bool) -> Region | None:
    """Choose the highest level that has one option: 吉林 is the province, 淮安 the city and not its district."""
    if is_undecided:
        return None
    options = list(options)
    for level in RegionLevel:
        fitting = {option.code: option for option in options if option.level is level}
        if fitting:
            return next(iter(fitting.values())) if len(fitting) == 1 else None
    return None


def _mentions(text: str) -> Iterable[_Mention]:
    """Give the names in a text from left to right, the longest at each place, without overlap."""
    full, short = _names()
    longest = max(map(len, full))
    place = 0
    while place < len(text):
        for length in range(min(longest, len(text) - place), 1, -1):
            name = text[place : place + length]
            if name in full or name in short:
                yield _Mention(place, place + length, name in full, tuple(full.get(name) or short[name]))
                place += length - 1
                break
        place += 1


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, list[Region]], dict[str, list[Region]]]:
    """Give the full and the short names of all regions."""
    full: dict[str, list[Region]] = {}
    short: dict[str, list[Region]] = {}
    named = [*((region.name, region) for region in load_regions().values()), *load_former_names()]
    for name, region in named:
        full.setdefault(name, []).append(region)
        brief = _SUFFIX.sub("", name)
        if len(brief) >= 2 and brief != name:
            short.setdefault(brief, []).append(region)
    for name, code in _PROVINCES.items():
        short[name] = [load_regions()[code]]
    return full, short
