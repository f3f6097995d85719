"""Pages of an event's agenda: the grid, planning, what is left out, what happened since, re-planning, releasing."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, DuijieError, RefusalError
from data.records.accounts import Actor
from service.dependencies import MOST_ROWS, NO_NUL, DeskDep, JobsDep, RowNumber
from service.docking.events.disturbances import Disturbance, Kind, write_down
from service.docking.events.planning import MOST_SECONDS, PlanOrder, planning_job
from service.docking.events.versions import AgendaDesk, agenda_desk, release
from service.docking.permissions import Action
from service.exports.agenda_phrases import REASONS
from service.identity import Now, permitted
from service.web.event_grids import guest_grid, table_grid
from service.web.event_leaves import LeafNumber, leaf_of
from service.web.event_views import draft_view, draw_agenda
from service.web.forms import OwnForm, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Planning = Annotated[Actor, permitted(Action.EVENTS_PLAN)]
Revision = Annotated[int, Form(ge=0, le=MOST_ROWS)]
By = Literal["guests", "tables"]
Id = Annotated[str, Form(max_length=200, pattern=NO_NUL)]


@router.get("/events/{number}/agenda")
def agenda(request: Request, number: RowNumber, desk: DeskDep, actor: Planning, by: By = "guests") -> Response:
    """Show the draft as a grid."""
    return _agenda(request, agenda_desk(desk.workspace, actor, number), by=by)


@router.post("/events/{number}/plan", dependencies=[OwnForm])
def take_plan(  # noqa: PLR0913, PLR0917 - FastAPI reads the fields of a form from the parameters
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    jobs: JobsDep,
    at: Now,
    actor: Planning,
    seen: Revision = 0,
    seconds: Annotated[int, Form(ge=1, le=MOST_SECONDS)] = 20,
    is_replan: Annotated[bool, Form()] = False,
    note: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Plan or re-plan the event in the background."""
    order = PlanOrder(number, is_replan=is_replan, seconds=seconds, seen=seen, note=note.replace("\x00", "").strip())
    try:
        job = jobs.submit(planning_job(desk.workspace, order, by=actor, at=at))
    except (BadInputError, RefusalError) as error:
        return _agenda(request, agenda_desk(desk.workspace, actor, number), fault=error)
    return see(f"/jobs/{job.number}")


@router.post("/events/{number}/release", dependencies=[OwnForm])
def take_release(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Planning,
    seen: Revision,
    note: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Release the draft."""
    try:
        made = release(desk.workspace, actor, number, seen=seen, note=note, at=at)
    except (BadInputError, RefusalError) as error:
        return _agenda(request, agenda_desk(desk.workspace, actor, number), fault=error)
    return see(f"/events/{number}/versions/{made.version}")


@router.get("/events/{number}/left")
def left(request: Request, number: RowNumber, desk: DeskDep, actor: Planning, page: LeafNumber = 1) -> Response:
    """List what is wished and not held, why, and what would change that."""
    found = agenda_desk(desk.workspace, actor, number)
    view = draft_view(found)
    unplaced = [] if found.draft is None else found.draft.agenda.unplaced
    ordered = sorted(unplaced, key=lambda each: (each.reason == "barred", -_value(found, each.request_id)))
    return draw_agenda(
        request,
        "event_left.html",
        found=found,
        view=view,
        leaf=leaf_of(ordered, page),
        reasons=REASONS,
        numbers={each.request.id: each.number for each in found.book.requests},
    )


@router.post("/events/{number}/disturbances", dependencies=[OwnForm])
def take_disturbance(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Planning,
    what: Annotated[Kind, Form()],
    guest_id: Id = "",
    table_id: Id = "",
    time: Annotated[str, Form(max_length=5)] = "",
) -> Response:
    """Write down what happened; the agenda stays until it is re-planned."""
    try:
        write_down(desk.workspace, actor, number, Disturbance(what, guest_id, table_id, time), at=at)
    except (BadInputError, RefusalError) as error:
        return _replan(request, agenda_desk(desk.workspace, actor, number), fault=error)
    return see(f"/events/{number}/replan")


@router.get("/events/{number}/replan")
def replan(request: Request, number: RowNumber, desk: DeskDep, actor: Planning) -> Response:
    """Show what no longer fits, and the ways to say what happened."""
    return _replan(request, agenda_desk(desk.workspace, actor, number))


def _agenda(request: Request, found: AgendaDesk, *, by: By = "guests", fault: DuijieError | None = None) -> Response:
    view = draft_view(found)
    grid = None if view is None else guest_grid(view) if by == "guests" else table_grid(view)
    return draw_agenda(
        request,
        "event_agenda.html",
        fault=fault,
        found=found,
        view=view,
        grid=grid,
        by=by,
        numbers={each.request.id: each.number for each in found.book.requests},
        rows={each.guest.id: each.number for each in found.book.participants},
    )


def _replan(request: Request, found: AgendaDesk, *, fault: DuijieError | None = None) -> Response:
    return draw_agenda(request, "event_replan.html", fault=fault, found=found, view=draft_view(found))


def _value(found: AgendaDesk, request_id: str) -> float:
    return found.book.by_request[request_id].request.value
