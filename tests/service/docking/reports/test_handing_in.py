"""Who handed in what in time, late, with too few copies, or not at all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from data.errors import StaleRecordError, UnknownIdError, UsageError
from data.records.accounts import OPERATOR, Actor
from data.records.reports import HandedIn
from data.records.rules import DueTerms
from data.storage.workspace import Workspace
from service.docking.beijing import BEIJING, beijing_day
from service.docking.reports.building import draft
from service.docking.reports.handing_in import (
    CANNOT_TELL,
    Handing,
    Late,
    change_line,
    hand_in,
    lates_of,
    lates_on,
    ledger_of,
)
from service.docking.reports.sending import Sending, send
from service.exports.report_files import render_report
from tests.factories.census import LIANSHUI, XUYI
from tests.factories.reporting import AT, CITY, COUNTY, ELSEWHERE, keep_rule, make_key
from tests.timezones import host_zone

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
LATER = AT + timedelta(hours=1)


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
    hand_in(workspace, CITY, line, at=AT)
    assert states(november(workspace)) == {"涟水县": state, "盱眙县": Handing.MISSING}


def test_what_came_for_another_month_is_no_answer_and_what_is_withdrawn_neither(workspace: Workspace) -> None:
    rule = keep_rule(workspace, MONTHLY)
    hand_in(workspace, CITY, replace(LINE, rule=rule, month="2026-10", received_at=IN_TIME), at=AT)
    wrong = hand_in(workspace, CITY, replace(LINE, rule=rule, month="2026-11", received_at=IN_TIME), at=AT)
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
    "wrong",
    [
        {"item": " "},
        {"unit": ""},
        {"month": "2026"},
        {"month": "\uff12\uff10\uff12\uff16-11"},
        {"received_at": AT + timedelta(days=1)},
        {"received_at": datetime(1, 1, 1, tzinfo=BEIJING)},
        {"received_at": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))},
        {"copies": -1},
    ],
)
def test_what_cannot_be_is_refused(workspace: Workspace, wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        hand_in(workspace, CITY, replace(LINE, **wrong), at=AT)  # type: ignore[arg-type] # any field


def sent_late(workspace: Workspace) -> HandedIn:
    """Send the county's report of November, due on the 20th, on the 22nd; return its line of the ledger."""
    rule = keep_rule(workspace, replace(MONTHLY, copies=None))
    key = make_key(region_code=LIANSHUI)
    send(workspace, COUNTY, key, Sending(expected_version=0, rule=rule), render=render_report, at=AT)
    (line,) = ledger_of(workspace, COUNTY)
    return line


@pytest.mark.parametrize("actor", [COUNTY, CITY, OPERATOR])
def test_a_report_came_when_it_was_sent_whoever_says_otherwise(workspace: Workspace, actor: Actor) -> None:
    line = sent_late(workspace)
    other = replace(line, received_at=IN_TIME, month="2026-12", unit="盱眙县科技局", note="说明")
    change_line(workspace, actor, other, expected_version=1, at=AT + timedelta(hours=1))
    assert ledger_of(workspace, COUNTY) == [replace(line, note="说明", version=2)]
    assert states(november(workspace))["涟水县"] is Handing.LATE


def test_a_line_that_was_moved_before_is_counted_from_its_report(workspace: Workspace) -> None:
    line = sent_late(workspace)
    with workspace.writing(at=AT) as stores:
        stores.reports.handed_in.change(line.number, {"received_at": IN_TIME}, expected_version=1)
    assert states(november(workspace))["涟水县"] is Handing.LATE
    assert ledger_of(workspace, COUNTY)[0].received_at == AT


def test_who_sends_a_line_cannot_say_when_it_came(workspace: Workspace) -> None:
    rule = keep_rule(workspace, MONTHLY)
    kept = hand_in(workspace, COUNTY, replace(LINE, rule=rule, month="2026-11", received_at=IN_TIME, report=5), at=AT)
    assert (kept.received_at, kept.report) == (AT, None)
    noted = change_line(workspace, COUNTY, replace(kept, received_at=IN_TIME, note="补"), expected_version=1, at=LATER)
    assert (noted.received_at, states(november(workspace))["涟水县"]) == (AT, Handing.LATE)
    changed = change_line(workspace, COUNTY, replace(noted, copies=3), expected_version=2, at=LATER)
    assert changed.received_at == LATER
    right = change_line(workspace, CITY, replace(changed, received_at=IN_TIME), expected_version=3, at=LATER)
    assert (right.received_at, states(november(workspace))["涟水县"]) == (IN_TIME, Handing.IN_TIME)


