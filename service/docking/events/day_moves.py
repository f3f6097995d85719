"""What is written down on the day and after it; each fact with its line in the trail, all in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import ORGANISATIONS, Actor
from data.records.audit import AuditAction, FieldChange
from data.records.docking_events import DayFact, DayNote, DockingEvent, NewParticipant, Participant
from data.records.event_days import Outcome, SideOutcome
from data.records.feedback import Reason, Verdict, reasons_of
from data.storage.workspace import Stores, Workspace
from service.docking.beijing import beijing_day, in_beijing
from service.docking.events.access import EVENTS, answers_for, require_event
from service.docking.events.agreements import agreed_meeting
from service.docking.events.day import (
    ALL_ABSENT,
    DayBook,
    MeetingDay,
    MeetingState,
    PresenceState,
    last_seen,
    read_day,
)
from service.docking.events.day_labels import keep_label
from service.docking.events.deal_opening import OPEN_DEAL, OpenDeal
from service.docking.events.form_texts import read_time
from service.docking.events.written import as_new, checked_text
from service.docking.permissions import Action

MOST_NOTE_CHARACTERS: Final = 1000
RATINGS: Final = range(1, 6)
REASONS: Final = reasons_of(Verdict.REJECT)
"""Why a side does not want to go on; the list of every rejection, so that it counts as one."""
_PRESENCE: Final[Mapping[PresenceState, DayFact]] = {
    PresenceState.EXPECTED: DayFact.EXPECTED,
    PresenceState.ARRIVED: DayFact.ARRIVED,
    PresenceState.LEFT: DayFact.LEFT,
    PresenceState.ABSENT: DayFact.ABSENT,
}
_PRIVATE: Final = frozenset({DayFact.RATED, DayFact.OUTCOME})
"""What one side says is for that side and for the planners."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideReport:
    """What a side says after a meeting; rating None and outcome None are "nothing said"."""

    rating: int | None = None
    outcome: Outcome | None = None
    reason: Reason | None = None
    note: str = ""


def day_of(workspace: Workspace, actor: Actor, number: int, *, until: datetime | None = None) -> DayBook:
    """Return the day of an event; an organisation's own participants, and of meetings its own words alone.

    Raises:
        UnknownIdError: there is no such event, or it lies outside; which of them is not said.
    """
    with workspace.reading() as stores:
        event = require_event(stores, actor, number, Action.EVENTS_VIEW)
        book = read_day(stores, event, until=until)
    return _own_part(book, actor) if actor.role in ORGANISATIONS else book


def note_presence(
    workspace: Workspace, actor: Actor, place: tuple[int, str], state: PresenceState, *, time: str = "", at: datetime
) -> None:
    """Write down that somebody came, left or does not come; what re-planning reads of them follows.

    Args:
        workspace: holds the event.
        actor: a planner of the event.
        place: number of the event, and guest id.
        state: EXPECTED takes back what was written down before, be it that they do not come.
        time: when they came, as in "09:05"; "" is now, and after the last slot says only that they were here.
        at: aware; until the last slot ends a late arrival or an early leave is planned with.

    Raises:
        UsageError: there is nothing to take back, or the time is none or yet to come.
        RefusalError: somebody is to have come or left, and the day has not come, or it was said that they do not come.
    """
    number, guest = place
    came_at = read_time(time) if time.strip() and state is PresenceState.ARRIVED else ""
    with workspace.writing(actor, at=at) as stores:
        event = require_event(stores, actor, number, Action.EVENTS_PLAN, is_locked=True)
        participant = _participant(stores, number, guest)
        before = last_seen(stores.event_days.day_notes(number)).get(guest)
        if state in {PresenceState.ARRIVED, PresenceState.LEFT}:
            _require_day(event, at)
            _require_coming(participant, before)
            _require_past(event, came_at, at)
        if state is PresenceState.EXPECTED and before is None and not participant.is_absent:
            raise UsageError("签到只能记到场、离场或缺席；没有可以撤销的登记。", remedy="请重新选择。")
        note = DayNote(fact=_PRESENCE[state], guest_id=guest, value=came_at, at=at, actor=actor)
        _write(stores, number, note)
        changed = _as_planned_with(event, participant, note, before)
        if changed != as_new(participant):
            stores.events.change_participant(participant, changed)


def note_leaders(workspace: Workspace, actor: Actor, number: int, text: str, *, at: datetime) -> None:
    """Write down which leaders took part: names and posts, as the log of visits asks for."""
    text = checked_text(text, name="带队领导", most=MOST_NOTE_CHARACTERS)
    with workspace.writing(actor, at=at) as stores:
        require_event(stores, actor, number, Action.EVENTS_PLAN)
        _write(stores, number, DayNote(fact=DayFact.LED, text=text, at=at, actor=actor))


