"""An agenda as people read it: names for ids, times for positions, changes in words, contacts masked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.records.events import Agenda, AgendaChange, EventProblem, Evidence, Guest, PlannedMeeting, Replanned, Request
from service.exports import agenda_phrases as phrases
from service.exports.masking import MASKED, Masks, printable


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """What the files of an agenda are made from.

    Attributes:
        replanned: where the agenda changed an earlier one.
        label: what the version is called; "" tells it by the number of the agenda.
    """

    problem: EventProblem
    agenda: Agenda
    replanned: Replanned | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting as one participant sees it, or as nobody in particular does.

    Attributes:
        request_id: stays through every change.
        slot: position in the day.
        start: as in "09:20".
        end: as in "09:40".
        table: name of the table.
        names: of the others, or of all.
        change: what a re-plan changed, in words; "" where nothing.
        evidence: masked.
        is_off: it was planned and is not held any more.
    """

    request_id: str
    slot: int
    start: str
    end: str
    table: str
    names: tuple[str, ...]
    change: str
    evidence: Evidence
    is_off: bool = False

    @property
    def span(self) -> str:
        """Return the time as in "09:20—09:40"."""
        return phrases.SPAN.format(first=self.start, last=self.end)

    @property
    def title(self) -> str:
        """Return what it is called to the participant whose others are named."""
        return phrases.WITH.format(names="、".join(self.names))


