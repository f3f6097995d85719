"""Pages of reports that were sent: as they were, compared with today, their files."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from data.records.accounts import Actor
from data.records.reports import ReportKind
from service.dependencies import DeskDep, RowNumber
from service.docking.permissions import Action
from service.docking.reports.occasion import KIND_LABELS
from service.docking.reports.sending import (
    compare_with_today,
    file_of,
    remake,
    sent_report,
    sent_reports,
    versions_of,
)
from service.docking.reports.words import figure_words
from service.exports.feedback import masked_text
from service.exports.report_files import render_report
from service.identity import Now, permitted
from service.web.deal_lists import file_response
from service.web.forms import draw_with_forms
from service.web.report_forms import FigureQuery
from service.web.report_links import linked
from service.web.report_views import report_words, sent_address
from service.web.reports import figure_page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Viewing = Annotated[Actor, permitted(Action.REPORTS_VIEW)]
_MOST_LISTED = 500
_MOST_ROWS = 200
_MOST_NAMED = 20


@router.get("/reports/sent")
def listed(request: Request, desk: DeskDep, actor: Viewing, kind: ReportKind | None = None) -> Response:
    """List what was sent, newest first."""
    found = sent_reports(desk.workspace, actor, kind=kind, limit=_MOST_LISTED)
    return draw_with_forms(
        request, "reports_sent.html", sent=found, kinds=KIND_LABELS, kind=kind, most=_MOST_LISTED, masked=masked_text
    )


@router.get("/reports/sent/{number}")
def shown(request: Request, number: RowNumber, desk: DeskDep, actor: Viewing) -> Response:
    """Show a report as it was sent."""
    sent, report = sent_report(desk.workspace, actor, number)
    return draw_with_forms(
        request,
        "report_sent.html",
        **report_words(report, sent_address(number)),
        sent=sent,
        versions=versions_of(desk.workspace, actor, sent.key),
        files={ending: f"/reports/sent/{number}/files/{ending}" for ending, _ in sent.files},
    )


@router.get("/reports/sent/{number}/figure")
def sent_figure(
    request: Request, number: RowNumber, desk: DeskDep, actor: Viewing, asked: Annotated[FigureQuery, Query()]
) -> Response:
    """List the records behind a figure as they were named when it was sent."""
    _, report = sent_report(desk.workspace, actor, number)
    return figure_page(request, desk, actor, report, asked=asked, back=f"/reports/sent/{number}")


@router.get("/reports/sent/{number}/files/{ending}")
def sent_file(number: RowNumber, ending: Literal["xlsx", "docx"], desk: DeskDep, actor: Viewing) -> Response:
    """Give a file, byte for byte as it was sent."""
    title, content = file_of(desk.workspace, actor, number, ending, render=render_report)
    return file_response(masked_text(title), ending, content)


@router.get("/reports/sent/{number}/compare")
def compared(request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: Viewing) -> Response:
    """Show what differs today, and whether the report can be made again exactly."""
    sent, report = sent_report(desk.workspace, actor, number)
    found = compare_with_today(desk.workspace, actor, number, at=at)
    rows = [
        (
            each,
            "—" if each.before is None else figure_words(each.head.measure, each.before),
            "—" if each.after is None else figure_words(each.head.measure, each.after),
            linked(desk.workspace, actor, each.gained[:_MOST_NAMED]),
            linked(desk.workspace, actor, each.lost[:_MOST_NAMED]),
        )
        for each in found.figures
    ]
    return draw_with_forms(
        request,
        "report_compare.html",
        sent=sent,
        report=report,
        now=found.now,
        found=found,
        rows=rows,
        most=_MOST_NAMED,
        most_rows=_MOST_ROWS,
        remade=remake(desk.workspace, actor, number, render=render_report),
        masked=masked_text,
    )
