"""Hard conditions, kept apart from the score: each passes, fails, or cannot be told."""

from collections.abc import Sequence
from datetime import date

from data.records.enums import ConditionStatus, CooperationMode
from data.records.matches import Condition, IndicatorComparison
from matcher import phrases
from matcher.profiles import Profile
from matcher.unknowns import why_either_unknown, why_unknown


def check_conditions(
    need: Profile, achievement: Profile, *, indicators: Sequence[IndicatorComparison], as_of: date
) -> tuple[Condition, ...]:
    """Check every hard condition of a pair.

    Args:
        need: who asks.
        achievement: what is offered.
        indicators: the comparisons of this pair.
        as_of: the day against which validity is checked.

    Returns:
        Validity, cooperation, budget, indicators, in this order.
    """
    return (
        _condition("valid_until", _is_valid(need, as_of), otherwise=why_unknown(need, "valid_until")),
        _condition(
            "cooperation",
            modes_agree(need, achievement),
            otherwise=why_either_unknown((need, "cooperation"), (achievement, "cooperation")) or phrases.OTHER_MODE,
        ),
        _condition(
            "budget",
            price_fits(need, achievement),
            otherwise=why_either_unknown((need, "budget"), (achievement, "price")) or phrases.MONEY_OPEN,
        ),
        _indicators(indicators),
    )


def modes_agree(need: Profile, achievement: Profile) -> bool | None:
    """Tell whether both sides name one mode of cooperation.

    Returns:
        None where a side names none, or where they share none but one of them also says "other".
    """
    if not need.modes or not achievement.modes:
        return None
    if (need.modes & achievement.modes) - {CooperationMode.OTHER}:
        return True
    return None if CooperationMode.OTHER in need.modes | achievement.modes else False


def price_fits(need: Profile, achievement: Profile) -> bool | None:
    """Tell whether the price asked can be met by the budget.

    Returns:
        True where the lowest price is within the highest budget, False where it is above; None where either is not
        stated, or is open to the side that would decide ("100万元以上" against 150万元).
    """
    budget, price = need.money, achievement.money
    if budget is None or price is None:
        return None
    most, least = budget.high_fen, price.low_fen
    if most is not None and least is not None:
        return least <= most
    # An open side can still only help: a floor of the budget above the price, a ceiling of the price within the budget.
    within = price.high_fen if least is None else least
    enough = budget.low_fen if most is None else most
    return True if within is not None and enough is not None and within <= enough else None


def _condition(name: str, holds: bool | None, *, otherwise: str) -> Condition:
    if holds is None:
        return Condition(name, ConditionStatus.CANNOT_TELL, otherwise)
    status = ConditionStatus.PASS if holds else ConditionStatus.FAIL
    return Condition(name, status, phrases.CONDITION_REASONS[name][status])


def _is_valid(need: Profile, as_of: date) -> bool | None:
    if need.validity is None:
        return None
    # 长期有效 and a period that only has a start have no end to be past.
    return need.validity.end is None or need.validity.end >= as_of


def _indicators(comparisons: Sequence[IndicatorComparison]) -> Condition:
    if not comparisons:
        return Condition("indicators", ConditionStatus.CANNOT_TELL, phrases.NO_INDICATOR)
    # What fails decides; nothing passes that is not told.
    for status in (ConditionStatus.FAIL, ConditionStatus.CANNOT_TELL):
        names = [each.name or phrases.INDICATOR_UNNAMED for each in comparisons if each.status is status]
        if names:
            phrase = phrases.CONDITION_REASONS["indicators"][status]
            listed = "、".join(dict.fromkeys(names))
            return Condition("indicators", status, phrase.format(n=len(comparisons), some=len(names), names=listed))
    return Condition("indicators", ConditionStatus.PASS, phrases.CONDITION_REASONS["indicators"][ConditionStatus.PASS])
