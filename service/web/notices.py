"""Pages of notices: listed, uploaded, and read with their rules beside the clauses."""

from collections import Counter
from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from data.errors import BadInputError, DuijieError, RefusalError, UsageError
from data.records.accounts import Actor
from data.records.rules import RuleState
from ingest.notices.reading import read_notice
from service.dependencies import DeskDep, RowNumber
from service.docking.answering import Desk
from service.docking.notices.deciding import confirm_many
from service.docking.notices.loading import load_notice, notice_of, notices_of, rules_of
from service.docking.notices.uploads import received
from service.docking.notices.wording import STATUS_LABELS, UNIT_LABELS
from service.docking.permissions import Action
from service.errors import problem_of
from service.identity import Now, permitted
from service.web.forms import OwnForm, draw_with_forms, see
from service.web.notice_view import parts_of, unquoted
from service.web.rule_views import rule_words

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.NOTICES_VIEW)]
Editing = Annotated[Actor, permitted(Action.NOTICES_EDIT)]


@router.get("/notices")
def listed(request: Request, desk: DeskDep, actor: Viewing) -> Response:
    """List the notices."""
    return _list(request, desk, actor)


@router.post("/notices", dependencies=[OwnForm])
def take_upload(request: Request, desk: DeskDep, at: Now, actor: Editing, file: UploadFile | None = None) -> Response:
    """Load a notice, and lead on to its page."""
    if file is None or not file.filename:
        return _list(request, desk, actor, fault=UsageError("没有选文件。", remedy="请选择一份通知。"))
    try:
        with received(file.filename, file.file) as path:
            loaded = load_notice(desk.workspace, actor, path, read=read_notice, at=at)
    except (BadInputError, RefusalError) as error:
        return _list(request, desk, actor, fault=error)
    return see(f"/notices/{loaded.number}")


@router.get("/notices/{number}")
def shown(request: Request, number: RowNumber, desk: DeskDep, actor: Viewing) -> Response:
    """Show a notice with its rules beside the clauses."""
    return _page(request, desk, actor, number)


@router.post("/notices/{number}/confirm", dependencies=[OwnForm])
def take_confirmed(
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: Editing,
    rule: Annotated[list[Annotated[str, Field(pattern=r"^[0-9]{1,9}:[0-9]{1,9}$")]], Form()] = [],  # noqa: B006 - FastAPI copies it
) -> Response:
    """Confirm the rules that were ticked, all of them or none."""
    places = [(int(one), int(version)) for one, _, version in (each.partition(":") for each in rule)]
    try:
        confirm_many(desk.workspace, actor, places, at=at)
    except (BadInputError, RefusalError) as error:
        return _page(request, desk, actor, number, fault=error, ticked=set(rule))
    return see(f"/notices/{number}")


def _page(
    request: Request,
    desk: Desk,
    actor: Actor,
    number: int,
    *,
    fault: DuijieError | None = None,
    ticked: Collection[str] = (),
) -> Response:
    kept, rules = notice_of(desk.workspace, actor, number)
    page = draw_with_forms(
        request,
        "notice.html",
        kept=kept,
        parts=parts_of(kept.notice, rules),
        others=unquoted(rules),
        rules={each.number: each for each in rules},
        n_open=sum(each.newest.state is RuleState.PROPOSED for each in rules),
        statuses=STATUS_LABELS,
        roles=UNIT_LABELS,
        back=f"/notices/{number}",
        fault=fault,
        ticked=ticked,
        **rule_words(actor),
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _list(request: Request, desk: Desk, actor: Actor, *, fault: DuijieError | None = None) -> Response:
    rules = rules_of(desk.workspace, actor)
    page = draw_with_forms(
        request,
        "notices.html",
        notices=notices_of(desk.workspace, actor),
        counts=Counter((each.notice, each.newest.state) for each in rules),
        statuses=STATUS_LABELS,
        fault=fault,
        **rule_words(actor),
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page
