"""Places chosen meetings quickly: where a slot is free for all, else by trading slots along a chain.

For meetings of two and no limits on anybody's day this is Koenig's proof that a bipartite graph needs no more colours
than its largest degree; with limits it is a search that may leave some meetings out, which an exact engine then tries.
"""

import random
import time
from collections.abc import Sequence
from itertools import product
from typing import Final

from data.records.timetables import TimetableProblem
from service.docking.agenda.kempe import UNPLACED, Timetable

_SHAKES: Final = 30
"""Random trades between two attempts at a stubborn meeting."""
_ROUNDS: Final = 200


def place(
    problem: TimetableProblem, order: Sequence[int], *, deadline: float, seed: int, start: Sequence[int] | None = None
) -> list[int]:
    """Place as many meetings as can be had by trading.

    Args:
        problem: what to place; its precedences are not looked at.
        order: meetings, those that matter most first.
        deadline: on the monotonic clock; ends the shaking.
        seed: of the random trades.
        start: slots some meetings already have.

    Returns:
        The slot of each meeting, or UNPLACED.
    """
    table = Timetable(problem, start if start is not None else [UNPLACED] * len(problem.meetings))
    dice = random.Random(seed)  # noqa: S311 - a search, not a secret
    left = [meeting for meeting in order if table.slot_of[meeting] == UNPLACED and not insert(table, meeting)]
    for _ in range(_ROUNDS):
        if not left or time.monotonic() > deadline:
            break
        shake(table, dice)
        left = [meeting for meeting in left if not insert(table, meeting)]
    return list(table.slot_of)


def insert(table: Timetable, meeting: int) -> bool:
    """Place one meeting, trading along chains where no slot is free for all its members.

    Returns:
        Whether it was placed.
    """
    slots = sorted(table.problem.meetings[meeting].slots, key=lambda slot: (-_spare(table, meeting, slot), slot))
    for slot in slots:
        if table.is_free(meeting, slot) and table.has_room(meeting, slot):
            table.put(meeting, slot)
            return True
    return any(_clear(table, meeting, slot, other) for slot, other in product(slots, range(table.problem.n_slots)))


def shake(table: Timetable, dice: random.Random) -> None:
    """Make some random trades that keep every rule."""
    placed = [meeting for meeting, slot in enumerate(table.slot_of) if slot != UNPLACED]
    for _ in range(_SHAKES if placed else 0):
        meeting = dice.choice(placed)
        first, second = table.slot_of[meeting], dice.randrange(table.problem.n_slots)
        chain = None if first == second else table.chain([meeting], first, second)
        if chain is not None and table.keeps_room(chain, first, second):
            table.trade(chain, first, second)


def _spare(table: Timetable, meeting: int, slot: int) -> int:
    return table.room(meeting, slot)


def _clear(table: Timetable, meeting: int, slot: int, other: int) -> bool:
    """Try to free a slot for the meeting by trading what stands there with another slot."""
    if slot == other:
        return False
    members = table.problem.meetings[meeting].members
    blockers = {table.at[member][slot] for member in members} - {UNPLACED}
    if not blockers:
        return _make_room(table, meeting, slot, other)
    chain = table.chain(sorted(blockers), slot, other)
    if chain is None or not table.keeps_room(chain, slot, other):
        return False
    table.trade(chain, slot, other)
    if table.is_free(meeting, slot) and table.has_room(meeting, slot):
        table.put(meeting, slot)
        return True
    table.trade(chain, slot, other)
    return False


def _make_room(table: Timetable, meeting: int, slot: int, other: int) -> bool:
    """Try to move one meeting more out of a full slot than into it; the members themselves are free there."""
    if not table.has_room(meeting, other):
        return False
    for guest in table.seated_with(meeting, slot):
        chain = table.chain([guest], slot, other)
        if chain is None or not table.keeps_room(chain, slot, other):
            continue
        table.trade(chain, slot, other)
        if table.is_free(meeting, slot) and table.has_room(meeting, slot):
            table.put(meeting, slot)
            return True
        table.trade(chain, slot, other)
    return False
