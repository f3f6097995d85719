"""Which records an actor may see: what lies outside is answered as if it were not there."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from data.errors import NotPermittedError, UnknownIdError
from data.records.accounts import Actor
from data.records.achievements import Achievement
from data.records.enums import Direction
from data.records.matches import Match, MatchList, MatchReport
from data.records.needs import Need
from data.records.scopes import Scope
from data.reference.regions import load_regions
from ingest.parsing.regions import find_region
from matcher.feedback import FeedbackBook
from service.docking.answering import Desk, Findings
from service.docking.feedback import book, history
from service.docking.permissions import Action, scope_of
from service.docking.searching import Found

ASKED_FOR = 200
"""Candidates asked for where some may be left out; as many as retrieval usually finds."""

ONLY_VISIBLE = "只列出您有权查看的记录。"


def region_code_of(record: Need | Achievement) -> str:
    """Return the region a record belongs to; where it states none, the one its enterprise or university is named by.

    "" where neither names one.
    """
    owner = record.enterprise if isinstance(record, Need) else record.university
    region = find_region(record.region) or find_region(owner)
    return "" if region is None else region.code


def organisation_of(record: Need | Achievement) -> str:
    """Return whose record it is, as written."""
    return record.enterprise if isinstance(record, Need) else record.university


def lies_within(code: str, outer: str) -> bool:
    """Tell whether a region is another one or lies in it; a code that is not known lies nowhere."""
    region = load_regions().get(code)
    return region is not None and outer in {region.code, region.province, region.city, region.county}


def covers(scope: Scope, record: Need | Achievement) -> bool:
    """Tell whether a record belongs to a scope."""
    if scope.everything:
        return True
    if scope.region_code:
        return lies_within(region_code_of(record), scope.region_code)
    return bool(scope.organisation) and organisation_of(record) == scope.organisation


def covers_pair(scope: Scope, need: Need, achievement: Achievement) -> bool:
    """Tell whether a pair belongs to a scope: to a bureau by its need, to an organisation by either record."""
    return covers(scope, need) or (bool(scope.organisation) and covers(scope, achievement))


def may_see(actor: Actor, record: Need | Achievement) -> bool:
    """Tell whether an actor may see a record."""
    return covers(scope_of(actor, _VIEW[type(record)]), record)


def visible_need(desk: Desk, actor: Actor, number: str, action: Action = Action.NEEDS_VIEW) -> Need:
    """Return a need an actor may do something with.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    need = desk.need(number)
    if not covers(scope_of(actor, action), need):
        raise UnknownIdError(f"工作区里没有编号为“{number}”的需求。", remedy="请核对编号，或从首页查找。")
    return need


