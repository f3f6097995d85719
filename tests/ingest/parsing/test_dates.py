"""Dates and periods."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsing.dates import Period, parse_date, parse_period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026年12月31日", date(2026, 12, 31), date(2026, 12, 31)),
        ("2026-3-1", date(2026, 3, 1), date(2026, 3, 1)),
        ("2026/03/01 08:00", date(2026, 3, 1), date(2026, 3, 1)),
        ("2026.05.06", date(2026, 5, 6), date(2026, 5, 6)),
        ("20261231", date(2026, 12, 31), date(2026, 12, 31)),
        ("２０２６年５月", date(2026, 5, 1), date(2026, 5, 31)),
        ("2026年12月底前", date(2026, 12, 31), date(2026, 12, 31)),
        ("二〇二六年六月十一日", date(2026, 6, 11), date(2026, 6, 11)),
        ("2026年上半年", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026年第三季度", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026年1季度", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026年3月上旬", date(2026, 3, 1), date(2026, 3, 10)),
        ("2026年底", date(2026, 12, 31), date(2026, 12, 31)),
        ("2020-01-1310:49:39.0", date(2020, 1, 13), date(2020, 1, 13)),
        ("45000", date(2023, 3, 15), date(2023, 3, 15)),
    ],
)
def test_date_is_read(text: str, first: date, last: date) -> None:
    assert (parse_date(text), parse_date(text, last=True)) == (first, last)


@pytest.mark.parametrize("text", ["", "2026年2月30日", "2月30日", "长期", "2026年13月", "12345678"])
def test_what_is_no_date_gives_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2020-01-1310:49:39.0至2021-01-1310:49:41.0", date(2020, 1, 13), date(2021, 1, 13)),
        ("2026年3月1日至5月31日", date(2026, 3, 1), date(2026, 5, 31)),
        ("2026.1-2026.12", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026年12月底前", None, date(2026, 12, 31)),
        ("2026年1月起", date(2026, 1, 1), None),
        ("2026-01-01至长期", date(2026, 1, 1), None),
        ("长期有效", None, None),
        ("即日起至2026年12月31日", None, date(2026, 12, 31)),
        ("三个月内", date(2026, 1, 31), date(2026, 4, 30)),
        ("半年", date(2026, 1, 31), date(2026, 7, 31)),
        ("一年半", date(2026, 1, 31), date(2027, 7, 31)),
        ("30天", date(2026, 1, 31), date(2026, 3, 2)),
    ],
)
def test_period_is_read(text: str, start: date | None, end: date | None) -> None:
    assert parse_period(text, base=date(2026, 1, 31)) == Period(start, end)


@pytest.mark.parametrize("text", ["", "面议", "2026-12-31至2025-01-01"])
def test_what_is_no_period_gives_none(text: str) -> None:
    assert parse_period(text, base=date(2026, 1, 31)) is None


def test_a_length_of_time_without_a_base_cannot_be_told() -> None:
    assert parse_period("三个月内") is None


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_any_day_is_read_in_each_common_form(day: date) -> None:
    forms = [day.isoformat(), f"{day.year}年{day.month}月{day.day}日", day.strftime("%Y%m%d"), day.strftime("%Y/%m/%d")]

    assert [parse_date(form) for form in forms] == [day] * 4
