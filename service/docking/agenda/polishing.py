"""Makes a timetable kinder: fewer and evener breaks, shorter waits, early and late wishes, by trading slots.

Simulated annealing over Kempe chains. Breaks weigh so much more than the rest that no wish buys one.
"""

import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from data.records.timetables import TimetableProblem
from service.docking.agenda.kempe import UNPLACED, Timetable

_BREAK: Final = 1000
_UNFAIR: Final = 5000
"""For each break beyond what fairness allows."""
_IDLE: Final = 30
_WISH: Final = 1
_START_HEAT: Final = 700.0
_END_HEAT: Final = 1.0
_LONGEST_CHAIN: Final = 400
_BALANCING_TRIES: Final = 40
_LOOKS: Final = 64
"""Trades between two looks at the clock."""


@dataclass(frozen=True, slots=True)
class Taste:
    """What makes one timetable kinder than another.

    Attributes:
        most_breaks: breaks above this weigh heavily: what fairness admits beside somebody who has none.
        pulls: for each participant, -1 where it likes early slots, 1 where it likes late ones, else 0.
    """

    most_breaks: int
    pulls: Sequence[int]


def polish(
    problem: TimetableProblem, schedule: Sequence[int], taste: Taste, *, trades: int, deadline: float, seed: int
) -> list[int]:
    """Improve a timetable by trades.

    Args:
        problem: what is placed.
        schedule: a timetable that holds (meetings without a slot stay without).
        taste: what counts.
        trades: how many to try; the same number and seed give the same timetable unless the clock ends the work.
        deadline: on the monotonic clock.
        seed: of the random trades.

    Returns:
        The kindest timetable met.
    """
    work = _Annealing(problem, schedule, taste, seed=seed)
    for done in range(trades):
        if work.is_perfect or (done % _LOOKS == 0 and time.monotonic() > deadline):
            break
        work.heat = _START_HEAT * (_END_HEAT / _START_HEAT) ** (done / trades)
        work.step()
    return work.best


class _Annealing:
    def __init__(self, problem: TimetableProblem, schedule: Sequence[int], taste: Taste, *, seed: int) -> None:
        self.heat = _START_HEAT
        self.best = list(schedule)
        self._table = Timetable(problem, schedule)
        self._taste = taste
        self._dice = random.Random(seed)  # noqa: S311 - a search, not a secret
        self._is_thing = [each in problem.resources for each in range(problem.n_participants)]
        self._costs = [self._cost(each) for each in range(problem.n_participants)]
        self._total = sum(self._costs)
        self._least = self._total
        self._movable = [
            meeting
            for meeting, slot in enumerate(schedule)
            if slot != UNPLACED and len(problem.meetings[meeting].slots) > 1
        ]
        self._slots = [sorted(problem.meetings[meeting].slots) for meeting in range(len(schedule))]

    @property
    def is_perfect(self) -> bool:
        """Whether nobody could be more at ease."""
        return self._least == 0

    def step(self) -> None:
        """Try one trade, and keep it where it is kinder or the heat allows it."""
        if not self._movable:
            return
        meeting = self._pick()
        first, second = self._table.slot_of[meeting], self._dice.choice(self._slots[meeting])
        if first == second:
            return
        chain = self._table.chain([meeting], first, second)
        if chain is None or len(chain) > _LONGEST_CHAIN:
            return
        if not self._table.keeps_room(chain, first, second) and not self._balance(chain, first, second):
            return
        if self._table.keeps_order(chain, first, second):
            self._try(chain, first, second)

    def _pick(self) -> int:
        """Return a meeting, mostly one of somebody who is not at ease."""
        meeting = self._dice.choice(self._movable)
        for _ in range(3):
            if any(self._costs[member] >= _BREAK for member in self._table.problem.meetings[meeting].members):
                break
            meeting = self._dice.choice(self._movable)
        return meeting

    def _balance(self, chain: list[int], first: int, second: int) -> bool:
        """Add a second chain that brings back the room the first one takes; return whether one was found."""
        taken = set(chain)
        n_first = sum(self._table.slot_of[each] == first for each in chain)
        # Room is short where the chain brings more than it takes: what must leave there is what stands there now.
        source = second if n_first * 2 > len(chain) else first
        for _ in range(_BALANCING_TRIES):
            other = self._dice.choice(self._movable)
            if self._table.slot_of[other] != source or other in taken:
                continue
            more = self._table.chain([other], first, second)
            if more is not None and self._table.keeps_room([*chain, *more], first, second):
                chain.extend(more)
                return True
        return False

    def _try(self, chain: Sequence[int], first: int, second: int) -> None:
        members = self._table.members(chain)
        self._table.trade(chain, first, second)
        new = {member: self._cost(member) for member in members}
        change = sum(new.values()) - sum(self._costs[member] for member in members)
        if change > 0 and self._dice.random() >= math.exp(-change / self.heat):
            self._table.trade(chain, first, second)
            return
        for member, cost in new.items():
            self._costs[member] = cost
        self._total += change
        if self._total < self._least:
            self._least = self._total
            self.best = list(self._table.slot_of)

    def _cost(self, participant: int) -> int:
        if self._is_thing[participant]:
            return 0
        busy = [slot for slot, meeting in enumerate(self._table.at[participant]) if meeting != UNPLACED]
        if not busy:
            return 0
        breaks = sum(later - earlier > 1 for earlier, later in pairwise(busy))
        idle = busy[-1] - busy[0] + 1 - len(busy)
        pull = self._taste.pulls[participant]
        off = (
            sum(busy) if pull < 0 else sum(len(self._table.at[participant]) - 1 - slot for slot in busy) if pull else 0
        )
        unfair = max(0, breaks - self._taste.most_breaks)
        return breaks * _BREAK + unfair * _UNFAIR + idle * _IDLE + off * _WISH
