"""Technical indicators: comparator, number and unit, with the name of what is measured, and their comparison.

Texts may come folded or not; offsets are into the text as given. Left alone are years, numbers of sections, standards,
models and patents, money (see money.py) and bare counts without any sign of a requirement.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf, isclose
from typing import Final

from data.records.enums import ConditionStatus
from data.reference.units import dimension, find_unit
from ingest.parsing.indicator_words import (
    AFTER,
    APPROXIMATE_WORDS,
    BETTER_WORDS,
    CHANGE_WORDS,
    COMPARATOR_BEFORE,
    EVIDENCE_NOUNS,
    GE_AFTER,
    GE_WORDS,
    GT_WORDS,
    LE_AFTER,
    LE_WORDS,
    LT_WORDS,
    MEASURING_NOUNS,
    PRECISION_NOUNS,
    STATING_WORDS,
    WEAK_UNITS,
    clean_name,
)
from ingest.parsing.quantities import Quantity, find_quantities, plain

__all__ = ["Comparator", "Indicator", "compare", "dimension", "find_indicators"]


class Comparator(StrEnum):
    """How an indicator bounds its quantity."""

    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    EQ = "eq"
    APPROX = "approx"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as a text states it.

    Attributes:
        name: what is measured, as written next to the number ("抗冲击韧性"); may be empty.
        comparator: how low and high bound the quantity.
        low: lower bound, or the value of EQ and APPROX; None where there is none.
        high: upper bound, or the value of EQ and APPROX; None where there is none.
        unit: canonical unit (data.reference.units); "" for bare numbers.
        start: first character of comparator, number and unit.
        end: one past their last character.
        name_start: first character of the name; equals `start` where there is no name.
        name_end: one past the name's last character.
    """

    name: str
    comparator: Comparator
    low: float | None
    high: float | None
    unit: str
    start: int
    end: int
    name_start: int
    name_end: int

    def __post_init__(self) -> None:
        """Hold low <= high.

        Raises:
            ValueError: the bounds are the wrong way round.
        """
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low {self.low} above high {self.high}")


def find_indicators(text: str) -> list[Indicator]:
    """Find the indicators of a text, in order and without overlap."""
    found: list[Indicator] = []
    floor = 0
    even = plain(text)
    for quantity in find_quantities(even):
        indicator = _read_around(even, quantity, floor)
        if indicator is None:
            continue
        floor = indicator.end
        previous = found[-1] if found else None
        if previous is not None and _is_baseline(even, previous, indicator):
            # "不良率由5%降到1%以下": the first number is where one starts, its name belongs to the second.
            found[-1] = replace(
                indicator, name=previous.name, name_start=previous.name_start, name_end=previous.name_end
            )
        else:
            found.append(indicator)
    return found


_FROM: Final = re.compile(r"(?:由|从|自)(?:原来|目前|现在|现有|过去|原先|以前)?的?\s?(?:约|大约|近)?$")
_TO: Final = re.compile(
    r"(?:左右|以上|以下)?\s?(?:(?:下?降低?|减[少小]?|提高|提升|上?升高?|增[加大]?|缩短|延长|扩大|缩小|改善)了?"
    # Whatever the verb ("压缩到", "控制到"): after 由 and a number of the same unit it says where the change ends.
    r"|[\u4e00-\u9fff]{0,4}[到至为成]了?)"
)


def _is_baseline(text: str, previous: Indicator, indicator: Indicator) -> bool:
    """Is the previous number where a change starts whose end is this one (由A降到B)?"""
    between = text[previous.end : indicator.start]
    return (
        previous.unit == indicator.unit
        and _FROM.search(text[max(0, previous.start - 8) : previous.start]) is not None
        and _TO.fullmatch(between.strip()) is not None
    )


def _read_around(text: str, quantity: Quantity, floor: int) -> Indicator | None:
    """Read comparator and name around a quantity; None where nothing says that it is an indicator."""
    quantity = _per(text, quantity)
    before = text[max(floor, quantity.start - 60) : quantity.start]
    match = COMPARATOR_BEFORE.search(before)
    word = match["word"] if match else ""
    start = quantity.start - (len(before) - match.start("word")) if match and word else quantity.start
    after = AFTER.match(text, quantity.end)
    name, name_start, name_end = _read_name(text, max(floor, start - 60), start)
    if not _is_indicator(text, quantity, word=word, after=after.group() if after else "", name=name):
        return None
    comparator = _comparator(word, after.group().strip() if after else "", name, quantity)
    low, high = _bounds(comparator, quantity)
    return Indicator(
        name=name,
        comparator=comparator,
        low=low,
        high=high,
        unit=quantity.unit.name,
        start=start,
        end=after.end() if after else quantity.end,
        name_start=name_start,
        name_end=name_end,
    )


