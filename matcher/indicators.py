"""Indicators side by side: what the need requires, what the achievement states."""

import re
from functools import lru_cache
from typing import Final

from data.records.enums import ConditionStatus
from data.records.matches import IndicatorComparison
from data.reference.units import dimension
from ingest.parsing.indicators import compare
from matcher import phrases
from matcher.profiles import LocatedIndicator, Profile

SAME_NAME: Final = 0.5
"""Dice coefficient of the characters of two names from which on the longer one may still name the same quantity:
"出水COD" and "COD" have 2/4, and what stands before the shared part then mostly names the object."""

_FILLERS: Final = re.compile(
    r"的|所述|该|本品?|其|平均|额定|使用|设计|相对|单件|单次|处理后|仍?保持(?=.{2})|[在至于约](?=.{2})|其中|当(?=.{2})"
)
"""Words that leave the quantity as it is."""

_MARKS: Final = frozenset("率值量度")
"""Characters that close a name or are left out: "检出" is "检出率", "日产" is "日产量"."""

_TURNING: Final = re.compile(
    r"不(?!锈)|非|无|未|漏|误|失|废(?![水气液渣])|残|偏差|公差|精度|波动|变化|分辨|损失|RSD|滚降|提高|提升|增加|增产|降低|下降|减少|节[约省能]|[升降]"
)
"""What makes another quantity of one: its opposite, its spread, its change."""

_SAYS_LITTLE: Final = re.compile(
    r"强度|温度|湿度|密度|浓度|速度|[厚长宽高深]度|直径|尺寸|重量|质量|时间|周期|压力|功率|效率|含量|比例|面积|体积|数量|系数"
    r"|指数|误差|精度|产量|产率|间距|距离|成本|损失|流量|电压|电流|频率|纯度|品位|回收率"
)
"""Names that need a word before them to say what is measured; alone they are compared only with themselves."""

_UNIT: Final = re.compile(r"[A-Za-z0-9.]+|\S")


def compare_indicators(need: Profile, achievement: Profile) -> tuple[IndicatorComparison, ...]:
    """Compare every indicator of the need with the achievement's indicator of the same quantity.

    Two indicators speak of one quantity when their units have one dimension and their names agree, see
    `name_similarity`. Of several, the one with the most similar name counts, then the first.

    Returns:
        One comparison an indicator of the need, in its order; `offered` is None where nothing is comparable.
    """
    return tuple(_compare(required, achievement.indicators) for required in need.indicators)


def _compare(required: LocatedIndicator, offers: tuple[LocatedIndicator, ...]) -> IndicatorComparison:
    name, measured = required.indicator.name, dimension(required.indicator.unit)
    # The dimension first: it rules out most offers, and names are slow to compare.
    comparable = [offer for offer in offers if dimension(offer.indicator.unit) == measured]
    similarities = [name_similarity(name, offer.indicator.name) for offer in comparable]
    highest = max(similarities, default=0.0)
    if not highest:
        # Doubt is left to people, but they must not be told that there is no number where there are some.
        reason = phrases.INDICATOR_OTHERS_STATED if comparable else phrases.INDICATOR_NOT_STATED
        return IndicatorComparison(name, required.quote, None, ConditionStatus.CANNOT_TELL, reason)
    offer = comparable[similarities.index(highest)]
    status = compare(required.indicator, offer.indicator)
    return IndicatorComparison(name, required.quote, offer.quote, status, phrases.INDICATOR_REASONS[status])


@lru_cache(maxsize=65_536)
def name_similarity(first: str, second: str) -> float:
    """Tell how surely two names name one quantity.

    A wrong pairing would tell a company that a requirement is not met, so doubt counts as no: names that both hold
    what the other lacks (抗拉强度, 抗弯强度) differ, as do a name and its opposite, spread or change, and a bare
    "温度" beside any particular one.

    Returns:
        1 where the names agree but for words that say nothing; at least `SAME_NAME` where one is the other with an
        object or a place before it; else 0.
    """
    one, other = _units(first), _units(second)
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    ours, theirs = one - other, other - one
    if (ours & _MARKS and theirs & _MARKS) or _turns(first) != _turns(second):
        return 0.0
    ours, theirs = ours - _MARKS, theirs - _MARKS
    if ours and theirs:
        return 0.0
    bare = second if ours else first
    if (ours or theirs) and _SAYS_LITTLE.fullmatch(_plain(bare)):
        return 0.0
    dice = 2.0 * len(one & other) / (len(one) + len(other))
    return dice if dice >= SAME_NAME else 0.0


def _plain(name: str) -> str:
    return _FILLERS.sub("", name) or name


def _units(name: str) -> frozenset[str]:
    # A Latin word is one unit: CO, COD and VOC share letters and nothing else.
    return frozenset(_UNIT.findall(_plain(name)))


def _turns(name: str) -> frozenset[str]:
    return frozenset(_TURNING.findall(_plain(name)))
