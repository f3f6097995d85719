"""Days as people write them."""

from datetime import date

import pytest

from data.errors import UsageError
from service.cli.options import read_day


@pytest.mark.parametrize("text", ["2026-11-02", "2026/11/2", "2026年11月2日", " 2026.11.02 "])
def test_a_day_may_be_written_in_several_ways(text: str) -> None:
    assert read_day(text) == date(2026, 11, 2)


@pytest.mark.parametrize("text", ["", "明天", "2026-13-01", "20261102"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="不是日期"):
        read_day(text)
