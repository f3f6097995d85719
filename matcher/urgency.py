"""How pressing a need is, by what it says of time: its words, the time it sets, how long it is open."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ingest.parsing.dates import Period

SHORT_DAYS: Final = 183
"""A need that is open for no longer than half a year counts as pressing. Set by hand."""

_DONE: Final = r"(?=[^。;；\n]{0,10}?(?:完成|交付|解决|投产|落地|实现|上线|攻克|见效|验收|提供|开发出|研制出|应用))"
_LONGER: Final = r"(?<![\d.十百上下去近往前明后全])"
"""What turns the number behind it into another one, or the period into one that is past or far."""
_PERIOD: Final = (
    rf"{_LONGER}(?:(?:[一二两三四五六]|0?[1-6])\s?个?月|[一二两12]\s?个?季度"
    r"|(?:[一二两三四五六七八九十]|1?\d|2[0-6])\s?个?周|半年)"
)
"""A time no longer than half a year, as `SHORT_DAYS`."""
_PRESSING: Final = re.compile(
    r"(?<![不非])(?:急需|亟需|亟待|亟须|急待|急于|急切|迫切|紧急|刻不容缓|尽快|尽早)"
    rf"|{_PERIOD}[之以]?内{_DONE}|(?<![\d一二两三四五六七八九十多几去近往前明后全每半])(?:今?年内|年底前|月底前){_DONE}"
)
_PATIENT: Final = re.compile(
    r"技术储备|前瞻性?(?:技术|研究|布局)|预研|中长期|远期|长期(?:合作|攻关|研发|研究|规划|布局)|[暂并]?不(?:着急|急需|紧急|急于|迫切)|探索性"
)


@dataclass(frozen=True, slots=True)
class Urgency:
    """What a need says of time.

    Attributes:
        is_pressing: it cannot wait; False where it looks far ahead.
        words: what shows it, as the text has it; "" where it is the time it is open.
    """

    is_pressing: bool
    words: str


def read_urgency(texts: Iterable[str], validity: Period | None) -> Urgency | None:
    """Read how pressing a need is.

    The day of today is not asked, so that the same files give the same scores on every day; whether a need is still
    open is a condition of its own.

    Args:
        texts: folded, in order; words that press count before words that look far ahead.
        validity: the time the need is open; counts where both ends are known.

    Returns:
        None where nothing is said.
    """
    text = "\n".join(texts)
    if found := _PRESSING.search(text):
        return Urgency(is_pressing=True, words=found.group())
    if found := _PATIENT.search(text):
        return Urgency(is_pressing=False, words=found.group())
    if validity is not None and validity.start is not None and validity.end is not None:
        is_short = (validity.end - validity.start).days <= SHORT_DAYS
        return Urgency(is_pressing=True, words="") if is_short else None
    return None
