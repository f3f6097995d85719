"""The board of event quotas: how many events each place held or planned, by the rules of notices (LN-05, HA-14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.records.accounts import Actor
from data.records.docking_events import DockingEvent
from data.records.rules import Check, MinCountTerms, QuotaTerms, Rule
from data.reference.regions import codes_within, load_regions
from data.storage.workspace import Workspace
from service.docking.events.event_quotas import CountedEvent, check_events, kinds_counted, level_of
from service.docking.notices.standing import standing
from service.docking.reports.gathering import require_region


@dataclass(frozen=True, slots=True)
class EventQuota:
    """A rule about the number of events, and what it says of each place."""

    rule: Rule
    checks: tuple[Check, ...]


def event_quotas(workspace: Workspace, actor: Actor, *, region_code: str = "", as_of: date) -> tuple[EventQuota, ...]:
    """Check every place of a region by every rule about the number of events, for the year of a day.

    Places are those that the words of the rule ask for; of a rule for the whole, the region itself.

    Args:
        workspace: holds rules and events.
        actor: who looks.
        region_code: "" one's own.
        as_of: the day on which the rules apply.

    Returns:
        One entry a rule; `require_region` names the error.
    """
    region = require_region(actor, region_code)
    with workspace.reading() as stores:
        rules = standing(stores.rules.all(), as_of, region_code=region)
        events = tuple(counted_events(stores.events.all(), as_of))
    return tuple(
        EventQuota(
            rule,
            tuple(
                check_events(rule, events, region_code=code, year=as_of.year)
                for code in _places(rule.terms.unit, region)
            ),
        )
        for rule in rules
        if isinstance(rule.terms, QuotaTerms | MinCountTerms) and kinds_counted(rule.terms.item) is not None
    )


def counted_events(events: Iterable[DockingEvent], as_of: date) -> Iterable[CountedEvent]:
    """Yield events as quotas count them."""
    for each in events:
        held_on = date.fromisoformat(each.plan.held_on) if each.plan.held_on else None
        yield CountedEvent(
            number=each.number,
            kind=each.plan.kind,
            held_on=held_on,
            region_code=each.region_code,
            is_held=held_on is not None and held_on < as_of,
        )


def _places(unit: str, region_code: str) -> tuple[str, ...]:
    level = level_of(unit)
    regions = load_regions()
    if level is None or regions[region_code].level is level:
        return (region_code,)
    found = tuple(code for code in codes_within(region_code) if code in regions and regions[code].level is level)
    return found or (region_code,)
