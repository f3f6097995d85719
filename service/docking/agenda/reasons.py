"""Why a wish is not held, and the smallest change that would hold it, in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from data.records.events import Bar, PlannedMeeting, Request, Unplaced, Wish
from service.docking.agenda.event_model import EventModel, free_tables

_BARS = {
    None: "有一方不愿会面",
    Bar.DECLINED: "有一方谢绝",
    Bar.NEVER_AGAIN: "有一方表示不再见面",
    Bar.ALREADY_MET: "双方已经见过",
    Bar.RECUSAL: "须回避",
    Bar.NO_CONSENT: "未获双方同意",
}


@dataclass(frozen=True, slots=True)
class _Option:
    """What stands in the way of a wish in one slot; `steps` is how many things would have to change."""

    slot: int
    steps: int
    told: str
    change: str


def why_not(model: EventModel, meetings: Sequence[PlannedMeeting]) -> tuple[Unplaced, ...]:
    """Return every request that is not held, with its reason, in the order of requests."""
    reasons = _Reasons(model, meetings)
    held = {meeting.request_id for meeting in meetings}
    return tuple(reasons.of(request) for request in model.problem.requests if request.id not in held)


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

    def of(self, request: Request) -> Unplaced:
        """Return the reason of one request."""
        if request.wish is Wish.NO:
            return Unplaced(request.id, "barred", f"不安排：{_BARS[request.bar]}。")
        slots = self._model.slots_of[self._model.number(request.id)]
        if not slots:
            return self._no_common_slot(request)
        options = sorted((self._option(request, slot) for slot in slots), key=lambda each: (each.steps, each.slot))
        best = options[0]
        full = [
            guest
            for guest in request.guests
            if self._counts[guest] >= self._most[self._model.positions[guest]]
            and self._counts[guest] < len(self._model.open_slots[self._model.positions[guest]])
        ]
        if full:
            return self._full(request, full, best)
        reason = "tables" if best.steps == 1 and best.change.startswith("在") else "clash"
        return Unplaced(request.id, reason, best.told, best.change)

    def _no_common_slot(self, request: Request) -> Unplaced:
        number = self._model.number(request.id)
        table = self._model.own_table[number]
        if table is not None and table.seats < len(request.guests):
            told = f"固定桌位“{table.id}”只坐得下 {table.seats} 方，这场会面有 {len(request.guests)} 方。"
            return Unplaced(request.id, "seats", told, "换一张更大的固定桌位。")
        coming = [slot for slot in self._model.axis if slot >= self._model.problem.now]
        missing = [(self._away(request, slot), slot) for slot in coming]
        if not missing:
            return Unplaced(request.id, "no_common_slot", "活动已没有剩余的时段。")
        away, slot = min(missing, key=lambda each: (len(each[0]), each[1]))
        names = "、".join(f"“{_name(self._model, guest)}”" for guest in away)
        change = f"{names}在 {self._time(slot)} 能够会面。" if names else f"允许这场会面排在 {self._time(slot)}。"
        return Unplaced(request.id, "no_common_slot", "各方没有共同的可用时段。", change)

    def _full(self, request: Request, full: Sequence[str], best: _Option) -> Unplaced:
        limits = "、".join(
            f"“{_name(self._model, guest)}”已排满上限 {self._most[self._model.positions[guest]]} 场" for guest in full
        )
        raised = "、".join(
            f"“{_name(self._model, guest)}”的上限提高到 {self._most[self._model.positions[guest]] + 1} 场"
            for guest in full
        )
        also = f"，并{best.change}" if best.steps else f"，即可排在 {self._time(best.slot)}。"
        return Unplaced(request.id, "limit", f"{limits}，已排的会面价值不低于这一项。", f"把{raised}{also}")

    def _option(self, request: Request, slot: int) -> _Option:
        """Return what stands in the way in a slot where all members could meet."""
        others = {
            meeting.request_id: guest
            for guest in request.guests
            if (meeting := self._at.get((guest, slot))) is not None
        }
        at = self._time(slot)
        # A meeting that makes way leaves its table behind, so tables are short only where nobody makes way.
        lacks_table = not self._has_table(request, slot) and not others
        clashes = "、".join(
            f"“{_name(self._model, guest)}”在{_named(self._model, self._requests[other])}"
            for other, guest in others.items()
        )
        if others:
            gone = "、".join(_named(self._model, self._requests[other]) for other in others)
            told = f"各方共同可用的时段都已有会面，最接近的是 {at}：{clashes}。"
            return _Option(slot, len(others), told, f"让出 {at} 的{gone}。")
        if lacks_table:
            return _Option(slot, 1, f"{at} 各方都有空，但桌位已满。", f"在 {at} 增加一张桌位。")
        return _Option(slot, 0, f"{at} 各方都有空且有桌位，但在时限内没有排入。", f"排在 {at}。")

    def _has_table(self, request: Request, slot: int) -> bool:
        own = self._model.own_table[self._model.number(request.id)]
        tables = free_tables(self._model.problem) if own is None else [own]
        return any(
            table.seats >= len(request.guests) and slot not in table.closed and (table.id, slot) not in self._taken
            for table in tables
        )

    def _away(self, request: Request, slot: int) -> list[str]:
        return [guest for guest in request.guests if slot not in self._model.open_slots[self._model.positions[guest]]]

    def _time(self, slot: int) -> str:
        return self._model.problem.event.slots[slot].start


def _named(model: EventModel, request: Request) -> str:
    return "—".join(f"“{_name(model, guest)}”" for guest in request.guests) + "的会面"


def _name(model: EventModel, guest: str) -> str:
    return model.problem.guests[model.positions[guest]].name
