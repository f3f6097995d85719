"""Agendas change as little as can be."""

import itertools
from dataclasses import replace
from typing import Any

import pytest

from data.errors import RefusalError
from data.records.events import Agenda, AgendaChange, AgendaFigures, EventProblem, PlannedMeeting, Unplaced, Wish
from service.docking.agenda.planner import plan
from service.docking.agenda.replanning import replan
from tests.factories.events import EventSize, invent, make_event, make_guest, make_problem, make_wish

NO_FIGURES = AgendaFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def make_agenda(*meetings: PlannedMeeting) -> Agenda:
    return Agenda("E", meetings, (), NO_FIGURES)


def with_guest(problem: EventProblem, guest_id: str, **changes: Any) -> EventProblem:
    guests = [replace(guest, **changes) if guest.id == guest_id else guest for guest in problem.guests]
    return replace(problem, guests=tuple(guests))


PROBLEM = make_problem([make_wish("C1", "T1"), make_wish("C2", "T1"), make_wish("C2", "T2")], event=make_event(3, 2))
OLD = make_agenda(PlannedMeeting("C1-T1", 0, "T1"), PlannedMeeting("C2-T1", 1, "T1"), PlannedMeeting("C2-T2", 2, "T1"))


def test_nothing_changes_where_nothing_has() -> None:
    done = replan(PROBLEM, OLD, time_limit=5)

    assert (done.agenda.meetings, done.changes, done.guests_to_tell) == (OLD.meetings, (), ())
    assert done.is_minimal


def test_a_no_show_cancels_its_meetings_and_moves_nobody() -> None:
    done = replan(with_guest(PROBLEM, "C1", unavailable=frozenset(range(3))), OLD, time_limit=5)

    assert done.changes == (AgendaChange("C1-T1", (0, "T1"), None, ("C1", "T1")),)
    assert done.guests_to_tell == ("C1", "T1")


def test_a_version_counts_changes_and_remembers_what_earlier_ones_held() -> None:
    first = replan(with_guest(PROBLEM, "C1", unavailable=frozenset(range(3))), OLD, time_limit=5).agenda
    same = replan(with_guest(PROBLEM, "C1", unavailable=frozenset(range(3))), first, time_limit=5).agenda
    both = frozenset(range(3))
    gone = with_guest(with_guest(PROBLEM, "C1", unavailable=both), "T2", unavailable=both)
    second = replan(gone, first, time_limit=5).agenda

    assert [agenda.version for agenda in (OLD, first, same, second)] == [0, 1, 1, 2]
    assert first.cancelled == same.cancelled == (PlannedMeeting("C1-T1", 0, "T1"),)
    assert second.cancelled == (PlannedMeeting("C1-T1", 0, "T1"), PlannedMeeting("C2-T2", 2, "T1"))


def test_a_meeting_that_returns_is_cancelled_no_more() -> None:
    off = make_agenda(*OLD.meetings[1:])
    old = replace(off, version=1, cancelled=OLD.meetings[:1])
    wishes = tuple(replace(each, wish=Wish.MUST) if each.id == "C1-T1" else each for each in PROBLEM.requests)

    done = replan(replace(PROBLEM, requests=wishes), old, time_limit=5).agenda

    assert (done.version, done.cancelled) == (2, ())


def test_a_late_arrival_moves_its_own_meeting_only_where_there_is_room() -> None:
    done = replan(with_guest(PROBLEM, "C1", unavailable=frozenset({0, 1})), OLD, time_limit=5)

    assert done.changes == (AgendaChange("C1-T1", (0, "T1"), (2, "T2"), ("C1", "T1")),)
    assert done.is_minimal


def test_a_lost_table_moves_the_meeting_to_the_next_table_at_the_same_time() -> None:
    tables = [replace(table, closed=frozenset({1})) if table.id == "T1" else table for table in PROBLEM.event.tables]
    problem = replace(PROBLEM, event=replace(PROBLEM.event, tables=tuple(tables)))

    done = replan(problem, OLD, time_limit=5)

    assert [(each.request_id, each.after is not None) for each in done.changes] == [("C2-T1", True)]
    assert done.guests_to_tell == ("C2", "T1")


def test_a_lost_table_and_a_no_show_change_no_hour_while_tables_are_free() -> None:
    wishes = [make_wish(f"C{row}", f"T{column}") for row in range(3) for column in range(3)]
    problem = make_problem(wishes, event=make_event(3, 6))
    old = make_agenda(
        *(
            PlannedMeeting(f"C{row}-T{column}", (row + column) % 3, f"T{row + 1}")
            for row in range(3)
            for column in range(3)
        )
    )
    tables = [
        replace(table, closed=frozenset(range(3))) if table.id == "T2" else table for table in problem.event.tables
    ]
    away = with_guest(problem, "C0", unavailable=frozenset(range(3)))

    done = replan(replace(away, event=replace(away.event, tables=tuple(tables))), old, time_limit=10)

    held = {each.request_id: each.slot for each in done.agenda.meetings}
    assert held == {each.request_id: each.slot for each in old.meetings if not each.request_id.startswith("C0")}
    assert {each.request_id for each in done.changes if each.after is not None} == {"C1-T0", "C1-T1", "C1-T2"}
    assert done.is_minimal


