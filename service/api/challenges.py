"""Open challenges: handed in, moved, bid for, reviewed."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from data.errors import UsageError
from data.records.accounts import Actor
from data.records.challenges import Bid, Challenge, ChallengeStage, NewChallenge
from data.reference.regions import load_regions
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PREFIX, STALE, ExpectedVersion
from service.dependencies import NO_NUL, DeskDep, RowNumber, Today
from service.docking.challenges.moving import (
    MOST_SCORE,
    MOST_TEXT,
    MOST_TITLE,
    Going,
    Offer,
    add_challenge,
    add_milestone,
    finish_milestone,
    move_challenge,
    review_bid,
    submit_bid,
    withdraw_bid,
)
from service.docking.challenges.seeing import SeenChallenge, challenges_of, open_challenge
from service.docking.permissions import Action
from service.exports.feedback import masked_text
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/challenges", tags=["揭榜挂帅"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.CHALLENGES_VIEW)]
Running = Annotated[Actor, permitted(Action.CHALLENGES_RUN)]
Bidding = Annotated[Actor, permitted(Action.BIDS_SUBMIT)]
Title = Annotated[str, Field(max_length=MOST_TITLE, pattern=NO_NUL)]
Text = Annotated[str, Field(max_length=MOST_TEXT, pattern=NO_NUL)]
Fen = Annotated[int | None, Field(default=None, ge=0, le=10**15, description="金额，以分计。")]


class ChallengeRequest(BaseModel):
    """A challenge that is handed in."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "title": "压铸件气孔率降到 2% 以下",
                    "content": "求真空压铸工艺。",
                    "enterprise": "甲机械有限公司",
                    "region_code": "320826",
                    "reward_fen": 50000000,
                }
            ]
        },
    )

    title: Title
    content: Text
    enterprise: Title
    region_code: str = Field(pattern=r"^\d{6}$", description="企业所在地区，六位代码。")
    need_id: Title = ""
    reward_fen: Fen
    subsidy_fen: Fen


class ChallengeMoveRequest(BaseModel):
    """Where a challenge goes, with what that stage asks for."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"after": "reviewed", "note": ""}]})

    after: ChallengeStage
    note: Text = ""
    bids_until: date | None = None
    winner: int | None = Field(default=None, ge=1, le=2**31 - 1)
    contract: Title = ""
    conclusion: Text = ""


class ChallengeMilestoneRequest(BaseModel):
    """What is to be reached by when."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"title": "样件", "due_on": "2027-06-01"}]}
    )

    title: Title
    due_on: date


class DoneRequest(BaseModel):
    """When a milestone was reached."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"done_on": "2027-05-20"}]})

    done_on: date


class BidRequest(BaseModel):
    """A bid; it takes the place of an earlier one of the same organisation."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"team": "轻合金团队", "plan": "高真空压铸。", "price_fen": 40000000}]},
    )

    team: Title
    plan: Text
    price_fen: Fen


