"""Participants that could trade places: whose meetings have the same partners and the same slots to choose from.

A company of seven visitors who meet nobody else has 5,040 timetables that differ in nothing that matters. Searching one
of them is enough, so the meetings of twins are put in order. On the published instances with such visitors this is the
difference between minutes and seconds (docs/agenda.md).
"""

from collections import defaultdict
from itertools import pairwise

from data.records.timetables import TimetableProblem


def twin_orders(problem: TimetableProblem) -> list[tuple[int, int]]:
    """Return pairs (earlier, later) of meetings that may be demanded without losing any kind of timetable.

    Trading two twins maps each meeting of one to the meeting of the other with the same partners, so only the first
    meeting of each (in the order of partners and slots) is compared; both share a partner, so the order is strict.
    """
    ordered = {meeting for pair in problem.precedences for meeting in pair}
    meetings_of: dict[int, list[int]] = defaultdict(list)
    for number, meeting in enumerate(problem.meetings):
        for member in meeting.members:
            meetings_of[member].append(number)
    twins: dict[object, list[int]] = defaultdict(list)
    for participant, meetings in sorted(meetings_of.items()):
        if ordered.isdisjoint(meetings):
            keys = sorted((_key(problem, participant, number), number) for number in meetings)
            is_thing = participant in problem.resources
            twins[is_thing, tuple(key for key, _ in keys)].append(keys[0][1])
    return [
        pair
        for firsts in twins.values()
        for pair in pairwise(firsts)
        if set(problem.meetings[pair[0]].members) & set(problem.meetings[pair[1]].members)
    ]


def _key(problem: TimetableProblem, participant: int, number: int) -> tuple[tuple[int, ...], ...]:
    meeting = problem.meetings[number]
    others = tuple(member for member in meeting.members if member != participant)
    limits = tuple(position for position, limit in enumerate(problem.limits) if number in limit.meetings)
    return others, tuple(sorted(meeting.slots)), limits
