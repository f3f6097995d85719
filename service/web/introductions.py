"""Pages of introductions: asked for, forwarded, consented to, withdrawn; contacts shown and looks listed."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, DuijieError, RefusalError
from data.records.accounts import Actor
from data.records.consents import Consent, Introduction, Reveal, Side
from data.storage.deals import DealFilter
from service.dependencies import DeskDep, RowNumber
from service.docking.answering import Desk
from service.docking.consents import (
    ACTION_OF,
    CONSENT_LABELS,
    STAGE_LABELS,
    Stage,
    ask,
    dispute,
    introduction_of,
    introductions_of,
    is_entitled,
    looks_at,
    move,
    moves_open_to,
    reveal_contact,
    stage_of,
)
from service.docking.deals.viewing import deals_of
from service.docking.permissions import PERMISSIONS, Action, Reach
from service.docking.waiting import Kind, waiting_of
from service.errors import problem_of
from service.exports.feedback import masked_text
from service.identity import Now, permitted
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Id = Annotated[str, Form(min_length=1, max_length=1000)]
Text = Annotated[str, Form(max_length=1000)]
OfIntroductions = Annotated[Actor, permitted(Action.INTRODUCTIONS_VIEW)]
OfReveals = Annotated[Actor, permitted(Action.REVEALS_VIEW)]

SIDE_LABELS: Final = {Side.NEED: "企业", Side.ACHIEVEMENT: "高校院所"}
MOVE_LABELS: Final = {
    Consent.FORWARDED: "已转达",
    Consent.CONSENTED: "同意",
    Consent.DECLINED: "婉拒",
    Consent.WITHDRAWN: "撤回同意",
}


@router.get("/introductions")
def listed(
    request: Request,
    desk: DeskDep,
    actor: OfIntroductions,
    stage: Stage | None = None,
    waiting: Literal["forward", "answer"] | None = None,
) -> Response:
    """List the introductions one may see: all, those of one stage, or those that wait for whoever asks."""
    found = introductions_of(desk.workspace, actor)
    if waiting is not None:
        open_to_actor = {each.number for each in waiting_of(desk.workspace, actor, Kind(waiting)).items}
        found = [each for each in found if str(each.number) in open_to_actor]
    shown = [each for each in found if stage in {None, stage_of(each)}]
    return _page(request, desk, actor, listed=shown, stage=stage, is_part=(stage, waiting) != (None, None))


@router.post("/introductions", dependencies=[OwnForm])
def take_request(  # noqa: PLR0913, PLR0917 - FastAPI reads the fields of a form from the parameters
    request: Request,
    desk: DeskDep,
    at: Now,
    actor: Annotated[Actor, permitted(Action.INTRODUCTIONS_ASK)],
    need_id: Id,
    achievement_id: Id,
    purpose: Text = "",
) -> Response:
    """Ask for an introduction."""
    try:
        made = ask(desk.workspace, actor, (need_id, achievement_id), purpose=purpose, at=at)
    except (BadInputError, RefusalError) as error:
        return _page(request, desk, actor, fault=error)
    return see(f"/introductions/{made.number}")


@router.get("/introductions/{number}")
def shown(request: Request, number: RowNumber, desk: DeskDep, actor: OfIntroductions) -> Response:
    """Show one introduction with everything that was said to it."""
    return _page(request, desk, actor, introduction=introduction_of(desk.workspace, actor, number))


@router.post("/introductions/{number}/forward", dependencies=[OwnForm])
def take_forwarding(
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Annotated[Actor, permitted(Action.INTRODUCTIONS_FORWARD)],
    side: Annotated[Side, Form()],
) -> Response:
    """Write down that a side was told."""
    move(desk.workspace, actor, (number, side), Consent.FORWARDED, at=at)
    return see(f"/introductions/{number}")


@router.post("/introductions/{number}/consent", dependencies=[OwnForm])
def take_consent(  # noqa: PLR0913, PLR0917 - as above
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Annotated[Actor, permitted(Action.CONSENTS_STATE)],
    side: Annotated[Side, Form()],
    after: Annotated[Consent, Form()],
    note: Text = "",
) -> Response:
    """Write down what a side said.

    Raises:
        RefusalError: it is no answer.
    """
    if ACTION_OF.get(after) is not Action.CONSENTS_STATE:
        raise RefusalError("这里只能同意、婉拒或撤回同意。", remedy="请刷新页面后重新选择。")
    move(desk.workspace, actor, (number, side), after, note=note, at=at)
    return see(f"/introductions/{number}")


@router.post("/introductions/{number}/reveal", dependencies=[OwnForm])
def take_reveal(
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Annotated[Actor, permitted(Action.CONTACTS_REVEAL)],
    side: Annotated[Side, Form()],
) -> Response:
    """Show the contact of a side, this once; the look is written down first."""
    revealed = reveal_contact(desk.workspace, actor, (number, side), at=at)
    introduction = introduction_of(desk.workspace, actor, number)
    return _page(request, desk, actor, introduction=introduction, revealed=revealed)


@router.get("/reveals")
def looks(request: Request, desk: DeskDep, actor: OfReveals) -> Response:
    """List who looked at which contact."""
    return _page(request, desk, actor, with_looks=True)


@router.post("/reveals/{number}/dispute", dependencies=[OwnForm])
def take_dispute(number: RowNumber, desk: DeskDep, at: Now, actor: OfReveals, text: Text = "") -> Response:
    """Write down what is said against a look."""
    dispute(desk.workspace, actor, number, text, at=at)
    return see("/reveals")


def _page(  # noqa: PLR0913 - what one template shows, all by name
    request: Request,
    desk: DeskDep,
    actor: Actor,
    *,
    introduction: Introduction | None = None,
    revealed: tuple[Reveal, tuple[str, ...]] | None = None,
    listed: list[Introduction] | None = None,
    stage: Stage | None = None,
    is_part: bool = False,
    with_looks: bool = False,
    fault: DuijieError | None = None,
) -> Response:
    is_list = introduction is None and not with_looks
    every = introductions_of(desk.workspace, actor) if is_list and listed is None else listed
    page = draw_with_forms(
        request,
        "introductions.html",
        introductions=every or [],
        stage=stage,
        is_part=is_part,
        stages=STAGE_LABELS,
        introduction=introduction,
        moves={} if introduction is None else {side: moves_open_to(actor, introduction, side) for side in Side},
        is_entitled=introduction is not None
        and _may(actor, Action.CONTACTS_REVEAL)
        and is_entitled(actor, introduction),
        deal=None if introduction is None else _deal_of(desk, actor, introduction.number),
        can_open_deal=_may(actor, Action.DEALS_EDIT),
        revealed=revealed,
        looks=looks_at(desk.workspace, actor) if with_looks else None,
        can_list_looks=_may(actor, Action.REVEALS_VIEW),
        sides=SIDE_LABELS,
        need_side=Side.NEED,
        achievement_side=Side.ACHIEVEMENT,
        states=CONSENT_LABELS,
        move_labels=MOVE_LABELS,
        masked=masked_text,
        fault=fault,
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _may(actor: Actor, action: Action) -> bool:
    return PERMISSIONS[action][actor.role] is not Reach.NONE


def _deal_of(desk: Desk, actor: Actor, introduction: int) -> int | None:
    """Return the number of the newest deal of an introduction that somebody may see; None where there is none."""
    if not _may(actor, Action.DEALS_VIEW):
        return None
    found = deals_of(desk.workspace, actor, DealFilter(introduction=introduction))
    return max((deal.number for deal in found), default=None)
