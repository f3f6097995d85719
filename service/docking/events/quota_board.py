"""How every place of a region stands with the quotas for events in a year, by the confirmed rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.errors import UsageError
from data.records.accounts import Actor
from data.records.docking_events import DockingEvent
from data.records.rules import Check, Outcome, Rule
from data.reference.regions import load_regions
from data.storage.workspace import Workspace
from service.docking.events.event_quotas import check_events, places_asked
from service.docking.events.surroundings import RULES_IN_FORCE, RulesInForce, counted_event, speaks_of_events
from service.docking.permissions import Action, scope_of
from service.docking.visibility import lies_within

_ORDER: Final = (Outcome.FAILED, Outcome.CANNOT_TELL, Outcome.PASSED)
"""What asks for something comes first."""


@dataclass(frozen=True, slots=True)
class QuotaStanding:
    """One rule with its answer for each place it asks for, those that do not pass first, then by code."""

    rule: Rule
    checks: tuple[Check, ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many places have this answer."""
        return sum(each.outcome is outcome for each in self.checks)


@dataclass(frozen=True, slots=True)
class QuotaBoard:
    """The quotas of a region and year.

    Attributes:
        region_code: whose places are listed; "" where the looker must still say which.
        as_of: events before it count as held.
        standings: one a rule; empty where no confirmed rule counts events.
    """

    region_code: str
    year: int
    as_of: date
    standings: tuple[QuotaStanding, ...]

    @property
    def region(self) -> str:
        """The name of the region; "" where it is not known yet."""
        found = load_regions().get(self.region_code)
        return "" if found is None else found.name


def quota_board(
    workspace: Workspace,
    actor: Actor,
    year: int,
    *,
    as_of: date,
    region_code: str = "",
    rules: RulesInForce = RULES_IN_FORCE,
) -> QuotaBoard:
    """Answer every rule on events for every place it asks for.

    Args:
        workspace: holds events and rules.
        actor: a planner; a bureau looks at its own region and what lies in it.
        year: by which "each year" counts.
        as_of: events before it count as held.
        region_code: whose places; "" the bureau's own, or where nobody's is given the province that all events are in.
        rules: gives the rules in force.

    Returns:
        The board; without standings where the region is still to be chosen.

    Raises:
        UsageError: there is no such region, or it lies outside of the bureau's.
    """
    own = scope_of(actor, Action.EVENTS_PLAN).region_code
    with workspace.reading() as stores:
        events, in_force = stores.events.all(), rules(stores)
    code = region_code or own or _province_of(events)
    if code and not (lies_within(code, own) if own else code in load_regions()):
        raise UsageError("没有这个地区，或不在您负责的地区之内。", remedy="请填写本地区或下辖地区的代码。")
    counted = [counted_event(each, as_of) for each in events]
    standings = []
    for rule in in_force if code else ():
        if speaks_of_events(rule):
            places = places_asked(rule, code)
            checks = [check_events(rule, counted, region_code=place, year=year) for place in places]
            standings.append(QuotaStanding(rule, tuple(sorted(checks, key=lambda each: _ORDER.index(each.outcome)))))
    return QuotaBoard(code, year, as_of, tuple(standings))


def _province_of(events: Sequence[DockingEvent]) -> str:
    """Return the province all events are in; "" where there are several, or none."""
    regions = [load_regions().get(each.region_code) for each in events]
    provinces = {each.province for each in regions if each is not None}
    return provinces.pop() if len(provinces) == 1 else ""
