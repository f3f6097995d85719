"""Chooses and places at once, where a quick placement left something out: CP-SAT with meetings that may be left out."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ortools.sat.python import cp_model

from data.records.timetables import TimetableProblem
from service.docking.agenda.kempe import UNPLACED
from service.docking.agenda.offers import Capacity, Offer
from service.docking.agenda.selecting import weights_of

_TINY: Final = 1e-9
"""What a bound may lose to rounding, as a share of the smallest difference between two values."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is held when (UNPLACED where not), and the scaled value that no timetable of these meetings exceeds."""

    schedule: tuple[int, ...]
    bound: int


def hold_most(
    problem: TimetableProblem,
    offers: Sequence[Offer],
    capacity: Capacity,
    *,
    hint: Sequence[int],
    time_limit: float,
    seed: int,
) -> Held | None:
    """Place the meetings of most value, and of those the ones that give most of the wanted minima.

    Where `capacity.minimum_first`, the minima go before the value, and the bound says nothing.

    Args:
        problem: the meetings, of which the first `len(offers)` may be left out; those after them stand.
        offers: value and must of each.
        capacity: meetings of each participant.
        hint: a timetable to start from, UNPLACED where a meeting is left out.
        time_limit: seconds.
        seed: of the search.

    Returns:
        The best found, or None where nothing better than the hint's kind was found in time.
    """
    start = time.monotonic()
    model = cp_model.CpModel()
    places = {
        (meeting, slot): model.new_bool_var("")
        for meeting, timed in enumerate(problem.meetings)
        for slot in sorted(timed.slots)
    }
    _add_rules(model, problem, offers, places)
    held = [[places[number, slot] for slot in sorted(problem.meetings[number].slots)] for number in range(len(offers))]
    _limit_guests(model, offers, capacity, held)
    weights = weights_of(offers, capacity)
    literals = [literal for each in held for literal in each]
    values = [offer.value * weights.of_value for offer, each in zip(offers, held, strict=True) for _ in each]
    minima = _count_minima(model, offers, capacity, held)
    given = cp_model.LinearExpr.sum(minima) * weights.of_minimum
    model.maximize(cp_model.LinearExpr.weighted_sum(literals, values) + given)
    for (meeting, slot), literal in places.items():
        model.add_hint(literal, meeting < len(hint) and hint[meeting] == slot)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(0.1, time_limit - (time.monotonic() - start))
    solver.parameters.random_seed = seed
    solver.parameters.num_workers = 1
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    schedule = [UNPLACED] * len(problem.meetings)
    for (meeting, slot), literal in places.items():
        if solver.boolean_value(literal):
            schedule[meeting] = slot
    # Minima stand below the value in the one number; above it, they say nothing of how much value there can be.
    is_bound = not capacity.minimum_first
    bound = math.floor(solver.best_objective_bound / weights.of_value + _TINY) if is_bound else _all_value(offers)
    return Held(tuple(schedule), bound)


def _all_value(offers: Sequence[Offer]) -> int:
    return sum(offer.value for offer in offers)


def _count_minima(
    model: cp_model.CpModel, offers: Sequence[Offer], capacity: Capacity, held: Sequence[Sequence[cp_model.IntVar]]
) -> list[cp_model.IntVar]:
    """Return for each participant who wants a minimum how many of its meetings count towards it."""
    minima = []
    for member, least in enumerate(capacity.least):
        own = [literal for offer, each in zip(offers, held, strict=True) if member in offer.members for literal in each]
        if least and own:
            got = model.new_int_var(0, least, "")
            model.add(got <= cp_model.LinearExpr.sum(own))
            minima.append(got)
    return minima


def _add_rules(
    model: cp_model.CpModel,
    problem: TimetableProblem,
    offers: Sequence[Offer],
    places: dict[tuple[int, int], cp_model.IntVar],
) -> None:
    at: dict[tuple[int, int], list[cp_model.IntVar]] = {}
    for number, timed in enumerate(problem.meetings):
        own = [places[number, slot] for slot in sorted(timed.slots)]
        if number >= len(offers) or offers[number].is_must:
            model.add_exactly_one(own)
        else:
            model.add_at_most_one(own)
        for member in timed.members:
            for slot in timed.slots:
                at.setdefault((member, slot), []).append(places[number, slot])
    for here in at.values():
        model.add_at_most_one(here)
    for limit in problem.limits:
        for slot, most in enumerate(limit.most):
            here = [places[number, slot] for number in sorted(limit.meetings) if (number, slot) in places]
            if len(here) > most:
                model.add(cp_model.LinearExpr.sum(here) <= most)


def _limit_guests(
    model: cp_model.CpModel, offers: Sequence[Offer], capacity: Capacity, held: Sequence[Sequence[cp_model.IntVar]]
) -> None:
    of: list[list[cp_model.IntVar]] = [[] for _ in capacity.most]
    for offer, literals in zip(offers, held, strict=True):
        for member in offer.members:
            of[member].extend(literals)
    for literals, most in zip(of, capacity.most, strict=True):
        if literals:
            model.add(cp_model.LinearExpr.sum(literals) <= most)