@pytest.mark.parametrize("change", [{"month": "2026-11"}, {"unit": "涟水县科技局"}, {"is_withdrawn": False}])
def test_what_a_sender_says_anew_counts_from_now(workspace: Workspace, change: dict[str, Any]) -> None:
    other: dict[str, Any] = {"month": "2026-10", "unit": "某某协会", "is_withdrawn": True}
    rule = keep_rule(workspace, MONTHLY)
    given = replace(LINE, rule=rule, received_at=IN_TIME, **{name: other[name] for name in change})
    kept = hand_in(workspace, CITY, given, at=AT)
    changed = change_line(workspace, COUNTY, replace(kept, **change), expected_version=1, at=LATER)
    assert changed.received_at == LATER


def test_a_receiver_keeps_the_seconds_that_a_page_does_not_show(workspace: Workspace) -> None:
    moment = datetime(2026, 11, 18, 9, 0, 42, tzinfo=UTC)
    kept = hand_in(workspace, CITY, replace(LINE, received_at=moment), at=AT)
    shown = replace(kept, received_at=moment.replace(second=0), copies=3)
    assert change_line(workspace, CITY, shown, expected_version=1, at=AT).received_at == moment


def test_who_was_not_asked_counts_nowhere_and_is_listed_apart(workspace: Workspace) -> None:
    rule = keep_rule(workspace, MONTHLY)
    for unit in ("某某协会", "甲机械有限公司"):
        given = replace(LINE, rule=rule, unit=unit, month="2026-11", received_at=IN_TIME)
        hand_in(workspace, CITY, given, at=AT)
    late = november(workspace)
    assert (len(late.standings), late.counted(Handing.MISSING)) == (7, 7)
    assert [each.unit.name for each in late.extras] == ["某某协会", "甲机械有限公司"]
    report = draft(workspace, CITY, make_key(), at=AT)
    assert "报告期内应报 7 件次，未报 7 件次，迟报 0 件次。" in report.lead
    assert [row[0] for row in report.lists[0].rows if "不在应报单位之列" in row[3]] == ["某某协会", "甲机械有限公司"]


def test_who_cannot_be_told_stands_in_the_report_and_is_not_counted(workspace: Workspace) -> None:
    keep_rule(workspace, DueTerms(item="方案", unit="各有关单位", on=date(2026, 11, 10)))
    report = draft(workspace, CITY, make_key(), at=AT)
    assert report.lists[0].rows == (
        ("各有关单位", "方案", "2026-11-10", CANNOT_TELL, "", "请在规则中写明报送单位，例如“各县(区)”“各高校”。"),
    )
    assert not any("应报" in each for each in report.lead)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(9999, 1, 1), date(9999, 12, 31)),
        (date(1, 1, 1), date(1, 12, 31)),
        (date(2026, 1, 1), date(2100, 1, 1)),
        (date(2026, 12, 1), date(2026, 11, 1)),
    ],
)
def test_a_span_without_bounds_is_refused(workspace: Workspace, since: date, until: date) -> None:
    keep_rule(workspace, DueTerms(item="月报", unit="各县(区)", monthly_day=31))
    with pytest.raises(UsageError):
        lates_of(workspace, CITY, since=since, until=until, at=AT)


def test_days_and_clocks_are_those_of_beijing_wherever_the_computer_stands(workspace: Workspace) -> None:
    # Half past midnight on December 1 in Beijing is still November 30 in UTC.
    at = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
    rule = keep_rule(workspace, replace(MONTHLY, copies=None))
    hand_in(workspace, CITY, replace(LINE, rule=rule, month="2026-12", received_at=at), at=at)
    with host_zone("UTC"):
        report = draft(workspace, CITY, make_key(period="2026-12"), at=at)
        assert report.as_of == date(2026, 12, 1) == beijing_day(at)
        (row,) = (each for each in report.lists[0].rows if each[0] == "涟水县")
    assert row[4] == "2026-12-01 00:30"