def _per(text: str, quantity: Quantity) -> Quantity:
    """Draw a denominator that stands before the number into the unit (每小时5吨 is 5 t/h)."""
    match = _PER.search(text, max(0, quantity.start - 8), quantity.start)
    unit = find_unit(f"{quantity.unit.name}/{match[1]}") if match and quantity.unit.name else None
    return quantity if match is None or unit is None else replace(quantity, unit=unit, start=match.start())


_PER: Final = re.compile(
    r"每(小时|天|日|年|月|分钟|秒|亩|公顷|吨|立方米|平方米|米|公斤|千克|升|台|株|头|人)\s?(?=[\d.]*$)$"
)


def _read_name(text: str, earliest: int, start: int) -> tuple[str, int, int]:
    """Read the name before a comparator or number: text, start and end."""
    first, last = clean_name(text[earliest:start])
    if first == last:
        return "", start, start
    return text[earliest + first : earliest + last], earliest + first, earliest + last


# What stands right before or behind a number that is no indicator: ordinals, money, "万元/1台", "每1%", "1:2", "<001>".
_NOT_AFTER: Final = re.compile(r"(?:第|[￥¥$]|[\u4e00-\u9fff]/|每|\d:|\d\.)$")
_NOT_BEFORE: Final = re.compile(r"\s?(?:[十百千]?[万亿]?(?:元|美元|块钱|人民币)|:\s?\d|>|的?磁)")


def _is_indicator(text: str, quantity: Quantity, *, word: str, after: str, name: str) -> bool:
    """Does anything say that it is an indicator: a comparator, a firm unit, or a name of something measured?"""
    before = text[max(0, quantity.start - 3) : quantity.start]
    if _NOT_AFTER.search(before) or _NOT_BEFORE.match(text, quantity.end):
        return False
    unit = quantity.unit
    if not unit.name:
        return _is_bare_indicator(text, quantity, word=word, after=after, name=name)
    if "/" in unit.dimension or not (unit.name in WEAK_UNITS or unit.dimension.startswith("count:")):
        return True
    is_bounded = bool(after) or (bool(word) and not word.startswith((*STATING_WORDS, "近")))
    return is_bounded or quantity.has_multiplier or EVIDENCE_NOUNS.search(name) is not None


def _is_bare_indicator(text: str, quantity: Quantity, *, word: str, after: str, name: str) -> bool:
    """Is a number without unit an indicator: after a sign of comparison, or of a quantity without unit (pH)?"""
    if not name or (not after and re.match(r"[A-Za-z\u4e00-\u9fff\d/]", text[quantity.end : quantity.end + 1])):
        return False
    is_compared = word.startswith(("≥", "≤", ">", "<", "=", "≈", "不", "大于", "小于", "高于", "低于", "超过"))
    return is_compared or quantity.is_tolerance or MEASURING_NOUNS.search(name) is not None


def _comparator(word: str, after: str, name: str, quantity: Quantity) -> Comparator:
    """Name the comparator from the words before and behind the number.

    以上, 以下 and 以内 include the number, 超过 and 不满 do not: Civil Code of China, article 1259.
    """
    if quantity.is_range or quantity.is_tolerance:
        return Comparator.RANGE
    if after:
        is_from, is_to = re.fullmatch(GE_AFTER, after), re.fullmatch(LE_AFTER, after)
        return Comparator.GE if is_from else Comparator.LE if is_to else Comparator.APPROX
    for comparator, words in _WORDS.items():
        if word.startswith(words):
            return comparator
    if word in BETTER_WORDS:
        return Comparator.LT if PRECISION_NOUNS.search(name) else Comparator.GT
    # "研发周期缩短30%": whoever asks for a change asks for at least so much of it.
    return Comparator.GE if CHANGE_WORDS.search(name) else Comparator.EQ


# Tried in this order: "不大于" is not "大于", and "大于等于" not "大于".
_WORDS: Final = {
    Comparator.GE: GE_WORDS,
    Comparator.LE: LE_WORDS,
    Comparator.GT: GT_WORDS,
    Comparator.LT: LT_WORDS,
    Comparator.APPROX: APPROXIMATE_WORDS,
}


