"""Numbers in Chinese texts."""

# ruff: noqa: RUF001 - look-alike characters are what is tested

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsing.numerals import parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3,500", 3500),
        ("1.2万", 12000),
        ("3亿", 3e8),
        ("2千万", 2e7),
        ("三千五百", 3500),
        ("三千五", 3500),
        ("三千零五", 3005),
        ("一百零五", 105),
        ("十五", 15),
        ("二十", 20),
        ("两千", 2000),
        ("一万二", 12000),
        ("一亿三千万", 1.3e8),
        ("二〇一七", 2017),
        ("三点五", 3.5),
        ("壹佰贰拾", 120),
        ("百分之五", 0.05),
        ("百分之九十五", 0.95),
    ],
)
def test_number_is_read(text: str, value: float) -> None:
    assert parse_number(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "十几", "若干", "1.2.3", "5mm", "百分之", "万", "亿元", "十亿" * 60])
def test_what_is_no_number_gives_none(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(min_value=0, max_value=10**9))
def test_arabic_numbers_read_as_themselves(number: int) -> None:
    assert parse_number(f"{number:,}") == number


@given(st.text(alphabet=st.sampled_from("一二三十百千万亿两零〇点0129,.")))
def test_any_mixture_gives_a_number_or_none(text: str) -> None:
    value = parse_number(text)

    assert value is None or value >= 0
