"""Changing an agenda by hand, one meeting at a time: refused with the reason, or accepted with what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Final

from data.records.events import Agenda, AgendaChange, EventProblem, PlannedMeeting, Unplaced
from service.docking.agenda.checking.agenda import check_agenda
from service.docking.agenda.differing import differences
from service.docking.agenda.event_model import EventModel, model_of
from service.docking.agenda.figures import Bounds, figures_of
from service.docking.agenda.offers import VALUE_SCALE
from service.docking.agenda.reasons import CALLED_OFF, why_not
from service.docking.beijing import in_beijing

_MOST_TOLD: Final = 6
"""Consequences of one kind that are told one by one; the rest is counted."""

_NO_TABLE: Final = "这个时段没有空着且坐得下的桌位。"
_STANDS_THERE: Final = "却排在那里。"
"""How the check ends a sentence about who or what cannot be used where a meeting stands."""


class EditKind(StrEnum):
    """What is done to a meeting."""

    MOVE = "move"
    SWAP = "swap"
    LOCK = "lock"
    UNLOCK = "unlock"
    REMOVE = "remove"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change.

    Attributes:
        request_id: which meeting.
        slot: where it goes, with MOVE and ADD.
        table: where it goes, with MOVE and ADD; "" leaves the choice to us: the table it has, else the first that fits.
        other_id: the meeting it trades slot and table with, with SWAP.
    """

    kind: EditKind
    request_id: str
    slot: int | None = None
    table: str = ""
    other_id: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a change.

    Attributes:
        refusals: why it cannot be, in Chinese; empty where it can.
        agenda: as it would be, but for why requests are left out, see `with_reasons`; None where refused.
        changes: what it does to meetings, in the order of requests.
        guests_to_tell: whom it concerns.
        consequences: what follows from it, in Chinese.
    """

    refusals: tuple[str, ...]
    agenda: Agenda | None = None
    changes: tuple[AgendaChange, ...] = ()
    guests_to_tell: tuple[str, ...] = ()
    consequences: tuple[str, ...] = ()

    @property
    def is_accepted(self) -> bool:
        """Whether it can be done."""
        return self.agenda is not None


def check_edit(problem: EventProblem, agenda: Agenda, edit: Edit) -> Verdict:
    """Tell what becomes of a change; nothing is stored.

    Past meetings stay, and so does what is locked. Everything else is left to the independent check of the whole
    agenda, so that a change by hand and a plan obey one set of rules.

    Args:
        problem: the event as it is now.
        agenda: the draft.
        edit: the change.

    Returns:
        Refused with reasons, or accepted with consequences.
    """
    editor = _Editor(problem, agenda)
    refusal = editor.refusal(edit)
    if refusal:
        return Verdict((refusal,))
    meetings = editor.meetings_after(edit)
    faults = check_agenda(problem, meetings)
    if not faults:
        return editor.accepted(meetings)
    already = set(check_agenda(problem, agenda.meetings))
    told = [editor.reworded(fault, edit) for fault in faults if fault not in already]
    stale = ("日程与现在的参加者、桌位或意愿已不相符，请先改排。",) if len(told) < len(faults) else ()
    return Verdict((*dict.fromkeys(told), *stale))


def with_reasons(problem: EventProblem, agenda: Agenda) -> Agenda:
    """Return an agenda that says anew why others are left out: most of the work, and of no use to a trial."""
    return replace(agenda, unplaced=why_not(model_of(problem), agenda.meetings, agenda.unplaced))


def called_off(agenda: Agenda, request_id: str, *, by: str, at: datetime) -> Agenda:
    """Return an agenda that says of a wish that the organiser took its meeting out, who and when."""
    local = in_beijing(at)
    told = f"由{by}在 {local.month}月{local.day}日 {local:%H:%M} 取消。"
    others = [each for each in agenda.unplaced if each.request_id != request_id]
    new = Unplaced(request_id, CALLED_OFF, told, "重新排入这场会面，或改排时把这一项写为必须。")
    return replace(agenda, unplaced=(*others, new))


class _Editor:
    def __init__(self, problem: EventProblem, agenda: Agenda) -> None:
        self._problem = problem
        self._agenda = agenda
        self._at = {meeting.request_id: meeting for meeting in agenda.meetings}
        self._requests = {request.id: request for request in problem.requests}
        self._names = {guest.id: guest.name for guest in problem.guests}

    def refusal(self, edit: Edit) -> str:
        """Return why a change is refused before anything is looked at as a whole; "" where it is not."""
        ids = [edit.request_id, *([edit.other_id] if edit.kind is EditKind.SWAP else [])]
        for request_id in ids:
            if request_id not in self._requests:
                return f"这场活动没有会面意愿“{request_id}”。"
            if refusal := self._refusal_of(edit.kind, request_id):
                return refusal
        if edit.kind is EditKind.SWAP and edit.other_id == edit.request_id:
            return "请选择另一场会面对调。"
        if edit.kind in {EditKind.MOVE, EditKind.ADD}:
            return self._refusal_of_place(edit)
        return ""

    def _refusal_of(self, kind: EditKind, request_id: str) -> str:
        meeting, name = self._at.get(request_id), self._name(request_id)
        if kind is EditKind.ADD:
            return f"{name}已在日程中。" if meeting is not None else ""
        if meeting is None:
            return f"{name}不在日程中。"
        if meeting.slot < self._problem.now:
            return f"{name}的时段已过，不再改动。"
        if kind in {EditKind.MOVE, EditKind.SWAP, EditKind.REMOVE} and meeting.locked:
            return f"{name}已锁定，请先解除锁定。"
        return ""

    def _refusal_of_place(self, edit: Edit) -> str:
        slots = self._problem.event.slots
        if edit.slot is None or not 0 <= edit.slot < len(slots):
            return "没有选择时段，或这场活动没有这个时段。"
        if edit.slot < self._problem.now:
            return f"{slots[edit.slot].start} 的时段已过，不能再安排。"
        tables = {table.id for table in self._problem.event.tables}
        return f"没有桌位“{edit.table}”。" if edit.table and edit.table not in tables else ""

    def meetings_after(self, edit: Edit) -> tuple[PlannedMeeting, ...]:
        """Return the meetings as they would be, in the order of requests."""
        there = dict(self._at)
        kind, request_id = edit.kind, edit.request_id
        if kind is EditKind.REMOVE:
            del there[request_id]
        elif kind is EditKind.SWAP:
            first, second = there[request_id], there[edit.other_id]
            there[request_id] = replace(first, slot=second.slot, table=second.table)
            there[edit.other_id] = replace(second, slot=first.slot, table=first.table)
        elif kind in {EditKind.LOCK, EditKind.UNLOCK}:
            there[request_id] = replace(there[request_id], locked=kind is EditKind.LOCK)
        else:
            slot = edit.slot or 0
            there[request_id] = PlannedMeeting(request_id, slot, edit.table or self._table(request_id, slot))
        return tuple(there[each] for each in self._requests if each in there)

    def _table(self, request_id: str, slot: int) -> str:
        """Return the table for a meeting: its guests' own, the one it has, else the first that is free and fits.

        Where none does, it is the first of all, and the check says what is wrong with it.
        """
        guests = {guest.id: guest for guest in self._problem.guests}
        members = self._requests[request_id].guests
        own = [guests[each].table for each in members if guests[each].table]
        if own:
            return own[0]
        taken = {each.table for each in self._agenda.meetings if each.slot == slot and each.request_id != request_id}
        reserved = {guest.table for guest in self._problem.guests if guest.table}
        has = self._at.get(request_id)
        tables = sorted(self._problem.event.tables, key=lambda each: has is None or each.id != has.table)
        fits = [
            each.id
            for each in tables
            if each.id not in taken | reserved and slot not in each.closed and each.seats >= len(members)
        ]
        return fits[0] if fits else tables[0].id

    def accepted(self, meetings: tuple[PlannedMeeting, ...]) -> Verdict:
        """Return the agenda with these meetings and what follows."""
        model = model_of(self._problem)
        old = self._agenda.figures
        bounds = Bounds(round(old.value_bound * VALUE_SCALE), 0)
        figures = figures_of(model, meetings, bounds)
        agenda = replace(self._agenda, meetings=meetings, figures=figures)
        changes = differences(self._problem, self._agenda, agenda)
        told = {guest for change in changes for guest in change.guests}
        to_tell = tuple(guest.id for guest in self._problem.guests if guest.id in told)
        consequences = (*self._of_agenda(model, agenda), *self._of_guests(model, meetings, to_tell))
        return Verdict((), agenda, changes, to_tell, consequences)

    def _of_agenda(self, model: EventModel, agenda: Agenda) -> list[str]:
        """Return what a change does to the agenda as a whole."""
        before = figures_of(model, self._agenda.meetings, Bounds(0, 0))
        after = agenda.figures
        told = []
        if round(after.value - before.value, 4):
            told.append(f"匹配价值合计 {before.value:.2f} → {after.value:.2f}")
        if after.breaks != before.breaks:
            told.append(f"空档 {before.breaks} → {after.breaks} 个")
        if after.table_changes != before.table_changes:
            told.append(f"换桌 {before.table_changes} → {after.table_changes} 次")
        if after.n_short != before.n_short:
            told.append(f"不足最少场次的 {before.n_short} → {after.n_short} 家")
        return told

    def _of_guests(self, model: EventModel, meetings: Sequence[PlannedMeeting], to_tell: Sequence[str]) -> list[str]:
        """Return what a change does to those it concerns."""
        told = []
        for guest in to_tell:
            before, after = (self._day(guest, each) for each in (self._agenda.meetings, meetings))
            n_before, n_after = _n_breaks(model, before), _n_breaks(model, after)
            if n_before != n_after:
                told.append(f"“{self._names[guest]}”的空档 {n_before} → {n_after} 个")
            elif len(before) != len(after):
                told.append(f"“{self._names[guest]}”的会面 {len(before)} → {len(after)} 场")
        more = [f"另有 {len(told) - _MOST_TOLD} 家的安排有变"] if len(told) > _MOST_TOLD else []
        return told[:_MOST_TOLD] + more

    def _day(self, guest: str, meetings: Sequence[PlannedMeeting]) -> list[int]:
        shows = [slot for block in self._problem.event.blocks if guest in block.guests for slot in block.slots]
        return sorted(shows + [each.slot for each in meetings if guest in self._requests[each.request_id].guests])

    def reworded(self, fault: str, edit: Edit) -> str:
        """Return a sentence of the check as it concerns one change: without the meeting itself, with names for ids."""
        if fault.startswith("桌位“") and not edit.table and edit.kind in {EditKind.MOVE, EditKind.ADD}:
            return _NO_TABLE
        if fault.endswith(_STANDS_THERE):
            return f"{fault.partition('，会面“')[0]}。"
        head, clash, tail = fault.partition(" 同时有 ")
        if clash:
            ids = tail.partition("场会面：")[2].rstrip("。").split("、")
            return f"{head} 已有{'、'.join(self._name(each) for each in ids if each != edit.request_id)}。"
        for request_id in self._requests:
            if f"会面“{request_id}”" in fault:
                return fault.replace(f"会面“{request_id}”", self._name(request_id))
        return fault

    def _name(self, request_id: str) -> str:
        names = "与".join(self._names[guest] for guest in self._requests[request_id].guests)
        return f"“{names}”的会面"


def _n_breaks(model: EventModel, day: Sequence[int]) -> int:
    """Count the groups of idle slots in a day; slots of plenary items are no idle time."""
    place = {slot: position for position, slot in enumerate(model.axis)}
    busy = sorted({place[slot] for slot in day if slot in place})
    return sum(later - earlier > 1 for earlier, later in pairwise(busy))
