"""Taking back what was entered by mistake: a participant nothing hangs on, an event that was never released."""

from dataclasses import replace
from datetime import datetime

from data.errors import RefusalError, UnknownIdError
from data.records.accounts import Actor
from data.records.audit import AuditAction, FieldChange
from data.records.docking_events import InvitationState, Participant
from data.storage.workspace import Stores, Workspace
from service.docking.events.access import EVENTS, require_event
from service.docking.events.book import EventBook, read_book
from service.docking.events.event_content import check_event
from service.docking.permissions import Action


def remove_participant(workspace: Workspace, actor: Actor, place: tuple[int, int], *, seen: int, at: datetime) -> None:
    """Delete a participant that was looked at in the version `seen`; one with wishes, answers or facts stays.

    A meeting of a released agenda is of a wish, and wishes are never deleted: who has met, or was to meet, has one.

    Args:
        workspace: holds the event.
        actor: a planner of it.
        place: numbers of the event and of the participant.
        seen: version that was looked at.
        at: aware.

    Raises:
        UnknownIdError: there is no such participant.
        RefusalError: something hangs on them; the message says what.
        UsageError: a roadshow names them.
        StaleRecordError: somebody else changed them since.
    """
    with workspace.writing(actor, at=at) as stores:
        event = require_event(stores, actor, place[0], Action.EVENTS_PLAN, is_locked=True)
        book = read_book(stores, event)
        found = next((each for each in book.participants if each.number == place[1]), None)
        if found is None:
            raise UnknownIdError(f"这场活动没有第 {place[1]} 号参加者。", remedy="请从参加者名单中选择。")
        held = _held_by(stores, book, found)
        if held:
            raise RefusalError(f"不能删除这个参加者：{'、'.join(held)}。", remedy="不来的，请记为“不来了”。")
        others = [each for each in book.participants if each.number != found.number]
        check_event(event, list(others), [each.request for each in book.requests])
        stores.events.remove_participant(replace(found, version=seen))
        told = FieldChange("participant", found.guest.id, "")
        stores.audit.tell(AuditAction.CHANGED, EVENTS, str(event.number), [told])


def remove_event(workspace: Workspace, actor: Actor, number: int, *, seen: int, at: datetime) -> None:
    """Delete an event that was looked at in the version `seen`, with all that was entered for it.

    Raises:
        RefusalError: it was released, somebody accepted or answered, or something was written down of its day.
        StaleRecordError: somebody else changed it since.
    """
    with workspace.writing(actor, at=at) as stores:
        event = require_event(stores, actor, number, Action.EVENTS_PLAN, is_locked=True)
        if stores.agendas.newest(number) is not None:
            raise RefusalError("这场活动的日程已经发布，不能删除。", remedy="不办的，请在活动名称中注明。")
        if stores.event_days.day_notes(number):
            raise RefusalError("这场活动已有当天的登记，不能删除。", remedy="请保留作为记录。")
        if any(each.state is InvitationState.ACCEPTED for each in stores.event_days.invitations(number)):
            raise RefusalError("已有单位接受这场活动的邀请，不能删除。", remedy="不办的，请在活动名称中注明。")
        if read_book(stores, event).answers:
            raise RefusalError("已有参加者对会面意愿作出答复，不能删除。", remedy="不办的，请在活动名称中注明。")
        stores.events.remove(number, seen)
        stores.audit.tell(AuditAction.DELETED, EVENTS, str(number), [FieldChange("name", event.plan.name, "")])


def _held_by(stores: Stores, book: EventBook, participant: Participant) -> list[str]:
    """Return what hangs on a participant, in Chinese."""
    guest = participant.guest.id
    n_wishes = sum(guest in each.request.guests for each in book.requests)
    accepted = any(
        each.guest_id == guest and each.state is InvitationState.ACCEPTED
        for each in stores.event_days.invitations(book.event.number)
    )
    facts = (
        (f"有 {n_wishes} 项会面意愿", n_wishes > 0),
        ("有对会面意愿的答复", any(each.guest_id == guest for each in book.answers)),
        ("已接受邀请", accepted),
        ("有当天的登记", any(each.guest_id == guest for each in stores.event_days.day_notes(book.event.number))),
    )
    return [told for told, holds in facts if holds]
