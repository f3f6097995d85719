"""The pages: reads a request, asks the desk, draws the answer."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from data.errors import UsageError
from data.records.accounts import Actor
from data.records.achievements import Achievement
from data.records.matches import MatchReport
from data.records.needs import Need
from service.dependencies import (
    DEFAULT_CANDIDATES,
    AchievementNumber,
    Candidates,
    DeskDep,
    IncludeRejected,
    NeedNumber,
    Today,
)
from service.docking.answering import MOST_CONTENT_CHARACTERS, MOST_TITLE_CHARACTERS, Desk, need_of_text
from service.docking.doctoring import read_masks
from service.docking.feedback import standing_verdicts
from service.docking.permissions import Action
from service.docking.visibility import (
    require_all_achievements,
    visible_achievement,
    visible_matches,
    visible_need,
)
from service.exports.doctor_paper import doctor_paper
from service.exports.feedback import masked_text
from service.exports.masking import MASKED
from service.exports.outline import Outline
from service.identity import OPEN, permitted
from service.web.drawing import STYLE_SHEETS, draw, kind_address
from service.web.forms import draw_with_forms

Matching = Annotated[Actor, permitted(Action.TEXT_MATCH)]
Searching = Annotated[Actor, permitted(Action.SEARCH)]
OfNeeds = Annotated[Actor, permitted(Action.NEEDS_VIEW)]
OfAchievements = Annotated[Actor, permitted(Action.ACHIEVEMENTS_VIEW)]
Judged = Annotated[int | None, Query(ge=1, description="刚刚记下的判定的号。")]


@dataclass(frozen=True, slots=True)
class Asked:
    """How a list is to be shown: to whom, with rejected pairs, and behind which verdict."""

    request: Request
    actor: Actor
    rejected: bool
    judged: int | None


_SHEET_AGE: Final = "public, max-age=31536000, immutable"


class DoctorForm(BaseModel):
    """What the doctor's form sends; `mask` holds words apart by blanks, commas or lines."""

    title: str = ""
    content: str = ""
    mask: str = ""
    tried: bool = False

    @property
    def masks(self) -> dict[str, str]:
        """Words to hide -> what stands in their place."""
        return read_masks([word for word in re.split(r"[\s、，,；;]+", self.mask) if word])


router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/", dependencies=[permitted(Action.SEARCH)])
def home(desk: DeskDep) -> Response:
    """Show the search box and the form, or what to do first."""
    stock = desk.stock()
    if not stock.n_needs and not stock.n_achievements:
        return draw("empty.html")
    return _home(desk)


@router.post("/match")
def match(
    desk: DeskDep, day: Today, actor: Matching, title: Annotated[str, Form()] = "", content: Annotated[str, Form()] = ""
) -> Response:
    """Match a text that is nowhere stored."""
    try:
        need = need_of_text(title, content)
    except UsageError as error:
        return _home(desk, title=title, content=content, fault=error)
    report = visible_matches(desk, actor, need, top=DEFAULT_CANDIDATES, as_of=day)
    return draw("results.html", stored=False, **_outlined(report))


@router.get("/doctor", dependencies=[permitted(Action.TEXT_MATCH)])
def doctor_form(desk: DeskDep) -> Response:
    """Show the form that takes a need to be examined."""
    return _doctor(desk)


@router.post("/doctor")
def doctor(desk: DeskDep, day: Today, actor: Matching, form: Annotated[DoctorForm, Form()]) -> Response:
    """Examine a text that is nowhere stored."""
    try:
        masks = form.masks
        need = need_of_text(form.title, form.content)
    except UsageError as error:
        return _doctor(desk, form=form, fault=error)
    is_tried = form.tried or bool(masks)
    if is_tried:
        require_all_achievements(actor)
    consultation = desk.consult(need, masks=masks, is_tried=is_tried, as_of=day)
    return draw("diagnosis.html", paper=doctor_paper(consultation, MASKED))


@router.get("/needs/{number:path}/matches")
def matches_of_need(  # noqa: PLR0913, PLR0917 - FastAPI reads the query from the parameters
    request: Request,
    number: NeedNumber,
    desk: DeskDep,
    day: Today,
    actor: OfNeeds,
    top: Candidates = DEFAULT_CANDIDATES,
    rejected: IncludeRejected = False,
    judged: Judged = None,
) -> Response:
    """List what fits a need."""
    asked = Asked(request, actor, rejected=rejected, judged=judged)
    return _stored_results(desk, visible_need(desk, actor, number), asked, top=top, as_of=day)


@router.get("/achievements/{number:path}/matches")
def matches_of_achievement(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: AchievementNumber,
    desk: DeskDep,
    day: Today,
    actor: OfAchievements,
    top: Candidates = DEFAULT_CANDIDATES,
    rejected: IncludeRejected = False,
    judged: Judged = None,
) -> Response:
    """List what an achievement fits."""
    asked = Asked(request, actor, rejected=rejected, judged=judged)
    return _stored_results(desk, visible_achievement(desk, actor, number), asked, top=top, as_of=day)


@router.get("/assets/{name}", dependencies=[OPEN])
def style_sheet(name: str) -> Response:
    """Return a style sheet.

    Raises:
        HTTPException: there is none of that name.
    """
    if name not in STYLE_SHEETS:
        raise HTTPException(404)
    return Response(STYLE_SHEETS[name], media_type="text/css", headers={"cache-control": _SHEET_AGE})


def _doctor(desk: Desk, *, form: DoctorForm | None = None, fault: UsageError | None = None) -> Response:
    return draw(
        "doctor.html",
        status=200 if fault is None else 422,
        form=form or DoctorForm(),
        fault=fault,
        can_try=bool(desk.stock().n_achievements),
        most_title=MOST_TITLE_CHARACTERS,
        most_content=MOST_CONTENT_CHARACTERS,
    )


def _home(desk: Desk, *, title: str = "", content: str = "", fault: UsageError | None = None) -> Response:
    return draw(
        "home.html",
        status=200 if fault is None else 422,
        stock=desk.stock(),
        title=title,
        content=content,
        fault=fault,
        most_title=MOST_TITLE_CHARACTERS,
        most_content=MOST_CONTENT_CHARACTERS,
    )


def _stored_results(desk: Desk, query: Need | Achievement, asked: Asked, *, top: int, as_of: date) -> Response:
    """Draw the list of a record of the workspace, each pair with its verdict and the forms to judge it."""
    report = visible_matches(desk, asked.actor, query, top=top, as_of=as_of, include_rejected=asked.rejected)
    standing = {
        (each.feedback.need_id, each.feedback.achievement_id): each for each in standing_verdicts(desk.workspace, query)
    }
    own = (each for each in standing.values() if each.number == asked.judged)
    kind = "needs" if isinstance(query, Need) else "achievements"
    return draw_with_forms(
        asked.request,
        "results.html",
        stored=True,
        kind=kind,
        back=f"{kind_address(kind, query.id)}/matches",
        verdicts=standing,
        scores={(match.need_id, match.achievement_id): match.score for match in report.lists[0].matches},
        judged=next(own, None),
        is_withdrawn="withdrawn" in asked.request.query_params,
        rejected=asked.rejected,
        masked=masked_text,
        **_outlined(report),
    )


def _outlined(report: MatchReport) -> dict[str, Any]:
    outline = Outline(report, MASKED)
    (view,) = outline.lists
    cards = [(card, outline.candidate(card)) for card in outline.cards(view)]
    return {"outline": outline, "view": view, "cards": cards}
