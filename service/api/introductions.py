"""Introductions: asked for, brought forward, consented to, contacts shown; and who looked at which contact."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from data.records.accounts import Actor
from data.records.consents import Consent, ConsentStep, Introduction, Side
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PREFIX, Before, Limit
from service.dependencies import NO_NUL, DeskDep, RowNumber
from service.docking.consents import (
    MOST_TEXT_CHARACTERS,
    Look,
    ask,
    dispute,
    introduction_of,
    introductions_of,
    looks_at,
    move,
    part_of,
    reveal_contact,
)
from service.docking.permissions import Action
from service.exports.feedback import masked_text
from service.identity import Now, permitted

router = APIRouter(prefix=PREFIX, tags=["引荐"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.INTRODUCTIONS_VIEW)]
Looking = Annotated[Actor, permitted(Action.REVEALS_VIEW)]
Words = Annotated[str, Field(max_length=MOST_TEXT_CHARACTERS)]


class AskRequest(BaseModel):
    """An introduction is asked for."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"need_id": "N001", "achievement_id": "A012", "purpose": "了解工艺并商谈合作"}]
        },
    )

    need_id: str = Field(min_length=1, max_length=1000, pattern=NO_NUL)
    achievement_id: str = Field(min_length=1, max_length=1000, pattern=NO_NUL)
    purpose: Words = Field(description="事由。")


class SideRequest(BaseModel):
    """One side of an introduction."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"side": "need"}]})

    side: Side = Field(description="need 企业一方，achievement 高校院所一方。")


class IntroductionConsentRequest(SideRequest):
    """What one side said."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"side": "need", "after": "consented", "note": "11月20日来电同意"}]},
    )

    after: Literal[Consent.CONSENTED, Consent.DECLINED, Consent.WITHDRAWN] = Field(
        description="consented 同意，declined 婉拒，withdrawn 撤回同意。"
    )
    note: Words = Field(default="", description="代为表态时写明依据。")
    on: date | None = Field(default=None, description="对方作出表示的日期，不晚于今天；不写即今天。")


