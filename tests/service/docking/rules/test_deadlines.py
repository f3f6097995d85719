"""The deadline board and its reminders: by moment, months as far as they go, overdue from the minute on."""

from datetime import date, datetime

import pytest

from data.records.rules import DueTerms, TimeLimitTerms
from service.docking.beijing import BEIJING
from service.docking.rules.deadlines import DeadlineState, deadlines, reminder
from service.docking.rules.due import due_days
from service.docking.rules.time_limit import last_day, sure_days
from tests.factories.notices import CENSUS, QUOTA, rule_of

CALL = rule_of(DueTerms(item="申报材料", on=date(2017, 9, 25), at="10:00", unit="各联盟", copies=2), number=2)
MONTHLY = rule_of(DueTerms(item="附表5", monthly_day=31, first_month="2017-08", last_month="2017-09"), number=3)
ENDLESS = rule_of(DueTerms(item="月报", monthly_day=20), number=4)
WHOLE = (date(2000, 1, 1), date(2030, 1, 1))


def board(now: datetime, *rules: object) -> list[tuple[int, date, int, DeadlineState]]:
    found = deadlines(rules, now=now, since=WHOLE[0], until=WHOLE[1])  # type: ignore[arg-type] # rules
    return [(each.rule.number, each.day, each.days_left, each.state) for each in found]


def test_the_board_is_ordered_by_moment() -> None:
    now = datetime(2017, 9, 25, 10, 0, 1, tzinfo=BEIJING)

    assert board(now, MONTHLY, rule_of(CENSUS), CALL, rule_of(QUOTA)) == [
        (1, date(2010, 7, 20), -2624, DeadlineState.OVERDUE),
        (3, date(2017, 8, 31), -25, DeadlineState.OVERDUE),
        (2, date(2017, 9, 25), 0, DeadlineState.OVERDUE),
        (3, date(2017, 9, 30), 5, DeadlineState.SOON),
    ]


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (datetime(2017, 9, 17, tzinfo=BEIJING), DeadlineState.LATER),
        (datetime(2017, 9, 18, tzinfo=BEIJING), DeadlineState.SOON),
        (datetime(2017, 9, 25, 10, 0, tzinfo=BEIJING), DeadlineState.SOON),
        (datetime(2017, 9, 25, 10, 1, tzinfo=BEIJING), DeadlineState.OVERDUE),
    ],
)
def test_a_deadline_is_near_for_a_week_and_overdue_from_the_minute_on(now: datetime, state: DeadlineState) -> None:
    assert board(now, CALL)[0][3] is state


def test_what_is_due_monthly_for_ever_is_listed_around_now() -> None:
    days = [day for _, day, _, _ in board(datetime(2017, 9, 25, tzinfo=BEIJING), ENDLESS)]

    # 31 days back is 25 August, 180 ahead 24 March.
    assert days == [date(2017, month, 20) for month in (9, 10, 11, 12)] + [date(2018, month, 20) for month in (1, 2, 3)]


def test_months_lie_in_the_time_in_which_the_rule_applies() -> None:
    rule = rule_of(ENDLESS.terms, applies_from=date(2017, 1, 21), applies_to=date(2017, 4, 19))

    assert due_days(rule, since=WHOLE[0], until=WHOLE[1]) == (date(2017, 2, 20), date(2017, 3, 20))


def test_a_reminder_says_what_when_and_how() -> None:
    now = datetime(2017, 9, 23, tzinfo=BEIJING)
    [before] = deadlines([CALL], now=now, since=WHOLE[0], until=WHOLE[1])
    [after] = deadlines([CALL], now=datetime(2017, 9, 28, tzinfo=BEIJING), since=WHOLE[0], until=WHOLE[1])

    assert reminder(before, title="征集通知") == (
        "按照《征集通知》的要求，各联盟须于2017年9月25日 10:00 前报送或完成申报材料，一式 2 份。还有 2 天，请按时办理。"
    )
    assert reminder(after).endswith("现已过期 3 天，尚未报送的请尽快补报并说明原因。")


def test_working_days_leave_out_weekends_and_allow_for_holidays() -> None:
    terms = TimeLimitTerms(item="登记", starts_with="受理", days=15, in_working_days=True)
    # A Friday: fifteen working days on is a Friday again; a Saturday begins to count on Monday.
    friday, saturday = date(2026, 1, 9), date(2026, 1, 10)

    assert (last_day(terms, friday), last_day(terms, saturday)) == (date(2026, 1, 30), date(2026, 1, 30))
    assert sure_days(terms, friday, date(2026, 1, 30)) == (date(2026, 1, 24), date(2026, 3, 11))
