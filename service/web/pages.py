"""The pages of the doctor, and the style sheets."""

import re
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from data.errors import UsageError
from data.records.accounts import Actor
from service.dependencies import DeskDep, Today
from service.docking.answering import Desk
from service.docking.doctoring import read_masks
from service.docking.pasted import MOST_CONTENT_CHARACTERS, MOST_TITLE_CHARACTERS, need_of_text
from service.docking.permissions import Action
from service.docking.visibility import require_all_achievements
from service.exports.doctor_paper import doctor_paper
from service.exports.masking import MASKED
from service.identity import OPEN, permitted
from service.web.drawing import STYLE_SHEETS
from service.web.forms import draw_with_forms

Matching = Annotated[Actor, permitted(Action.TEXT_MATCH)]
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


@router.get("/doctor", dependencies=[permitted(Action.TEXT_MATCH)])
def doctor_form(request: Request, desk: DeskDep) -> Response:
    """Show the form that takes a need to be examined."""
    return _doctor(request, desk)


@router.post("/doctor")
def doctor(
    request: Request, desk: DeskDep, day: Today, actor: Matching, form: Annotated[DoctorForm, Form()]
) -> Response:
    """Examine a text that is nowhere stored."""
    try:
        masks = form.masks
        need = need_of_text(form.title, form.content)
    except UsageError as error:
        return _doctor(request, desk, form=form, fault=error)
    is_tried = form.tried or bool(masks)
    if is_tried:
        require_all_achievements(actor)
        if desk.is_preparing:
            return _doctor(request, desk, form=form, status=503)
    consultation = desk.consult(need, masks=masks, is_tried=is_tried, as_of=day)
    return draw_with_forms(request, "diagnosis.html", paper=doctor_paper(consultation, MASKED))


@router.get("/assets/{name}", dependencies=[OPEN])
def style_sheet(name: str) -> Response:
    """Return a style sheet.

    Raises:
        HTTPException: there is none of that name.
    """
    if name not in STYLE_SHEETS:
        raise HTTPException(404)
    return Response(STYLE_SHEETS[name], media_type="text/css", headers={"cache-control": _SHEET_AGE})


def _doctor(
    request: Request, desk: Desk, *, form: DoctorForm | None = None, fault: UsageError | None = None, status: int = 200
) -> Response:
    return draw_with_forms(
        request,
        "doctor.html",
        status=status if fault is None else 422,
        is_preparing=desk.is_preparing,
        form=form or DoctorForm(),
        fault=fault,
        can_try=bool(desk.stock().n_achievements),
        most_title=MOST_TITLE_CHARACTERS,
        most_content=MOST_CONTENT_CHARACTERS,
    )
