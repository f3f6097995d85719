"""Pages of condensed problems with their lineage, and of science plans traced to needs."""

import re
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from data.errors import BadInputError, DuijieError, RefusalError
from data.records.accounts import Actor
from data.records.census import CommonProblem, PlanProject
from service.dependencies import DeskDep, RowNumber, Today
from service.docking.answering import Desk
from service.docking.census.condensing import (
    SuggestedGroup,
    change_problem,
    condense,
    problem_sheet,
    problems_of,
    suggest_groups,
)
from service.docking.census.planning import change_project, enter_project, plan_of, years_of
from service.docking.permissions import Action
from service.errors import problem_of
from service.exports.census_follow_paper import plan_paper, problem_paper
from service.exports.masking import MASKED, RecordTexts
from service.exports.paper_files import render_word, render_workbook
from service.identity import Now, permitted
from service.web.census_counties import as_file
from service.web.census_forms import OptionalWan
from service.web.census_words import census_words
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Running = Annotated[Actor, permitted(Action.CENSUS_RUN)]
Year = Annotated[int | None, Query(ge=1990, le=2100)]

_YUAN_PER_WAN: Final = 10_000
_PARTS: Final = re.compile(r"[\s,，、;；]+")


class ProblemForm(BaseModel):
    """A problem; ids of its sources are held apart by blanks, commas or lines."""

    region_code: str = Field(default="", max_length=6)
    title: str = Field(default="", max_length=500)
    statement: str = Field(default="", max_length=10_000)
    needs: str = Field(default="", max_length=20_000)
    is_withdrawn: bool = False
    version: int = Field(default=0, ge=0)

    def problem(self, number: int = 0) -> CommonProblem:
        """Return the problem it describes."""
        return CommonProblem(
            region_code=self.region_code.strip(),
            title=self.title.strip(),
            statement=self.statement.strip(),
            need_ids=ids_in(self.needs),
            is_withdrawn=self.is_withdrawn,
            number=number,
        )


class ProjectForm(BaseModel):
    """A project of a plan; money in 万元, ids and numbers held apart as in `ProblemForm`."""

    region_code: str = Field(default="", max_length=6)
    year: int = Field(default=2026, ge=1990, le=2100)
    name: str = Field(default="", max_length=500)
    unit: str = Field(default="", max_length=500)
    money_wan: OptionalWan = None
    needs: str = Field(default="", max_length=20_000)
    problems: str = Field(default="", max_length=1000, pattern=r"^[0-9\s,，、;；]*$")
    number: int = Field(default=0, ge=0)
    version: int = Field(default=0, ge=0)

    def project(self) -> PlanProject:
        """Return the project it describes."""
        return PlanProject(
            region_code=self.region_code.strip(),
            year=self.year,
            name=self.name.strip(),
            unit=self.unit.strip(),
            money_yuan=None if self.money_wan is None else int(self.money_wan * _YUAN_PER_WAN),
            need_ids=ids_in(self.needs),
            problems=tuple(int(each) for each in ids_in(self.problems)),
            number=self.number,
        )


def ids_in(text: str) -> tuple[str, ...]:
    """Return the ids that a field holds, each once, in order."""
    return tuple(dict.fromkeys(each for each in _PARTS.split(text) if each))


@router.get("/census/problems")
def problems(
    request: Request,
    desk: DeskDep,
    actor: Running,
    is_suggesting: Annotated[bool, Query(alias="suggest")] = False,
) -> Response:
    """List the condensed problems, and suggest groups of needs where that is asked for."""
    return _problems(request, desk, actor, is_suggesting=is_suggesting)


@router.post("/census/problems", dependencies=[OwnForm])
def take_problem(
    request: Request, desk: DeskDep, at: Now, actor: Running, form: Annotated[ProblemForm, Form()]
) -> Response:
    """Condense needs to a problem."""
    try:
        made = condense(desk.workspace, actor, form.problem(), at=at)
    except (BadInputError, RefusalError) as error:
        return _problems(request, desk, actor, form=form, fault=error)
    return see(f"/census/problems/{made.number}")


