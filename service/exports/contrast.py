"""Where two candidates of one list differ, in words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from service.exports.card import EvidenceCard
from service.exports.contributions import signed

_TELLING: Final = Decimal("0.10")
"""Contributions that differ by less are not put into words: on the ranker's scale a level is some 1.5 wide."""
_MOST_TOLD: Final = 4
_ABSENT: Final = "没有核对"


@dataclass(frozen=True, slots=True)
class ContrastRow:
    """One kind of evidence on both cards; `more` is "left", "right" or "" where they do not differ tellingly."""

    label: str
    left: str
    right: str
    more: str


@dataclass(frozen=True, slots=True)
class Contrast:
    """Where two cards differ.

    Attributes:
        sentences: what a reader is told first; at least one.
        contributions: what each kind of evidence adds on either card, largest difference first.
        conditions: the verdict on each condition and indicator on either card.
    """

    sentences: tuple[str, ...]
    contributions: tuple[ContrastRow, ...]
    conditions: tuple[ContrastRow, ...]


def contrast(left: EvidenceCard, right: EvidenceCard) -> Contrast:
    """Compare two cards of one list; the candidates are called 甲 and 乙."""
    contributions = _contributions(left, right)
    conditions = _conditions(left, right)
    told = [_overall(left, right)]
    told += [
        f"{row.label}：{_NAMES[row.more]}更有利（甲 {row.left}，乙 {row.right}）。" for row in contributions if row.more
    ][:_MOST_TOLD]
    told += [f"{row.label}：甲“{row.left}”，乙“{row.right}”。" for row in conditions if row.left != row.right]
    if len(told) == 1:
        told.append("各项依据和条件没有明显差别，请对照原文判断。")
    return Contrast(tuple(told), contributions, conditions)


_NAMES: Final = {"left": "甲", "right": "乙"}


def _overall(left: EvidenceCard, right: EvidenceCard) -> str:
    heads = f"甲 {left.score} 分（{left.level_line}），乙 {right.score} 分（{right.level_line}）"
    if left.score == right.score:
        return f"{heads}，分数相同。"
    better = "甲" if left.score > right.score else "乙"
    return f"{heads}，{better}高 {abs(left.score - right.score)} 分。"


def _contributions(left: EvidenceCard, right: EvidenceCard) -> tuple[ContrastRow, ...]:
    both = [_sums(left), _sums(right)]
    differences = {
        label: both[0].get(label, Decimal(0)) - both[1].get(label, Decimal(0)) for label in both[0] | both[1]
    }
    # Sorted is stable: equal differences stay in the order of the left card.
    order = sorted(differences, key=lambda label: -abs(differences[label]))
    return tuple(
        ContrastRow(
            label,
            signed(both[0].get(label, Decimal(0))),
            signed(both[1].get(label, Decimal(0))),
            _more(differences[label]),
        )
        for label in order
    )


def _sums(card: EvidenceCard) -> dict[str, Decimal]:
    """Return what each kind of evidence adds; the common base is the same for all candidates and tells nothing."""
    sums: dict[str, Decimal] = {}
    for row in card.contributions:
        if row.feature != "bias":
            sums[row.group] = sums.get(row.group, Decimal(0)) + row.points
    return sums


def _more(difference: Decimal) -> str:
    if abs(difference) < _TELLING:
        return ""
    return "left" if difference > 0 else "right"


def _conditions(left: EvidenceCard, right: EvidenceCard) -> tuple[ContrastRow, ...]:
    both = [_verdicts(left), _verdicts(right)]
    return tuple(
        ContrastRow(label, both[0].get(label, _ABSENT), both[1].get(label, _ABSENT), "") for label in both[0] | both[1]
    )


def _verdicts(card: EvidenceCard) -> dict[str, str]:
    conditions = {row.name: row.verdict for row in card.conditions}
    return conditions | {f"指标：{row.name or row.required}": row.verdict for row in card.indicators}
