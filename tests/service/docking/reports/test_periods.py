"""Months, years, and spans of months."""

from datetime import date, timedelta

import pytest

from data.errors import UsageError
from data.records.reports import ReportKind
from service.docking.reports.periods import (
    EARLIEST,
    LATEST,
    MOST_DAYS,
    read_period,
    require_begun,
    require_known,
    require_span,
    usual_period,
)

WIDE = "\uff12\uff10\uff12\uff16-11"
"""Digits as a Chinese keyboard writes them at full width."""


@pytest.mark.parametrize(
    ("text", "first", "last", "name"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), "2026年2月"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        ("2026-06~2026-09", date(2026, 6, 1), date(2026, 9, 30), "2026年6月至9月"),
        ("2026-12~2027-01", date(2026, 12, 1), date(2027, 1, 31), "2026年12月至2027年1月"),
    ],
)
def test_a_period_has_its_days_and_its_name(text: str, first: date, last: date, name: str) -> None:
    read = read_period(text)
    assert (read.first, read.last, read.name) == (first, last, name)


@pytest.mark.parametrize(
    ("text", "key"),
    [("2026-11~2026-11", "2026-11"), ("2026-11~", "2026-11"), ("2026-01~2026-12", "2026"), ("2026-01~2027-12", "")],
)
def test_a_period_has_one_key_however_it_is_written(text: str, key: str) -> None:
    assert read_period(text).text == (key or text)


@pytest.mark.parametrize(
    "text", ["", "2026-13", "26-01", "2026-1", "2026-09~2026-06", "2026~2027", "0000-01", "去年", WIDE]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        read_period(text)


def test_what_has_not_begun_is_refused() -> None:
    with pytest.raises(UsageError, match="还没有开始"):
        require_begun(read_period("2026-12"), date(2026, 11, 30))


def test_the_usual_period_is_the_month_or_the_year() -> None:
    day = date(2026, 11, 22)
    assert usual_period(ReportKind.MONTHLY, day) == "2026-11"
    assert usual_period(ReportKind.ANNUAL, day) == "2026"
    assert usual_period(ReportKind.FORM, day, is_monthly=True) == "2026-11"


def test_a_span_of_two_years_is_the_longest() -> None:
    require_span(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=MOST_DAYS - 1))
    with pytest.raises(UsageError, match="一次最多查看 732 天，现在是 733 天"):
        require_span(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=MOST_DAYS))


def test_days_have_bounds() -> None:
    assert [require_known(each) for each in (EARLIEST, LATEST)] == [EARLIEST, LATEST]
    for day in (date.min, EARLIEST - timedelta(days=1), LATEST + timedelta(days=1), date.max):
        with pytest.raises(UsageError, match="不在可以查看的日期之内"):
            require_known(day)
