"""Pages of those who take part in an event, of what they wish, and of what they answer."""

from collections import Counter
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, DuijieError, RefusalError, UnknownIdError, UsageError
from data.records.accounts import ORGANISATIONS, Actor
from data.records.consents import Consent
from data.records.docking_events import AgendaRelease, EventRequest, Participant
from data.records.events import Bar, EventProblem, Wish
from service.dependencies import MOST_ROWS, NO_NUL, DeskDep, RowNumber
from service.docking.events.access import answers_for, may, require_event
from service.docking.events.answers import OWN_BARS, Word, answer
from service.docking.events.book import EventBook, read_book
from service.docking.events.removing import remove_participant
from service.docking.events.setup import (
    add_participant,
    add_request,
    change_participant,
    change_request,
    new_request_id,
    participant_of,
    request_of,
)
from service.docking.permissions import Action
from service.errors import problem_of
from service.exports.agenda_phrases import GUEST_KINDS
from service.exports.agenda_view import AgendaView, PlannedEvent
from service.exports.feedback import masked_text
from service.identity import Now, permitted
from service.web.event_forms import ParticipantForm, RequestForm, form_of_participant, form_of_request
from service.web.event_leaves import LeafNumber, Sought, leaf_of
from service.web.event_phrases import BAR_LABELS, CONSENT_WORDS, WISH_LABELS
from service.web.event_refusals import refused_by
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.EVENTS_VIEW)]
Planning = Annotated[Actor, permitted(Action.EVENTS_PLAN)]
Answering = Annotated[Actor, permitted(Action.EVENTS_ANSWER)]
Version = Annotated[int, Form(ge=1, le=MOST_ROWS)]
Id = Annotated[str, Form(min_length=1, max_length=200, pattern=NO_NUL)]
Text = Annotated[str, Form(max_length=1000)]
Shown = Literal["all", "wanted", "barred", "silent"]


@router.get("/events/{number}/participants")
def participants(
    request: Request, number: RowNumber, desk: DeskDep, actor: Planning, sought: Sought = "", page: LeafNumber = 1
) -> Response:
    """List who takes part."""
    return _people(request, _book(desk, actor, number), ParticipantForm(), listed=(sought.strip(), page))


@router.post("/events/{number}/participants", dependencies=[OwnForm])
def take_participant(
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Planning,
    form: Annotated[ParticipantForm, Form()],
) -> Response:
    """Add a participant."""
    book = _book(desk, actor, number)
    try:
        add_participant(desk.workspace, actor, number, form.record(book.event.plan.slots), at=at)
    except (BadInputError, RefusalError) as error:
        return _people(request, book, form, fault=error)
    return see(f"/events/{number}/participants")


@router.get("/events/{number}/participants/{participant}")
def person(request: Request, number: RowNumber, participant: RowNumber, desk: DeskDep, actor: Viewing) -> Response:
    """Show a participant: what they wish, what they answered, and whom they meet by the newest release."""
    return _person(request, desk, actor, (number, participant))


@router.post("/events/{number}/participants/{participant}", dependencies=[OwnForm])
def take_person(  # noqa: PLR0913, PLR0917 - FastAPI reads what a route is given from its parameters
    request: Request,
    number: RowNumber,
    participant: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Planning,
    form: Annotated[ParticipantForm, Form()],
    version: Version,
) -> Response:
    """Change a participant."""
    book = _book(desk, actor, number)
    there = _participant(book, participant)
    try:
        seen = participant_of(book, there.guest.id, version)
        given = form.model_copy(update={"id": there.guest.id})
        change_participant(desk.workspace, actor, seen, given.record(book.event.plan.slots), at=at)
    except (BadInputError, RefusalError) as error:
        return _person(request, desk, actor, (number, participant), fault=error)
    return see(f"/events/{number}/participants/{participant}")


@router.post("/events/{number}/participants/{participant}/delete", dependencies=[OwnForm])
def take_deletion(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    participant: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Planning,
    version: Version,
) -> Response:
    """Delete a participant nothing hangs on."""
    try:
        remove_participant(desk.workspace, actor, (number, participant), seen=version, at=at)
    except (BadInputError, RefusalError) as error:
        return _person(request, desk, actor, (number, participant), fault=error)
    return see(f"/events/{number}/participants")


