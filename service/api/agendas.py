"""Agendas of docking events: planned in the background, changed by hand, released, given as files."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from data.errors import UnknownIdError
from data.records.accounts import Actor
from data.records.docking_events import AgendaCause, AgendaRelease
from data.records.events import AgendaChange, EventProblem, PlannedMeeting
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PREFIX, STALE
from service.api.jobs import JobBody, job_body
from service.dependencies import MOST_ROWS, NO_NUL, DeskDep, JobsDep, RowNumber
from service.docking.events.edits import Edit, EditKind, Verdict
from service.docking.events.planning import MOST_SECONDS, PlanOrder, planning_job
from service.docking.events.versions import (
    AgendaDesk,
    agenda_desk,
    apply_edit,
    own_agenda,
    release,
    release_of,
    releases_of,
    try_edit,
)
from service.docking.permissions import Action
from service.exports.feedback import masked_text
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/events", tags=["对接会"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.EVENTS_VIEW)]
Planning = Annotated[Actor, permitted(Action.EVENTS_PLAN)]
Id = Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL)]
Name = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
Seen = Annotated[int, Field(ge=0, le=MOST_ROWS, description="看到的草稿是第几次保存的；还没有草稿时写 0。")]
Note = Annotated[str, Field(max_length=500, pattern=NO_NUL)]


class MeetingBody(BaseModel):
    """A meeting that is held."""

    request: str
    slot: str = Field(description="时段的开始时间。")
    table: str
    locked: bool
    guests: list[str]


class UnplacedBody(BaseModel):
    """A request that is not held."""

    request: str
    reason: str
    told: str
    change: str = Field(description="能排上的最小改动。")


class AgendaChangeBody(BaseModel):
    """A meeting that differs between two agendas."""

    request: str
    guests: list[str]
    before: str | None
    after: str | None


class AgendaBody(BaseModel):
    """The draft."""

    revision: int
    cause: AgendaCause
    value: float
    value_bound: float
    breaks: int
    n_short: int
    meetings: list[MeetingBody]
    unplaced: list[UnplacedBody]
    faults: list[str] = Field(description="现在的参加者、桌位、意愿与草稿不符之处；应改排。")
    changes: list[AgendaChangeBody] = Field(description="与最近发布的一版相比。")


class PlanRequest(BaseModel):
    """An event is to be planned, or its draft changed as little as can be."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"is_replan": False, "seen": 0}]})

    is_replan: bool = False
    seconds: int = Field(default=20, ge=1, le=MOST_SECONDS)
    seed: int = Field(default=0, ge=0, le=2**31 - 1)
    seen: Seen = 0
    note: Note = ""


class EditRequest(BaseModel):
    """One change by hand."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"kind": "move", "request": "C1-T1", "slot": "09:20"}]}
    )

    kind: EditKind = Field(description="move 移动，swap 对调，lock 锁定，unlock 解锁，remove 取消，add 排入。")
    request: Id
    slot: str = Field(default="", max_length=5, description="移动或排入的时段，写开始时间。")
    table: Name = Field(default="", description="不写由程序选空着的桌位。")
    other: Name = Field(default="", description="与哪一场对调。")


class KeptEditRequest(EditRequest):
    """One change by hand, to be kept."""

    seen: Seen


class VerdictBody(BaseModel):
    """What becomes of a change."""

    is_accepted: bool
    refusals: list[str]
    consequences: list[str]
    changes: list[AgendaChangeBody]
    tell: list[str] = Field(description="受影响的参加者。")


class ReleaseRequest(BaseModel):
    """The draft is to be released."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"seen": 1}]})

    seen: Seen
    note: Note = ""


class ReleaseBody(BaseModel):
    """A release."""

    version: int
    at: datetime
    by: str
    cause: AgendaCause
    note: str
    is_minimal: bool | None
    meetings: list[MeetingBody]
    changes: list[AgendaChangeBody]
    tell: list[str]


class ReleasesAnswer(BaseModel):
    """Releases, oldest first."""

    releases: list[ReleaseBody]


class OwnMeetingBody(BaseModel):
    """A meeting of one's own."""

    participant: str
    start: str
    end: str
    table: str
    names: list[str]


class OwnAgendaAnswer(BaseModel):
    """One's own meetings by the newest release."""

    version: int = Field(description="最近发布的一版；0 为尚未发布。")
    meetings: list[OwnMeetingBody]


@router.post(
    "/{number}/plan", status_code=202, summary="排日程或改排", responses=CONFLICT | STALE, dependencies=JSON_WRITES
)
def planned(number: RowNumber, body: PlanRequest, desk: DeskDep, jobs: JobsDep, at: Now, actor: Planning) -> JobBody:
    """Plan or re-plan an event in the background."""
    order = PlanOrder(
        number, is_replan=body.is_replan, seconds=body.seconds, seed=body.seed, seen=body.seen, note=body.note
    )
    return job_body(jobs.submit(planning_job(desk.workspace, order, by=actor, at=at)))


@router.get("/{number}/agenda", summary="日程的草稿")
def agenda(number: RowNumber, desk: DeskDep, actor: Planning) -> AgendaBody:
    """Show the draft.

    Raises:
        UnknownIdError: nothing was planned yet.
    """
    found = agenda_desk(desk.workspace, actor, number)
    if found.draft is None:
        raise UnknownIdError("这场活动还没有排日程。", remedy="请先排日程。")
    return _agenda(found)


