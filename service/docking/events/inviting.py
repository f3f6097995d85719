"""Invitation lists of an event as they stand, ordered and sent; each move in one transaction with its trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from pydantic import TypeAdapter

from data.errors import UnknownIdError, UsageError
from data.records.accounts import ORGANISATIONS, Actor
from data.records.audit import AuditAction, FieldChange
from data.records.docking_events import (
    ALLOWED_INVITATIONS,
    DockingEvent,
    Invitation,
    InvitationState,
    InvitationStep,
    NewInvitation,
)
from data.records.ids import NeedId
from data.records.invitations import Invitee, InviteeClass, InviteTerms, StoredDraft
from data.records.jobs import JobKind, NewJob
from data.storage.workspace import Stores, Workspace
from service.docking.events.access import EVENTS, FROM_LIST, is_own_invitation, require_event
from service.docking.events.parties import party_key
from service.docking.events.written import checked_text
from service.docking.permissions import Action, scope_of

MOST_NOTE_CHARACTERS: Final = 500
MOST_NAME_CHARACTERS: Final = 200
_MOST: Final = (200, 300, 300, 50)
"""Needs, enterprises, teams, and meetings of one party."""

INVITATION_LABELS: Final[Mapping[InvitationState, str]] = {
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


@dataclass(frozen=True, slots=True)
class InviteOrder:
    """Which list is to be drawn up: of which event, within which terms, as of which day."""

    event: int
    terms: InviteTerms
    as_of: date


_ORDER: Final = TypeAdapter(InviteOrder)


def invitation_job(workspace: Workspace, order: InviteOrder, *, by: Actor, at: datetime) -> NewJob:
    """Return the job that draws a list up, not yet submitted; `check_terms` and `require_event` name the errors."""
    check_terms(order.terms)
    with workspace.reading() as stores:
        require_event(stores, by, order.event, Action.EVENTS_PLAN)
    return NewJob(
        kind=JobKind.INVITE,
        label=f"拟定邀请名单：第 {order.event} 号对接会",
        parameters=_ORDER.dump_python(order, mode="json"),
        created_by=by,
        created_at=at,
    )


def order_of(parameters: Any) -> InviteOrder:  # noqa: ANN401 - JSON of a job
    """Return what a job is to draw up."""
    return _ORDER.validate_python(parameters)


def check_terms(terms: InviteTerms) -> None:
    """Refuse terms that no list can be drawn up for.

    Raises:
        UsageError: a number is out of bounds, or the theme is too long.
    """
    numbers = (terms.most_needs, terms.most_enterprises, terms.most_teams, terms.most_meetings)
    if any(not 1 <= number <= most for number, most in zip(numbers, _MOST, strict=True)):
        limits = "需求 1 至 {}、企业 1 至 {}、团队 1 至 {}、每家场次 1 至 {}。"
        raise UsageError("名单的上限填写有误。", remedy=limits.format(*_MOST))
    if len(terms.theme) > MOST_NAME_CHARACTERS:
        raise UsageError("主题太长。", remedy=f"请不超过 {MOST_NAME_CHARACTERS} 个字。")


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
        own = [each for each in invitations if is_own_invitation(actor, each)]
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
            keep_step(stores, kept[line.invitee.key], InvitationState.INVITED, note=note)
        return len(chosen)


def add_by_hand(
    workspace: Workspace,
    actor: Actor,
    number: int,
    given: tuple[InviteeClass, str, str],
    *,
    needs: Sequence[str],
    at: datetime,
) -> None:
    """Put a party on the list that the choice does not know; it still follows from needs.

    Args:
        workspace: holds the list.
        actor: a planner of the event.
        number: of the event.
        given: class, name, and why it is asked.
        needs: ids of the needs it follows from; at least one.
        at: aware.

    Raises:
        UsageError: a text is missing, or a need is not in the workspace.
    """
    kind, name, basis = given
    name = checked_text(name, name="单位名称", most=MOST_NAME_CHARACTERS, is_needed=True)
    basis = checked_text(basis, name="邀请理由", most=MOST_NOTE_CHARACTERS)
    wanted = [NeedId(each) for each in dict.fromkeys(needs)]
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
        stores.audit.tell(AuditAction.CHANGED, EVENTS, str(number), [FieldChange("invitee", "", name)])


def moves_open_to(actor: Actor, line: InvitationLine) -> list[InvitationState]:
    """Return where somebody may bring an invitation that was written down; an organisation answers, and no more."""
    if line.invitation is None:
        return []
    onwards = ALLOWED_INVITATIONS[line.state]
    allowed = ANSWERS if actor.role in ORGANISATIONS else frozenset(InvitationState)
    return [state for state in InvitationState if state in onwards & allowed]


def _event_of(stores: Stores, actor: Actor, number: int) -> DockingEvent:
    """Return an event somebody may see, or is invited to.

    Raises:
        UnknownIdError: there is none, or it lies outside.
    """
    if actor.role not in ORGANISATIONS:
        return require_event(stores, actor, number, Action.EVENTS_VIEW)
    event = stores.events.get(number)
    is_asked = any(is_own_invitation(actor, each) for each in stores.event_days.invitations(number))
    if event is None or not (is_asked or number in stores.events.events_of(actor.organisation)):
        raise UnknownIdError(f"没有第 {number} 号对接会。", remedy=FROM_LIST)
    return event


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


def keep_step(stores: Stores, found: Invitation, after: InvitationState, *, note: str) -> None:
    """Keep a move of an invitation with its line in the trail, which repeats no note."""
    actor, at = stores.audit.actor, stores.audit.at
    step = InvitationStep(before=found.state, after=after, at=at, actor=actor, note=note)
    stores.event_days.add_invitation_step(found.number, step)
    changes = [FieldChange("invitee", "", found.name), FieldChange("invitation", found.state.value, after.value)]
    stores.audit.tell(AuditAction.CHANGED, EVENTS, str(found.event), changes)
