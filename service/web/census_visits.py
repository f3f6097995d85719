"""Pages of the visit log with its briefings, and of what counties build to last."""

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from data.errors import BadInputError, DuijieError, RefusalError
from data.records.accounts import Actor
from data.records.census import Mechanism, MechanismState, Progress, Visit
from service.dependencies import DeskDep, RowNumber, Today
from service.docking.answering import Desk
from service.docking.census.coverage import counties_in
from service.docking.census.mechanisms import (
    MECHANISM_LABELS,
    PROGRESS_LABELS,
    checklists_of,
    set_mechanism,
)
from service.docking.census.visiting import briefing_of, change_visit, log_visit, visit_of, visits_of
from service.docking.permissions import Action
from service.errors import problem_of
from service.exports.census_follow_paper import briefing_paper
from service.exports.paper_files import render_word
from service.identity import Now, permitted
from service.web.census_counties import as_file
from service.web.census_forms import OptionalDay
from service.web.census_problems import ids_in
from service.web.census_words import census_words
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Running = Annotated[Actor, permitted(Action.CENSUS_RUN)]
Code = Annotated[str | None, Query(alias="region", pattern=r"^[0-9]{6}$")]

_MOST: Final = 2000


class VisitForm(BaseModel):
    """A visit; ids of needs are held apart by blanks, commas or lines."""

    region_code: str = Field(default="", max_length=6)
    held_on: date = date(2026, 1, 1)
    leader: str = Field(default="", max_length=_MOST)
    host: str = Field(default="", max_length=_MOST)
    members: str = Field(default="", max_length=_MOST)
    purpose: str = Field(default="", max_length=_MOST)
    needs: str = Field(default="", max_length=20_000)
    outcome: str = Field(default="", max_length=_MOST)
    version: int = Field(default=0, ge=0)

    def visit(self, number: int = 0) -> Visit:
        """Return the visit it describes."""
        return Visit(
            region_code=self.region_code.strip(),
            held_on=self.held_on,
            leader=self.leader.strip(),
            host=self.host.strip(),
            members=self.members.strip(),
            purpose=self.purpose.strip(),
            need_ids=ids_in(self.needs),
            outcome=self.outcome.strip(),
            number=number,
        )


class MechanismForm(BaseModel):
    """How far a county is with one item."""

    region_code: str = Field(pattern=r"^[0-9]{6}$")
    item: Mechanism
    progress: Progress
    proof: str = Field(default="", max_length=_MOST)
    checked_on: OptionalDay = None
    version: int = Field(default=0, ge=0)

    def state(self) -> MechanismState:
        """Return the state it describes."""
        return MechanismState(**self.model_dump(exclude={"version"}))


@router.get("/census/visits")
def visits(request: Request, desk: DeskDep, day: Today, actor: Running) -> Response:
    """List the visits, the latest day first."""
    return _visits(request, desk, day, actor)


@router.post("/census/visits", dependencies=[OwnForm])
def take_visit(
    request: Request, desk: DeskDep, day: Today, at: Now, actor: Running, form: Annotated[VisitForm, Form()]
) -> Response:
    """Write down a visit that is planned or was made."""
    try:
        made = log_visit(desk.workspace, actor, form.visit(), at=at)
    except (BadInputError, RefusalError) as error:
        return _visits(request, desk, day, actor, form=form, fault=error)
    return see(f"/census/visits/{made.number}")


@router.get("/census/visits/{number}")
def visit(request: Request, number: RowNumber, desk: DeskDep, actor: Running) -> Response:
    """Show one visit."""
    return _visit(request, desk, actor, number)


@router.post("/census/visits/{number}", dependencies=[OwnForm])
def take_change(
    request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Running, form: Annotated[VisitForm, Form()]
) -> Response:
    """Change a visit, or write down what came of it."""
    try:
        change_visit(desk.workspace, actor, form.visit(number), expected_version=form.version, at=at)
    except (BadInputError, RefusalError) as error:
        return _visit(request, desk, actor, number, fault=error)
    return see(f"/census/visits/{number}")


@router.get("/census/visits/{number}/briefing.docx")
def briefing(number: RowNumber, desk: DeskDep, day: Today, actor: Running) -> Response:
    """Give the two-sided briefing of a visit as a Word file."""
    found = briefing_of(desk, actor, number, as_of=day)
    return as_file(render_word(briefing_paper(found)), f"走访对接简报_{found.visit.host}.docx")


@router.get("/census/mechanisms")
def mechanisms(request: Request, desk: DeskDep, actor: Running, region: Code = None) -> Response:
    """Show what each county builds to last."""
    return _mechanisms(request, desk, actor, region)


@router.post("/census/mechanisms", dependencies=[OwnForm])
def take_mechanism(
    request: Request, desk: DeskDep, at: Now, actor: Running, form: Annotated[MechanismForm, Form()]
) -> Response:
    """Write down how far a county is with one item."""
    try:
        set_mechanism(desk.workspace, actor, form.state(), expected_version=form.version, at=at)
    except (BadInputError, RefusalError) as error:
        return _mechanisms(request, desk, actor, form.region_code, fault=error)
    return see(f"/census/mechanisms?region={form.region_code}")


def _visits(
    request: Request,
    desk: Desk,
    day: date,
    actor: Actor,
    *,
    form: VisitForm | None = None,
    fault: DuijieError | None = None,
) -> Response:
    page = draw_with_forms(
        request,
        "census_visits.html",
        visits=visits_of(desk.workspace, actor),
        form=form or VisitForm(region_code=actor.region_code, held_on=day),
        today=day,
        fault=fault,
        **census_words(),
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _visit(request: Request, desk: Desk, actor: Actor, number: int, *, fault: DuijieError | None = None) -> Response:
    page = draw_with_forms(
        request, "census_visit.html", visit=visit_of(desk.workspace, actor, number), fault=fault, **census_words()
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _mechanisms(
    request: Request, desk: Desk, actor: Actor, region: str | None, *, fault: DuijieError | None = None
) -> Response:
    """Show one county to be filled in, or all counties of a region side by side; nobody names every county at once."""
    outer = region or actor.region_code
    page = draw_with_forms(
        request,
        "census_mechanisms.html",
        outer=outer,
        checklists=checklists_of(desk.workspace, actor, counties_in(outer)) if outer else [],
        mechanisms=MECHANISM_LABELS,
        progress=PROGRESS_LABELS,
        fault=fault,
        **census_words(),
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page
