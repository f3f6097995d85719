"""Who handed in what in time, late, with too few copies, or not at all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from data.errors import StaleRecordError, UnknownIdError, UsageError
from data.records.reports import HandedIn
from data.records.rules import DueTerms
from data.storage.workspace import Workspace
from service.docking.reports.handing_in import Handing, Late, change_line, hand_in, lates_of, lates_on
from tests.factories.census import LIANSHUI, XUYI
from tests.factories.reporting import AT, CITY, COUNTY, ELSEWHERE, keep_rule

MONTHLY = DueTerms(
    item="对接洽谈情况",
    form="附表5",
    unit="各县(区)",
    monthly_day=20,
    first_month="2026-10",
    last_month="2026-12",
    copies=2,
)
LINE = HandedIn(rule=None, item="对接洽谈情况", unit="涟水县科技局", region_code=LIANSHUI, received_at=None, copies=2)
IN_TIME = datetime(2026, 11, 18, 9, tzinfo=UTC)


def november(workspace: Workspace) -> Late:
    """Return how the counties stand with November's deadline on November 22."""
    (late,) = lates_of(workspace, CITY, since=date(2026, 11, 1), until=date(2026, 11, 30), at=AT)
    return late


def states(late: Late) -> dict[str, Handing]:
    return {each.unit.name: each.state for each in late.standings if each.unit.region_code in {LIANSHUI, XUYI}}


@pytest.mark.parametrize(
    ("received_at", "copies", "state"),
    [
        (IN_TIME, 2, Handing.IN_TIME),
        (AT - timedelta(hours=1), 2, Handing.LATE),
        (IN_TIME, 1, Handing.INCOMPLETE),
        (None, 2, Handing.UNKNOWN),
    ],
)
def test_a_unit_stands_as_its_line_says(
    workspace: Workspace, received_at: datetime | None, copies: int, state: Handing
) -> None:
    rule = keep_rule(workspace, MONTHLY)
    line = replace(LINE, rule=rule, month="2026-11", received_at=received_at, copies=copies)
    hand_in(workspace, COUNTY, line, at=AT)
    assert states(november(workspace)) == {"涟水县": state, "盱眙县": Handing.MISSING}


def test_what_came_for_another_month_is_no_answer_and_what_is_withdrawn_neither(workspace: Workspace) -> None:
    rule = keep_rule(workspace, MONTHLY)
    hand_in(workspace, COUNTY, replace(LINE, rule=rule, month="2026-10", received_at=IN_TIME), at=AT)
    wrong = hand_in(workspace, COUNTY, replace(LINE, rule=rule, month="2026-11", received_at=IN_TIME), at=AT)
    change_line(workspace, COUNTY, replace(wrong, is_withdrawn=True), expected_version=1, at=AT)
    assert states(november(workspace))["涟水县"] is Handing.MISSING


def test_before_the_day_nothing_is_missing(workspace: Workspace) -> None:
    rule = keep_rule(workspace, MONTHLY)
    (found,) = lates_of(workspace, CITY, since=date(2026, 12, 1), until=date(2026, 12, 31), at=AT)
    assert {each.state for each in found.standings} == {Handing.NOT_YET}
    with workspace.reading() as stores:
        kept = stores.rules.get(rule)
    assert kept is not None
    board = lates_on(workspace, CITY, [(kept.newest, date(2026, 12, 20))], at=AT)
    assert board[rule, date(2026, 12, 20)].counted(Handing.NOT_YET) == len(found.standings)


def test_holders_of_projects_are_the_enterprises_with_contracts(workspace: Workspace) -> None:
    rule = keep_rule(workspace, DueTerms(item="进展情况调查表", unit="各项目承担单位", on=date(2026, 11, 10)))
    (late,) = lates_of(workspace, CITY, since=date(2026, 11, 1), until=date(2026, 11, 30), at=AT)
    assert (late.rule.number, [(each.unit.name, each.state) for each in late.standings]) == (
        rule,
        [("甲机械有限公司", Handing.MISSING)],
    )


def test_a_bureau_writes_for_its_own_region_alone(workspace: Workspace) -> None:
    with pytest.raises(UnknownIdError):
        hand_in(workspace, ELSEWHERE, LINE, at=AT)
    with pytest.raises(UnknownIdError):
        hand_in(workspace, COUNTY, replace(LINE, region_code=XUYI), at=AT)


def test_two_who_change_a_line_the_second_is_told(workspace: Workspace) -> None:
    kept = hand_in(workspace, CITY, LINE, at=AT)
    change_line(workspace, CITY, replace(kept, copies=3), expected_version=1, at=AT)
    with pytest.raises(StaleRecordError):
        change_line(workspace, CITY, replace(kept, copies=4), expected_version=1, at=AT)


@pytest.mark.parametrize(
    "wrong", [{"item": " "}, {"unit": ""}, {"month": "2026"}, {"received_at": AT + timedelta(days=1)}, {"copies": -1}]
)
def test_what_cannot_be_is_refused(workspace: Workspace, wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        hand_in(workspace, CITY, replace(LINE, **wrong), at=AT)  # type: ignore[arg-type] # any field
