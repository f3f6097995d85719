"""Industries named in a value, as people and crawlers write them."""

import re
from functools import lru_cache
from typing import Final

from data.reference.industries import Industry, load_former_names, load_industries
from ingest.cleaning import fold

_JOINTS: Final = re.compile(r"[—–\-/>|;:\s，,]+")
_MARKS: Final = re.compile(r"[、，,.·()\s]+")
# So much of a name must be there before a cut-off value counts as that name.
_SHORTEST_BEGINNING: Final = 6


def find_industry(text: str) -> Industry | None:
    """Read the first industry a value names, as fine as it says; None where it names none."""
    return next(iter(find_industries(text)), None)


def find_industries(text: str) -> tuple[Industry, ...]:
    """Read all industries a value names, in order, each once.

    Names may be joined ("制造业——医药制造业": the division alone comes back), run together ("软件和信息技术服务业金融业"), cut off at
    their end, or given as codes (C, C27, C2710).
    """
    plain = fold(text).text.strip()
    if re.fullmatch(r"[A-T](?:\d{2,4})?", plain):
        known = load_industries().get(plain[:3])
        return (known,) if known else ()
    found: list[Industry] = []
    for part in _JOINTS.split(plain):
        found += _read_part(_MARKS.sub("", part))
    refined = {industry.section for industry in found if industry.division}
    return tuple(dict.fromkeys(i for i in found if i.division or i.section not in refined))


def _read_part(part: str) -> list[Industry]:
    """Read names run together in one part."""
    names, pattern = _names()
    if found := [names[match.group()] for match in pattern.finditer(part)]:
        first = pattern.search(part)
        if first is None or first.start() == 0 or len(found) > 1:
            return found
    if len(part) >= _SHORTEST_BEGINNING:
        alike = [industry for name, industry in names.items() if name.startswith(part) or _differ_by_one(name, part)]
        if len(alike) == 1:
            return alike
    return found


def _differ_by_one(name: str, part: str) -> bool:
    """Are the two equally long and one character apart (a slip of the keyboard)?"""
    return len(name) == len(part) and sum(a != b for a, b in zip(name, part, strict=True)) == 1


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, Industry], re.Pattern[str]]:
    """Give the names without marks, sections before divisions of the same name, and a pattern for any of them."""
    names: dict[str, Industry] = {}
    for industry in sorted(load_industries().values(), key=lambda industry: (len(industry.code), industry.code)):
        names.setdefault(_MARKS.sub("", industry.name), industry)
    for name, industry in load_former_names():
        names.setdefault(_MARKS.sub("", name), industry)
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return names, re.compile("|".join(map(re.escape, longest_first)))
