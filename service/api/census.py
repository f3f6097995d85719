"""The need census: campaigns, registers, the board and the lists behind its figures."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Query, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from data.records.accounts import Actor
from data.records.census import Campaign
from data.records.enums import Triage
from data.records.notices import Quote
from data.records.rules import CensusTerms, Check, Outcome
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PLAIN_WRITES, PREFIX
from service.api.imports import FaultBody
from service.dependencies import MOST_ROWS, NO_NUL, DeskDep, RowNumber, Today
from service.docking.census.board import Board, board_of, census_of, ordered
from service.docking.census.campaigns import (
    MOST_NAME_CHARACTERS,
    MOST_QUOTE_CHARACTERS,
    campaigns_of,
    open_campaign,
)
from service.docking.census.coverage import Coverage, Duty, Standing, State, check_of, check_of_county
from service.docking.census.names import short_name
from service.docking.census.register import import_upload
from service.docking.permissions import Action
from service.exports.feedback import masked_text
from service.identity import Now, permitted

router = APIRouter(prefix=f"{PREFIX}/census", tags=["需求普查"], responses=EVERYWHERE)

Viewing = Annotated[Actor, permitted(Action.CENSUS_VIEW)]
Running = Annotated[Actor, permitted(Action.CENSUS_RUN)]
Day = Annotated[date | None, Query(description="按哪一天结束时统计；不写则为今天。", examples=["2026-11-22"])]
County = Annotated[str | None, Query(pattern=r"^([0-9]{6})?$", description="县区代码；空串为没有写明县区的。")]

MOST_LISTED = 500
"""Enterprises on one page."""


class TermsBody(BaseModel):
    """Who must report, how many needs and by when."""

    model_config = ConfigDict(extra="forbid")

    min_revenue_yuan: int | None = Field(
        default=None, ge=0, le=10**13, description="销售收入起点，元；不按收入的不写。"
    )
    or_tech_enterprise: bool = Field(default=False, description="科技型企业不论收入都要报。")
    min_needs: int = Field(default=1, ge=1, le=100)
    max_needs: int | None = Field(default=None, ge=1, le=1000)
    due_on: date | None = None


class CampaignRequest(BaseModel):
    """A campaign that is opened."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "2026年企业技术需求普查",
                    "region_code": "320800",
                    "terms": {"min_revenue_yuan": 20000000, "or_tech_enterprise": True, "due_on": "2026-07-20"},
                }
            ]
        },
    )

    name: str = Field(min_length=1, max_length=MOST_NAME_CHARACTERS, pattern=NO_NUL)
    region_code: str = Field(pattern=r"^[0-9]{6}$")
    terms: TermsBody
    counties: list[str] = Field(default=[], max_length=500, description="参加的县区；不写则为该地区全部县区。")
    starts_on: date | None = Field(default=None, description="此前入库的需求不计。")
    ends_on: date | None = None
    quote: str = Field(default="", max_length=MOST_QUOTE_CHARACTERS, pattern=NO_NUL, description="依据的原文。")


class CampaignBody(BaseModel):
    """A campaign."""

    number: int
    version: int
    name: str
    region_code: str
    terms: TermsBody
    counties: list[str]
    starts_on: date | None
    ends_on: date | None
    quote: str
    rule_number: int | None
    rule_version: int | None


class CampaignsAnswer(BaseModel):
    """Campaigns, newest first."""

    campaigns: list[CampaignBody]


class CensusCheckBody(BaseModel):
    """The answer of the rule; its quoted sentence is that of the campaign."""

    outcome: Outcome
    reason: str
    used: list[str]
    remedy: str


class CoverageBody(BaseModel):
    """The figures of a county; due is reported and missing together."""

    county: str
    name: str
    listed: int
    due: int
    reported: int
    missing: int
    late: int
    cannot_tell: int
    not_due: int
    share: float | None = Field(description="已报占应报的比例，0-1；没有应报企业的为空。")
    needs: int
    outside: int = Field(description="名册外企业的需求。")
    ready: int
    ask_back: int
    too_vague: int
    not_examined: int
    check: CensusCheckBody | None


class CensusBoardAnswer(BaseModel):
    """A campaign on one day: counties, least covered first."""

    campaign: CampaignBody
    as_of: date
    counties: list[CoverageBody]
    total: CoverageBody


class EnterpriseBody(BaseModel):
    """An enterprise on one day."""

    name: str
    county: str
    duty: Duty
    revenue_yuan: int | None
    is_tech: bool | None
    party_id: str
    needs: list[str]
    reported_on: date | None
    is_late: bool
    check: CensusCheckBody | None


class EnterprisesPage(BaseModel):
    """One page of the enterprises behind a figure."""

    n: int
    enterprises: list[EnterpriseBody]
    next: int | None = Field(description="下一页的 after；最后一页为空。")


class RegisterAnswer(BaseModel):
    """What became of a register."""

    added: int
    changed: int
    unchanged: int
    rejected: int
    faults: list[FaultBody]
    unread_columns: list[str] = Field(description="没有读入的列，照表头写法。")


@router.get("", summary="列出需求普查")
def listed(desk: DeskDep, actor: Viewing) -> CampaignsAnswer:
    """List the campaigns that concern whoever asks."""
    return CampaignsAnswer(campaigns=[_campaign(each) for each in campaigns_of(desk.workspace, actor)])


