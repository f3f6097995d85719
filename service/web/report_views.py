"""Reports as pages show them: figures with links to their records, forms as they would be printed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from data.errors import UnknownIdError
from data.records.reports import Figure, FigureHead, FigureLine, FigureTable, Report, ReportKey, ReportKind
from data.reference.form_layouts import layout_of_text
from service.docking.census.names import full_name
from service.docking.reports.forms import SOURCES
from service.docking.reports.occasion import KIND_LABELS
from service.docking.reports.words import figure_words
from service.exports.feedback import masked_text
from service.exports.forms.filling import FilledForm
from service.exports.report_files import filled_forms
from service.web.report_links import address_of

MOST_SHOWN: Final = 100
"""Records, or rows of a list, on one page."""
TOTAL: Final = -1
MOST_COPIES: Final = 5
"""Copies of a form that a page shows; the files have all."""

Address = Callable[[int, int, str], str]
"""Place of a table, place of a line (`TOTAL` for the total), id of a head -> address of the figure's records."""


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure of a page; `address` "" where it has no records."""

    label: str
    words: str
    unit: str
    rule: str
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of figures."""

    name: str
    rank: int | None
    figures: tuple[ShownFigure, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table: `single` its one line, shown downwards with the rules beside; else lines side by side."""

    name: str
    heads: tuple[FigureHead, ...]
    lines: tuple[ShownLine, ...]
    total: ShownLine | None
    is_ranked: bool

    @property
    def single(self) -> ShownLine | None:
        """The only line, where there is no other."""
        return self.lines[0] if len(self.lines) == 1 and self.total is None else None


def report_words(report: Report, address: Address) -> dict[str, Any]:
    """Return what the part of a page that shows a report looks at."""
    is_form = report.key.kind is ReportKind.FORM
    forms = filled_forms(report) if is_form else ()
    return {
        "report": report,
        "tables": [_table(each, place, address) for place, each in enumerate(report.tables)],
        "lists": [
            (
                each,
                [(row, address_of(record)) for row, record in zip(each.rows, each.records, strict=True)][:MOST_SHOWN],
            )
            for each in report.lists
        ],
        "forms": [(each, tuple(_rows(each))) for each in forms[:MOST_COPIES]],
        "n_forms": len(forms),
        "missing": missing_of(report),
        "layout": layout_of_text(report.key.form, report.layout) if is_form else None,
        "source": SOURCES.get(report.key.form),
        "place": full_name(report.key.region_code),
        "kind_label": KIND_LABELS[report.key.kind],
        "masked": masked_text,
        "most_shown": MOST_SHOWN,
    }


def missing_of(report: Report) -> tuple[str, ...]:
    """Return the required fields without a value of a form that has anything to fill in, each once."""
    if report.key.kind is not ReportKind.FORM or not report.tables[0].lines[0].figures[0].amount:
        return ()
    return tuple(dict.fromkeys(label for each in filled_forms(report) for label in each.missing))


def key_query(key: ReportKey) -> dict[str, str]:
    """Return the query that names a report; what is left at its default is left out."""
    named = {"kind": key.kind.value, "form": key.form, "region": key.region_code, "subject": key.subject}
    return {name: value for name, value in (named | {"period": key.period}).items() if value}


def draft_address(key: ReportKey) -> Address:
    """Return how the figures of a report that is not sent are addressed."""

    def address(table: int, line: int, head: str) -> str:
        query = key_query(key) | {"table": str(table), "line": str(line), "head": head}
        return f"/reports/draft/figure?{urlencode(query)}"

    return address


def sent_address(number: int) -> Address:
    """Return how the figures of a report that was sent are addressed."""

    def address(table: int, line: int, head: str) -> str:
        return f"/reports/sent/{number}/figure?{urlencode({'table': table, 'line': line, 'head': head})}"

    return address


def figure_at(report: Report, table: int, line: int, head: str) -> tuple[FigureTable, FigureLine, FigureHead, Figure]:
    """Return a figure of a report by its place.

    Raises:
        UnknownIdError: there is none.
    """
    found = report.tables[table] if table < len(report.tables) else None
    lines = () if found is None else found.lines
    at = found.total if found is not None and line == TOTAL else (lines[line] if 0 <= line < len(lines) else None)
    if found is not None and at is not None:
        for each, figure in zip(found.heads, at.figures, strict=True):
            if each.id == head:
                return found, at, each, figure
    raise UnknownIdError("报表里没有这个数字。", remedy="请从报表的页面进入。")


def _table(table: FigureTable, place: int, address: Address) -> ShownTable:
    def shown(line: FigureLine, index: int) -> ShownLine:
        figures = tuple(
            ShownFigure(
                label=head.label,
                words=figure_words(head.measure, figure),
                unit=head.unit,
                rule=head.rule,
                note=figure.note,
                address=address(place, index, head.id) if figure.records else "",
            )
            for head, figure in zip(table.heads, line.figures, strict=True)
        )
        return ShownLine(name=masked_text(line.name), rank=line.rank, figures=figures)

    return ShownTable(
        name=table.name,
        heads=table.heads,
        lines=tuple(shown(line, index) for index, line in enumerate(table.lines)),
        total=None if table.total is None else shown(table.total, TOTAL),
        is_ranked=any(line.rank is not None for line in table.lines),
    )


def _rows(form: FilledForm) -> Iterator[tuple[Any, ...]]:
    yield from form.rows[: MOST_SHOWN + 1]
