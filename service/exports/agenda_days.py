"""The day of one participant, as its page shows it."""

from collections.abc import Iterator
from datetime import date

from data.records.events import Guest
from service.exports import agenda_phrases as phrases
from service.exports.agenda_view import AgendaView, MeetingView
from service.exports.paper import PaperTable, columns


def day_of(view: AgendaView) -> date:
    """Return the day of an event; `agenda_files` has refused one without."""
    return date.fromisoformat(view.problem.event.held_on)


def guest_day(view: AgendaView, guest_id: str) -> PaperTable:
    """Return the day of one participant: meetings, plenary items and roadshows in order."""
    is_changed = view.replanned is not None
    rows: list[tuple[int, tuple[str, ...]]] = [
        (each.slot, (each.span, phrases.UNSEATED if each.is_off else each.table, "、".join(each.names), each.change))
        for each in view.day(guest_id)
    ]
    for slot, title in view.shows(guest_id).items():
        span = view.problem.event.slots[slot]
        rows.append((slot, (phrases.SPAN.format(first=span.start, last=span.end), phrases.UNSEATED, title, "")))
    heads = [("时间", 15.0), ("桌位", 12.0), ("与谁会面", 44.0), ("本次改动", 29.0)]
    shown = heads if is_changed else heads[:3]
    ordered = [row[: len(shown)] for _, row in sorted(rows, key=lambda each: each[0])]
    return PaperTable(view.name(guest_id), columns(*shown), tuple(ordered), phrases.NO_MEETING)


def guest_line(view: AgendaView, guest: Guest) -> str:
    """Return what stands under a participant's name: its role, the event, where and when, which version, how much."""
    n_held = sum(not each.is_off for each in view.day(guest.id))
    told = (
        phrases.GUEST_KINDS[guest.kind],
        view.clean(view.problem.event.name),
        *view.where(),
        phrases.N_HELD.format(n=n_held),
        view.concern(guest.id),
    )
    return "　".join(part for part in told if part)


def evidence_lines(meeting: MeetingView) -> Iterator[tuple[str, str]]:
    """Yield (label, text) of why a meeting is held and what to ask; nothing for one that is cancelled."""
    if meeting.is_off:
        return
    evidence = meeting.evidence
    for label, text in (
        (phrases.NEED, evidence.need),
        (phrases.ACHIEVEMENT, evidence.achievement),
        (phrases.WHY, evidence.why),
    ):
        if text:
            yield label, text
    for number, question in enumerate(evidence.ask, start=1):
        yield f"{phrases.ASK}{number}", question
