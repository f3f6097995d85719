"""Checks an agenda against its event, rule by rule; nothing is stored that has not passed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from data.records.events import Bar, EventProblem, Guest, PlannedMeeting, Request, Table, Wish

_BARS: Mapping[Bar | None, str] = {
    None: "有一方不愿会面",
    Bar.DECLINED: "有一方谢绝",
    Bar.NEVER_AGAIN: "有一方表示不再见面",
    Bar.ALREADY_MET: "双方已经见过",
    Bar.RECUSAL: "须回避",
    Bar.NO_CONSENT: "未获双方同意",
}


def check_agenda(problem: EventProblem, meetings: Sequence[PlannedMeeting]) -> tuple[str, ...]:
    """Check an agenda.

    Meetings in slots before `problem.now` have been held: only clashes are looked for among them.

    Returns:
        Chinese sentences, one a violation; empty where the agenda holds.
    """
    checker = _Checker(problem, meetings)
    unknown = list(checker.unknown())
    if unknown:
        return tuple(unknown)
    return (
        *checker.wishes(),
        *checker.availability(),
        *checker.clashes(),
        *checker.tables(),
        *checker.numbers(),
    )


class _Checker:
    def __init__(self, problem: EventProblem, meetings: Sequence[PlannedMeeting]) -> None:
        self._problem = problem
        self._meetings = meetings
        self._coming = [meeting for meeting in meetings if meeting.slot >= problem.now]
        self._requests: dict[str, Request] = {request.id: request for request in problem.requests}
        self._guests: dict[str, Guest] = {guest.id: guest for guest in problem.guests}
        self._tables: dict[str, Table] = {table.id: table for table in problem.event.tables}

    def unknown(self) -> Iterator[str]:
        """Yield what names something the event does not have."""
        n_slots = len(self._problem.event.slots)
        for meeting in self._meetings:
            if meeting.request_id not in self._requests:
                yield f"会面“{meeting.request_id}”不在意愿清单中。"
            if not 0 <= meeting.slot < n_slots:
                yield f"会面“{meeting.request_id}”的时段不在活动的 {n_slots} 个时段之内。"
            if meeting.table not in self._tables:
                yield f"会面“{meeting.request_id}”的桌位“{meeting.table}”不存在。"

    def wishes(self) -> Iterator[str]:
        """Yield meetings nobody asked for or that are barred, repeated ones, and must requests left out.

        A must request for which no slot is left with all members there and a table for them binds nobody.
        """
        counts = Counter(meeting.request_id for meeting in self._meetings)
        for request_id, count in counts.items():
            request = self._requests[request_id]
            if count > 1:
                yield f"会面“{request_id}”排了 {count} 次。"
            if request.wish is Wish.NO and any(each.request_id == request_id for each in self._coming):
                yield f"会面“{request_id}”不应安排：{_BARS[request.bar]}。"
        for request in self._problem.requests:
            if request.wish is Wish.MUST and request.id not in counts and self._could_be_held(request):
                yield f"必须安排的会面“{request.id}”没有排上。"

    def _could_be_held(self, request: Request) -> bool:
        """Tell whether a slot to come has all members and a table for a request, whatever else is held then."""
        members = [self._guests[guest] for guest in request.guests]
        own = next((guest.table for guest in members if guest.table), "")
        reserved = {guest.table for guest in self._problem.guests if guest.table}
        tables = [self._tables[own]] if own else [each for each in self._tables.values() if each.id not in reserved]
        busy = [
            slot
            for block in self._problem.event.blocks
            if not block.guests or set(block.guests) & set(request.guests)
            for slot in block.slots
        ]
        away = set(busy).union(*(guest.unavailable for guest in members))
        wanted = range(len(self._problem.event.slots)) if request.slots is None else request.slots
        slots = [slot for slot in wanted if slot >= self._problem.now and slot not in away]
        return any(table.seats >= len(members) and slot not in table.closed for table in tables for slot in slots)

    def availability(self) -> Iterator[str]:
        """Yield meetings at a time when a member, or the request itself, cannot be there."""
        for meeting in self._coming:
            request = self._requests[meeting.request_id]
            at = self._time(meeting.slot)
            if request.slots is not None and meeting.slot not in request.slots:
                yield f"会面“{request.id}”不能排在 {at}。"
            for guest in request.guests:
                if meeting.slot in self._guests[guest].unavailable:
                    yield f"“{self._name(guest)}”{at} 不能会面，会面“{request.id}”却排在那里。"
                for block in self._problem.event.blocks:
                    if meeting.slot in block.slots and (not block.guests or guest in block.guests):
                        yield f"“{self._name(guest)}”{at} 参加“{block.title}”，会面“{request.id}”却排在那里。"

    def clashes(self) -> Iterator[str]:
        """Yield who is at two meetings at once."""
        days: dict[tuple[str, int], list[str]] = defaultdict(list)
        for meeting in self._meetings:
            for guest in self._requests[meeting.request_id].guests:
                days[guest, meeting.slot].append(meeting.request_id)
        for (guest, slot), requests in days.items():
            if len(requests) > 1:
                yield f"“{self._name(guest)}”{self._time(slot)} 同时有 {len(requests)} 场会面：{'、'.join(requests)}。"

    def tables(self) -> Iterator[str]:
        """Yield tables that are taken twice, closed, too small or somebody else's."""
        taken: dict[tuple[str, int], list[str]] = defaultdict(list)
        for meeting in self._meetings:
            taken[meeting.table, meeting.slot].append(meeting.request_id)
        for (name, slot), requests in taken.items():
            if len(requests) > 1:
                yield f"桌位“{name}”{self._time(slot)} 同时有 {len(requests)} 场会面：{'、'.join(requests)}。"
        reserved = {guest.table for guest in self._problem.guests if guest.table}
        for meeting in self._coming:
            table, guests = self._tables[meeting.table], self._requests[meeting.request_id].guests
            if meeting.slot in table.closed:
                yield f"桌位“{table.id}”{self._time(meeting.slot)} 不可用，会面“{meeting.request_id}”却排在那里。"
            if table.seats < len(guests):
                yield f"桌位“{table.id}”只坐得下 {table.seats} 方，会面“{meeting.request_id}”有 {len(guests)} 方。"
            own = [self._guests[guest].table for guest in guests if self._guests[guest].table]
            if own and table.id not in own:
                yield f"会面“{meeting.request_id}”应在固定桌位“{own[0]}”，却排在“{table.id}”。"
            if not own and table.id in reserved:
                yield f"桌位“{table.id}”已固定给他人，会面“{meeting.request_id}”却排在那里。"

    def numbers(self) -> Iterator[str]:
        """Yield who has more meetings than the limit allows."""
        counts = Counter(guest for meeting in self._meetings for guest in self._requests[meeting.request_id].guests)
        for guest in self._problem.guests:
            if guest.max_meetings is not None and counts[guest.id] > guest.max_meetings:
                yield f"“{guest.name}”有 {counts[guest.id]} 场会面，上限为 {guest.max_meetings} 场。"

    def _time(self, slot: int) -> str:
        return self._problem.event.slots[slot].start

    def _name(self, guest: str) -> str:
        return self._guests[guest].name
