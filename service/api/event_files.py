"""What an event gives to be kept: agendas, invitation lists and statistics as files; and the quotas of places."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from data.records.accounts import Actor
from data.records.rules import Outcome
from service.api.contract import EVERYWHERE, PREFIX
from service.dependencies import DeskDep, RowNumber, Today
from service.docking.events.inviting import invitation_list
from service.docking.events.quota_board import QuotaBoard, quota_board
from service.docking.events.statistics import statistics_of
from service.docking.events.surroundings import surroundings_of
from service.docking.events.visits import visits_of
from service.docking.permissions import Action
from service.downloads import FILE_ANSWER, AgendaEnding, Ending, agenda_response, paper_response
from service.exports.agenda_versions import planned_version
from service.exports.event_statistics_paper import statistics_paper
from service.exports.feedback import masked_text
from service.exports.invitation_paper import invitation_paper
from service.exports.visits_paper import visits_paper
from service.identity import permitted

router = APIRouter(prefix=PREFIX, tags=["对接会"], responses=EVERYWHERE)

Planning = Annotated[Actor, permitted(Action.EVENTS_PLAN)]
AsOf = Annotated[date | None, Query(description="截止到哪一天；不写为今天。")]
Year = Annotated[int | None, Query(ge=1990, le=2100, description="哪一年；不写为今年。")]
RegionCode = Annotated[str, Query(max_length=6, pattern=r"^(\d{6})?$", description="不写为本单位的地区。")]
Version = Annotated[str, Path(max_length=10, description="已发布的第几版，或 draft。", examples=["1"])]


class EventFilesQuotaCheckBody(BaseModel):
    """How a place stands with a rule."""

    place: str
    outcome: Outcome
    reason: str
    remedy: str
    events: list[str] = Field(description="所数的活动。")


class QuotaRuleBody(BaseModel):
    """A rule with every place it asks for."""

    rule: int
    quote: str
    checks: list[EventFilesQuotaCheckBody]


class QuotasAnswer(BaseModel):
    """The quotas of a region and year."""

    region_code: str = Field(description="空为没有写明，也不能由活动得知。")
    year: int
    as_of: date
    rules: list[QuotaRuleBody]


@router.get("/events/quotas", summary="各地的场次进度", description="按已确认的规则逐个地区核对。")
def quotas(desk: DeskDep, today: Today, actor: Planning, year: Year = None, region: RegionCode = "") -> QuotasAnswer:
    """Show how every place stands with the quotas of a year."""
    return _quotas(quota_board(desk.workspace, actor, year or today.year, as_of=today, region_code=region))


@router.get(
    "/events/{number}/files/{version}.{ending}", summary="下载日程", response_class=Response, responses=FILE_ANSWER
)
def agenda_file(number: RowNumber, version: Version, ending: AgendaEnding, desk: DeskDep, actor: Planning) -> Response:
    """Give a file of a release, or of the draft."""
    planned = planned_version(desk.workspace, actor, number, version)
    return agenda_response(planned, plain=f"agenda-{number}-{version}", ending=ending)


@router.get(
    "/events/{number}/invitations.{ending}", summary="下载邀请名单", response_class=Response, responses=FILE_ANSWER
)
def invitations_file(number: RowNumber, ending: Ending, desk: DeskDep, today: Today, actor: Planning) -> Response:
    """Give the invitation list as a file."""
    around = surroundings_of(desk.workspace, actor, number, as_of=today)
    paper = invitation_paper(invitation_list(desk.workspace, actor, number), around, as_of=today)
    return paper_response(paper, plain=f"invitations-{number}", ending=ending)


@router.get("/events/{number}/statistics.{ending}", summary="下载统计", response_class=Response, responses=FILE_ANSWER)
def statistics_file(
    number: RowNumber, ending: Ending, desk: DeskDep, today: Today, actor: Planning, as_of: AsOf = None
) -> Response:
    """Give the figures with the lists they are counted from as a file."""
    found = statistics_of(desk.workspace, actor, number, as_of=min(as_of or today, today))
    return paper_response(statistics_paper(found), plain=f"statistics-{number}", ending=ending)


@router.get("/visits.{ending}", summary="下载走访统计", response_class=Response, responses=FILE_ANSWER)
def visits_file(
    ending: Ending, desk: DeskDep, today: Today, actor: Planning, year: Year = None, as_of: AsOf = None
) -> Response:
    """Give the visits of a year as a file."""
    until = min(as_of or today, today)
    found = visits_of(desk.workspace, actor, year or until.year, as_of=until)
    return paper_response(visits_paper(found), plain=f"visits-{found.year}", ending=ending)


def _quotas(board: QuotaBoard) -> QuotasAnswer:
    rules = [
        QuotaRuleBody(
            rule=each.rule.number,
            quote=masked_text(each.rule.quote.text),
            checks=[
                EventFilesQuotaCheckBody(
                    place=check.subject,
                    outcome=check.outcome,
                    reason=masked_text(check.reason),
                    remedy=masked_text(check.remedy),
                    events=list(check.used),
                )
                for check in each.checks
            ],
        )
        for each in board.standings
    ]
    return QuotasAnswer(region_code=board.region_code, year=board.year, as_of=board.as_of, rules=rules)
