"""Finding records by a sentence, and the searches that people keep."""

from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from data.errors import RefusalError, UsageError
from data.records.accounts import Actor
from data.records.enums import Direction
from data.records.searches import SavedSearch, SearchPlace
from service.dependencies import DeskDep, RowNumber
from service.docking.answering import Desk
from service.docking.facets import READINESS_LABELS
from service.docking.finding import NearRecord, near_records
from service.docking.pasted import MOST_CONTENT_CHARACTERS
from service.docking.permissions import Action
from service.docking.saved_searches import remove_search, save_search, searches_of
from service.docking.visibility import visible_findings
from service.errors import problem_of
from service.exports.card import RecordView, view_record
from service.exports.masking import MASKED, RecordTexts
from service.identity import Now, permitted
from service.web.forms import OwnForm, draw_with_forms, see
from service.web.loading import draw_loading
from service.web.records import surroundings
from service.web.records_filters import ListQuery, industry_sections, read_query, region_names
from service.web.records_phrases import MODE_LABELS

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Searching = Annotated[Actor, permitted(Action.SEARCH)]

PLACE_LABELS: Final = {
    SearchPlace.SEARCH: "查找",
    SearchPlace.NEEDS: "需求",
    SearchPlace.ACHIEVEMENTS: "成果",
    SearchPlace.PARTIES: "单位",
}


class SearchQuery(ListQuery):
    """The query of a search's address."""

    q: str = Field(default="", max_length=MOST_CONTENT_CHARACTERS)
    whom: Direction = Field(default=Direction.NEEDS, alias="for")
    top: int = Field(default=20, ge=1, le=100)

    @property
    def text(self) -> str:
        """The sentence."""
        return self.q.replace("\x00", "").strip()

    @property
    def saved(self) -> str:
        """The query of the address that asks the same."""
        asked = {"q": self.text, "for": self.whom.value}
        asked |= {name: getattr(self, name) for name in ("region", "industry", "readiness", "mode")}
        return urlencode({name: value for name, value in asked.items() if value})


@router.get("/search")
def search(request: Request, desk: DeskDep, actor: Searching, query: Annotated[SearchQuery, Query()]) -> Response:
    """List the records that resemble a sentence, or the form alone where there is none yet."""
    if query.text and desk.is_loading:
        return draw_loading(request, back=f"{request.url.path}?{request.url.query}")
    read = read_query(query)
    findings = (
        visible_findings(desk, actor, query.text, query.whom, top=query.top, wanted=read.wanted) if query.text else None
    )
    near = () if findings is None else near_records(query.text, findings.found, segmenter=desk.segmenter)
    page = draw_with_forms(
        request,
        "found.html",
        **surroundings(actor),
        query=query,
        direction=query.whom,
        note="" if findings is None else findings.note,
        is_asked=findings is not None,
        is_narrowed=any((query.region, query.industry, query.readiness, query.mode)),
        faults=read.faults,
        found=_views(near),
        searches=searches_of(desk.workspace, actor),
        regions=region_names(),
        industries=industry_sections(),
        readiness=[(str(each.value), label) for each, label in READINESS_LABELS.items()],
        modes=[(each.value, label) for each, label in MODE_LABELS.items()],
    )
    page.status_code = 422 if read.faults else 200
    return page


@router.get("/searches")
def searches(request: Request, desk: DeskDep, actor: Searching) -> Response:
    """List the searches somebody keeps."""
    return _searches_page(request, desk, actor)


@router.post("/searches", dependencies=[OwnForm])
def take_search(  # noqa: PLR0913, PLR0917 - FastAPI reads the fields of a form from the parameters
    request: Request,
    desk: DeskDep,
    at: Now,
    actor: Searching,
    place: Annotated[SearchPlace, Form()],
    label: Annotated[str, Form(max_length=200)] = "",
    query: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    """Keep a search."""
    try:
        save_search(desk.workspace, actor, label=label, place=place, query=query, at=at)
    except (UsageError, RefusalError) as error:
        return _searches_page(request, desk, actor, fault=error)
    return see("/searches")


@router.post("/searches/{number}/delete", dependencies=[OwnForm])
def take_away_search(number: RowNumber, desk: DeskDep, actor: Searching) -> Response:
    """Remove a search of one's own."""
    remove_search(desk.workspace, actor, number)
    return see("/searches")


def search_address(search: SavedSearch) -> str:
    """Return where a saved search is run again."""
    return f"/{search.place.value}?{search.query}" if search.query else f"/{search.place.value}"


def _searches_page(
    request: Request, desk: Desk, actor: Actor, *, fault: UsageError | RefusalError | None = None
) -> Response:
    page = draw_with_forms(
        request,
        "searches.html",
        **surroundings(actor),
        searches=[
            (each, search_address(each), PLACE_LABELS[each.place]) for each in searches_of(desk.workspace, actor)
        ],
        fault=fault,
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _views(near: tuple[NearRecord, ...]) -> list[tuple[NearRecord, RecordView]]:
    texts = RecordTexts(MASKED)
    return [(each, view_record(each.record, texts=texts)) for each in near]