@router.post(
    "/{number}/agenda/check", summary="一项手工改动能不能做", description="不保存。", dependencies=JSON_WRITES,
    responses=CONFLICT,
)  # fmt: skip
def checked(number: RowNumber, body: EditRequest, desk: DeskDep, actor: Planning) -> VerdictBody:
    """Tell what becomes of a change."""
    problem, verdict = try_edit(desk.workspace, actor, number, lambda found: _edit(found, body))
    return _verdict(problem, verdict)


@router.post("/{number}/agenda/edits", summary="手工改动草稿", responses=CONFLICT | STALE, dependencies=JSON_WRITES)
def edited(number: RowNumber, body: KeptEditRequest, desk: DeskDep, at: Now, actor: Planning) -> VerdictBody:
    """Change the draft where that is accepted; a refused change is told with its reasons, and nothing is kept."""
    problem = agenda_desk(desk.workspace, actor, number).book.problem
    verdict = apply_edit(desk.workspace, actor, number, _edit(problem, body), seen=body.seen, at=at)
    return _verdict(problem, verdict)


@router.post(
    "/{number}/releases", status_code=201, summary="发布草稿", responses=CONFLICT | STALE, dependencies=JSON_WRITES
)
def released(number: RowNumber, body: ReleaseRequest, desk: DeskDep, at: Now, actor: Planning) -> ReleaseBody:
    """Release the draft."""
    return _release(release(desk.workspace, actor, number, seen=body.seen, note=body.note, at=at))


@router.get("/{number}/releases", summary="已发布的各版")
def releases(number: RowNumber, desk: DeskDep, actor: Planning) -> ReleasesAnswer:
    """List the releases."""
    return ReleasesAnswer(releases=[_release(each) for each in releases_of(desk.workspace, actor, number)])


@router.get("/{number}/releases/{version}", summary="已发布的一版")
def one_release(number: RowNumber, version: RowNumber, desk: DeskDep, actor: Planning) -> ReleaseBody:
    """Show one release."""
    return _release(release_of(desk.workspace, actor, number, version))


@router.get("/{number}/mine", summary="本单位的会面", description="按最近发布的一版。")
def mine(number: RowNumber, desk: DeskDep, actor: Viewing) -> OwnAgendaAnswer:
    """Show the meetings of one's own participants."""
    newest, own = own_agenda(desk.workspace, actor, number)
    if newest is None:
        return OwnAgendaAnswer(version=0, meetings=[])
    problem = newest.problem
    names = {guest.id: masked_text(guest.name) for guest in problem.guests}
    members = {request.id: request.guests for request in problem.requests}
    meetings = [
        OwnMeetingBody(
            participant=guest,
            start=problem.event.slots[each.slot].start,
            end=problem.event.slots[each.slot].end,
            table=each.table,
            names=[names[other] for other in members[each.request_id] if other != guest],
        )
        for each in sorted(newest.agenda.meetings, key=lambda one: (one.slot, one.request_id))
        for guest in members[each.request_id]
        if guest in own
    ]
    return OwnAgendaAnswer(version=newest.version, meetings=meetings)


def _edit(problem: EventProblem, body: EditRequest) -> Edit:
    starts = [slot.start for slot in problem.event.slots]
    slot = starts.index(body.slot.zfill(5)) if body.slot and body.slot.zfill(5) in starts else None
    return Edit(body.kind, body.request, slot, body.table, body.other)


def _agenda(found: AgendaDesk) -> AgendaBody:
    assert found.draft is not None  # noqa: S101 - the route has looked
    made, problem = found.draft.agenda, found.book.problem
    return AgendaBody(
        revision=found.draft.revision,
        cause=found.draft.cause,
        value=made.figures.value,
        value_bound=made.figures.value_bound,
        breaks=made.figures.breaks,
        n_short=made.figures.n_short,
        meetings=_meetings(problem, found.draft.agenda.meetings),
        unplaced=[
            UnplacedBody(
                request=each.request_id,
                reason=each.reason,
                told=masked_text(each.told),
                change=masked_text(each.change),
            )
            for each in made.unplaced
        ],
        faults=[masked_text(each) for each in found.faults],
        changes=_changes(problem, found.unreleased),
    )


def _meetings(problem: EventProblem, meetings: tuple[PlannedMeeting, ...]) -> list[MeetingBody]:
    members = {request.id: request.guests for request in problem.requests}
    return [
        MeetingBody(
            request=each.request_id,
            slot=problem.event.slots[each.slot].start,
            table=each.table,
            locked=each.locked,
            guests=list(members[each.request_id]),
        )
        for each in meetings
    ]


def _changes(problem: EventProblem, changes: tuple[AgendaChange, ...]) -> list[AgendaChangeBody]:
    def stands(place: tuple[int, str] | None) -> str | None:
        return None if place is None else f"{problem.event.slots[place[0]].start} {place[1]}"

    return [
        AgendaChangeBody(
            request=each.request_id, guests=list(each.guests), before=stands(each.before), after=stands(each.after)
        )
        for each in changes
    ]


def _verdict(problem: EventProblem, verdict: Verdict) -> VerdictBody:
    return VerdictBody(
        is_accepted=verdict.is_accepted,
        refusals=[masked_text(each) for each in verdict.refusals],
        consequences=[masked_text(each) for each in verdict.consequences],
        changes=_changes(problem, verdict.changes),
        tell=list(verdict.guests_to_tell),
    )


def _release(made: AgendaRelease) -> ReleaseBody:
    return ReleaseBody(
        version=made.version,
        at=made.at,
        by=made.actor.name,
        cause=made.cause,
        note=masked_text(made.note),
        is_minimal=made.is_minimal,
        meetings=_meetings(made.problem, made.agenda.meetings),
        changes=_changes(made.problem, made.changes),
        tell=list(made.guests_to_tell),
    )
