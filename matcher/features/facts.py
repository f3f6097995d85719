"""Evidence from facts: indicators, readiness, time, cooperation, region, money."""

from collections.abc import Callable

import numpy as np

from data.records.enums import ConditionStatus, Readiness
from data.reference.regions import same_region
from matcher import phrases
from matcher.conditions import modes_agree, price_fits
from matcher.features.block import Block, Feature
from matcher.indicators import compare_indicators
from matcher.profiles import Profile
from matcher.unknowns import stated, why_either_unknown
from models.protocols import Float64Matrix

REGION_VALUES = {"county": 1.0, "city": 0.75, "province": 0.5}
"""A visit within the county is a matter of an hour, within the province of a day; farther away counts 0."""


def indicators(block: Block) -> Float64Matrix:
    """需求的技术指标中，成果写明了同一参数的，有多少达到要求；成果没有写明的不计。"""
    return _each(block, _met_share)


def readiness(block: Block) -> Float64Matrix:
    """成果的成熟程度：从设想（0）到可以量产（1）。"""
    return _each(block, _readiness_value)


def urgency(block: Block) -> Float64Matrix:
    """成熟程度是否赶得上时限：需求急（急需、限期、有效期不足半年）的为成熟程度，着眼长远的为 1；有一方没写明的不计。"""
    return _each(block, _urgency_value)


def cooperation(block: Block) -> Float64Matrix:
    """双方写明的合作方式有共同之处为 1，没有为 0。"""
    return _each(block, _cooperation_value)


def region(block: Block) -> Float64Matrix:
    """双方所在地的远近（GB/T 2260）：同县 1，同市 0.75，同省 0.5，跨省 0。"""
    return _each(block, _region_value)


def budget(block: Block) -> Float64Matrix:
    """成果的要价是否在需求的预算之内：在内为 1，超出为 0。"""
    return _each(block, _budget_value)


def _each(block: Block, value: Callable[[Profile, Profile], float]) -> Float64Matrix:
    return np.array([value(need, achievement) for need, achievement in block.pairs], dtype=np.float64)


def _met_share(need: Profile, achievement: Profile) -> float:
    if not need.indicators or not achievement.indicators:
        return float("nan")
    told = [
        comparison.status
        for comparison in compare_indicators(need, achievement)
        if comparison.status is not ConditionStatus.CANNOT_TELL
    ]
    return told.count(ConditionStatus.PASS) / len(told) if told else float("nan")


def _readiness_value(_need: Profile, achievement: Profile) -> float:
    if achievement.readiness is None:
        return float("nan")
    return (achievement.readiness - Readiness.IDEA) / (Readiness.INDUSTRIAL - Readiness.IDEA)


def _urgency_value(need: Profile, achievement: Profile) -> float:
    if need.urgency is None or achievement.readiness is None:
        return float("nan")
    return _readiness_value(need, achievement) if need.urgency.is_pressing else 1.0


def _cooperation_value(need: Profile, achievement: Profile) -> float:
    return _as_value(modes_agree(need, achievement))


def _region_value(need: Profile, achievement: Profile) -> float:
    if need.region is None or achievement.region is None:
        return float("nan")
    shared = same_region(need.region, achievement.region)
    return REGION_VALUES.get(shared, 0.0) if shared else 0.0


def _budget_value(need: Profile, achievement: Profile) -> float:
    return _as_value(price_fits(need, achievement))


def _as_value(holds: bool | None) -> float:
    return float("nan") if holds is None else float(holds)


def _phrase(table: dict[float, str]) -> Callable[[Block, int, float], str]:
    def reason(_block: Block, _i: int, value: float) -> str:
        exact = table.get(value)
        return table[min(table, key=lambda known: abs(known - value))] if exact is None else exact

    return reason


def _unread(*fields: tuple[int, str], undecided: str = "") -> Callable[[Block, int], str]:
    """Return a feature's clause for what is not known, by the fields (0 the need's, 1 the achievement's) it looks at.

    It quotes a field that is filled in and cannot be read, and gives `undecided` where all can be read and still do
    not decide; what is blank is not told one by one.
    """

    def unknown(block: Block, i: int) -> str:
        pair = block.pair(i)
        filled = [(pair[side], field) for side, field in fields if stated(pair[side], field)]
        reason = why_either_unknown(*filled) or (undecided if len(filled) == len(fields) else "")
        return phrases.NO_WEIGHT.format(reason=reason) if reason else phrases.CANNOT_TELL

    return unknown


def _indicators_unknown(block: Block, i: int) -> str:
    if not block.pair(i)[0].indicators:
        return phrases.NO_WEIGHT.format(reason=phrases.NO_INDICATOR)
    return phrases.NO_WEIGHT.format(reason=_indicator_counts(block, i))


def _indicators_reason(block: Block, i: int, _value: float) -> str:
    return _indicator_counts(block, i)


def _indicator_counts(block: Block, i: int) -> str:
    statuses = [comparison.status for comparison in compare_indicators(*block.pair(i))]
    return phrases.INDICATOR_COUNTS.format(
        n=len(statuses),
        passed=statuses.count(ConditionStatus.PASS),
        failed=statuses.count(ConditionStatus.FAIL),
        unknown=statuses.count(ConditionStatus.CANNOT_TELL),
    )


def _urgency_reason(block: Block, i: int, value: float) -> str:
    said = block.pair(i)[0].urgency
    if said is not None and not said.is_pressing:
        return phrases.NOT_PRESSING.format(words=said.words)
    ready = _phrase(phrases.READINESS_REASONS)(block, i, value)
    if said is None or not said.words:
        return phrases.OPEN_SHORTLY.format(ready=ready)
    return phrases.PRESSING.format(words=said.words, ready=ready)


INDICATORS = Feature("indicators", indicators, _indicators_reason, unknown=_indicators_unknown)
READINESS = Feature("readiness", readiness, _phrase(phrases.READINESS_REASONS), unknown=_unread((1, "maturity")))
URGENCY = Feature("urgency", urgency, _urgency_reason, unknown=_unread((1, "maturity")))
COOPERATION = Feature(
    "cooperation",
    cooperation,
    _phrase(phrases.COOPERATION_REASONS),
    unknown=_unread((0, "cooperation"), (1, "cooperation"), undecided=phrases.OTHER_MODE),
)
REGION = Feature("region", region, _phrase(phrases.REGION_REASONS), unknown=_unread((0, "region"), (1, "region")))
BUDGET = Feature(
    "budget",
    budget,
    _phrase(phrases.BUDGET_REASONS),
    unknown=_unread((0, "budget"), (1, "price"), undecided=phrases.MONEY_OPEN),
)
