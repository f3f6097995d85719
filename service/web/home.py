"""The home page by role, the lists behind its counts, and the form that takes a text to match."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from data.errors import UsageError
from data.records.accounts import Actor
from data.records.achievements import Achievement
from data.records.needs import Need
from data.storage.workspace import Workspace
from service.dependencies import DEFAULT_CANDIDATES, DeskDep, Today
from service.docking.answering import Desk
from service.docking.pasted import MOST_CONTENT_CHARACTERS, MOST_TITLE_CHARACTERS, need_of_text
from service.docking.permissions import Action, may, scope_of
from service.docking.visibility import visible_matches
from service.docking.waiting import Kind, waiting_for, waiting_of
from service.exports.card import view_record
from service.exports.masking import MASKED, RecordTexts
from service.identity import permitted
from service.web.drawing import kind_address
from service.web.forms import draw_with_forms
from service.web.matches import outlined
from service.web.records import addable_kinds
from service.web.waiting_phrases import RECORDS_OF, WORDS, address_of

_MOST_LISTED: Final = 200

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Searching = Annotated[Actor, permitted(Action.SEARCH)]
Matching = Annotated[Actor, permitted(Action.TEXT_MATCH)]


@router.get("/")
def home(request: Request, desk: DeskDep, actor: Searching) -> Response:
    """Show what waits for whoever asks, or what to do first."""
    stock = desk.stock()
    can_import = may(actor, Action.RECORDS_IMPORT)
    if not stock.n_needs and not stock.n_achievements:
        return draw_with_forms(request, "empty.html", can_import=can_import, addable=addable_kinds(actor))
    waiting = [(each, WORDS[each.kind], address_of(each)) for each in waiting_for(desk.workspace, actor)]
    return _form(request, desk, actor, waiting=waiting, is_home=True)


@router.get("/waiting/{kind}")
def waiting_list(request: Request, kind: Kind, desk: DeskDep, actor: Searching) -> Response:
    """List the needs or achievements behind a count.

    Raises:
        HTTPException: what is counted has a list of its own.
    """
    side = RECORDS_OF.get(kind)
    if side is None:
        raise HTTPException(404)
    waiting = waiting_of(desk.workspace, actor, kind)
    found = _records(desk.workspace, actor, side, [each.number for each in waiting.items[:_MOST_LISTED]])
    texts = RecordTexts(MASKED)
    return draw_with_forms(
        request,
        "waiting.html",
        words=WORDS[kind],
        n=len(waiting.items),
        most=_MOST_LISTED,
        found=[(view_record(each, texts=texts), f"{kind_address(side, each.id)}/matches") for each in found],
    )


@router.get("/match")
def match_form(request: Request, desk: DeskDep, actor: Matching) -> Response:
    """Show the form that takes a text to match."""
    return _form(request, desk, actor)


@router.post("/match")
def match(
    request: Request,
    desk: DeskDep,
    day: Today,
    actor: Matching,
    title: Annotated[str, Form()] = "",
    content: Annotated[str, Form()] = "",
) -> Response:
    """Match a text that is nowhere stored."""
    try:
        need = need_of_text(title, content)
    except UsageError as error:
        return _form(request, desk, actor, title=title, content=content, fault=error)
    if desk.is_preparing:
        return _form(request, desk, actor, title=title, content=content, status=503)
    report = visible_matches(desk, actor, need, top=DEFAULT_CANDIDATES, as_of=day)
    return draw_with_forms(request, "results.html", stored=False, **outlined(report))


def _form(request: Request, desk: Desk, actor: Actor, *, fault: UsageError | None = None, **values: Any) -> Response:  # noqa: ANN401 - as draw_with_forms
    usual = {"title": "", "content": "", "waiting": [], "is_home": False, "status": 200 if fault is None else 422}
    needs, achievements = scope_of(actor, Action.NEEDS_VIEW), scope_of(actor, Action.ACHIEVEMENTS_VIEW)
    with desk.workspace.reading() as stores:
        counts = (stores.needs.count(scope=needs), stores.achievements.count(scope=achievements))
    return draw_with_forms(
        request,
        "home.html",
        counts=counts,
        addable=addable_kinds(actor),
        sees_all=needs.everything and achievements.everything,
        is_indexed=desk.stock().is_indexed,
        is_preparing=desk.is_preparing,
        fault=fault,
        most_title=MOST_TITLE_CHARACTERS,
        most_content=MOST_CONTENT_CHARACTERS,
        **{**usual, **values},
    )


def _records(workspace: Workspace, actor: Actor, side: str, numbers: list[str]) -> list[Need | Achievement]:
    """Return the records of ids that somebody may see, in the order of the ids."""
    with workspace.reading() as stores:
        found: list[Need] | list[Achievement] = (
            stores.needs.named(numbers, scope=scope_of(actor, Action.NEEDS_VIEW))
            if side == "needs"
            else stores.achievements.named(numbers, scope=scope_of(actor, Action.ACHIEVEMENTS_VIEW))
        )
    known: dict[str, Need | Achievement] = {each.id: each for each in found}
    return [known[number] for number in numbers if number in known]
