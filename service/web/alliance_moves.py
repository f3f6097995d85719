"""What is done on the pages of an alliance: moves, members, books."""

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, RefusalError
from data.records.accounts import Actor
from data.records.alliances import AllianceStage, MemberState
from service.dependencies import MOST_ROWS, DeskDep, RowNumber
from service.docking.alliances.changing import MOST_TEXT, MOST_TITLE
from service.docking.alliances.joining import apply_to_join, put_member, review_member
from service.docking.alliances.keeping import keep_entry, strike_entry
from service.docking.alliances.moving import Upward, move_alliance, register_upward
from service.docking.permissions import Action
from service.identity import Now, permitted
from service.web.alliance_forms import Filled, cleared_in_form, entry_of_form, member_of_form, needed_day
from service.web.alliances import tab_page
from service.web.forms import OwnForm, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Editing = Annotated[Actor, permitted(Action.ALLIANCES_EDIT)]
Registering = Annotated[Actor, permitted(Action.ALLIANCES_REGISTER)]
Version = Annotated[int, Form(ge=1, le=MOST_ROWS)]
Note = Annotated[str, Form(max_length=MOST_TEXT)]
Book = Literal["papers", "experts", "activities", "grant", "judgements"]
_TAB_OF = {
    "papers": "dossier",
    "experts": "members",
    "activities": "activities",
    "grant": "grant",
    "judgements": "checks",
}


@router.post("/alliances/{number}/move", dependencies=[OwnForm])
def take_move(  # noqa: PLR0913, PLR0917 - FastAPI reads the fields of a form from the parameters
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: Version,
    after: Annotated[AllianceStage, Form()],
    note: Note = "",
) -> Response:
    """Bring an alliance a stage further."""

    def act() -> object:
        return move_alliance(desk.workspace, actor, (number, version), after, note=note, at=at)

    return _acted(act, lambda fault: tab_page(request, desk, actor, number, at=at, fault=fault), f"/alliances/{number}")


@router.post("/alliances/{number}/upward", dependencies=[OwnForm])
def take_upward(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Registering,
    version: Version,
    authority: Annotated[str, Form(max_length=MOST_TITLE)] = "",
    on: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Write down that a higher authority registered it."""

    def act() -> object:
        upward = Upward(authority=authority, on=needed_day(on))
        return register_upward(desk.workspace, actor, (number, version), upward, at=at)

    return _acted(act, lambda fault: tab_page(request, desk, actor, number, at=at, fault=fault), f"/alliances/{number}")


@router.post("/alliances/{number}/members", dependencies=[OwnForm])
def take_member(  # noqa: PLR0913, PLR0917 - as above
    request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Editing, version: Version, filled: Filled
) -> Response:
    """Keep a member, or what else is to be said of one."""

    def act() -> object:
        member, clears = member_of_form(filled), cleared_in_form(filled)
        return put_member(desk.workspace, actor, (number, version), member, clears=clears, at=at)

    return _acted(act, lambda fault: tab_page(request, desk, actor, number, at=at, fault=fault), f"/alliances/{number}")


@router.post("/alliances/{number}/apply", dependencies=[OwnForm])
def take_application(
    request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Editing, filled: Filled
) -> Response:
    """Ask to join."""

    def act() -> object:
        return apply_to_join(desk.workspace, actor, number, member_of_form(filled), at=at)

    return _acted(act, lambda fault: tab_page(request, desk, actor, number, at=at, fault=fault), f"/alliances/{number}")


@router.post("/alliances/{number}/review", dependencies=[OwnForm])
def take_review(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: Version,
    state: Annotated[MemberState, Form()],
    organisation: Annotated[str, Form(max_length=MOST_TITLE)] = "",
    opinion: Note = "",
) -> Response:
    """Admit or refuse whoever applied, or write down that a member left."""

    def act() -> object:
        place = (number, version)
        return review_member(desk.workspace, actor, place, organisation, state=state, opinion=opinion, at=at)

    # Whoever left a draft can open it no more.
    after = "/alliances" if organisation == actor.organisation else f"/alliances/{number}"
    return _acted(act, lambda fault: tab_page(request, desk, actor, number, at=at, fault=fault), after)


@router.post("/alliances/{number}/books/{book}", dependencies=[OwnForm])
def take_entry(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    book: Book,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: Version,
    filled: Filled,
) -> Response:
    """Write an entry into the books."""
    tab = _TAB_OF[book]

    def act() -> object:
        return keep_entry(desk.workspace, actor, (number, version), entry_of_form(book, filled), at=at)

    return _acted(
        act,
        lambda fault: tab_page(request, desk, actor, number, at=at, tab=tab, fault=fault),
        f"/alliances/{number}" if tab == "members" else f"/alliances/{number}/{tab}",
    )


@router.post("/alliances/{number}/strike/{entry}", dependencies=[OwnForm])
def take_strike(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    entry: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    version: Version,
    note: Note = "",
    book: Annotated[Book, Form()] = "activities",
) -> Response:
    """Strike an entry out, and go back to the tab it stood on."""
    tab = _TAB_OF[book]

    def act() -> object:
        return strike_entry(desk.workspace, actor, (number, version), entry, note=note, at=at)

    return _acted(
        act,
        lambda fault: tab_page(request, desk, actor, number, at=at, tab=tab, fault=fault),
        f"/alliances/{number}" if tab == "members" else f"/alliances/{number}/{tab}",
    )


def _acted(
    act: Callable[[], object], show: Callable[[BadInputError | RefusalError], Response], address: str
) -> Response:
    """Do something and go on to a page, or show what stands against it."""
    try:
        act()
    except (BadInputError, RefusalError) as error:
        return show(error)
    return see(address)
