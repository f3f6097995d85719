"""How good an agenda is, goal by goal."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.records.events import AgendaFigures, Guest, PlannedMeeting, Preference
from service.docking.agenda.event_model import EventModel
from service.docking.agenda.offers import VALUE_SCALE
from service.docking.agenda.seating import walk


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is proven of an agenda: its scaled value cannot be more, its breaks cannot be fewer."""

    value: int
    breaks: int


def figures_of(model: EventModel, meetings: Sequence[PlannedMeeting], bounds: Bounds) -> AgendaFigures:
    """Return the figures of an agenda."""
    requests = {request.id: request for request in model.problem.requests}
    days: dict[str, list[PlannedMeeting]] = defaultdict(list)
    for meeting in sorted(meetings, key=lambda each: each.slot):
        for guest in requests[meeting.request_id].guests:
            days[guest].append(meeting)
    tables = {table.id: table for table in model.problem.event.tables}
    gaps = {guest.id: _gaps(model, guest, days[guest.id]) for guest in model.problem.guests}
    steps = [
        (tables[before.table], tables[after.table])
        for day in days.values()
        for before, after in pairwise(day)
        if before.table != after.table
    ]
    value = sum(round(requests[meeting.request_id].value * VALUE_SCALE) for meeting in meetings)
    breaks = sum(len(each) for each in gaps.values())
    return AgendaFigures(
        value=value / VALUE_SCALE,
        value_bound=max(value, bounds.value) / VALUE_SCALE,
        n_short=sum(len(days[guest.id]) < guest.min_meetings for guest in model.problem.guests),
        breaks=breaks,
        breaks_bound=min(breaks, bounds.breaks),
        most_breaks=max((len(each) for each in gaps.values()), default=0),
        idle_slots=sum(sum(each) for each in gaps.values()),
        table_changes=len(steps),
        walking=round(sum(walk(before, after) for before, after in steps), 1),
        off_wish=sum(_off_wish(model, guest, days[guest.id]) for guest in model.problem.guests),
    )


def _gaps(model: EventModel, guest: Guest, day: Sequence[PlannedMeeting]) -> list[int]:
    """Return the lengths of a guest's breaks; plenary slots are no idle time, and a roadshow is no break."""
    shows = {slot for block in model.problem.event.blocks if guest.id in block.guests for slot in block.slots}
    place = {slot: position for position, slot in enumerate(model.axis)}
    busy = sorted({place[slot] for slot in {meeting.slot for meeting in day} | shows if slot in place})
    return [later - earlier - 1 for earlier, later in pairwise(busy) if later - earlier > 1]


def _off_wish(model: EventModel, guest: Guest, day: Sequence[PlannedMeeting]) -> int:
    """Return by how many slots the day lies later (or earlier) than the same meetings could."""
    if guest.preference is None or not day:
        return 0
    place = {slot: position for position, slot in enumerate(model.axis)}
    places = [place[meeting.slot] for meeting in day if meeting.slot in place]
    if guest.preference is Preference.EARLY:
        return sum(places) - sum(range(len(places)))
    last = len(model.axis) - 1
    return sum(last - each for each in places) - sum(range(len(places)))
