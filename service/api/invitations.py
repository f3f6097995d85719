"""The invitations of an event: the list drawn up, parties invited, their answers."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from data.records.accounts import Actor
from data.records.docking_events import InvitationState
from data.records.invitations import InviteeClass, InviteTerms, NeedAnswer, NeedState
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PREFIX
from service.api.jobs import JobBody, job_body
from service.dependencies import NO_NUL, DeskDep, JobsDep, RowNumber, Today
from service.docking.events.invitation_answers import move_invitation
from service.docking.events.inviting import (
    MOST_NAME_CHARACTERS,
    MOST_NOTE_CHARACTERS,
    InvitationLine,
    InvitationList,
    InviteOrder,
    add_by_hand,
    invitation_job,
    invitation_list,
    invite,
)
from service.docking.permissions import Action
from service.exports.feedback import masked_text
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/events/{{number}}/invitations", tags=["邀请"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.EVENTS_VIEW)]
Planning = Annotated[Actor, permitted(Action.EVENTS_PLAN)]
Answering = Annotated[Actor, permitted(Action.EVENTS_ANSWER)]
Note = Annotated[str, Field(max_length=MOST_NOTE_CHARACTERS)]
Key = Annotated[str, Field(min_length=1, max_length=100)]


class TermsRequest(BaseModel):
    """What a list is to be drawn up for."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"theme": "压铸", "region_code": "320800", "most_teams": 20}]}
    )

    theme: str = Field(
        default="", max_length=MOST_NAME_CHARACTERS, description="取与这句话最接近的需求；不写取最新的。"
    )
    region_code: str = Field(default="", pattern=r"^(\d{6})?$", description="GB/T 2260 代码；不写为全部。")
    most_needs: int = Field(default=60, ge=1, le=200)
    most_enterprises: int = Field(default=30, ge=1, le=300)
    most_teams: int = Field(default=20, ge=1, le=300)
    most_meetings: int = Field(default=8, ge=1, le=50, description="每家当天最多几场。")


class InviteRequest(BaseModel):
    """Parties were invited."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"keys": ["E0123456789"], "note": "发函"}]}
    )

    keys: list[Key] = Field(min_length=1, max_length=1000)
    note: Note = ""


class AdditionRequest(BaseModel):
    """A party that the choice does not know."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"kind": "alliance", "name": "某产业联盟", "needs": ["N001"], "basis": ""}]},
    )

    kind: InviteeClass
    name: str = Field(min_length=1, max_length=MOST_NAME_CHARACTERS)
    needs: list[Annotated[str, Field(min_length=1, max_length=1000, pattern=NO_NUL)]] = Field(
        min_length=1, max_length=100
    )
    basis: Note = ""


