"""Invitation lists of an event: drawn up, sent, answered; every move in one transaction with its line in the trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import ORGANISATIONS, Actor
from data.records.audit import AuditAction, FieldChange
from data.records.docking_events import (
    ALLOWED_INVITATIONS,
    DockingEvent,
    Invitation,
    InvitationState,
    InvitationStep,
    NewInvitation,
    NewParticipant,
)
from data.records.events import Guest
from data.records.ids import NeedId
from data.records.invitations import GUEST_KINDS, InvitationDraft, Invitee, InviteeClass, InviteTerms, StoredDraft
from data.storage.workspace import Stores, Workspace
from service.docking.answering import Desk
from service.docking.events.access import FROM_LIST, require_event
from service.docking.events.drafting import draft_of
from service.docking.events.gathering import gather
from service.docking.events.invitee_classes import beside_the_tables
from service.docking.events.parties import party_key
from service.docking.permissions import Action, scope_of

INVITATIONS: Final = "invitations"
"""Under which kind the audit trail names invitations; notes are not repeated there."""
MOST_NOTE_CHARACTERS: Final = 500
MOST_NAME_CHARACTERS: Final = 200

STATE_LABELS: Final[Mapping[InvitationState, str]] = {
    InvitationState.PROPOSED: "拟邀请",
    InvitationState.INVITED: "已邀请，待答复",
    InvitationState.ACCEPTED: "已接受",
    InvitationState.DECLINED: "已谢绝",
    InvitationState.NO_ANSWER: "未答复",
    InvitationState.DROPPED: "已移出名单",
}

ANSWERS: Final = frozenset({InvitationState.ACCEPTED, InvitationState.DECLINED})
"""Moves that are the party's own; whoever writes them down for it says how it let them be known."""


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """A party of the list with how far its invitation is.

    Attributes:
        invitation: None where nobody has acted on it yet.
        is_proposed: it stands in the newest list.
        partners: names of the parties it should meet.
    """

    invitee: Invitee
    invitation: Invitation | None
    is_proposed: bool = False
    partners: tuple[str, ...] = ()

    @property
    def state(self) -> InvitationState:
        """How far it is."""
        return InvitationState.PROPOSED if self.invitation is None else self.invitation.state


@dataclass(frozen=True, slots=True)
class InvitationList:
    """The list of an event as it stands now; `stored` is None where none was drawn up yet."""

    event: DockingEvent
    stored: StoredDraft | None
    lines: tuple[InvitationLine, ...]

    def count(self, state: InvitationState) -> int:
        """Return how many parties are so far."""
        return sum(line.state is state for line in self.lines)


def draw_up(desk: Desk, actor: Actor, number: int, terms: InviteTerms, *, as_of: date, at: datetime) -> InvitationDraft:
    """Draw a list up from the matches of a theme and region, and keep it; invitations that were sent stay.

    Args:
        desk: answers over the workspace.
        actor: a planner of the event.
        number: of the event.
        terms: theme, region, and how many of each side.
        as_of: the day against which matches check validity.
        at: aware.

    Returns:
        The list.

    Raises:
        UsageError: a number is out of bounds.
    """
    if not 1 <= terms.most_needs <= 100 or min(terms.most_enterprises, terms.most_teams, terms.most_meetings) < 1:
        raise UsageError("名单的上限填写有误。", remedy="需求 1 至 100 项，企业、团队和场次至少为 1。")
    with desk.workspace.reading() as stores:
        event = require_event(stores, actor, number, Action.EVENTS_PLAN)
    gathered = gather(desk, actor, event, terms, as_of=as_of)
    draft = draft_of(gathered.material, terms, as_of=as_of, notes=gathered.notes)
    beside = beside_the_tables(draft, gathered.registered, gathered.industries)
    draft = replace(draft, invitees=(*draft.invitees, *beside))
    with desk.workspace.writing(actor, at=at) as stores:
        require_event(stores, actor, number, Action.EVENTS_PLAN, is_locked=True)
        stores.invitation_drafts.add(number, draft, at=at, actor=actor)
        told = [FieldChange("n_invitees", "", str(len(draft.invitees)))]
        stores.audit.tell(AuditAction.ADDED, INVITATIONS, str(number), told)
    return draft


def invitation_list(workspace: Workspace, actor: Actor, number: int) -> InvitationList:
    """Return the list of an event; an organisation sees its own invitations alone, once they were sent.

    Raises:
        UnknownIdError: there is no such event, or it lies outside; which of them is not said.
    """
    with workspace.reading() as stores:
        event = _event_of(stores, actor, number)
        stored = stores.invitation_drafts.newest(number)
        invitations = stores.event_days.invitations(number)
    if actor.role in ORGANISATIONS:
        own = [each for each in invitations if _is_own(actor, each)]
        return InvitationList(event, None, tuple(InvitationLine(_invitee_of(each), each) for each in own))
    return InvitationList(event, stored, _lines(stored, invitations))


