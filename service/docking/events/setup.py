"""Setting an event up: the event itself, its participants and their requests; every change is checked as a whole."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.audit import AuditAction, FieldChange
from data.records.docking_events import (
    DockingEvent,
    EventRequest,
    NewDockingEvent,
    NewParticipant,
    Participant,
)
from data.records.events import Request
from data.reference.regions import load_regions
from data.storage.workspace import Stores, Workspace
from service.docking.events.access import EVENTS, require_event
from service.docking.events.book import EventBook, read_book
from service.docking.events.event_content import check_event, read_event_text
from service.docking.permissions import Action, scope_of
from service.docking.visibility import lies_within

_GUEST_ID: Final = re.compile(r"[\w-]+")
_PLAIN_ID: Final = re.compile(r"[\w.\-·（）()]+")
"""Ids stand in file names and calendars; an id that is kept is not changed by hand."""


def add_event(
    workspace: Workspace,
    actor: Actor,
    new: NewDockingEvent,
    *,
    at: datetime,
    participants: Sequence[NewParticipant] = (),
    requests: Sequence[Request] = (),
) -> int:
    """Set an event up, with those who take part where they are known already; return its number.

    Raises:
        UsageError: its parts contradict one another, or it lies outside of the actor's region.
        RefusalError: its code is another event's.
    """
    if not _PLAIN_ID.fullmatch(new.plan.id):
        raise UsageError("活动编号只能用文字、数字、点和横线，不能有空格和斜线。", remedy="例如 2026-秋季-1。")
    check_event(new, list(participants), list(requests))
    _check_place(actor, new)
    with workspace.writing(actor, at=at) as stores:
        number = stores.events.add(new, at=at, actor=actor)
        if participants:
            stores.events.add_participants(number, list(participants))
        if requests:
            stores.events.add_requests(number, list(requests))
        stores.audit.tell(AuditAction.ADDED, EVENTS, str(number), [FieldChange("name", "", new.plan.name)])
    return number


def import_event(workspace: Workspace, actor: Actor, text: str, *, name: str, region_code: str, at: datetime) -> int:
    """Set an event up from an event file; return its number. `read_event_text` and `add_event` name the errors."""
    new, participants, requests = read_event_text(text, name)
    placed = replace(new, region_code=region_code)
    return add_event(workspace, actor, placed, at=at, participants=participants, requests=requests)


def change_event(
    workspace: Workspace, actor: Actor, number: int, *, seen: int, new: NewDockingEvent, at: datetime
) -> None:
    """Change an event that was looked at in the version `seen`; its code stays.

    Raises:
        StaleRecordError: somebody else changed it since.
        UsageError: the change contradicts its participants or requests.
    """
    _check_place(actor, new)
    with workspace.writing(actor, at=at) as stores:
        book = _book(stores, actor, number)
        new = replace(new, plan=replace(new.plan, id=book.event.plan.id))
        check_event(new, list(book.participants), [each.request for each in book.requests])
        _check_kept(stores, number, new)
        stores.events.change(number, seen, new)
        stores.audit.tell(AuditAction.CHANGED, EVENTS, str(number), _event_changes(book.event, new))


def add_participant(
    workspace: Workspace,
    actor: Actor,
    number: int,
    new: NewParticipant,
    *,
    at: datetime,
    requests: Sequence[Request] = (),
) -> None:
    """Add a participant, with the requests they bring (a walk-in has some at once).

    Raises:
        UsageError: they contradict the event, or the id cannot stand in an address.
        RefusalError: the id is taken, or the same is wished twice.
    """
    if not _GUEST_ID.fullmatch(new.guest.id):
        raise UsageError("参加者的编号只能用字母、数字、横线和下划线。", remedy="例如 C01、T-01。")
    with workspace.writing(actor, at=at) as stores:
        book = _book(stores, actor, number)
        there = [each.request for each in book.requests]
        _refuse_twins(there, requests)
        check_event(book.event, [*book.participants, new], [*there, *requests])
        stores.events.add_participants(number, [new])
        if requests:
            stores.events.add_requests(number, list(requests))
        told = [FieldChange("participant", "", new.guest.id)]
        told += [FieldChange("request", "", each.id) for each in requests]
        stores.audit.tell(AuditAction.CHANGED, EVENTS, str(number), told)


def change_participant(
    workspace: Workspace, actor: Actor, seen: Participant, new: NewParticipant, *, at: datetime
) -> None:
    """Change a participant as it was looked at; its id stays.

    Raises:
        StaleRecordError: somebody else changed it since.
        UsageError: the change contradicts the event.
    """
    new = replace(new, guest=replace(new.guest, id=seen.guest.id))
    with workspace.writing(actor, at=at) as stores:
        book = _book(stores, actor, seen.event)
        others = [new if each.number == seen.number else each for each in book.participants]
        check_event(book.event, others, [each.request for each in book.requests])
        stores.events.change_participant(seen, new)
        told = _differences(seen, new, ("organisation", "region_code", "arrives", "leaves", "is_absent"))
        told += _differences(seen.guest, new.guest, ("name", "min_meetings", "max_meetings", "table", "preference"))
        named = [replace(each, field=f"{seen.guest.id}.{each.field}") for each in told]
        stores.audit.tell(AuditAction.CHANGED, EVENTS, str(seen.event), named)


def add_request(workspace: Workspace, actor: Actor, number: int, new: Request, *, at: datetime) -> None:
    """Add a request.

    Raises:
        UsageError: it contradicts the event.
        RefusalError: the id is taken, or the same is wished already.
    """
    with workspace.writing(actor, at=at) as stores:
        book = _book(stores, actor, number)
        _refuse_twins([each.request for each in book.requests], [new])
        check_event(book.event, list(book.participants), [*(each.request for each in book.requests), new])
        stores.events.add_requests(number, [new])
        stores.audit.tell(AuditAction.CHANGED, EVENTS, str(number), [FieldChange("request", "", new.id)])


def change_request(workspace: Workspace, actor: Actor, seen: EventRequest, new: Request, *, at: datetime) -> None:
    """Change a request as it was looked at; its id and its participants stay.

    Raises:
        StaleRecordError: somebody else changed it since.
        UsageError: the change contradicts the event.
        RefusalError: the same is wished already, in the round it changes to.
    """
    new = replace(new, id=seen.request.id, guests=seen.request.guests)
    with workspace.writing(actor, at=at) as stores:
        book = _book(stores, actor, seen.event)
        if new.round != seen.request.round:
            _refuse_twins([each.request for each in book.requests if each.number != seen.number], [new])
        others = [new if each.number == seen.number else each.request for each in book.requests]
        check_event(book.event, list(book.participants), others)
        stores.events.change_request(seen, new)
        told = _differences(seen.request, new, ("wish", "bar", "value", "round"))
        named = [replace(each, field=f"{new.id}.{each.field}") for each in told]
        stores.audit.tell(AuditAction.CHANGED, EVENTS, str(seen.event), named)


def participant_of(book: EventBook, guest_id: str, version: int) -> Participant:
    """Return a participant as somebody looked at it; a version that is no longer there is refused on saving.

    Raises:
        UnknownIdError: there is none.
    """
    found = book.by_guest.get(guest_id)
    if found is None:
        raise UnknownIdError(f"这场活动没有参加者“{guest_id}”。", remedy="请从参加者名单中选择。")
    return replace(found, version=version)


def request_of(book: EventBook, request_id: str, version: int) -> EventRequest:
    """Return a request as somebody looked at it; a version that is no longer there is refused on saving.

    Raises:
        UnknownIdError: there is none.
    """
    found = book.by_request.get(request_id)
    if found is None:
        raise UnknownIdError(f"这场活动没有会面意愿“{request_id}”。", remedy="请从意愿名单中选择。")
    return replace(found, version=version)


def new_request_id(taken: Sequence[str], guests: Sequence[str]) -> str:
    """Return an id for a request of these participants that the event does not have yet."""
    plain = "-".join(guests)[:180]
    ids = set(taken)
    return next(each for n in range(len(ids) + 1) if (each := plain if n == 0 else f"{plain}-{n + 1}") not in ids)


def _refuse_twins(there: Sequence[Request], new: Sequence[Request]) -> None:
    """Refuse a wish of the same side for the same others in the same round: it would give them two meetings.

    Raises:
        RefusalError: there is one.
    """
    known = {(each.guests, each.round): each.id for each in there}
    for each in new:
        twin = known.setdefault((each.guests, each.round), each.id)
        if twin != each.id:
            raise RefusalError(
                f"{'与'.join(each.guests)}在第 {each.round} 轮已有会面意愿（编号 {twin}），不能再录一项。",
                remedy="请修改已有的那一项；确要再见一次的，请换一个轮次。",
            )


def _book(stores: Stores, actor: Actor, number: int) -> EventBook:
    return read_book(stores, require_event(stores, actor, number, Action.EVENTS_PLAN, is_locked=True))


def _check_place(actor: Actor, new: NewDockingEvent) -> None:
    """Refuse an event that its maker could not see, or whose region or day is none.

    Raises:
        UsageError: so it is.
    """
    if new.region_code and new.region_code not in load_regions():
        raise UsageError(f"没有地区代码 {new.region_code}。", remedy="请填写六位行政区划代码，例如 320800。")
    scope = scope_of(actor, Action.EVENTS_PLAN)
    if scope.region_code and not lies_within(new.region_code, scope.region_code):
        raise UsageError("活动地区不在您负责的地区之内，或没有填写。", remedy="请选择本地区或下辖的地区。")
    try:
        date.fromisoformat(new.plan.held_on)
    except ValueError as error:
        raise UsageError("没有填写日期，或不是日期。", remedy="请写成 2026-11-22 这样的日期。") from error


def _check_kept(stores: Stores, number: int, new: NewDockingEvent) -> None:
    """Refuse to take away slots or tables that an agenda names: whoever reads an older one must find them.

    Raises:
        UsageError: so it is.
    """
    draft, newest = stores.agendas.draft(number), stores.agendas.newest(number)
    agendas = [each.agenda for each in (draft, newest) if each is not None]
    meetings = [meeting for agenda in agendas for meeting in (*agenda.meetings, *agenda.cancelled)]
    gone = {meeting.table for meeting in meetings} - {table.id for table in new.plan.tables}
    if gone:
        told = "、".join(sorted(gone)[:5])
        raise UsageError(f"桌位 {told} 已用在日程中，不能删除。", remedy="请在该行末尾写“停用”和时段。")
    if any(meeting.slot >= len(new.plan.slots) for meeting in meetings):
        raise UsageError("日程已用到后面的时段，不能减少时段。", remedy="可以改时间，或把不用的时段写成全体的大会。")


def _event_changes(before: DockingEvent, after: NewDockingEvent) -> list[FieldChange]:
    told = _differences(before, after, ("region_code", "now", "needs_consent"))
    told += _differences(before.plan, after.plan, ("name", "kind", "theme", "region", "held_on", "venue", "organiser"))
    parts = ("slots", "tables", "blocks")
    return told + [
        FieldChange(part, str(len(getattr(before.plan, part))), str(len(getattr(after.plan, part))))
        for part in parts
        if getattr(before.plan, part) != getattr(after.plan, part)
    ]


def _differences(before: object, after: object, fields: Sequence[str]) -> list[FieldChange]:
    pairs = [(field, getattr(before, field), getattr(after, field)) for field in fields]
    return [FieldChange(field, _shown(old), _shown(new)) for field, old, new in pairs if old != new]


def _shown(value: object) -> str:
    return "" if value is None else str(value)
