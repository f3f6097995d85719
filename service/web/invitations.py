"""Pages of the invitations of an event: the list drawn up, sent, answered; what lies around the event."""

import re
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from data.errors import BadInputError, DuijieError, RefusalError
from data.records.accounts import ORGANISATIONS, Actor
from data.records.docking_events import InvitationState
from data.records.invitations import InviteeClass, InviteTerms
from data.records.jobs import UNFINISHED, JobKind
from service.dependencies import DeskDep, JobsDep, RowNumber, Today
from service.docking.answering import Desk
from service.docking.events.access import may
from service.docking.events.clashes import CLASH_LABELS, ClashKind
from service.docking.events.invitation_answers import move_invitation
from service.docking.events.invitee_classes import CLASS_LABELS, classes_missing
from service.docking.events.inviting import (
    INVITATION_LABELS,
    MOST_NAME_CHARACTERS,
    MOST_NOTE_CHARACTERS,
    InvitationList,
    InviteOrder,
    add_by_hand,
    invitation_job,
    invitation_list,
    invite,
    moves_open_to,
    order_of,
)
from service.docking.events.surroundings import surroundings_of
from service.docking.permissions import Action
from service.downloads import Ending, paper_response
from service.errors import problem_of
from service.exports.feedback import masked_text
from service.exports.invitation_paper import (
    NEED_LABELS,
    OUTCOME_LABELS,
    VALUE_RULE,
    choice_line,
    coverage_line,
    invitation_paper,
)
from service.identity import Now, permitted
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.EVENTS_VIEW)]
Planning = Annotated[Actor, permitted(Action.EVENTS_PLAN)]
Answering = Annotated[Actor, permitted(Action.EVENTS_ANSWER)]
Text = Annotated[str, Form(max_length=2000)]

_NEEDS: Final = re.compile(r"[^\s,，;；\x00]+")
"""Ids as people write them one beside the other."""

_MOST_JOBS: Final = 50
_REFRESH_SECONDS: Final = 5

MOVE_LABELS: Final = {
    InvitationState.PROPOSED: "重新列入",
    InvitationState.INVITED: "再次邀请",
    InvitationState.ACCEPTED: "接受",
    InvitationState.DECLINED: "谢绝",
    InvitationState.NO_ANSWER: "未答复",
    InvitationState.DROPPED: "移出名单",
}


class TermsForm(BaseModel):
    """What the form of a new list sends."""

    theme: str = ""
    region_code: str = Field(default="", pattern=r"^\s*(\d{6})?\s*$")
    most_needs: int = 60
    most_enterprises: int = 30
    most_teams: int = 20
    most_meetings: int = 8

    @property
    def terms(self) -> InviteTerms:
        """What a list is to be drawn up for."""
        return InviteTerms(
            **self.model_dump()
            | {"theme": self.theme.replace("\x00", "").strip(), "region_code": self.region_code.strip()}
        )


@router.get("/events/{number}/invitations")
def listed(request: Request, number: RowNumber, desk: DeskDep, day: Today, actor: Viewing) -> Response:
    """Show the list of an event; an organisation its own invitations."""
    return _page(request, number, desk, day, actor)


@router.get("/events/{number}/invitations.{ending}")
def file(number: RowNumber, ending: Ending, desk: DeskDep, day: Today, actor: Planning) -> Response:
    """Give the list as a file."""
    around = surroundings_of(desk.workspace, actor, number, as_of=day)
    paper = invitation_paper(invitation_list(desk.workspace, actor, number), around, as_of=day)
    return paper_response(paper, plain=f"invitations-{number}", ending=ending)


@router.post("/events/{number}/invitations/draft", dependencies=[OwnForm])
def take_draft(  # noqa: PLR0913, PLR0917 - FastAPI reads what a route is given from its parameters
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    jobs: JobsDep,
    at: Now,
    day: Today,
    actor: Planning,
    form: Annotated[TermsForm, Form()],
) -> Response:
    """Have a list drawn up in the background."""
    try:
        job = invitation_job(desk.workspace, InviteOrder(number, form.terms, day), by=actor, at=at)
    except BadInputError as error:
        return _page(request, number, desk, day, actor, form=form, fault=error)
    return see(f"/jobs/{jobs.submit(job).number}")


