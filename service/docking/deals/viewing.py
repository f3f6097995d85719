"""Deals as somebody may see them: one, a page of them, and all of them by stage."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.errors import UnknownIdError
from data.records.accounts import Actor
from data.records.deals import ENDED, Deal, Form, Mark, Stage
from data.records.money import Sums
from data.storage.deals import EVERY_DEAL, DealFilter
from data.storage.workspace import Workspace
from service.docking.census.names import name_key
from service.docking.deals.stages import PIPELINE
from service.docking.permissions import PERMISSIONS, Action, Reach, scope_of


@dataclass(frozen=True, slots=True)
class DealPage:
    """Some deals; `next` is how many to leave out for the next page, None on the last."""

    deals: tuple[Deal, ...]
    next: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One stage of the board.

    Attributes:
        n_deals: deals that stand there now.
        sums: of these deals, each kind by itself.
        n_unpriced: of their papers those that name no amount.
        n_marked: of the deals those with a priority mark.
    """

    stage: Stage
    n_deals: int
    sums: Sums
    n_unpriced: int
    n_marked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What one broker has in hand; "" are the deals nobody is in charge of."""

    broker: str
    n_live: int
    n_done: int
    by_stage: Mapping[Stage, int]


def deal_of(workspace: Workspace, actor: Actor, number: int) -> Deal:
    """Return a deal an actor may see.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    scope = scope_of(actor, Action.DEALS_VIEW)
    with workspace.reading() as stores:
        found = stores.deals.get(number, scope)
    if found is None:
        raise UnknownIdError(f"没有第 {number} 号台账。", remedy="请从签约台账中选择。")
    return found


def deals_of(workspace: Workspace, actor: Actor, wanted: DealFilter = EVERY_DEAL) -> list[Deal]:
    """Return all wanted deals an actor may see, those with a priority mark first, each newest first (HA-09)."""
    scope = scope_of(actor, Action.DEALS_VIEW)
    with workspace.reading() as stores:
        return stores.deals.find(scope, wanted)


def twins_of(workspace: Workspace, actor: Actor, deal: Deal) -> list[Deal]:
    """Return the other deals an actor may see of the same project between the same two, by number, not ended ones.

    Each of them is counted: whoever opened one twice should end the other.
    """
    near = deals_of(workspace, actor, DealFilter(words=deal.title.strip()))
    others = (each for each in near if each.number != deal.number and each.stage not in ENDED)
    return sorted((each for each in others if _key(each) == _key(deal)), key=lambda each: each.number)


def _key(deal: Deal) -> tuple[str, str, str]:
    return name_key(deal.title), name_key(deal.enterprise), name_key(deal.university)


def page_of(
    workspace: Workspace, actor: Actor, wanted: DealFilter = EVERY_DEAL, *, start: int = 0, limit: int
) -> DealPage:
    """Return one page of the wanted deals an actor may see.

    Args:
        workspace: holds them.
        actor: who asks.
        wanted: which.
        start: how many to leave out from the beginning.
        limit: at most so many.
    """
    scope = scope_of(actor, Action.DEALS_VIEW)
    with workspace.reading() as stores:
        found = stores.deals.find(scope, wanted, start=start, limit=limit + 1)
    return DealPage(tuple(found[:limit]), start + limit if len(found) > limit else None)


def board_of(deals: Iterable[Deal]) -> tuple[Column, ...]:
    """Return the board of some deals: every stage in order, then rest and ends."""
    by_stage: dict[Stage, list[Deal]] = {stage: [] for stage in Stage}
    for deal in deals:
        by_stage[deal.stage].append(deal)
    return tuple(
        Column(
            stage=stage,
            n_deals=len(there),
            sums=sum((deal.sums for deal in there), Sums()),
            n_unpriced=sum(n_unpriced(deal) for deal in there),
            n_marked=sum(bool(deal.marks) for deal in there),
        )
        for stage, there in by_stage.items()
    )


def sums_of(deals: Iterable[Deal]) -> Sums:
    """Return the totals of some deals, each kind by itself."""
    return sum((deal.sums for deal in deals), Sums())


def n_unpriced(deal: Deal) -> int:
    """Return how many papers that count name no amount; a contract always names one."""
    return sum(each.counts and each.form is not Form.CONTRACT and each.intent is None for each in deal.agreements)


def marked_of(deals: Iterable[Deal]) -> Mapping[Mark, int]:
    """Return how many deals carry each mark, in the order of the marks."""
    counted = Counter(mark for deal in deals for mark in deal.marks)
    return {mark: counted[mark] for mark in Mark}


def workloads_of(deals: Iterable[Deal]) -> tuple[Workload, ...]:
    """Return what each broker has in hand, the busiest first, what nobody is in charge of last (FJ-14)."""
    by_broker: dict[str, list[Deal]] = {}
    for deal in deals:
        by_broker.setdefault(deal.broker, []).append(deal)
    found = [_workload(broker, there) for broker, there in by_broker.items()]
    return tuple(sorted(found, key=lambda each: (not each.broker, -each.n_live, each.broker)))


def may_edit(actor: Actor) -> bool:
    """Tell whether somebody may change any deal at all; those they may see are then theirs to change."""
    return PERMISSIONS[Action.DEALS_EDIT][actor.role] is not Reach.NONE


def _workload(broker: str, deals: list[Deal]) -> Workload:
    live = [deal for deal in deals if deal.stage in _IN_HAND]
    counted = Counter(deal.stage for deal in live)
    return Workload(
        broker=broker,
        n_live=len(live),
        n_done=len(deals) - len(live),
        by_stage={stage: counted[stage] for stage in PIPELINE if counted[stage]},
    )


_IN_HAND = frozenset({*PIPELINE[: PIPELINE.index(Stage.ACCEPTANCE)], Stage.ON_HOLD})
"""Stages at which there is something left to do."""
