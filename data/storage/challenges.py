"""Open challenges in and out of their tables."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.records.accounts import Actor
from data.records.challenges import Bid, Challenge, ChallengeMilestone, ChallengeStage, ChallengeStep, NewChallenge
from data.storage.acting import acted, actor_of
from data.storage.challenge_tables import BidRow, ChallengeMilestoneRow, ChallengeRow, ChallengeStepRow
from data.storage.twins import refusing_twins


class ChallengeRepository:
    """Challenges with their steps, milestones and bids, in the order they came."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[Challenge]:
        """Return every challenge; three queries, however many there are."""
        steps: dict[int, list[ChallengeStep]] = {}
        for step in self._session.scalars(select(ChallengeStepRow).order_by(ChallengeStepRow.id)):
            steps.setdefault(step.challenge_id, []).append(_to_step(step))
        milestones: dict[int, list[ChallengeMilestone]] = {}
        for each in self._session.scalars(select(ChallengeMilestoneRow).order_by(ChallengeMilestoneRow.id)):
            milestones.setdefault(each.challenge_id, []).append(_to_milestone(each))
        rows = self._session.scalars(select(ChallengeRow).order_by(ChallengeRow.id))
        return [_to_challenge(row, steps.get(row.id, ()), milestones.get(row.id, ())) for row in rows]

    def get(self, number: int, *, is_locked: bool = False) -> Challenge | None:
        """Return a challenge, or None; locked, nobody else moves it until the transaction ends."""
        row = self._session.get(ChallengeRow, number, with_for_update=is_locked)
        if row is None:
            return None
        steps = select(ChallengeStepRow).where(ChallengeStepRow.challenge_id == number).order_by(ChallengeStepRow.id)
        milestones = select(ChallengeMilestoneRow).where(ChallengeMilestoneRow.challenge_id == number)
        return _to_challenge(
            row,
            [_to_step(each) for each in self._session.scalars(steps)],
            [_to_milestone(each) for each in self._session.scalars(milestones.order_by(ChallengeMilestoneRow.id))],
        )

    def add(self, new: NewChallenge, *, at: datetime, actor: Actor) -> int:
        """Keep a new challenge with its first step; return its number."""
        row = ChallengeRow(
            version=1,
            stage=ChallengeStage.COLLECTED.value,
            title=new.title,
            content=new.content,
            enterprise=new.enterprise,
            region_code=new.region_code,
            need_id=new.need_id,
            reward_fen=new.reward_fen,
            subsidy_fen=new.subsidy_fen,
            bids_until=new.bids_until,
            winner=None,
            contract="",
            conclusion="",
            opened_at=at,
        )
        self._session.add(row)
        self._session.flush()
        self.add_step(row.id, ChallengeStep(before=None, after=ChallengeStage.COLLECTED, at=at, actor=actor))
        return row.id

    def change(self, number: int, values: dict[str, Any], *, version: int) -> None:
        """Put new values in the columns of a challenge that is locked; `version` is the new one."""
        row = self._session.get_one(ChallengeRow, number)
        for name, value in values.items():
            setattr(row, name, value)
        row.version = version
        self._session.flush()

    def add_step(self, number: int, step: ChallengeStep) -> None:
        """Keep a move."""
        before = "" if step.before is None else step.before.value
        self._session.add(
            ChallengeStepRow(
                challenge_id=number,
                before=before,
                after=step.after.value,
                note=step.note,
                **acted(step.at, step.actor),
            )
        )
        self._session.flush()

    def add_milestone(self, number: int, title: str, due_on: date) -> None:
        """Keep a milestone."""
        self._session.add(ChallengeMilestoneRow(challenge_id=number, title=title, due_on=due_on, done_on=None))
        self._session.flush()

    def finish_milestone(self, milestone: int, done_on: date) -> None:
        """Write down when a milestone that is there was reached."""
        self._session.get_one(ChallengeMilestoneRow, milestone).done_on = done_on
        self._session.flush()

    def bids(self, number: int) -> list[Bid]:
        """Return the bids for a challenge, withdrawn ones too."""
        rows = self._session.scalars(select(BidRow).where(BidRow.challenge_id == number).order_by(BidRow.id))
        return [_to_bid(row) for row in rows]

    def bidders(self) -> dict[int, frozenset[str]]:
        """Return for every challenge who has a standing bid."""
        found: dict[int, set[str]] = {}
        asked = select(BidRow.challenge_id, BidRow.bidder).where(BidRow.withdrawn_at.is_(None))
        for number, bidder in self._session.execute(asked):
            found.setdefault(number, set()).add(bidder)
        return {number: frozenset(bidders) for number, bidders in found.items()}

    def put_bid(self, bid: Bid) -> int:
        """Keep a bid, in the place of an earlier one of the same bidder; return its number."""
        row = self._session.scalar(
            select(BidRow).where(BidRow.challenge_id == bid.challenge, BidRow.bidder == bid.organisation)
        )
        values = {
            "team": bid.team,
            "plan": bid.plan,
            "price_fen": bid.price_fen,
            "withdrawn_at": None,
            "score": None,
            "opinion": "",
            **acted(bid.submitted_at, bid.actor),
        }
        if row is not None:
            for name, value in values.items():
                setattr(row, name, value)
            self._session.flush()
            return row.id
        with refusing_twins("本单位刚有人提交了揭榜方案。", remedy="请刷新页面后再看。"):
            row = BidRow(challenge_id=bid.challenge, bidder=bid.organisation, **values)
            self._session.add(row)
            self._session.flush()
        return row.id

    def change_bid(self, number: int, values: dict[str, Any]) -> None:
        """Put new values in the columns of a bid that is there."""
        row = self._session.get_one(BidRow, number)
        for name, value in values.items():
            setattr(row, name, value)
        self._session.flush()


def _to_challenge(
    row: ChallengeRow, steps: Sequence[ChallengeStep], milestones: Sequence[ChallengeMilestone]
) -> Challenge:
    return Challenge(
        number=row.id,
        version=row.version,
        stage=ChallengeStage(row.stage),
        title=row.title,
        content=row.content,
        enterprise=row.enterprise,
        region_code=row.region_code,
        need_id=row.need_id,
        reward_fen=row.reward_fen,
        subsidy_fen=row.subsidy_fen,
        bids_until=row.bids_until,
        winner=row.winner,
        contract=row.contract,
        conclusion=row.conclusion,
        opened_at=row.opened_at,
        steps=tuple(steps),
        milestones=tuple(milestones),
    )


def _to_step(row: ChallengeStepRow) -> ChallengeStep:
    return ChallengeStep(
        before=ChallengeStage(row.before) if row.before else None,
        after=ChallengeStage(row.after),
        at=row.at,
        actor=actor_of(row),
        note=row.note,
    )


def _to_milestone(row: ChallengeMilestoneRow) -> ChallengeMilestone:
    return ChallengeMilestone(number=row.id, title=row.title, due_on=row.due_on, done_on=row.done_on)


def _to_bid(row: BidRow) -> Bid:
    return Bid(
        number=row.id,
        challenge=row.challenge_id,
        organisation=row.bidder,
        team=row.team,
        plan=row.plan,
        price_fen=row.price_fen,
        submitted_at=row.at,
        actor=actor_of(row),
        withdrawn_at=row.withdrawn_at,
        score=row.score,
        opinion=row.opinion,
    )