class DisputeRequest(BaseModel):
    """What is said against a look at a contact."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "本单位没有同意这次查看"}]})

    text: Words


class IntroductionStepBody(BaseModel):
    """One move of one side."""

    side: Side
    before: Consent
    after: Consent
    at: datetime
    on: date | None = Field(description="作出表示的日期，与登记的日期不同时才有。")
    by: str
    note: str


class IntroductionBody(BaseModel):
    """An introduction, contacts masked."""

    number: int
    need_id: str
    achievement_id: str
    need_owner: str
    achievement_owner: str
    purpose: str
    asked_at: datetime
    asked_by: str
    need_state: Consent
    achievement_state: Consent
    both_consent: bool = Field(description="双方都同意；此时才能查看联系方式。")
    steps: list[IntroductionStepBody]


class IntroductionsAnswer(BaseModel):
    """One page of introductions, newest first."""

    introductions: list[IntroductionBody]
    next: int | None = Field(description="下一页的 before；最后一页为空。")


class RevealAnswer(BaseModel):
    """The contact of one side; the look was written down before it is shown."""

    number: int = Field(description="这次查看的号。")
    introduction: int
    side: Side
    at: datetime
    contacts: list[str] = Field(description="原样，没有遮盖；记录中没有写的为空。")


class DisputeBody(BaseModel):
    """What was said against a look."""

    at: datetime
    by: str
    text: str


class LookBody(BaseModel):
    """A look at a contact."""

    number: int
    introduction: int
    side: Side
    at: datetime
    by: str
    organisation: str
    disputes: list[DisputeBody]


class LooksAnswer(BaseModel):
    """One page of looks at contacts, newest first."""

    reveals: list[LookBody]
    next: int | None = Field(description="下一页的 before；最后一页为空。")


@router.get("/introductions", summary="列出引荐")
def listed(desk: DeskDep, actor: Viewing, before: Before = None, limit: Limit = 50) -> IntroductionsAnswer:
    """List the introductions one may see."""
    seen = introductions_of(desk.workspace, actor)
    found, following = part_of(seen, lambda each: each.number, before=before, limit=limit)
    return IntroductionsAnswer(introductions=[_body(each) for each in found], next=following)


@router.post("/introductions", status_code=201, summary="申请引荐", responses=CONFLICT, dependencies=JSON_WRITES)
def asked(
    body: AskRequest, desk: DeskDep, at: Now, actor: Annotated[Actor, permitted(Action.INTRODUCTIONS_ASK)]
) -> IntroductionBody:
    """Ask for an introduction."""
    return _body(ask(desk.workspace, actor, (body.need_id, body.achievement_id), purpose=body.purpose, at=at))


@router.get("/introductions/{number}", summary="一次引荐的进展")
def one(number: RowNumber, desk: DeskDep, actor: Viewing) -> IntroductionBody:
    """Show an introduction with everything that was said to it."""
    return _body(introduction_of(desk.workspace, actor, number))


@router.post(
    "/introductions/{number}/forward", summary="记下已向一方转达", responses=CONFLICT, dependencies=JSON_WRITES
)
def forwarded(
    number: RowNumber,
    body: SideRequest,
    desk: DeskDep,
    at: Now,
    actor: Annotated[Actor, permitted(Action.INTRODUCTIONS_FORWARD)],
) -> IntroductionBody:
    """Write down that a side was told."""
    return _body(move(desk.workspace, actor, (number, body.side), Consent.FORWARDED, at=at))


@router.post("/introductions/{number}/consent", summary="记下一方的答复", responses=CONFLICT, dependencies=JSON_WRITES)
def answered(
    number: RowNumber,
    body: IntroductionConsentRequest,
    desk: DeskDep,
    at: Now,
    actor: Annotated[Actor, permitted(Action.CONSENTS_STATE)],
) -> IntroductionBody:
    """Write down what a side said."""
    return _body(move(desk.workspace, actor, (number, body.side), body.after, note=body.note, on=body.on, at=at))


@router.post(
    "/introductions/{number}/reveal",
    summary="查看一方的联系方式",
    description="双方都同意之后才能查看；每看一次先记下是谁、何时看的。",
    responses=CONFLICT,
    dependencies=JSON_WRITES,
)
def revealed(
    number: RowNumber,
    body: SideRequest,
    desk: DeskDep,
    at: Now,
    actor: Annotated[Actor, permitted(Action.CONTACTS_REVEAL)],
) -> RevealAnswer:
    """Show the contact of a side, this once."""
    look, contacts = reveal_contact(desk.workspace, actor, (number, body.side), at=at)
    return RevealAnswer(
        number=look.number, introduction=look.introduction, side=look.side, at=look.at, contacts=list(contacts)
    )


@router.get("/reveals", summary="联系方式被谁看过")
def looks(desk: DeskDep, actor: Looking, before: Before = None, limit: Limit = 50) -> LooksAnswer:
    """List who looked at which contact."""
    seen = looks_at(desk.workspace, actor)
    found, following = part_of(seen, lambda each: each.reveal.number, before=before, limit=limit)
    return LooksAnswer(reveals=[_look(each) for each in found], next=following)


@router.post(
    "/reveals/{number}/dispute",
    status_code=201,
    summary="对一次查看提出异议",
    responses=CONFLICT,
    dependencies=JSON_WRITES,
)
def disputed(number: RowNumber, body: DisputeRequest, desk: DeskDep, at: Now, actor: Looking) -> DisputeBody:
    """Write down what is said against a look."""
    said = dispute(desk.workspace, actor, number, body.text, at=at)
    return DisputeBody(at=said.at, by=said.actor.name, text=masked_text(said.text))


def _body(introduction: Introduction) -> IntroductionBody:
    return IntroductionBody(
        number=introduction.number,
        need_id=introduction.need_id,
        achievement_id=introduction.achievement_id,
        need_owner=masked_text(introduction.need_owner),
        achievement_owner=masked_text(introduction.achievement_owner),
        purpose=masked_text(introduction.purpose),
        asked_at=introduction.asked_at,
        asked_by=introduction.asked_by.name,
        need_state=introduction.state(Side.NEED),
        achievement_state=introduction.state(Side.ACHIEVEMENT),
        both_consent=introduction.both_consent,
        steps=[_step(each) for each in introduction.steps],
    )


def _step(step: ConsentStep) -> IntroductionStepBody:
    return IntroductionStepBody(
        side=step.side,
        before=step.before,
        after=step.after,
        at=step.at,
        on=step.on,
        by=step.actor.name,
        note=masked_text(step.note),
    )


def _look(look: Look) -> LookBody:
    reveal = look.reveal
    return LookBody(
        number=reveal.number,
        introduction=reveal.introduction,
        side=reveal.side,
        at=reveal.at,
        by=reveal.actor.name,
        organisation=reveal.actor.organisation,
        disputes=[DisputeBody(at=each.at, by=each.actor.name, text=masked_text(each.text)) for each in look.disputes],
    )
