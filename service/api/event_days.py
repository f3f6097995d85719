"""The day of an event: who is here, which meetings were held, what each side says, and what it came to."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from data.records.accounts import Actor
from data.records.event_days import MeetingResult, Outcome
from data.records.feedback import Reason
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PREFIX
from service.dependencies import DeskDep, RowNumber, Today
from service.docking.agenda.event_schema import Time
from service.docking.events.access import may
from service.docking.events.day import DayBook, GuestDay, MeetingDay, MeetingState, PresenceState
from service.docking.events.day_moves import (
    MOST_NOTE_CHARACTERS,
    SideReport,
    day_of,
    note_meeting,
    note_presence,
    report_side,
)
from service.docking.events.statistics import LABELS, RULES, Breakdown, FigureKind, statistics_of
from service.docking.events.visits import VISIT_LABELS, VISIT_RULES, Visit, VisitFigure, visits_of
from service.docking.permissions import Action
from service.exports.feedback import masked_text
from service.identity import Now, permitted

router = APIRouter(prefix=PREFIX, tags=["活动当天"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.EVENTS_VIEW)]
Planning = Annotated[Actor, permitted(Action.EVENTS_PLAN)]
Answering = Annotated[Actor, permitted(Action.EVENTS_ANSWER)]
Note = Annotated[str, Field(max_length=MOST_NOTE_CHARACTERS)]
Id = Annotated[str, Field(min_length=1, max_length=500)]


class PresenceRequest(BaseModel):
    """Somebody came, left or does not come."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"guest": "E0123456789", "state": "arrived"}]}
    )

    guest: Id
    state: Literal[PresenceState.ARRIVED, PresenceState.LEFT, PresenceState.ABSENT]
    time: Time | None = Field(default=None, description="到场时间；不写为现在，最后一个时段之后不写则不记时间。")


class MeetingReportRequest(BaseModel):
    """A meeting was held, or not."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"request": "E01-T02", "held": False, "absent": ["T02"]}]}
    )

    request: Id
    held: bool
    absent: list[Id] = Field(default=[], max_length=10, description="因谁缺席没有进行：一方，或各方。")
    note: Note = ""


class SideReportRequest(BaseModel):
    """What one side says."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"request": "E01-T02", "guest": "E01", "rating": 5, "outcome": "intent"}]},
    )

    request: Id
    guest: Id
    rating: int | None = Field(default=None, ge=1, le=5)
    outcome: Outcome | None = Field(default=None, description="intent 达成意向，continue 继续洽谈，no 不再合作。")
    reason: Reason | None = Field(default=None, description="不再合作的理由。")
    note: Note = ""


class DayGuestBody(BaseModel):
    """A participant on the day, contacts masked."""

    guest: str
    name: str
    state: PresenceState
    since: datetime | None
    came_at: str = Field(description="登记时写明的到场时间；没有写的为空，以 since 为准。")
    not_coming: bool = Field(description="事先已记为不来，不能登记到场。")
    walk_in: bool
    meetings: int
    first: str = Field(description="第一场会面的开始时间；没有的为空。")


class SideBody(BaseModel):
    """What one side said; an organisation sees its own alone."""

    guest: str
    rating: int | None
    outcome: Outcome | None
    reason: Reason | None
    note: str
    at: datetime | None


class DayMeetingBody(BaseModel):
    """A meeting on the day."""

    request: str
    start: str
    table: str
    planned: bool
    guests: list[str]
    names: list[str]
    state: MeetingState
    absent: list[str]
    result: MeetingResult | None = Field(description="各方合起来的结果；只给会务人员。")
    sides: list[SideBody]


class DayBody(BaseModel):
    """The day of an event."""

    event: int
    version: int = Field(description="最新发布的日程；0 为尚未发布。")
    guests: list[DayGuestBody]
    meetings: list[DayMeetingBody]


class EventDayFigureBody(BaseModel):
    """A figure with its counting rule and what it counts."""

    figure: FigureKind
    label: str
    n: int
    rule: str
    ids: list[str] = Field(description="会面的编号；单位类的数字为参加者的编号。")


class BreakdownBody(BaseModel):
    """Meetings of one region or field."""

    code: str
    label: str
    ids: list[str]
    held: list[str]
    intents: list[str]
    continued: list[str]


class StatisticsBody(BaseModel):
    """The figures of an event as of a day."""

    event: int
    as_of: date
    version: int
    figures: list[EventDayFigureBody]
    regions: list[BreakdownBody]
    fields: list[BreakdownBody]


class EventDayVisitBody(BaseModel):
    """An expert at an enterprise on a day, contacts masked."""

    event: int
    request: str
    held_on: date
    expert: str
    organisation: str
    enterprise: str
    sheet: bool = Field(description="事先有对接单：双方的情况和建议询问。")
    leaders: str
    repeated: bool = Field(description="同一专家同一天到同一企业再次登记，没有计。")


class VisitFigureBody(BaseModel):
    """A figure of a year's visits."""

    figure: VisitFigure
    label: str
    n: int
    rule: str


class VisitsBody(BaseModel):
    """The visits of a year as of a day."""

    year: int
    as_of: date
    figures: list[VisitFigureBody]
    doubtful: list[str] = Field(description="同名而单位不同或没有写单位的专家，请核对。")
    undated: int = Field(description="没有写明日期、没有计入的走访活动。")
    visits: list[EventDayVisitBody]


