"""Pages of the releases of an event's agenda, and the files of each."""

from typing import Annotated, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import UnknownIdError
from data.records.accounts import Actor
from service.dependencies import DeskDep, RowNumber
from service.docking.events.versions import agenda_desk, release_of, releases_of
from service.docking.permissions import Action
from service.exports.agenda_files import render_agenda
from service.exports.agenda_view import PlannedEvent
from service.exports.feedback import masked_text
from service.identity import permitted
from service.web.event_views import draft_planned, draft_view, draw_agenda, release_planned, release_view

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Planning = Annotated[Actor, permitted(Action.EVENTS_PLAN)]
Ending = Literal["json", "xlsx", "docx", "html", "ics", "zip"]

_MEDIA: Final = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "ics": "text/calendar",
    "zip": "application/zip",
}


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
def agenda_file(number: RowNumber, version: str, ending: Ending, desk: DeskDep, actor: Planning) -> Response:
    """Give a file of a release, or of the draft."""
    planned = _planned(desk, actor, number, version)
    name = f"{planned.problem.event.name}-{planned.label}.{ending}"
    return Response(
        render_agenda(planned, f".{ending}"),
        media_type=_MEDIA[ending],
        headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(masked_text(name), safe='')}"},
    )


def _planned(desk: DeskDep, actor: Actor, number: int, version: str) -> PlannedEvent:
    """Return what a file is made from; "draft" or the number of a release.

    Raises:
        UnknownIdError: there is none.
    """
    if version.isdecimal() and len(version) < 10:
        return release_planned(release_of(desk.workspace, actor, number, int(version)))
    found = agenda_desk(desk.workspace, actor, number)
    planned = draft_planned(found)
    if version != "draft" or planned is None:
        raise UnknownIdError("没有这一版日程。", remedy="请从版本列表中选择。")
    return planned
