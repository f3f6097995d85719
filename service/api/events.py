"""Docking events: set up, who takes part, what is wished, what participants answer."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from data.records.accounts import Actor
from data.records.consents import Consent
from data.records.docking_events import DockingEvent, EventRequest, GuestAnswer, Participant
from data.records.events import Bar, EventKind, Wish
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PLAIN_WRITES, PREFIX, STALE, ExpectedVersion
from service.dependencies import MOST_ROWS, NO_NUL, DeskDep, RowNumber
from service.docking.agenda.event_schema import EventJson, GoalsJson, GuestJson, ProblemJson, RequestJson, Time
from service.docking.consents import MOST_TEXT_CHARACTERS
from service.docking.events.access import require_event, visible_events
from service.docking.events.answers import Word, answer
from service.docking.events.book import EventBook, Standing, read_book
from service.docking.events.disturbances import Disturbance, Kind, write_down
from service.docking.events.event_content import event_content, read_event, read_participant, read_request
from service.docking.events.removing import remove_event, remove_participant
from service.docking.events.setup import (
    add_participant,
    add_request,
    change_event,
    change_participant,
    change_request,
    import_event,
    participant_of,
    request_of,
)
from service.docking.permissions import Action
from service.exports.feedback import masked_text
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/events", tags=["对接会"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.EVENTS_VIEW)]
Planning = Annotated[Actor, permitted(Action.EVENTS_PLAN)]
Answering = Annotated[Actor, permitted(Action.EVENTS_ANSWER)]
Id = Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL)]
Region = Annotated[str, Field(max_length=6, pattern=r"^(\d{6})?$")]
Name = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
_EXAMPLE: Final[dict[str, Any]] = {
    "id": "DJH-1",
    "name": "对接会",
    "slots": [{"start": "09:00", "end": "09:20"}],
    "tables": [{"id": "1"}],
}
Seen = Annotated[int, Field(ge=1, le=MOST_ROWS, description="看到的是哪一版。")]


class EventBody(BaseModel):
    """An event, without who takes part."""

    number: int
    id: str
    name: str
    kind: EventKind
    held_on: str
    venue: str
    organiser: str
    region_code: str
    now: str
    needs_consent: bool
    version: int


class EventsAnswer(BaseModel):
    """Events, newest first."""

    events: list[EventBody]


class NewEventRequest(BaseModel):
    """An event is to be set up from the content of an event file."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"region_code": "320800", "problem": {"event": _EXAMPLE, "guests": [], "requests": []}}]
        },
    )

    region_code: Region = Field(default="", description="活动所在地区的代码，决定由哪一级办理。")
    problem: ProblemJson = Field(description="活动文件的内容，见 docs/agenda.md。")


class EventChangeRequest(BaseModel):
    """An event is to be changed; its code stays."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"region_code": "320800", "event": _EXAMPLE, "needs_consent": True, "version": 1}]
        },
    )

    region_code: Region = Field(description="活动所在地区的代码。")
    event: EventJson = Field(description="活动文件中的 event；编号不改。")
    goals: GoalsJson = GoalsJson(fairness=2)
    now: Time | None = Field(default=None, description="现在的时间，此前开始的时段已过。")
    needs_consent: bool = Field(description="各方都同意的会面才安排。")
    version: Seen


class ParticipantBody(BaseModel):
    """A participant."""

    number: int
    id: str
    name: str
    organisation: str
    region_code: str
    arrives: str
    leaves: str
    is_absent: bool
    version: int


class ParticipantRequest(BaseModel):
    """A participant is to be added or changed; the id of one that is there stays."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"guest": {"id": "C1", "kind": "enterprise", "name": "甲公司"}}]},
    )

    guest: GuestJson
    organisation: Name = Field(default="", description="由哪个单位的账户答复意愿。")
    region_code: Region = ""
    version: Seen | None = Field(default=None, description="修改时写看到的是哪一版；增加时不写。")


class WishBody(BaseModel):
    """A request as it stands after every answer."""

    number: int
    id: str
    guests: list[str]
    value: float
    round: int
    wish: Wish = Field(description="各方答复之后：must 必须，want 希望，no 不安排。")
    bar: Bar | None
    wishes: dict[str, Wish] = Field(description="各方自己最后的答复；没有答复的不列。")
    consents: dict[str, Consent] = Field(description="各方是否同意会面；asked 为尚未表态。")
    version: int


