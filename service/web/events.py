"""Pages of docking events: the list, setting up, and how far one is."""

from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, DuijieError, FileReadError, RefusalError
from data.records.accounts import ORGANISATIONS, Actor
from data.records.docking_events import DockingEvent
from service.dependencies import MOST_ROWS, DeskDep, RowNumber
from service.docking.events.access import may, own_invitations, own_participants, require_event, visible_events
from service.docking.events.book import read_book
from service.docking.events.event_content import event_text
from service.docking.events.inviting import INVITATION_LABELS
from service.docking.events.overview import overview_of
from service.docking.events.removing import remove_event
from service.docking.events.setup import add_event, change_event, import_event
from service.docking.events.versions import agenda_desk
from service.docking.permissions import Action
from service.errors import problem_of
from service.exports.agenda_phrases import EVENT_KINDS
from service.exports.feedback import masked_text
from service.identity import Now, permitted
from service.web.event_forms import EventForm, form_of_event
from service.web.event_phrases import STEPS
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.EVENTS_VIEW)]
Planning = Annotated[Actor, permitted(Action.EVENTS_PLAN)]
Version = Annotated[int, Form(ge=1, le=MOST_ROWS)]
MOST_FILE_BYTES = 5_000_000
"""Of an event file: a thousand participants with ten thousand wishes are two million."""


@router.get("/events")
def listed(request: Request, desk: DeskDep, actor: Viewing) -> Response:
    """List the events one may see."""
    return _list(request, desk, actor)


@router.get("/events/new")
def new(request: Request, actor: Planning) -> Response:
    """Show the form of a new event."""
    return _form(request, EventForm(region_code=actor.region_code, organiser=""))


@router.post("/events", dependencies=[OwnForm])
def take_new(request: Request, desk: DeskDep, at: Now, actor: Planning, form: Annotated[EventForm, Form()]) -> Response:
    """Set an event up."""
    try:
        number = add_event(desk.workspace, actor, form.record(), at=at)
    except (BadInputError, RefusalError) as error:
        return _form(request, form, fault=error)
    return see(f"/events/{number}")


@router.post("/events/import", dependencies=[OwnForm])
def take_import(
    request: Request,
    desk: DeskDep,
    at: Now,
    actor: Planning,
    file: Annotated[UploadFile, File()],
    region_code: Annotated[str, Form(max_length=6)] = "",
) -> Response:
    """Set an event up from an event file."""
    name = PurePath(file.filename or "活动.json").name[:100]
    try:
        text = _text_of(file.file.read(MOST_FILE_BYTES + 1), name)
        number = import_event(desk.workspace, actor, text, name=name, region_code=region_code.strip(), at=at)
    except (BadInputError, RefusalError) as error:
        return _list(request, desk, actor, fault=error)
    return see(f"/events/{number}")


@router.get("/events/{number}")
def one(request: Request, number: RowNumber, desk: DeskDep, actor: Viewing) -> Response:
    """Show how far an event is; an organisation is led to its own participants."""
    if not may(actor, Action.EVENTS_PLAN):
        return _own(request, number, desk, actor)
    found = agenda_desk(desk.workspace, actor, number)
    return draw_with_forms(
        request,
        "event.html",
        event=found.book.event,
        desk=found,
        overview=overview_of(found),
        steps=STEPS,
        kinds=EVENT_KINDS,
        can_audit=may(actor, Action.AUDIT_VIEW),
        masked=masked_text,
    )


@router.get("/events/{number}/edit")
def edit(request: Request, number: RowNumber, desk: DeskDep, actor: Planning) -> Response:
    """Show the form of an event as it is."""
    event = agenda_desk(desk.workspace, actor, number).book.event
    return _form(request, form_of_event(event), event=event)


@router.post("/events/{number}/edit", dependencies=[OwnForm])
def take_edit(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Planning,
    form: Annotated[EventForm, Form()],
    version: Version,
) -> Response:
    """Change an event."""
    event = agenda_desk(desk.workspace, actor, number).book.event
    try:
        change_event(desk.workspace, actor, number, seen=version, new=form.record(), at=at)
    except (BadInputError, RefusalError) as error:
        return _form(request, form, event=event, seen=version, fault=error)
    return see(f"/events/{number}")


@router.post("/events/{number}/delete", dependencies=[OwnForm])
def take_deletion(
    request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Planning, version: Version
) -> Response:
    """Delete an event that was never released."""
    try:
        remove_event(desk.workspace, actor, number, seen=version, at=at)
    except RefusalError as error:
        event = agenda_desk(desk.workspace, actor, number).book.event
        return _form(request, form_of_event(event), event=event, fault=error)
    return see("/events")


@router.get("/events/{number}/event.json")
def event_file(number: RowNumber, desk: DeskDep, actor: Planning) -> Response:
    """Give the event file, from which the command plans the same."""
    with desk.workspace.reading() as stores:
        book = read_book(stores, require_event(stores, actor, number, Action.EVENTS_PLAN))
    return Response(
        event_text(book),
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="event-{number}.json"'},
    )


def _own(request: Request, number: int, desk: DeskDep, actor: Actor) -> Response:
    with desk.workspace.reading() as stores:
        event = require_event(stores, actor, number, Action.EVENTS_VIEW)
        participants = stores.events.participants(number)
    own = own_participants(actor, participants) if actor.role in ORGANISATIONS else []
    if len(own) == 1:
        return see(f"/events/{number}/participants/{own[0].number}")
    return draw_with_forms(
        request, "event_own.html", event=event, participants=own, kinds=EVENT_KINDS, masked=masked_text
    )


def _list(request: Request, desk: DeskDep, actor: Actor, *, fault: DuijieError | None = None) -> Response:
    events = visible_events(desk.workspace, actor)
    asked = own_invitations(desk.workspace, actor)
    with desk.workspace.reading() as stores:
        invitations = [(each, stores.events.get(each.event)) for each in asked]
        sizes, newest = stores.events.sizes(), stores.agendas.newest_versions()
    return _drawn(
        request,
        "events.html",
        fault=fault,
        events=sorted(events, key=lambda each: each.plan.held_on, reverse=True),
        invitations=invitations,
        invitation_labels=INVITATION_LABELS,
        sizes=sizes,
        newest=newest,
        can_plan=may(actor, Action.EVENTS_PLAN),
        region=actor.region_code,
        kinds=EVENT_KINDS,
        masked=masked_text,
    )


def _form(
    request: Request,
    form: EventForm,
    *,
    event: DockingEvent | None = None,
    seen: int | None = None,
    fault: DuijieError | None = None,
) -> Response:
    version = seen if seen is not None or event is None else event.version
    return _drawn(request, "event_form.html", fault=fault, form=form, event=event, version=version, kinds=EVENT_KINDS)


def _drawn(request: Request, template: str, *, fault: DuijieError | None, **values: Any) -> Response:  # noqa: ANN401 - whatever the template shows
    status = 200 if fault is None else problem_of(fault).status
    return draw_with_forms(request, template, status=status, fault=fault, **values)


def _text_of(content: bytes, name: str) -> str:
    """Return the text of an uploaded file.

    Raises:
        FileReadError: it is too large, or no UTF-8.
    """
    if len(content) > MOST_FILE_BYTES:
        raise FileReadError(f"文件“{name}”太大。", remedy="活动文件不超过 5 MB。")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileReadError(f"文件“{name}”不是 UTF-8 文字。", remedy="请另存为 UTF-8 后重试。") from error
