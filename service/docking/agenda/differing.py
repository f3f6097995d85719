"""What differs between two agendas of an event; without the solvers, which take seconds to load."""

from dataclasses import replace

from data.records.events import Agenda, AgendaChange, EventProblem, PlannedMeeting


def cancelled_since(old: Agenda, meetings: tuple[PlannedMeeting, ...]) -> tuple[PlannedMeeting, ...]:
    """Return what earlier versions held and the new one does not: calendars that missed a version are told as well."""
    held = {meeting.request_id for meeting in meetings}
    last = {meeting.request_id: meeting for meeting in (*old.cancelled, *old.meetings)}
    return tuple(replace(meeting, locked=False) for request, meeting in sorted(last.items()) if request not in held)


def differences(problem: EventProblem, old: Agenda, new: Agenda) -> tuple[AgendaChange, ...]:
    """Return what differs between two agendas of an event, in the order of requests."""
    before = {meeting.request_id: (meeting.slot, meeting.table) for meeting in old.meetings}
    after = {meeting.request_id: (meeting.slot, meeting.table) for meeting in new.meetings}
    return tuple(
        AgendaChange(request.id, before.get(request.id), after.get(request.id), request.guests)
        for request in problem.requests
        if before.get(request.id) != after.get(request.id)
    )
