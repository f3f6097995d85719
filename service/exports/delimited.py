"""Matches as csv: the form that every spreadsheet program and script opens."""

import csv
import io
from typing import Final

from data.records.matches import MatchReport
from matcher.phrases import NO_MATCH
from service.exports.masking import Masks
from service.exports.outline import Outline
from service.exports.result_rows import ResultRow, headers, record_cells, result_rows

# A cell that begins with one of these is run as a formula by spreadsheet programs, full-width forms included in some
# East Asian versions (OWASP, "CSV Injection").
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "\uff20")


def render(report: MatchReport, masks: Masks) -> bytes:
    """Write one row a match and one row for each record without any.

    Args:
        report: the matches.
        masks: how contacts are hidden.

    Returns:
        UTF-8 with a byte order mark, without which Excel takes Chinese csv for GBK; rows end in CR LF (RFC 4180).
    """
    outline = Outline(report, masks)
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(headers(outline.direction))
    for row in result_rows(outline):
        writer.writerow([harmless(cell) for cell in _cells(outline, row)])
    return sheet.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet program runs as a formula.

    Args:
        cell: any text.

    Returns:
        The text, after an apostrophe when it begins like a formula, leading blanks aside.
    """
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) or cell.lstrip().startswith(_FORMULA_STARTS) else cell


def _cells(outline: Outline, row: ResultRow) -> tuple[str, ...]:
    query = record_cells(row.view.query)
    if row.card is None:
        return (*query, "", NO_MATCH, "", *record_cells(None), row.note, "", "")
    card = row.card
    return (
        *query,
        str(card.rank),
        card.level_line,
        str(card.score),
        *record_cells(outline.candidate(card)),
        card.summary,
        card.conditions_line,
        card.missing_line,
    )
