"""Why a wish is not held, and the smallest change that would hold it, in words."""

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from data.records.events import Bar, Guest, PlannedMeeting, Request, Unplaced, Wish
from service.docking.agenda.event_model import EventModel, free_tables

_BARS = {
    None: "有一方不愿会面",
    Bar.DECLINED: "有一方谢绝",
    Bar.NEVER_AGAIN: "有一方表示不再见面",
    Bar.ALREADY_MET: "双方已经见过",
    Bar.RECUSAL: "须回避",
    Bar.NO_CONSENT: "未获双方同意",
}


CALLED_OFF: Final = "called_off"
"""Reason of a wish whose meeting the organiser took out by hand."""
_GIVEN_UP: Final = "这一项写为必须，因办不到而放下。"
_MOST_TIMES: Final = 6
"""Times that are named one by one; the rest are counted."""


@dataclass(frozen=True, slots=True)
class _Option:
    """What stands in the way of a wish in one slot.

    Attributes:
        slot: where.
        others: the meetings there that members of the wish have.
        has_table: would there be a table once these have made way?
    """

    slot: int
    others: tuple[Request, ...]
    has_table: bool

    @property
    def order(self) -> tuple[int, float, int]:
        """What changes least comes first: few things, then meetings of little value, then the earlier slot."""
        return (len(self.others) + (not self.has_table), sum(each.value for each in self.others), self.slot)


def why_not(
    model: EventModel, meetings: Sequence[PlannedMeeting], before: Sequence[Unplaced] = ()
) -> tuple[Unplaced, ...]:
    """Return every request that is not held, with its reason, in the order of requests.

    Args:
        model: the event.
        meetings: what is held.
        before: reasons of the agenda before: what the organiser called off stays so where nothing else forbids it.
    """
    reasons = _Reasons(model, meetings)
    held = {meeting.request_id for meeting in meetings}
    left = [request for request in model.problem.requests if request.id not in held]
    called_off = {each.request_id: each for each in before if each.reason == CALLED_OFF}
    told = [
        called_off[request.id]
        if request.id in called_off and request.wish is not Wish.NO
        else reasons.of(request, table)
        for request, table in zip(left, reasons.more_tables(left), strict=True)
    ]
    return tuple(
        replace(each, told=f"{each.told}{_GIVEN_UP}")
        if request.wish is Wish.MUST and each.reason != CALLED_OFF
        else each
        for request, each in zip(left, told, strict=True)
    )


def explain_clash(model: EventModel, clash: Sequence[int]) -> str:
    """Return in words which must requests clash: none of them can be spared for the clash."""
    requests = [model.problem.requests[each] for each in clash]
    if len(requests) == 1:
        return f"{_named(model, requests[0])}没有可用的时段。"
    counts = Counter(guest for request in requests for guest in request.guests)
    guest, count = counts.most_common(1)[0]
    told = "；".join(_named(model, request) for request in requests)
    if count == len(requests):
        days = len(model.open_slots[model.positions[guest]])
        limit = model.capacity().most[model.positions[guest]]
        return f"这 {count} 项都有“{_name(model, guest)}”参加，其可用时段 {days} 个、最多会面 {limit} 场：{told}。"
    slots = sorted(set().union(*(model.slots_of[each] for each in clash)))
    times = "、".join(model.problem.event.slots[slot].start for slot in slots[:8]) or "无"
    return f"下列 {len(requests)} 项不能同时排下（可用时段：{times}）：{told}。"


