"""Where meetings are chosen together with their times, value comes first and wanted minima next, as anywhere."""

from itertools import combinations, product

import pytest

from data.records.events import EventProblem, Goals, PlannedMeeting
from service.docking.agenda.checking.agenda import check_agenda
from service.docking.agenda.event_model import EventModel, model_of
from service.docking.agenda.kempe import UNPLACED
from service.docking.agenda.offers import VALUE_SCALE
from service.docking.agenda.value_search import hold_most
from tests.factories.events import make_event, make_guest, make_problem, make_wish

VALUES = {"C1": 1.0, "C2": 0.5, "C3": 0.5}
"""One table and two slots hold two of three meetings: C1's and, of the other two, which are worth the same, one."""


def problem_of(*, wanting: str, minimum_first: bool = False, values: dict[str, float] = VALUES) -> EventProblem:
    guests = {wanting: make_guest(wanting, min_meetings=1)}
    wishes = [make_wish(company, "T1", value=value) for company, value in values.items()]
    goals = Goals(minimum_first=minimum_first)
    return make_problem(wishes, event=make_event(2, 1), guests=guests, goals=goals)


def held_by(model: EventModel) -> tuple[set[str], float]:
    """Return who of the companies meets, and the bound."""
    wishes = model.candidates()
    found = hold_most(
        model.timetable(wishes), model.offers(wishes), model.capacity(), hint=[UNPLACED] * len(wishes),
        time_limit=5, seed=0,
    )  # fmt: skip
    assert found is not None
    requests = model.problem.requests
    met = {requests[each].guests[0] for each, slot in zip(wishes, found.schedule, strict=True) if slot != UNPLACED}
    return met, found.bound / VALUE_SCALE


@pytest.mark.parametrize("wanting", ["C2", "C3"])
def test_of_choices_of_one_value_the_one_that_gives_the_minimum_is_taken(wanting: str) -> None:
    assert held_by(model_of(problem_of(wanting=wanting))) == ({"C1", wanting}, 1.5)


def test_a_minimum_buys_no_value() -> None:
    values = {"C1": 1.0, "C2": 0.5001, "C3": 0.5}

    assert held_by(model_of(problem_of(wanting="C3", values=values))) == ({"C1", "C2"}, 1.5001)


def test_minima_go_first_where_that_is_said() -> None:
    values = {"C1": 1.0, "C2": 0.9, "C3": 0.1}
    met, bound = held_by(model_of(problem_of(wanting="C3", values=values, minimum_first=True)))

    # C1 with C3; no bound is told but that of all wishes together.
    assert (met, bound) == ({"C1", "C3"}, 2.0)


def test_no_agenda_is_worth_more_by_brute_force() -> None:
    problem = problem_of(wanting="C3")
    best = max(
        sum(VALUES[company] for company, _ in chosen)
        for size in range(4)
        for companies in combinations(VALUES, size)
        for slots in product(range(2), repeat=size)
        for chosen in [tuple(zip(companies, slots, strict=True))]
        if not check_agenda(problem, [PlannedMeeting(f"{company}-T1", slot, "T1") for company, slot in chosen])
    )

    assert held_by(model_of(problem))[1] == best
