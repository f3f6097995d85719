"""The pages: reads a request, asks the desk, draws the answer."""

import re
from typing import Annotated, Final

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from data.errors import UsageError
from data.records.achievements import Achievement
from data.records.enums import Direction
from data.records.matches import MatchReport
from data.records.needs import Need
from service.dependencies import (
    DEFAULT_CANDIDATES,
    AchievementNumber,
    Candidates,
    DeskDep,
    Found,
    NeedNumber,
    SearchFor,
    SearchText,
    Today,
)
from service.docking.answering import MOST_CONTENT_CHARACTERS, MOST_TITLE_CHARACTERS, Desk, need_of_text
from service.docking.doctoring import read_masks
from service.exports.card import view_record
from service.exports.doctor_paper import doctor_paper
from service.exports.masking import MASKED, RecordTexts
from service.exports.outline import Outline
from service.web.drawing import STYLE_SHEETS, draw

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


@router.get("/")
def home(desk: DeskDep) -> Response:
    """Show the search box and the form, or what to do first."""
    stock = desk.stock()
    if not stock.n_needs and not stock.n_achievements:
        return draw("empty.html")
    return _home(desk)


@router.post("/match")
def match(
    desk: DeskDep, day: Today, title: Annotated[str, Form()] = "", content: Annotated[str, Form()] = ""
) -> Response:
    """Match a text that is nowhere stored."""
    try:
        need = need_of_text(title, content)
    except UsageError as error:
        return _home(desk, title=title, content=content, fault=error)
    return _results(desk.match(need, top=DEFAULT_CANDIDATES, as_of=day), stored=False)


@router.get("/doctor")
def doctor_form(desk: DeskDep) -> Response:
    """Show the form that takes a need to be examined."""
    return _doctor(desk)


@router.post("/doctor")
def doctor(desk: DeskDep, day: Today, form: Annotated[DoctorForm, Form()]) -> Response:
    """Examine a text that is nowhere stored."""
    try:
        masks = form.masks
        need = need_of_text(form.title, form.content)
    except UsageError as error:
        return _doctor(desk, form=form, fault=error)
    consultation = desk.consult(need, masks=masks, is_tried=form.tried or bool(masks), as_of=day)
    return draw("diagnosis.html", paper=doctor_paper(consultation, MASKED))


@router.get("/search")
def search(text: SearchText, desk: DeskDep, top: Found = 20, direction: SearchFor = Direction.NEEDS) -> Response:
    """List the records that resemble a sentence."""
    findings = desk.search(text, direction, top=top)
    texts = RecordTexts(MASKED)
    found = [(one.rank, view_record(one.record, texts=texts)) for one in findings.found]
    return draw("found.html", text=text, direction=direction, found=found, note=findings.note)


@router.get("/needs/{number:path}/matches")
def matches_of_need(number: NeedNumber, desk: DeskDep, day: Today, top: Candidates = DEFAULT_CANDIDATES) -> Response:
    """List what fits a need."""
    return _results(desk.match(desk.need(number), top=top, as_of=day), stored=True)


@router.get("/achievements/{number:path}/matches")
def matches_of_achievement(
    number: AchievementNumber, desk: DeskDep, day: Today, top: Candidates = DEFAULT_CANDIDATES
) -> Response:
    """List what an achievement fits."""
    return _results(desk.match(desk.achievement(number), top=top, as_of=day), stored=True)


@router.get("/needs/{number:path}")
def need(number: NeedNumber, desk: DeskDep) -> Response:
    """Show a need."""
    return _record(desk.need(number))


@router.get("/achievements/{number:path}")
def achievement(number: AchievementNumber, desk: DeskDep) -> Response:
    """Show an achievement."""
    return _record(desk.achievement(number))


@router.get("/assets/{name}")
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


def _results(report: MatchReport, *, stored: bool) -> Response:
    outline = Outline(report, MASKED)
    (view,) = outline.lists
    cards = [(card, outline.candidate(card)) for card in outline.cards(view)]
    return draw("results.html", outline=outline, view=view, cards=cards, stored=stored)


def _record(record: Need | Achievement) -> Response:
    return draw("record.html", view=view_record(record, texts=RecordTexts(MASKED)))
