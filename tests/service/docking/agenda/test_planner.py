"""The planner holds the meetings of most value, as trying every agenda does, and keeps every rule."""

import itertools
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import RefusalError
from data.records.events import Block, EventProblem, Goals, Preference, Wish
from service.docking.agenda.checking.agenda import check_agenda
from service.docking.agenda.planner import plan
from tests.factories.events import EventSize, invent, make_event, make_guest, make_problem, make_wish


@st.composite
def events(draw: st.DrawFn) -> EventProblem:
    """Up to six wishes of up to three companies and two teams, one of them perhaps of three."""
    n_slots, n_tables = draw(st.integers(1, 3)), draw(st.integers(1, 2))
    pairs = [(company, team) for company in ("C1", "C2", "C3") for team in ("T1", "T2")]
    chosen = draw(st.lists(st.sampled_from([*pairs, ("C1", "C2", "T1")]), unique=True, min_size=1, max_size=6))
    slots = st.frozensets(st.integers(0, n_slots - 1), max_size=2)
    requests = [
        make_wish(*guests, value=draw(st.integers(0, 5)), wish=draw(st.sampled_from([Wish.WANT, Wish.WANT, Wish.NO])))
        for guests in chosen
    ]
    guests = {
        each: make_guest(each, unavailable=draw(slots), max_meetings=draw(st.sampled_from([None, 1, 2])))
        for each in ("C1", "T1")
    }
    return make_problem(requests, event=make_event(n_slots, n_tables), guests=guests)


def most_value(problem: EventProblem) -> float:
    """Return the most value of any agenda, by trying all of them."""
    n_slots, n_tables = len(problem.event.slots), len(problem.event.tables)
    away = {guest.id: guest.unavailable for guest in problem.guests}
    limits = {guest.id: n_slots if guest.max_meetings is None else guest.max_meetings for guest in problem.guests}
    best = 0.0
    for slots in itertools.product([None, *range(n_slots)], repeat=len(problem.requests)):
        held = [(request, slot) for request, slot in zip(problem.requests, slots, strict=True) if slot is not None]
        at = Counter((guest, slot) for request, slot in held for guest in request.guests)
        counts = Counter(guest for request, _ in held for guest in request.guests)
        fits = (
            all(request.wish is not Wish.NO for request, _ in held)
            and all(slot not in away[guest] for guest, slot in at)
            and max(at.values(), default=0) <= 1
            and max(Counter(slot for _, slot in held).values(), default=0) <= n_tables
            and all(count <= limits[guest] for guest, count in counts.items())
        )
        if fits:
            best = max(best, sum(request.value for request, _ in held))
    return best


@settings(max_examples=60, deadline=None)
@given(problem=events())
def test_small_events_get_the_most_value_there_is(problem: EventProblem) -> None:
    agenda = plan(problem, time_limit=5)

    assert agenda.figures.value == pytest.approx(most_value(problem))
    assert agenda.figures.value_bound >= agenda.figures.value
    assert len(agenda.meetings) + len(agenda.unplaced) == len(problem.requests)


def test_full_day_of_two_camps_reaches_its_bound() -> None:
    size = EventSize(n_enterprises=15, n_teams=10, n_slots=6, n_tables=8, n_wishes=120, late=0.2)
    problem = invent(size, seed=2)

    agenda = plan(problem, time_limit=4)

    assert (len(agenda.meetings), agenda.figures.gap) == (48, 0.0)  # 8 tables x 6 slots
    assert check_agenda(problem, agenda.meetings) == ()


def test_the_same_seed_gives_the_same_agenda() -> None:
    problem = invent(EventSize(n_enterprises=8, n_teams=5, n_slots=5, n_tables=4, n_wishes=25), seed=4)

    assert plan(problem, time_limit=60, seed=3) == plan(problem, time_limit=60, seed=3)


def test_a_plenary_is_no_break_and_a_roadshow_of_ones_own_neither() -> None:
    # The day: meeting, plenary, roadshow of C1, meeting.
    blocks = (Block("报告会", frozenset({1})), Block("路演", frozenset({2}), ("C1",)))
    requests = [make_wish("C1", "T1", slots=frozenset({0})), make_wish("C1", "T2", slots=frozenset({3}))]

    agenda = plan(make_problem(requests, event=make_event(4, 1, blocks=blocks)), time_limit=5)

    assert [(meeting.request_id, meeting.slot) for meeting in agenda.meetings] == [("C1-T1", 0), ("C1-T2", 3)]
    assert agenda.figures.breaks == 0


def test_own_tables_are_kept_and_wishes_for_the_time_of_day_are_heard() -> None:
    guests = {"T1": make_guest("T1", table="T2"), "C1": make_guest("C1", preference=Preference.LATE)}

    agenda = plan(make_problem([make_wish("C1", "T1")], event=make_event(3, 2), guests=guests), time_limit=5)

    assert [(meeting.slot, meeting.table) for meeting in agenda.meetings] == [(2, "T2")]


def test_minimum_comes_before_value_only_where_asked() -> None:
    # One slot, one table: C2 should get a meeting, but that of C1 is worth more.
    problem = make_problem(
        [make_wish("C1", "T1", value=5), make_wish("C2", "T1", value=1)],
        event=make_event(1, 1),
        guests={"C2": make_guest("C2", min_meetings=1)},
    )
    first = replace(problem, goals=Goals(minimum_first=True))

    assert [meeting.request_id for meeting in plan(problem, time_limit=5).meetings] == ["C1-T1"]
    assert [meeting.request_id for meeting in plan(first, time_limit=5).meetings] == ["C2-T1"]


def test_must_requests_that_clash_are_refused_with_a_minimal_set() -> None:
    requests = [make_wish(company, "T1", wish=Wish.MUST) for company in ("C1", "C2", "C3")]
    guests = {
        "C1": make_guest("C1", unavailable=frozenset({1})),
        "C2": make_guest("C2", unavailable=frozenset({1})),
    }

    with pytest.raises(RefusalError) as caught:
        plan(make_problem(requests, event=make_event(2, 2), guests=guests), time_limit=5)

    # C1 and C2 can both meet T1 in the first slot only; C3 is not to blame.
    assert caught.value.message == (
        "必须安排的会面无法同时满足：这 2 项都有“单位T1”参加，其可用时段 2 个、最多会面 2 场："
        "“单位C1”—“单位T1”的会面；“单位C2”—“单位T1”的会面。"
    )


def test_nothing_wished_is_an_empty_agenda() -> None:
    agenda = plan(make_problem([make_wish("C1", "T1", wish=Wish.NO)]), time_limit=1)

    assert (agenda.meetings, [each.reason for each in agenda.unplaced]) == ((), ["barred"])
