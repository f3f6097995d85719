"""What an event came to, each figure with its counting rule and the records it counts, as of a day."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from data.records.accounts import Actor
from data.records.docking_events import DockingEvent
from data.records.event_days import MeetingResult
from data.records.events import GuestKind
from data.reference.industries import load_industries
from data.reference.regions import load_regions
from data.storage.workspace import Stores, Workspace
from service.docking.beijing import BEIJING
from service.docking.events.access import require_event
from service.docking.events.day import DayBook, GuestDay, MeetingDay, MeetingState, PresenceState, read_day
from service.docking.events.day_labels import pairs_of
from service.docking.permissions import Action

UNKNOWN: Final = "未写明或未识别"


class FigureKind(StrEnum):
    """What is counted."""

    PLANNED = "planned"
    HELD = "held"
    NOT_HELD = "not_held"
    UNREPORTED = "unreported"
    BESIDE = "beside"
    CANCELLED = "cancelled"
    EXPECTED = "expected"
    ARRIVED = "arrived"
    NO_SHOW = "no_show"
    OPEN = "open"
    WALK_IN = "walk_in"
    INTENT = "intent"
    CONTINUE = "continue"
    ONE_SIDE = "one_side"
    DECLINED = "declined"
    NO_OUTCOME = "no_outcome"


LABELS: Final[Mapping[FigureKind, str]] = {
    FigureKind.PLANNED: "计划会面",
    FigureKind.HELD: "按计划进行",
    FigureKind.NOT_HELD: "没有进行",
    FigureKind.UNREPORTED: "尚未登记",
    FigureKind.BESIDE: "计划外会面",
    FigureKind.CANCELLED: "取消的会面",
    FigureKind.EXPECTED: "应到单位",
    FigureKind.ARRIVED: "实到单位",
    FigureKind.NO_SHOW: "未到单位",
    FigureKind.OPEN: "尚未登记的单位",
    FigureKind.WALK_IN: "临时到场",
    FigureKind.INTENT: "达成意向",
    FigureKind.CONTINUE: "继续洽谈",
    FigureKind.ONE_SIDE: "一方愿意，另一方未表态",
    FigureKind.DECLINED: "不再合作",
    FigureKind.NO_OUTCOME: "没有结果",
}

RULES: Final[Mapping[FigureKind, str]] = {
    FigureKind.PLANNED: "截止时最新发布版日程中的会面，一场计一次；等于按计划进行、没有进行、尚未登记之和",
    FigureKind.HELD: "计划会面中登记为已进行的，或没有登记而有一方作了评价的",
    FigureKind.NOT_HELD: "计划会面中登记为没有进行的",
    FigureKind.UNREPORTED: "计划会面中既没有登记也没有评价的",
    FigureKind.BESIDE: "不在最新发布版日程中而登记为已进行或有评价的会面，不计入计划会面",
    FigureKind.CANCELLED: "以前各版日程中有、最新发布版中没有的会面，不计入计划会面",
    FigureKind.EXPECTED: "最新发布版日程中有会面的参加者；等于实到、未到、尚未登记之和",
    FigureKind.ARRIVED: "应到单位中登记过到场的，后来离场的也计",
    FigureKind.NO_SHOW: "应到单位中登记为缺席的，以及截止日晚于活动日而一直没有登记到场的",
    FigureKind.OPEN: "应到单位中尚未登记、活动也还没有过去的",
    FigureKind.WALK_IN: "不在最新发布版日程参加者名单中而登记过到场的，不计入应到单位",
    FigureKind.INTENT: "进行了的会面（含计划外）中各方都选“达成意向”的",
    FigureKind.CONTINUE: "进行了的会面中各方都愿意继续、但不全是“达成意向”的",
    FigureKind.ONE_SIDE: "进行了的会面中有人愿意继续、没有人拒绝、还有人没有表态的",
    FigureKind.DECLINED: "进行了的会面中有一方选“不再合作”的",
    FigureKind.NO_OUTCOME: "进行了的会面中没有一方表态的",
}

_RESULTS: Final[Mapping[MeetingResult, FigureKind]] = {
    MeetingResult.INTENT: FigureKind.INTENT,
    MeetingResult.CONTINUE: FigureKind.CONTINUE,
    MeetingResult.ONE_SIDE: FigureKind.ONE_SIDE,
    MeetingResult.DECLINED: FigureKind.DECLINED,
    MeetingResult.UNKNOWN: FigureKind.NO_OUTCOME,
}
_OF_GUESTS: Final = frozenset({
    FigureKind.EXPECTED,
    FigureKind.ARRIVED,
    FigureKind.NO_SHOW,
    FigureKind.OPEN,
    FigureKind.WALK_IN,
})


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: what it counts, and the ids of what it counts (requests of meetings, or guests)."""

    kind: FigureKind
    ids: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many."""
        return len(self.ids)

    @property
    def is_of_guests(self) -> bool:
        """Whether participants are counted, and not meetings."""
        return self.kind in _OF_GUESTS


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Meetings of one region or field; `ids` of all that are planned or were held beside, each in one row alone.

    Attributes:
        code: "" unknown.
        held: of these, planned or beside.
        intents: of those that were held.
        continued: as above.
    """

    code: str
    label: str
    ids: tuple[str, ...]
    held: tuple[str, ...]
    intents: tuple[str, ...]
    continued: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventStatistics:
    """The figures of an event as of a day.

    Attributes:
        as_of: what was written down later is not counted.
        version: of the agenda that counts; 0 where none was released.
        regions: by the enterprise's county, city or province as far as it is known.
        fields: by the division or section of the need's industry.
    """

    book: DayBook
    as_of: date
    version: int
    figures: tuple[Figure, ...]
    regions: tuple[Breakdown, ...]
    fields: tuple[Breakdown, ...]

    def figure(self, kind: FigureKind) -> Figure:
        """Return one figure."""
        return next(each for each in self.figures if each.kind is kind)


