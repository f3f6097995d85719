"""Invented events of any size."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from data.records.events import Event, EventProblem, Goals, Guest, GuestKind, Request, Slot, Table, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSize:
    """How large an event is.

    Attributes:
        n_wishes: meetings wished for, at most all pairs.
        late: share of the guests who come late or leave early by a quarter of the day.
    """

    n_enterprises: int
    n_teams: int
    n_slots: int
    n_tables: int
    n_wishes: int
    late: float = 0.0


def make_slots(n_slots: int) -> tuple[Slot, ...]:
    """Return slots of twenty minutes from 08:00 on."""
    times = [f"{8 + minute // 60:02}:{minute % 60:02}" for minute in range(0, 20 * (n_slots + 1), 20)]
    return tuple(Slot(start, end) for start, end in pairwise(times))


def make_event(n_slots: int = 4, n_tables: int = 2, **changes: Any) -> Event:
    """Return an event with tables in a row, two metres apart."""
    tables = tuple(Table(f"T{number + 1}", x=2.0 * number) for number in range(n_tables))
    return Event("E", "对接会", make_slots(n_slots), tables, **changes)


def make_guest(guest_id: str, **changes: Any) -> Guest:
    """Return a guest: a team where the id begins with T, else an enterprise."""
    kind = GuestKind.TEAM if guest_id.startswith("T") else GuestKind.ENTERPRISE
    return Guest(guest_id, f"单位{guest_id}", kind, **changes)


def make_wish(*guests: str, value: float = 1.0, wish: Wish = Wish.WANT, **changes: Any) -> Request:
    """Return a request named by its guests."""
    return Request("-".join(guests), guests, value, wish, **changes)


def make_problem(
    requests: list[Request],
    *,
    event: Event | None = None,
    guests: dict[str, Guest] | None = None,
    goals: Goals | None = None,
) -> EventProblem:
    """Return an event of these requests; whoever is not given comes all day."""
    ids = sorted({guest for request in requests for guest in request.guests})
    known = guests or {}
    return EventProblem(
        event or make_event(),
        tuple(known.get(each, make_guest(each)) for each in ids),
        tuple(requests),
        goals or Goals(),
    )


def invent(size: EventSize, *, seed: int) -> EventProblem:
    """Return an event with random wishes, popular teams wished for more often."""
    dice = np.random.default_rng(seed)
    slots = size.n_slots
    late = dice.random(size.n_enterprises + size.n_teams) < size.late
    ids = [f"C{number}" for number in range(size.n_enterprises)] + [f"T{number}" for number in range(size.n_teams)]
    quarters = (frozenset(range(slots // 4)), frozenset(range(slots - slots // 4, slots)))
    guests = [
        make_guest(each, unavailable=quarters[int(dice.integers(2))] if is_late else frozenset())
        for each, is_late in zip(ids, late, strict=True)
    ]
    popularity = dice.random(size.n_teams) + 0.2
    weights = np.tile(popularity / popularity.sum() / size.n_enterprises, size.n_enterprises)
    pairs = dice.choice(size.n_enterprises * size.n_teams, size=size.n_wishes, replace=False, p=weights)
    requests = [
        make_wish(f"C{pair // size.n_teams}", f"T{pair % size.n_teams}", value=round(float(dice.random()), 4))
        for pair in pairs.tolist()
    ]
    return EventProblem(make_event(slots, size.n_tables), tuple(guests), tuple(requests))