def test_the_past_and_what_is_locked_stay() -> None:
    problem = replace(with_guest(PROBLEM, "C1", unavailable=frozenset({0, 1})), now=1)
    locked = replace(OLD, meetings=(OLD.meetings[0], OLD.meetings[1], replace(OLD.meetings[2], locked=True)))

    assert replan(problem, locked, time_limit=5).agenda.meetings == locked.meetings
    gone = with_guest(problem, "T2", unavailable=frozenset(range(3)))
    with pytest.raises(RefusalError, match="已锁定的会面“C2-T2”（08:40，桌位“T1”）不能保留"):
        replan(gone, locked, time_limit=5)


def test_a_walk_in_is_taken_in_and_old_refusals_are_not_reopened() -> None:
    walk_in = make_wish("C9", "T2")
    requests = (*PROBLEM.requests, walk_in)
    problem = replace(PROBLEM, guests=(*PROBLEM.guests, make_guest("C9")), requests=requests)

    done = replan(problem, OLD, time_limit=5)

    assert [each.request_id for each in done.changes] == ["C9-T2"]
    assert set(done.guests_to_tell) == {"C9", "T2"}


def test_fewest_participants_are_affected_as_trying_everything_finds() -> None:
    problem = invent(EventSize(n_enterprises=3, n_teams=3, n_slots=4, n_tables=2, n_wishes=6), seed=8)
    old = plan(problem, time_limit=10)
    busiest = "T1" if any("T1" in each.request_id for each in old.meetings) else "T0"
    changed = with_guest(problem, busiest, unavailable=frozenset({0}))

    done = replan(changed, old, time_limit=10)

    assert done.is_minimal
    assert len(done.guests_to_tell) == fewest_affected(changed, old, n_held=len(done.agenda.meetings))


def fewest_affected(problem: EventProblem, old: Agenda, *, n_held: int) -> int:
    """Return how few can be affected while as many meetings are held, by trying all slots of the old meetings."""
    away = {guest.id: guest.unavailable for guest in problem.guests}
    guests = {request.id: request.guests for request in problem.requests}
    fewest = len(problem.guests)
    choices = [[None, *range(len(problem.event.slots))]] * len(old.meetings)
    for slots in itertools.product(*choices):
        held = [(each, slot) for each, slot in zip(old.meetings, slots, strict=True) if slot is not None]
        at = [(guest, slot) for each, slot in held for guest in guests[each.request_id]]
        if len(held) != n_held or len(set(at)) < len(at) or any(slot in away[guest] for guest, slot in at):
            continue
        if max(slots.count(slot) for slot in range(len(problem.event.slots))) > len(problem.event.tables):
            continue
        moved = [each for each, slot in zip(old.meetings, slots, strict=True) if slot != each.slot]
        fewest = min(fewest, len({guest for each in moved for guest in guests[each.request_id]}))
    return fewest


def test_a_must_request_added_later_is_held() -> None:
    late = make_wish("C1", "T2", wish=Wish.MUST)
    problem = replace(PROBLEM, requests=(*PROBLEM.requests, late))

    done = replan(problem, OLD, time_limit=5)

    assert [(each.request_id, each.before) for each in done.changes] == [("C1-T2", None)]


@pytest.mark.parametrize(
    ("changes", "reason", "told"),
    [
        ({"unavailable": frozenset(range(3))}, "absent", "“单位C1”不来。"),
        ({"unavailable": frozenset({1, 2}), "table": "T2"}, "no_common_slot", "各方没有共同的可用时段。"),
    ],
)
def test_a_must_request_that_nobody_can_keep_is_given_up_and_the_rest_goes_on(
    changes: dict[str, Any], reason: str, told: str
) -> None:
    # In the second case C1 has only the first slot left, and its own table is closed then.
    musts = tuple(replace(each, wish=Wish.MUST) if each.id == "C1-T1" else each for each in PROBLEM.requests)
    tables = tuple(replace(each, closed=frozenset({0})) if each.id == "T2" else each for each in PROBLEM.event.tables)
    problem = replace(PROBLEM, requests=musts, event=replace(PROBLEM.event, tables=tables))

    for agenda in (
        replan(with_guest(problem, "C1", **changes), OLD, time_limit=5).agenda,
        plan(with_guest(problem, "C1", **changes), time_limit=5),
    ):
        assert {each.request_id for each in agenda.meetings} == {"C2-T1", "C2-T2"}
        assert [(each.reason, each.told) for each in agenda.unplaced] == [
            (reason, f"{told}这一项写为必须，因办不到而放下。")
        ]


def test_an_event_of_one_must_request_is_replanned_to_nothing_when_a_party_is_absent() -> None:
    problem = make_problem([make_wish("C1", "T1", wish=Wish.MUST)], event=make_event(3, 2))
    old = plan(problem, time_limit=5)

    done = replan(with_guest(problem, "C1", unavailable=frozenset(range(3))), old, time_limit=5)

    assert (done.agenda.meetings, done.guests_to_tell) == ((), ("C1", "T1"))


def test_must_requests_that_clash_after_a_late_arrival_are_named() -> None:
    musts = tuple(replace(each, wish=Wish.MUST) for each in PROBLEM.requests)

    with pytest.raises(RefusalError, match="必须安排的会面无法同时满足：这 2 项都有“单位C2”参加"):
        replan(with_guest(replace(PROBLEM, requests=musts), "C2", unavailable=frozenset({0, 1})), OLD, time_limit=5)


def test_what_the_organiser_called_off_is_still_said_so_after_a_replan() -> None:
    off = Unplaced("C1-T1", "called_off", "由王科在 11月22日 09:30 取消。", "重新排入。")
    old = replace(make_agenda(*OLD.meetings[1:]), unplaced=(off,))

    assert replan(PROBLEM, old, time_limit=5).agenda.unplaced == (off,)
