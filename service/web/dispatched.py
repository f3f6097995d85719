"""The page on which a university answers the needs that bureaus sent on to it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, DuijieError, RefusalError
from data.records.accounts import Actor
from data.records.census import DispatchState
from service.dependencies import DeskDep, RowNumber, Today
from service.docking.answering import Desk
from service.docking.census.dispatching import ALLOWED, MOST_NOTE_CHARACTERS
from service.docking.census.inbox import ANSWERS, answer_own, inbox_of
from service.docking.permissions import Action
from service.errors import problem_of
from service.exports.feedback import masked_text
from service.identity import Now, permitted
from service.web.census_words import DISPATCH_LABELS
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Answering = Annotated[Actor, permitted(Action.DISPATCHES_ANSWER)]


@router.get("/dispatched")
def dispatched(request: Request, desk: DeskDep, day: Today, actor: Answering) -> Response:
    """List the needs that were sent to one's university, newest first."""
    return _page(request, desk, day, actor)


@router.post("/dispatched/{number}", dependencies=[OwnForm])
def take_own_answer(  # noqa: PLR0913, PLR0917 - FastAPI reads the fields of a form from the parameters
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    day: Today,
    at: Now,
    actor: Answering,
    after: Annotated[DispatchState, Form()],
    version: Annotated[int, Form(ge=0)],
    note: Annotated[str, Form(max_length=2 * MOST_NOTE_CHARACTERS)] = "",
) -> Response:
    """Answer one of them."""
    try:
        answer_own(desk.workspace, actor, number, after, note=note, expected_version=version, today=day, at=at)
    except (BadInputError, RefusalError) as error:
        return _page(request, desk, day, actor, fault=error, typed=(number, note))
    return see(f"/dispatched#d{number}")


def _page(
    request: Request,
    desk: Desk,
    day: date,
    actor: Actor,
    *,
    fault: DuijieError | None = None,
    typed: tuple[int, str] = (0, ""),
) -> Response:
    found = inbox_of(desk.workspace, actor)
    with desk.workspace.reading() as stores:
        needs = stores.needs.get_many([each.need_id for each in found])
        own = stores.achievements.get_many([number for each in found for number in each.achievement_ids])
    page = draw_with_forms(
        request,
        "dispatched.html",
        found=found,
        titles={number: masked_text(each.title) for number, each in needs.items()},
        own={number: masked_text(each.title) for number, each in own.items()},
        states=DISPATCH_LABELS,
        moves={state: [each for each in ANSWERS if each in ALLOWED[state]] for state in DispatchState},
        today=day,
        typed=typed,
        most_note=MOST_NOTE_CHARACTERS,
        masked=masked_text,
        fault=fault,
    )
    page.status_code = 200 if fault is None else problem_of(fault).status
    return page
