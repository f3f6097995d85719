"""Small timetables and benchmark files with unsurprising defaults."""

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from data.records.timetables import B2bInstance, B2bMeeting, Half


def make_instance(
    pairs: Sequence[tuple[int, int]],
    *,
    n_slots: int = 4,
    n_tables: int = 2,
    forbidden: dict[int, set[int]] | None = None,
    fixed: dict[int, int] | None = None,
    precedences: Sequence[tuple[int, int]] = (),
) -> B2bInstance:
    """Return an instance whose meetings may stand all day; everything counts from 0."""
    n_participants = max(itertools.chain.from_iterable(pairs), default=-1) + 1
    return B2bInstance(
        n_participants=n_participants,
        n_tables=n_tables,
        n_slots=n_slots,
        n_morning_slots=n_slots // 2,
        meetings=tuple(
            B2bMeeting(first, second, Half.ANY, (fixed or {}).get(number))
            for number, (first, second) in enumerate(pairs)
        ),
        forbidden=tuple(frozenset((forbidden or {}).get(each, ())) for each in range(n_participants)),
        precedences=tuple(precedences),
    )


def all_timetables(instance: B2bInstance) -> Iterator[tuple[int, ...]]:
    """Yield every timetable that holds, found by trying all; knows nothing of solvers or checkers."""
    morning, whole = range(instance.n_morning_slots), range(instance.n_slots)
    halves = {Half.MORNING: morning, Half.AFTERNOON: whole[instance.n_morning_slots :], Half.ANY: whole}
    choices = [
        [
            slot
            for slot in halves[meeting.half]
            if slot not in instance.forbidden[meeting.first] | instance.forbidden[meeting.second]
            and meeting.fixed_slot in {None, slot}
        ]
        for meeting in instance.meetings
    ]
    for slots in itertools.product(*choices):
        seats = Counter(slots)
        places = Counter(
            (member, slot)
            for meeting, slot in zip(instance.meetings, slots, strict=True)
            for member in (meeting.first, meeting.second)
        )
        in_order = all(slots[earlier] < slots[later] for earlier, later in instance.precedences)
        if in_order and max(places.values(), default=0) <= 1 and max(seats.values(), default=0) <= instance.n_tables:
            yield slots


def breaks_of(instance: B2bInstance, slots: Sequence[int]) -> list[int]:
    """Count breaks by walking through the day of each participant."""
    counts = []
    for participant in range(instance.n_participants):
        day = "".join(
            "m"
            if any(
                participant in {m.first, m.second} and s == slot for m, s in zip(instance.meetings, slots, strict=True)
            )
            else " "
            for slot in range(instance.n_slots)
        )
        counts.append(max(0, len(day.split()) - 1))
    return counts


def fewest_breaks(instance: B2bInstance, *, fairness: int | None) -> int | None:
    """Return the fewest breaks of any timetable, or None where there is none."""
    found = (breaks_of(instance, slots) for slots in all_timetables(instance))
    return min(
        (sum(breaks) for breaks in found if fairness is None or max(breaks) - min(breaks) <= fairness), default=None
    )