def _bounds(comparator: Comparator, quantity: Quantity) -> tuple[float | None, float | None]:
    """Turn the numbers into bounds."""
    if comparator in {Comparator.GE, Comparator.GT}:
        return quantity.low, None
    if comparator in {Comparator.LE, Comparator.LT}:
        return None, quantity.high
    return quantity.low, quantity.high


# "约80" is taken to mean within 5%: our convention, no source gives one.
_APPROXIMATELY: Final = 0.05


def compare(required: Indicator, offered: Indicator) -> ConditionStatus:
    """Does what is offered meet what is required?

    Both are taken as sets of values in the base unit. Everything offered inside what is required passes; nothing in
    common fails; else it cannot be told, as with two different plain values ("产量100吨" and "产量120吨"), whose
    better side the texts do not name. A required range that a product must cover (工作温度, 量程 ...) passes when
    the offer contains it. Tolerances (±) compare by width. Whether both speak of one thing is for the caller.
    """
    wanted, given = _base_bounds(required), _base_bounds(offered)
    if wanted is None or given is None or dimension(required.unit) != dimension(offered.unit):
        return ConditionStatus.CANNOT_TELL
    low, low_open, high, high_open = wanted
    offer_low, offer_low_open, offer_high, offer_high_open = given
    if _is_tolerance(required) and _is_tolerance(offered):
        return ConditionStatus.PASS if _at_most(offer_high, high) else ConditionStatus.FAIL
    inside = _within(low, low_open, offer_low, offer_low_open) and _within(
        -high, high_open, -offer_high, offer_high_open
    )
    around = _within(offer_low, offer_low_open, low, low_open) and _within(
        -offer_high, offer_high_open, -high, high_open
    )
    covers = required.comparator is Comparator.RANGE and offered.comparator is Comparator.RANGE
    if covers and _COVERED.search(required.name):
        return ConditionStatus.PASS if around else ConditionStatus.FAIL
    if inside:
        return ConditionStatus.PASS
    if required.comparator in _POINTS:
        return ConditionStatus.CANNOT_TELL
    apart = _beyond(offer_low, high, open_end=offer_low_open or high_open) or _beyond(
        low, offer_high, open_end=low_open or offer_high_open
    )
    return ConditionStatus.FAIL if apart else ConditionStatus.CANNOT_TELL


_POINTS: Final = frozenset({Comparator.EQ, Comparator.APPROX})
_COVERED: Final = re.compile(
    r"范围|量程|转速|调速|适应|适用|工作温度|使用温度|环境温度|适应温度|适用温度|耐温|温区|频段|频带"
)

_Bounds = tuple[float, bool, float, bool]


def _base_bounds(indicator: Indicator) -> _Bounds | None:
    """Give low, is-low-excluded, high, is-high-excluded in the base unit; None where the unit is unknown."""
    unit = find_unit(indicator.unit)
    if unit is None:
        return None
    low = -inf if indicator.low is None else indicator.low * unit.factor + unit.offset
    high = inf if indicator.high is None else indicator.high * unit.factor + unit.offset
    if indicator.comparator is Comparator.APPROX:
        low, high = low - abs(low) * _APPROXIMATELY, high + abs(high) * _APPROXIMATELY
    return low, indicator.comparator is Comparator.GT, high, indicator.comparator is Comparator.LT


def _is_tolerance(indicator: Indicator) -> bool:
    """Is it a ± value?"""
    return indicator.low is not None and indicator.high is not None and indicator.low == -indicator.high < 0


def _at_most(value: float, bound: float) -> bool:
    """Is the value at most the bound, up to rounding of unit factors?"""
    return value <= bound or isclose(value, bound, rel_tol=1e-9)


def _within(bound: float, bound_open: bool, value: float, value_open: bool) -> bool:
    """Does everything from the value upwards lie from the bound upwards?"""
    if isclose(value, bound, rel_tol=1e-9) or value == bound:
        return value_open or not bound_open or value in {inf, -inf}
    return value > bound


def _beyond(value: float, bound: float, *, open_end: bool) -> bool:
    """Does everything from the value upwards lie above everything up to the bound?"""
    if isclose(value, bound, rel_tol=1e-9):
        return open_end
    return value > bound
