"""Indicators side by side: what the need requires, what the achievement states."""

from functools import lru_cache

from data.records.enums import ConditionStatus
from data.records.matches import IndicatorComparison
from data.reference.units import dimension
from ingest.parsing.indicators import compare
from matcher import phrases
from matcher.profiles import LocatedIndicator, Profile

SAME_NAME = 0.5
"""Dice coefficient of the characters of two names from which on they are taken to name one quantity. "抗冲击韧性" and
"冲击韧性" have 8/9; "厚度" and "精度" 1/2, and those differ in dimension as a rule."""


def compare_indicators(need: Profile, achievement: Profile) -> tuple[IndicatorComparison, ...]:
    """Compare every indicator of the need with the achievement's indicator of the same quantity.

    Two indicators speak of one quantity when their units have one dimension and their names share enough characters.
    Of several, the one with the most similar name counts, then the first.

    Returns:
        One comparison an indicator of the need, in its order; `offered` is None where nothing is comparable.
    """
    return tuple(_compare(required, achievement.indicators) for required in need.indicators)


def _compare(required: LocatedIndicator, offers: tuple[LocatedIndicator, ...]) -> IndicatorComparison:
    name, measured = required.indicator.name, dimension(required.indicator.unit)
    # The dimension first: it rules out most offers, and names are slow to compare.
    comparable = [offer for offer in offers if dimension(offer.indicator.unit) == measured]
    similarities = [_name_similarity(name, offer.indicator.name) for offer in comparable]
    highest = max(similarities, default=0.0)
    if highest < SAME_NAME:
        return IndicatorComparison(
            name, required.quote, None, ConditionStatus.CANNOT_TELL, phrases.INDICATOR_NOT_STATED
        )
    offer = comparable[similarities.index(highest)]
    status = compare(required.indicator, offer.indicator)
    return IndicatorComparison(name, required.quote, offer.quote, status, phrases.INDICATOR_REASONS[status])


def _name_similarity(first: str, second: str) -> float:
    if not first or not second:
        return 0.0
    one, other = _characters(first), _characters(second)
    return 2.0 * len(one & other) / (len(one) + len(other))


@lru_cache(maxsize=65_536)
def _characters(name: str) -> frozenset[str]:
    return frozenset(name)
