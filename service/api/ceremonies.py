"""Signing ceremonies: planned, their deals ranked and chosen, the running order."""

from typing import Annotated

from fastapi import APIRouter, Response

from data.records.accounts import Actor
from data.records.ceremonies import Ceremony
from data.records.rules import Check, Outcome
from service.api.ceremony_schemas import (
    CeremonyBody,
    CeremonyDealRequest,
    CeremonyRequest,
    CeremonySettleRequest,
    CriterionBody,
    OpenedCeremonyBody,
    RankedDealBody,
    SeatBody,
    TurnBody,
)
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PREFIX, STALE, ExpectedVersion, tag_version
from service.dependencies import DeskDep, RowNumber
from service.docking.ceremonies.keeping import (
    add_ceremony,
    ceremonies_of,
    change_ceremony,
    open_ceremony,
    say_of_deal,
    settle_ceremony,
)
from service.docking.ceremonies.opening import OpenedCeremony
from service.docking.ceremonies.selecting import CriterionLine, RankedDeal, Seat, Turn, running_order, wanted_of
from service.docking.permissions import Action
from service.exports.feedback import masked_text
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/ceremonies", tags=["签约仪式"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.DEALS_VIEW)]
Editing = Annotated[Actor, permitted(Action.DEALS_EDIT)]


@router.get("", summary="签约仪式")
def listed(desk: DeskDep, actor: Viewing) -> list[CeremonyBody]:
    """List the ceremonies of one's region, newest first."""
    return [_body(each) for each in ceremonies_of(desk.workspace, actor)]


@router.post("", status_code=201, summary="安排一场签约仪式", responses=CONFLICT, dependencies=JSON_WRITES)
def planned(body: CeremonyRequest, desk: DeskDep, at: Now, actor: Editing) -> CeremonyBody:
    """Plan a ceremony."""
    return _body(add_ceremony(desk.workspace, actor, body.record(), at=at))


@router.get("/{number}", summary="一场签约仪式：排名、依据和签约次序")
def one(number: RowNumber, desk: DeskDep, at: Now, actor: Viewing, response: Response) -> OpenedCeremonyBody:
    """Show a ceremony with its ranking and running order."""
    opened = open_ceremony(desk.workspace, actor, number, now=at)
    tag_version(response, opened.ceremony.version)
    return _opened(opened)


@router.put("/{number}", summary="修改安排", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def changed(
    number: RowNumber, body: CeremonyRequest, desk: DeskDep, at: Now, actor: Editing, version: ExpectedVersion
) -> CeremonyBody:
    """Plan a ceremony otherwise."""
    return _body(change_ceremony(desk.workspace, actor, (number, version), body.record(), at=at))


@router.post("/{number}/settle", summary="定下名单，或重新开放", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def settled(
    number: RowNumber, body: CeremonySettleRequest, desk: DeskDep, at: Now, actor: Editing, version: ExpectedVersion
) -> CeremonyBody:
    """Settle the list as it stands, or open it again."""
    after = settle_ceremony(desk.workspace, actor, (number, version), is_settled=body.is_settled, at=at)
    return _body(after)


@router.put(
    "/{number}/deals/{deal}",
    summary="写一项台账的依据、签约人和次序",
    responses=CONFLICT | STALE,
    dependencies=JSON_WRITES,
)
def told(  # noqa: PLR0913, PLR0917 - FastAPI reads what it gives from the parameters
    number: RowNumber,
    deal: RowNumber,
    body: CeremonyDealRequest,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: ExpectedVersion,
) -> CeremonyBody:
    """Write down what is said of a deal."""
    return _body(say_of_deal(desk.workspace, actor, (number, version), body.record(deal), at=at))


def _body(ceremony: Ceremony) -> CeremonyBody:
    return CeremonyBody(
        number=ceremony.number,
        version=ceremony.version,
        title=masked_text(ceremony.title),
        region_code=ceremony.region_code,
        notice=ceremony.notice,
        wanted=ceremony.wanted,
        on=ceremony.on,
        place=masked_text(ceremony.place),
        per_group=ceremony.per_group,
        is_settled=ceremony.is_settled,
    )


def _opened(opened: OpenedCeremony) -> OpenedCeremonyBody:
    turns = running_order(opened.ranked, per_group=opened.ceremony.per_group)
    return OpenedCeremonyBody(
        **_body(opened.ceremony).model_dump(),
        wanted_by_rules=wanted_of(opened.ceremony, opened.rules),
        ranked=[_ranked(each) for each in opened.ranked],
        order=[_turn(each) for each in turns],
        fallen=[each.number for each in opened.fallen],
    )


def _ranked(each: RankedDeal) -> RankedDealBody:
    deal = each.deal
    return RankedDealBody(
        rank=each.rank,
        deal=deal.number,
        title=masked_text(deal.title),
        enterprise=masked_text(deal.enterprise),
        university=masked_text(deal.university),
        stage=deal.stage,
        marks=sorted(deal.marks),
        contract_fen=deal.sums.contract.fen,
        criteria=[_criterion(line) for line in each.criteria],
        outcome=_outcome(each.checks),
        is_chosen=each.is_chosen,
        is_against=each.is_against,
    )


def _outcome(checks: tuple[Check, ...]) -> Outcome | None:
    """Return what all checks together say: one that failed fails, one that cannot tell leaves it open."""
    said = {each.outcome for each in checks}
    return next((each for each in (Outcome.FAILED, Outcome.CANNOT_TELL, Outcome.PASSED) if each in said), None)


def _criterion(line: CriterionLine) -> CriterionBody:
    return CriterionBody(
        criterion=masked_text(line.criterion),
        outcome=Outcome.CANNOT_TELL if line.word is None else line.word.outcome,
        proof="" if line.word is None else masked_text(line.word.proof),
        hint=masked_text(line.hint),
    )


def _turn(turn: Turn) -> TurnBody:
    deal = turn.ranked.deal
    seats = [_seat(each) for each in turn.seats]
    return TurnBody(group=turn.group, place=turn.place, deal=deal.number, title=masked_text(deal.title), seats=seats)


def _seat(seat: Seat) -> SeatBody:
    return SeatBody(
        number=seat.number,
        side=seat.side,
        organisation=masked_text(seat.organisation),
        name=masked_text(seat.name),
        post=masked_text(seat.post),
    )
