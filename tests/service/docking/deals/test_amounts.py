"""Amounts in 万元, read to the fen and written with two decimals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import UsageError
from service.docking.deals.amounts import fen_of_wan, wan


@pytest.mark.parametrize(
    ("text", "fen"),
    [("30", 30_000_000), (" 1,234.5 ", 1_234_500_000), ("0.000001", 1), ("12.5万元", 12_500_000), ("", None)],
)
def test_an_amount_is_read_to_the_fen(text: str, fen: int | None) -> None:
    assert fen_of_wan(text, name="金额") == fen


@pytest.mark.parametrize("text", ["三十", "-1", "0.0000001", "1e999999", "1e99999", "NaN", "Infinity", "1 2"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="不是以万元为单位的数"):
        fen_of_wan(text, name="金额")


@pytest.mark.parametrize(
    ("fen", "text"), [(1_234_567, "1.23"), (5_000, "0.01"), (4_999, "0.00"), (10**12, "1,000,000.00")]
)
def test_an_amount_is_written_with_two_decimals(fen: int, text: str) -> None:
    assert wan(fen) == text


@given(st.integers(0, 10**13))
def test_whole_hundredths_come_back(hundredths: int) -> None:
    assert fen_of_wan(wan(hundredths * 10_000), name="金额") == hundredths * 10_000
