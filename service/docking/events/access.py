"""Which events somebody may see, plan and answer: what lies outside is answered as if it were not there."""

from collections.abc import Sequence
from typing import Final

from data.errors import UnknownIdError
from data.records.accounts import ORGANISATIONS, Actor
from data.records.docking_events import DockingEvent, Invitation, InvitationState, Participant
from data.records.scopes import Scope
from data.storage.workspace import Stores, Workspace
from service.docking.permissions import PERMISSIONS, Action, Reach, scope_of
from service.docking.visibility import lies_within

EVENTS: Final = "events"
"""Under which kind the audit trail names events."""
FROM_LIST: Final = "请从对接会列表进入。"


def visible_events(workspace: Workspace, actor: Actor) -> list[DockingEvent]:
    """Return the events an actor may see, newest first."""
    scope = scope_of(actor, Action.EVENTS_VIEW)
    with workspace.reading() as stores:
        mine = stores.events.events_of(scope.organisation) if scope.organisation else set()
        return [event for event in stores.events.all() if _lies_in(event, scope, mine)]


def own_invitations(workspace: Workspace, actor: Actor) -> list[Invitation]:
    """Return the invitations sent to an actor's organisation; to events it does not take part in as well."""
    if actor.role not in ORGANISATIONS or not actor.organisation:
        return []
    with workspace.reading() as stores:
        found = stores.event_days.invitations_to(actor.organisation)
    return [each for each in found if is_own_invitation(actor, each)]


def is_own_invitation(actor: Actor, invitation: Invitation) -> bool:
    """Tell whether an invitation is to an actor's organisation, which knows of it once it was sent."""
    is_sent = invitation.state not in {InvitationState.PROPOSED, InvitationState.DROPPED}
    return bool(actor.organisation) and invitation.organisation == actor.organisation and is_sent


def require_event(
    stores: Stores, actor: Actor, number: int, action: Action, *, is_locked: bool = False
) -> DockingEvent:
    """Return an event an actor may do something with; locked, nobody else changes it in the meantime.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    scope = scope_of(actor, action)
    event = stores.events.get(number, is_locked=is_locked)
    mine = stores.events.events_of(scope.organisation) if scope.organisation else set()
    if event is None or not _lies_in(event, scope, mine):
        raise UnknownIdError(f"没有第 {number} 号对接会。", remedy=FROM_LIST)
    return event


def answers_for(actor: Actor, participant: Participant) -> bool:
    """Tell whether an actor may answer for a participant of an event they may answer in."""
    reach = PERMISSIONS[Action.EVENTS_ANSWER][actor.role]
    if reach is Reach.OWN:
        return is_own(actor, participant)
    return reach is not Reach.NONE


def is_own(actor: Actor, participant: Participant) -> bool:
    """Tell whether a participant comes from an actor's organisation."""
    return actor.role in ORGANISATIONS and bool(actor.organisation) and participant.organisation == actor.organisation


def own_participants(actor: Actor, participants: Sequence[Participant]) -> list[Participant]:
    """Return those that come from an actor's organisation."""
    return [each for each in participants if is_own(actor, each)]


def may(actor: Actor, action: Action) -> bool:
    """Tell whether a role may do something at all."""
    return PERMISSIONS[action][actor.role] is not Reach.NONE


def _lies_in(event: DockingEvent, scope: Scope, mine: set[int]) -> bool:
    if scope.everything:
        return True
    if scope.region_code:
        return lies_within(event.region_code, scope.region_code)
    return event.number in mine
