"""Pages around reports: the forms that notices ask for, who handed in what, tasks and event quotas."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, DuijieError, RefusalError
from data.records.accounts import Actor
from data.records.forms import FormLayout
from data.records.reports import Report, ReportKind
from data.records.rules import DueTerms, RuleKind
from data.reference.form_layouts import load_form_layouts
from service.dependencies import MOST_ROWS, DeskDep, RowNumber, Today
from service.docking.answering import Desk
from service.docking.beijing import in_beijing
from service.docking.census.names import full_name, short_name
from service.docking.notices.standing import rules_on
from service.docking.notices.wording import OUTCOME_LABELS
from service.docking.permissions import Action, may
from service.docking.reports.building import draft_forms
from service.docking.reports.event_board import event_quotas
from service.docking.reports.forms import SOURCES, dues_of_forms
from service.docking.reports.gathering import require_region
from service.docking.reports.handing_in import (
    EXTRA,
    HANDING_LABELS,
    Handing,
    change_line,
    hand_in,
    lates_of,
    ledger_of,
    receives,
)
from service.docking.reports.matrices import (
    PROGRESS_LABELS,
    UNKNOWN_PROGRESS,
    matrices_of,
    matrix_of,
    may_state,
    state_task,
)
from service.docking.reports.periods import EARLIEST, require_known
from service.errors import problem_of
from service.exports.feedback import masked_text
from service.identity import Now, permitted
from service.web.forms import OwnForm, draw_with_forms, see
from service.web.report_forms import HandedInForm, TaskForm
from service.web.report_links import address_of
from service.web.report_views import missing_of
from service.web.reports import due_words

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.REPORTS_VIEW)]
Sends = Annotated[Actor, permitted(Action.REPORTS_SEND)]
Region = Annotated[str, Query(pattern=r"^([0-9]{6})?$")]
Until = Annotated[date | None, Query(alias="until")]

_BACK: Final = timedelta(days=92)
_AHEAD: Final = timedelta(days=62)
"""What the list of what was handed in shows at first: a quarter back, two months ahead."""
_MOST_LINES: Final = 200


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form of the list: filled, or where it is filled otherwise."""

    layout: FormLayout
    whose: str
    address: str
    n_rows: int | None
    missing: int
    report: Report | None


@router.get("/reports/forms")
def forms(  # noqa: PLR0913, PLR0917 - FastAPI reads the query from the parameters
    request: Request,
    desk: DeskDep,
    day: Today,
    at: Now,
    actor: Viewing,
    region: Region = "",
    month: Annotated[str, Query(max_length=7)] = "",
) -> Response:
    """List the forms with whose data fill them, what is missing, and their quotas."""
    place = region or actor.region_code
    made: dict[str, Report] = {}
    if place:
        place = require_region(actor, place)
        made = draft_forms(desk.workspace, actor, place, month=month, at=at)
    return draw_with_forms(
        request,
        "report_forms.html",
        lines=[_form_line(layout, made.get(layout.id), place) for layout in load_form_layouts().values()],
        region=place,
        month=month or f"{day:%Y-%m}",
        place=full_name(place) if place else "",
        outcomes=OUTCOME_LABELS,
        dues=dues_of_forms(desk.workspace, day),
        masked=masked_text,
    )


@router.get("/reports/handed-in")
def handed_in(  # noqa: PLR0913, PLR0917 - FastAPI reads the query from the parameters
    request: Request,
    desk: DeskDep,
    day: Today,
    at: Now,
    actor: Viewing,
    region: Region = "",
    until: Until = None,
    shown: Literal["all", "late"] = "all",
) -> Response:
    """Show the ledger, and how every unit stands with what was due."""
    return _handed_in(request, desk, actor, day=day, at=at, region=region, until=until, only_late=shown == "late")


@router.post("/reports/handed-in", dependencies=[OwnForm])
def take_line(
    request: Request, desk: DeskDep, day: Today, at: Now, actor: Sends, form: Annotated[HandedInForm, Form()]
) -> Response:
    """Write down what was handed in, or change a line."""
    try:
        line = form.line()
        if line.number:
            change_line(desk.workspace, actor, line, expected_version=form.version, at=at)
        else:
            hand_in(desk.workspace, actor, line, at=at)
    except (BadInputError, RefusalError) as error:
        return _handed_in(request, desk, actor, day=day, at=at, form=form, fault=error)
    return see("/reports/handed-in#ledger")


@router.get("/reports/tasks")
def tasks(request: Request, desk: DeskDep, actor: Viewing) -> Response:
    """List the notices that assign tasks."""
    found = matrices_of(desk.workspace, actor)
    return draw_with_forms(
        request, "report_tasks.html", matrices=found, progress=PROGRESS_LABELS, unknown=UNKNOWN_PROGRESS,
        masked=masked_text,
    )  # fmt: skip