@router.get("/events/{number}/day", summary="活动当天：签到和会面")
def day(number: RowNumber, desk: DeskDep, actor: Viewing) -> DayBody:
    """Show the day; an organisation its own part of it."""
    book = day_of(desk.workspace, actor, number)
    return DayBody(
        event=number,
        version=0 if book.release is None else book.release.version,
        guests=[_guest(each) for each in book.guests],
        meetings=[_meeting(book, each, actor) for each in book.meetings],
    )


@router.post(
    "/events/{number}/day/presence", summary="登记到场、离场或缺席", responses=CONFLICT, dependencies=JSON_WRITES
)
def presence(number: RowNumber, body: PresenceRequest, desk: DeskDep, at: Now, actor: Planning) -> DayGuestBody:
    """Write down that somebody came, left or does not come."""
    note_presence(desk.workspace, actor, (number, body.guest), body.state, time=body.time or "", at=at)
    book = day_of(desk.workspace, actor, number)
    return _guest(next(each for each in book.guests if each.participant.guest.id == body.guest))


@router.post("/events/{number}/day/meetings", summary="登记会面是否进行", responses=CONFLICT, dependencies=JSON_WRITES)
def meeting(number: RowNumber, body: MeetingReportRequest, desk: DeskDep, at: Now, actor: Planning) -> DayMeetingBody:
    """Write down whether a meeting was held."""
    absent = None if body.held else body.absent
    found = note_meeting(desk.workspace, actor, (number, body.request), absent=absent, note=body.note, at=at)
    return _meeting(day_of(desk.workspace, actor, number), found, actor)


@router.post("/events/{number}/day/sides", summary="登记一方的评价和结果", responses=CONFLICT, dependencies=JSON_WRITES)
def side(number: RowNumber, body: SideReportRequest, desk: DeskDep, at: Now, actor: Answering) -> DayMeetingBody:
    """Write down what one side says."""
    report = SideReport(rating=body.rating, outcome=body.outcome, reason=body.reason, note=body.note)
    report_side(desk.workspace, actor, (number, body.request, body.guest), report, at=at)
    book = day_of(desk.workspace, actor, number)
    return _meeting(book, next(each for each in book.meetings if each.request.id == body.request), actor)


@router.get(
    "/events/{number}/statistics",
    summary="活动统计",
    description="截至某一天登记的内容；每个数字附统计口径和所数的记录。",
)
def statistics(
    number: RowNumber,
    desk: DeskDep,
    today: Today,
    actor: Planning,
    as_of: Annotated[date | None, Query(description="截止到哪一天；不写为今天。")] = None,
) -> StatisticsBody:
    """Show the figures as of a day."""
    found = statistics_of(desk.workspace, actor, number, as_of=min(as_of or today, today))
    return StatisticsBody(
        event=number,
        as_of=found.as_of,
        version=found.version,
        figures=[
            EventDayFigureBody(
                figure=each.kind, label=LABELS[each.kind], n=each.n, rule=RULES[each.kind], ids=list(each.ids)
            )
            for each in found.figures
        ],
        regions=[_row(each) for each in found.regions],
        fields=[_row(each) for each in found.fields],
    )


@router.get("/visits", summary="专家走访统计")
def visits(
    desk: DeskDep,
    today: Today,
    actor: Planning,
    year: Annotated[int | None, Query(ge=1990, le=2100, description="不写为今年。")] = None,
) -> VisitsBody:
    """Show the visits of experts to enterprises in a year."""
    found = visits_of(desk.workspace, actor, year or today.year, as_of=today)
    return VisitsBody(
        year=found.year,
        as_of=found.as_of,
        figures=[
            VisitFigureBody(figure=each, label=VISIT_LABELS[each], n=found.count(each), rule=VISIT_RULES[each])
            for each in VisitFigure
        ],
        doubtful=[masked_text(each) for each in found.doubtful],
        undated=found.n_undated,
        visits=[_visit(each) for each in found.visits],
    )


def _visit(visit: Visit) -> EventDayVisitBody:
    return EventDayVisitBody(
        event=visit.event,
        request=visit.request_id,
        held_on=visit.held_on,
        expert=masked_text(visit.expert),
        organisation=masked_text(visit.expert_organisation),
        enterprise=masked_text(visit.enterprise),
        sheet=visit.has_sheet,
        leaders=masked_text(visit.leaders),
        repeated=visit.is_repeated,
    )


def _guest(guest: GuestDay) -> DayGuestBody:
    return DayGuestBody(
        guest=guest.participant.guest.id,
        name=masked_text(guest.participant.guest.name),
        state=guest.state,
        since=guest.since,
        came_at=guest.came_at,
        not_coming=guest.is_off,
        walk_in=guest.is_walk_in,
        meetings=guest.n_meetings,
        first=guest.first,
    )


def _meeting(book: DayBook, found: MeetingDay, actor: Actor) -> DayMeetingBody:
    return DayMeetingBody(
        request=found.request.id,
        start=found.start,
        table=found.table,
        planned=found.is_planned,
        guests=list(found.request.guests),
        names=[masked_text(book.name_of(each)) for each in found.request.guests],
        state=found.state,
        absent=list(found.absent),
        result=found.result if may(actor, Action.EVENTS_PLAN) else None,
        sides=[
            SideBody(
                guest=guest,
                rating=word.rating,
                outcome=None if word.outcome is None else word.outcome.outcome,
                reason=None if word.outcome is None else word.outcome.reason,
                note=masked_text(word.note),
                at=word.at,
            )
            for guest, word in found.words.items()
        ],
    )


def _row(row: Breakdown) -> BreakdownBody:
    return BreakdownBody(
        code=row.code,
        label=row.label,
        ids=list(row.ids),
        held=list(row.held),
        intents=list(row.intents),
        continued=list(row.continued),
    )
