"""Introductions in and out of their tables; nothing that was said is ever changed or taken away."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.records.accounts import Actor
from data.records.consents import Consent, ConsentStep, Dispute, Introduction, NewIntroduction, Reveal, Side
from data.records.ids import AchievementId, NeedId
from data.storage.acting import acted, actor_of
from data.storage.consent_tables import ActedRow, ConsentStepRow, DisputeRow, IntroductionRow, RevealRow
from data.storage.twins import refusing_twins


class IntroductionRepository:
    """Introductions with their steps, looks and disputes, in the order they came."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[Introduction]:
        """Return every introduction; two queries, however many there are."""
        steps: dict[int, list[ConsentStep]] = {}
        for row in self._session.scalars(select(ConsentStepRow).order_by(ConsentStepRow.id)):
            steps.setdefault(row.introduction_id, []).append(_to_step(row))
        rows = self._session.scalars(select(IntroductionRow).order_by(IntroductionRow.id))
        return [_to_introduction(row, steps.get(row.id, ())) for row in rows]

    def of_matches(self, matches: Collection[str]) -> dict[str, Introduction]:
        """Return match ("need id/achievement id") -> its introduction; matches without one are left out."""
        match = IntroductionRow.need_id + "/" + IntroductionRow.achievement_id
        asked = select(IntroductionRow).where(match.in_(sorted(matches)))
        rows = list(self._session.scalars(asked)) if matches else []
        moves = select(ConsentStepRow).where(ConsentStepRow.introduction_id.in_([row.id for row in rows]))
        steps: dict[int, list[ConsentStep]] = {}
        for step in self._session.scalars(moves.order_by(ConsentStepRow.id)) if rows else ():
            steps.setdefault(step.introduction_id, []).append(_to_step(step))
        return {f"{row.need_id}/{row.achievement_id}": _to_introduction(row, steps.get(row.id, ())) for row in rows}

    def get(self, number: int, *, is_locked: bool = False) -> Introduction | None:
        """Return the introduction of that number, or None; locked, nobody else moves it until the transaction ends."""
        row = self._session.get(IntroductionRow, number, with_for_update=is_locked)
        return None if row is None else self._whole(row)

    def of_pair(self, need_id: NeedId, achievement_id: AchievementId) -> Introduction | None:
        """Return the introduction of a pair, or None; a pair has one at most."""
        asked = select(IntroductionRow).where(
            IntroductionRow.need_id == need_id, IntroductionRow.achievement_id == achievement_id
        )
        row = self._session.scalar(asked)
        return None if row is None else self._whole(row)

    def add(self, new: NewIntroduction) -> int:
        """Keep a new introduction; return its number. A second one of a pair is refused, see `refusing_twins`."""
        row = IntroductionRow(
            need_id=new.need_id,
            achievement_id=new.achievement_id,
            need_owner=new.need_owner,
            need_region_code=new.need_region_code,
            achievement_owner=new.achievement_owner,
            purpose=new.purpose,
            **acted(new.asked_at, new.asked_by),
        )
        with refusing_twins("这对需求和成果刚有人请求引荐。", remedy="请刷新页面，在那项引荐上办理。"):
            return self._add(row)

    def add_step(self, number: int, step: ConsentStep) -> None:
        """Keep a move of an introduction that is there."""
        self._add(
            ConsentStepRow(
                introduction_id=number,
                side=step.side.value,
                before=step.before.value,
                after=step.after.value,
                note=step.note,
                on=step.on,
                **acted(step.at, step.actor),
            )
        )

    def add_reveal(self, number: int, side: Side, *, at: datetime, actor: Actor) -> Reveal:
        """Keep a look at the contact of one side of an introduction that is there."""
        row = RevealRow(introduction_id=number, side=side.value, **acted(at, actor))
        return Reveal(number=self._add(row), introduction=number, side=side, at=at, actor=actor)

    def reveals(self) -> list[Reveal]:
        """Return every look."""
        return [_to_reveal(row) for row in self._session.scalars(select(RevealRow).order_by(RevealRow.id))]

    def add_dispute(self, reveal: int, text: str, *, at: datetime, actor: Actor) -> Dispute:
        """Keep what was said against a look that is there."""
        row = DisputeRow(reveal_id=reveal, text=text, **acted(at, actor))
        return Dispute(number=self._add(row), reveal=reveal, at=at, actor=actor, text=text)

    def disputes(self) -> list[Dispute]:
        """Return every dispute."""
        rows = self._session.scalars(select(DisputeRow).order_by(DisputeRow.id))
        return [
            Dispute(number=row.id, reveal=row.reveal_id, at=row.at, actor=actor_of(row), text=row.text) for row in rows
        ]

    def _add(self, row: ActedRow) -> int:
        self._session.add(row)
        self._session.flush()
        return row.id

    def _whole(self, row: IntroductionRow) -> Introduction:
        asked = select(ConsentStepRow).where(ConsentStepRow.introduction_id == row.id).order_by(ConsentStepRow.id)
        return _to_introduction(row, [_to_step(each) for each in self._session.scalars(asked)])


def _to_introduction(row: IntroductionRow, steps: Sequence[ConsentStep]) -> Introduction:
    return Introduction(
        number=row.id,
        need_id=NeedId(row.need_id),
        achievement_id=AchievementId(row.achievement_id),
        need_owner=row.need_owner,
        need_region_code=row.need_region_code,
        achievement_owner=row.achievement_owner,
        purpose=row.purpose,
        asked_at=row.at,
        asked_by=actor_of(row),
        steps=tuple(steps),
    )


def _to_step(row: ConsentStepRow) -> ConsentStep:
    return ConsentStep(
        side=Side(row.side),
        before=Consent(row.before),
        after=Consent(row.after),
        at=row.at,
        actor=actor_of(row),
        note=row.note,
        on=row.on,
    )


def _to_reveal(row: RevealRow) -> Reveal:
    return Reveal(number=row.id, introduction=row.introduction_id, side=Side(row.side), at=row.at, actor=actor_of(row))
