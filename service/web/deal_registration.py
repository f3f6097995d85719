"""The pre-check of a contract's registration: its page, its form, its files."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ConfigDict

from data.errors import BadInputError, DuijieError, RefusalError
from data.records.accounts import Actor
from data.reference.registration import FieldKind, load_registration_fields
from service.dependencies import DeskDep, RowNumber, Today
from service.docking.deals.registration import PRECHECK_RULE, choices, default_values, precheck_of, write_form
from service.docking.deals.registration_lines import STANDING_LABELS, STATUS_LABELS, Precheck
from service.docking.deals.viewing import may_edit
from service.errors import problem_of
from service.exports.deal_registration import TITLE, registration_paper
from service.exports.feedback import masked_text
from service.exports.paper_files import render_word, render_workbook
from service.identity import Now
from service.web.deal_lists import AsFile, file_response
from service.web.deals import Editing, Viewing
from service.web.forms import OwnForm, draw_with_forms, see

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_MOST_CHOICES = 100
"""Codes that a list offers; of longer ones (regions, industries) the code is typed."""


class RegistrationForm(BaseModel):
    """The fields of the form by their codes, which are data; `version` is that of the deal that was looked at."""

    model_config = ConfigDict(extra="allow")

    version: int = 0

    def values(self, found: Precheck) -> dict[str, str]:
        """Return the fields the form takes; a text that comes back as masking had shown it stays as it is."""
        begun = default_values(found.deal, found.contract)
        codes = {each.code for each in load_registration_fields() if each.kind is not FieldKind.DERIVED}
        sent = {code: value for code, value in (self.model_extra or {}).items() if code in codes}
        return {
            code: begun[code] if code in begun and value == masked_text(begun[code]) else value
            for code, value in sent.items()
            if isinstance(value, str)
        }


@router.get("/deals/{number}/registration/{contract}")
def shown(  # noqa: PLR0913, PLR0917 - FastAPI fills the parameters
    request: Request,
    number: RowNumber,
    contract: RowNumber,
    desk: DeskDep,
    day: Today,
    actor: Viewing,
    kind: AsFile = None,
) -> Response:
    """Show what the form would say and what is missing; or give it as a file."""
    found = precheck_of(desk.workspace, actor, (number, contract), as_of=day)
    if kind is None:
        return _page(request, actor, found)
    paper = registration_paper(found)
    return file_response(f"{TITLE}（{number}）", kind, render_workbook(paper) if kind == "xlsx" else render_word(paper))


@router.post("/deals/{number}/registration/{contract}", dependencies=[OwnForm])
def take_form(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    number: RowNumber,
    contract: RowNumber,
    desk: DeskDep,
    at: Now,
    day: Today,
    actor: Editing,
    form: Annotated[RegistrationForm, Form()],
) -> Response:
    """Keep what the form is to say."""
    found = precheck_of(desk.workspace, actor, (number, contract), as_of=day)
    try:
        write_form(desk.workspace, actor, (number, contract, form.version), form.values(found), at=at)
    except (BadInputError, RefusalError) as error:
        return _page(request, actor, found, fault=error)
    return see(f"/deals/{number}/registration/{contract}")


def _page(request: Request, actor: Actor, found: Precheck, *, fault: DuijieError | None = None) -> Response:
    fields: list[dict[str, Any]] = []
    begun = default_values(found.deal, found.contract)
    for line in found.lines:
        offered = list(choices(line.field))
        value = begun.get(line.field.code, "")
        if len(offered) > _MOST_CHOICES:
            offered = []
        elif offered and value and value not in {code for code, _ in offered}:
            # What is there stays there when the form is sent.
            offered.append((value, line.value))
        fields.append({"line": line, "value": value, "offered": offered})
    page = draw_with_forms(
        request,
        "deal_registration.html",
        found=found,
        fields=fields,
        derived=FieldKind.DERIVED,
        rule=PRECHECK_RULE,
        standings=STANDING_LABELS,
        statuses=STATUS_LABELS,
        is_editable=may_edit(actor),
        masked=masked_text,
        title=TITLE,
        fault=fault,
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page