class InvitationMoveRequest(BaseModel):
    """A move of an invitation."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"after": "accepted", "note": "11月20日来电"}]}
    )

    after: InvitationState
    note: Note = Field(default="", description="代为答复的写明依据。")


class InvitationStepBody(BaseModel):
    """One move of an invitation."""

    before: InvitationState
    after: InvitationState
    at: datetime
    by: str
    note: str


class InviteeBody(BaseModel):
    """A line of the list, contacts masked."""

    key: str
    number: int | None = Field(description="邀请的号；还没有邀请的为空。")
    kind: InviteeClass
    name: str
    value: float = Field(description="会面的匹配得分之和，同一需求的第二、三个合作方按一半、四分之一计。")
    needs: list[str] = Field(description="由哪些需求而来。")
    partners: list[str]
    basis: str
    state: InvitationState
    proposed: bool = Field(description="在最新拟定的名单中。")
    steps: list[InvitationStepBody]


class NeedAnswerBody(BaseModel):
    """What the list does for a need."""

    need_id: str
    title: str
    enterprise: str
    state: NeedState
    partners: list[str] = Field(description="拟见团队的 key。")
    told: str = Field(description="没有覆盖的原因。")


class InvitationListBody(BaseModel):
    """The list of an event; what only planners may know is empty for others."""

    event: int
    as_of: date | None
    value: float | None
    bound: float | None = Field(description="名额之内没有更高的。")
    notes: list[str]
    invitees: list[InviteeBody]
    needs: list[NeedAnswerBody]
    not_asked: list[tuple[str, str]] = Field(description="合适而没有列入的，和原因。")


class InvitedAnswer(BaseModel):
    """How many were invited now."""

    invited: int


@router.get("", summary="邀请名单")
def listed(number: RowNumber, desk: DeskDep, actor: Viewing) -> InvitationListBody:
    """Show the list; an organisation its own invitations."""
    return _body(invitation_list(desk.workspace, actor, number))


@router.post("", status_code=201, summary="手工补列一家", responses=CONFLICT, dependencies=JSON_WRITES)
def added(number: RowNumber, body: AdditionRequest, desk: DeskDep, at: Now, actor: Planning) -> InvitationListBody:
    """Put a party on the list by hand."""
    given = (body.kind, body.name, body.basis)
    add_by_hand(desk.workspace, actor, number, given, needs=body.needs, at=at)
    return _body(invitation_list(desk.workspace, actor, number))


@router.post(
    "/draft",
    status_code=202,
    summary="拟定名单",
    description="在后台由匹配结果拟定；办成之后从邀请名单读取。",
    dependencies=JSON_WRITES,
)
def drafted(  # noqa: PLR0913, PLR0917 - FastAPI reads what a route is given from its parameters
    number: RowNumber, body: TermsRequest, desk: DeskDep, jobs: JobsDep, at: Now, day: Today, actor: Planning
) -> JobBody:
    """Have a list drawn up in the background."""
    order = InviteOrder(number, InviteTerms(**body.model_dump()), day)
    return job_body(jobs.submit(invitation_job(desk.workspace, order, by=actor, at=at)))


@router.post("/invite", summary="登记已邀请", responses=CONFLICT, dependencies=JSON_WRITES)
def invited(number: RowNumber, body: InviteRequest, desk: DeskDep, at: Now, actor: Planning) -> InvitedAnswer:
    """Write down that parties were invited."""
    return InvitedAnswer(invited=invite(desk.workspace, actor, number, body.keys, note=body.note, at=at))


@router.post("/{invitation}/move", summary="登记答复", responses=CONFLICT, dependencies=JSON_WRITES)
def moved(
    number: RowNumber, invitation: RowNumber, body: InvitationMoveRequest, desk: DeskDep, at: Now, actor: Answering
) -> InviteeBody:
    """Bring an invitation on."""
    kept = move_invitation(desk.workspace, actor, (number, invitation), body.after, note=body.note, at=at)
    found = invitation_list(desk.workspace, actor, number)
    return _line(next(each for each in found.lines if each.invitee.key == kept.guest_id))


def _body(found: InvitationList) -> InvitationListBody:
    draft = None if found.stored is None else found.stored.draft
    return InvitationListBody(
        event=found.event.number,
        as_of=None if draft is None else draft.as_of,
        value=None if draft is None else draft.value,
        bound=None if draft is None else draft.bound,
        notes=[] if draft is None else [masked_text(note) for note in draft.notes],
        invitees=[_line(each) for each in found.lines],
        needs=[] if draft is None else [_need(each) for each in draft.answers],
        not_asked=[] if draft is None else [(masked_text(each.name), each.reason) for each in draft.not_asked],
    )


def _line(line: InvitationLine) -> InviteeBody:
    invitee, invitation = line.invitee, line.invitation
    return InviteeBody(
        key=invitee.key,
        number=None if invitation is None else invitation.number,
        kind=invitee.kind,
        name=masked_text(invitee.name),
        value=invitee.value,
        needs=list(invitee.needs),
        partners=[masked_text(each) for each in line.partners],
        basis=masked_text(invitee.basis),
        state=line.state,
        proposed=line.is_proposed,
        steps=[
            InvitationStepBody(
                before=each.before, after=each.after, at=each.at, by=each.actor.name, note=masked_text(each.note)
            )
            for each in (() if invitation is None else invitation.steps)
        ],
    )


def _need(answer: NeedAnswer) -> NeedAnswerBody:
    return NeedAnswerBody(
        need_id=answer.need_id,
        title=masked_text(answer.title),
        enterprise=masked_text(answer.enterprise),
        state=answer.state,
        partners=list(answer.partners),
        told=masked_text(answer.told),
    )
