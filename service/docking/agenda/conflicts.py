"""Must requests that cannot all be held: a minimal set of them that already clashes."""

from collections.abc import Sequence
from dataclasses import dataclass

from pysat.solvers import Solver

from data.records.timetables import TimetableProblem
from service.docking.agenda.clauses import Clauses


@dataclass(frozen=True, slots=True)
class MustCheck:
    """Whether all can be placed.

    Attributes:
        schedule: a timetable of all; None where there is none.
        clash: where there is none, positions of meetings that clash, none of which can be spared for the clash.
    """

    schedule: tuple[int, ...] | None
    clash: tuple[int, ...] = ()


def place_all(problem: TimetableProblem, most: Sequence[int], *, n_wishes: int) -> MustCheck:
    """Place all meetings, or say which of the wishes clash.

    Args:
        problem: the wishes first, then what stands anyway (roadshows).
        most: for each participant, how many wishes it can take.
        n_wishes: how many of the meetings are wishes.

    Returns:
        A timetable, or a minimal clash.
    """
    clauses = Clauses()
    wanted = [clauses.variable() for _ in range(n_wishes)]
    places = _encode(problem, clauses, wanted, most)
    with Solver(name="cadical195", bootstrap_with=clauses.clauses) as solver:
        if solver.solve(assumptions=wanted):
            model = frozenset(solver.get_model())
            chosen = {meeting: slot for (meeting, slot), literal in places.items() if literal in model}
            return MustCheck(tuple(chosen.get(number, -1) for number in range(len(problem.meetings))))
        return MustCheck(None, tuple(wanted.index(each) for each in _minimal(solver, solver.get_core() or [])))


def _encode(
    problem: TimetableProblem, clauses: Clauses, wanted: Sequence[int], most: Sequence[int]
) -> dict[tuple[int, int], int]:
    places: dict[tuple[int, int], int] = {}
    at: dict[tuple[int, int], list[int]] = {}
    for number, timed in enumerate(problem.meetings):
        own = {slot: clauses.variable() for slot in sorted(timed.slots)}
        places.update({(number, slot): literal for slot, literal in own.items()})
        clauses.add(*([-wanted[number]] if number < len(wanted) else []), *own.values())
        clauses.at_most_one(list(own.values()))
        for member in timed.members:
            for slot, literal in own.items():
                at.setdefault((member, slot), []).append(literal)
    for literals in at.values():
        clauses.at_most_one(literals)
    for limit in problem.limits:
        for slot, room in enumerate(limit.most):
            here = [places[number, slot] for number in sorted(limit.meetings) if (number, slot) in places]
            clauses.at_most(here, room)
    for participant, room in enumerate(most):
        own_wishes = [
            literal for literal, timed in zip(wanted, problem.meetings, strict=False) if participant in timed.members
        ]
        clauses.at_most(own_wishes, room)
    return places


def _minimal(solver: Solver, core: Sequence[int]) -> list[int]:
    """Leave out whatever the clash does without (deletion, one call each)."""
    kept = sorted(core)
    for each in sorted(core):
        if each in kept and not solver.solve(assumptions=[other for other in kept if other != each]):
            left = set(solver.get_core() or ())
            kept = [other for other in kept if other in left]
    return kept
