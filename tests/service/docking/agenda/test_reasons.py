"""Every wish that is not held has its reason and the smallest change that would hold it."""

from dataclasses import replace

from data.records.events import Bar, EventProblem, PlannedMeeting, Unplaced, Wish
from service.docking.agenda.event_model import model_of
from service.docking.agenda.reasons import why_not
from tests.factories.events import make_event, make_guest, make_problem, make_wish


def reasons(problem: EventProblem, *meetings: PlannedMeeting) -> tuple[Unplaced, ...]:
    return why_not(model_of(problem), meetings)


def test_a_table_short_is_named_with_its_time() -> None:
    problem = make_problem([make_wish("C1", "T1"), make_wish("C2", "T2")], event=make_event(1, 1))

    assert reasons(problem, PlannedMeeting("C1-T1", 0, "T1")) == (
        Unplaced("C2-T2", "tables", "08:00 各方都有空，但桌位已满。", "在 08:00 增加一张桌位。"),
    )


def test_a_clash_names_the_meeting_that_would_make_way() -> None:
    problem = make_problem([make_wish("C1", "T1"), make_wish("C2", "T1")], event=make_event(1, 2))

    assert reasons(problem, PlannedMeeting("C1-T1", 0, "T1")) == (
        Unplaced(
            "C2-T1",
            "clash",
            "各方没有都空着的时段，最接近的是 08:00：“单位T1”那时有与“单位C1”的会面。",
            "让出 08:00 “单位T1”与“单位C1”的会面。",
        ),
    )


def test_a_limit_reached_is_named_with_the_slot_that_would_do() -> None:
    guests = {"T1": make_guest("T1", max_meetings=1)}
    problem = make_problem([make_wish("C1", "T1"), make_wish("C2", "T1")], event=make_event(2, 1), guests=guests)

    assert reasons(problem, PlannedMeeting("C1-T1", 0, "T1")) == (
        Unplaced(
            "C2-T1",
            "limit",
            "“单位T1”已排满上限 1 场，已排的会面价值不低于这一项。",
            "把“单位T1”的上限提高到 2 场，即可排在 08:20。",
        ),
    )


def test_no_common_time_names_who_would_have_to_come() -> None:
    guests = {
        "C1": make_guest("C1", unavailable=frozenset({1})),
        "T1": make_guest("T1", unavailable=frozenset({0})),
    }
    problem = make_problem([make_wish("C1", "T1")], event=make_event(2, 1), guests=guests)

    assert reasons(problem) == (
        Unplaced("C1-T1", "no_common_slot", "各方没有共同的可用时段。", "“单位T1”在 08:00 能够会面。"),
    )


def test_an_own_table_too_small_and_a_barred_meeting() -> None:
    event = make_event(1, 1)
    event = replace(event, tables=(replace(event.tables[0], seats=2),))
    problem = make_problem(
        [make_wish("C1", "C2", "T1"), make_wish("C1", "T1", wish=Wish.NO, bar=Bar.NEVER_AGAIN)],
        event=event,
        guests={"T1": make_guest("T1", table="T1")},
    )

    assert [(each.reason, each.told) for each in reasons(problem)] == [
        ("seats", "固定桌位“T1”只坐得下 2 方，这场会面有 3 方。"),
        ("barred", "不安排：有一方表示不再见面。"),
    ]


def test_both_are_free_but_no_table_is_so_it_is_the_tables_that_lack() -> None:
    # One table, three slots, all taken. C3 and T3 meet nobody, so they are free all day;
    # C1 and T3 are both free at 08:20 and 08:40.
    wishes = [make_wish("C1", "T1"), make_wish("C2", "T1"), make_wish("C2", "T2"), make_wish("C1", "T3")]
    problem = make_problem([*wishes, make_wish("C3", "T3", value=2.0)], event=make_event(3, 1))
    meetings = [PlannedMeeting(each.id, slot, "T1") for slot, each in enumerate(wishes[:3])]

    # The dearer wish takes 08:20, where most lack a table; T3 cannot be promised to both there.
    assert reasons(problem, *meetings) == (
        Unplaced("C1-T3", "tables", "08:20、08:40 各方都有空，但桌位已满。", "在 08:40 增加一张桌位。"),
        Unplaced("C3-T3", "tables", "08:00、08:20、08:40 各方都有空，但桌位已满。", "在 08:20 增加一张桌位。"),
    )


def test_the_cheapest_meeting_makes_way() -> None:
    wishes = [make_wish("C1", "T1", value=3.0), make_wish("C2", "T1", value=2.0), make_wish("C3", "T1")]
    problem = make_problem(wishes, event=make_event(2, 2))

    (left,) = reasons(problem, PlannedMeeting("C1-T1", 0, "T1"), PlannedMeeting("C2-T1", 1, "T1"))

    assert (left.reason, left.change) == ("clash", "让出 08:20 “单位T1”与“单位C2”的会面。")


def test_who_does_not_come_is_named_absent() -> None:
    guests = {"C1": make_guest("C1", unavailable=frozenset({0, 1}))}
    problem = make_problem([make_wish("C1", "T1")], event=make_event(2, 1), guests=guests)

    assert reasons(problem) == (Unplaced("C1-T1", "absent", "“单位C1”不来。", "“单位C1”到场。"),)


def test_what_would_fit_but_is_not_held_is_called_so() -> None:
    assert [(each.reason, each.change) for each in reasons(make_problem([make_wish("C1", "T1")]))] == [
        ("left", "排在 08:00，改排时把这一项写为必须。")
    ]