@router.get("/events/{number}/requests")
def requests(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    actor: Planning,
    shown: Shown = "all",
    sought: Sought = "",
    page: LeafNumber = 1,
) -> Response:
    """List what is wished."""
    return _wishes(request, _book(desk, actor, number), RequestForm(), listed=(shown, sought.strip(), page))


@router.post("/events/{number}/requests", dependencies=[OwnForm])
def take_request(
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Planning,
    form: Annotated[RequestForm, Form()],
) -> Response:
    """Add a request."""
    book = _book(desk, actor, number)
    try:
        made = form.record(new_request_id(list(book.by_request), form.members), book.event.plan.slots)
        add_request(desk.workspace, actor, number, made, at=at)
    except (BadInputError, RefusalError) as error:
        return _wishes(request, book, form, fault=error)
    return see(f"/events/{number}/requests")


@router.get("/events/{number}/requests/{wish}")
def one_request(request: Request, number: RowNumber, wish: RowNumber, desk: DeskDep, actor: Planning) -> Response:
    """Show a request with every answer."""
    return _wish(request, _book(desk, actor, number), wish)


@router.post("/events/{number}/requests/{wish}", dependencies=[OwnForm])
def take_change(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    wish: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Planning,
    form: Annotated[RequestForm, Form()],
    version: Version,
) -> Response:
    """Change a request."""
    book = _book(desk, actor, number)
    there = _request(book, wish)
    try:
        seen = request_of(book, there.request.id, version)
        change_request(desk.workspace, actor, seen, form.changed(seen, book.event.plan.slots), at=at)
    except (BadInputError, RefusalError) as error:
        return _wish(request, book, wish, form=form, fault=error)
    return see(f"/events/{number}/requests/{wish}")


@router.post("/events/{number}/answers", dependencies=[OwnForm])
def take_answer(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Answering,
    request_id: Id,
    guest_id: Id,
    wish: Annotated[str, Form(max_length=10)] = "",
    bar: Annotated[str, Form(max_length=20)] = "",
    consent: Annotated[str, Form(max_length=20)] = "",
    note: Text = "",
) -> Response:
    """Write down what a participant says."""
    word = Word(
        wish=Wish(wish) if wish in set(Wish) else None,
        bar=Bar(bar) if bar in set(Bar) else None,
        consent=Consent(consent) if consent in set(Consent) else None,
        note=note,
    )
    try:
        answer(desk.workspace, actor, (number, request_id, guest_id), word, at=at)
    except (UsageError, RefusalError) as error:
        return _person(request, desk, actor, (number, _number_of(desk, number, guest_id)), fault=error)
    return see(f"/events/{number}/participants/{_number_of(desk, number, guest_id)}")


def _book(desk: DeskDep, actor: Actor, number: int) -> EventBook:
    with desk.workspace.reading() as stores:
        return read_book(stores, require_event(stores, actor, number, Action.EVENTS_PLAN))


def _number_of(desk: DeskDep, number: int, guest_id: str) -> int:
    """Return the number of a participant; 0, which no page has, for none."""
    with desk.workspace.reading() as stores:
        found = [each.number for each in stores.events.participants(number) if each.guest.id == guest_id]
    return found[0] if found else 0


def _participant(book: EventBook, number: int) -> Participant:
    """Return a participant by number.

    Raises:
        UnknownIdError: there is none.
    """
    found = next((each for each in book.participants if each.number == number), None)
    if found is None:
        raise UnknownIdError(f"这场活动没有第 {number} 号参加者。", remedy="请从参加者名单中选择。")
    return found


def _request(book: EventBook, number: int) -> EventRequest:
    """Return a request by number.

    Raises:
        UnknownIdError: there is none.
    """
    found = next((each for each in book.requests if each.number == number), None)
    if found is None:
        raise UnknownIdError(f"这场活动没有第 {number} 号会面意愿。", remedy="请从意愿名单中选择。")
    return found


def _people(
    request: Request,
    book: EventBook,
    form: ParticipantForm,
    *,
    listed: tuple[str, int] = ("", 1),
    fault: DuijieError | None = None,
) -> Response:
    sought, page = listed
    kept = [each for each in book.participants if _has(each, sought)]
    wished = Counter(guest for each in book.problem.requests if each.wish is not Wish.NO for guest in each.guests)
    return _drawn(
        request,
        "event_people.html",
        fault=fault,
        event=book.event,
        leaf=leaf_of(kept, page),
        n_all=len(book.participants),
        sought=sought,
        n_wished=wished,
        form=form,
    )


