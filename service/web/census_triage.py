"""Pages of the triage of a campaign's needs: ready, to be asked back, too vague, and what to ask."""

from datetime import date
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.records.accounts import Actor
from data.records.enums import Triage
from service.dependencies import DeskDep, RowNumber, Today
from service.docking.census.campaigns import campaign_of
from service.docking.census.triage import AT_ONCE, examine_needs, triage_of
from service.docking.permissions import Action
from service.identity import Now, permitted
from service.web.census_words import census_words
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Running = Annotated[Actor, permitted(Action.CENSUS_RUN)]
AsOf = Annotated[date | None, Query(alias="day")]
Wanted = Literal["ready", "ask_back", "too_vague", "unexamined"]
County = Annotated[str | None, Query(pattern=r"^([0-9]{6})?$")]

_PER_PAGE: Final = 50


@router.get("/census/{number}/triage")
def triage(  # noqa: PLR0913, PLR0917 - FastAPI reads the parts of a request from the parameters
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    day: Today,
    actor: Running,
    verdict: Wanted | None = None,
    county: County = None,
    as_of: AsOf = None,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """List the needs with what the doctor says and what to ask, the vaguest first."""
    asked = as_of or day
    found = [
        each for each in triage_of(desk.workspace, actor, number, as_of=asked) if county in {None, each.county_code}
    ]
    counts = {each: sum(one.verdict is each for one in found) for each in (*Triage, None)}
    chosen = None if verdict in {None, "unexamined"} else Triage(verdict)
    listed = [each for each in found if verdict is None or each.verdict is chosen]
    query = ({"verdict": verdict} if verdict else {}) | ({} if county is None else {"county": county})
    start = (page - 1) * _PER_PAGE
    return draw_with_forms(
        request,
        "census_triage.html",
        campaign=campaign_of(desk.workspace, actor, number),
        counts=counts,
        verdict=verdict,
        county=county,
        n=len(listed),
        shown=listed[start : start + _PER_PAGE],
        page=page,
        n_pages=max(1, -(-len(listed) // _PER_PAGE)),
        as_of=asked,
        at_once=AT_ONCE,
        address=lambda to: f"/census/{number}/triage?{urlencode(query | {'day': asked.isoformat(), 'page': str(to)})}",
        **census_words(),
    )


@router.post("/census/{number}/triage", dependencies=[OwnForm])
def take_triage(number: RowNumber, desk: DeskDep, day: Today, at: Now, actor: Running) -> Response:
    """Examine needs that were not examined yet, so many that a page need not be waited for."""
    examine_needs(desk.workspace, actor, number, segmenter=desk.segmenter, as_of=day, at=at, most=AT_ONCE)
    return see(f"/census/{number}/triage")
