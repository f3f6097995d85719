"""Verdicts as tables: for people with their words, contacts masked, and as a pairs file for evaluation."""

from collections.abc import Iterable, Sequence
from typing import Final

from data.records.feedback import StoredFeedback, standing
from data.records.pairs import Pair
from matcher.evaluation.split import is_frozen
from matcher.feedback_phrases import REASON_LABELS, VERDICT_LABELS
from service.docking.feedback_files import WITHDRAWN
from service.docking.pairs import FROZEN_COLUMN
from service.exports.delimited import harmless
from service.exports.masking import MASKED, printable

HEADINGS: Final = (
    "number",
    "need_id",
    "achievement_id",
    "verdict",
    "reason",
    "comment",
    "judge",
    "given_at",
    "state",
    "level",
    FROZEN_COLUMN,
    "model",
    "rank",
    "score",
    "blind",
    "withdrawn_at",
    "withdrawn_by",
)
PAIR_HEADINGS: Final = ("need_id", "achievement_id", "level", FROZEN_COLUMN)

_STANDS: Final = "有效"
_SUPERSEDED: Final = "已被新的判定取代"
_YES_NO: Final = {True: "1", False: "0"}


def state_of(each: StoredFeedback, counting: frozenset[int]) -> str:
    """Say in Chinese whether a verdict counts; `counting` holds the numbers of those that do."""
    if each.withdrawn_at is not None:
        return WITHDRAWN
    return _STANDS if each.number in counting else _SUPERSEDED


def counting_numbers(history: Iterable[StoredFeedback]) -> frozenset[int]:
    """Return the numbers of the verdicts that count."""
    return frozenset(each.number for each in standing(history))


def feedback_rows(history: Sequence[StoredFeedback]) -> list[tuple[str, ...]]:
    """Return the whole history as rows under `HEADINGS`; contacts in comments are masked, ids and moments plain."""
    counting = counting_numbers(history)
    return [_row(each, counting) for each in history]


def pair_rows(pairs: Iterable[Pair]) -> list[tuple[str, ...]]:
    """Return judged pairs as rows under `PAIR_HEADINGS`."""
    return [
        (pair.need_id, pair.achievement_id, "" if pair.level is None else str(int(pair.level)), _frozen(pair.need_id))
        for pair in pairs
    ]


def masked_text(text: str) -> str:
    """Return a person's own words as they may leave the workspace."""
    return printable(MASKED.text(text))


def _frozen(need_id: str) -> str:
    return _YES_NO[is_frozen(need_id)]


def _row(each: StoredFeedback, counting: frozenset[int]) -> tuple[str, ...]:
    feedback, shown = each.feedback, each.feedback.shown
    cells = (
        str(each.number),
        feedback.need_id,
        feedback.achievement_id,
        VERDICT_LABELS[feedback.verdict],
        "" if feedback.reason is None else REASON_LABELS[feedback.reason],
        masked_text(feedback.comment),
        masked_text(feedback.judge),
        feedback.given_at.isoformat(timespec="seconds"),
        state_of(each, counting),
        "" if feedback.level is None else str(int(feedback.level)),
        _frozen(feedback.need_id),
        shown.model,
        "" if shown.rank is None else str(shown.rank),
        "" if shown.score is None else f"{shown.score:.6f}",
        _YES_NO[shown.is_blind],
        "" if each.withdrawn_at is None else each.withdrawn_at.isoformat(timespec="seconds"),
        masked_text(each.withdrawn_by),
    )
    return tuple(harmless(cell) for cell in cells)
