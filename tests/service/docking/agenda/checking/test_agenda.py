"""The checker of agendas names every violation: no damaged agenda passes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from data.records.events import Bar, Block, EventProblem, PlannedMeeting, Table, Wish
from service.docking.agenda.checking.agenda import check_agenda
from service.docking.agenda.planner import plan
from tests.factories.events import EventSize, invent, make_event, make_guest, make_problem, make_wish

Meetings = list[PlannedMeeting]


def held(request: str, slot: int, table: str = "T1") -> PlannedMeeting:
    return PlannedMeeting(request, slot, table)


def test_every_kind_of_violation_is_named() -> None:
    event = replace(make_event(3, 3), blocks=(Block("开幕式", frozenset({0})),))
    event = replace(event, tables=(*event.tables[:2], Table("T3", seats=2, closed=frozenset({2}))))
    requests = [
        make_wish("C1", "T1"),
        make_wish("C2", "T1"),
        make_wish("C3", "T1", wish=Wish.NO, bar=Bar.RECUSAL),
        make_wish("C1", "C2", "T2"),
        make_wish("C4", "T2", slots=frozenset({1})),
        make_wish("C4", "T1", wish=Wish.MUST),
    ]
    guests = {
        "C1": make_guest("C1", unavailable=frozenset({2}), max_meetings=1),
        "T2": make_guest("T2", table="T2"),
    }
    problem = make_problem(requests, event=event, guests=guests)
    meetings = [
        held("C1-T1", 0),
        held("C2-T1", 1),
        held("C3-T1", 1),
        held("C1-C2-T2", 2, "T3"),
        held("C4-T2", 2, "T2"),
        held("C2-T1", 2, "T2"),
    ]

    assert set(check_agenda(problem, meetings)) == {
        "会面“C2-T1”排了 2 次。",
        "会面“C3-T1”不应安排：须回避。",
        "必须安排的会面“C4-T1”没有排上。",
        "“单位C1”08:00 参加“开幕式”，会面“C1-T1”却排在那里。",
        "“单位T1”08:00 参加“开幕式”，会面“C1-T1”却排在那里。",
        "“单位C1”08:40 不能会面，会面“C1-C2-T2”却排在那里。",
        "会面“C4-T2”不能排在 08:40。",
        "“单位T1”08:20 同时有 2 场会面：C2-T1、C3-T1。",
        "“单位T2”08:40 同时有 2 场会面：C1-C2-T2、C4-T2。",
        "“单位C2”08:40 同时有 2 场会面：C1-C2-T2、C2-T1。",
        "桌位“T1”08:20 同时有 2 场会面：C2-T1、C3-T1。",
        "桌位“T2”08:40 同时有 2 场会面：C4-T2、C2-T1。",
        "桌位“T3”08:40 不可用，会面“C1-C2-T2”却排在那里。",
        "桌位“T3”只坐得下 2 方，会面“C1-C2-T2”有 3 方。",
        "会面“C1-C2-T2”应在固定桌位“T2”，却排在“T3”。",
        "桌位“T2”已固定给他人，会面“C2-T1”却排在那里。",
        "“单位C1”有 2 场会面，上限为 1 场。",
    }


def test_what_the_event_does_not_have_is_named() -> None:
    problem = make_problem([make_wish("C1", "T1")], event=make_event(2, 1))

    assert check_agenda(problem, [held("X", 0), held("C1-T1", 9, "T7")]) == (
        "会面“X”不在意愿清单中。",
        "会面“C1-T1”的时段不在活动的 2 个时段之内。",
        "会面“C1-T1”的桌位“T7”不存在。",
    )


def test_the_past_is_not_judged_by_what_is_known_now() -> None:
    guests = {"C1": make_guest("C1", unavailable=frozenset({0, 1}))}
    problem = replace(make_problem([make_wish("C1", "T1")], event=make_event(2, 1), guests=guests), now=1)

    assert check_agenda(problem, [held("C1-T1", 0)]) == ()
    assert check_agenda(problem, [held("C1-T1", 1)]) == ("“单位C1”08:20 不能会面，会面“C1-T1”却排在那里。",)


@pytest.mark.parametrize(
    ("table", "unavailable", "is_owed"),
    [
        (Table("T1"), frozenset({0}), True),
        (Table("T1"), frozenset({0, 1}), False),  # nobody comes
        (Table("T1", closed=frozenset({1})), frozenset({0}), False),  # the room is gone when they come
        (Table("T1", seats=1), frozenset(), False),
    ],
)
def test_a_must_request_binds_as_long_as_one_slot_is_left(
    table: Table, unavailable: frozenset[int], *, is_owed: bool
) -> None:
    guests = {"C1": make_guest("C1", unavailable=unavailable)}
    event = replace(make_event(2, 1), tables=(table,))
    problem = make_problem([make_wish("C1", "T1", wish=Wish.MUST)], event=event, guests=guests)

    assert check_agenda(problem, []) == (("必须安排的会面“C1-T1”没有排上。",) if is_owed else ())


@pytest.fixture(scope="module")
def event() -> EventProblem:
    """An event with every rule, most tables taken at every time."""
    size = EventSize(n_enterprises=12, n_teams=8, n_slots=6, n_tables=6, n_wishes=60, late=0.3)
    problem = invent(size, seed=3)
    guests = [replace(guest, max_meetings=4) for guest in problem.guests]
    requests = [
        replace(each, wish=Wish.MUST if number % 9 == 0 else each.wish) for number, each in enumerate(problem.requests)
    ]
    return replace(problem, guests=tuple(guests), requests=tuple(requests))


def double(meetings: Meetings, _event: EventProblem, dice: np.random.Generator) -> Meetings:
    """Hold a meeting twice."""
    each = meetings[int(dice.integers(len(meetings)))]
    return [*meetings, replace(each, slot=(each.slot + 1) % 6)]


def clash(meetings: Meetings, _event: EventProblem, dice: np.random.Generator) -> Meetings:
    """Move a meeting to where a member already meets."""
    pairs = [
        (first, second)
        for first in range(len(meetings))
        for second in range(len(meetings))
        if first != second and set(meetings[first].request_id.split("-")) & set(meetings[second].request_id.split("-"))
    ]
    first, second = pairs[int(dice.integers(len(pairs)))]
    return [
        replace(each, slot=meetings[second].slot) if number == first else each for number, each in enumerate(meetings)
    ]


def same_table(meetings: Meetings, _event: EventProblem, dice: np.random.Generator) -> Meetings:
    """Seat two meetings of a slot at one table."""
    pairs = [(a, b) for a, x in enumerate(meetings) for b, y in enumerate(meetings) if a != b and x.slot == y.slot]
    first, second = pairs[int(dice.integers(len(pairs)))]
    return [
        replace(each, table=meetings[second].table) if number == first else each for number, each in enumerate(meetings)
    ]


def away(meetings: Meetings, event: EventProblem, dice: np.random.Generator) -> Meetings:
    """Move a meeting to where a member cannot be."""
    absent = {guest.id: sorted(guest.unavailable) for guest in event.guests if guest.unavailable}
    hits = [(n, g) for n, each in enumerate(meetings) for g in each.request_id.split("-") if g in absent]
    hit, guest = hits[int(dice.integers(len(hits)))]
    return [replace(each, slot=absent[guest][0]) if number == hit else each for number, each in enumerate(meetings)]


def forget(meetings: Meetings, event: EventProblem, dice: np.random.Generator) -> Meetings:
    """Leave out a meeting that must be held."""
    musts = [request.id for request in event.requests if request.wish is Wish.MUST]
    gone = musts[int(dice.integers(len(musts)))]
    return [each for each in meetings if each.request_id != gone]


def stray(meetings: Meetings, _event: EventProblem, dice: np.random.Generator) -> Meetings:
    """Move a meeting out of the day, or to a table that is not there."""
    hit, kind = int(dice.integers(len(meetings))), int(dice.integers(2))
    change: dict[str, Any] = {"slot": 6 + int(dice.integers(3))} if kind else {"table": "T99"}
    return [replace(each, **change) if number == hit else each for number, each in enumerate(meetings)]


def unbidden(meetings: Meetings, _event: EventProblem, dice: np.random.Generator) -> Meetings:
    """Hold a meeting nobody asked for."""
    return [*meetings, PlannedMeeting(f"C0-T{int(dice.integers(50, 90))}", 0, "T1")]


DAMAGES: list[Callable[[Meetings, EventProblem, np.random.Generator], Meetings]] = [
    double, clash, same_table, away, forget, stray, unbidden,
]  # fmt: skip


def test_none_of_200_damaged_agendas_passes(event: EventProblem) -> None:
    agenda = list(plan(event, time_limit=4).meetings)
    dice = np.random.default_rng(11)
    assert check_agenda(event, agenda) == ()

    damages = [DAMAGES[number % len(DAMAGES)] for number in range(200)]
    passed = [damage.__name__ for damage in damages if not check_agenda(event, damage(agenda, event, dice))]

    assert passed == []