def _person(
    request: Request, desk: DeskDep, actor: Actor, place: tuple[int, int], *, fault: DuijieError | None = None
) -> Response:
    number, participant = place
    with desk.workspace.reading() as stores:
        book = read_book(stores, require_event(stores, actor, number, Action.EVENTS_VIEW))
        newest = stores.agendas.newest(number)
    there = _participant(book, participant)
    can_answer = answers_for(actor, there)
    can_plan = may(actor, Action.EVENTS_PLAN)
    if actor.role in ORGANISATIONS and not can_answer:
        raise UnknownIdError(f"这场活动没有第 {participant} 号参加者。", remedy="请从本单位的参加者进入。")
    own = [each for each in book.requests if there.guest.id in each.request.guests]
    return _drawn(
        request,
        "event_person.html",
        fault=fault,
        event=book.event,
        person=there,
        form=form_of_participant(there, book.event.plan.slots),
        requests=own,
        standings=book.standings,
        refused=refused_by(book, there.guest.id),
        others={each.request.id: _others(book, each, there.guest.id) for each in own},
        view=None if newest is None else _view(newest, there.guest.id),
        newest=newest,
        can_plan=can_plan,
        can_answer=can_answer,
        is_speaking_for=actor.role not in ORGANISATIONS,
    )


def _view(newest: AgendaRelease, guest_id: str) -> AgendaView | None:
    problem: EventProblem = newest.problem
    if guest_id not in {guest.id for guest in problem.guests}:
        return None
    return AgendaView(PlannedEvent(problem, newest.agenda))


def _others(book: EventBook, request: EventRequest, guest_id: str) -> str:
    names = [book.by_guest[each].guest.name for each in request.request.guests if each != guest_id]
    return masked_text("、".join(names))


def _wishes(
    request: Request,
    book: EventBook,
    form: RequestForm,
    *,
    listed: tuple[Shown, str, int] = ("all", "", 1),
    fault: DuijieError | None = None,
) -> Response:
    shown, sought, page = listed
    standings = book.standings
    kept = [
        each
        for each in book.requests
        if _is_shown(book, each, shown) and any(_has(book.by_guest[guest], sought) for guest in each.request.guests)
    ]
    ordered = sorted(kept, key=lambda each: (standings[each.request.id].wish is Wish.NO, -each.request.value))
    return _drawn(
        request,
        "event_requests.html",
        fault=fault,
        event=book.event,
        leaf=leaf_of(ordered, page),
        sought=sought,
        n_all=len(book.requests),
        standings=standings,
        names={each.guest.id: each for each in book.participants},
        shown=shown,
        form=form,
    )


def _has(participant: Participant, words: str) -> bool:
    """Tell whether the name or the id of a participant holds some words, as they are shown: no contact is sought."""
    return words in masked_text(participant.guest.name) or words in participant.guest.id


def _is_shown(book: EventBook, request: EventRequest, shown: Shown) -> bool:
    standing = book.standings[request.request.id]
    if shown == "silent":
        return Consent.ASKED in standing.consents.values()
    return shown == "all" or (standing.wish is Wish.NO) == (shown == "barred")


def _wish(
    request: Request,
    book: EventBook,
    number: int,
    *,
    form: RequestForm | None = None,
    fault: DuijieError | None = None,
) -> Response:
    there = _request(book, number)
    return _drawn(
        request,
        "event_request.html",
        fault=fault,
        event=book.event,
        wish=there,
        standing=book.standings[there.request.id],
        names={each.guest.id: each for each in book.participants},
        answers=[each for each in book.answers if each.request_id == there.request.id],
        form=form or form_of_request(there.request, book.event.plan.slots),
    )


def _drawn(request: Request, template: str, *, fault: DuijieError | None, **values: Any) -> Response:  # noqa: ANN401 - whatever the template shows
    status = 200 if fault is None else problem_of(fault).status
    return draw_with_forms(
        request,
        template,
        status=status,
        fault=fault,
        guest_kinds=GUEST_KINDS,
        wishes=WISH_LABELS,
        bars=BAR_LABELS,
        own_bars=OWN_BARS,
        consents=CONSENT_WORDS,
        masked=masked_text,
        **values,
    )
