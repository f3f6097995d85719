"""Agendas as JSON: written for people and programs, read back for the next change."""

import json
from pathlib import Path

from data.records.events import Agenda, AgendaChange, AgendaFigures, EventProblem, PlannedMeeting, Replanned, Unplaced
from ingest.contacts import mask_contacts
from service.docking.agenda.event_schema import AgendaJson, CancelledJson, FiguresJson, MeetingJson, fault, read_json


def agenda_text(problem: EventProblem, agenda: Agenda, *, replanned: Replanned | None = None) -> str:
    """Return an agenda as JSON text, with what a re-plan changed where it comes from one."""
    content: dict[str, object] = {
        "event": agenda.event_id,
        "version": agenda.version,
        "seed": agenda.seed,
        "figures": _figures(agenda.figures),
        "meetings": _meetings(problem, agenda),
        "unplaced": [
            {
                "request": each.request_id,
                "reason": each.reason,
                "told": mask_contacts(each.told),
                "change": mask_contacts(each.change),
            }
            for each in agenda.unplaced
        ],
    }
    if agenda.cancelled:
        content["cancelled"] = [
            {"request": each.request_id, "slot": problem.event.slots[each.slot].start, "table": each.table}
            for each in agenda.cancelled
        ]
    if replanned is not None:
        content["changes"] = [_change(problem, each) for each in replanned.changes]
        content["tell"] = list(replanned.guests_to_tell)
        content["is_minimal"] = replanned.is_minimal
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _meetings(problem: EventProblem, agenda: Agenda) -> list[dict[str, object]]:
    guests = {request.id: request.guests for request in problem.requests}
    names = {guest.id: mask_contacts(guest.name) for guest in problem.guests}
    return [
        {
            "request": meeting.request_id,
            "slot": problem.event.slots[meeting.slot].start,
            "table": meeting.table,
            "locked": meeting.locked,
            "guests": list(guests[meeting.request_id]),
            "names": [names[guest] for guest in guests[meeting.request_id]],
        }
        for meeting in sorted(agenda.meetings, key=lambda each: (each.slot, each.table, each.request_id))
    ]


def _change(problem: EventProblem, change: AgendaChange) -> dict[str, object]:
    def stands(place: tuple[int, str] | None) -> str | None:
        return None if place is None else f"{problem.event.slots[place[0]].start} {place[1]}"

    return {
        "request": change.request_id,
        "guests": list(change.guests),
        "before": stands(change.before),
        "after": stands(change.after),
    }


def read_agenda(path: Path, problem: EventProblem) -> Agenda:
    """Read an agenda of this event.

    Args:
        path: as written by `agenda_text`.
        problem: the event as it is now; requests and tables it no longer has are faults, guests may have changed.

    Raises:
        FileReadError: the file does not fit its format or the event; every fault is named by its path.
    """
    content = read_json(path, AgendaJson)
    slots = {slot.start: number for number, slot in enumerate(problem.event.slots)}
    requests = {request.id for request in problem.requests}
    tables = {table.id for table in problem.event.tables}
    faults = [] if content.event == problem.event.id else [("event", f"是活动“{content.event}”的日程，不是这个活动的")]
    placed: list[tuple[str, MeetingJson | CancelledJson]] = [
        (f"meetings[{number}]", each) for number, each in enumerate(content.meetings)
    ]
    placed += [(f"cancelled[{number}]", each) for number, each in enumerate(content.cancelled)]
    for place, each in placed:
        faults += [(f"{place}.request", f"问题文件中没有“{each.request}”")] if each.request not in requests else []
        faults += [(f"{place}.slot", f"没有 {each.slot} 开始的时段")] if each.slot.zfill(5) not in slots else []
        faults += [(f"{place}.table", f"没有桌位“{each.table}”")] if each.table not in tables else []
    if faults:
        refusal = fault(path, faults)
        raise refusal
    return Agenda(
        content.event,
        tuple(
            PlannedMeeting(each.request, slots[each.slot.zfill(5)], each.table, each.locked)
            for each in content.meetings
        ),
        tuple(Unplaced(each.request, each.reason, each.told, each.change) for each in content.unplaced),
        _figures_of(content.figures),
        content.seed,
        content.version,
        tuple(PlannedMeeting(each.request, slots[each.slot.zfill(5)], each.table) for each in content.cancelled),
    )


def _figures(figures: AgendaFigures) -> dict[str, float | int]:
    return {
        "value": figures.value,
        "value_bound": figures.value_bound,
        "gap": round(figures.gap, 6),
        "n_short": figures.n_short,
        "breaks": figures.breaks,
        "breaks_bound": figures.breaks_bound,
        "most_breaks": figures.most_breaks,
        "idle_slots": figures.idle_slots,
        "table_changes": figures.table_changes,
        "walking": figures.walking,
        "off_wish": figures.off_wish,
    }


def _figures_of(content: FiguresJson) -> AgendaFigures:
    return AgendaFigures(**content.model_dump(exclude={"gap"}))
