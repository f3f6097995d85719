"""An event of the workspace in the form of an event file, and back; every change is checked in that form."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NoReturn

from pydantic import ValidationError

from data.errors import UsageError
from data.records.docking_events import NewDockingEvent, NewParticipant
from data.records.events import EventProblem, Guest, Request, Slot
from ingest.contacts import mask_contacts
from service.docking.agenda.event_file import problem_and_faults, problem_of
from service.docking.agenda.event_schema import GuestJson, ProblemJson, RequestJson, faults_of, parse_json
from service.docking.events.book import EventBook

_MOST_FAULTS: Final = 8
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
_RUNNING: Final = frozenset({
    "name", "theme", "region", "venue", "organiser", "title", "need", "achievement", "why", "ask",
})  # fmt: skip
"""Values of an event file that people write as they like, and may write a telephone number into."""
_PLACES: Final = (
    ("event.slots", "时段"),
    ("event.tables", "桌位"),
    ("event.blocks", "大会和路演"),
    ("event.held_on", "日期"),
    ("event.name", "活动名称"),
    ("event.region", "地区"),
    ("event.venue", "地点"),
    ("event.organiser", "主办单位"),
    ("event.theme", "主题"),
    ("event.", "活动"),
    ("guests", "参加者"),
    ("requests", "会面意愿"),
    ("goals", "目标"),
    ("now", "现在的时间"),
)


def event_content(book: EventBook) -> dict[str, Any]:
    """Return an event as an event file holds it: answers and consents folded into its requests, contacts masked."""
    event, slots = book.event, book.event.plan.slots
    content: dict[str, Any] = {
        "event": _event(event, slots),
        "guests": [_guest(each, slots) for each in book.participants],
        "requests": [_request(each, slots) for each in book.problem.requests],
        "goals": {"fairness": event.goals.fairness, "minimum_first": event.goals.minimum_first},
    }
    if event.now:
        content["now"] = event.now
    return {key: _masked(each, key) for key, each in content.items()}


def _masked(value: Any, key: str) -> Any:  # noqa: ANN401 - a value of JSON
    """Return a value of an event file with the contacts in its running texts masked; ids and times stay."""
    if isinstance(value, str):
        return mask_contacts(value) if key in _RUNNING else value
    if isinstance(value, list):
        return [_masked(each, key) for each in value]
    return {name: _masked(each, name) for name, each in value.items()} if isinstance(value, dict) else value


def event_text(book: EventBook) -> str:
    """Return the event file."""
    return json.dumps(event_content(book), ensure_ascii=False, indent=1) + "\n"


def read_event_text(text: str, name: str) -> tuple[NewDockingEvent, list[NewParticipant], list[Request]]:
    """Read an event file for the workspace; who it names belongs to no region and no account until a planner says so.

    Raises:
        FileReadError: it does not fit; every faulty value is named by its path.
        UsageError: a text cannot be stored.
    """
    content = parse_json(text, Path(name), ProblemJson)
    require_storable(content.model_dump(mode="python"))
    problem = problem_of(content, Path(name))
    new = NewDockingEvent(
        plan=problem.event, goals=problem.goals, now=(content.now or "").zfill(5) if content.now else ""
    )
    return new, _participants(content, problem), list(problem.requests)


def read_event(book: EventBook, told: ProblemJson) -> NewDockingEvent:
    """Return an event as an event file writes it, its code kept; `check_event` names the errors.

    Args:
        book: the event as it stands; roadshows name its participants.
        told: the event, goals and time of the day; whom it names besides is not looked at.
    """
    guests = [_guest(replace(each, guest=_anywhere(each.guest)), ()) for each in book.participants]
    content = told.model_dump(mode="json") | {"guests": guests, "requests": []}
    content["event"]["id"] = book.event.plan.id
    problem = _checked(content)
    return NewDockingEvent(plan=problem.event, goals=problem.goals, now=told.now.zfill(5) if told.now else "")


def _anywhere(guest: Guest) -> Guest:
    """Return a participant without slots and table of their own, which the event that is checked may not have yet."""
    return replace(guest, unavailable=frozenset(), table="")


def read_participant(book: EventBook, told: GuestJson) -> NewParticipant:
    """Return a participant as an event file writes one; `check_event` names the errors."""
    content = {**_frame(book), "guests": [told.model_dump(mode="json")], "requests": []}
    content["event"]["blocks"] = []
    problem = _checked(content)
    return _participant(told, problem.guests[0], problem.event.slots)


def read_request(book: EventBook, told: RequestJson) -> Request:
    """Return a request as an event file writes one; `check_event` names the errors."""
    return _checked({**_frame(book), "requests": [told.model_dump(mode="json")]}).requests[0]


def check_event(new: NewDockingEvent, participants: list[NewParticipant], requests: list[Request]) -> EventProblem:
    """Refuse an event whose parts contradict one another, whichever of them was changed.

    Returns:
        The event as the planner reads it, answers aside.

    Raises:
        UsageError: what does not fit, in words.
    """
    slots = new.plan.slots
    return _checked({
        "event": _event(new, slots),
        "guests": [_guest(each, slots) for each in participants],
        "requests": [_request(each, slots) for each in requests],
        "goals": {"fairness": new.goals.fairness, "minimum_first": new.goals.minimum_first},
        "now": new.now or None,
    })


def _frame(book: EventBook) -> dict[str, Any]:
    slots = book.event.plan.slots
    return {"event": _event(book.event, slots), "guests": [_guest(each, slots) for each in book.participants]}


def _checked(content: dict[str, Any]) -> EventProblem:
    """Return the event that an event file of this content describes; `_refuse` names the error."""
    require_storable(content)
    try:
        problem, faults = problem_and_faults(ProblemJson.model_validate(content))
    except ValidationError as error:
        _refuse(faults_of(error))
    if faults:
        _refuse(faults)
    return problem


def require_storable(content: object) -> None:
    """Refuse texts that no database could give back as they are: with a NUL, or half a character of UTF-16.

    Raises:
        UsageError: there is one.
    """
    if any(_UNSTORABLE.search(text) for text in _texts(content)):
        raise UsageError("有一项文字含有不能保存的字符。", remedy="请删去不可见的字符后重试，没有保存。")


def _texts(content: object) -> Iterator[str]:
    """Yield every text of a JSON value."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping | Sequence):
        for each in content.values() if isinstance(content, Mapping) else content:
            yield from _texts(each)


