"""What follows from a meeting whose sides all want to go on: a deal that opens by itself, or why none does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from typing import Final

from data.errors import RefusalError, UnknownIdError
from data.records.accounts import Actor
from data.records.docking_events import DockingEvent, Participant
from data.records.event_days import MeetingResult
from data.records.events import GuestKind
from data.records.ids import AchievementId, NeedId
from data.storage.workspace import Stores, Workspace
from service.docking.events.access import require_event
from service.docking.events.day import MeetingDay, read_day
from service.docking.events.day_labels import pair_of
from service.docking.events.deal_opening import AgreedMeeting, deal_of, open_after_meeting
from service.docking.facets import organisation_of
from service.docking.permissions import Action

_AGREED: Final = frozenset({MeetingResult.INTENT, MeetingResult.CONTINUE})
_OFFERING: Final = frozenset({GuestKind.TEAM, GuestKind.EXPERT})
_TITLE: Final = "{enterprise}与{university}的合作"
_MANY: Final = "多方会面不知道是哪两家合作，没有自动开立台账。"
_ALIKE: Final = "台账记的是一家企业和一家高校院所，这场会面的各方不是，没有自动开立。"
_BEFORE: Final = "这场会面还没有开立台账。"


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a meeting goes on.

    Attributes:
        deal: number of its deal; None while there is none.
        reason: why there is none, in Chinese; "" where there is one.
        sides: (enterprise, other side) of which a deal may be opened by hand.
    """

    deal: int | None
    reason: str = ""
    sides: tuple[tuple[Participant, Participant], ...] = ()


def agreed_meeting(stores: Stores, event: DockingEvent, meeting: MeetingDay) -> AgreedMeeting | None:
    """Return the meeting as a deal follows from it; None where its sides did not agree, or nobody knows on what."""
    if meeting.result not in _AGREED:
        return None
    pair = pair_of(stores, meeting)
    if pair is None:
        sides = _sides(stores, event, meeting)
        return _between(event, meeting, *sides[0]) if len(meeting.request.guests) == 2 and sides else None
    need, achievement = stores.needs.get(pair[0]), stores.achievements.get(pair[1])
    regions = {each.organisation: each.region_code for each in stores.events.participants(event.number)}
    assert need is not None and achievement is not None  # noqa: S101, PT018 - `pair_of` looked at both
    return AgreedMeeting(
        event=event.number,
        event_name=event.plan.name,
        request_id=meeting.request.id,
        need_id=need.id,
        achievement_id=achievement.id,
        enterprise=organisation_of(need),
        university=organisation_of(achievement),
        region_code=regions.get(organisation_of(need), ""),
        held_on=_day(event),
        is_intent=meeting.result is MeetingResult.INTENT,
    )


def outlook_of(workspace: Workspace, actor: Actor, place: tuple[int, str]) -> Outlook | None:
    """Return how a meeting goes on, for a planner of the event; None while its sides have not agreed.

    Args:
        workspace: holds the event.
        actor: a planner of it.
        place: number of the event, and request id.
    """
    with workspace.reading() as stores:
        event = require_event(stores, actor, place[0], Action.EVENTS_PLAN)
        meeting = read_day(stores, event).meeting(place[1])
        if meeting is None or meeting.result not in _AGREED:
            return None
        agreed = agreed_meeting(stores, event, meeting)
        sides = _sides(stores, event, meeting)
        known = [agreed] if agreed is not None else [_between(event, meeting, *each) for each in sides]
        deals = [deal for each in known if (deal := deal_of(stores, each)) is not None]
    if deals:
        return Outlook(deals[0])
    return Outlook(None, _BEFORE if agreed is not None else _MANY if sides else _ALIKE, tuple(sides))


def open_by_hand(
    workspace: Workspace, actor: Actor, place: tuple[int, str], sides: tuple[str, str], *, at: datetime
) -> int:
    """Open the deal of a meeting that opened none by itself; return its number.

    Args:
        workspace: holds the event.
        actor: a planner of it.
        place: number of the event, and request id.
        sides: guest ids of the enterprise and of the other side.
        at: aware.

    Raises:
        UnknownIdError: there is no such meeting, or those are not sides of it.
        RefusalError: its sides have not agreed.
    """
    with workspace.writing(actor, at=at) as stores:
        event = require_event(stores, actor, place[0], Action.EVENTS_PLAN, is_locked=True)
        meeting = read_day(stores, event).meeting(place[1])
        pairs = [] if meeting is None else _sides(stores, event, meeting)
        found = next((each for each in pairs if (each[0].guest.id, each[1].guest.id) == sides), None)
        if meeting is None or found is None:
            raise UnknownIdError("这场活动没有这场会面，或所选的不是它的两方。", remedy="请从活动当天的页面进入。")
        if meeting.result not in _AGREED:
            raise RefusalError("各方还没有都表示愿意继续，不能开立台账。", remedy="请先登记各方的会面结果。")
        agreed = agreed_meeting(stores, event, meeting) or _between(event, meeting, *found)
        return open_after_meeting(stores, agreed)


def _between(event: DockingEvent, meeting: MeetingDay, enterprise: Participant, other: Participant) -> AgreedMeeting:
    """Return what two of a meeting agreed on, where no match led to it."""
    names = (_name(enterprise), _name(other))
    return AgreedMeeting(
        event=event.number,
        event_name=event.plan.name,
        request_id=meeting.request.id,
        need_id=NeedId(""),
        achievement_id=AchievementId(""),
        enterprise=names[0],
        university=names[1],
        region_code=enterprise.region_code,
        held_on=_day(event),
        is_intent=meeting.result is MeetingResult.INTENT,
        title=meeting.request.evidence.need or _TITLE.format(enterprise=names[0], university=names[1]),
    )


def _sides(stores: Stores, event: DockingEvent, meeting: MeetingDay) -> Sequence[tuple[Participant, Participant]]:
    """Return every enterprise of a meeting with every other side that brings something, in the order of guests."""
    seats = {each.guest.id: each for each in stores.events.participants(event.number)}
    members = [seats[guest] for guest in meeting.request.guests if guest in seats]
    enterprises = [each for each in members if each.guest.kind is GuestKind.ENTERPRISE]
    return list(product(enterprises, [each for each in members if each.guest.kind in _OFFERING]))


def _name(participant: Participant) -> str:
    return (participant.organisation or participant.guest.name).strip()


def _day(event: DockingEvent) -> date | None:
    return date.fromisoformat(event.plan.held_on) if event.plan.held_on else None
