"""The first pages of a doctor's report on paper: counts, the needs by how much they lack, and whose reports follow."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from data.records.enums import Triage
from matcher.doctor import phrases as words
from matcher.doctor.diagnosis import Diagnosis
from service.exports import doctor_phrases as phrases
from service.exports.overview_phrases import ELSEWHERE
from service.exports.paper import PaperPart, PaperTable, capped, columns, without_blanks
from service.exports.plan import WORD_ROWS

WORD_NEEDS: Final = 15
"""Needs whose whole report a Word file holds: one takes two pages."""

Numbered = tuple[int, Diagnosis]


def neediest(diagnoses: Sequence[Diagnosis]) -> tuple[Numbered, ...]:
    """Return the needs with their numbers from 1, the vaguest first, ties in the order of the input."""
    return tuple(sorted(enumerate(diagnoses, start=1), key=lambda each: (-each[1].vagueness.score, each[0])))


def brief_parts(
    diagnoses: Sequence[Diagnosis],
    *,
    row: Callable[[int, Diagnosis], tuple[str | int, ...]],
    draw: Callable[[Iterable[Numbered]], Iterable[PaperPart]],
) -> tuple[PaperPart, ...]:
    """Return what the Word file shows.

    Args:
        diagnoses: in the order of the input.
        row: the row of one need in the table of all.
        draw: the whole reports of needs.

    Returns:
        The report alone where there is but one need; else counts, a table of all, and the reports of the neediest.
    """
    numbered = tuple(enumerate(diagnoses, start=1))
    if len(diagnoses) <= 1:
        return tuple(draw(numbered))
    order = neediest(diagnoses)
    heads = columns(("序号", 8), ("需求名称", 34), ("企业", 20), ("结论", 15), ("空泛程度", 11), ("没有写的", 44))
    rows = tuple(row(number, each) for number, each in order)
    table = without_blanks(PaperTable(phrases.ALL_NEEDS, heads, rows, phrases.NO_NEED))
    overview = PaperPart(phrases.ALL_NEEDS, table=table)
    chosen = sorted(order[:WORD_NEEDS], key=lambda each: each[0])
    note = phrases.REPORTS_ALL
    if len(chosen) < len(numbered):
        note = phrases.REPORTS_CAPPED.format(n=len(numbered), most=len(chosen), where=ELSEWHERE)
    return (
        _counts(diagnoses),
        capped(overview, most=WORD_ROWS, order=phrases.VAGUEST),
        PaperPart(phrases.REPORTS, lines=(note,)),
        *draw(chosen),
    )


def _counts(diagnoses: Sequence[Diagnosis]) -> PaperPart:
    verdicts = [each.vagueness.verdict for each in diagnoses]
    rows = tuple((words.VERDICTS[verdict], verdicts.count(verdict)) for verdict in Triage)
    table = PaperTable(phrases.OVERVIEW, columns(("结论", 40), ("需求数", 20)), rows, phrases.NO_NEED)
    return PaperPart(phrases.OVERVIEW, table=table)