def invite(
    workspace: Workspace, actor: Actor, number: int, keys: Sequence[str], *, note: str = "", at: datetime
) -> int:
    """Write down that parties of the list were invited; those invited before are left as they are.

    Args:
        workspace: holds the list.
        actor: a planner of the event.
        number: of the event.
        keys: of the parties.
        note: how they were invited.
        at: aware.

    Returns:
        How many were invited now.

    Raises:
        UsageError: nobody is named, or somebody who is not on the list.
    """
    note = checked_text(note, name="说明", most=MOST_NOTE_CHARACTERS)
    with workspace.writing(actor, at=at) as stores:
        require_event(stores, actor, number, Action.EVENTS_PLAN, is_locked=True)
        lines = {
            line.invitee.key: line
            for line in _lines(stores.invitation_drafts.newest(number), stores.event_days.invitations(number))
        }
        unknown = [key for key in keys if key not in lines]
        if unknown or not keys:
            raise UsageError("没有选择名单上的单位。", remedy="请刷新页面后重新勾选。")
        chosen = [
            lines[key]
            for key in dict.fromkeys(keys)
            if InvitationState.INVITED in ALLOWED_INVITATIONS[lines[key].state]
        ]
        missing = [_new(line.invitee) for line in chosen if line.invitation is None]
        stores.event_days.add_invitations(number, missing)
        kept = {each.guest_id: each for each in stores.event_days.invitations(number)}
        for line in chosen:
            _step(stores, kept[line.invitee.key], InvitationState.INVITED, note=note)
        return len(chosen)


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
                f"这项邀请现在是“{STATE_LABELS[before]}”，不能改为“{STATE_LABELS[after]}”。",
                remedy="请刷新页面，查看最新的进展。",
            )
        if after in ANSWERS and actor.role not in ORGANISATIONS and not note:
            raise UsageError("代为答复没有写依据。", remedy="请写明对方何时、以何种方式答复。")
        _step(stores, found, after, note=note)
        if after in ANSWERS:
            _seat(stores, found, is_coming=after is InvitationState.ACCEPTED)
        return next(each for each in stores.event_days.invitations(place[0]) if each.number == found.number)


def add_by_hand(
    workspace: Workspace, actor: Actor, number: int, given: tuple[InviteeClass, str, str], *, needs: str, at: datetime
) -> None:
    """Put a party on the list that the choice does not know; it still follows from needs.

    Args:
        workspace: holds the list.
        actor: a planner of the event.
        number: of the event.
        given: class, name, and why it is asked.
        needs: ids of the needs it follows from, apart by blanks or commas; at least one.
        at: aware.

    Raises:
        UsageError: a text is missing, or a need is not in the workspace.
    """
    kind, name, basis = given
    name = checked_text(name, name="单位名称", most=MOST_NAME_CHARACTERS, is_needed=True)
    basis = checked_text(basis, name="邀请理由", most=MOST_NOTE_CHARACTERS)
    wanted = [NeedId(each) for each in dict.fromkeys(needs.replace("，", " ").replace(",", " ").split())]
    with workspace.writing(actor, at=at) as stores:
        require_event(stores, actor, number, Action.EVENTS_PLAN, is_locked=True)
        there = stores.needs.ids(scope_of(actor, Action.NEEDS_VIEW), among=wanted)
        missing = [each for each in wanted if each not in there]
        if missing or not wanted:
            told = f"工作区里没有需求 {'、'.join(missing)}。" if missing else "没有写对应的需求编号。"
            raise UsageError(told, remedy="邀请须由需求而来：请写出至少一项需求的编号。")
        new = NewInvitation(
            guest_id=party_key(kind, name),
            name=name,
            kind=kind,
            organisation=name,
            record_ids=tuple(wanted),
            why=basis,
        )
        stores.event_days.add_invitations(number, [new])
        stores.audit.tell(AuditAction.ADDED, INVITATIONS, str(number), [FieldChange("name", "", name)])


def moves_open_to(actor: Actor, line: InvitationLine) -> list[InvitationState]:
    """Return where somebody may bring an invitation that was written down; an organisation answers, and no more."""
    if line.invitation is None:
        return []
    onwards = ALLOWED_INVITATIONS[line.state]
    allowed = ANSWERS if actor.role in ORGANISATIONS else frozenset(InvitationState) - {InvitationState.PROPOSED}
    return [state for state in InvitationState if state in onwards & allowed]


