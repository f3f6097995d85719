"""Changes by hand are refused with the reason, or accepted with what follows from them."""

import time
from dataclasses import replace

import pytest

from data.records.events import Agenda, AgendaChange, EventProblem, PlannedMeeting, Wish
from service.docking.agenda.checking.agenda import check_agenda
from service.docking.agenda.planner import plan
from service.docking.events.edits import Edit, EditKind, check_edit, with_reasons
from tests.factories.agendas import first_plan, make_evening
from tests.factories.events import EventSize, invent, make_guest, make_wish

PROBLEM, AGENDA = make_evening(), first_plan().agenda
"""C1-T1 at slot 1, C2-T1 at slot 2 (both table T1), C2-T2 at slot 3 (T2); slot 0 is the opening's, C3 comes late."""


def locked(request_id: str) -> Agenda:
    meetings = [replace(each, locked=each.request_id == request_id) for each in AGENDA.meetings]
    return replace(AGENDA, meetings=tuple(meetings))


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (Edit(EditKind.MOVE, "C1-T1", slot=2, table="T2"), "“单位T1”08:40 已有“单位C2与单位T1”的会面。"),
        (Edit(EditKind.MOVE, "C1-T1", slot=0), "“单位C1”08:00 参加“开幕式”。"),
        (Edit(EditKind.MOVE, "C1-T1", slot=3, table="T2"), "桌位“T2”09:00 已有“单位C2与单位T2”的会面。"),
        (Edit(EditKind.MOVE, "C1-T1", slot=9), "没有选择时段，或这场活动没有这个时段。"),
        (Edit(EditKind.MOVE, "C1-T1", slot=3, table="T9"), "没有桌位“T9”。"),
        (Edit(EditKind.MOVE, "C3-T2", slot=2), "“单位C3与单位T2”的会面不在日程中。"),
        (Edit(EditKind.ADD, "C3-T2", slot=1), "“单位C3”08:20 不能会面。"),
        (Edit(EditKind.ADD, "C1-T1", slot=1), "“单位C1与单位T1”的会面已在日程中。"),
        (Edit(EditKind.SWAP, "C1-T1", other_id="C1-T1"), "请选择另一场会面对调。"),
        (Edit(EditKind.LOCK, "X"), "这场活动没有会面意愿“X”。"),
    ],
)
def test_what_cannot_be_is_refused_in_words(edit: Edit, told: str) -> None:
    verdict = check_edit(PROBLEM, AGENDA, edit)

    assert (verdict.refusals[0], verdict.agenda) == (told, None)


def test_a_slot_whose_tables_are_all_taken_is_refused_as_such() -> None:
    crowd = replace(AGENDA, meetings=(*AGENDA.meetings, PlannedMeeting("C3-T2", 2, "T2")))
    one_more = make_wish("C9", "T9")
    problem = replace(
        PROBLEM, guests=(*PROBLEM.guests, make_guest("C9"), make_guest("T9")), requests=(*PROBLEM.requests, one_more)
    )

    verdict = check_edit(problem, crowd, Edit(EditKind.ADD, "C9-T9", slot=2))

    assert verdict.refusals == ("这个时段没有空着且坐得下的桌位。",)


def test_an_addition_is_accepted_with_what_follows() -> None:
    verdict = check_edit(PROBLEM, AGENDA, Edit(EditKind.ADD, "C3-T2", slot=2))

    # T1 is taken at 08:40, so the meeting gets T2; the value rises from 1 + 0.8 + 0.7 by 0.5.
    assert verdict.agenda is not None
    assert verdict.agenda.meetings[-1] == PlannedMeeting("C3-T2", 2, "T2")
    assert with_reasons(PROBLEM, verdict.agenda).unplaced == ()
    assert verdict.changes == (AgendaChange("C3-T2", None, (2, "T2"), ("C3", "T2")),)
    assert verdict.guests_to_tell == ("C3", "T2")
    assert verdict.consequences == (
        "匹配价值合计 2.50 → 3.00",
        "“单位C3”的会面 0 → 1 场",
        "“单位T2”的会面 1 → 2 场",
    )


