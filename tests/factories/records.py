"""Needs and achievements with unsurprising defaults; every text is invented."""

from typing import Any

from data.records.achievements import Achievement
from data.records.ids import AchievementId, NeedId
from data.records.needs import Need

NEED_CONTENT = "公司生产的注塑件脱模困难，废品率高。希望涂层在200℃下连续工作，硬度≥60HRC，寿命不低于10万次。"
ACHIEVEMENT_CONTENT = "本成果提出一种低摩擦复合涂层，可改善模具脱模。涂层硬度达到62HRC，耐温350℃，已在两家企业试用。"


def make_need(need_id: str = "N1", **changes: Any) -> Need:
    values: dict[str, Any] = {
        "title": "注塑模具表面耐磨涂层",
        "content": NEED_CONTENT,
        "enterprise": "某县恒泰模具有限公司",
        "region": "江苏省淮安市盱眙县",
    }
    return Need(id=NeedId(need_id), **(values | changes))


def make_achievement(achievement_id: str = "A1", **changes: Any) -> Achievement:
    values: dict[str, Any] = {
        "title": "模具用低摩擦复合涂层及其制备方法",
        "content": ACHIEVEMENT_CONTENT,
        "university": "东海理工大学",
        "team": "表面工程团队",
        "region": "江苏省南京市",
    }
    return Achievement(id=AchievementId(achievement_id), **(values | changes))
