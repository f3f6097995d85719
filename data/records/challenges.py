"""Open challenges (揭榜挂帅): what an enterprise asks of everybody, who bids, who is awarded, how it is carried out."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from data.records.accounts import Actor


class ChallengeStage(StrEnum):
    """How far a challenge is, in the order of the work; the last three are ends."""

    COLLECTED = "collected"
    REVIEWED = "reviewed"
    POSTED = "posted"
    EVALUATING = "evaluating"
    AWARDED = "awarded"
    SIGNED = "signed"
    RUNNING = "running"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChallenge:
    """A challenge as it is handed in.

    Attributes:
        content: what is to be solved, by which measure.
        enterprise: whose topic it is; a challenge is owned by an enterprise.
        region_code: of the enterprise; "" unknown.
        need_id: the need it comes from; "" none.
        reward_fen: what the enterprise offers; None not said.
        subsidy_fen: what the authority adds; None not said.
        bids_until: the last day on which bids are taken.
    """

    title: str
    content: str
    enterprise: str
    region_code: str
    need_id: str = ""
    reward_fen: int | None = None
    subsidy_fen: int | None = None
    bids_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeStep:
    """A move of a challenge; `before` is None for the first."""

    before: ChallengeStage | None
    after: ChallengeStage
    at: datetime
    actor: Actor
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeMilestone:
    """What is to be reached by when; `done_on` None while it is not."""

    number: int
    title: str
    due_on: date
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bid:
    """A bid; seen by its bidder, and by owner and bureau once bidding is over.

    Attributes:
        organisation: who bids.
        plan: how it would be solved.
        price_fen: what is asked for it; None not said.
        withdrawn_at: None while it stands.
        score: of the review, 0 to 100; None not reviewed.
        opinion: of the review.
    """

    number: int
    challenge: int
    organisation: str
    team: str
    plan: str
    price_fen: int | None
    submitted_at: datetime
    actor: Actor
    withdrawn_at: datetime | None = None
    score: int | None = None
    opinion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge(NewChallenge):
    """A challenge with everything that became of it.

    Attributes:
        version: from 1, one more at each change; bids do not count as changes.
        winner: number of the awarded bid; None while there is none.
        contract: number and date of the contract in words; "" before it is signed.
        conclusion: of the acceptance.
    """

    number: int
    version: int
    stage: ChallengeStage
    winner: int | None
    contract: str
    conclusion: str
    opened_at: datetime
    steps: tuple[ChallengeStep, ...] = ()
    milestones: tuple[ChallengeMilestone, ...] = ()
