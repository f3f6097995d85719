"""Visits of delegations: a log, and for each a briefing with what we need and what the host can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from data.errors import UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.achievements import Achievement
from data.records.census import Visit
from data.records.enums import Level
from data.records.ids import AchievementId
from data.records.matches import Match
from data.records.needs import Need
from data.storage.workspace import Stores, Workspace
from service.docking.answering import Desk
from service.docking.census.campaigns import require_region, sees_region
from service.docking.census.condensing import require_needs
from service.docking.masked_edits import taken_over
from service.docking.permissions import Action, scope_of

MOST_NEEDS: Final = 30
"""Needs taken along: each is matched with the host's results when the briefing is made."""
MOST_CHARACTERS: Final = 1000
_TEXTS: Final = ("leader", "host", "members", "purpose", "outcome")
_MOST_OFFERS: Final = 3
"""Results of the host listed for one need."""


@dataclass(frozen=True, slots=True)
class BriefedNeed:
    """A need that is taken along, with what the host can answer it by: fitting results, best first.

    Attributes:
        nearest: where none fits, the best that is at least weakly related; None where there is none.
    """

    need: Need
    answers: tuple[tuple[Achievement, Match], ...]
    nearest: tuple[Achievement, Match] | None


@dataclass(frozen=True, slots=True)
class Briefing:
    """Both sides of a visit.

    Attributes:
        needs: our side, in the order they were chosen.
        offers: results of the host that answer none of our needs, in the order of arrival.
        n_offers: how many results of the host the workspace knows.
        as_of: the day against which validity was checked.
    """

    visit: Visit
    needs: tuple[BriefedNeed, ...]
    offers: tuple[Achievement, ...]
    n_offers: int
    as_of: date


def log_visit(workspace: Workspace, actor: Actor, visit: Visit, *, at: datetime) -> Visit:
    """Write down a visit that is planned or was made.

    Returns:
        The visit as it is kept; `_checked` names the errors.
    """
    require_region(actor, visit.region_code)
    with workspace.writing(actor, at=at) as stores:
        _checked(stores, actor, visit)
        return stores.census.visits.add(visit)


def change_visit(workspace: Workspace, actor: Actor, visit: Visit, *, expected_version: int, at: datetime) -> Visit:
    """Change a visit, or write down what came of it; its region stays, and so do contacts that come back hidden.

    Returns:
        The visit as it is now; `_seen`, `_checked`, `taken_over` and `NumberedRepository.change` name the errors.
    """
    with workspace.writing(actor, at=at) as stores:
        stored = _seen(stores, actor, visit.number, Action.CENSUS_RUN)
        _checked(stores, actor, visit)
        values: dict[str, object] = {"held_on": visit.held_on, "need_ids": visit.need_ids}
        values |= {name: taken_over(name, getattr(stored, name), getattr(visit, name)) for name in _TEXTS}
        return stores.census.visits.change(visit.number, values, expected_version=expected_version)


def visits_of(workspace: Workspace, actor: Actor) -> list[Visit]:
    """Return the visits of the regions an actor may see, the latest day first."""
    scope = scope_of(actor, Action.CENSUS_VIEW)
    with workspace.reading() as stores:
        found = stores.census.visits.all()
    seen = [each for each in found if sees_region(scope, each.region_code)]
    return sorted(seen, key=lambda each: (each.held_on, each.number), reverse=True)


def visit_of(workspace: Workspace, actor: Actor, number: int) -> Visit:
    """Return a visit an actor may see; `_seen` names the error."""
    with workspace.reading() as stores:
        return _seen(stores, actor, number, Action.CENSUS_VIEW)


def briefing_of(desk: Desk, actor: Actor, number: int, *, as_of: date) -> Briefing:
    """Match the needs of a visit with the results of its host alone.

    Args:
        desk: over an indexed workspace; where the host has no results nothing is matched.
        actor: who asks.
        number: of the visit.
        as_of: the day against which validity is checked.

    Returns:
        Both sides; `_seen` and `Desk.match` name the errors.
    """
    needs_scope = scope_of(actor, Action.NEEDS_VIEW)
    with desk.workspace.reading() as stores:
        visit = _seen(stores, actor, number, Action.CENSUS_VIEW)
        known = {str(each.id): each for each in stores.needs.named(list(visit.need_ids), scope=needs_scope)}
        offers = {each.id: each for each in stores.achievements.by_university(visit.host)}
    needs = [known[each] for each in visit.need_ids if each in known]
    briefed = tuple(_briefed(desk, need, offers, as_of) for need in needs)
    used = {achievement.id for each in briefed for achievement, _ in each.answers}
    rest = tuple(each for each in offers.values() if each.id not in used)
    return Briefing(visit, briefed, rest, len(offers), as_of)


def _briefed(desk: Desk, need: Need, offers: Mapping[AchievementId, Achievement], as_of: date) -> BriefedNeed:
    if not offers:
        return BriefedNeed(need, (), None)
    report = desk.match(need, top=_MOST_OFFERS, as_of=as_of, among=frozenset(offers))
    (found,) = report.lists
    answers = tuple((offers[match.achievement_id], match) for match in found.matches if match.fits)
    others = [match for match in (*found.matches, *found.nearest) if match.level is Level.WEAK]
    nearest = (offers[others[0].achievement_id], others[0]) if others and not answers else None
    return BriefedNeed(need, answers, nearest)


def _seen(stores: Stores, actor: Actor, number: int, action: Action) -> Visit:
    """Return a visit somebody may do something with.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    scope, found = scope_of(actor, action), stores.census.visits.get(number)
    if found is None or not sees_region(scope, found.region_code):
        raise UnknownIdError(f"没有第 {number} 号走访。", remedy="请从走访记录中选择。")
    return found


def _checked(stores: Stores, actor: Actor, visit: Visit) -> None:
    """Refuse a visit that says nothing, or takes along needs that cannot be seen.

    Raises:
        UsageError: a field is empty or too long.
    """
    texts = (visit.leader, visit.host, visit.members, visit.purpose, visit.outcome)
    faults = {
        "没有写走访的单位。": not visit.host.strip(),
        f"有一项超过 {MOST_CHARACTERS} 个字。": max(map(len, texts)) > MOST_CHARACTERS,
        f"带去的需求超过 {MOST_NEEDS} 项。": len(visit.need_ids) > MOST_NEEDS,
    }
    for message, is_so in faults.items():
        if is_so:
            raise UsageError(message, remedy="请改正后重新提交。")
    require_needs(stores, actor, visit.need_ids)
