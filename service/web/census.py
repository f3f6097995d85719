"""Pages of the need census: campaigns, the board, the lists behind its figures."""

from datetime import date
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, DuijieError, RefusalError
from data.records.accounts import ORGANISATIONS, Actor
from data.records.census import Campaign
from data.records.enums import Triage
from service.dependencies import MOST_ROWS, DeskDep, RowNumber, Today
from service.docking.answering import Desk
from service.docking.census.board import Board, board_of, census_of, ordered
from service.docking.census.campaigns import campaign_of, campaigns_of, change_campaign, open_campaign
from service.docking.census.coverage import Coverage, State, check_of, check_of_county
from service.docking.census.names import short_name
from service.docking.census.phrases import VERDICT_LABELS
from service.docking.census.register import RegisterImport, enter, import_upload
from service.docking.census.ruled import campaign_ruled, census_rules
from service.docking.permissions import Action, may
from service.errors import problem_of
from service.identity import Now, permitted
from service.web.census_forms import CampaignForm, EnterpriseForm
from service.web.census_words import STATE_LABELS, census_words
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.CENSUS_VIEW)]
Running = Annotated[Actor, permitted(Action.CENSUS_RUN)]
AsOf = Annotated[date | None, Query(alias="day")]
County = Annotated[str | None, Query(pattern=r"^([0-9]{6})?$")]

_PER_PAGE: Final = 100


@router.get("/census")
def listed(
    request: Request,
    desk: DeskDep,
    day: Today,
    actor: Viewing,
    rule: Annotated[int | None, Query(ge=1, le=MOST_ROWS)] = None,
) -> Response:
    """List the campaigns that concern whoever asks; an enterprise sees its own duty in each.

    A rule fills the form that opens a campaign.
    """
    if rule is None or not may(actor, Action.CENSUS_RUN):
        return _campaigns(request, desk, day, actor)
    ruled = campaign_ruled(desk.workspace, actor, (rule, None), name="", region_code=actor.region_code)
    return _campaigns(request, desk, day, actor, form=CampaignForm.of(ruled))


@router.post("/census", dependencies=[OwnForm])
def take_campaign(
    request: Request, desk: DeskDep, day: Today, at: Now, actor: Running, form: Annotated[CampaignForm, Form()]
) -> Response:
    """Open a campaign."""
    try:
        made = open_campaign(desk.workspace, actor, _asked(desk, actor, form), at=at)
    except (BadInputError, RefusalError) as error:
        return _campaigns(request, desk, day, actor, form=form, fault=error)
    return see(f"/census/{made.number}")


@router.get("/census/{number}")
def board(
    request: Request, number: RowNumber, desk: DeskDep, day: Today, actor: Viewing, as_of: AsOf = None
) -> Response:
    """Show the board of a campaign on a day: counties by what is due, reported and missing; an enterprise its duty."""
    if actor.role in ORGANISATIONS:
        return see("/census")
    found = board_of(desk.workspace, actor, number, as_of=as_of or day)
    return draw_with_forms(
        request,
        "census_board.html",
        board=found,
        campaign=found.campaign,
        rows=[_row(found, each) for each in ordered(found.census.counties)],
        total=_row(found, found.census.total, is_total=True),
        as_of=found.census.as_of,
        today=day,
        can_run=may(actor, Action.CENSUS_RUN),
        **census_words(),
    )


