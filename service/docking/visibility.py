"""Which records an actor may see: what lies outside is answered as if it were not there."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from data.errors import NotPermittedError, UnknownIdError
from data.records.accounts import Actor
from data.records.achievements import Achievement
from data.records.enums import Direction
from data.records.facets import EVERY_RECORD, RecordFilter
from data.records.ids import AchievementId, NeedId
from data.records.matches import MatchReport
from data.records.needs import Need
from data.records.scopes import EVERYTHING, Scope
from data.reference.regions import load_regions
from data.storage.workspace import Stores
from matcher.feedback import FeedbackBook
from service.docking.answering import Desk, Findings, Stock
from service.docking.feedback import book, history
from service.docking.permissions import Action, scope_of

ONLY_VISIBLE: Final = "只列出您有权查看的记录。"

Pair = tuple[str, str]
"""Ids of a need and an achievement."""


def lies_within(code: str, outer: str) -> bool:
    """Tell whether a region is another one or lies in it; a code that is not known lies nowhere."""
    region = load_regions().get(code)
    return region is not None and outer in {region.code, region.province, region.city, region.county}


def pairs_within(stores: Stores, scope: Scope, pairs: Collection[Pair]) -> set[Pair]:
    """Return those of some pairs that belong to a scope: to a bureau by its need, to an organisation by either record.

    Args:
        stores: of one transaction.
        scope: which.
        pairs: any; of records that are not there none belongs to any scope.

    Returns:
        The pairs, after four queries, however many they are up to 500.
    """
    needs, offers = sorted({need for need, _ in pairs}), sorted({offer for _, offer in pairs})
    there = stores.needs.ids(EVERYTHING, among=needs), stores.achievements.ids(EVERYTHING, among=offers)
    own_needs = stores.needs.ids(scope, among=needs)
    own_offers = stores.achievements.ids(scope, among=offers) if scope.organisation else frozenset()
    known = [(need, offer) for need, offer in pairs if need in there[0] and offer in there[1]]
    return {(need, offer) for need, offer in known if need in own_needs or offer in own_offers}


def may_see_pair(stores: Stores, actor: Actor, pair: Pair) -> bool:
    """Tell whether an actor may see both records of a pair."""
    need, offer = pair
    sees_need = stores.needs.ids(scope_of(actor, Action.NEEDS_VIEW), among=[need])
    return bool(sees_need and stores.achievements.ids(scope_of(actor, Action.ACHIEVEMENTS_VIEW), among=[offer]))


def visible_need(desk: Desk, actor: Actor, number: str, action: Action = Action.NEEDS_VIEW) -> Need:
    """Return a need an actor may do something with.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    with desk.workspace.reading() as stores:
        found = stores.needs.get_versioned(NeedId(number), scope=scope_of(actor, action))
    if found is None:
        raise UnknownIdError(f"工作区里没有编号为“{number}”的需求。", remedy="请核对编号，或从首页查找。")
    return found.record


