"""Answers to invitations: who accepts takes part, with the meetings the list counted on; who declines does not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import ORGANISATIONS, Actor
from data.records.audit import AuditAction, FieldChange
from data.records.docking_events import (
    ALLOWED_INVITATIONS,
    Invitation,
    InvitationState,
    NewParticipant,
)
from data.records.events import Guest, Request
from data.records.invitations import GUEST_KINDS
from data.storage.workspace import Stores, Workspace
from service.docking.events.access import EVENTS, is_own_invitation, require_event
from service.docking.events.inviting import (
    ANSWERS,
    INVITATION_LABELS,
    MOST_NOTE_CHARACTERS,
    keep_step,
)
from service.docking.events.written import as_new, checked_text
from service.docking.permissions import Action


def move_invitation(
    workspace: Workspace, actor: Actor, place: tuple[int, int], after: InvitationState, *, note: str = "", at: datetime
) -> Invitation:
    """Bring an invitation a step further: refuse, write and log in one transaction.

    Who accepts and meets at tables becomes a participant of the event; who declines afterwards is marked absent.

    Args:
        workspace: holds it.
        actor: the party itself, or a planner of the event, who then says how they know.
        place: number of the event, and of the invitation.
        after: where it goes.
        note: what is said with it.
        at: aware.

    Returns:
        The invitation as it is now.

    Raises:
        RefusalError: it cannot go there from where it is.
        UsageError: somebody answers for a party without saying how they know.
    """
    note = checked_text(note, name="说明", most=MOST_NOTE_CHARACTERS)
    with workspace.writing(actor, at=at) as stores:
        found = _known(stores, actor, place, after)
        before = found.state
        if after not in ALLOWED_INVITATIONS[before]:
            raise RefusalError(
                f"这项邀请现在是“{INVITATION_LABELS[before]}”，不能改为“{INVITATION_LABELS[after]}”。",
                remedy="请刷新页面，查看最新的进展。",
            )
        if after in ANSWERS and actor.role not in ORGANISATIONS and not note:
            raise UsageError("代为答复没有写依据。", remedy="请写明对方何时、以何种方式答复。")
        keep_step(stores, found, after, note=note)
        if after in ANSWERS:
            _seat(stores, found, is_coming=after is InvitationState.ACCEPTED)
        return next(each for each in stores.event_days.invitations(place[0]) if each.number == found.number)


def _known(stores: Stores, actor: Actor, place: tuple[int, int], after: InvitationState) -> Invitation:
    """Return an invitation an actor may move there, locked.

    Raises:
        UnknownIdError: there is none, or it lies outside.
    """
    event, number = place
    if actor.role not in ORGANISATIONS:
        require_event(stores, actor, event, Action.EVENTS_PLAN)
    # Two parties that accept at the same moment must see each other, or the meeting between them is wished by neither.
    stores.events.get(event, is_locked=True)
    stores.event_days.lock_invitation(number)
    found = next((each for each in stores.event_days.invitations(event) if each.number == number), None)
    may = actor.role not in ORGANISATIONS or (
        found is not None and is_own_invitation(actor, found) and after in ANSWERS
    )
    if found is None or not may:
        raise UnknownIdError(f"没有第 {number} 号邀请。", remedy="请从邀请名单进入。")
    return found


def _seat(stores: Stores, invitation: Invitation, *, is_coming: bool) -> None:
    """Make a party that accepted a participant, with its meetings; mark one that declined afterwards absent."""
    there = {each.guest.id: each for each in stores.events.participants(invitation.event)}.get(invitation.guest_id)
    kind = GUEST_KINDS.get(invitation.kind)
    if there is not None and there.is_absent is is_coming:
        stores.events.change_participant(there, replace(as_new(there), is_absent=not is_coming))
        _tell(stores, invitation, [FieldChange(f"{there.guest.id}.is_absent", str(is_coming), str(not is_coming))])
    elif there is None and kind is not None and is_coming:
        guest = Guest(invitation.guest_id, invitation.name, kind)
        new = NewParticipant(guest=guest, organisation=invitation.organisation, region_code=invitation.region_code)
        stores.events.add_participants(invitation.event, [new])
        _tell(stores, invitation, [FieldChange("participant", "", guest.id)])
    if is_coming:
        _wish(stores, invitation)


def _wish(stores: Stores, invitation: Invitation) -> None:
    """Wish for the meetings of a party that the newest list counts on, with those others that have accepted, too."""
    stored = stores.invitation_drafts.newest(invitation.event)
    here = {each.guest.id for each in stores.events.participants(invitation.event) if not each.is_absent}
    known = {frozenset(each.request.guests) for each in stores.events.requests(invitation.event)}
    meetings = () if stored is None else stored.draft.meetings
    wanted = [
        Request(f"{each.enterprise}-{each.team}", (each.enterprise, each.team), each.value, evidence=each.evidence)
        for each in meetings
        if invitation.guest_id in {each.enterprise, each.team}
        and {each.enterprise, each.team} <= here
        and frozenset({each.enterprise, each.team}) not in known
    ]
    if wanted:
        stores.events.add_requests(invitation.event, wanted)
        _tell(stores, invitation, [FieldChange("request", "", each.id) for each in wanted])


def _tell(stores: Stores, invitation: Invitation, changes: Sequence[FieldChange]) -> None:
    stores.audit.tell(AuditAction.CHANGED, EVENTS, str(invitation.event), list(changes))
