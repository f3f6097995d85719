"""Checks a timetable of the published benchmark against the file's own terms, and counts its breaks."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from data.records.timetables import B2bInstance, Half

_HALF_NAMES = {Half.MORNING: "上午", Half.AFTERNOON: "下午", Half.ANY: "全天"}


@dataclass(frozen=True, slots=True)
class TimetableCheck:
    """What the check found.

    Attributes:
        faults: Chinese sentences, one a violation; empty where the timetable holds.
        breaks: breaks of each participant; empty where the timetable is too damaged to count.
    """

    faults: tuple[str, ...]
    breaks: tuple[int, ...]

    @property
    def total(self) -> int:
        """All breaks together."""
        return sum(self.breaks)


def check_b2b(instance: B2bInstance, schedule: Sequence[int], *, fairness: int | None) -> TimetableCheck:
    """Check a timetable.

    Args:
        instance: as read from the file.
        schedule: the slot of each meeting, from 0.
        fairness: the breaks of any two participants may differ by this much; None allows any.

    Returns:
        Every violation in words (meetings, participants and slots counted from 1, as in the file), and the breaks.
    """
    if len(schedule) != len(instance.meetings):
        return TimetableCheck((f"应有 {len(instance.meetings)} 次会面的时段，实有 {len(schedule)} 个。",), ())
    outside = [
        f"第 {number} 次会面的时段 {slot + 1} 不在 1 至 {instance.n_slots} 之间。"
        for number, slot in enumerate(schedule, start=1)
        if not 0 <= slot < instance.n_slots
    ]
    if outside:
        return TimetableCheck(tuple(outside), ())
    slots_of: dict[int, list[int]] = defaultdict(list)
    for meeting, slot in zip(instance.meetings, schedule, strict=True):
        slots_of[meeting.first].append(slot)
        slots_of[meeting.second].append(slot)
    breaks = tuple(count_breaks(slots_of[participant]) for participant in range(instance.n_participants))
    faults = [
        *_wish_faults(instance, schedule),
        *_clash_faults(slots_of),
        *_table_faults(instance, schedule),
        *_order_faults(instance, schedule),
        *_fairness_faults(breaks, fairness),
    ]
    return TimetableCheck(tuple(faults), breaks)


def count_breaks(slots: Sequence[int]) -> int:
    """Count the groups of idle slots between the first and the last of these slots, whatever their length."""
    ordered = sorted(set(slots))
    return sum(later - earlier > 1 for earlier, later in pairwise(ordered))


def _wish_faults(instance: B2bInstance, schedule: Sequence[int]) -> list[str]:
    faults = []
    for number, (meeting, slot) in enumerate(zip(instance.meetings, schedule, strict=True), start=1):
        is_morning = slot < instance.n_morning_slots
        if meeting.half is not Half.ANY and is_morning is not (meeting.half is Half.MORNING):
            faults.append(f"第 {number} 次会面应在{_HALF_NAMES[meeting.half]}，却排在时段 {slot + 1}。")
        if meeting.fixed_slot is not None and slot != meeting.fixed_slot:
            faults.append(f"第 {number} 次会面固定在时段 {meeting.fixed_slot + 1}，却排在时段 {slot + 1}。")
        faults += [
            f"第 {participant + 1} 位参加者不能在时段 {slot + 1} 会面，第 {number} 次会面却排在那里。"
            for participant in (meeting.first, meeting.second)
            if slot in instance.forbidden[participant]
        ]
    return faults


def _clash_faults(slots_of: dict[int, list[int]]) -> list[str]:
    return [
        f"第 {participant + 1} 位参加者在时段 {slot + 1} 有 {count} 次会面。"
        for participant, slots in sorted(slots_of.items())
        for slot, count in sorted(Counter(slots).items())
        if count > 1
    ]


def _table_faults(instance: B2bInstance, schedule: Sequence[int]) -> list[str]:
    return [
        f"时段 {slot + 1} 有 {count} 次会面，桌位只有 {instance.n_tables} 个。"
        for slot, count in sorted(Counter(schedule).items())
        if count > instance.n_tables
    ]


def _order_faults(instance: B2bInstance, schedule: Sequence[int]) -> list[str]:
    return [
        f"第 {earlier + 1} 次会面应早于第 {later + 1} 次，却排在时段 {schedule[earlier] + 1} 和 {schedule[later] + 1}。"
        for earlier, later in instance.precedences
        if schedule[earlier] >= schedule[later]
    ]


def _fairness_faults(breaks: Sequence[int], fairness: int | None) -> list[str]:
    if fairness is None or not breaks or max(breaks) - min(breaks) <= fairness:
        return []
    return [f"空档最多的参加者有 {max(breaks)} 个，最少的有 {min(breaks)} 个，相差超过 {fairness}。"]
