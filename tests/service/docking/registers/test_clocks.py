"""What is due, overdue and done, as of any day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.docking.registers.clocks import Due, ageing, stand
from tests.service.docking.registers.samples import VOUCHERS, entry

(CLOCK,) = VOUCHERS.clocks


@pytest.mark.parametrize(
    ("values", "as_of", "state", "left"),
    [
        # 90 days from 1 January 2026 is 1 April.
        ({"issued_on": "2026-01-01"}, date(2026, 2, 1), Due.RUNNING, 59),
        ({"issued_on": "2026-01-01"}, date(2026, 3, 2), Due.NEAR, 30),
        ({"issued_on": "2026-01-01"}, date(2026, 4, 1), Due.NEAR, 0),
        ({"issued_on": "2026-01-01"}, date(2026, 4, 2), Due.OVERDUE, -1),
        ({"issued_on": "2026-01-01", "paid_on": "2026-05-01"}, date(2026, 5, 1), Due.DONE, None),
        ({"issued_on": "2026-01-01", "paid_on": "2026-05-01"}, date(2026, 4, 30), Due.OVERDUE, -29),
        ({}, date(2026, 4, 2), Due.CANNOT_TELL, None),
    ],
)
def test_where_an_entry_stands(values: dict[str, str], as_of: date, state: Due, left: int | None) -> None:
    found = stand(CLOCK, entry(1, **values), as_of=as_of)

    assert (found.state, found.days_left) == (state, left)


def test_the_longest_overdue_comes_first() -> None:
    entries = [
        entry(1, issued_on="2026-10-01"),
        entry(2),
        entry(3, issued_on="2026-02-01"),
        entry(4, issued_on="2026-01-01"),
        entry(5, issued_on="2026-01-01", paid_on="2026-01-02"),
    ]

    assert [each.entry.number for each in ageing(VOUCHERS, entries, as_of=date(2026, 11, 22))] == [4, 3, 1, 2, 5]


@given(
    days=st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=8),
    as_of=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_each_entry_stands_once_and_time_only_brings_it_nearer(days: list[date], as_of: date) -> None:
    entries = [entry(place, issued_on=day.isoformat()) for place, day in enumerate(days)]
    today = ageing(VOUCHERS, entries, as_of=as_of)

    assert sorted(each.entry.number for each in today) == list(range(len(days)))
    assert all(each.state is not Due.OVERDUE for each in today if each.due_on and each.due_on >= as_of)