def visible_achievement(
    desk: Desk, actor: Actor, number: str, action: Action = Action.ACHIEVEMENTS_VIEW
) -> Achievement:
    """Return an achievement an actor may do something with.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    with desk.workspace.reading() as stores:
        found = stores.achievements.get_versioned(AchievementId(number), scope=scope_of(actor, action))
    if found is None:
        raise UnknownIdError(f"工作区里没有编号为“{number}”的成果。", remedy="请核对编号，或从首页查找。")
    return found.record


def visible_stock(desk: Desk, actor: Actor) -> Stock:
    """Count the records an actor may see; nothing is loaded."""
    needs, offers = scope_of(actor, Action.NEEDS_VIEW), scope_of(actor, Action.ACHIEVEMENTS_VIEW)
    with desk.workspace.reading() as stores:
        counts = stores.needs.count(scope=needs), stores.achievements.count(scope=offers)
    return Stock(*counts, is_indexed=desk.stock().is_indexed)


def visible_needs(desk: Desk, actor: Actor, action: Action) -> frozenset[str]:
    """Return the ids of the needs an actor may do something with."""
    with desk.workspace.reading() as stores:
        return stores.needs.ids(scope_of(actor, action))


def require_pair(desk: Desk, actor: Actor, pair: Pair, action: Action) -> None:
    """Refuse a pair that an actor may not do something with.

    Raises:
        UnknownIdError: a record is not there, or the pair lies outside; which of them is not said.
    """
    if not visible_pairs(desk, actor, [pair], action):
        raise UnknownIdError(f"工作区里没有编号为“{pair[0]}”的需求。", remedy="请核对编号，或从首页查找。")


def require_verdict(desk: Desk, actor: Actor, number: int) -> None:
    """Refuse a verdict on a pair that an actor may not judge.

    Raises:
        UnknownIdError: there is none of that number, or its pair lies outside; which of them is not said.
    """
    with desk.workspace.reading() as stores:
        stored = stores.feedback.get(number)
    pair = None if stored is None else (str(stored.feedback.need_id), str(stored.feedback.achievement_id))
    if pair is None or not visible_pairs(desk, actor, [pair], Action.PAIRS_JUDGE):
        raise UnknownIdError(f"没有第 {number} 号反馈。", remedy="请用 duijie feedback list 查看编号。")


def visible_matches(
    desk: Desk, actor: Actor, query: Need | Achievement, *, top: int, as_of: date, include_rejected: bool = False
) -> MatchReport:
    """List what fits one record, of what an actor may see: as if the workspace held nothing else."""
    offered = isinstance(query, Need)
    scope = scope_of(actor, Action.ACHIEVEMENTS_VIEW if offered else Action.NEEDS_VIEW)
    if scope.everything:
        return desk.match(query, top=top, as_of=as_of, include_rejected=include_rejected)
    seen = _ids(desk, scope, offered=offered)
    said = _visible_book(desk, seen, offered=offered, include_rejected=include_rejected)
    report = desk.match(query, top=top, as_of=as_of, feedback=said, among=seen)
    return replace(report, notes=(*report.notes, ONLY_VISIBLE))


def visible_findings(
    desk: Desk, actor: Actor, text: str, direction: Direction, *, top: int, wanted: RecordFilter = EVERY_RECORD
) -> Findings:
    """Find wanted records that resemble a sentence, of what an actor may see: as if the workspace held nothing else."""
    offered = direction is Direction.NEEDS
    scope = scope_of(actor, Action.ACHIEVEMENTS_VIEW if offered else Action.NEEDS_VIEW)
    if scope.everything and wanted == EVERY_RECORD:
        return desk.search(text, direction, top=top)
    findings = desk.search(text, direction, top=top, among=_ids(desk, scope, wanted, offered=offered))
    return findings if scope.everything else Findings(findings.found, f"{findings.note}{ONLY_VISIBLE}")


def visible_pairs(desk: Desk, actor: Actor, pairs: Iterable[Pair], action: Action) -> set[Pair]:
    """Return those of some pairs an actor may do something with; whoever may with all gets them unread."""
    scope, asked = scope_of(actor, action), set(pairs)
    if scope.everything:
        return asked
    with desk.workspace.reading() as stores:
        return pairs_within(stores, scope, asked)


def require_all_achievements(actor: Actor) -> None:
    """Refuse what can only be told from all achievements together.

    Raises:
        NotPermittedError: the actor may see only some.
    """
    if not scope_of(actor, Action.ACHIEVEMENTS_VIEW).everything:
        raise NotPermittedError("试配要看全部成果，您的角色只能看本单位的。", remedy="请不选试配，只看诊断。")


def _ids(desk: Desk, scope: Scope, wanted: RecordFilter = EVERY_RECORD, *, offered: bool) -> frozenset[str]:
    """Return the ids of wanted records in a scope: of achievements where these are offered, else of needs."""
    return desk.known_ids.of("achievements" if offered else "needs", scope, wanted)


def _visible_book(desk: Desk, seen: Collection[str], *, offered: bool, include_rejected: bool) -> FeedbackBook:
    """Return what was said of candidates that may be seen: reasons name the titles of others that were judged."""
    named = "achievement_id" if offered else "need_id"
    said = [each for each in history(desk.workspace) if getattr(each.feedback, named) in seen]
    return book(said, include_rejected=include_rejected)
