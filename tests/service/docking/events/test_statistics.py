"""Figures of an event: worked by hand, frozen as of a day, and adding up whatever happened."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records.docking_events import AgendaRelease, DayFact, DayNote, DockingEvent, Participant
from data.records.event_days import Outcome, SideOutcome
from data.storage.workspace import Workspace
from service.docking.events.day import ALL_ABSENT, DayBook, PresenceState
from service.docking.events.day_moves import SideReport, note_meeting, note_presence, report_side
from service.docking.events.statistics import FigureKind, counted, statistics_of
from tests.factories.agendas import first_plan, make_evening
from tests.factories.docking_events import make_new_event, make_release
from tests.factories.storing import AT, WANG
from tests.service.docking.events.days import DURING, keep_released_event

DAY = date(2026, 11, 22)
PROBLEM = make_evening()
REQUESTS = [each.id for each in PROBLEM.requests]
GUESTS = [each.id for each in PROBLEM.guests]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path) as opened:
        keep_released_event(opened)
        yield opened


def counts(workspace: Workspace, as_of: date) -> dict[str, int]:
    found = statistics_of(workspace, WANG, 1, as_of=as_of)
    return {each.kind.value: each.n for each in found.figures if each.n}


def test_a_day_is_counted_by_hand_and_stays_as_it_was(workspace: Workspace) -> None:
    for guest in ("C1", "T1"):
        note_presence(workspace, WANG, (1, guest), PresenceState.ARRIVED, at=DURING)
        report_side(workspace, WANG, (1, "C1-T1", guest), SideReport(outcome=Outcome.INTENT), at=DURING)
    note_meeting(workspace, WANG, (1, "C2-T1"), absent=["C2"], at=DURING)
    note_meeting(workspace, WANG, (1, "C3-T2"), absent=None, at=DURING)
    today = counts(workspace, DAY)
    later = DURING + timedelta(days=1)
    note_meeting(workspace, WANG, (1, "C2-T2"), absent=None, at=later)

    # Planned C1-T1, C2-T1, C2-T2, of C1, C2, T1 and T2; C3 has no meeting.
    assert today == {
        "planned": 3, "held": 1, "not_held": 1, "unreported": 1, "beside": 1, "expected": 4, "arrived": 2, "open": 2,
        "intent": 1, "no_outcome": 1,
    }  # fmt: skip
    assert counts(workspace, DAY) == today
    assert counts(workspace, DAY + timedelta(days=1)) == {
        "planned": 3, "held": 2, "not_held": 1, "beside": 1, "expected": 4, "arrived": 2, "no_show": 2,
        "intent": 1, "no_outcome": 2,
    }  # fmt: skip


def test_meetings_are_told_by_region_and_field_each_once(workspace: Workspace) -> None:
    report_side(workspace, WANG, (1, "C1-T1", "C1"), SideReport(outcome=Outcome.INTENT), at=DURING)

    found = statistics_of(workspace, WANG, 1, as_of=DAY)

    assert [(each.label, each.ids, each.held) for each in found.regions] == [
        ("洪泽区", ("C1-T1", "C2-T1", "C2-T2"), ("C1-T1",))
    ]
    assert [(each.label, len(each.ids)) for each in found.fields] == [("未写明或未识别", 3)]


def test_before_the_first_release_there_is_nothing_to_count(workspace: Workspace) -> None:
    assert counts(workspace, date(2026, 11, 21)) == {}


NOTES = st.lists(
    st.one_of(
        st.builds(
            lambda fact, guest: (fact, guest, "", ""),
            st.sampled_from([DayFact.ARRIVED, DayFact.LEFT, DayFact.ABSENT]),
            st.sampled_from(GUESTS),
        ),
        st.builds(
            lambda fact, request: (fact, "", request, ""), st.sampled_from([DayFact.HELD]), st.sampled_from(REQUESTS)
        ),
        st.builds(lambda request: (DayFact.NOT_HELD, "", request, ALL_ABSENT), st.sampled_from(REQUESTS)),
        st.builds(
            lambda request, side, outcome: (
                DayFact.OUTCOME,
                request.split("-")[side],
                request,
                SideOutcome(outcome).code,
            ),
            st.sampled_from(REQUESTS),
            st.integers(0, 1),
            st.sampled_from(list(Outcome)),
        ),
    ),
    max_size=25,
)


def make_book(facts: list[tuple[DayFact, str, str, str]]) -> DayBook:
    new = make_new_event(plan=PROBLEM.event)
    event = DockingEvent(
        plan=new.plan, region_code="320800", number=1, version=1, basis=1, created_at=AT, created_by=WANG
    )
    release: AgendaRelease = make_release(1, PROBLEM, first_plan().agenda)
    walk_in = PROBLEM.guests[0].__class__("C9", "单位C9", PROBLEM.guests[0].kind)
    participants = tuple(
        Participant(guest=guest, organisation=guest.name, region_code="320813", number=number, event=1, version=1)
        for number, guest in enumerate([*PROBLEM.guests, walk_in])
    )
    notes = [
        DayNote(fact=fact, guest_id=guest, request_id=request, value=value, at=DURING, actor=WANG)
        for fact, guest, request, value in facts
    ]
    return DayBook(event, release, participants, PROBLEM.requests, tuple(notes))


@settings(max_examples=150, deadline=None)
@given(NOTES, st.integers(0, 2))
def test_figures_add_up_and_count_each_meeting_once(facts: list[tuple[DayFact, str, str, str]], days: int) -> None:
    found = counted(make_book(facts), as_of=DAY + timedelta(days=days), industries={"C1-T1": "C33"})
    n = {kind: found.figure(kind).n for kind in FigureKind}

    assert n[FigureKind.PLANNED] == n[FigureKind.HELD] + n[FigureKind.NOT_HELD] + n[FigureKind.UNREPORTED]
    assert n[FigureKind.EXPECTED] == n[FigureKind.ARRIVED] + n[FigureKind.NO_SHOW] + n[FigureKind.OPEN]
    results = (
        FigureKind.INTENT, FigureKind.CONTINUE, FigureKind.ONE_SIDE, FigureKind.DECLINED, FigureKind.NO_OUTCOME,
    )  # fmt: skip
    assert sum(n[each] for each in results) == n[FigureKind.HELD] + n[FigureKind.BESIDE]
    for rows in (found.regions, found.fields):
        ids = [each for row in rows for each in row.ids]
        assert len(ids) == len(set(ids)) == n[FigureKind.PLANNED] + n[FigureKind.BESIDE]
        assert sum(len(row.held) for row in rows) == n[FigureKind.HELD] + n[FigureKind.BESIDE]
        assert sum(len(row.intents) for row in rows) == n[FigureKind.INTENT]
        assert sum(len(row.continued) for row in rows) == n[FigureKind.CONTINUE]
    assert all(len(each.ids) == len(set(each.ids)) for each in found.figures)
