"""Verdicts in and out of their table; the history stays whole."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from data.records.feedback import Feedback, Reason, Shown, StoredFeedback, Verdict
from data.records.ids import AchievementId, NeedId
from data.storage.tables import FeedbackRow


class FeedbackRepository:
    """Verdicts on pairs, in the order they came."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_many(self, verdicts: Iterable[Feedback]) -> tuple[int, ...]:
        """Keep verdicts; return the number each is given, in order."""
        rows = [_to_row(verdict) for verdict in verdicts]
        self._session.add_all(rows)
        self._session.flush()
        return tuple(row.id for row in rows)

    def get(self, number: int) -> StoredFeedback | None:
        """Return the verdict of that number, or None."""
        row = self._session.get(FeedbackRow, number)
        return None if row is None else _to_stored(row)

    def all(self) -> list[StoredFeedback]:
        """Return every verdict, superseded and withdrawn ones too."""
        return self._select()

    def of_need(self, need_id: NeedId) -> list[StoredFeedback]:
        """Return every verdict on a pair of this need."""
        return self._select(FeedbackRow.need_id == need_id)

    def of_achievement(self, achievement_id: AchievementId) -> list[StoredFeedback]:
        """Return every verdict on a pair of this achievement."""
        return self._select(FeedbackRow.achievement_id == achievement_id)

    def withdraw(self, number: int, *, at: datetime, by: str) -> None:
        """Mark a verdict that is there as withdrawn; one withdrawn before keeps its first mark."""
        row = self._session.get_one(FeedbackRow, number)
        if row.withdrawn_at is None:
            row.withdrawn_at, row.withdrawn_by = at, by
        self._session.flush()

    def _select(self, *conditions: ColumnElement[bool]) -> list[StoredFeedback]:
        rows = self._session.scalars(select(FeedbackRow).where(*conditions).order_by(FeedbackRow.id))
        return [_to_stored(row) for row in rows]


def _to_row(verdict: Feedback) -> FeedbackRow:
    shown = verdict.shown
    return FeedbackRow(
        need_id=verdict.need_id,
        achievement_id=verdict.achievement_id,
        verdict=verdict.verdict.value,
        reason="" if verdict.reason is None else verdict.reason.value,
        comment=verdict.comment,
        judge=verdict.judge,
        given_at=verdict.given_at,
        model=shown.model,
        rank=shown.rank,
        score=shown.score,
        is_blind=shown.is_blind,
        withdrawn_at=None,
        withdrawn_by="",
    )


def _to_stored(row: FeedbackRow) -> StoredFeedback:
    feedback = Feedback(
        need_id=NeedId(row.need_id),
        achievement_id=AchievementId(row.achievement_id),
        verdict=Verdict(row.verdict),
        given_at=row.given_at,
        reason=Reason(row.reason) if row.reason else None,
        comment=row.comment,
        judge=row.judge,
        shown=Shown(model=row.model, rank=row.rank, score=row.score, is_blind=row.is_blind),
    )
    return StoredFeedback(
        number=row.id, feedback=feedback, withdrawn_at=row.withdrawn_at, withdrawn_by=row.withdrawn_by
    )