@router.get("/reports/tasks/{number}")
def matrix(request: Request, number: RowNumber, desk: DeskDep, actor: Viewing, region: Region = "") -> Response:
    """Show the tasks of a notice with who answers for each, and how far the region is."""
    return _matrix(request, desk, actor, number, region=region)


@router.post("/reports/tasks/{number}", dependencies=[OwnForm])
def take_state(
    request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Sends, form: Annotated[TaskForm, Form()]
) -> Response:
    """Say how far a region is with a task."""
    try:
        state_task(desk.workspace, actor, form.state(number), expected_version=form.version, at=at)
    except (BadInputError, RefusalError) as error:
        return _matrix(request, desk, actor, number, region=form.region_code, fault=error)
    return see(f"/reports/tasks/{number}?{urlencode({'region': form.region_code})}")


@router.get("/reports/event-quotas")
def quotas(
    request: Request, desk: DeskDep, day: Today, actor: Viewing, region: Region = "",
    year: Annotated[int | None, Query(ge=1949, le=9998)] = None,
) -> Response:  # fmt: skip
    """Show how many events each place held against what notices ask for."""
    place = region or actor.region_code
    as_of = day if year in {None, day.year} else date(year or day.year, 12, 31)
    found = event_quotas(desk.workspace, actor, region_code=place, as_of=as_of) if place else ()
    return draw_with_forms(
        request,
        "report_events.html",
        quotas=found,
        region=place,
        as_of=as_of,
        outcomes=OUTCOME_LABELS,
        address=lambda used: address_of(used.replace("/", ":")),
        masked=masked_text,
    )


def _form_line(layout: FormLayout, report: Report | None, region: str) -> FormLine:
    source = SOURCES.get(layout.id)
    if source is None:
        return FormLine(layout, "在联盟的页面填写", "", None, 0, None)
    missing = 0 if report is None else len(missing_of(report))
    rows = None if report is None else report.tables[0].lines[0].figures[0].amount
    period = "" if report is None else report.key.period
    query = urlencode({"kind": ReportKind.FORM.value, "form": layout.id, "region": region, "period": period})
    return FormLine(layout, source.whose, f"/reports/draft?{query}" if region else "", rows, missing, report)


def _handed_in(  # noqa: PLR0913 - what one template shows, all by name
    request: Request,
    desk: Desk,
    actor: Actor,
    *,
    day: date,
    at: datetime,
    region: str = "",
    until: date | None = None,
    only_late: bool = False,
    form: HandedInForm | None = None,
    fault: DuijieError | None = None,
) -> Response:
    place = region or actor.region_code
    last = require_known(until) if until else day + _AHEAD
    since = max((until or day) - _BACK, EARLIEST)
    lates = lates_of(desk.workspace, actor, region_code=place, since=since, until=last, at=at) if place else ()
    ledger = ledger_of(desk.workspace, actor)
    page = draw_with_forms(
        request,
        "report_handed_in.html",
        # What is over comes first, the newest before the others; then what is still to come, the nearest first.
        lates=sorted(lates, key=lambda each: (each.day >= day, abs((each.day - day).days))),
        only_late=only_late,
        pressing={Handing.LATE, Handing.MISSING},
        labels=HANDING_LABELS,
        states=list(Handing),
        ledger=ledger[:_MOST_LINES],
        n_ledger=len(ledger),
        dues=[
            (each.number, masked_text(due_words(each.terms)))
            for each in rules_on(desk.workspace, day, kind=RuleKind.DUE)
            if isinstance(each.terms, DueTerms)
        ],
        region=place,
        until=last,
        since=since,
        can_send=may(actor, Action.REPORTS_SEND),
        typed=form,
        fault=fault,
        receives=lambda line: line.report is None and receives(actor, line),
        extra=EXTRA,
        short_name=short_name,
        masked=masked_text,
        local=lambda moment: "" if moment is None else f"{in_beijing(moment):%Y-%m-%dT%H:%M}",
        most_rows=MOST_ROWS,
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _matrix(
    request: Request, desk: Desk, actor: Actor, number: int, *, region: str = "", fault: DuijieError | None = None
) -> Response:
    page = draw_with_forms(
        request,
        "report_matrix.html",
        matrix=matrix_of(desk.workspace, actor, number, region_code=region),
        progress=PROGRESS_LABELS,
        unknown=UNKNOWN_PROGRESS,
        can_state=may_state(actor),
        short_name=short_name,
        fault=fault,
        masked=masked_text,
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page
