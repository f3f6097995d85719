"""An agenda as a table on a page: participants or tables by slots."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from data.records.events import PlannedMeeting
from service.exports import agenda_phrases as phrases
from service.exports.agenda_view import AgendaView


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the grid.

    Attributes:
        text: what stands there; "" nothing.
        request_id: of the meeting; "" where there is none.
        mark: locked or past, in words.
        is_quiet: nothing can be held there.
    """

    text: str = ""
    request_id: str = ""
    mark: str = ""
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A participant or a table with its day; `id` as in the event."""

    id: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """What a page shows: starts and ends of the slots, and the rows."""

    slots: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


def guest_grid(view: AgendaView) -> Grid:
    """Return participants x slots: with whom and at which table."""
    days: dict[str, dict[int, Cell]] = {}
    for meeting in view.meetings():
        members = view.request(meeting.request_id).guests
        for guest in members:
            others = phrases.PARTIES.join(view.names([each for each in members if each != guest]))
            text = f"{view.table(meeting.table)} {others}{view.mark(meeting.request_id)}"
            days.setdefault(guest, {})[meeting.slot] = _cell(view, meeting, text)
    quiet = {
        guest.id: {slot: Cell(phrases.ABSENT, is_quiet=True) for slot in guest.unavailable}
        | {slot: Cell(title, is_quiet=True) for slot, title in view.shows(guest.id).items()}
        for guest in view.guests
    }
    return _grid(view, [guest.id for guest in view.guests], view.name, _joined(quiet, days))


def table_grid(view: AgendaView) -> Grid:
    """Return tables x slots: who meets there."""
    tables = view.problem.event.tables
    plenaries = {slot: Cell(title, is_quiet=True) for slot, title in view.plenaries().items()}
    quiet = {
        table.id: {slot: Cell(phrases.CLOSED, is_quiet=True) for slot in table.closed} | plenaries for table in tables
    }
    days: dict[str, dict[int, Cell]] = {}
    for meeting in view.meetings():
        names = phrases.PARTIES.join(view.names(view.request(meeting.request_id).guests))
        cell = _cell(view, meeting, f"{names}{view.mark(meeting.request_id)}")
        days.setdefault(meeting.table, {})[meeting.slot] = cell
    return _grid(view, [table.id for table in tables], view.table, _joined(quiet, days))


def _cell(view: AgendaView, meeting: PlannedMeeting, text: str) -> Cell:
    is_past = meeting.slot < view.problem.now
    marks = [word for word, holds in (("已过", is_past), ("已锁定", meeting.locked)) if holds]
    return Cell(text, meeting.request_id, "、".join(marks))


def _joined(
    quiet: Mapping[str, Mapping[int, Cell]], days: Mapping[str, Mapping[int, Cell]]
) -> dict[str, dict[int, Cell]]:
    return {key: {**quiet.get(key, {}), **days.get(key, {})} for key in {*quiet, *days}}


def _grid(
    view: AgendaView, ids: Iterable[str], name: Callable[[str], str], cells: Mapping[str, Mapping[int, Cell]]
) -> Grid:
    slots = view.problem.event.slots
    rows = tuple(
        Row(each, name(each), tuple(cells.get(each, {}).get(slot, Cell()) for slot in range(len(slots))))
        for each in ids
    )
    return Grid(tuple((slot.start, slot.end) for slot in slots), rows)