@router.get("/census/{number}/enterprises")
def enterprises(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    day: Today,
    actor: Viewing,
    state: State = State.LISTED,
    county: County = None,
    as_of: AsOf = None,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """List the enterprises behind a figure."""
    census = census_of(desk.workspace, actor, number, as_of=as_of or day)
    found = census.listed(state, county)
    start = (page - 1) * _PER_PAGE
    shown = [(each, check_of(each, census.campaign)) for each in found[start : start + _PER_PAGE]]
    return draw_with_forms(
        request,
        "census_enterprises.html",
        campaign=census.campaign,
        state=state,
        county=county,
        as_of=census.as_of,
        n=len(found),
        shown=shown,
        page=page,
        n_pages=max(1, -(-len(found) // _PER_PAGE)),
        address=lambda state, page=1: _list_address(number, state, county, census.as_of, page=page),
        **census_words(),
    )


@router.get("/census/{number}/outside")
def outside(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    day: Today,
    actor: Viewing,
    county: County = None,
    as_of: AsOf = None,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """List the needs of enterprises that no list knows."""
    census = census_of(desk.workspace, actor, number, as_of=as_of or day)
    found = [each for each in census.outside if county in {None, census.county_of(each)}]
    return draw_with_forms(
        request,
        "census_outside.html",
        campaign=census.campaign,
        county=county,
        as_of=census.as_of,
        found=found[(page - 1) * _PER_PAGE : page * _PER_PAGE],
        n_rows=len(found),
        page=page,
        n_pages=max(1, -(-len(found) // _PER_PAGE)),
        address=lambda to: f"/census/{number}/outside?{urlencode(_query(county, census.as_of) | {'page': str(to)})}",
        **census_words(),
    )


@router.get("/census/{number}/edit")
def edit_form(request: Request, number: RowNumber, desk: DeskDep, actor: Running) -> Response:
    """Show the form that changes a campaign."""
    campaign = campaign_of(desk.workspace, actor, number)
    return _edit(request, campaign, CampaignForm.of(campaign))


@router.post("/census/{number}/edit", dependencies=[OwnForm])
def take_edit(
    request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Running, form: Annotated[CampaignForm, Form()]
) -> Response:
    """Change a campaign."""
    stored = campaign_of(desk.workspace, actor, number)
    try:
        changed = form.changing(stored)
        change_campaign(desk.workspace, actor, changed, expected_version=form.version, at=at)
    except (BadInputError, RefusalError) as error:
        return _edit(request, stored, form, fault=error)
    return see(f"/census/{number}")


@router.get("/census/{number}/register")
def register_form(request: Request, number: RowNumber, desk: DeskDep, actor: Running) -> Response:
    """Show the form that takes a register."""
    return _register(request, desk, actor, number)


@router.post("/census/{number}/enterprise", dependencies=[OwnForm])
def take_enterprise(
    request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Running, form: Annotated[EnterpriseForm, Form()]
) -> Response:
    """Put one enterprise on the register, or state facts of one that is there."""
    try:
        enter(desk.workspace, actor, form.entry(number), at=at)
    except (BadInputError, RefusalError) as error:
        return _register(request, desk, actor, number, form=form, fault=error)
    return see(f"/census/{number}/enterprises")


@router.post("/census/{number}/register", dependencies=[OwnForm])
def take_register(
    request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Running, file: UploadFile | None = None
) -> Response:
    """Import a register, and tell what became of every row."""
    try:
        name, content = ("", None) if file is None else (file.filename or "", file.file)
        imported = import_upload(desk.workspace, actor, number, name, content, at=at)
    except (BadInputError, RefusalError) as error:
        return _register(request, desk, actor, number, fault=error)
    return _register(request, desk, actor, number, imported=imported)


def _asked(desk: Desk, actor: Actor, form: CampaignForm) -> Campaign:
    """Return the campaign a form describes; it follows its rule as long as terms and sentence are those of the rule."""
    if form.rule is None:
        return form.campaign()
    place = (form.rule, form.rule_version)
    return form.changing(
        campaign_ruled(desk.workspace, actor, place, name=form.name.strip(), region_code=form.region_code.strip())
    )


def _campaigns(
    request: Request,
    desk: Desk,
    day: date,
    actor: Actor,
    *,
    form: CampaignForm | None = None,
    fault: DuijieError | None = None,
) -> Response:
    found = campaigns_of(desk.workspace, actor)
    own = []
    if actor.role in ORGANISATIONS:
        taken = [census_of(desk.workspace, actor, each.number, as_of=day) for each in found]
        own = [(each, standing, check_of(standing, each.campaign)) for each in taken for standing in each.standings]
    page = draw_with_forms(
        request,
        "census.html",
        campaigns=[] if actor.role in ORGANISATIONS else found,
        own=own,
        is_enterprise=actor.role in ORGANISATIONS,
        can_run=may(actor, Action.CENSUS_RUN),
        rules=census_rules(desk.workspace, actor, day) if may(actor, Action.CENSUS_RUN) else (),
        form=form or CampaignForm(region_code=actor.region_code),
        today=day,
        fault=fault,
        **census_words(),
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _register(  # noqa: PLR0913 - what one template shows, all by name
    request: Request,
    desk: Desk,
    actor: Actor,
    number: int,
    *,
    imported: RegisterImport | None = None,
    form: EnterpriseForm | None = None,
    fault: DuijieError | None = None,
) -> Response:
    page = draw_with_forms(
        request,
        "census_register.html",
        campaign=campaign_of(desk.workspace, actor, number),
        imported=imported,
        form=form or EnterpriseForm(county_code=actor.region_code),
        fault=fault,
        **census_words(),
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _edit(request: Request, campaign: Campaign, form: CampaignForm, *, fault: DuijieError | None = None) -> Response:
    page = draw_with_forms(request, "census_edit.html", campaign=campaign, form=form, fault=fault, **census_words())
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _row(board: Board, county: Coverage, *, is_total: bool = False) -> dict[str, object]:
    """Return a line of the board: figures with the addresses of their lists, and how long its bar is."""
    number, as_of, code = board.campaign.number, board.census.as_of, None if is_total else county.code
    share = county.share
    said = {verdict: board.said(verdict, code) for verdict in (*Triage, None)}
    triage = f"/census/{number}/triage?{urlencode(_query(code, as_of))}"
    return {
        "code": county.code,
        "name": "合计" if is_total else short_name(county.code),
        "cells": [
            (STATE_LABELS[state], county.n[state], _list_address(number, state, code, as_of)) for state in _COLUMNS
        ],
        "share": share,
        "percent": "—" if share is None else f"{100 * share:.1f}%",
        "width": 0.0 if share is None else round(100 * share, 1),
        "n_needs": county.n_needs,
        "n_outside": county.n_outside,
        "outside": f"/census/{number}/outside?{urlencode(_query(code, as_of))}",
        "triage": triage,
        "said": [
            (VERDICT_LABELS[verdict], said[verdict], f"{triage}&verdict={verdict.value if verdict else 'unexamined'}")
            for verdict in (Triage.ASK_BACK, Triage.TOO_VAGUE, None)
        ],
        "check": None if is_total else check_of_county(board.census, county),
    }


_COLUMNS: Final = (State.DUE, State.REPORTED, State.MISSING, State.LATE, State.CANNOT_TELL)


def _list_address(number: int, state: State, county: str | None, as_of: date, *, page: int = 1) -> str:
    query = {"state": state.value} | _query(county, as_of) | ({} if page == 1 else {"page": str(page)})
    return f"/census/{number}/enterprises?{urlencode(query)}"


def _query(county: str | None, as_of: date) -> dict[str, str]:
    return ({} if county is None else {"county": county}) | {"day": as_of.isoformat()}