class ChallengeReviewRequest(BaseModel):
    """What the review says of a bid."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"score": 88, "opinion": "可行。"}]})

    score: int = Field(ge=0, le=MOST_SCORE)
    opinion: Text


class BidBody(BaseModel):
    """A bid one may read."""

    number: int
    organisation: str
    team: str
    plan: str
    price_fen: int | None
    submitted_at: datetime
    withdrawn_at: datetime | None
    score: int | None
    opinion: str


class MilestoneBody(BaseModel):
    """A milestone."""

    number: int
    title: str
    due_on: date
    done_on: date | None


class ChallengeBody(BaseModel):
    """A challenge, contacts masked; amounts of different kinds are never added."""

    number: int
    version: int
    stage: ChallengeStage
    title: str
    content: str
    enterprise: str
    region_code: str
    need_id: str
    reward_fen: int | None
    subsidy_fen: int | None
    bids_until: date | None
    winner: int | None
    contract: str
    conclusion: str
    opened_at: datetime
    milestones: list[MilestoneBody]


class ChallengesAnswer(BaseModel):
    """Challenges one may see, newest first."""

    challenges: list[ChallengeBody]


class SeenBody(ChallengeBody):
    """A challenge with what one may read and do."""

    n_bids: int | None = Field(description="有效方案数；只有出题企业和负责的科技局看得到。")
    bids: list[BidBody] = Field(description="本单位的；进入评审以后，出题企业和负责的科技局看到全部。")
    next: list[ChallengeStage] = Field(description="您可以把它改为哪些阶段。")
    can_bid: bool


@router.get("", summary="列出榜单")
def listed(desk: DeskDep, actor: Viewing) -> ChallengesAnswer:
    """List the challenges one may see."""
    seen, _ = challenges_of(desk.workspace, actor)
    return ChallengesAnswer(challenges=[ChallengeBody(**_values(each)) for each in seen])


@router.post("", status_code=201, summary="提出榜单", responses=CONFLICT, dependencies=JSON_WRITES)
def added(body: ChallengeRequest, desk: DeskDep, at: Now, actor: Running, day: Today) -> SeenBody:
    """Hand a challenge in.

    Raises:
        UsageError: there is no such region.
    """
    if body.region_code not in load_regions():
        raise UsageError("没有这个地区代码。", remedy="请写六位行政区划代码。")
    made = add_challenge(desk.workspace, actor, NewChallenge(**body.model_dump()), at=at)
    return _seen(open_challenge(desk.workspace, actor, made.number, today=day))


@router.get("/{number}", summary="一个榜单")
def one(number: RowNumber, desk: DeskDep, actor: Viewing, day: Today) -> SeenBody:
    """Show a challenge."""
    return _seen(open_challenge(desk.workspace, actor, number, today=day))


@router.post("/{number}/move", summary="办理下一步", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def moved(  # noqa: PLR0913, PLR0917 - FastAPI reads the request from the parameters
    number: RowNumber,
    body: ChallengeMoveRequest,
    desk: DeskDep,
    at: Now,
    actor: Running,
    day: Today,
    version: ExpectedVersion,
) -> SeenBody:
    """Bring a challenge a stage further."""
    move_challenge(desk.workspace, actor, (number, version), Going(**body.model_dump()), at=at)
    return _seen(open_challenge(desk.workspace, actor, number, today=day))


@router.post(
    "/{number}/milestones", status_code=201, summary="安排里程碑", responses=CONFLICT | STALE, dependencies=JSON_WRITES
)
def planned(  # noqa: PLR0913, PLR0917 - as above
    number: RowNumber,
    body: ChallengeMilestoneRequest,
    desk: DeskDep,
    at: Now,
    actor: Running,
    day: Today,
    version: ExpectedVersion,
) -> SeenBody:
    """Set a milestone."""
    add_milestone(desk.workspace, actor, (number, version), body.title, body.due_on, at=at)
    return _seen(open_challenge(desk.workspace, actor, number, today=day))


@router.post(
    "/{number}/milestones/{milestone}/done",
    summary="记下里程碑完成",
    responses=CONFLICT | STALE,
    dependencies=JSON_WRITES,
)
def reached(  # noqa: PLR0913, PLR0917 - as above
    number: RowNumber,
    milestone: RowNumber,
    body: DoneRequest,
    desk: DeskDep,
    at: Now,
    actor: Running,
    day: Today,
    version: ExpectedVersion,
) -> SeenBody:
    """Write down when a milestone was reached."""
    finish_milestone(desk.workspace, actor, (number, version), milestone, body.done_on, at=at)
    return _seen(open_challenge(desk.workspace, actor, number, today=day))


@router.post(
    "/{number}/bid", status_code=201, summary="揭榜，或改写本单位的方案", responses=CONFLICT, dependencies=JSON_WRITES
)
def bid(number: RowNumber, body: BidRequest, desk: DeskDep, at: Now, actor: Bidding) -> BidBody:
    """Bid for a challenge."""
    return _bid(submit_bid(desk.workspace, actor, number, Offer(**body.model_dump()), at=at))


@router.post(
    "/{number}/withdraw", status_code=204, summary="撤回本单位的方案", responses=CONFLICT, dependencies=JSON_WRITES
)
def withdrawn(number: RowNumber, desk: DeskDep, at: Now, actor: Bidding) -> None:
    """Withdraw one's own bid."""
    withdraw_bid(desk.workspace, actor, number, at=at)


@router.post(
    "/{number}/bids/{bid_number}/review",
    status_code=204,
    summary="记下评审意见",
    responses=CONFLICT,
    dependencies=JSON_WRITES,
)
def reviewed(
    number: RowNumber, bid_number: RowNumber, body: ChallengeReviewRequest, desk: DeskDep, at: Now, actor: Running
) -> None:
    """Write down what the review says of a bid."""
    review_bid(desk.workspace, actor, (number, bid_number), score=body.score, opinion=body.opinion, at=at)


def _values(challenge: Challenge) -> dict[str, Any]:
    names = set(ChallengeBody.model_fields) - {"milestones"}
    masked = {"title", "content", "enterprise", "contract", "conclusion"}
    told = {name: getattr(challenge, name) for name in names}
    milestones = [
        MilestoneBody(number=each.number, title=masked_text(each.title), due_on=each.due_on, done_on=each.done_on)
        for each in challenge.milestones
    ]
    return told | {name: masked_text(told[name]) for name in masked} | {"milestones": milestones}


def _seen(seen: SeenChallenge) -> SeenBody:
    return SeenBody(
        **_values(seen.challenge),
        n_bids=seen.n_bids,
        bids=[_bid(each) for each in seen.bids],
        next=list(seen.next),
        can_bid=seen.can_bid,
    )


def _bid(bid: Bid) -> BidBody:
    return BidBody(
        number=bid.number,
        organisation=masked_text(bid.organisation),
        team=masked_text(bid.team),
        plan=masked_text(bid.plan),
        price_fen=bid.price_fen,
        submitted_at=bid.submitted_at,
        withdrawn_at=bid.withdrawn_at,
        score=bid.score,
        opinion=masked_text(bid.opinion),
    )
