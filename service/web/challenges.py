"""Pages of open challenges: the list, one with its bids and next steps, forms to hand in, move, bid and review."""

from datetime import date
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, RefusalError, UsageError
from data.records.accounts import Actor, Role
from data.records.challenges import Bid, ChallengeStage, NewChallenge
from data.records.deals import Stage as DealStage
from data.reference.regions import load_regions
from ingest.parsing.regions import find_region
from service.dependencies import MOST_ROWS, DeskDep, RowNumber, Today
from service.docking.beijing import beijing_day
from service.docking.challenges.moving import (
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
from service.docking.challenges.stages import MOVES, STAGE_LABELS, Need, Side
from service.docking.deals.amounts import fen_of_wan, wan
from service.docking.permissions import Action, may
from service.errors import problem_of
from service.exports.feedback import masked_text
from service.identity import Now, permitted
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.CHALLENGES_VIEW)]
Running = Annotated[Actor, permitted(Action.CHALLENGES_RUN)]
Bidding = Annotated[Actor, permitted(Action.BIDS_SUBMIT)]
Title = Annotated[str, Form(max_length=MOST_TITLE)]
Text = Annotated[str, Form(max_length=MOST_TEXT)]
Version = Annotated[int, Form(ge=1, le=MOST_ROWS)]
_NEW: Final = ("title", "content", "enterprise", "region", "reward", "subsidy", "need_id")
_NO_OFFER: Final = {"team": "", "plan": "", "price": ""}


@router.get("/challenges")
def challenges(
    request: Request, desk: DeskDep, actor: Viewing, day: Today, stage: Annotated[ChallengeStage | None, Query()] = None
) -> Response:
    """List the challenges one may see, newest first."""
    seen, counts = challenges_of(desk.workspace, actor)
    return draw_with_forms(
        request,
        "challenges.html",
        challenges=[each for each in seen if stage in {None, each.stage}],
        counts=counts,
        stages={each: sum(one.stage is each for one in seen) for each in ChallengeStage},
        stage=stage,
        labels=STAGE_LABELS,
        can_add=may(actor, Action.CHALLENGES_RUN),
        today=day,
        money=told_money,
        masked=masked_text,
    )


@router.get("/challenges/new")
def new_form(request: Request, actor: Running) -> Response:
    """Show the form that hands a challenge in."""
    return _form(request, actor, dict.fromkeys(_NEW, ""))


@router.post("/challenges/new", dependencies=[OwnForm])
def take_new(  # noqa: PLR0913, PLR0917 - FastAPI reads the fields of a form from the parameters
    request: Request,
    desk: DeskDep,
    at: Now,
    actor: Running,
    title: Title = "",
    content: Text = "",
    enterprise: Title = "",
    region: Title = "",
    reward: Title = "",
    subsidy: Title = "",
    need_id: Title = "",
) -> Response:
    """Hand a challenge in, or show what stands against it with everything that was written."""
    written = {
        "title": title,
        "content": content,
        "enterprise": enterprise,
        "region": region,
        "reward": reward,
        "subsidy": subsidy,
        "need_id": need_id,
    }
    try:
        new = NewChallenge(
            title=title.strip(),
            content=content.strip(),
            enterprise=(enterprise or actor.organisation).strip(),
            region_code=_region_code(region, enterprise or actor.organisation),
            need_id=need_id.strip(),
            reward_fen=fen_of_wan(reward, name="榜金"),
            subsidy_fen=fen_of_wan(subsidy, name="补助"),
        )
        made = add_challenge(desk.workspace, actor, new, at=at)
    except (BadInputError, RefusalError) as error:
        return _form(request, actor, written, fault=error)
    return see(f"/challenges/{made.number}")


@router.get("/challenges/{number}")
def challenge_page(request: Request, number: RowNumber, desk: DeskDep, actor: Viewing, day: Today) -> Response:
    """Show one challenge: what is asked, how far it is, what can be done next."""
    return _page(request, number, desk, actor, day)


@router.post("/challenges/{number}/move", dependencies=[OwnForm])
def take_move(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Running,
    day: Today,
    version: Version,
    after: Annotated[ChallengeStage, Form()],
    note: Text = "",
    bids_until: Annotated[str, Form(max_length=10)] = "",
    winner: Annotated[str, Form(max_length=10, pattern=r"^\d*$")] = "",
    contract: Title = "",
    conclusion: Text = "",
) -> Response:
    """Bring a challenge a stage further."""
    try:
        going = Going(
            after=after,
            note=note,
            bids_until=_day(bids_until),
            winner=int(winner) if winner else None,
            contract=contract,
            conclusion=conclusion,
        )
        move_challenge(desk.workspace, actor, (number, version), going, at=at)
    except (BadInputError, RefusalError) as error:
        return _page(request, number, desk, actor, day, fault=error)
    return see(f"/challenges/{number}")


