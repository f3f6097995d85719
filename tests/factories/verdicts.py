"""Verdicts with unsurprising defaults."""

from datetime import UTC, datetime, timedelta
from typing import Any

from data.records.feedback import Feedback, StoredFeedback, Verdict
from data.records.ids import AchievementId, NeedId

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def make_verdict(need_id: str = "N1", achievement_id: str = "A1", *, minute: int = 0, **changes: Any) -> Feedback:
    values: dict[str, Any] = {"verdict": Verdict.ACCEPT, "given_at": AT + timedelta(minutes=minute)}
    return Feedback(need_id=NeedId(need_id), achievement_id=AchievementId(achievement_id), **(values | changes))


def stored(*verdicts: Feedback) -> list[StoredFeedback]:
    return [StoredFeedback(number=number, feedback=verdict) for number, verdict in enumerate(verdicts, start=1)]
