"""Which meetings to hold when more are wished than fit: the most value that limits per participant and tables admit.

When each meeting joins one of two camps (companies, teams) this is a flow and solved as such; else a small integer
programme. Times are not looked at, so the result is a bound that no timetable can beat.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from ortools.graph.python import min_cost_flow
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from data.errors import FaultError
from service.docking.agenda.offers import Capacity, Offer


@dataclass(frozen=True, slots=True)
class Selection:
    """Positions of the chosen offers, and the scaled value that no choice exceeds."""

    chosen: tuple[int, ...]
    bound: int


def select(offers: Sequence[Offer], capacity: Capacity, *, time_limit: float) -> Selection:
    """Choose the offers of most value, must first; ties are broken towards the wanted minima."""
    if not offers:
        return Selection((), 0)
    sides = _two_camps(offers, len(capacity.most))
    weights = weights_of(offers, capacity)
    if sides is None:
        return _programme(offers, capacity, time_limit=time_limit)
    chosen = _flow(offers, capacity, sides, weights)
    if capacity.minimum_first:
        return Selection(chosen, _value_bound(offers, capacity, sides))
    return Selection(chosen, sum(offers[each].value for each in chosen))


@dataclass(frozen=True, slots=True)
class Weights:
    """How the order of goals is folded into one number.

    Attributes:
        of_value: what a unit of scaled value counts.
        of_minimum: what a meeting towards a wanted minimum counts.
        of_offer: what each offer counts: its value, and more than everything else together where it is must.
    """

    of_value: int
    of_minimum: int
    of_offer: tuple[int, ...]


def weights_of(offers: Sequence[Offer], capacity: Capacity) -> Weights:
    """Fold the order "must, value, minima" (or "must, minima, value") into one number per offer."""
    wanted = sum(capacity.least) + 1
    factor, bonus = (1, 1 + _most_value(offers, capacity)) if capacity.minimum_first else (wanted, 1)
    must = 1 + factor * _most_value(offers, capacity) + bonus * wanted
    of_offer = tuple(each.value * factor + (must if each.is_must else 0) for each in offers)
    return Weights(factor, bonus, of_offer)


def _most_value(offers: Sequence[Offer], capacity: Capacity) -> int:
    return sum(sorted((each.value for each in offers), reverse=True)[: capacity.in_all])


def _value_bound(offers: Sequence[Offer], capacity: Capacity, sides: list[bool]) -> int:
    value_first = Capacity(capacity.most, capacity.least, capacity.in_all)
    chosen = _flow(offers, value_first, sides, weights_of(offers, value_first))
    return sum(offers[each].value for each in chosen)


def _two_camps(offers: Sequence[Offer], n_participants: int) -> list[bool] | None:
    """Return the camp of each participant, or None where no two camps part all meetings."""
    partners: dict[int, list[int]] = defaultdict(list)
    for offer in offers:
        if len(offer.members) != 2:
            return None
        first, second = offer.members
        partners[first].append(second)
        partners[second].append(first)
    camp: dict[int, bool] = {}
    for start in sorted(partners):
        if start in camp:
            continue
        camp[start] = False
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            for other in partners[here]:
                if other not in camp:
                    camp[other] = not camp[here]
                    waiting.append(other)
                elif camp[other] is camp[here]:
                    return None
    return [camp.get(each, False) for each in range(n_participants)]


def _flow(offers: Sequence[Offer], capacity: Capacity, sides: list[bool], weights: Weights) -> tuple[int, ...]:
    """Solve as a flow source - first camp - second camp - sink of least cost; what does not pay goes around.

    Raises:
        FaultError: the solver gives up, which it has no reason to.
    """
    n_participants = len(capacity.most)
    source, sink = n_participants, n_participants + 1
    flow = min_cost_flow.SimpleMinCostFlow()
    for offer, weight in zip(offers, weights.of_offer, strict=True):
        left, right = sorted(offer.members, key=lambda member: sides[member])
        flow.add_arc_with_capacity_and_unit_cost(left, right, 1, -weight)
    for participant, is_right in enumerate(sides):
        wanted = min(capacity.least[participant], capacity.most[participant])
        ends = (participant, sink) if is_right else (source, participant)
        flow.add_arc_with_capacity_and_unit_cost(*ends, wanted, -weights.of_minimum)
        flow.add_arc_with_capacity_and_unit_cost(*ends, capacity.most[participant] - wanted, 0)
    flow.add_arc_with_capacity_and_unit_cost(source, sink, capacity.in_all, 0)
    flow.set_node_supply(source, capacity.in_all)
    flow.set_node_supply(sink, -capacity.in_all)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise FaultError(f"会面的取舍没有算出来（流量求解状态 {status}）。", remedy="请把活动文件发给维护人员。")
    return tuple(arc for arc in range(len(offers)) if flow.flow(arc))


def _programme(offers: Sequence[Offer], capacity: Capacity, *, time_limit: float) -> Selection:
    """Solve as an integer programme: one variable an offer, one a participant for what it gets of its minimum."""
    n_offers, n_participants = len(offers), len(capacity.most)
    weights = weights_of([replace(offer, is_must=False) for offer in offers], capacity)
    rows = [member for offer in offers for member in offer.members]
    columns = [number for number, offer in enumerate(offers) for _ in offer.members]
    held = coo_array((np.ones(len(rows)), (rows, columns)), shape=(n_participants, n_offers + n_participants)).tocsr()
    got = coo_array(
        (np.ones(n_participants), (range(n_participants), range(n_offers, n_offers + n_participants))),
        shape=(n_participants, n_offers + n_participants),
    ).tocsr()
    every = np.r_[np.ones(n_offers), np.zeros(n_participants)][None, :]
    goal = np.r_[np.array(weights.of_offer, dtype=float), np.full(n_participants, float(weights.of_minimum))]
    scale = max(1.0, float(np.max(goal)))
    outcome = milp(
        -goal / scale,
        integrality=np.ones(n_offers + n_participants, dtype=int),
        bounds=Bounds(
            np.r_[[float(offer.is_must) for offer in offers], np.zeros(n_participants)],
            np.r_[np.ones(n_offers), np.minimum(capacity.least, capacity.most)],
        ),
        constraints=[
            LinearConstraint(held, -np.inf, np.array(capacity.most, dtype=float)),
            LinearConstraint(got - held, -np.inf, 0),
            LinearConstraint(every, -np.inf, capacity.in_all),
        ],
        options={"time_limit": time_limit, "mip_rel_gap": 0.0},
    )
    if outcome.x is None:
        return Selection((), _most_value(offers, capacity))
    chosen = tuple(int(each) for each in np.flatnonzero(outcome.x[:n_offers] > 0.5))
    value = sum(offers[each].value for each in chosen)
    is_exact = outcome.status == 0 and not capacity.minimum_first
    return Selection(chosen, value if is_exact else max(value, _most_value(offers, capacity)))
