"""The engines find the fewest breaks, as trying every timetable does."""

import time
from collections.abc import Callable
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records.timetables import Answer, B2bInstance, SolveStatus, TimetableProblem
from service.docking.agenda.b2b_problem import timetable_of
from service.docking.agenda.checking.b2b import check_b2b
from service.docking.agenda.sat_search import Course, search
from service.docking.agenda.search_process import SearchProcess
from service.docking.agenda.solving import Engine, solve
from tests.factories.timetables import fewest_breaks, make_instance


def by_cores(problem: TimetableProblem) -> Answer:
    return search(problem, time_limit=60)


def by_bounds(problem: TimetableProblem) -> Answer:
    return search(problem, time_limit=60, course=Course(uses_cores=False))


def by_cpsat(problem: TimetableProblem) -> Answer:
    return solve(problem, time_limit=60, engine=Engine.CP_SAT)


@st.composite
def instances(draw: st.DrawFn) -> B2bInstance:
    """Up to six meetings of up to five participants in up to five slots."""
    n_participants, n_slots = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    people, slots = st.integers(0, n_participants - 1), st.integers(0, n_slots - 1)
    pairs = draw(st.lists(st.sampled_from([*combinations(range(n_participants), 2)]), min_size=1, max_size=6))
    numbers = st.integers(0, len(pairs) - 1)
    orders = [*permutations(range(len(pairs)), 2)]
    return make_instance(
        pairs,
        n_slots=n_slots,
        n_tables=draw(st.integers(1, 3)),
        forbidden=draw(st.dictionaries(people, st.sets(slots, max_size=2), max_size=2)),
        fixed=draw(st.dictionaries(numbers, slots, max_size=1)),
        precedences=draw(st.lists(st.sampled_from(orders), max_size=1)) if orders else [],
    )


@pytest.mark.parametrize("engine", [by_cores, by_bounds, by_cpsat], ids=["cores", "bounds", "cp-sat"])
@settings(max_examples=60, deadline=None)
@given(instance=instances(), fairness=st.sampled_from([None, 0, 1, 2]))
def test_engine_agrees_with_trying_everything(
    engine: Callable[[TimetableProblem], Answer], instance: B2bInstance, fairness: int | None
) -> None:
    answer = engine(timetable_of(instance, fairness=fairness))

    fewest = fewest_breaks(instance, fairness=fairness)
    assert answer.status is (SolveStatus.INFEASIBLE if fewest is None else SolveStatus.OPTIMAL)
    assert answer.value == answer.bound == fewest
    if answer.schedule is not None:
        check = check_b2b(instance, answer.schedule, fairness=fairness)
        assert (check.faults, check.total) == ((), fewest)


def test_same_seed_gives_the_same_timetable() -> None:
    problem = timetable_of(make_instance([(0, 2), (0, 3), (1, 2), (1, 3), (0, 1)]), fairness=2)

    assert solve(problem, time_limit=30, seed=7).schedule == solve(problem, time_limit=30, seed=7).schedule


def test_no_time_at_all_yields_no_timetable_and_the_trivial_bound() -> None:
    answer = solve(timetable_of(make_instance([(0, 1)]), fairness=2), time_limit=0)

    assert (answer.status, answer.schedule, answer.bound) == (SolveStatus.UNKNOWN, None, 0)


def test_progress_ends_with_the_answer() -> None:
    told: list[tuple[int | None, int]] = []
    # One table and 0-1, 2-3, 0-1 in a row of fixed slots: participants 0 and 1 must each wait once.
    instance = make_instance([(0, 1), (2, 3), (0, 1)], n_tables=1, fixed={0: 0, 1: 1, 2: 2})

    answer = solve(timetable_of(instance, fairness=2), time_limit=30, progress=lambda *now: told.append(now))

    assert (answer.value, answer.bound) == (2, 2)
    assert told[-1] == (2, 2)


def test_a_process_sends_home_a_proof() -> None:
    instance = make_instance([(0, 1), (2, 3), (0, 1)], n_tables=1, fixed={0: 0, 1: 1, 2: 2})
    second = SearchProcess(timetable_of(instance, fairness=2), seed=0, course=Course(uses_cores=False), seconds=30)
    deadline = time.monotonic() + 30
    while second.found.value != second.found.bound and time.monotonic() < deadline:
        time.sleep(0.05)
    second.stop()

    assert (second.found.schedule, second.found.value, second.found.bound) == ((0, 1, 2), 2, 2)
