"""Reports as the files that are sent: papers, or filled forms."""

from collections.abc import Mapping
from typing import Final

from data.records.forms import FormValues
from data.records.reports import FormSheet, Report, ReportKind
from data.reference.form_layouts import layout_of_text
from service.exports.forms.filling import FilledForm, fill
from service.exports.forms.word import render_form_word
from service.exports.forms.workbook import render_form_workbook
from service.exports.paper_files import render_word, render_workbook
from service.exports.report_paper import report_paper

REPORT_ENDINGS: Final = ("xlsx", "docx")


def render_report(report: Report) -> Mapping[str, bytes]:
    """Draw a report as Excel and as Word; byte-identical for the same report."""
    return {ending: render_report_file(report, ending) for ending in REPORT_ENDINGS}


def render_report_file(report: Report, ending: str) -> bytes:
    """Draw a report as one file; `ending` is "xlsx" or "docx"."""
    if report.key.kind is ReportKind.FORM:
        forms = filled_forms(report)
        return (render_form_workbook if ending == "xlsx" else render_form_word)(forms, as_of=report.as_of)
    paper = report_paper(report)
    return render_workbook(paper) if ending == "xlsx" else render_word(paper)


def filled_forms(report: Report) -> tuple[FilledForm, ...]:
    """Return the copies of a form, filled, in the layout of when it was made."""
    layout = layout_of_text(report.key.form, report.layout)
    return tuple(fill(layout, form_values(each)) for each in report.sheets)


def form_values(sheet: FormSheet) -> FormValues:
    """Return what a copy of a form says as its layout asks for it."""
    return FormValues(
        texts=dict(sheet.texts), tables={key: tuple(dict(row) for row in rows) for key, rows in sheet.tables}
    )
