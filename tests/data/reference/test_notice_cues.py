"""The words by which notices are read."""

import csv
import re
from importlib import resources

import pytest

from data.reference.notice_cues import measure_words, notice_cues, notice_pattern


def test_phrases_come_longest_first() -> None:
    assert notice_cues("status_force") == ("现行有效", "继续有效")
    assert [len(each) for each in notice_cues("at_least")] == sorted(map(len, notice_cues("at_least")), reverse=True)


def test_a_pattern_prefers_the_longer_phrase_over_all_roles() -> None:
    match = re.match(notice_pattern("at_least", "at_most"), "不得超过5项")

    assert match is not None
    assert match.group() == "不得超过"


def test_an_unknown_role_is_a_fault() -> None:
    with pytest.raises(KeyError):
        notice_cues("no such role")


def test_measure_words_say_what_they_count() -> None:
    assert measure_words()["家"] == "body"
    assert set(measure_words().values()) == {"thing", "body", "person", "event", "money"}


@pytest.mark.parametrize("name", ["notice_cues.csv", "notice_measures.csv"])
def test_no_row_stands_twice(name: str) -> None:
    lines = resources.files("data.reference").joinpath(name).read_text(encoding="utf-8").splitlines()
    rows = [tuple(row) for row in csv.reader(lines)]

    assert len(rows) == len(set(rows))
