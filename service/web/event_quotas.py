"""The page of the quotas for events: every place of a region, with what is missing."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import UsageError
from data.records.accounts import Actor
from data.records.rules import Outcome
from service.dependencies import DeskDep, Today
from service.docking.events.quota_board import QuotaBoard, quota_board
from service.docking.permissions import Action
from service.errors import problem_of
from service.exports.feedback import masked_text
from service.exports.invitation_paper import OUTCOME_LABELS
from service.identity import permitted
from service.web.forms import draw_with_forms

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Planning = Annotated[Actor, permitted(Action.EVENTS_PLAN)]
Year = Annotated[int | None, Query(ge=1990, le=2100, description="哪一年；不写为今年。")]
RegionCode = Annotated[str, Query(alias="region", max_length=6)]


@router.get("/events/quotas")
def shown(
    request: Request, desk: DeskDep, day: Today, actor: Planning, year: Year = None, region_code: RegionCode = ""
) -> Response:
    """Show how every place stands with the quotas of a year."""
    fault = None
    try:
        board = quota_board(desk.workspace, actor, year or day.year, as_of=day, region_code=region_code.strip())
    except UsageError as error:
        fault, board = error, QuotaBoard(actor.region_code, year or day.year, day, ())
    return draw_with_forms(
        request,
        "event_quotas.html",
        status=200 if fault is None else problem_of(fault).status,
        fault=fault,
        board=board,
        outcomes=list(Outcome),
        outcome_labels=OUTCOME_LABELS,
        masked=masked_text,
    )