@router.get("/census/problems/{number}")
def problem(request: Request, number: RowNumber, desk: DeskDep, actor: Running) -> Response:
    """Show a problem with the needs it comes from and the projects that answer it."""
    return _problem(request, desk, actor, number)


@router.post("/census/problems/{number}", dependencies=[OwnForm])
def take_change(
    request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Running, form: Annotated[ProblemForm, Form()]
) -> Response:
    """Change a problem, or withdraw it."""
    try:
        change_problem(desk.workspace, actor, form.problem(number), expected_version=form.version, at=at)
    except (BadInputError, RefusalError) as error:
        return _problem(request, desk, actor, number, fault=error)
    return see(f"/census/problems/{number}")


@router.get("/census/problems/{number}/sheet.docx")
def problem_file(number: RowNumber, desk: DeskDep, day: Today, actor: Running) -> Response:
    """Give the sheet of a problem as a Word file."""
    sheet = problem_sheet(desk.workspace, actor, number)
    return as_file(render_word(problem_paper(sheet, as_of=day)), f"共性问题{number}.docx")


@router.get("/census/plan")
def plan(request: Request, desk: DeskDep, day: Today, actor: Running, year: Year = None) -> Response:
    """Show the plan of a year, each project with what stands behind it."""
    return _plan(request, desk, actor, year or day.year)


@router.post("/census/plan", dependencies=[OwnForm])
def take_project(
    request: Request, desk: DeskDep, at: Now, actor: Running, form: Annotated[ProjectForm, Form()]
) -> Response:
    """Put a project into a plan, or change one."""
    try:
        if form.number:
            change_project(desk.workspace, actor, form.project(), expected_version=form.version, at=at)
        else:
            enter_project(desk.workspace, actor, form.project(), at=at)
    except (BadInputError, RefusalError) as error:
        return _plan(request, desk, actor, form.year, form=form, fault=error)
    return see(f"/census/plan?year={form.year}")


@router.get("/census/plan/{year}/{name}")
def plan_file(
    year: int, name: Literal["plan.xlsx", "plan.docx"], desk: DeskDep, day: Today, actor: Running
) -> Response:
    """Give the plan of a year with what stands behind each project as a file."""
    paper = plan_paper(plan_of(desk.workspace, actor, year), as_of=day)
    ending = name.rpartition(".")[2]
    content = render_workbook(paper) if ending == "xlsx" else render_word(paper)
    return as_file(content, f"{year}年计划项目与需求对照.{ending}")


def _problems(
    request: Request,
    desk: Desk,
    actor: Actor,
    *,
    is_suggesting: bool = False,
    form: ProblemForm | None = None,
    fault: DuijieError | None = None,
) -> Response:
    groups: list[SuggestedGroup] = []
    if is_suggesting and not desk.is_preparing:
        try:
            groups = suggest_groups(desk, actor)
        except BadInputError as error:
            fault = error
    page = draw_with_forms(
        request,
        "census_problems.html",
        problems=problems_of(desk.workspace, actor),
        is_suggesting=is_suggesting,
        groups=groups,
        texts=RecordTexts(MASKED),
        form=form or ProblemForm(region_code=actor.region_code),
        fault=fault,
        **census_words(),
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _problem(request: Request, desk: Desk, actor: Actor, number: int, *, fault: DuijieError | None = None) -> Response:
    page = draw_with_forms(
        request,
        "census_problem.html",
        sheet=problem_sheet(desk.workspace, actor, number),
        texts=RecordTexts(MASKED),
        fault=fault,
        **census_words(),
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _plan(
    request: Request,
    desk: Desk,
    actor: Actor,
    year: int,
    *,
    form: ProjectForm | None = None,
    fault: DuijieError | None = None,
) -> Response:
    page = draw_with_forms(
        request,
        "census_plan.html",
        traced=plan_of(desk.workspace, actor, year),
        years=sorted({*years_of(desk.workspace, actor), year}, reverse=True),
        problems=[each for each in problems_of(desk.workspace, actor) if not each.is_withdrawn],
        form=form or ProjectForm(region_code=actor.region_code, year=year),
        fault=fault,
        **census_words(),
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page