@router.post("", status_code=201, summary="发起一次需求普查", responses=CONFLICT, dependencies=JSON_WRITES)
def opened(body: CampaignRequest, desk: DeskDep, at: Now, actor: Running) -> CampaignBody:
    """Open a campaign."""
    campaign = Campaign(
        name=body.name.strip(),
        region_code=body.region_code,
        terms=CensusTerms(**body.terms.model_dump()),
        counties=tuple(sorted(set(body.counties))),
        starts_on=body.starts_on,
        ends_on=body.ends_on,
        quote=Quote(body.quote, 0, len(body.quote)),
    )
    return _campaign(open_campaign(desk.workspace, actor, campaign, at=at))


@router.get(
    "/{number}", summary="普查看板", description="各县区应报、已报、未报；市看全部县区，县看本县，企业看本单位。"
)
def board(number: RowNumber, desk: DeskDep, today: Today, actor: Viewing, day: Day = None) -> CensusBoardAnswer:
    """Count a campaign as it stood at the end of a day."""
    found = board_of(desk.workspace, actor, number, as_of=day or today)
    return CensusBoardAnswer(
        campaign=_campaign(found.campaign),
        as_of=found.census.as_of,
        counties=[_coverage(found, each) for each in ordered(found.census.counties)],
        total=_coverage(found, found.census.total, is_total=True),
    )


@router.get("/{number}/enterprises", summary="应报、已报、未报的企业")
def enterprises(  # noqa: PLR0913, PLR0917 - FastAPI reads the query from the parameters
    number: RowNumber,
    desk: DeskDep,
    today: Today,
    actor: Viewing,
    state: State = State.LISTED,
    county: County = None,
    day: Day = None,
    after: Annotated[int, Query(ge=0, le=MOST_ROWS, description="跳过多少家：上一页给出的 next。")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_LISTED)] = 100,
) -> EnterprisesPage:
    """List the enterprises behind a figure, those of the register first."""
    census = census_of(desk.workspace, actor, number, as_of=day or today)
    found = census.listed(state, county)
    following = after + limit if len(found) > after + limit else None
    shown = [_enterprise(each, census.campaign) for each in found[after : after + limit]]
    return EnterprisesPage(n=len(found), enterprises=shown, next=following)


@router.post("/{number}/register", summary="导入企业名册", responses=CONFLICT, dependencies=PLAIN_WRITES)
def registered(
    number: RowNumber,
    file: Annotated[UploadFile, File(description="企业名称、所属县区、上年销售收入、是否科技型企业、联系人等列。")],
    desk: DeskDep,
    at: Now,
    actor: Running,
) -> RegisterAnswer:
    """Import a register."""
    taken = import_upload(desk.workspace, actor, number, file.filename or "", file.file, at=at)
    return RegisterAnswer(
        added=taken.stored.n_added,
        changed=taken.stored.n_changed,
        unchanged=taken.stored.n_unchanged,
        rejected=taken.n_rejected,
        faults=[FaultBody(**{n: getattr(each, n) for n in FaultBody.model_fields}) for each in taken.faults],
        unread_columns=list(taken.unread_columns),
    )


def _campaign(campaign: Campaign) -> CampaignBody:
    terms = {name: getattr(campaign.terms, name) for name in TermsBody.model_fields}
    named = ("number", "version", "region_code", "starts_on", "ends_on", "rule_number", "rule_version")
    return CampaignBody(
        **{name: getattr(campaign, name) for name in named},
        name=masked_text(campaign.name),
        terms=TermsBody(**terms),
        counties=list(campaign.counties),
        quote=masked_text(campaign.quote.text),
    )


def _coverage(board: Board, county: Coverage, *, is_total: bool = False) -> CoverageBody:
    code = None if is_total else county.code
    return CoverageBody(
        county=county.code,
        name="合计" if is_total else short_name(county.code),
        **{state.value: county.n[state] for state in State},
        share=county.share,
        needs=county.n_needs,
        outside=county.n_outside,
        ready=board.said(Triage.READY, code),
        ask_back=board.said(Triage.ASK_BACK, code),
        too_vague=board.said(Triage.TOO_VAGUE, code),
        not_examined=board.said(None, code),
        check=None if is_total else check_body(check_of_county(board.census, county)),
    )


def _enterprise(standing: Standing, campaign: Campaign) -> EnterpriseBody:
    entry = standing.entry
    return EnterpriseBody(
        name=masked_text(standing.name),
        county=standing.county_code,
        duty=standing.duty,
        revenue_yuan=None if entry is None else entry.revenue_yuan,
        is_tech=None if entry is None else entry.is_tech,
        party_id=standing.party_id,
        needs=[each.need_id for each in standing.needs],
        reported_on=standing.reported_on,
        is_late=standing.is_late,
        check=check_body(check_of(standing, campaign)),
    )


def check_body(check: Check | None) -> CensusCheckBody | None:
    """Return the answer of a rule as the API tells it."""
    if check is None:
        return None
    return CensusCheckBody(outcome=check.outcome, reason=check.reason, used=list(check.used), remedy=check.remedy)
