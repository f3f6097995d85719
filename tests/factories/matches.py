"""Matches and reports with unsurprising defaults, over the records of tests.factories.records."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from data.records.achievements import Achievement
from data.records.enums import ConditionStatus, Direction, Level
from data.records.ids import AchievementId, NeedId
from data.records.matches import (
    Condition,
    Contribution,
    IndicatorComparison,
    Match,
    MatchList,
    MatchReport,
    PassagePair,
    Quote,
)
from data.records.needs import Need
from tests.factories.records import ACHIEVEMENT_CONTENT, NEED_CONTENT, make_achievement, make_need


def quote_of(text: str, words: str, *, field: str = "content") -> Quote:
    """Quote words of a field where they first stand."""
    start = text.index(words)
    return Quote(field=field, text=words, start=start, end=start + len(words))


def make_match(need_id: str = "N1", achievement_id: str = "A1", **changes: Any) -> Match:
    values: dict[str, Any] = {
        "rank": 1,
        "score": 0.8437,
        "level": Level.STRONG,
        "levels": (0.02, 0.08, 0.25, 0.65),
        # 0.505 + 0.305 - 0.104 - 0.2 = 0.506
        "margin": 0.506,
        "summary": "双方都针对模具脱模困难，成果的涂层硬度达到需求要求。",
        "contributions": (
            Contribution("bias", None, -0.2, "所有候选相同"),
            Contribution("title_coverage", 0.42, 0.505, "名称中的词对方也有：模具、涂层"),
            Contribution("indicators", 0.5, 0.305, "2项指标中1项满足"),
            Contribution("region", None, -0.104, "两地不在同一市"),
        ),
        "passages": (
            PassagePair(
                quote_of(NEED_CONTENT, "注塑件脱模困难，废品率高"),
                quote_of(ACHIEVEMENT_CONTENT, "可改善模具脱模"),
                0.9123,
            ),
            PassagePair(quote_of(NEED_CONTENT, "硬度≥60HRC"), quote_of(ACHIEVEMENT_CONTENT, "涂层硬度达到62HRC"), 0.87),
        ),
        "indicators": (
            IndicatorComparison(
                "硬度",
                quote_of(NEED_CONTENT, "硬度≥60HRC"),
                quote_of(ACHIEVEMENT_CONTENT, "涂层硬度达到62HRC"),
                ConditionStatus.PASS,
                "62HRC不低于60HRC",
            ),
            IndicatorComparison(
                "寿命",
                quote_of(NEED_CONTENT, "寿命不低于10万次"),
                None,
                ConditionStatus.CANNOT_TELL,
                "成果材料没有写明寿命",
            ),
        ),
        "conditions": (
            Condition("valid_until", ConditionStatus.PASS, "需求在有效期内"),
            Condition("budget", ConditionStatus.CANNOT_TELL, "需求没有写明预算"),
        ),
    }
    return Match(need_id=NeedId(need_id), achievement_id=AchievementId(achievement_id), **(values | changes))


def make_report(
    *,
    lists: Sequence[MatchList] | None = None,
    needs: Sequence[Need] | None = None,
    achievements: Sequence[Achievement] | None = None,
    **changes: Any,
) -> MatchReport:
    """One need with one match, and one need without any, unless told otherwise."""
    default_lists = (
        MatchList(NeedId("N1"), (make_match(),)),
        MatchList(
            NeedId("N2"),
            (),
            nearest=(make_match("N2", score=0.214, level=Level.WEAK, passages=(), indicators=()),),
            note="没有合适的匹配：候选中没有与冷链运输有关的成果。",
        ),
    )
    default_needs = (make_need(), make_need("N2", title="冷链运输温度监测", content="需要监测冷藏车温度。"))
    values: dict[str, Any] = {
        "direction": Direction.NEEDS,
        "as_of": date(2026, 11, 22),
        "model": "示例编码器/示例排序器",
        "notes": ("成果.xlsx 第7行缺少名称，未参加匹配。",),
    }
    return MatchReport(
        lists=tuple(default_lists if lists is None else lists),
        needs={need.id: need for need in (default_needs if needs is None else needs)},
        achievements={each.id: each for each in ((make_achievement(),) if achievements is None else achievements)},
        **(values | changes),
    )
