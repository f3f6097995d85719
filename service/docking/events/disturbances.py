"""What happens on the morning of an event, written down at once: who does not come, comes late, which table is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from data.errors import UnknownIdError
from data.records.accounts import Actor
from data.records.docking_events import NewDockingEvent, NewParticipant, Participant
from data.storage.workspace import Workspace
from service.docking.events.access import require_event
from service.docking.events.book import EventBook, read_book
from service.docking.events.form_texts import read_time
from service.docking.events.setup import change_event, change_participant
from service.docking.permissions import Action


class Kind(StrEnum):
    """What happened."""

    ABSENT = "absent"
    LATE = "late"
    TABLE = "table"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Disturbance:
    """One thing that happened.

    Attributes:
        guest_id: who does not come, or comes late.
        table_id: which table is lost.
        time: when they come, from when the table is lost, or what time it is.
    """

    kind: Kind
    guest_id: str = ""
    table_id: str = ""
    time: str = ""


def write_down(workspace: Workspace, actor: Actor, number: int, what: Disturbance, *, at: datetime) -> None:
    """Change the event to what happened; the agenda stays as it is until it is re-planned.

    Raises:
        UnknownIdError: the event, the participant or the table is not there.
        UsageError: the time is none.
    """
    with workspace.reading() as stores:
        book = read_book(stores, require_event(stores, actor, number, Action.EVENTS_PLAN))
    _WRITERS[what.kind](_Writer(workspace, actor, book, at), what)


@dataclass(frozen=True, slots=True)
class _Writer:
    workspace: Workspace
    actor: Actor
    book: EventBook
    at: datetime

    def absent(self, what: Disturbance) -> None:
        """Write down who does not come."""
        seen = self._participant(what.guest_id)
        change_participant(self.workspace, self.actor, seen, replace(_plain(seen), is_absent=True), at=self.at)

    def late(self, what: Disturbance) -> None:
        """Write down who comes late."""
        seen = self._participant(what.guest_id)
        new = replace(_plain(seen), arrives=read_time(what.time))
        change_participant(self.workspace, self.actor, seen, new, at=self.at)

    def table(self, what: Disturbance) -> None:
        """Close a table from a time on.

        Raises:
            UnknownIdError: there is none of that name.
        """
        plan = self.book.event.plan
        if what.table_id not in {table.id for table in plan.tables}:
            raise UnknownIdError(f"没有桌位“{what.table_id}”。", remedy="请从桌位中选择。")
        start = read_time(what.time)
        lost = frozenset(slot for slot, each in enumerate(plan.slots) if each.start >= start)
        tables = tuple(
            replace(each, closed=each.closed | lost) if each.id == what.table_id else each for each in plan.tables
        )
        self._change(replace(_plain_event(self.book), plan=replace(plan, tables=tables)))

    def now(self, what: Disturbance) -> None:
        """Set the time of the day, before which everything is past."""
        self._change(replace(_plain_event(self.book), now=read_time(what.time)))

    def _change(self, new: NewDockingEvent) -> None:
        event = self.book.event
        change_event(self.workspace, self.actor, event.number, seen=event.version, new=new, at=self.at)

    def _participant(self, guest_id: str) -> Participant:
        """Return a participant.

        Raises:
            UnknownIdError: there is none.
        """
        found = self.book.by_guest.get(guest_id)
        if found is None:
            raise UnknownIdError(f"这场活动没有参加者“{guest_id}”。", remedy="请从参加者名单中选择。")
        return found


_WRITERS: Final[Mapping[Kind, Callable[[_Writer, Disturbance], None]]] = {
    Kind.ABSENT: _Writer.absent,
    Kind.LATE: _Writer.late,
    Kind.TABLE: _Writer.table,
    Kind.NOW: _Writer.now,
}


def _plain(seen: Participant) -> NewParticipant:
    return NewParticipant(
        guest=seen.guest,
        organisation=seen.organisation,
        region_code=seen.region_code,
        arrives=seen.arrives,
        leaves=seen.leaves,
        is_absent=seen.is_absent,
    )


def _plain_event(book: EventBook) -> NewDockingEvent:
    event = book.event
    return NewDockingEvent(
        plan=event.plan,
        region_code=event.region_code,
        goals=event.goals,
        now=event.now,
        needs_consent=event.needs_consent,
    )