@router.post("/events/{number}/invitations/invite", dependencies=[OwnForm])
def take_invite(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    day: Today,
    actor: Planning,
    key: Annotated[list[str] | None, Form()] = None,
    note: Text = "",
) -> Response:
    """Write down that parties were invited."""
    try:
        invite(desk.workspace, actor, number, key or [], note=note, at=at)
    except BadInputError as error:
        return _page(request, number, desk, day, actor, fault=error)
    return see(f"/events/{number}/invitations")


@router.post("/events/{number}/invitations/add", dependencies=[OwnForm])
def take_addition(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    day: Today,
    actor: Planning,
    kind: Annotated[InviteeClass, Form()],
    name: Text = "",
    needs: Text = "",
    basis: Text = "",
) -> Response:
    """Put a party on the list by hand."""
    try:
        add_by_hand(desk.workspace, actor, number, (kind, name, basis), needs=_NEEDS.findall(needs), at=at)
    except (BadInputError, RefusalError) as error:
        return _page(request, number, desk, day, actor, fault=error)
    return see(f"/events/{number}/invitations")


@router.post("/events/{number}/invitations/{invitation}/move", dependencies=[OwnForm])
def take_move(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    invitation: RowNumber,
    desk: DeskDep,
    at: Now,
    day: Today,
    actor: Answering,
    after: Annotated[InvitationState, Form()],
    note: Text = "",
) -> Response:
    """Write an answer down, or bring an invitation on."""
    try:
        move_invitation(desk.workspace, actor, (number, invitation), after, note=note, at=at)
    except (BadInputError, RefusalError) as error:
        return _page(request, number, desk, day, actor, fault=error)
    return see(f"/events/{number}/invitations")


def _page(  # noqa: PLR0913 - what one template shows
    request: Request,
    number: int,
    desk: DeskDep,
    day: Today,
    actor: Actor,
    *,
    form: TermsForm | None = None,
    fault: DuijieError | None = None,
) -> Response:
    found = invitation_list(desk.workspace, actor, number)
    plans = may(actor, Action.EVENTS_PLAN)
    draft = None if found.stored is None else found.stored.draft
    is_drawing_up = plans and _is_drawing_up(desk, number)
    return draw_with_forms(
        request,
        "event_invitations.html",
        status=200 if fault is None else problem_of(fault).status,
        found=found,
        event=found.event,
        draft=draft,
        is_drawing_up=is_drawing_up,
        refresh=_REFRESH_SECONDS if is_drawing_up else None,
        moves={line.invitee.key: moves_open_to(actor, line) for line in found.lines},
        around=surroundings_of(desk.workspace, actor, number, as_of=day) if plans else None,
        form=form or _form_of(found),
        fault=fault,
        plans=plans,
        is_organisation=actor.role in ORGANISATIONS,
        missing=classes_missing(line.invitee.kind for line in found.lines) if found.lines else (),
        lead=() if draft is None else (coverage_line(draft), choice_line(draft)),
        classes=CLASS_LABELS,
        states=INVITATION_LABELS,
        all_states=list(InvitationState),
        move_labels=MOVE_LABELS,
        need_labels=NEED_LABELS,
        clash_labels=CLASH_LABELS,
        overlap=ClashKind.OVERLAP,
        outcome_labels=OUTCOME_LABELS,
        value_rule=VALUE_RULE,
        most_note=MOST_NOTE_CHARACTERS,
        most_name=MOST_NAME_CHARACTERS,
        masked=masked_text,
    )


def _is_drawing_up(desk: Desk, number: int) -> bool:
    """Tell whether a list of the event is ordered and not yet drawn up."""
    with desk.workspace.reading() as stores:
        jobs = stores.jobs.recent(limit=_MOST_JOBS, states=UNFINISHED)
    return any(each.asked.kind is JobKind.INVITE and order_of(each.asked.parameters).event == number for each in jobs)


def _form_of(found: InvitationList) -> TermsForm:
    """Return the form as the newest list was ordered; before the first, as the event suggests."""
    if found.stored is None:
        plan = found.event.plan
        return TermsForm(theme=plan.theme, region_code=found.event.region_code, most_meetings=max(1, len(plan.slots)))
    terms = found.stored.draft.terms
    return TermsForm(
        theme=terms.theme,
        region_code=terms.region_code,
        most_needs=terms.most_needs,
        most_enterprises=terms.most_enterprises,
        most_teams=terms.most_teams,
        most_meetings=terms.most_meetings,
    )
