"""A need and an achievement named together, with or without a judgement."""

from dataclasses import dataclass

from data.records.enums import Level
from data.records.ids import AchievementId, NeedId


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a pairs file; `level` is None where nobody judged it."""

    need_id: NeedId
    achievement_id: AchievementId
    level: Level | None = None