class WishRequest(BaseModel):
    """A request is to be added or changed; the id and the participants of one that is there stay."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"request": {"id": "C1-T1", "guests": ["C1", "T1"], "value": 0.8}}]},
    )

    request: RequestJson
    version: Seen | None = Field(default=None, description="修改时写看到的是哪一版；增加时不写。")


class EventAnswerRequest(BaseModel):
    """What a participant says."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"request_id": "C1-T1", "guest_id": "C1", "wish": "no", "bar": "already_met"}]},
    )

    request_id: Id
    guest_id: Id
    wish: Wish | None = None
    bar: Bar | None = Field(default=None, description="不见的原因，与 wish 为 no 同写。")
    consent: Consent | None = Field(default=None, description="consented、declined 或 withdrawn。")
    note: str = Field(default="", max_length=MOST_TEXT_CHARACTERS, description="代为答复时写明依据。")


class AnswerBody(BaseModel):
    """What was kept."""

    request_id: str
    guest_id: str
    wish: Wish | None
    bar: Bar | None
    consent: Consent | None
    at: datetime
    by: str


class DisturbanceRequest(BaseModel):
    """What happened."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"kind": "late", "guest_id": "C1", "time": "09:40"}]}
    )

    kind: Kind = Field(description="absent 不来，late 迟到，table 桌位不能用，now 现在的时间。")
    guest_id: Name = ""
    table_id: Name = ""
    time: str = Field(default="", max_length=5)


class SetupAnswer(BaseModel):
    """Who takes part and what is wished."""

    event: EventBody
    participants: list[ParticipantBody]
    requests: list[WishBody]


@router.get("", summary="列出对接会")
def listed(desk: DeskDep, actor: Viewing) -> EventsAnswer:
    """List the events one may see."""
    return EventsAnswer(events=[_event(each) for each in visible_events(desk.workspace, actor)])


@router.post("", status_code=201, summary="建立对接会", responses=CONFLICT, dependencies=JSON_WRITES)
def made(body: NewEventRequest, desk: DeskDep, at: Now, actor: Planning) -> EventBody:
    """Set an event up."""
    text = body.problem.model_dump_json()
    number = import_event(desk.workspace, actor, text, name="problem", region_code=body.region_code, at=at)
    return _event(_book(desk, actor, number).event)


@router.get("/{number}", summary="一场对接会")
def one(number: RowNumber, desk: DeskDep, actor: Viewing) -> EventBody:
    """Show an event."""
    with desk.workspace.reading() as stores:
        return _event(require_event(stores, actor, number, Action.EVENTS_VIEW))


@router.put("/{number}", summary="修改对接会", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def put_event(number: RowNumber, body: EventChangeRequest, desk: DeskDep, at: Now, actor: Planning) -> EventBody:
    """Change an event: name, day, slots, tables, blocks, rules."""
    book = _book(desk, actor, number)
    read = read_event(book, ProblemJson(event=body.event, goals=body.goals, now=body.now, guests=[], requests=[]))
    new = replace(read, region_code=body.region_code, needs_consent=body.needs_consent)
    change_event(desk.workspace, actor, number, seen=body.version, new=new, at=at)
    return _event(_book(desk, actor, number).event)


@router.delete(
    "/{number}",
    status_code=204,
    summary="删除对接会",
    description="没有发布过日程、没有当天登记的才能删除，连同参加者、意愿、邀请名单和草稿。",
    responses=CONFLICT | STALE,
    dependencies=PLAIN_WRITES,
)
def delete_event(number: RowNumber, desk: DeskDep, at: Now, actor: Planning, version: ExpectedVersion) -> None:
    """Delete an event that was never released."""
    remove_event(desk.workspace, actor, number, seen=version, at=at)


@router.get("/{number}/setup", summary="参加者和会面意愿")
def setup(number: RowNumber, desk: DeskDep, actor: Planning) -> SetupAnswer:
    """Show who takes part and what is wished."""
    book = _book(desk, actor, number)
    return SetupAnswer(
        event=_event(book.event),
        participants=[_participant(each) for each in book.participants],
        requests=[_wish(each, book.standings[each.request.id]) for each in book.requests],
    )


@router.get(
    "/{number}/file", summary="活动文件", description="答复和同意已折入意愿；duijie agenda 读取它排出同样的日程。"
)
def file(number: RowNumber, desk: DeskDep, actor: Planning) -> dict[str, Any]:
    """Give the event file."""
    return event_content(_book(desk, actor, number))


@router.put("/{number}/participants", summary="增加或修改参加者", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def put_participant(
    number: RowNumber, body: ParticipantRequest, desk: DeskDep, at: Now, actor: Planning
) -> ParticipantBody:
    """Add or change a participant."""
    book = _book(desk, actor, number)
    read = read_participant(book, body.guest)
    new = replace(read, organisation=body.organisation, region_code=body.region_code)
    if body.version is None:
        add_participant(desk.workspace, actor, number, new, at=at)
    else:
        change_participant(desk.workspace, actor, participant_of(book, body.guest.id, body.version), new, at=at)
    return _participant(_book(desk, actor, number).by_guest[body.guest.id])


@router.delete(
    "/{number}/participants/{participant}",
    status_code=204,
    summary="删除参加者",
    description="没有会面意愿、答复和登记的才能删除；participant 为 setup 中的 number。",
    responses=CONFLICT | STALE,
    dependencies=PLAIN_WRITES,
)
def delete_participant(
    number: RowNumber, participant: RowNumber, desk: DeskDep, at: Now, actor: Planning, version: ExpectedVersion
) -> None:
    """Delete a participant nothing hangs on."""
    remove_participant(desk.workspace, actor, (number, participant), seen=version, at=at)


@router.put("/{number}/requests", summary="增加或修改会面意愿", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def put_request(number: RowNumber, body: WishRequest, desk: DeskDep, at: Now, actor: Planning) -> WishBody:
    """Add or change a request."""
    book = _book(desk, actor, number)
    new = read_request(book, body.request)
    if body.version is None:
        add_request(desk.workspace, actor, number, new, at=at)
    else:
        change_request(desk.workspace, actor, request_of(book, new.id, body.version), new, at=at)
    after = _book(desk, actor, number)
    return _wish(after.by_request[new.id], after.standings[new.id])


@router.post("/{number}/answers", status_code=201, summary="答复会面意愿", responses=CONFLICT, dependencies=JSON_WRITES)
def answered(number: RowNumber, body: EventAnswerRequest, desk: DeskDep, at: Now, actor: Answering) -> AnswerBody:
    """Write down what a participant says."""
    word = Word(body.wish, body.bar, body.consent, body.note)
    return _answer(answer(desk.workspace, actor, (number, body.request_id, body.guest_id), word, at=at))


@router.post("/{number}/disturbances", summary="记下现场变动", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def disturbed(number: RowNumber, body: DisturbanceRequest, desk: DeskDep, at: Now, actor: Planning) -> EventBody:
    """Write down what happened; the agenda stays until it is re-planned."""
    what = Disturbance(body.kind, body.guest_id, body.table_id, body.time)
    write_down(desk.workspace, actor, number, what, at=at)
    return _event(_book(desk, actor, number).event)


def _book(desk: DeskDep, actor: Actor, number: int) -> EventBook:
    with desk.workspace.reading() as stores:
        return read_book(stores, require_event(stores, actor, number, Action.EVENTS_PLAN))


def _event(event: DockingEvent) -> EventBody:
    plan = event.plan
    return EventBody(
        number=event.number,
        id=plan.id,
        name=masked_text(plan.name),
        kind=plan.kind,
        held_on=plan.held_on,
        venue=masked_text(plan.venue),
        organiser=masked_text(plan.organiser),
        region_code=event.region_code,
        now=event.now,
        needs_consent=event.needs_consent,
        version=event.version,
    )


def _participant(participant: Participant) -> ParticipantBody:
    return ParticipantBody(
        number=participant.number,
        id=participant.guest.id,
        name=masked_text(participant.guest.name),
        organisation=masked_text(participant.organisation),
        region_code=participant.region_code,
        arrives=participant.arrives,
        leaves=participant.leaves,
        is_absent=participant.is_absent,
        version=participant.version,
    )


def _wish(wish: EventRequest, standing: Standing) -> WishBody:
    request = wish.request
    return WishBody(
        number=wish.number,
        id=request.id,
        guests=list(request.guests),
        value=request.value,
        round=request.round,
        wish=standing.wish,
        bar=standing.bar,
        wishes=dict(standing.wishes),
        consents=dict(standing.consents),
        version=wish.version,
    )


def _answer(kept: GuestAnswer) -> AnswerBody:
    return AnswerBody(
        request_id=kept.request_id,
        guest_id=kept.guest_id,
        wish=kept.wish,
        bar=kept.bar,
        consent=kept.consent,
        at=kept.at,
        by=kept.actor.name,
    )
