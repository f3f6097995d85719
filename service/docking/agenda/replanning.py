"""Changes an agenda as little as can be: the past and what is locked stay, then times stay, then tables."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from data.errors import FaultError, RefusalError
from data.records.events import Agenda, AgendaChange, EventProblem, PlannedMeeting, Replanned, Wish
from service.docking.agenda.checking.agenda import check_agenda
from service.docking.agenda.clock import Clock, Progress
from service.docking.agenda.differing import cancelled_since, differences
from service.docking.agenda.event_model import EventModel, model_of
from service.docking.agenda.figures import Bounds, figures_of
from service.docking.agenda.musts import place_musts
from service.docking.agenda.offers import VALUE_SCALE
from service.docking.agenda.reasons import why_not
from service.docking.agenda.seating import seat
from service.docking.agenda.selecting import select
from service.docking.agenda.smallest_change import SmallestChange, Stay, lost_tables


def replan(
    problem: EventProblem, old: Agenda, *, time_limit: float = 60.0, seed: int = 0, progress: Progress | None = None
) -> Replanned:
    """Change an agenda to fit the event as it is now.

    Goals in order: no hard violation; must requests, but for those that cannot be held even alone; the value of what is
    held, first of what was held before and then of what was added; fewest participants of whose day a time changes
    (another hour, a meeting new or off); fewest who keep the time but change the table; fewest meetings with another
    time. So a lost table never changes an hour while another table is free. The change counts as proven minimal only
    where tables changed for no more participants than lost tables force; that tables are chosen slot by slot can cost
    more, which is then not claimed.

    Args:
        problem: the event now: who has dropped out is unavailable, a lost table is closed, additions are requests.
        old: the agenda before.
        time_limit: seconds.
        seed: of the search.
        progress: told which step begins.

    Returns:
        The new agenda and what to tell whom.

    Raises:
        RefusalError: what must be held clashes, or cannot go together with what is locked.
        FaultError: the agenda did not pass the check, which is our mistake.
    """
    clock = Clock(time.monotonic(), time_limit, progress)
    deadline = clock.until(1.0)
    model = model_of(problem)
    stay = _stay(model, old)
    over = {meeting.request_id for meeting in stay.past}
    place_musts(model, [number for number in sorted(model.owed) if problem.requests[number].id not in over])
    clock.tell("寻找最小的改动")
    slot_of, is_proven = SmallestChange(model, old, stay).solve(deadline=deadline, seed=seed)
    clock.tell("安排桌位")
    meetings = _seated(model, old, stay, slot_of)
    faults = check_agenda(problem, meetings)
    if faults:
        raise FaultError(
            f"改排的日程没有通过独立校验：{''.join(faults[:3])}", remedy="请把活动文件和日程文件发给维护人员。"
        )
    bound = _value_bound(model, stay, time_limit=max(0.1, deadline - time.monotonic()))
    figures = figures_of(model, meetings, Bounds(bound, 0))
    agenda = Agenda(problem.event.id, meetings, why_not(model, meetings, old.unplaced), figures, seed)
    changes = differences(problem, old, agenda)
    agenda = replace(agenda, version=old.version + bool(changes), cancelled=cancelled_since(old, meetings))
    told = {guest for each in changes for guest in each.guests}
    is_minimal = is_proven and _keeps_what_it_can(model, changes)
    return Replanned(agenda, changes, tuple(guest.id for guest in problem.guests if guest.id in told), is_minimal)


def _keeps_what_it_can(model: EventModel, changes: Sequence[AgendaChange]) -> bool:
    """Tell whether no participant changes a table at the same time but those whose table was lost."""
    lost = lost_tables(model)
    same_time = [each for each in changes if each.before and each.after and each.before[0] == each.after[0]]
    forced = {guest for each in same_time if each.before in lost for guest in each.guests}
    return {guest for each in same_time for guest in each.guests} == forced


def _value_bound(model: EventModel, stay: Stay, *, time_limit: float) -> int:
    """Return the scaled value that no agenda of what is left of the event can exceed, the past included."""
    past = {meeting.request_id for meeting in stay.past}
    requests = model.problem.requests
    left = [number for number in model.candidates() if requests[number].id not in past]
    behind = sum(round(requests[model.number(each)].value * VALUE_SCALE) for each in past)
    return behind + select(model.offers(left), model.capacity(), time_limit=time_limit).bound


def _stay(model: EventModel, old: Agenda) -> Stay:
    """Part the past and the locked from what may move.

    Raises:
        RefusalError: a locked meeting can no longer be held where it is.
    """
    now = model.problem.now
    past = tuple(meeting for meeting in old.meetings if meeting.slot < now)
    locked = {}
    for meeting in old.meetings:
        if meeting.slot < now or not meeting.locked:
            continue
        number = model.number(meeting.request_id)
        wish = model.problem.requests[number].wish
        if wish is Wish.NO or meeting.slot not in model.slots_of[number] or _is_closed(model, meeting):
            at = model.problem.event.slots[meeting.slot].start
            raise RefusalError(
                f"已锁定的会面“{meeting.request_id}”（{at}，桌位“{meeting.table}”）不能保留。",
                remedy="请先解除锁定，或恢复其参加者的时间和桌位。",
            )
        locked[number] = meeting
    return Stay(past, locked)


def _is_closed(model: EventModel, meeting: PlannedMeeting) -> bool:
    return any(table.id == meeting.table and meeting.slot in table.closed for table in model.problem.event.tables)


def _seated(model: EventModel, old: Agenda, stay: Stay, slot_of: Mapping[int, int]) -> tuple[PlannedMeeting, ...]:
    """Return the past as it was and what is held now; who keeps a slot keeps the table where that is possible."""
    was = {model.number(meeting.request_id): meeting for meeting in old.meetings}
    kept = {number: was[number].table for number, slot in slot_of.items() if number in was and was[number].slot == slot}
    fixed = {number: meeting.table for number, meeting in stay.locked.items()}
    tables = seat(model, slot_of, kept=kept, fixed=fixed)
    new = [
        PlannedMeeting(model.problem.requests[number].id, slot, tables[number], number in stay.locked)
        for number, slot in slot_of.items()
    ]
    order = {request.id: position for position, request in enumerate(model.problem.requests)}
    return tuple(sorted([*stay.past, *new], key=lambda meeting: order[meeting.request_id]))