def note_meeting(
    workspace: Workspace,
    actor: Actor,
    place: tuple[int, str],
    *,
    absent: Sequence[str] | None,
    note: str = "",
    at: datetime,
) -> MeetingDay:
    """Write down whether a meeting was held.

    Args:
        workspace: holds the event.
        actor: a planner of the event.
        place: number of the event, and request id.
        absent: None: it was held. Else it was not, for want of these guests: one, or all; empty for another cause.
        note: why not, in words.
        at: aware.

    Returns:
        The meeting as it is now.

    Raises:
        UsageError: the absent are not of this meeting, or are neither one nor all.
        RefusalError: the day has not come, or a side has already spoken of the meeting, so that it was held.
    """
    number, request = place
    note = checked_text(note, name="说明", most=MOST_NOTE_CHARACTERS)
    with workspace.writing(actor, at=at) as stores:
        event = require_event(stores, actor, number, Action.EVENTS_PLAN, is_locked=True)
        meeting = _meeting(stores, event, request)
        _require_day(event, at)
        if absent is None:
            new = DayNote(fact=DayFact.HELD, request_id=request, text=note, at=at, actor=actor)
        else:
            if meeting.words:
                raise RefusalError("已有一方评价了这场会面，不能记为没有进行。", remedy="请先与该方核实。")
            guest, value = _absence(meeting, absent)
            new = DayNote(
                fact=DayFact.NOT_HELD, request_id=request, guest_id=guest, value=value, text=note, at=at, actor=actor
            )
        _write(stores, number, new)
        return _meeting(stores, event, request)


def report_side(
    workspace: Workspace,
    actor: Actor,
    place: tuple[int, str, str],
    report: SideReport,
    *,
    at: datetime,
    open_deal: OpenDeal = OPEN_DEAL,
) -> MeetingDay:
    """Write down what one side says of a meeting; the pair's verdict and deal follow in the same transaction.

    Args:
        workspace: holds the event.
        actor: of that side, or a planner of the event who was told.
        place: number of the event, request id, guest id of the side.
        report: what it says; parts that say nothing leave what was said before.
        at: aware.
        open_deal: what opens deals.

    Returns:
        The meeting as it is now.

    Raises:
        RefusalError: the meeting was not held, or its day has not come.
        UsageError: the report says nothing, or its parts do not fit.
        UnknownIdError: the side is not one the actor may speak for.
    """
    number, request, guest = place
    report = _fitting(report)
    with workspace.writing(actor, at=at) as stores:
        event = require_event(stores, actor, number, Action.EVENTS_ANSWER, is_locked=True)
        before = _meeting(stores, event, request)
        participant = _participant(stores, number, guest)
        if guest not in before.request.guests or not answers_for(actor, participant):
            raise UnknownIdError("这场会面没有您可以代表的一方。", remedy="请从活动当天的页面进入。")
        _require_day(event, at)
        if before.state is MeetingState.NOT_HELD:
            raise RefusalError("这场会面已记为没有进行，不能评价。", remedy="请先由会务人员更正。")
        said = before.words.get(guest)
        if said is not None and not report.note:
            report = replace(report, note=said.note)
        for note in _notes_of(report, request, guest, at=at, actor=actor):
            _write(stores, number, note)
        after = _meeting(stores, event, request)
        keep_label(stores, event, after)
        agreed = agreed_meeting(stores, event, after)
        if agreed is not None and after.result is not before.result:
            open_deal(stores, agreed)
        return after


def _require_day(event: DockingEvent, at: datetime) -> None:
    """Refuse to write down what can only have happened on the day or later; an absence may be known before.

    Raises:
        RefusalError: the day has not come, by this computer's calendar.
    """
    if event.plan.held_on and date.fromisoformat(event.plan.held_on) > beijing_day(at):
        raise RefusalError(
            f"活动定于 {event.plan.held_on} 举行，还没有到这一天，不能登记到场、会面和结果。",
            remedy="请到当天再登记；已经提前举行的，请先在“修改活动”中更正日期。",
        )


def _require_coming(participant: Participant, before: DayNote | None) -> None:
    """Refuse to check in who is not to come: they may no longer have meetings.

    Raises:
        RefusalError: it was said beforehand, and not at the door.
    """
    if participant.is_absent and (before is None or before.fact is DayFact.EXPECTED):
        raise RefusalError("这个参加者已记为不来。", remedy="确实来了的，请先撤销“不来”，再登记到场。")


def _require_past(event: DockingEvent, came_at: str, at: datetime) -> None:
    """Refuse a time of arrival that is yet to come.

    Raises:
        UsageError: so it is.
    """
    local = in_beijing(at)
    if event.plan.held_on == local.date().isoformat() and came_at > local.strftime("%H:%M"):
        raise UsageError(f"到场时间 {came_at} 还没有到。", remedy="请核对时间；不填即为现在。")


