"""The tables of open challenges; steps and bids are only ever added to."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.storage.consent_tables import ActedRow
from data.storage.tables import Base, UtcDateTime


class ChallengeRow(Base):
    """A challenge; the columns are the fields of `data.records.challenges.Challenge`."""

    __tablename__ = "challenges"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    stage: Mapped[str] = mapped_column(String(16), index=True)
    title: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    enterprise: Mapped[str] = mapped_column(Text, index=True)
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    need_id: Mapped[str] = mapped_column(Text)
    reward_fen: Mapped[int | None] = mapped_column(BigInteger)
    subsidy_fen: Mapped[int | None] = mapped_column(BigInteger)
    bids_until: Mapped[date | None]
    winner: Mapped[int | None]
    contract: Mapped[str] = mapped_column(Text)
    conclusion: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ChallengeStepRow(ActedRow):
    """A move of a challenge."""

    __tablename__ = "challenge_steps"

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenges.id"), index=True)
    before: Mapped[str] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text)


class ChallengeMilestoneRow(Base):
    """A milestone of a challenge."""

    __tablename__ = "challenge_milestones"

    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenges.id"), index=True)
    title: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    done_on: Mapped[date | None]


class BidRow(ActedRow):
    """A bid; an organisation has one for a challenge, which it may withdraw and hand in anew."""

    __tablename__ = "bids"
    __table_args__ = (UniqueConstraint("challenge_id", "bidder"),)

    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenges.id"))
    bidder: Mapped[str] = mapped_column(Text, index=True)
    team: Mapped[str] = mapped_column(Text)
    plan: Mapped[str] = mapped_column(Text)
    price_fen: Mapped[int | None] = mapped_column(BigInteger)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    score: Mapped[int | None]
    opinion: Mapped[str] = mapped_column(Text)