class _Reasons:
    def __init__(self, model: EventModel, meetings: Sequence[PlannedMeeting]) -> None:
        self._model = model
        self._requests = {request.id: request for request in model.problem.requests}
        self._at: dict[tuple[str, int], PlannedMeeting] = {}
        for meeting in meetings:
            for guest in self._requests[meeting.request_id].guests:
                self._at[guest, meeting.slot] = meeting
        self._taken = {(meeting.table, meeting.slot) for meeting in meetings}
        self._counts = Counter(guest for guest, _ in self._at)
        self._most = model.capacity().most
        self._free_tables = free_tables(model.problem)

    def more_tables(self, left: Sequence[Request]) -> list[int | None]:
        """Return for each wish the slot where one more table would hold it; None where tables are not what it lacks.

        The slots that most wishes lack a table in come first, so that few tables help many; wishes of the same guest
        get different slots as long as there are any, dearer wishes first.
        """
        lacking = {number: self._without_table(request) for number, request in enumerate(left)}
        demand = Counter(slot for slots in lacking.values() for slot in slots)
        chosen: list[int | None] = [None] * len(left)
        promised: set[tuple[str, int]] = set()
        for number in sorted(lacking, key=lambda each: (-left[each].value, each)):
            guests = left[number].guests
            slots = [slot for slot in lacking[number] if not any((guest, slot) in promised for guest in guests)]
            if slots or lacking[number]:
                slot = min(slots or lacking[number], key=lambda each: (-demand[each], each))
                chosen[number] = slot
                promised |= {(guest, slot) for guest in guests}
        return chosen

    def of(self, request: Request, table_slot: int | None) -> Unplaced:
        """Return the reason of one request; `table_slot` is where one more table would hold it."""
        if request.wish is Wish.NO:
            return Unplaced(request.id, "barred", f"不安排：{_BARS[request.bar]}。")
        options = self._options(request)
        if not options:
            return self._no_common_slot(request)
        if full := self._full(request):
            return self._limit(request, full, options[0])
        if table_slot is not None:
            return self._tables(request, table_slot)
        best, at = options[0], self._time(options[0].slot)
        if best.others:
            told = f"各方没有都空着的时段，最接近的是 {at}：{self._meetings(request, best)}。"
            return Unplaced(request.id, "clash", told, self._change(request, best))
        # All are free and so is a table: an interrupted search leaves that, and a re-plan, which takes up no old wish.
        told = f"{at} 各方都有空且有桌位，但没有排入：时限已到，或改排时没有重新考虑。"
        return Unplaced(request.id, "left", told, f"排在 {at}，改排时把这一项写为必须。")

    def _options(self, request: Request) -> list[_Option]:
        """Return what stands in the way in each slot where all members could meet, the least first."""
        slots = self._model.slots_of[self._model.number(request.id)]
        return sorted((self._option(request, slot) for slot in slots), key=lambda each: each.order)

    def _option(self, request: Request, slot: int) -> _Option:
        there = {
            meeting.request_id: meeting
            for guest in request.guests
            if (meeting := self._at.get((guest, slot))) is not None
        }
        # A meeting that makes way leaves its table behind.
        left = {meeting.table for meeting in there.values()}
        others = tuple(self._requests[each] for each in there)
        return _Option(slot, others, self._has_table(request, slot, left))

    def _without_table(self, request: Request) -> list[int]:
        """Return the slots where all members are free; none where a table is free in one of them or a limit is met."""
        if request.wish is Wish.NO or self._full(request):
            return []
        free = [each for each in self._options(request) if not each.others]
        return [] if any(each.has_table for each in free) else sorted(each.slot for each in free)

    def _tables(self, request: Request, slot: int) -> Unplaced:
        own = self._model.own_table[self._model.number(request.id)]
        times = self._times(self._without_table(request))
        if own is not None:
            told = f"{times} 各方都有空，但固定桌位“{own.id}”已有会面。"
            return Unplaced(request.id, "tables", told, f"在 {self._time(slot)} 不用固定桌位，另备一张。")
        return Unplaced(
            request.id, "tables", f"{times} 各方都有空，但桌位已满。", f"在 {self._time(slot)} {_one_more(request)}。"
        )

    def _no_common_slot(self, request: Request) -> Unplaced:
        number = self._model.number(request.id)
        table = self._model.own_table[number]
        if table is not None and table.seats < len(request.guests):
            told = f"固定桌位“{table.id}”只坐得下 {table.seats} 方，这场会面有 {len(request.guests)} 方。"
            return Unplaced(request.id, "seats", told, "换一张更大的固定桌位。")
        everywhere = set(self._model.axis)
        absent = [guest for guest in request.guests if everywhere <= self._guest(guest).unavailable]
        if absent and everywhere:
            names = "、".join(f"“{_name(self._model, guest)}”" for guest in absent)
            return Unplaced(request.id, "absent", f"{names}不来。", f"{names}到场。")
        coming = [slot for slot in self._model.axis if slot >= self._model.problem.now]
        missing = [(self._away(request, slot), slot) for slot in coming]
        if not missing:
            return Unplaced(request.id, "no_common_slot", "活动已没有剩余的时段。")
        away, slot = min(missing, key=lambda each: (len(each[0]), each[1]))
        names = "、".join(f"“{_name(self._model, guest)}”" for guest in away)
        change = f"{names}在 {self._time(slot)} 能够会面。" if names else f"允许这场会面排在 {self._time(slot)}。"
        return Unplaced(request.id, "no_common_slot", "各方没有共同的可用时段。", change)

    def _full(self, request: Request) -> list[str]:
        """Return the members who have as many meetings as they want, though they had time for more."""
        found = []
        for guest in request.guests:
            position = self._model.positions[guest]
            if self._most[position] <= self._counts[guest] < len(self._model.open_slots[position]):
                found.append(guest)
        return found

    def _limit(self, request: Request, full: Sequence[str], best: _Option) -> Unplaced:
        limits = "、".join(
            f"“{_name(self._model, guest)}”已排满上限 {self._most[self._model.positions[guest]]} 场" for guest in full
        )
        raised = "、".join(
            f"“{_name(self._model, guest)}”的上限提高到 {self._most[self._model.positions[guest]] + 1} 场"
            for guest in full
        )
        at = self._time(best.slot)
        needed = self._change(request, best) if best.others or not best.has_table else ""
        also = f"，并{needed}" if needed else f"，即可排在 {at}。"
        values = [self._requests[each.request_id].value for (guest, _), each in self._at.items() if guest in full]
        worth = "，已排的会面价值不低于这一项" if values and min(values) >= request.value else ""
        return Unplaced(request.id, "limit", f"{limits}{worth}。", f"把{raised}{also}")

    def _meetings(self, request: Request, option: _Option) -> str:
        return "；".join(
            f"{'、'.join(self._own(request, other))}那时有{self._with(request, other)}" for other in option.others
        )

    def _change(self, request: Request, option: _Option) -> str:
        """Return in words what must make way in a slot, and the table it lacks besides."""
        at = self._time(option.slot)
        gone = "；".join(
            f"让出 {at} {'、'.join(self._own(request, other))}{self._with(request, other)}" for other in option.others
        )
        if option.has_table:
            return f"{gone}。"
        return f"{gone}，并在 {at} {_one_more(request)}。" if gone else f"在 {at} {_one_more(request)}。"

    def _own(self, request: Request, other: Request) -> list[str]:
        return [f"“{_name(self._model, guest)}”" for guest in other.guests if guest in request.guests]

    def _with(self, request: Request, other: Request) -> str:
        names = "、".join(f"“{_name(self._model, guest)}”" for guest in other.guests if guest not in request.guests)
        return f"与{names}的会面" if names else "的另一场会面"

    def _has_table(self, request: Request, slot: int, left: AbstractSet[str]) -> bool:
        """Return whether a table is free, or would be once those in `left` are."""
        own = self._model.own_table[self._model.number(request.id)]
        tables = self._free_tables if own is None else [own]
        return any(
            table.seats >= len(request.guests)
            and slot not in table.closed
            and (table.id in left or (table.id, slot) not in self._taken)
            for table in tables
        )

    def _times(self, slots: Sequence[int]) -> str:
        named = "、".join(self._time(slot) for slot in slots[:_MOST_TIMES])
        return f"{named}等 {len(slots)} 个时段" if len(slots) > _MOST_TIMES else named

    def _guest(self, guest: str) -> Guest:
        return self._model.problem.guests[self._model.positions[guest]]

    def _away(self, request: Request, slot: int) -> list[str]:
        return [guest for guest in request.guests if slot not in self._model.open_slots[self._model.positions[guest]]]

    def _time(self, slot: int) -> str:
        return self._model.problem.event.slots[slot].start


def _one_more(request: Request) -> str:
    wanted = f"坐得下 {len(request.guests)} 方的" if len(request.guests) > 2 else ""  # every table seats two
    return f"增加一张{wanted}桌位"


def _named(model: EventModel, request: Request) -> str:
    return "—".join(f"“{_name(model, guest)}”" for guest in request.guests) + "的会面"


def _name(model: EventModel, guest: str) -> str:
    return model.problem.guests[model.positions[guest]].name
