"""Pages of reports: what can be made, how one stands now, the records behind a figure, and sending it."""

from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.errors import BadInputError, DuijieError, RefusalError
from data.records.accounts import Actor
from data.records.reports import Report, ReportKey, ReportKind
from data.records.rules import DueTerms, RuleKind
from service.dependencies import DeskDep, Today
from service.docking.answering import Desk
from service.docking.census.names import full_name
from service.docking.notices.standing import rules_on
from service.docking.permissions import Action, may
from service.docking.reports.building import draft
from service.docking.reports.forms import dues_of_forms
from service.docking.reports.occasion import KIND_LABELS
from service.docking.reports.sending import digest_of, send, sent_reports, versions_of
from service.errors import problem_of
from service.exports.feedback import masked_text
from service.exports.report_files import render_report, render_report_file
from service.identity import Now, permitted
from service.web.deal_lists import file_response
from service.web.forms import OwnForm, draw_with_forms, see
from service.web.report_forms import FigureQuery, ReportFileQuery, SendForm
from service.web.report_links import linked
from service.web.report_views import MOST_SHOWN, draft_address, figure_at, key_query, report_words

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.REPORTS_VIEW)]
Sends = Annotated[Actor, permitted(Action.REPORTS_SEND)]

_LATEST: Final = 20
PURPOSES: Final = {
    ReportKind.MONTHLY: "一个县区的月报，或全市汇总，附报送情况和未报名单",
    ReportKind.BULLETIN: "各地进展排名和重点项目，报送领导",
    ReportKind.ANNUAL: "全年数字，每个数字附统计口径",
    ReportKind.UNIVERSITIES: "各高校院所的成果、合同和到账",
    ReportKind.AGENCIES: "技术转移机构和技术经纪人促成的合同",
    ReportKind.SUMMARY: "一段时间的成果，各地列前三名的指标",
}


@router.get("/reports")
def home(request: Request, desk: DeskDep, day: Today, actor: Viewing) -> Response:
    """List the reports that can be made, and what was sent."""
    return draw_with_forms(
        request,
        "reports.html",
        kinds=[(kind, KIND_LABELS[kind], purpose) for kind, purpose in PURPOSES.items()],
        sent=sent_reports(desk.workspace, actor, limit=_LATEST),
        region=actor.region_code,
        today=day,
        masked=masked_text,
        full_name=full_name,
    )


@router.get("/reports/draft")
def draft_page(
    request: Request, desk: DeskDep, day: Today, at: Now, actor: Viewing, asked: Annotated[ReportFileQuery, Query()]
) -> Response:
    """Show a report as it stands now, or give it as a file."""
    report = draft(desk.workspace, actor, asked.key(day), at=at)
    if asked.kind_of_file is not None:
        content = render_report_file(report, asked.kind_of_file)
        return file_response(masked_text(report.title), asked.kind_of_file, content)
    return _draft(request, desk, actor, report)


@router.get("/reports/draft/figure")
def draft_figure(
    request: Request, desk: DeskDep, day: Today, at: Now, actor: Viewing, asked: Annotated[FigureQuery, Query()]
) -> Response:
    """List the records behind a figure as they are now."""
    report = draft(desk.workspace, actor, asked.key(day), at=at)
    back = f"/reports/draft?{urlencode(key_query(report.key))}"
    return figure_page(request, desk, actor, report, asked=asked, back=back)


@router.post("/reports/send", dependencies=[OwnForm])
def take_sending(
    request: Request, desk: DeskDep, day: Today, at: Now, actor: Sends, form: Annotated[SendForm, Form()]
) -> Response:
    """Send a report: it is kept whole."""
    key = form.key(day)
    try:
        sent = send(desk.workspace, actor, key, form.sending(), render=render_report, at=at)
    except (BadInputError, RefusalError) as error:
        return _draft(request, desk, actor, draft(desk.workspace, actor, key, at=at), form=form, fault=error)
    return see(f"/reports/sent/{sent.number}")


def figure_page(
    request: Request, desk: Desk, actor: Actor, report: Report, *, asked: FigureQuery, back: str
) -> Response:
    """Show the records behind a figure of any report."""
    table, line, head, figure = figure_at(report, asked.table, asked.line, asked.head)
    start = (asked.page - 1) * MOST_SHOWN
    records = figure.records[start : start + MOST_SHOWN]
    query = dict(request.query_params) | {"page": ""}
    return draw_with_forms(
        request,
        "report_figure.html",
        **report_words(report, draft_address(report.key)),
        table=table,
        line=line,
        head=head,
        figure=figure,
        records=linked(desk.workspace, actor, records),
        start=start,
        page=asked.page,
        n_pages=max(1, -(-len(figure.records) // MOST_SHOWN)),
        address=lambda page: f"{request.url.path}?{urlencode({**query, 'page': page})}",
        back=back,
    )


def _draft(
    request: Request,
    desk: Desk,
    actor: Actor,
    report: Report,
    *,
    form: SendForm | None = None,
    fault: DuijieError | None = None,
) -> Response:
    key = report.key
    versions = versions_of(desk.workspace, actor, key)
    page = draw_with_forms(
        request,
        "report_draft.html",
        **report_words(report, draft_address(key)),
        **_sending(desk, report),
        files={ending: _file(key, ending) for ending in ("xlsx", "docx")},
        hidden=key_query(key),
        digest=digest_of(report),
        versions=versions,
        version=versions[0].version if versions else 0,
        can_send=may(actor, Action.REPORTS_SEND),
        typed=form,
        fault=fault,
    )
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _sending(desk: Desk, report: Report) -> dict[str, Any]:
    """Return the deadlines that a report may answer, the likeliest chosen, and what that asks."""
    own = dues_of_forms(desk.workspace, report.as_of).get(report.key.form, ())
    rules = rules_on(desk.workspace, report.as_of, kind=RuleKind.DUE)
    dues = [(each.number, each.terms) for each in rules if isinstance(each.terms, DueTerms)]
    return {
        "dues": [(number, masked_text(due_words(terms))) for number, terms in dues],
        "due": own[0][0].number if own else None,
        "due_terms": own[0][1] if own else None,
    }


def due_words(terms: DueTerms) -> str:
    """Return what a deadline asks for, in words."""
    return f"{terms.item}（{terms.form}）" if terms.form else terms.item


def _file(key: ReportKey, ending: str) -> str:
    return f"/reports/draft?{urlencode({**key_query(key), 'as': ending})}"
