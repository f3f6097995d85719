"""Which words are shown to people."""

import pytest

from matcher.features.shown import apart, as_written, is_shown, shown_words
from matcher.profiles import profile_need
from models.segmenters import open_segmenter
from tests.factories.records import make_need


@pytest.mark.parametrize("word", ["主轴", "轴承", "锂电池", "抗性", "活性", "株高", "ndma", "al2o3"])
def test_words_are_shown(word: str) -> None:
    assert is_shown(word)


@pytest.mark.parametrize(
    "word",
    [
        "剂及",  # ends with a link
        "溶性",  # the tail of 水溶性
        "条中",
        "性强",
        "的主轴",
        "热",
        "ph",
        "0.5mg/l",
        "鑫垚",  # two characters that no table and no background text has
    ],
)
def test_scraps_are_not_shown(word: str) -> None:
    assert not is_shown(word)


def test_the_rarest_words_come_first_as_the_text_has_them_without_those_inside_another() -> None:
    need = profile_need(make_need(title="NDMA与轴承、锂电池"), open_segmenter())

    shown = shown_words({"轴承", "电池", "锂电池", "ndma", "剂及"}, need, limit=3)

    assert shown == ["NDMA", "锂电池", "轴承"]


def test_parts_are_passed_over_and_the_limit_kept() -> None:
    assert apart(["锂电池", "电池", "轴承", "涂层"], limit=2) == ["锂电池", "轴承"]


def test_a_word_that_the_text_lacks_stays_as_it_is() -> None:
    assert as_written("led", profile_need(make_need(title="轴承"), open_segmenter())) == "led"