def test_a_swap_trades_slots_and_tables() -> None:
    verdict = check_edit(PROBLEM, AGENDA, Edit(EditKind.SWAP, "C1-T1", other_id="C2-T1"))

    assert verdict.agenda is not None
    assert verdict.agenda.meetings[:2] == (PlannedMeeting("C1-T1", 2, "T1"), PlannedMeeting("C2-T1", 1, "T1"))
    # C2 then meets at 08:20 and 09:00, and waits between.
    assert verdict.consequences == ("空档 0 → 1 个", "“单位C2”的空档 0 → 1 个")


def test_locked_meetings_stay_until_they_are_unlocked() -> None:
    move = Edit(EditKind.MOVE, "C1-T1", slot=3, table="T1")

    refused = check_edit(PROBLEM, locked("C1-T1"), move)
    unlocked = check_edit(PROBLEM, locked("C1-T1"), Edit(EditKind.UNLOCK, "C1-T1"))

    assert refused.refusals == ("“单位C1与单位T1”的会面已锁定，请先解除锁定。",)
    assert unlocked.agenda is not None
    assert check_edit(PROBLEM, unlocked.agenda, move).is_accepted


def test_the_past_stays() -> None:
    problem = replace(PROBLEM, now=2)

    removed = check_edit(problem, AGENDA, Edit(EditKind.REMOVE, "C1-T1"))
    earlier = check_edit(problem, AGENDA, Edit(EditKind.MOVE, "C2-T2", slot=1))

    assert removed.refusals == ("“单位C1与单位T1”的会面的时段已过，不再改动。",)
    assert earlier.refusals == ("08:20 的时段已过，不能再安排。",)


def test_what_must_be_held_is_not_removed() -> None:
    musts = tuple(replace(each, wish=Wish.MUST) if each.id == "C1-T1" else each for each in PROBLEM.requests)

    verdict = check_edit(replace(PROBLEM, requests=musts), AGENDA, Edit(EditKind.REMOVE, "C1-T1"))

    assert verdict.refusals == ("必须安排的“单位C1与单位T1”的会面没有排上。",)


def test_an_agenda_that_no_longer_fits_asks_for_a_new_plan_first() -> None:
    gone = tuple(replace(each, unavailable=frozenset(range(4))) if each.id == "C1" else each for each in PROBLEM.guests)

    verdict = check_edit(replace(PROBLEM, guests=gone), AGENDA, Edit(EditKind.LOCK, "C2-T2"))
    mended = check_edit(replace(PROBLEM, guests=gone), AGENDA, Edit(EditKind.REMOVE, "C1-T1"))

    assert verdict.refusals == ("日程与现在的参加者、桌位或意愿已不相符，请先改排。",)
    assert mended.is_accepted


@pytest.fixture(scope="module")
def large() -> tuple[EventProblem, Agenda]:
    """An event of 60 x 40 participants and its agenda."""
    size = EventSize(n_enterprises=60, n_teams=40, n_slots=12, n_tables=25, n_wishes=500, late=0.1)
    problem = invent(size, seed=3)
    return problem, plan(problem, time_limit=6)


def test_a_large_agenda_is_answered_within_a_tenth_of_a_second(large: tuple[EventProblem, Agenda]) -> None:
    problem, agenda = large
    edits = [Edit(EditKind.MOVE, each.request_id, slot=(each.slot + 3) % 12) for each in agenda.meetings[:20]]

    seconds = []
    for edit in edits:
        start = time.process_time()
        verdict = check_edit(problem, agenda, edit)
        seconds.append(time.process_time() - start)
        assert verdict.agenda is None or check_agenda(problem, verdict.agenda.meetings) == ()

    assert sorted(seconds)[len(seconds) // 2] < 0.1
