"""Reads the file of an event: every value that contradicts another is named by its path."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from data.records.events import Block, Event, EventProblem, Evidence, Goals, Guest, Request, Slot, Table, Wish
from service.docking.agenda.event_schema import EventFrameJson, GuestJson, ProblemJson, RequestJson, fault, read_json
from service.docking.agenda.presence import Presence


def read_event_problem(path: Path) -> EventProblem:
    """Read an event with its guests and requests.

    Raises:
        FileReadError: the file or values in it do not fit; all that contradict others are named together.
    """
    return problem_of(read_json(path, ProblemJson), path)


def problem_of(content: ProblemJson, path: Path) -> EventProblem:
    """Return the event that the content of a file describes; `path` only names it.

    Raises:
        FileReadError: values contradict others; all that do are named together.
    """
    problem, faults = problem_and_faults(content)
    if faults:
        refusal = fault(path, faults)
        raise refusal
    return problem


def problem_and_faults(content: ProblemJson) -> tuple[EventProblem, list[tuple[str, str]]]:
    """Return an event, and every value that contradicts another by its path; the event is of use without faults."""
    reader = _Reader(content)
    problem = reader.problem()
    return problem, reader.faults


def read_event_frame(path: Path) -> EventFrameJson:
    """Read an event that has no participants yet.

    Raises:
        FileReadError: the file or values in it do not fit; all that contradict others are named together.
    """
    frame = read_json(path, EventFrameJson)
    blocks = [block.model_copy(update={"guests": []}) for block in frame.event.blocks]
    event = frame.event.model_copy(update={"blocks": blocks})
    _, faults = problem_and_faults(ProblemJson(event=event, guests=[], requests=[], goals=frame.goals))
    faults += [
        (f"event.blocks[{number}].guests", "此时还没有参加者，请在写出的问题文件中补写")
        for number, block in enumerate(frame.event.blocks)
        if block.guests
    ]
    if frame.max_meetings is not None and frame.max_meetings < frame.min_meetings:
        faults.append(("max_meetings", "小于 min_meetings"))
    if frame.event.held_on and not _is_day(frame.event.held_on):
        faults.append(("event.held_on", "应写成 2026-11-22 这样的日期"))
    if faults:
        refusal = fault(path, faults)
        raise refusal
    return frame


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


class _Reader:
    def __init__(self, content: ProblemJson) -> None:
        self.faults: list[tuple[str, str]] = []
        self._content = content
        self._slots = {slot.start.zfill(5): position for position, slot in enumerate(content.event.slots)}
        self._guests = {guest.id for guest in content.guests}
        self._tables = {table.id for table in content.event.tables}

    def problem(self) -> EventProblem:
        self._check_day()
        self._check_unique("event.tables", [table.id for table in self._content.event.tables])
        self._check_unique("guests", [guest.id for guest in self._content.guests])
        self._check_unique("requests", [request.id for request in self._content.requests])
        content = self._content
        return EventProblem(
            self._event(),
            tuple(self._guest(number, guest) for number, guest in enumerate(content.guests)),
            tuple(self._request(number, request) for number, request in enumerate(content.requests)),
            Goals(content.goals.fairness, content.goals.minimum_first),
            self._before(content.now) if content.now else 0,
        )

    def _event(self) -> Event:
        told = self._content.event
        tables = tuple(
            Table(each.id, each.seats, each.x, each.y, self._named(f"event.tables[{number}].closed", each.closed))
            for number, each in enumerate(told.tables)
        )
        blocks = tuple(
            Block(
                each.title,
                self._named(f"event.blocks[{number}].slots", each.slots),
                self._known_guests(f"event.blocks[{number}].guests", each.guests),
            )
            for number, each in enumerate(told.blocks)
        )
        slots = tuple(Slot(each.start.zfill(5), each.end.zfill(5)) for each in told.slots)
        return Event(
            told.id, told.name, slots, tables, told.kind, told.theme, told.region, told.held_on, told.venue,
            told.organiser, blocks,
        )  # fmt: skip

    def _guest(self, number: int, told: GuestJson) -> Guest:
        place = f"guests[{number}]"
        if told.table and told.table not in self._tables:
            self.faults.append((f"{place}.table", f"没有桌位“{told.table}”"))
        if told.max_meetings is not None and told.max_meetings < told.min_meetings:
            self.faults.append((f"{place}.max_meetings", "小于 min_meetings"))
        slots = [Slot(slot.start.zfill(5), slot.end.zfill(5)) for slot in self._content.event.slots]
        presence = Presence(told.arrives or "", told.leaves or "", told.absent)
        away = presence.away(slots) | self._named(f"{place}.unavailable", told.unavailable)
        return Guest(
            told.id, told.name or told.id, told.kind, away, told.min_meetings, told.max_meetings, told.table,
            tuple(told.languages), told.preference,
        )  # fmt: skip

    def _request(self, number: int, told: RequestJson) -> Request:
        place = f"requests[{number}]"
        guests = self._known_guests(f"{place}.guests", told.guests)
        if len(set(guests)) < len(guests):
            self.faults.append((f"{place}.guests", "同一参加者写了两次"))
        if told.bar is not None and told.wish is not Wish.NO:
            self.faults.append((f"{place}.bar", "只有 wish 为 no 时才能写"))
        slots = None if told.slots is None else self._named(f"{place}.slots", told.slots)
        evidence = Evidence(told.need, told.achievement, told.why, tuple(told.ask), told.match)
        return Request(told.id, guests, told.value, told.wish, told.bar, told.round, slots, evidence)

    def _check_day(self) -> None:
        end = ""
        for number, slot in enumerate(self._content.event.slots):
            if not end <= slot.start.zfill(5) < slot.end.zfill(5):
                self.faults.append((f"event.slots[{number}]", "时段应依次排列、互不重叠，且开始早于结束"))
            end = slot.end.zfill(5)

    def _check_unique(self, place: str, ids: Iterable[str]) -> None:
        seen: set[str] = set()
        for number, each in enumerate(ids):
            if each in seen:
                self.faults.append((f"{place}[{number}].id", f"编号“{each}”重复"))
            seen.add(each)

    def _named(self, place: str, times: Iterable[str]) -> frozenset[int]:
        found = set()
        for number, time in enumerate(times):
            if time.zfill(5) in self._slots:
                found.add(self._slots[time.zfill(5)])
            else:
                self.faults.append((f"{place}[{number}]", f"没有 {time} 开始的时段"))
        return frozenset(found)

    def _known_guests(self, place: str, ids: list[str]) -> tuple[str, ...]:
        for number, each in enumerate(ids):
            if each not in self._guests:
                self.faults.append((f"{place}[{number}]", f"没有参加者“{each}”"))
        return tuple(ids)

    def _before(self, time: str) -> int:
        """Return how many slots have begun before this time."""
        return sum(start < time.zfill(5) for start in self._slots)
