"""A timetable that can be changed by trading two slots among meetings that hang together.

Moving one meeting from slot a to slot b pushes out whoever its members meet in b, and these in turn; everything that so
hangs together trades its slots (a Kempe chain of edge colouring, taken to meetings of any number of members). What held
before holds after, provided that each meeting may stand in its new slot and the limits of the slots are kept.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from data.records.timetables import TimetableProblem

UNPLACED = -1


class Timetable:
    """Slots of meetings, some of which may have none yet.

    Args:
        problem: what to place.
        schedule: a slot for each meeting, or UNPLACED.
    """

    def __init__(self, problem: TimetableProblem, schedule: Sequence[int]) -> None:
        self.problem = problem
        self.slot_of = [UNPLACED] * len(problem.meetings)
        self.at = [[UNPLACED] * problem.n_slots for _ in range(problem.n_participants)]
        self._limits_of: list[list[int]] = [[] for _ in problem.meetings]
        for position, limit in enumerate(problem.limits):
            for meeting in limit.meetings:
                self._limits_of[meeting].append(position)
        self._orders_of: list[list[tuple[int, int]]] = [[] for _ in problem.meetings]
        for pair in problem.precedences:
            for meeting in pair:
                self._orders_of[meeting].append(pair)
        self._room = [list(limit.most) for limit in problem.limits]
        for meeting, slot in enumerate(schedule):
            if slot != UNPLACED:
                self.put(meeting, slot)

    def put(self, meeting: int, slot: int) -> None:
        """Place a meeting whose members are free in the slot."""
        self.slot_of[meeting] = slot
        for member in self.problem.meetings[meeting].members:
            self.at[member][slot] = meeting
        for limit in self._limits_of[meeting]:
            self._room[limit][slot] -= 1

    def take(self, meeting: int) -> None:
        """Take a meeting out of its slot."""
        slot = self.slot_of[meeting]
        for member in self.problem.meetings[meeting].members:
            self.at[member][slot] = UNPLACED
        for limit in self._limits_of[meeting]:
            self._room[limit][slot] += 1
        self.slot_of[meeting] = UNPLACED

    def is_free(self, meeting: int, slot: int) -> bool:
        """Return whether the meeting may stand in the slot as things are, room aside."""
        return slot in self.problem.meetings[meeting].slots and all(
            self.at[member][slot] == UNPLACED for member in self.problem.meetings[meeting].members
        )

    def has_room(self, meeting: int, slot: int) -> bool:
        """Return whether the limits leave room for one more such meeting in the slot."""
        return self.room(meeting, slot) > 0

    def room(self, meeting: int, slot: int) -> int:
        """Return how many more such meetings the slot holds."""
        return min((self._room[limit][slot] for limit in self._limits_of[meeting]), default=len(self.slot_of))

    def seated_with(self, meeting: int, slot: int) -> list[int]:
        """Return the meetings of the slot that count against the same full limits."""
        full = [limit for limit in self._limits_of[meeting] if self._room[limit][slot] <= 0]
        return [
            other
            for other, at in enumerate(self.slot_of)
            if at == slot and any(limit in full for limit in self._limits_of[other])
        ]

    def chain(self, meetings: Iterable[int], first: int, second: int) -> list[int] | None:
        """Return all meetings that hang together with these by the two slots.

        Args:
            meetings: placed in one of the two slots.
            first: one slot.
            second: the other.

        Returns:
            The meetings, or None where one of them may not stand in its other slot.
        """
        found = list(dict.fromkeys(meetings))
        seen = set(found)
        for meeting in found:  # grows while it is walked through
            target = first + second - self.slot_of[meeting]
            if target not in self.problem.meetings[meeting].slots:
                return None
            for member in self.problem.meetings[meeting].members:
                other = self.at[member][target]
                if other != UNPLACED and other not in seen:
                    seen.add(other)
                    found.append(other)
        return found

    def keeps_room(self, chain: Sequence[int], first: int, second: int) -> bool:
        """Return whether trading the slots of a chain keeps the limits."""
        change: dict[int, int] = {}
        for meeting in chain:
            step = 1 if self.slot_of[meeting] == first else -1
            for limit in self._limits_of[meeting]:
                change[limit] = change.get(limit, 0) + step
        return all(
            self._room[limit][second] >= moved and self._room[limit][first] >= -moved for limit, moved in change.items()
        )

    def keeps_order(self, chain: Sequence[int], first: int, second: int) -> bool:
        """Return whether trading the slots of a chain keeps the order of meetings."""
        pairs = {pair for meeting in chain for pair in self._orders_of[meeting]}
        if not pairs:
            return True
        new = {meeting: first + second - self.slot_of[meeting] for meeting in chain}
        slots = [[new.get(meeting, self.slot_of[meeting]) for meeting in pair] for pair in pairs]
        return all(UNPLACED in pair or pair[0] < pair[1] for pair in slots)

    def trade(self, chain: Sequence[int], first: int, second: int) -> None:
        """Trade the two slots among the meetings of a chain; the same call undoes it."""
        targets = [(meeting, first + second - self.slot_of[meeting]) for meeting in chain]
        for meeting, _ in targets:
            self.take(meeting)
        for meeting, slot in targets:
            self.put(meeting, slot)

    def breaks(self, member: int) -> int:
        """Return the groups of idle slots between a member's meetings."""
        busy = [slot for slot, meeting in enumerate(self.at[member]) if meeting != UNPLACED]
        return sum(later - earlier > 1 for earlier, later in pairwise(busy))

    def members(self, chain: Iterable[int]) -> set[int]:
        """Return everybody who takes part in one of the meetings."""
        return {member for meeting in chain for member in self.problem.meetings[meeting].members}