def statistics_of(workspace: Workspace, actor: Actor, number: int, *, as_of: date) -> EventStatistics:
    """Count an event as of a day; asked again for the same day it gives the same figures, whatever came since.

    Raises:
        UnknownIdError: there is no such event, or it lies outside; which of them is not said.
    """
    with workspace.reading() as stores:
        event = require_event(stores, actor, number, Action.EVENTS_PLAN)
        book = read_day(stores, event, until=end_of(as_of))
        industries = _industries(stores, book)
    return counted(book, as_of=as_of, industries=industries)


def counted(book: DayBook, *, as_of: date, industries: Mapping[str, str]) -> EventStatistics:
    """Count what a book holds.

    Args:
        book: with what was written down until the day.
        as_of: the day.
        industries: request -> industry code of the need it is about; where unknown, missing.

    Returns:
        Figures that add up as their rules say.
    """
    regions = {each.participant.guest.id: each.participant.region_code for each in book.guests}
    enterprises = {
        each.participant.guest.id for each in book.guests if each.participant.guest.kind is GuestKind.ENTERPRISE
    }

    def region_of(meeting: MeetingDay) -> str:
        own = [regions.get(guest, "") for guest in meeting.request.guests if guest in enterprises]
        return next((code for code in own if code in load_regions()), "")

    return EventStatistics(
        book=book,
        as_of=as_of,
        version=0 if book.release is None else book.release.version,
        figures=_figures(book, as_of),
        regions=_broken_down(book.meetings, region_of, lambda code: load_regions()[code].name),
        fields=_broken_down(
            book.meetings,
            lambda each: industries.get(each.request.id, ""),
            lambda code: load_industries()[code].name,
        ),
    )


def end_of(day: date) -> datetime:
    """Return the last moment of a day on this computer's calendar, aware."""
    return datetime.combine(day, time.max, tzinfo=BEIJING)


def _figures(book: DayBook, as_of: date) -> tuple[Figure, ...]:
    found: dict[FigureKind, list[str]] = {kind: [] for kind in FigureKind}
    for meeting in book.meetings:
        for kind in _kinds_of_meeting(meeting):
            found[kind].append(meeting.request.id)
    for guest in book.guests:
        for kind in _kinds_of_guest(guest, is_over=_is_over(book.event, as_of)):
            found[kind].append(guest.participant.guest.id)
    if book.release is not None:
        found[FigureKind.CANCELLED] += [each.request_id for each in book.release.agenda.cancelled]
    return tuple(Figure(kind, tuple(ids)) for kind, ids in found.items())


def _kinds_of_meeting(meeting: MeetingDay) -> list[FigureKind]:
    kinds = [FigureKind.PLANNED] if meeting.is_planned else []
    if meeting.state is MeetingState.HELD:
        kinds.append(FigureKind.HELD if meeting.is_planned else FigureKind.BESIDE)
        kinds.append(_RESULTS[meeting.result])
    elif meeting.is_planned:
        kinds.append(FigureKind.NOT_HELD if meeting.state is MeetingState.NOT_HELD else FigureKind.UNREPORTED)
    return kinds


def _kinds_of_guest(guest: GuestDay, *, is_over: bool) -> list[FigureKind]:
    if guest.is_walk_in:
        return [FigureKind.WALK_IN] if guest.has_come else []
    if not guest.n_meetings:
        return []
    if guest.has_come:
        return [FigureKind.EXPECTED, FigureKind.ARRIVED]
    is_missing = guest.state is PresenceState.ABSENT or is_over
    return [FigureKind.EXPECTED, FigureKind.NO_SHOW if is_missing else FigureKind.OPEN]


def _is_over(event: DockingEvent, as_of: date) -> bool:
    return bool(event.plan.held_on) and date.fromisoformat(event.plan.held_on) < as_of


def _broken_down(
    meetings: Sequence[MeetingDay], code_of: Callable[[MeetingDay], str], label_of: Callable[[str], str]
) -> tuple[Breakdown, ...]:
    rows: dict[str, list[MeetingDay]] = defaultdict(list)
    for meeting in meetings:
        if meeting.is_planned or meeting.state is MeetingState.HELD:
            rows[code_of(meeting)].append(meeting)
    return tuple(
        Breakdown(
            code,
            label_of(code) if code else UNKNOWN,
            _ids(found),
            held=_ids(each for each in found if each.state is MeetingState.HELD),
            intents=_ids(each for each in found if each.result is MeetingResult.INTENT),
            continued=_ids(each for each in found if each.result is MeetingResult.CONTINUE),
        )
        for code, found in sorted(rows.items(), key=lambda row: (not row[0], -len(row[1]), row[0]))
    )


def _ids(meetings: Iterable[MeetingDay]) -> tuple[str, ...]:
    return tuple(each.request.id for each in meetings)


def _industries(stores: Stores, book: DayBook) -> dict[str, str]:
    """Return the industry of the need of each meeting, as far as it is known."""
    pairs = pairs_of(stores, book.meetings)
    needs = stores.needs.versioned_many(sorted({need for need, _ in pairs.values()}))
    codes = {request: needs[need].facets.industry_code for request, (need, _) in pairs.items() if need in needs}
    return {request: code for request, code in codes.items() if code in load_industries()}
