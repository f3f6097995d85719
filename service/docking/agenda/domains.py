"""Where each meeting can still stand, once the order of meetings is taken into account."""

from data.records.timetables import TimetableProblem


def narrowed_slots(problem: TimetableProblem) -> list[list[int]]:
    """Return the slots of each meeting in ascending order, those that no order of meetings admits left out.

    A later meeting cannot stand at or before the first slot of an earlier one, nor an earlier one at or after the last
    slot of a later one; repeated until nothing changes. An empty list says that the problem has no timetable.
    """
    slots = [sorted(slot for slot in meeting.slots if 0 <= slot < problem.n_slots) for meeting in problem.meetings]
    is_changed = True
    while is_changed:
        is_changed = False
        for earlier, later in problem.precedences:
            before, after = slots[earlier], slots[later]
            kept_after = [slot for slot in after if before and slot > before[0]]
            kept_before = [slot for slot in before if kept_after and slot < kept_after[-1]]
            if len(kept_after) < len(after) or len(kept_before) < len(before):
                slots[earlier], slots[later] = kept_before, kept_after
                is_changed = True
    return slots
