"""Pages of one county of a campaign, of the directory, and the files of a campaign."""

from datetime import date
from typing import Annotated, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from data.errors import BadInputError, DuijieError, RefusalError
from data.records.accounts import Actor
from data.records.census import CountyUnit
from ingest.contacts import mask_field
from service.dependencies import DeskDep, RowNumber, Today
from service.docking.answering import Desk
from service.docking.census.board import census_of
from service.docking.census.campaigns import campaign_of
from service.docking.census.counties import change_unit, county_of, directory_of, enter_unit, reveal_directory
from service.docking.census.coverage import State, check_of_county
from service.docking.census.mechanisms import MECHANISM_LABELS, PROGRESS_LABELS, checklists_of
from service.docking.census.triage import triage_of
from service.docking.permissions import Action
from service.downloads import MEDIA_TYPES
from service.errors import problem_of
from service.exports.census_files import reminder_name, render_board, render_reminder, render_reminders
from service.exports.census_follow_paper import directory_paper, triage_paper
from service.exports.paper_files import render_word, render_workbook
from service.identity import Now, permitted
from service.web.census_words import census_words
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Running = Annotated[Actor, permitted(Action.CENSUS_RUN)]
AsOf = Annotated[date | None, Query(alias="day")]
FileName = Literal["board.xlsx", "board.docx", "reminders.zip", "triage.xlsx", "triage.docx", "directory.docx"]

_MOST_MISSING: Final = 100


class UnitForm(BaseModel):
    """A line of the directory."""

    region_code: str = Field(default="", max_length=6)
    unit: str = Field(default="", max_length=500)
    group: str = Field(default="", max_length=500)
    person: str = Field(default="", max_length=500)
    post: str = Field(default="", max_length=500)
    contact: str = Field(default="", max_length=500)
    number: int = Field(default=0, ge=0)
    version: int = Field(default=0, ge=0)

    def line(self, campaign: int) -> CountyUnit:
        """Return the line it describes."""
        return CountyUnit(
            campaign=campaign,
            region_code=self.region_code.strip(),
            unit=self.unit.strip(),
            group=self.group.strip(),
            person=self.person.strip(),
            post=self.post.strip(),
            contact=self.contact.strip(),
            number=self.number,
        )


@router.get("/census/{number}/counties/{code}")
def county(  # noqa: PLR0913, PLR0917 - FastAPI reads the parts of a request from the parameters
    request: Request,
    number: RowNumber,
    code: str,
    desk: DeskDep,
    day: Today,
    actor: Running,
    as_of: AsOf = None,
) -> Response:
    """Show how one county stands, in which batches it reported, and who is missing."""
    view = county_of(desk.workspace, actor, number, code, as_of=as_of or day)
    census = view.board.census
    missing = census.listed(State.MISSING, code)
    checklist = next(iter(checklists_of(desk.workspace, actor, (code,))), None)
    return draw_with_forms(
        request,
        "census_county.html",
        campaign=census.campaign,
        view=view,
        code=code,
        as_of=census.as_of,
        missing=missing[:_MOST_MISSING],
        n_missing=len(missing),
        check=check_of_county(census, view.county),
        checklist=checklist,
        mechanisms=MECHANISM_LABELS,
        progress=PROGRESS_LABELS,
        shown_value=mask_field,
        **census_words(),
    )


@router.get("/census/{number}/counties/{code}/reminder.docx")
def reminder(number: RowNumber, code: str, desk: DeskDep, day: Today, actor: Running, as_of: AsOf = None) -> Response:
    """Give the reminder of a county as a file; sending it is up to whoever asks."""
    view = county_of(desk.workspace, actor, number, code, as_of=as_of or day)
    name = reminder_name(view.board.census, view.county)
    return as_file(render_reminder(view.board.census, view.county), name)


@router.get("/census/{number}/files/{name}")
def given_file(
    number: RowNumber, name: FileName, desk: DeskDep, day: Today, actor: Running, as_of: AsOf = None
) -> Response:
    """Give the board, the reminders, the questions to ask back or the directory as a file."""
    asked = as_of or day
    kind, _, ending = name.partition(".")
    campaign = campaign_of(desk.workspace, actor, number)
    if kind == "triage":
        paper = triage_paper(campaign.name, triage_of(desk.workspace, actor, number, as_of=asked), as_of=asked)
        content = render_workbook(paper) if ending == "xlsx" else render_word(paper)
    elif kind == "directory":
        content = render_word(directory_paper(campaign.name, directory_of(desk.workspace, actor, number), as_of=asked))
    else:
        census = census_of(desk.workspace, actor, number, as_of=asked)
        content = render_reminders(census) if kind == "reminders" else render_board(census, ending)
    return as_file(content, f"{_KINDS[kind]}_{asked:%Y%m%d}.{ending}")


_KINDS: Final = {"board": "普查看板", "reminders": "催报通知", "triage": "需求分诊", "directory": "通讯录"}


@router.get("/census/{number}/directory")
def directory(request: Request, number: RowNumber, desk: DeskDep, actor: Running) -> Response:
    """Show who answers for the campaign in each county; contacts masked."""
    return _directory(request, desk, actor, number)


@router.post("/census/{number}/directory", dependencies=[OwnForm])
def take_unit(
    request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Running, form: Annotated[UnitForm, Form()]
) -> Response:
    """Put a line into the directory, or change one."""
    try:
        if form.number:
            change_unit(desk.workspace, actor, form.line(number), expected_version=form.version, at=at)
        else:
            enter_unit(desk.workspace, actor, form.line(number), at=at)
    except (BadInputError, RefusalError) as error:
        return _directory(request, desk, actor, number, form=form, fault=error)
    return see(f"/census/{number}/directory")


@router.post("/census/{number}/directory/full", dependencies=[OwnForm])
def directory_in_full(number: RowNumber, desk: DeskDep, day: Today, at: Now, actor: Running) -> Response:
    """Give the directory with its contacts to be filed; who took it is written down."""
    campaign = campaign_of(desk.workspace, actor, number)
    units = reveal_directory(desk.workspace, actor, number, at=at)
    content = render_word(directory_paper(campaign.name, units, as_of=day, in_full=True))
    return as_file(content, f"{_KINDS['directory']}_{day:%Y%m%d}.docx")


def as_file(content: bytes, name: str) -> Response:
    """Return an answer that browsers keep as a file of that name."""
    ending = name.rpartition(".")[2]
    disposition = f"attachment; filename=\"duijie.{ending}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"content-disposition": disposition, "cache-control": "no-store"}
    return Response(content, media_type=MEDIA_TYPES[ending], headers=headers)


def _directory(
    request: Request,
    desk: Desk,
    actor: Actor,
    number: int,
    *,
    form: UnitForm | None = None,
    fault: DuijieError | None = None,
) -> Response:
    campaign = campaign_of(desk.workspace, actor, number)
    units = directory_of(desk.workspace, actor, number)
    page = draw_with_forms(
        request,
        "census_directory.html",
        campaign=campaign,
        units=units,
        form=form or UnitForm(region_code=actor.region_code or campaign.region_code),
        shown_value=mask_field,
        fault=fault,
        **census_words(),
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page
