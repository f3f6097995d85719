"""Pages of the releases of an event's agenda, and the files of each."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from data.records.accounts import Actor
from service.dependencies import DeskDep, RowNumber
from service.docking.events.versions import agenda_desk, release_of, releases_of
from service.docking.permissions import Action
from service.downloads import AgendaEnding, agenda_response
from service.exports.agenda_versions import planned_version
from service.identity import permitted
from service.web.event_views import draft_view, draw_agenda, release_view

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Planning = Annotated[Actor, permitted(Action.EVENTS_PLAN)]


@router.get("/events/{number}/versions")
def versions(request: Request, number: RowNumber, desk: DeskDep, actor: Planning) -> Response:
    """List the releases, newest first, and what the draft changes."""
    found = agenda_desk(desk.workspace, actor, number)
    made = releases_of(desk.workspace, actor, number)
    return draw_agenda(
        request,
        "event_versions.html",
        found=found,
        view=draft_view(found),
        releases=made[::-1],
        views={each.version: release_view(each) for each in made},
        shown=None,
    )


@router.get("/events/{number}/versions/{version}")
def one_version(request: Request, number: RowNumber, version: RowNumber, desk: DeskDep, actor: Planning) -> Response:
    """Show one release: what it changed, and whom to tell."""
    made = release_of(desk.workspace, actor, number, version)
    view = release_view(made)
    return draw_agenda(
        request,
        "event_versions.html",
        found=agenda_desk(desk.workspace, actor, number),
        view=view,
        releases=[made],
        views={made.version: view},
        shown=made,
    )


@router.get("/events/{number}/files/{version}.{ending}")
def agenda_file(number: RowNumber, version: str, ending: AgendaEnding, desk: DeskDep, actor: Planning) -> Response:
    """Give a file of a release, or of the draft."""
    planned = planned_version(desk.workspace, actor, number, version)
    return agenda_response(planned, plain=f"agenda-{number}-{version}", ending=ending)