@router.post("/challenges/{number}/milestones", dependencies=[OwnForm])
def take_milestone(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Running,
    day: Today,
    version: Version,
    title: Title = "",
    due_on: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Set a milestone."""
    try:
        add_milestone(desk.workspace, actor, (number, version), title, _needed_day(due_on), at=at)
    except (BadInputError, RefusalError) as error:
        return _page(request, number, desk, actor, day, fault=error)
    return see(f"/challenges/{number}")


@router.post("/challenges/{number}/milestones/{milestone}", dependencies=[OwnForm])
def take_done(
    number: RowNumber, milestone: RowNumber, desk: DeskDep, at: Now, actor: Running, version: Version
) -> Response:
    """Write down that a milestone was reached today."""
    finish_milestone(desk.workspace, actor, (number, version), milestone, beijing_day(at), at=at)
    return see(f"/challenges/{number}")


@router.post("/challenges/{number}/bid", dependencies=[OwnForm])
def take_bid(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Bidding,
    day: Today,
    team: Title = "",
    plan: Text = "",
    price: Title = "",
) -> Response:
    """Bid, or put a new bid in the place of one's own."""
    try:
        offer = Offer(team=team, plan=plan, price_fen=fen_of_wan(price, name="报价"))
        submit_bid(desk.workspace, actor, number, offer, at=at)
    except (BadInputError, RefusalError) as error:
        return _page(request, number, desk, actor, day, fault=error, offer={"team": team, "plan": plan, "price": price})
    return see(f"/challenges/{number}")


@router.post("/challenges/{number}/withdraw", dependencies=[OwnForm])
def take_withdrawal(number: RowNumber, desk: DeskDep, at: Now, actor: Bidding) -> Response:
    """Withdraw one's own bid."""
    withdraw_bid(desk.workspace, actor, number, at=at)
    return see(f"/challenges/{number}")


@router.post("/challenges/{number}/bids/{bid}", dependencies=[OwnForm])
def take_review(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    bid: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Running,
    day: Today,
    score: Annotated[int, Form(ge=0, le=100)],
    opinion: Text = "",
) -> Response:
    """Write down what the review says of a bid."""
    try:
        review_bid(desk.workspace, actor, (number, bid), score=score, opinion=opinion, at=at)
    except (BadInputError, RefusalError) as error:
        return _page(request, number, desk, actor, day, fault=error)
    return see(f"/challenges/{number}")


def told_money(fen: int | None) -> str:
    """Return an amount as pages show it."""
    return "未写明" if fen is None else f"{wan(fen)} 万元"


def _region_code(region: str, enterprise: str) -> str:
    """Return where the enterprise lies: as written, else as its name tells; "" where it does not.

    Raises:
        UsageError: what is written names no region.
    """
    found = load_regions().get(region.strip()) or find_region(region)
    if region.strip() and found is None:
        raise UsageError("看不出企业在哪个地区。", remedy="请写地区全称，例如 江苏省淮安市涟水县。")
    found = found or find_region(enterprise)
    return "" if found is None else found.code


def _day(text: str) -> date | None:
    """Return the day a form's field names; None for an empty one.

    Raises:
        UsageError: there is no such day.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError("日期不对。", remedy="请写成 2026-11-22。") from error


def _needed_day(text: str) -> date:
    """Return the day a form's field names.

    Raises:
        UsageError: it was left empty, or there is no such day.
    """
    found = _day(text)
    if found is None:
        raise UsageError("没有写日期。", remedy="请选择日期。")
    return found


def _form(
    request: Request, actor: Actor, written: dict[str, str], *, fault: BadInputError | RefusalError | None = None
) -> Response:
    page = draw_with_forms(
        request,
        "challenge_new.html",
        written=written,
        fault=fault,
        own=actor.organisation if actor.role is Role.ENTERPRISE else "",
        most_title=MOST_TITLE,
        most_text=MOST_TEXT,
    )
    page.status_code = 200 if fault is None else problem_of(fault).status
    return page


def _page(  # noqa: PLR0913 - what the page needs, and what went wrong
    request: Request,
    number: int,
    desk: DeskDep,
    actor: Actor,
    day: date,
    *,
    fault: BadInputError | RefusalError | None = None,
    offer: dict[str, str] | None = None,
) -> Response:
    seen = open_challenge(desk.workspace, actor, number, today=day)
    own = next((bid for bid in seen.bids if bid.organisation == actor.organisation and actor.organisation), None)
    page = draw_with_forms(
        request,
        "challenge.html",
        seen=seen,
        each=seen.challenge,
        labels=STAGE_LABELS,
        needs={after: MOVES[seen.challenge.stage, after].needs for after in seen.next},
        need=Need,
        own=own,
        fault=fault,
        offer=offer or _NO_OFFER,
        today=day,
        money=told_money,
        own_price=_typed_price(own),
        deal_address=_deal_address(seen),
        masked=masked_text,
        most_title=MOST_TITLE,
        most_text=MOST_TEXT,
    )
    page.status_code = 200 if fault is None else problem_of(fault).status
    return page


def _typed_price(bid: Bid | None) -> str:
    """Return the price of a bid as its form takes it; "" none."""
    return "" if bid is None or bid.price_fen is None else f"{wan(bid.price_fen)}万元"


def _deal_address(seen: SeenChallenge) -> str:
    """Return where a deal is opened of a challenge that was signed, for the bureau; "" for nobody else.

    Contracts are counted in deals alone: without one the contract of a challenge is in no report.
    """
    each = seen.challenge
    winner = next((bid for bid in seen.bids if bid.number == each.winner), None)
    if seen.side is not Side.BUREAU or winner is None or each.stage not in _CONTRACTED:
        return ""
    told = {"title": each.title, "enterprise": each.enterprise, "university": winner.organisation}
    return f"/deals/new?{urlencode({**told, 'region': each.region_code, 'after': DealStage.TALK.value})}"


_CONTRACTED: Final = frozenset({ChallengeStage.SIGNED, ChallengeStage.RUNNING, ChallengeStage.ACCEPTED})
