"""What of a deal is due, and what is overdue (GD-12): told from its own days, nothing is guessed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from data.records.deals import Agreement, Deal, Stage
from service.docking.deals.stages import PIPELINE


class DueKind(StrEnum):
    """What is due."""

    NEXT = "next"
    REVIEW = "review"
    MILESTONE = "milestone"
    INSTALMENT = "instalment"
    ACCEPTANCE = "acceptance"


DUE_LABELS: Final = {
    DueKind.NEXT: "下次办理",
    DueKind.REVIEW: "搁置后复查",
    DueKind.MILESTONE: "里程碑",
    DueKind.INSTALMENT: "应付款未到账",
    DueKind.ACCEPTANCE: "合同到期未验收",
}

_COMING_LABELS: Final = {
    **DUE_LABELS,
    DueKind.INSTALMENT: "应付款应到账",
    DueKind.ACCEPTANCE: "合同到期应验收",
}
"""Before its day nothing has been failed to do yet."""

_WORKING: Final = frozenset({Stage.CONTRACT, Stage.REGISTRATION, Stage.PERFORMANCE})
"""Stages at which a contract is being worked on: from its signing to its acceptance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something of a deal with a day.

    Attributes:
        text: what, in words.
        days_late: days since it was due; 0 on the day itself, negative before it.
    """

    deal: Deal
    kind: DueKind
    due_on: date
    text: str
    days_late: int


@dataclass(frozen=True, slots=True)
class DueList:
    """What is due of some deals.

    Attributes:
        due: longest overdue first.
        undated: deals under contract of which nothing can be told: neither the contract nor a milestone names a day.
    """

    due: tuple[Due, ...]
    undated: tuple[Deal, ...]


def due_of(deal: Deal, as_of: date) -> tuple[Due, ...]:
    """Return everything of a deal that has a day and is not done, earliest first."""
    found = [*_appointed(deal, as_of), *_promised(deal, as_of)] if deal.stage in LIVE else []
    return tuple(sorted(found, key=lambda each: (each.due_on, each.kind, each.text)))


def overdue_of(deals: Iterable[Deal], as_of: date) -> DueList:
    """Return what is overdue of some deals on a day, and of which deals that cannot be told."""
    every = list(deals)
    late = [each for deal in every for each in due_of(deal, as_of) if each.days_late > 0]
    late.sort(key=lambda each: (each.due_on, each.deal.number, each.kind))
    return DueList(tuple(late), tuple(deal for deal in every if deal.stage in _WORKING and not _is_dated(deal)))


LIVE: Final = frozenset({*PIPELINE, Stage.ON_HOLD})
"""Stages of which something can be due."""


def _appointed(deal: Deal, as_of: date) -> list[Due]:
    if deal.next_on is None:
        return []
    kind = DueKind.REVIEW if deal.stage is Stage.ON_HOLD else DueKind.NEXT
    return [_due(deal, kind, deal.next_on, DUE_LABELS[kind], as_of)]


def _promised(deal: Deal, as_of: date) -> list[Due]:
    found = [
        _due(
            deal,
            DueKind.INSTALMENT,
            each.due_on,
            f"{_label(DueKind.INSTALMENT, each.due_on, as_of)}：{each.title}",
            as_of,
        )
        for each in deal.instalments
        if each.counts and each.due_on is not None and each.received is None
    ]
    if deal.stage in _WORKING:
        found += [
            _due(deal, DueKind.MILESTONE, each.due_on, f"{DUE_LABELS[DueKind.MILESTONE]}：{each.title}", as_of)
            for each in deal.milestones
            if each.counts and each.done_on is None
        ]
        found += [
            _due(
                deal,
                DueKind.ACCEPTANCE,
                each.ends_on,
                f"{_label(DueKind.ACCEPTANCE, each.ends_on, as_of)}：{each.title}",
                as_of,
            )
            for each in _ending(deal)
            if each.ends_on is not None
        ]
    return found


def _label(kind: DueKind, due_on: date, as_of: date) -> str:
    return (DUE_LABELS if due_on < as_of else _COMING_LABELS)[kind]


def _ending(deal: Deal) -> tuple[Agreement, ...]:
    return tuple(each for each in deal.contracts if each.ends_on is not None)


def _is_dated(deal: Deal) -> bool:
    return bool(_ending(deal)) or any(each.counts for each in deal.milestones)


def _due(deal: Deal, kind: DueKind, due_on: date, text: str, as_of: date) -> Due:
    return Due(deal=deal, kind=kind, due_on=due_on, text=text, days_late=(as_of - due_on).days)
