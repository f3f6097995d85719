"""The checker of benchmark timetables names every violation and accepts what holds."""

import numpy as np

from data.records.timetables import B2bInstance, B2bMeeting, Half
from service.docking.agenda.checking.b2b import check_b2b, count_breaks
from tests.factories.timetables import all_timetables, breaks_of, make_instance

PAIRS = [(0, 2), (0, 3), (1, 2), (1, 3), (0, 1)]


def test_breaks_are_groups_of_idle_slots_whatever_their_length() -> None:
    assert [count_breaks(slots) for slots in ([], [3], [1, 2, 3], [0, 2, 3, 7], [7, 0])] == [0, 0, 0, 2, 1]


def test_every_kind_of_violation_is_named() -> None:
    instance = B2bInstance(
        n_participants=3,
        n_tables=1,
        n_slots=4,
        n_morning_slots=2,
        meetings=(B2bMeeting(0, 1, Half.MORNING), B2bMeeting(0, 2, Half.ANY, 3), B2bMeeting(1, 2, Half.ANY)),
        forbidden=(frozenset({2}), frozenset(), frozenset()),
        precedences=((1, 0),),
    )

    assert check_b2b(instance, (2, 2, 0), fairness=0).faults == (
        "第 1 次会面应在上午，却排在时段 3。",
        "第 1 位参加者不能在时段 3 会面，第 1 次会面却排在那里。",
        "第 2 次会面固定在时段 4，却排在时段 3。",
        "第 1 位参加者不能在时段 3 会面，第 2 次会面却排在那里。",
        "第 1 位参加者在时段 3 有 2 次会面。",
        "时段 3 有 2 次会面，桌位只有 1 个。",
        "第 2 次会面应早于第 1 次，却排在时段 3 和 3。",
        "空档最多的参加者有 1 个，最少的有 0 个，相差超过 0。",
    )


def test_a_timetable_of_another_length_or_outside_the_day_is_refused() -> None:
    instance = make_instance(PAIRS)

    assert check_b2b(instance, (0,), fairness=None).faults == ("应有 5 次会面的时段，实有 1 个。",)
    assert check_b2b(instance, (0, 1, 2, 3, 4), fairness=None).faults == ("第 5 次会面的时段 5 不在 1 至 4 之间。",)


def test_the_checker_accepts_exactly_what_trying_everything_finds() -> None:
    instance = make_instance(PAIRS, forbidden={0: {1}}, fixed={2: 0}, precedences=[(0, 3)])
    holding = set(all_timetables(instance))
    dice = np.random.default_rng(5)
    tried = [tuple(dice.integers(4, size=len(PAIRS)).tolist()) for _ in range(2000)]

    accepted = {slots for slots in (*tried, *holding) if not check_b2b(instance, slots, fairness=None).faults}

    assert accepted == holding
    assert all(
        check_b2b(instance, slots, fairness=None).breaks == tuple(breaks_of(instance, slots)) for slots in holding
    )
