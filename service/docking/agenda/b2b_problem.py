"""From an instance of the published benchmark to a timetable to be found."""

from data.records.timetables import B2bInstance, B2bMeeting, Half, SlotLimit, TimedMeeting, TimetableProblem


def timetable_of(instance: B2bInstance, *, fairness: int | None) -> TimetableProblem:
    """Return the problem the benchmark poses: every meeting placed, breaks as few as can be.

    Args:
        instance: as read.
        fairness: the breaks of any two participants differ by at most this; None asks for nothing.
    """
    return TimetableProblem(
        n_participants=instance.n_participants,
        n_slots=instance.n_slots,
        meetings=tuple(
            TimedMeeting(tuple(sorted((each.first, each.second))), _slots(instance, each)) for each in instance.meetings
        ),
        limits=(SlotLimit(frozenset(range(len(instance.meetings))), (instance.n_tables,) * instance.n_slots),),
        precedences=instance.precedences,
        fairness=fairness,
    )


def _slots(instance: B2bInstance, meeting: B2bMeeting) -> frozenset[int]:
    first, end = {
        Half.MORNING: (0, instance.n_morning_slots),
        Half.AFTERNOON: (instance.n_morning_slots, instance.n_slots),
        Half.ANY: (0, instance.n_slots),
    }[meeting.half]
    blocked = instance.forbidden[meeting.first] | instance.forbidden[meeting.second]
    open_slots = frozenset(range(first, end)) - blocked
    return open_slots if meeting.fixed_slot is None else open_slots & {meeting.fixed_slot}
