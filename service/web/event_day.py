"""Pages of the day of an event, for a phone at the door: who is here, which meetings were held, what each side says."""

from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from data.errors import BadInputError, DuijieError, RefusalError, UnknownIdError
from data.records.accounts import ORGANISATIONS, Actor
from data.records.event_days import Outcome
from data.records.feedback import Reason
from matcher.feedback_phrases import REASON_LABELS
from service.dependencies import DeskDep, RowNumber
from service.docking.events.access import answers_for, may
from service.docking.events.agreements import open_by_hand, outlook_of
from service.docking.events.day import DayBook, GuestDay, MeetingDay, MeetingState, PresenceState
from service.docking.events.day_moves import (
    MOST_NOTE_CHARACTERS,
    RATINGS,
    REASONS,
    SideReport,
    day_of,
    note_leaders,
    note_meeting,
    note_presence,
    report_side,
)
from service.docking.permissions import Action
from service.errors import problem_of
from service.exports.event_statistics_paper import (
    OUTCOME_LABELS,
    PRESENCE_LABELS,
    RESULT_LABELS,
    what_became,
    when,
)
from service.exports.feedback import masked_text
from service.identity import Now, permitted
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.EVENTS_VIEW)]
Planning = Annotated[Actor, permitted(Action.EVENTS_PLAN)]
Answering = Annotated[Actor, permitted(Action.EVENTS_ANSWER)]
Shown = Literal["guests", "meetings"]
RequestId = Annotated[str, Query(alias="id", min_length=1, max_length=500)]
FormId = Annotated[str, Form(alias="id", min_length=1, max_length=500)]
Guest = Annotated[str, Form(min_length=1, max_length=200)]
Text = Annotated[str, Form(max_length=4000)]

_MOST_SEARCHED: Final = 100


class SideForm(BaseModel):
    """What the form of one side sends; "" is nothing said."""

    id: str
    guest: str
    rating: str = ""
    outcome: str = ""
    reason: str = ""
    note: str = ""

    @property
    def report(self) -> SideReport:
        """What the side says; a code of no list says nothing, and is refused as such."""
        return SideReport(
            rating=int(self.rating) if self.rating.isdecimal() and len(self.rating) == 1 else None,
            outcome=Outcome(self.outcome) if self.outcome in set(Outcome) else None,
            reason=Reason(self.reason) if self.reason in set(REASONS) and self.outcome == Outcome.NO else None,
            note=self.note if self.outcome else "",
        )


@router.get("/events/{number}/day")
def shown(  # noqa: PLR0913, PLR0917 - FastAPI reads what a route is given from its parameters
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    actor: Viewing,
    part: Annotated[Shown, Query(alias="shown")] = "guests",
    name: Annotated[str, Query(alias="q", max_length=_MOST_SEARCHED)] = "",
    done: Annotated[str, Query(max_length=200)] = "",
    before: Annotated[PresenceState | None, Query()] = None,
) -> Response:
    """Show who is here, or which meetings were held; an organisation its own meetings."""
    return _page(request, number, desk, actor, chosen=(part, name.strip()), done=(done, before))


