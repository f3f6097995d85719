"""Values of closed columns: cooperation modes and readiness, as people and crawlers write them."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from data.records.enums import CooperationMode, Readiness
from data.reference.cooperation import load_cooperation_words
from data.reference.readiness import load_readiness_levels, load_readiness_words
from ingest.cleaning import fold
from ingest.parsing.numerals import parse_number

_NEGATED: Final = (
    r"(?:不接受|不考虑|不含|不|未经|未|非|没有|无|尚未|待|拟|计划|即将|准备)(?:进行|完成|通过|实现|开展)?$"
)
_LEVEL: Final = re.compile(
    r"(?:TRL|技术(?:就绪|成熟)度?(?:水平|等级|级别)?|成熟度)\s?[:-]?\s?(?:第|为|达到|已达)?\s?(?P<level>\d{1,2}|[一二三四五六七八九十]{1,2})\s?级?"
    r"|^第?(?P<alone>\d{1,2}|[一二三四五六七八九十]{1,2})级?$",
    re.IGNORECASE,
)


def read_cooperation(text: str) -> frozenset[CooperationMode]:
    """Read the cooperation modes a value names, run together or separated; empty where it names none.

    The longest words win from left to right ("完全转让许可转让" is 完全转让 and 许可转让). 其他, 不限 and 面议 give OTHER, which says that
    more is possible than is named.
    """
    words = load_cooperation_words()
    plain = fold(text).text
    return frozenset(
        words[match.group()]
        for match in _any_of(tuple(words)).finditer(plain)
        if not re.search(r"(?:不接受|不考虑|不含|不可|不)$", plain[: match.start()])
    )


def read_readiness(text: str, *, scale: str = "") -> Readiness | None:
    """Read how ready a result is; None where the text does not say.

    Args:
        text: words (已有样品, 通过中试), several of which mean the furthest stage, or a level (TRL 6, 技术成熟度7级).
        scale: of numbered levels, "trl_9" or "cn_13" (Qingdao 2025); "" takes trl_9 for levels up to 9, else cn_13. The two
            agree on the stage of every level up to 9.
    """
    plain = fold(text).text.strip()
    if match := _LEVEL.search(plain):
        level = int(parse_number(match["level"] or match["alone"]) or 0)
        chosen = scale or ("trl_9" if level <= 9 else "cn_13")
        return load_readiness_levels().get((chosen, level))
    words = load_readiness_words()
    found = [
        words[match.group()]
        for match in _any_of(tuple(words)).finditer(plain)
        if not re.search(_NEGATED, plain[: match.start()])
    ]
    return max(found, default=None)


@lru_cache(maxsize=8)
def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Compile a pattern for any of the words, the longest first."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))))