def _notes_of(report: SideReport, request: str, guest: str, *, at: datetime, actor: Actor) -> list[DayNote]:
    notes = []
    if report.rating is not None:
        notes.append(
            DayNote(
                fact=DayFact.RATED, request_id=request, guest_id=guest, value=str(report.rating), at=at, actor=actor
            )
        )
    if report.outcome is not None:
        notes.append(
            DayNote(
                fact=DayFact.OUTCOME,
                request_id=request,
                guest_id=guest,
                value=SideOutcome(report.outcome, report.reason).code,
                text=report.note,
                at=at,
                actor=actor,
            )
        )
    return notes


def _fitting(report: SideReport) -> SideReport:
    """Return a report whose parts fit together.

    Raises:
        UsageError: they do not.
    """
    if report.rating is None and report.outcome is None:
        raise UsageError("没有填写评价，也没有选择会面结果。", remedy="请至少填写一项。")
    if report.rating is not None and report.rating not in RATINGS:
        raise UsageError("评价应为 1 至 5 分。", remedy="请重新选择。")
    if report.reason is not None and (report.outcome is not Outcome.NO or report.reason not in REASONS):
        raise UsageError("只有不再合作时才写理由，且须从列表中选择。", remedy="请重新选择。")
    if report.note and report.outcome is None:
        raise UsageError("写了说明，但没有选择会面结果。", remedy="请选择会面结果。")
    return replace(report, note=checked_text(report.note, name="说明", most=MOST_NOTE_CHARACTERS))


def _absence(meeting: MeetingDay, absent: Sequence[str]) -> tuple[str, str]:
    """Return guest id and value of a fact that says who was absent.

    Raises:
        UsageError: they are not of this meeting, or are neither one nor all.
    """
    guests = meeting.request.guests
    if not set(absent) <= set(guests):
        raise UsageError("所选的单位不是这场会面的一方。", remedy="请刷新页面后重新选择。")
    if absent and set(absent) == set(guests):
        return "", ALL_ABSENT
    if len(absent) > 1:
        raise UsageError("多方会面只能记一方缺席或各方都缺席。", remedy="其余各方照常会面的，请记为已进行。")
    return (absent[0] if absent else ""), ""


def _as_planned_with(
    event: DockingEvent, participant: Participant, note: DayNote, before: DayNote | None
) -> NewParticipant:
    """Return a participant as a re-plan should read them now; once the last slot has ended nothing is planned any more.

    Args:
        event: whose slots count.
        participant: as before.
        note: what is written down of them.
        before: what was written down last; None for nothing.
    """
    new = replace(as_new(participant), is_absent=note.fact is DayFact.ABSENT)
    slots, local = event.plan.slots, in_beijing(note.at)
    now = local.strftime("%H:%M")
    if event.plan.held_on != local.date().isoformat() or now >= slots[-1].end:
        return new
    if note.fact is DayFact.LEFT:
        return replace(new, leaves=now)
    if note.fact is DayFact.ARRIVED:
        # Who comes back, or had not left after all, came when they came.
        came = participant.arrives if before is not None and before.fact is DayFact.LEFT else note.value or now
        return replace(new, arrives=came if came > slots[0].start else "", leaves="")
    if note.fact is DayFact.EXPECTED and before is not None:
        noted = before.value or in_beijing(before.at).strftime("%H:%M")
        if before.fact is DayFact.ARRIVED:
            return replace(new, arrives="" if participant.arrives == noted else participant.arrives)
        if before.fact is DayFact.LEFT:
            return replace(new, leaves="" if participant.leaves == noted else participant.leaves)
    return new


def _participant(stores: Stores, event: int, guest: str) -> Participant:
    """Return a participant.

    Raises:
        UnknownIdError: the event has none of this id.
    """
    found = next((each for each in stores.events.participants(event) if each.guest.id == guest), None)
    if found is None:
        raise UnknownIdError("这场活动没有这个参加者。", remedy="请从活动当天的页面进入。")
    return found


def _meeting(stores: Stores, event: DockingEvent, request: str) -> MeetingDay:
    """Return a meeting of an event, planned or only wished for.

    Raises:
        UnknownIdError: the event has no such request.
    """
    found = read_day(stores, event).meeting(request)
    if found is None:
        raise UnknownIdError("这场活动没有这场会面。", remedy="请从活动当天的页面进入。")
    return found


def _write(stores: Stores, event: int, note: DayNote) -> None:
    stores.event_days.add_day_note(event, note)
    # Which fact and about whom; the trail repeats no note, rating or outcome.
    about = note.request_id or note.guest_id
    stores.audit.tell(AuditAction.CHANGED, EVENTS, str(event), [FieldChange(f"day_{note.fact.value}", "", about)])


def _own_part(book: DayBook, actor: Actor) -> DayBook:
    """Return what an organisation may see: its own participants and meetings, and its own words alone."""
    own = {each.guest.id for each in book.participants if answers_for(actor, each)}
    notes = tuple(note for note in book.notes if note.guest_id in own or note.fact not in _PRIVATE)
    return replace(book, notes=notes, own=frozenset(own))