def visible_achievement(
    desk: Desk, actor: Actor, number: str, action: Action = Action.ACHIEVEMENTS_VIEW
) -> Achievement:
    """Return an achievement an actor may do something with.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    achievement = desk.achievement(number)
    if not covers(scope_of(actor, action), achievement):
        raise UnknownIdError(f"工作区里没有编号为“{number}”的成果。", remedy="请核对编号，或从首页查找。")
    return achievement


def require_pair(desk: Desk, actor: Actor, pair: tuple[str, str], action: Action) -> None:
    """Refuse a pair (need, achievement) that an actor may not do something with.

    Raises:
        UnknownIdError: a record is not there, or the pair lies outside; which of them is not said.
    """
    scope = scope_of(actor, action)
    if not scope.everything and not covers_pair(scope, desk.need(pair[0]), desk.achievement(pair[1])):
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
    """List what fits one record, of what an actor may see; ranks count the listed ones."""
    scope = scope_of(actor, _VIEW[Achievement if isinstance(query, Need) else Need])
    if scope.everything:
        return desk.match(query, top=top, as_of=as_of, include_rejected=include_rejected)
    said = _visible_book(desk, scope, query, include_rejected=include_rejected)
    return _within(desk.match(query, top=max(top, ASKED_FOR), as_of=as_of, feedback=said), scope, top=top)


def visible_findings(desk: Desk, actor: Actor, text: str, direction: Direction, *, top: int) -> Findings:
    """Find records that resemble a sentence, of what an actor may see; ranks count the listed ones."""
    scope = scope_of(actor, Action.ACHIEVEMENTS_VIEW if direction is Direction.NEEDS else Action.NEEDS_VIEW)
    if scope.everything:
        return desk.search(text, direction, top=top)
    findings = desk.search(text, direction, top=max(top, ASKED_FOR))
    seen = [each.record for each in findings.found if covers(scope, each.record)][:top]
    found = tuple(Found(rank, record) for rank, record in enumerate(seen, start=1))
    return Findings(found, f"{findings.note}{ONLY_VISIBLE}")


def visible_pairs(desk: Desk, actor: Actor, pairs: Iterable[tuple[str, str]], action: Action) -> set[tuple[str, str]]:
    """Return those of the pairs (need, achievement) an actor may do something with; unknown records are in no scope."""
    scope = scope_of(actor, action)
    if scope.everything:
        return set(pairs)
    # Read whole: two queries, however many pairs there are.
    with desk.workspace.reading() as stores:
        needs = {each.id: each for each in stores.needs.all()}
        offers = {each.id: each for each in stores.achievements.all()}
    known = [(needs.get(need), offers.get(offer)) for need, offer in pairs]  # type: ignore[call-overload] # ids are text
    return {
        (need.id, offer.id)
        for need, offer in known
        if need is not None and offer is not None and covers_pair(scope, need, offer)
    }


def require_all_achievements(actor: Actor) -> None:
    """Refuse what can only be told from all achievements together.

    Raises:
        NotPermittedError: the actor may see only some.
    """
    if not scope_of(actor, Action.ACHIEVEMENTS_VIEW).everything:
        raise NotPermittedError("试配要看全部成果，您的角色只能看本单位的。", remedy="请不选试配，只看诊断。")


_VIEW = {Need: Action.NEEDS_VIEW, Achievement: Action.ACHIEVEMENTS_VIEW}


def _visible_book(desk: Desk, scope: Scope, query: Need | Achievement, *, include_rejected: bool) -> FeedbackBook:
    """Return what was said of candidates in a scope: reasons name the titles of others that were judged."""
    stored = history(desk.workspace)
    with desk.workspace.reading() as stores:
        candidates: Iterable[Need | Achievement | None] = (
            [stores.achievements.get(number) for number in {each.feedback.achievement_id for each in stored}]
            if isinstance(query, Need)
            else [stores.needs.get(number) for number in {each.feedback.need_id for each in stored}]
        )
    seen = {each.id for each in candidates if each is not None and covers(scope, each)}
    named = "achievement_id" if isinstance(query, Need) else "need_id"
    said = [each for each in stored if getattr(each.feedback, named) in seen]
    return book(said, include_rejected=include_rejected)


def _within(report: MatchReport, scope: Scope, *, top: int) -> MatchReport:
    (found,) = report.lists
    for_need = report.direction is Direction.NEEDS

    def seen(matches: Iterable[Match]) -> tuple[Match, ...]:
        records = [
            (match, report.achievements[match.achievement_id] if for_need else report.needs[match.need_id])
            for match in matches
        ]
        kept = [match for match, record in records if covers(scope, record)][:top]
        return tuple(replace(match, rank=rank) for rank, match in enumerate(kept, start=1))

    shortened: MatchList = replace(found, matches=seen(found.matches), nearest=seen(found.nearest))
    named = {match.achievement_id if for_need else match.need_id for match in shortened.matches + shortened.nearest}
    return replace(
        report,
        lists=(shortened,),
        needs={key: each for key, each in report.needs.items() if for_need or key in named},
        achievements={key: each for key, each in report.achievements.items() if not for_need or key in named},
        notes=(*report.notes, ONLY_VISIBLE),
    )