def checked_text(text: str, *, name: str, most: int, is_needed: bool = False) -> str:
    """Return a text without blanks around it.

    Raises:
        UsageError: it is missing or too long.
    """
    # No database but SQLite keeps this character.
    text = text.replace("\x00", "").strip()
    if (is_needed and not text) or len(text) > most:
        raise UsageError(f"{name}没有填写或太长。", remedy=f"请写清楚，不超过 {most} 个字。")
    return text


def _event_of(stores: Stores, actor: Actor, number: int) -> DockingEvent:
    """Return an event somebody may see, or is invited to.

    Raises:
        UnknownIdError: there is none, or it lies outside.
    """
    if actor.role not in ORGANISATIONS:
        return require_event(stores, actor, number, Action.EVENTS_VIEW)
    event = stores.events.get(number)
    is_asked = any(_is_own(actor, each) for each in stores.event_days.invitations(number))
    if event is None or not (is_asked or number in stores.events.events_of(actor.organisation)):
        raise UnknownIdError(f"没有第 {number} 号对接会。", remedy=FROM_LIST)
    return event


def _is_own(actor: Actor, invitation: Invitation) -> bool:
    is_sent = invitation.state not in {InvitationState.PROPOSED, InvitationState.DROPPED}
    return bool(actor.organisation) and invitation.organisation == actor.organisation and is_sent


def _lines(stored: StoredDraft | None, invitations: Sequence[Invitation]) -> tuple[InvitationLine, ...]:
    proposed = () if stored is None else stored.draft.invitees
    kept = {each.guest_id: each for each in invitations}
    names = {each.guest_id: each.name for each in invitations} | {each.key: each.name for each in proposed}
    listed = [
        InvitationLine(
            each,
            kept.get(each.key),
            is_proposed=True,
            partners=tuple(names.get(one, one) for one in each.partners),
        )
        for each in proposed
    ]
    keys = {each.key for each in proposed}
    beyond = [InvitationLine(_invitee_of(each), each) for each in invitations if each.guest_id not in keys]
    return tuple(sorted([*listed, *beyond], key=lambda line: list(InviteeClass).index(line.invitee.kind)))


def _invitee_of(invitation: Invitation) -> Invitee:
    return Invitee(
        key=invitation.guest_id,
        kind=invitation.kind,
        name=invitation.name,
        organisation=invitation.organisation,
        value=invitation.value,
        needs=tuple(NeedId(each) for each in invitation.record_ids),
        basis=invitation.why,
        region_code=invitation.region_code,
    )


def _new(invitee: Invitee) -> NewInvitation:
    return NewInvitation(
        guest_id=invitee.key,
        name=invitee.name,
        kind=invitee.kind,
        organisation=invitee.organisation,
        region_code=invitee.region_code,
        value=invitee.value,
        record_ids=tuple(invitee.needs),
        why=invitee.basis,
    )


def _step(stores: Stores, found: Invitation, after: InvitationState, *, note: str) -> None:
    actor, at = stores.audit.actor, stores.audit.at
    step = InvitationStep(before=found.state, after=after, at=at, actor=actor, note=note)
    stores.event_days.add_invitation_step(found.number, step)
    change = FieldChange("invitation", found.state.value, after.value)
    stores.audit.tell(AuditAction.CHANGED, INVITATIONS, f"{found.event}-{found.number}", [change])


def _known(stores: Stores, actor: Actor, place: tuple[int, int], after: InvitationState) -> Invitation:
    """Return an invitation an actor may move there, locked.

    Raises:
        UnknownIdError: there is none, or it lies outside.
    """
    event, number = place
    if actor.role not in ORGANISATIONS:
        require_event(stores, actor, event, Action.EVENTS_PLAN)
    stores.event_days.lock_invitation(number)
    found = next((each for each in stores.event_days.invitations(event) if each.number == number), None)
    may = actor.role not in ORGANISATIONS or (found is not None and _is_own(actor, found) and after in ANSWERS)
    if found is None or not may:
        raise UnknownIdError(f"没有第 {number} 号邀请。", remedy="请从邀请名单进入。")
    return found


def _seat(stores: Stores, invitation: Invitation, *, is_coming: bool) -> None:
    """Make a party that accepted a participant; mark one that declined afterwards absent."""
    kind = GUEST_KINDS.get(invitation.kind)
    there = {each.guest.id: each for each in stores.events.participants(invitation.event)}.get(invitation.guest_id)
    if there is not None:
        if there.is_absent is is_coming:
            seated = NewParticipant(
                guest=there.guest,
                organisation=there.organisation,
                region_code=there.region_code,
                arrives=there.arrives,
                leaves=there.leaves,
                is_absent=not is_coming,
            )
            stores.events.change_participant(there, seated)
    elif kind is not None and is_coming:
        guest = Guest(invitation.guest_id, invitation.name, kind)
        new = NewParticipant(guest=guest, organisation=invitation.organisation, region_code=invitation.region_code)
        stores.events.add_participants(invitation.event, [new])
