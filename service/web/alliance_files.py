"""Forms of an alliance as files: contacts hidden, or in full for whoever files them, which the trail keeps."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import Response

from data.errors import UnknownIdError
from data.records.accounts import Actor
from service.dependencies import DeskDep, RowNumber
from service.docking.alliances.changing import MOST_TITLE
from service.docking.alliances.reading import CheckedAlliance, check_alliance, reveal_contacts
from service.docking.beijing import beijing_day
from service.docking.permissions import Action
from service.downloads import MEDIA_TYPES
from service.exports.alliances import IN_FULL, RENDERERS, filled_forms
from service.exports.masking import MASKED, Masks
from service.identity import Now, permitted
from service.web.forms import OwnForm

router = APIRouter(include_in_schema=False)

Viewing = Annotated[Actor, permitted(Action.ALLIANCES_VIEW)]
Editing = Annotated[Actor, permitted(Action.ALLIANCES_EDIT)]
Ending = Literal["xlsx", "docx"]


@router.get("/alliances/{number}/files/{form}/{ending}")
def hidden(number: RowNumber, form: str, ending: Ending, desk: DeskDep, at: Now, actor: Viewing) -> Response:
    """Give a form with contacts hidden."""
    found = check_alliance(desk, actor, number, now=at, by_meaning=False, by_name=False)
    return _file(found, form, ending, on=beijing_day(at), masks=MASKED)


@router.post("/alliances/{number}/files/{form}", dependencies=[OwnForm])
def in_full(
    number: RowNumber, form: str, desk: DeskDep, at: Now, actor: Editing, ending: Annotated[Ending, Form()]
) -> Response:
    """Give a form with contacts in full to lead or office."""
    found = check_alliance(desk, actor, number, now=at, by_meaning=False, by_name=False)
    reveal_contacts(desk.workspace, actor, number, form[:MOST_TITLE], at=at)
    return _file(found, form, ending, on=beijing_day(at), masks=IN_FULL)


def _file(found: CheckedAlliance, form: str, ending: str, *, on: date, masks: Masks) -> Response:
    """Return a form as a file.

    Raises:
        UnknownIdError: a reader has no papers to print.
    """
    if found.checks is None:
        raise UnknownIdError("没有可以下载的表格。", remedy="表格由牵头单位和科技局下载。")
    forms = filled_forms(form, found.seen.alliance, found.checks, on=on, masks=masks)
    content = RENDERERS[ending](forms, as_of=on)
    name = f"{form}-{found.seen.alliance.number}.{ending}"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=MEDIA_TYPES[ending], headers=headers)