def _refuse(faults: list[tuple[str, str]]) -> NoReturn:
    """Refuse what does not fit.

    Raises:
        UsageError: always.
    """
    told = "；".join(f"{_in_words(place)}：{what}" for place, what in faults[:_MOST_FAULTS])
    more = f"；另有 {len(faults) - _MOST_FAULTS} 处" if len(faults) > _MOST_FAULTS else ""
    raise UsageError(f"{told}{more}。", remedy="请改正后重新提交，没有保存。")


def _in_words(place: str) -> str:
    """Return a path of the file as people say it: "guests[3].table" is the fourth participant's."""
    name = next((words for start, words in _PLACES if place.startswith(start)), "")
    number = place.partition("[")[2].partition("]")[0]
    return f"{name}第 {int(number) + 1} 项" if number.isdigit() else name or place


def _event(event: NewDockingEvent, slots: tuple[Slot, ...]) -> dict[str, Any]:
    plan = event.plan
    return {
        "id": plan.id,
        "name": plan.name,
        "kind": plan.kind.value,
        "theme": plan.theme,
        "region": plan.region,
        "held_on": plan.held_on,
        "venue": plan.venue,
        "organiser": plan.organiser,
        "slots": [{"start": each.start, "end": each.end} for each in slots],
        "tables": [
            {"id": each.id, "seats": each.seats, "x": each.x, "y": each.y, "closed": _times(each.closed, slots)}
            for each in plan.tables
        ],
        "blocks": [
            {"title": each.title, "slots": _times(each.slots, slots), "guests": list(each.guests)}
            for each in plan.blocks
        ],
    }


def _guest(participant: NewParticipant, slots: tuple[Slot, ...]) -> dict[str, Any]:
    guest = participant.guest
    return {
        "id": guest.id,
        "name": guest.name,
        "kind": guest.kind.value,
        "arrives": participant.arrives or None,
        "leaves": participant.leaves or None,
        "unavailable": _times(guest.unavailable, slots),
        "absent": participant.is_absent,
        "min_meetings": guest.min_meetings,
        "max_meetings": guest.max_meetings,
        "table": guest.table,
        "languages": list(guest.languages),
        "preference": guest.preference,
    }


def _request(request: Request, slots: tuple[Slot, ...]) -> dict[str, Any]:
    evidence = request.evidence
    return {
        "id": request.id,
        "guests": list(request.guests),
        "value": request.value,
        "wish": request.wish.value,
        "bar": request.bar,
        "round": request.round,
        "slots": None if request.slots is None else _times(request.slots, slots),
        "need": evidence.need,
        "achievement": evidence.achievement,
        "why": evidence.why,
        "ask": list(evidence.ask),
        "match": evidence.match,
    }


def _times(positions: frozenset[int], slots: tuple[Slot, ...]) -> list[str]:
    """Return the starts of slots; a position the day no longer has becomes a time it does not have."""
    return [slots[each].start if each < len(slots) else f"第 {each + 1} 个时段" for each in sorted(positions)]


def _participants(content: ProblemJson, problem: EventProblem) -> list[NewParticipant]:
    return [
        _participant(told, guest, problem.event.slots)
        for told, guest in zip(content.guests, problem.guests, strict=True)
    ]


def _participant(told: GuestJson, guest: Guest, slots: tuple[Slot, ...]) -> NewParticipant:
    """Return a participant with lateness, leaving and absence as they were said, and not yet folded in."""
    named = {slot.start: position for position, slot in enumerate(slots)}
    unavailable = frozenset(named[time.zfill(5)] for time in told.unavailable)
    return NewParticipant(
        guest=replace(guest, unavailable=unavailable),
        arrives=told.arrives.zfill(5) if told.arrives else "",
        leaves=told.leaves.zfill(5) if told.leaves else "",
        is_absent=told.absent,
    )
