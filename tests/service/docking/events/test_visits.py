"""Visits of experts: nobody is counted twice, and who may be one person or two is told."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records.docking_events import NewParticipant
from data.records.events import Agenda, EventKind, EventProblem, Guest, GuestKind, PlannedMeeting, Request
from data.records.rules import MinCountTerms, Outcome
from data.storage.workspace import Workspace
from service.docking.events.day_moves import note_leaders, note_meeting
from service.docking.events.visits import Visit, VisitFigure, check_visits, visit_year, visits_of
from tests.factories.agendas import FIGURES
from tests.factories.docking_events import make_new_event, make_release
from tests.factories.events import make_event
from tests.factories.storing import AT, WANG
from tests.service.docking.events.days import DURING
from tests.service.docking.events.test_event_quotas import make_rule

DAY = date(2026, 11, 22)


def visit(expert: str, enterprise: str, *, organisation: str = "乙大学", day: int = 22, number: int = 1) -> Visit:
    return Visit(
        number, "走访", f"R{number}", date(2026, 11, day), expert, organisation, enterprise, "320826", has_sheet=True
    )


def test_the_same_expert_at_the_same_enterprise_counts_once_a_day() -> None:
    visits = [
        visit("王工", "甲公司"),
        visit("王 工", "甲公司", number=2),
        visit("王工", "甲公司", day=23),
        visit("王工", "乙公司"),
        visit("王工", "甲公司", organisation="丙所"),
        visit("李工", "甲公司"),
    ]

    found = visit_year(visits, year=2026, as_of=DAY)

    # 王工（乙大学） 22 甲, 23 甲, 22 乙; 王工（丙所） 22 甲; 李工 22 甲.
    assert {figure: found.count(figure) for figure in VisitFigure} == {
        VisitFigure.VISITS: 5,
        VisitFigure.EXPERTS: 3,
        VisitFigure.ENTERPRISES: 2,
        VisitFigure.REPEATED: 1,
    }
    assert found.doubtful == ("王工",)


@pytest.mark.parametrize(
    ("item", "minimum", "outcome"),
    [
        ("专家走访人次", 2, Outcome.PASSED),
        ("走访企业", 3, Outcome.FAILED),
        ("专家", 2, Outcome.CANNOT_TELL),
        ("共建研发机构", 20, Outcome.CANNOT_TELL),
    ],
)
def test_rules_on_visits_are_answered(item: str, minimum: int, outcome: Outcome) -> None:
    visits = [visit("王工", "甲公司"), visit("王工", "乙公司", organisation="")]

    check = check_visits(make_rule(MinCountTerms(item=item, minimum=minimum)), visit_year(visits, year=2026, as_of=DAY))

    assert check.outcome is outcome


@given(st.lists(st.builds(visit, st.sampled_from(["王", "李"]), st.sampled_from(["甲", "乙"]), day=st.integers(1, 3))))
def test_counts_do_not_depend_on_the_order_and_repeated_ones_make_up_the_rest(visits: list[Visit]) -> None:
    found, turned = (visit_year(each, year=2026, as_of=DAY) for each in (visits, visits[::-1]))

    assert found.count(VisitFigure.VISITS) + found.count(VisitFigure.REPEATED) == len(visits)
    assert [found.count(each) for each in VisitFigure] == [turned.count(each) for each in VisitFigure]
    assert found.count(VisitFigure.VISITS) == len({(each.person, each.host, each.held_on) for each in visits})


def test_visits_are_the_held_meetings_of_experts_at_visit_events(tmp_path: Path) -> None:
    guests = (Guest("X1", "王工", GuestKind.EXPERT), Guest("C1", "甲公司", GuestKind.ENTERPRISE))
    requests = (Request("X1-C1", ("X1", "C1"), 1.0),)
    plan = replace(make_event(held_on="2026-11-22"), kind=EventKind.VISIT)
    agenda = Agenda("E", (PlannedMeeting("X1-C1", 1, "T1"),), (), FIGURES)
    with Workspace.open(tmp_path) as workspace:
        with workspace.writing(WANG, at=AT) as stores:
            number = stores.events.add(make_new_event(plan=plan), at=AT, actor=WANG)
            stores.events.add_participants(number, [NewParticipant(guest=guest) for guest in guests])
            stores.agendas.add_release(make_release(number, EventProblem(plan, guests, requests), agenda))
        before = visits_of(workspace, WANG, 2026, as_of=DAY)
        note_meeting(workspace, WANG, (number, "X1-C1"), absent=None, at=DURING)
        note_leaders(workspace, WANG, number, "副市长李某", at=DURING)
        after = visits_of(workspace, WANG, 2026, as_of=DAY)
        other = visits_of(workspace, WANG, 2025, as_of=DAY)

    assert (before.visits, other.visits) == ((), ())
    [found] = after.visits
    assert (found.expert, found.enterprise, found.has_sheet, found.leaders) == ("王工", "甲公司", False, "副市长李某")
