"""The result list as rows: one a match and one a record without any, shared by csv and workbook."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.records.enums import Direction
from service.exports.card import EvidenceCard, RecordView
from service.exports.outline import ListView, Outline


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One row of the result list.

    Attributes:
        view: the list it belongs to.
        card: the match; None where nothing fitted.
        note: the note of an empty list, with what was nearest; else "".
    """

    view: ListView
    card: EvidenceCard | None
    note: str


def result_rows(outline: Outline) -> Iterator[ResultRow]:
    """Return the rows in the order of the lists and ranks.

    Args:
        outline: the report.

    Yields:
        A row a match; one row for a list without any.
    """
    for view in outline.lists:
        cards = list(outline.cards(view))
        if view.found:
            for card in cards:
                yield ResultRow(view, card, "")
        else:
            yield ResultRow(view, None, empty_note(outline, view, cards))


def empty_note(outline: Outline, view: ListView, cards: list[EvidenceCard]) -> str:
    """Return the note of an empty list in full sentences, with what was nearest.

    Args:
        outline: the report.
        view: a list without matches.
        cards: its nearest candidates.

    Returns:
        The note, then the names, owners and scores of the nearest where there are any.
    """
    names = "；".join(
        f"{candidate.title.text}（{candidate.owner}，{card.score}分）"
        for card in cards
        for candidate in (outline.candidate(card),)
    )
    note = view.note.rstrip("。")
    return f"{note}。最接近的{outline.candidate_word}：{names}。" if names else f"{note}。"


NEED_HEADERS: Final = ("需求编号", "需求名称", "企业", "需求地区")
ACHIEVEMENT_HEADERS: Final = ("成果编号", "成果名称", "高校院所及团队", "成果地区")
VERDICT_HEADERS: Final = ("名次", "相关程度", "得分")
REASON_HEADERS: Final = ("推荐理由", "条件核对", "主要差距")


def record_cells(view: RecordView | None) -> tuple[str, str, str, str]:
    """Return id, name, owner and region of a record; empty cells where there is none."""
    return ("", "", "", "") if view is None else (view.id, view.title.text, view.owner, view.region)


def headers(direction: Direction) -> tuple[str, ...]:
    """Return the Chinese headers, the record that lists were made for first."""
    first, second = NEED_HEADERS, ACHIEVEMENT_HEADERS
    if direction is Direction.ACHIEVEMENTS:
        first, second = second, first
    return (*first, *VERDICT_HEADERS, *second, *REASON_HEADERS)