@router.post("/events/{number}/day/presence", dependencies=[OwnForm])
def take_presence(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Planning,
    guest: Guest,
    state: Annotated[PresenceState, Form()],
    time: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Write down that somebody came, left or does not come."""
    try:
        before = _state_of(day_of(desk.workspace, actor, number), guest)
        note_presence(desk.workspace, actor, (number, guest), state, time=time, at=at)
    except (BadInputError, RefusalError) as error:
        return _page(request, number, desk, actor, fault=error)
    told = urlencode({"done": guest} if before is None else {"done": guest, "before": before.value})
    return see(f"/events/{number}/day?{told}#done")


@router.post("/events/{number}/day/leaders", dependencies=[OwnForm])
def take_leaders(
    request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Planning, text: Text = ""
) -> Response:
    """Write down which leaders took part."""
    try:
        note_leaders(desk.workspace, actor, number, text, at=at)
    except BadInputError as error:
        return _page(request, number, desk, actor, fault=error)
    return see(f"/events/{number}/day")


@router.get("/events/{number}/day/meeting")
def meeting(request: Request, number: RowNumber, desk: DeskDep, actor: Viewing, request_id: RequestId) -> Response:
    """Show one meeting with what may be written down of it."""
    return _meeting(request, number, desk, actor, request_id)


@router.post("/events/{number}/day/meeting", dependencies=[OwnForm])
def take_meeting(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Planning,
    request_id: FormId,
    how: Annotated[Literal["held", "not_held"], Form()],
    absent: Annotated[list[str] | None, Form()] = None,
    note: Text = "",
) -> Response:
    """Write down whether a meeting was held."""
    missing = None if how == "held" else absent or []
    try:
        note_meeting(desk.workspace, actor, (number, request_id), absent=missing, note=note, at=at)
    except (BadInputError, RefusalError) as error:
        return _meeting(request, number, desk, actor, request_id, fault=error)
    return see(f"/events/{number}/day?shown=meetings")


@router.post("/events/{number}/day/side", dependencies=[OwnForm])
def take_side(
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Answering,
    form: Annotated[SideForm, Form()],
) -> Response:
    """Write down what one side says of a meeting."""
    try:
        report_side(desk.workspace, actor, (number, form.id, form.guest), form.report, at=at)
    except (BadInputError, RefusalError) as error:
        return _meeting(request, number, desk, actor, form.id, fault=error)
    return see(f"/events/{number}/day?shown=meetings")


@router.post("/events/{number}/day/deal", dependencies=[OwnForm])
def take_deal(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Planning,
    request_id: FormId,
    enterprise: Guest,
    other: Guest,
) -> Response:
    """Open the deal of a meeting that opened none by itself."""
    try:
        open_by_hand(desk.workspace, actor, (number, request_id), (enterprise, other), at=at)
    except (BadInputError, RefusalError) as error:
        return _meeting(request, number, desk, actor, request_id, fault=error)
    return see(f"/events/{number}/day/meeting?{urlencode({'id': request_id})}")


def _state_of(book: DayBook, guest: str) -> PresenceState | None:
    return next((each.state for each in book.guests if each.participant.guest.id == guest), None)


def _page(  # noqa: PLR0913 - what one template shows
    request: Request,
    number: int,
    desk: DeskDep,
    actor: Actor,
    *,
    chosen: tuple[Shown, str] = ("guests", ""),
    done: tuple[str, PresenceState | None] = ("", None),
    fault: DuijieError | None = None,
) -> Response:
    book = day_of(desk.workspace, actor, number)
    plans = may(actor, Action.EVENTS_PLAN)
    part, name = chosen if plans else ("meetings", chosen[1])
    return draw_with_forms(
        request,
        "event_day.html",
        status=200 if fault is None else problem_of(fault).status,
        **_around(book, actor),
        fault=fault,
        part=part,
        name=name,
        guests=_guests(book, name),
        written=next((each for each in book.guests if plans and each.participant.guest.id == done[0]), None),
        before=done[1],
        meetings=[each for each in book.meetings if not name or name in _names(book, each)],
        counts={state: sum(each.state is state for each in book.guests) for state in PresenceState},
        presence=PresenceState,
        presence_labels=PRESENCE_LABELS,
    )


def _meeting(
    request: Request,
    number: int,
    desk: DeskDep,
    actor: Actor,
    request_id: str,
    *,
    fault: DuijieError | None = None,
) -> Response:
    book = day_of(desk.workspace, actor, number)
    found = book.meeting(request_id)
    if found is None:
        raise UnknownIdError("这场活动没有这场会面。", remedy="请从活动当天的页面进入。")
    own = [each for each in book.participants if each.guest.id in found.request.guests and answers_for(actor, each)]
    return draw_with_forms(
        request,
        "event_day_meeting.html",
        status=200 if fault is None else problem_of(fault).status,
        **_around(book, actor),
        fault=fault,
        meeting=found,
        outlook=outlook_of(desk.workspace, actor, (number, request_id)) if may(actor, Action.EVENTS_PLAN) else None,
        may_see_deals=may(actor, Action.DEALS_VIEW),
        sides=sorted((each.guest for each in own), key=lambda guest: found.request.guests.index(guest.id)),
        ratings=RATINGS,
        reasons=[(each.value, REASON_LABELS[each]) for each in REASONS],
        reason_labels=REASON_LABELS,
        most_note=MOST_NOTE_CHARACTERS,
    )


def _around(book: DayBook, actor: Actor) -> dict[str, Any]:
    """Return what both pages look at."""
    return {
        "book": book,
        "event": book.event,
        "plans": may(actor, Action.EVENTS_PLAN),
        "is_organisation": actor.role in ORGANISATIONS,
        "when": when,
        "what_became": what_became,
        "outcome_labels": OUTCOME_LABELS,
        "result_labels": RESULT_LABELS,
        "held": MeetingState.HELD,
        "not_held": MeetingState.NOT_HELD,
        "masked": masked_text,
    }


def _guests(book: DayBook, name: str) -> list[GuestDay]:
    """Return the participants whose name holds some words, by their first meeting: no tap moves anybody."""
    found = [each for each in book.guests if name in each.participant.guest.name]
    return sorted(found, key=lambda each: (each.first or "~", each.participant.number))


def _names(book: DayBook, meeting: MeetingDay) -> str:
    return "\n".join(book.name_of(guest) for guest in meeting.request.guests)
