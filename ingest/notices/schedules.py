"""Deadlines that stand in tables: a row for each paper, with its day, who brings it, and how many copies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.records.rules import DueTerms, Proposal
from data.reference.notice_cues import notice_pattern
from ingest.notices.clauses import Sentence, lines_of
from ingest.notices.days import Moment, find_moments
from ingest.notices.drafts import Draft, copies_in
from ingest.parsing.numerals import parse_number

MAX_CELL: Final = 60
"""Characters of a line from which it is no cell of a table but a sentence."""

MAX_COLUMNS: Final = 8
_SPLIT: Final = re.compile(r"[^|│]+")
_RULE: Final = re.compile(r"[\s\-:=─—+]*")
_DUE: Final = re.compile(notice_pattern("due_header"))
_ROLES: Final = {
    role: re.compile(rf"{notice_pattern(role)}(?:\(.*\))?")
    for role in ("thing_header", "unit_header", "copies_header", "route_header")
}
_SENTENCE_END: Final = re.compile(r"[。:;]$")
_COPIES: Final = re.compile(r"(?:一式)?(?P<n>\d{1,2}|[一二两三四五六七八九十])份?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, or a line of text, with its place in the reading text."""

    text: str
    start: int
    end: int


def find_schedules(draft: Draft) -> list[Proposal]:
    """Propose a rule for each row of a table that has a column of days (截止时间)."""
    cells = _cells(draft.page.text)
    found: list[Proposal] = []
    for place, cell in enumerate(cells):
        if _DUE.fullmatch(cell.text):
            first = _first_header(cells, place)
            rows = _rows(draft, cells, first, place - first)
            found.extend(proposal for row, moment in rows if (proposal := _propose(draft, cells[first:], row, moment)))
    return found


def _cells(text: str) -> list[Cell]:
    """Cut the lines at bars; a line without them is a cell, as web pages and Word tables come so."""
    cells = [
        Cell(piece.group().strip(), start + piece.start(), start + piece.end())
        for start, end in lines_of(text)
        for piece in _SPLIT.finditer(text[start:end])
    ]
    return [each for each in cells if not _RULE.fullmatch(each.text)]


def _first_header(cells: Sequence[Cell], place: int) -> int:
    """Go back from the column of days to the first column: to behind the last sentence."""
    first = place
    while first and place - first < MAX_COLUMNS and _is_cell(cells[first - 1]):
        first -= 1
    return first


def _is_cell(cell: Cell) -> bool:
    return len(cell.text) <= MAX_CELL / 3 and not _SENTENCE_END.search(cell.text) and not re.search(r"\d", cell.text)


def _rows(draft: Draft, cells: Sequence[Cell], first: int, column: int) -> list[tuple[list[Cell], Moment]]:
    """Give the rows by the width of the table under which most of them have a day in the column of days."""
    options = [_rows_of(draft, cells[first:], column, width) for width in range(max(2, column + 1), MAX_COLUMNS + 1)]
    return max(options, key=len, default=[])


def _rows_of(draft: Draft, cells: Sequence[Cell], column: int, width: int) -> list[tuple[list[Cell], Moment]]:
    rows: list[tuple[list[Cell], Moment]] = []
    for start in range(width, len(cells) - column, width):
        row = list(cells[start : start + width])
        moment = next(find_moments(row[column].text, issued_on=draft.issued_on, year=draft.year), None)
        if moment is None or moment.on is None or moment.start > 1 or any(len(each.text) > MAX_CELL for each in row):
            break
        rows.append((row, moment))
    return rows


def _propose(draft: Draft, header: Sequence[Cell], row: Sequence[Cell], moment: Moment) -> Proposal | None:
    """Make the rule of a row, by what its columns are called; None where nothing names the thing that is due."""
    named = {
        role: cell.text
        for role, pattern in reversed(_ROLES.items())
        for title, cell in zip(reversed(header[: len(row)]), reversed(row), strict=True)
        if pattern.fullmatch(title.text)
    }
    if "thing_header" not in named:
        return None
    forms = draft.named_in(named["thing_header"])
    copies = _COPIES.fullmatch(named.get("copies_header", ""))
    terms = DueTerms(
        item=named["thing_header"],
        form=forms[0] if forms else "",
        unit=named.get("unit_header", ""),
        on=moment.on,
        at=moment.at,
        copies=int(parse_number(copies["n"]) or 0) or None if copies else copies_in(named["thing_header"]),
        route=named.get("route_header", ""),
    )
    parts = [place for place, part in enumerate(draft.outline.parts) if part.start <= row[0].start]
    return draft.propose(terms, Sentence("", row[0].start, row[-1].end, -1, parts[-1] if parts else -1))
