"""What lies around an event: other events of its parties, and the quotas of its place and year."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.records.accounts import Actor
from data.records.docking_events import DockingEvent, InvitationState
from data.records.rules import Check, MinCountTerms, QuotaTerms, Rule
from data.storage.workspace import Stores, Workspace
from service.docking.beijing import beijing_day
from service.docking.events.access import require_event
from service.docking.events.clashes import Clash, clashes_of, engagement_of, is_near
from service.docking.events.event_quotas import CountedEvent, check_events, kinds_counted, places_asked
from service.docking.events.parties import identities_of
from service.docking.notices.standing import standing
from service.docking.permissions import Action

_STANDING: Final = frozenset(InvitationState) - {InvitationState.DECLINED, InvitationState.DROPPED}

RulesInForce = Callable[[Stores], Sequence[Rule]]
"""Gives the confirmed rules of the workspace, each in its newest version."""


def confirmed_rules(stores: Stores) -> Sequence[Rule]:
    """Return the rules that stand on the day of the transaction, on this computer's calendar."""
    return standing(stores.rules.all(), beijing_day(stores.audit.at))


RULES_IN_FORCE: Final[RulesInForce] = confirmed_rules
"""Where the service takes rules from."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around an event.

    Attributes:
        clashes: overlapping hours first; None where the day of the event is not fixed and nothing can be told.
        n_undated: other events without a day, of which nothing can be told either.
        checks: of the quotas for events, for the place the event is in.
    """

    clashes: tuple[Clash, ...] | None
    n_undated: int
    checks: tuple[Check, ...]


def surroundings_of(
    workspace: Workspace, actor: Actor, number: int, *, as_of: date, rules: RulesInForce = RULES_IN_FORCE
) -> Surroundings:
    """Look around an event; of events outside one's scope only the day and name of a clash are told.

    Args:
        workspace: holds all events.
        actor: a planner of the event.
        number: of the event.
        as_of: events before it count as held.
        rules: gives the rules in force.

    Returns:
        Clashes and checks; `require_event` names the errors.
    """
    with workspace.reading() as stores:
        event = require_event(stores, actor, number, Action.EVENTS_PLAN)
        events = stores.events.all()
        own = engagement_of(number, event.plan)
        others = [found for each in events if (found := engagement_of(each.number, each.plan))]
        near = [(each, _parties(stores, each.event)) for each in others if own is not None and is_near(own, each)]
        clashes = None if own is None else clashes_of(own, _proposed(stores, number) | _parties(stores, number), near)
        in_force = rules(stores)
    counted = [counted_event(each, as_of) for each in events]
    year = as_of.year if own is None else own.held_on.year
    return Surroundings(
        clashes=clashes,
        n_undated=sum(engagement_of(each.number, each.plan) is None for each in events if each.number != number),
        checks=tuple(
            check_events(rule, counted, region_code=place, year=year)
            for rule in in_force
            if speaks_of_events(rule)
            for place in places_asked(rule, event.region_code)
        ),
    )


def _parties(stores: Stores, number: int) -> dict[str, str]:
    """Return the parties of an event by every key they are known by -> their name."""
    known: dict[str, str] = {}
    for each in stores.events.participants(number):
        if not each.is_absent:
            known.update(dict.fromkeys(identities_of(each.guest, each.organisation), each.guest.name))
    for invitation in stores.event_days.invitations(number):
        if invitation.state in _STANDING:
            known.setdefault(invitation.guest_id, invitation.name)
    return known


def _proposed(stores: Stores, number: int) -> dict[str, str]:
    """Return the parties that the newest list of an event proposes; of other events nobody is bound by it."""
    stored = stores.invitation_drafts.newest(number)
    return {} if stored is None else {each.key: each.name for each in stored.draft.invitees}


def counted_event(event: DockingEvent, as_of: date) -> CountedEvent:
    """Return an event as quotas count it; before the day it is held."""
    held_on = date.fromisoformat(event.plan.held_on) if event.plan.held_on else None
    return CountedEvent(
        number=event.number,
        kind=event.plan.kind,
        held_on=held_on,
        region_code=event.region_code,
        is_held=held_on is not None and held_on < as_of,
    )


def speaks_of_events(rule: Rule) -> bool:
    """Tell whether a rule counts events, or docking otherwise, which is then said not to be told here."""
    terms = rule.terms
    return isinstance(terms, QuotaTerms | MinCountTerms) and (
        kinds_counted(terms.item) is not None or "对接" in terms.item
    )
