"""The page of one meeting of a draft: what can be done with it, slot by slot, and doing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import DuijieError, RefusalError, UnknownIdError
from data.records.accounts import Actor
from data.records.events import Agenda, EventProblem, PlannedMeeting
from service.dependencies import MOST_ROWS, DeskDep, RowNumber
from service.docking.events.edits import Edit, EditKind, Verdict, check_edit
from service.docking.events.versions import AgendaDesk, agenda_desk, apply_edit
from service.docking.permissions import Action
from service.exports.agenda_phrases import REASONS
from service.exports.agenda_view import AgendaView, PlannedEvent
from service.identity import Now, permitted
from service.web.event_phrases import EDIT_LABELS
from service.web.event_views import draw_agenda
from service.web.forms import OwnForm, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Planning = Annotated[Actor, permitted(Action.EVENTS_PLAN)]
Revision = Annotated[int, Form(ge=0, le=MOST_ROWS)]


@dataclass(frozen=True, slots=True)
class Place:
    """A slot a meeting could go to: the table it would get there, or why it cannot."""

    slot: int
    start: str
    end: str
    verdict: Verdict
    table: str


@router.get("/events/{number}/meetings/{wish}")
def meeting(request: Request, number: RowNumber, wish: RowNumber, desk: DeskDep, actor: Planning) -> Response:
    """Show one meeting and what can be done with it, slot by slot."""
    return _meeting(request, agenda_desk(desk.workspace, actor, number), wish)


@router.post("/events/{number}/meetings/{wish}", dependencies=[OwnForm])
def take_edit(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    wish: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Planning,
    kind: Annotated[EditKind, Form()],
    seen: Revision,
    slot: Annotated[int | None, Form(ge=0, le=1000)] = None,
    table: Annotated[str, Form(max_length=200)] = "",
    other_id: Annotated[str, Form(max_length=200)] = "",
    only_check: Annotated[bool, Form()] = False,
) -> Response:
    """Change one meeting, or tell what would become of the change."""
    found = agenda_desk(desk.workspace, actor, number)
    edit = Edit(kind, _request_id(found, wish), slot, table, other_id)
    if only_check:
        return _meeting(request, found, wish, tried=_tried(found, edit))
    try:
        verdict = apply_edit(desk.workspace, actor, number, edit, seen=seen, at=at)
    except RefusalError as error:
        return _meeting(request, found, wish, fault=error)
    if not verdict.is_accepted:
        return _meeting(request, found, wish, tried=verdict)
    return see(f"/events/{number}/meetings/{wish}?done=1")


def _meeting(
    request: Request,
    found: AgendaDesk,
    number: int,
    *,
    tried: Verdict | None = None,
    fault: DuijieError | None = None,
) -> Response:
    request_id = _request_id(found, number)
    agenda = _agenda_of(found)
    held = next((each for each in agenda.meetings if each.request_id == request_id), None)
    view = AgendaView(PlannedEvent(found.book.problem, agenda))
    unplaced = next((each for each in agenda.unplaced if each.request_id == request_id), None)
    return draw_agenda(
        request,
        "event_meeting.html",
        fault=fault,
        found=found,
        view=view,
        wish=view.request(request_id),
        number=number,
        held=held,
        unplaced=unplaced,
        places=_places(found.book.problem, agenda, request_id, held),
        others=_swaps(found.book.problem, agenda, held),
        tried=tried,
        edits=EDIT_LABELS,
        reasons=REASONS,
        is_done=request.query_params.get("done") == "1",
    )


def _places(problem: EventProblem, agenda: Agenda, request_id: str, held: PlannedMeeting | None) -> Sequence[Place]:
    """Return every slot to come, with what would become of the meeting there."""
    kind = EditKind.ADD if held is None else EditKind.MOVE
    places = []
    for slot in range(problem.now, len(problem.event.slots)):
        if held is not None and held.slot == slot:
            continue
        verdict = check_edit(problem, agenda, Edit(kind, request_id, slot))
        there = [] if verdict.agenda is None else [m for m in verdict.agenda.meetings if m.request_id == request_id]
        span = problem.event.slots[slot]
        places.append(Place(slot, span.start, span.end, verdict, there[0].table if there else ""))
    return places


def _swaps(problem: EventProblem, agenda: Agenda, held: PlannedMeeting | None) -> Sequence[PlannedMeeting]:
    """Return the meetings this one can trade places with."""
    if held is None:
        return ()
    others = [each for each in agenda.meetings if each.slot != held.slot]
    edits = [(each, Edit(EditKind.SWAP, held.request_id, other_id=each.request_id)) for each in others]
    return [each for each, edit in edits if check_edit(problem, agenda, edit).is_accepted]


def _tried(found: AgendaDesk, edit: Edit) -> Verdict:
    return check_edit(found.book.problem, _agenda_of(found), edit)


def _agenda_of(found: AgendaDesk) -> Agenda:
    """Return the draft's agenda.

    Raises:
        UnknownIdError: nothing was planned yet.
    """
    if found.draft is None:
        raise UnknownIdError("这场活动还没有排日程。", remedy="请先排日程。")
    return found.draft.agenda


def _request_id(found: AgendaDesk, number: int) -> str:
    """Return the id of a request by number.

    Raises:
        UnknownIdError: there is none.
    """
    for each in found.book.requests:
        if each.number == number:
            return each.request.id
    raise UnknownIdError(f"这场活动没有第 {number} 号会面意愿。", remedy="请从意愿名单中选择。")