class AgendaView:
    """Answers what the files ask of an agenda.

    Args:
        planned: the event, its agenda, and what changed.
        masks: how contacts are hidden.
    """

    def __init__(self, planned: PlannedEvent, masks: Masks = MASKED) -> None:
        self.problem = planned.problem
        self.agenda = planned.agenda
        self.replanned = planned.replanned
        self._label = planned.label
        self._masks = masks
        self._cleaned: dict[str, str] = {}
        self._requests = {request.id: request for request in planned.problem.requests}
        self._guests = {guest.id: guest for guest in planned.problem.guests}
        # Tables stand as in the problem: "10" is not before "2".
        self._order = {table.id: position for position, table in enumerate(planned.problem.event.tables)}
        changes = () if planned.replanned is None else planned.replanned.changes
        self._changes = {change.request_id: change for change in changes}
        self._days: dict[str, list[PlannedMeeting]] = {guest.id: [] for guest in planned.problem.guests}
        for meeting in self.meetings():
            for guest in self._requests[meeting.request_id].guests:
                self._days[guest].append(meeting)

    @property
    def guests(self) -> Sequence[Guest]:
        """Return the participants, enterprises first, in the order of the problem within each kind."""
        kinds = list(phrases.GUEST_KINDS)
        return sorted(self.problem.guests, key=lambda guest: kinds.index(guest.kind))

    @property
    def changes(self) -> Sequence[AgendaChange]:
        """Return what a re-plan changed, in the order of the day; empty for a first plan."""
        return sorted(self._changes.values(), key=self._standing)

    @property
    def title(self) -> str:
        """Return what the files are called."""
        return phrases.TITLE.format(name=self.clean(self.problem.event.name))

    @property
    def version(self) -> str:
        """Return the version in words."""
        number = self.agenda.version
        if self._label:
            return self._label
        return phrases.RELEASED.format(version=number) if number else phrases.DRAFT

    def lead(self) -> Iterator[str]:
        """Yield when and where it is held, then the totals."""
        yield "　".join(self.where())
        event = self.problem.event
        about = [
            phrases.ABOUT[name].format(self.clean(getattr(event, name)))
            for name in phrases.ABOUT
            if getattr(event, name)
        ]
        if about:
            yield "　".join(about)
        wished = sum(each.reason != "barred" for each in self.agenda.unplaced)
        met = sum(bool(day) for day in self._days.values())
        yield phrases.TOTALS.format(meetings=len(self.agenda.meetings), guests=met, unplaced=wished)
        if self.replanned is not None:
            told, proof = len(self.replanned.guests_to_tell), phrases.PROOF[self.replanned.is_minimal]
            yield phrases.CHANGED.format(changes=len(self._changes), told=told, proof=proof)

    def concern(self, guest_id: str) -> str:
        """Return whether a re-plan concerns a participant, in words; "" for a first plan."""
        return "" if self.replanned is None else phrases.CONCERNED[guest_id in self.replanned.guests_to_tell]

    def where(self) -> Iterator[str]:
        """Yield the day, the place and the version."""
        for name, phrase in phrases.WHERE.items():
            if value := self.clean(getattr(self.problem.event, name)):
                yield phrase.format(value)
        yield phrases.VERSION.format(version=self.version)

    def clean(self, text: str) -> str:
        """Return a text as it may be shown: contacts masked, nothing that files cannot carry."""
        if text not in self._cleaned:
            self._cleaned[text] = printable(self._masks.text(text))
        return self._cleaned[text]

    def name(self, guest_id: str) -> str:
        """Return the name of a participant."""
        return self.clean(self._guests[guest_id].name)

    def names(self, guest_ids: Sequence[str]) -> tuple[str, ...]:
        """Return the names of participants."""
        return tuple(self.name(each) for each in guest_ids)

    def table(self, table_id: str) -> str:
        """Return what a table is called: "3号桌" for bare numbers and letters, else as it is named."""
        if not table_id:
            return phrases.UNSEATED
        return self.clean(phrases.table_name(table_id))

    def place(self, place: tuple[int, str] | None) -> str:
        """Return a time and a table as in "09:20 3号桌"; "" for none."""
        return "" if place is None else f"{self.problem.event.slots[place[0]].start} {self.table(place[1])}"

    def request(self, request_id: str) -> Request:
        """Return a wish."""
        return self._requests[request_id]

    def members(self, meeting: PlannedMeeting) -> tuple[Guest, ...]:
        """Return who takes part in a meeting."""
        return tuple(self._guests[each] for each in self._requests[meeting.request_id].guests)

    def meetings(self) -> list[PlannedMeeting]:
        """Return what is held, in the order of the day."""
        return sorted(self.agenda.meetings, key=lambda each: (each.slot, self._order[each.table], each.request_id))

    def day(self, guest_id: str) -> tuple[MeetingView, ...]:
        """Return the meetings of a participant in the order of its day, those just cancelled among them."""
        off = [
            PlannedMeeting(change.request_id, *change.before)
            for change in self._changes.values()
            if change.after is None and change.before is not None and guest_id in change.guests
        ]
        views = [
            *(self.view(meeting, guest_id) for meeting in self._days[guest_id]),
            *(self.view(meeting, guest_id, is_off=True) for meeting in off),
        ]
        return tuple(sorted(views, key=lambda each: (each.slot, each.is_off, each.request_id)))

    def cancelled(self, guest_id: str = "") -> tuple[MeetingView, ...]:
        """Return what earlier versions held and this one does not, of one participant or of all."""
        return tuple(
            self.view(meeting, guest_id, is_off=True)
            for meeting in self.agenda.cancelled
            if not guest_id or guest_id in self._requests[meeting.request_id].guests
        )

    def view(self, meeting: PlannedMeeting, guest_id: str = "", *, is_off: bool = False) -> MeetingView:
        """Return a meeting as a participant sees it, or with everybody's name."""
        slot, request = self.problem.event.slots[meeting.slot], self._requests[meeting.request_id]
        told = request.evidence
        return MeetingView(
            request.id,
            meeting.slot,
            slot.start,
            slot.end,
            self.table(meeting.table),
            self.names([each for each in request.guests if each != guest_id]),
            self.change_of(request.id),
            Evidence(
                self.clean(told.need),
                self.clean(told.achievement),
                self.clean(told.why),
                tuple(self.clean(each) for each in told.ask),
            ),
            is_off,
        )

    def _standing(self, change: AgendaChange) -> tuple[int, int, str]:
        """Return where a changed meeting stands, or stood last, in the order of the day."""
        slot, table = change.after or change.before or (-1, "")
        return (slot, self._order.get(table, -1), change.request_id)

    def change_of(self, request_id: str) -> str:
        """Return what a re-plan changed of a meeting, in words; "" where nothing."""
        change = self._changes.get(request_id)
        if change is None:
            return ""
        if change.after is None:
            return phrases.CANCELLED.format(before=self.place(change.before))
        what = self.kind_of_change(change)
        return what if change.before is None else phrases.MOVED_FROM.format(what=what, before=self.place(change.before))

    def mark(self, request_id: str) -> str:
        """Return the kind of change as a short mark behind a name; "" where nothing changed."""
        change = self._changes.get(request_id)
        return "" if change is None else phrases.MARKED.format(what=self.kind_of_change(change))

    @staticmethod
    def kind_of_change(change: AgendaChange) -> str:
        """Return the kind of a change in words."""
        if change.before is None:
            return phrases.NEW
        if change.after is None:
            return phrases.GONE
        return phrases.RESCHEDULED if change.before[0] != change.after[0] else phrases.RETABLED

    def shows(self, guest_id: str) -> dict[int, str]:
        """Return the plenary items and roadshows a participant takes part in, by slot; none while they are away."""
        away = self._guests[guest_id].unavailable
        return {
            slot: phrases.SHOW.format(title=self.clean(block.title))
            for block in self.problem.event.blocks
            if not block.guests or guest_id in block.guests
            for slot in block.slots
            if slot not in away
        }

    def plenaries(self) -> dict[int, str]:
        """Return the items for everybody, by slot: no table is used then."""
        return {
            slot: phrases.SHOW.format(title=self.clean(block.title))
            for block in self.problem.event.blocks
            if not block.guests
            for slot in block.slots
        }
