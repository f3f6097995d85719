"""Pages of introductions: asked for, forwarded, consented to, withdrawn; contacts shown and looks listed."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, DuijieError, RefusalError
from data.records.accounts import ORGANISATIONS, Actor
from data.records.consents import Consent, Introduction, Reveal, Side
from data.storage.deals import DealFilter
from service.dependencies import MOST_ROWS, DeskDep, RowNumber
from service.docking.answering import Desk
from service.docking.consent_stages import ACTION_OF, CONSENT_LABELS, STAGE_LABELS, Stage, stage_of
from service.docking.consents import (
    ask,
    dispute,
    introduction_of,
    introductions_of,
    is_entitled,
    looks_at,
    move,
    moves_open_to,
    part_of,
    reveal_contact,
)
from service.docking.deals.viewing import deals_of
from service.docking.introduction_titles import titles_of
from service.docking.permissions import Action, may
from service.docking.waiting import Kind, waiting_of
from service.errors import problem_of
from service.exports.feedback import masked_text
from service.identity import Now, permitted
from service.web.census_forms import OptionalDay
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Id = Annotated[str, Form(min_length=1, max_length=1000)]
Text = Annotated[str, Form(max_length=1000)]
OfIntroductions = Annotated[Actor, permitted(Action.INTRODUCTIONS_VIEW)]
Before = Annotated[int | None, Query(ge=1, le=MOST_ROWS)]
OfReveals = Annotated[Actor, permitted(Action.REVEALS_VIEW)]

_PAGE: Final = 50
NOTHING_ASKED: Final[Mapping[str, str]] = MappingProxyType({})
SIDE_LABELS: Final = {Side.NEED: "企业", Side.ACHIEVEMENT: "高校院所"}
MOVE_LABELS: Final = {
    Consent.FORWARDED: "登记为已转达",
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
    before: Before = None,
) -> Response:
    """List the introductions one may see: all, those of one stage, or those that wait for whoever asks."""
    found = introductions_of(desk.workspace, actor)
    if waiting is not None:
        open_to_actor = {each.number for each in waiting_of(desk.workspace, actor, Kind(waiting)).items}
        found = [each for each in found if str(each.number) in open_to_actor]
    kept = [each for each in found if stage in {None, stage_of(each)}]
    asked = {name: value for name, value in (("stage", stage), ("waiting", waiting)) if value is not None}
    return _list(request, desk, actor, kept, stage=stage, asked=asked, before=before)


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
        return _list(request, desk, actor, introductions_of(desk.workspace, actor), fault=error)
    return see(f"/introductions/{made.number}")


@router.get("/introductions/{number}")
def shown(request: Request, number: RowNumber, desk: DeskDep, actor: OfIntroductions) -> Response:
    """Show one introduction with everything that was said to it."""
    return _one(request, desk, actor, introduction_of(desk.workspace, actor, number))


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
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Annotated[Actor, permitted(Action.CONSENTS_STATE)],
    side: Annotated[Side, Form()],
    after: Annotated[Consent, Form()],
    note: Text = "",
    on: Annotated[OptionalDay, Form()] = None,
) -> Response:
    """Write down what a side said.

    Raises:
        RefusalError: it is no answer.
    """
    if ACTION_OF.get(after) is not Action.CONSENTS_STATE:
        raise RefusalError("这里只能同意、婉拒或撤回同意。", remedy="请刷新页面后重新选择。")
    try:
        move(desk.workspace, actor, (number, side), after, note=note, on=on, at=at)
    except (BadInputError, RefusalError) as error:
        return _one(request, desk, actor, introduction_of(desk.workspace, actor, number), fault=error)
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
    return _one(request, desk, actor, introduction, revealed=revealed)


@router.get("/reveals")
def looks(request: Request, desk: DeskDep, actor: OfReveals, before: Before = None) -> Response:
    """List who looked at which contact."""
    seen = looks_at(desk.workspace, actor)
    found, following = part_of(seen, lambda each: each.reveal.number, before=before, limit=_PAGE)
    return _page(request, actor, looks=found, older=_address("/reveals", {}, following))


@router.post("/reveals/{number}/dispute", dependencies=[OwnForm])
def take_dispute(number: RowNumber, desk: DeskDep, at: Now, actor: OfReveals, text: Text = "") -> Response:
    """Write down what is said against a look."""
    dispute(desk.workspace, actor, number, text, at=at)
    return see("/reveals")


def _list(  # noqa: PLR0913 - which introductions, and how the page came to list them
    request: Request,
    desk: Desk,
    actor: Actor,
    listed: Sequence[Introduction],
    *,
    stage: Stage | None = None,
    asked: Mapping[str, str] = NOTHING_ASKED,
    before: int | None = None,
    fault: DuijieError | None = None,
) -> Response:
    found, following = part_of(listed, lambda each: each.number, before=before, limit=_PAGE)
    older = _address("/introductions", asked, following)
    return _page(
        request,
        actor,
        introductions=found,
        titles=titles_of(desk.workspace, actor, found),
        stage=stage,
        is_part=bool(asked),
        older=older,
        fault=fault,
    )


def _one(
    request: Request,
    desk: Desk,
    actor: Actor,
    introduction: Introduction,
    *,
    revealed: tuple[Reveal, tuple[str, ...]] | None = None,
    fault: DuijieError | None = None,
) -> Response:
    return _page(
        request,
        actor,
        fault=fault,
        introduction=introduction,
        titles=titles_of(desk.workspace, actor, [introduction]),
        speaks_for=actor.role not in ORGANISATIONS,
        moves={side: moves_open_to(actor, introduction, side) for side in Side},
        is_entitled=may(actor, Action.CONTACTS_REVEAL) and is_entitled(actor, introduction),
        deal=_deal_of(desk, actor, introduction.number),
        can_open_deal=may(actor, Action.DEALS_EDIT),
        revealed=revealed,
    )


def _page(request: Request, actor: Actor, *, fault: DuijieError | None = None, **values: Any) -> Response:  # noqa: ANN401 - as draw_with_forms
    usual: dict[str, Any] = {
        "introduction": None,
        "looks": None,
        "introductions": [],
        "stage": None,
        "is_part": False,
        "older": "",
        "titles": {},
    }
    page = draw_with_forms(
        request,
        "introductions.html",
        stages=STAGE_LABELS,
        can_list_looks=may(actor, Action.REVEALS_VIEW),
        sides=SIDE_LABELS,
        need_side=Side.NEED,
        achievement_side=Side.ACHIEVEMENT,
        states=CONSENT_LABELS,
        move_labels=MOVE_LABELS,
        masked=masked_text,
        fault=fault,
        **{**usual, **values},
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _address(path: str, asked: Mapping[str, str], following: int | None) -> str:
    """Return the address of the next page of a list; "" where there is none."""
    return "" if following is None else f"{path}?{urlencode({**asked, 'before': following})}"


def _deal_of(desk: Desk, actor: Actor, introduction: int) -> int | None:
    """Return the number of the newest deal of an introduction that somebody may see; None where there is none."""
    if not may(actor, Action.DEALS_VIEW):
        return None
    found = deals_of(desk.workspace, actor, DealFilter(introduction=introduction))
    return max((deal.number for deal in found), default=None)
