"""Tables of the need doctor: known kinds, nothing twice, every topic has its words."""

import csv
from importlib import resources

import pytest

from data.reference.questions import load_need_cues, load_need_questions
from data.reference.vagueness import load_vague_words
from matcher.doctor.phrases import CHECK_LABELS
from matcher.doctor.questions import ASKED


def rows(name: str) -> list[tuple[str, ...]]:
    text = resources.files("data.reference").joinpath(name).read_text(encoding="utf-8")
    return [tuple(row) for row in csv.reader(text.splitlines())][1:]


@pytest.mark.parametrize("name", ["vague_words.csv", "need_cues.csv", "need_questions.csv"])
def test_no_row_stands_twice_or_is_blank(name: str) -> None:
    found = rows(name)
    assert len(found) == len(set(found))
    assert [row for row in found if not all(cell.strip() for cell in row)] == []


def test_every_vague_word_has_a_known_kind() -> None:
    assert {row[0] for row in rows("vague_words.csv")} == {"generic", "slogan", "business", "problem", "wish"}


def test_the_longest_phrase_is_found_first() -> None:
    assert load_vague_words().slogans.findall("达到国际先进水平") == ["国际先进水平"]
    assert load_need_cues()["temperature"].findall("耐高温") == ["高温"]


def test_every_question_has_its_words_and_fills_an_item_of_the_checklist() -> None:
    templates = load_need_questions()
    assert tuple(templates) == tuple(ASKED)
    assert {each.check for each in templates.values()} <= set(CHECK_LABELS)
