"""Which table each meeting gets: its own where one is reserved, else the one that makes its members walk least."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from scipy.optimize import linear_sum_assignment

from data.records.events import Table
from service.docking.agenda.event_model import EventModel, free_tables

_CHANGE: Final = 1000.0
"""A change of table weighs as much as a kilometre: changes come before walking."""
_FORBIDDEN: Final = 1e12
_KEPT: Final = 1e6
"""What a meeting that keeps its table of the agenda before is worth."""


def seat(
    model: EventModel,
    slot_of: Mapping[int, int],
    *,
    kept: Mapping[int, str] | None = None,
    fixed: Mapping[int, str] | None = None,
) -> dict[int, str]:
    """Give each held request a table, slot by slot, so that members stay where they sat before.

    Args:
        model: the event.
        slot_of: request -> slot; for each slot the tables suffice.
        kept: request -> table it should keep where that can be.
        fixed: request -> table it must keep.

    Returns:
        request -> id of its table.
    """
    tables = free_tables(model.problem)
    by_id = {table.id: table for table in model.problem.event.tables}
    where: dict[str, Table] = {}
    seated: dict[int, str] = {}
    for slot in sorted(set(slot_of.values())):
        here = sorted(number for number, at in slot_of.items() if at == slot)
        own = {number: table for number in here if (table := model.own_table[number]) is not None}
        own |= {number: by_id[fixed[number]] for number in here if fixed and number in fixed}
        free = [number for number in here if number not in own]
        found = own | _assign(model, free, _open(tables, slot, own), where, kept or {})
        for number, table in found.items():
            seated[number] = table.id
            where.update(dict.fromkeys(model.problem.requests[number].guests, table))
    return seated


def _open(tables: Sequence[Table], slot: int, taken: Mapping[int, Table]) -> list[Table]:
    used = {table.id for table in taken.values()}
    return [table for table in tables if slot not in table.closed and table.id not in used]


def _assign(
    model: EventModel, free: Sequence[int], tables: Sequence[Table], where: Mapping[str, Table], kept: Mapping[int, str]
) -> dict[int, Table]:
    if not free:
        return {}
    costs = np.zeros((len(free), len(tables)))
    for row, number in enumerate(free):
        guests = model.problem.requests[number].guests
        for column, table in enumerate(tables):
            cost = sum(_move(where.get(guest), table) for guest in guests)
            # Among equals the smallest table does: large ones are kept for groups.
            costs[row, column] = cost + table.seats / 100 - (_KEPT if kept.get(number) == table.id else 0)
            if table.seats < len(guests):
                costs[row, column] = _FORBIDDEN
    rows, columns = linear_sum_assignment(costs)
    return {free[row]: tables[column] for row, column in zip(rows.tolist(), columns.tolist(), strict=True)}


def _move(before: Table | None, after: Table) -> float:
    if before is None or before.id == after.id:
        return 0.0
    return _CHANGE + walk(before, after)


def walk(before: Table, after: Table) -> float:
    """Return the metres between two tables."""
    return math.hypot(before.x - after.x, before.y - after.y)
