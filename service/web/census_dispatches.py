"""Pages of the dispatch log: what could be sent to which university, what was sent, answered, overdue."""

from collections import Counter
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, DuijieError, RefusalError
from data.records.accounts import Actor
from data.records.census import Dispatch, DispatchState
from data.records.needs import Need
from service.dependencies import DeskDep, RowNumber, Today
from service.docking.answering import Desk
from service.docking.census.dispatching import (
    ALLOWED,
    ANSWER_DAYS,
    DispatchList,
    answer,
    belongs,
    dispatches_of,
    proposals_of,
    send,
    sheet_of,
)
from service.docking.permissions import Action, scope_of
from service.errors import problem_of
from service.exports.census_follow_paper import dispatch_paper
from service.exports.masking import MASKED, RecordTexts
from service.exports.paper_files import render_word
from service.identity import Now, permitted
from service.web.census_counties import as_file
from service.web.census_forms import OptionalDay
from service.web.census_words import DISPATCH_LABELS, census_words
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Running = Annotated[Actor, permitted(Action.CENSUS_RUN)]
Text = Annotated[str, Form(max_length=1000)]

LIST_LABELS: Final = {
    DispatchList.ALL: "全部",
    DispatchList.WAITING: "待答复",
    DispatchList.OVERDUE: "超期未答复",
    DispatchList.TAKEN_UP: "有意承接",
    DispatchList.DECLINED: "不能承接",
    DispatchList.WITHDRAWN: "已撤回",
}
MOVE_LABELS: Final = {
    DispatchState.SENT: "重新转送",
    DispatchState.TAKEN_UP: "有意承接",
    DispatchState.DECLINED: "不能承接",
    DispatchState.WITHDRAWN: "撤回",
}
_PER_PAGE: Final = 100


@router.get("/census/dispatches")
def dispatches(
    request: Request,
    desk: DeskDep,
    day: Today,
    actor: Running,
    wanted: Annotated[DispatchList, Query(alias="list")] = DispatchList.ALL,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """List what was sent on, newest first."""
    return _log(request, desk, day, actor, wanted=wanted, page=page)


@router.get("/census/dispatches/proposals")
def proposals(request: Request, desk: DeskDep, day: Today, actor: Running) -> Response:
    """List the needs that could be sent on, each with the universities whose results fit."""
    return _proposals(request, desk, day, actor)


@router.post("/census/dispatches", dependencies=[OwnForm])
def take_dispatch(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    desk: DeskDep,
    day: Today,
    at: Now,
    actor: Running,
    need_id: Annotated[str, Form(min_length=1, max_length=1000)],
    university: Text = "",
    achievements: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    due_on: Annotated[OptionalDay, Form()] = None,
) -> Response:
    """Write down that a need was sent on."""
    try:
        send(
            desk.workspace,
            actor,
            need_id,
            university,
            achievement_ids=achievements,
            due_on=due_on,
            today=day,
            at=at,
        )
    except (BadInputError, RefusalError) as error:
        return _proposals(request, desk, day, actor, fault=error)
    return see("/census/dispatches?list=waiting")


@router.post("/census/dispatches/{number}", dependencies=[OwnForm])
def take_answer(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    day: Today,
    at: Now,
    actor: Running,
    after: Annotated[DispatchState, Form()],
    version: Annotated[int, Form(ge=0)],
    note: Text = "",
) -> Response:
    """Write down what a university answered, or take a dispatch back."""
    try:
        answer(desk.workspace, actor, number, after, note=note, expected_version=version, today=day, at=at)
    except (BadInputError, RefusalError) as error:
        return _log(request, desk, day, actor, fault=error)
    return see("/census/dispatches")


@router.get("/census/dispatches/sheet.docx")
def sheet(
    desk: DeskDep, day: Today, actor: Running, university: Annotated[str, Query(min_length=1, max_length=500)]
) -> Response:
    """Give what waits for a university's answer as a file to send; sending it is up to whoever asks."""
    due, needs = sheet_of(desk.workspace, actor, university)
    return as_file(render_word(dispatch_paper(university, needs, due=due, as_of=day)), f"需求转送单_{university}.docx")


def _log(  # noqa: PLR0913 - what one template shows, all by name
    request: Request,
    desk: Desk,
    day: date,
    actor: Actor,
    *,
    wanted: DispatchList = DispatchList.ALL,
    page: int = 1,
    fault: DuijieError | None = None,
) -> Response:
    found = dispatches_of(desk.workspace, actor)
    listed = [each for each in found if belongs(each, wanted, today=day)]
    shown = listed[(page - 1) * _PER_PAGE : page * _PER_PAGE]
    waiting = Counter(each.university for each in found if each.state is DispatchState.SENT)
    drawn = draw_with_forms(
        request,
        "census_dispatches.html",
        lists={
            each: (label, sum(belongs(one, each, today=day) for one in found)) for each, label in LIST_LABELS.items()
        },
        wanted=wanted,
        shown=shown,
        titles=_titles(desk, actor, shown),
        overdue=lambda each: belongs(each, DispatchList.OVERDUE, today=day),
        moves=ALLOWED,
        dispatch_states=DISPATCH_LABELS,
        move_labels=MOVE_LABELS,
        waiting=sorted(waiting.items()),
        page=page,
        n_pages=max(1, -(-len(listed) // _PER_PAGE)),
        fault=fault,
        **census_words(),
    )
    if fault is not None:
        drawn.status_code = problem_of(fault).status
    return drawn


def _proposals(request: Request, desk: Desk, day: date, actor: Actor, *, fault: DuijieError | None = None) -> Response:
    page = draw_with_forms(
        request,
        "census_proposals.html",
        proposals=proposals_of(desk.workspace, actor),
        texts=RecordTexts(MASKED),
        answer_days=ANSWER_DAYS,
        today=day,
        fault=fault,
        **census_words(),
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _titles(desk: Desk, actor: Actor, shown: list[Dispatch]) -> dict[str, str]:
    """Return the titles of needs that are there and may be seen, masked, by id."""
    with desk.workspace.reading() as stores:
        needs: list[Need] = stores.needs.named(
            [each.need_id for each in shown], scope=scope_of(actor, Action.NEEDS_VIEW)
        )
    texts = RecordTexts(MASKED)
    return {need.id: texts.fields(need).get("title", need.id) for need in needs}
