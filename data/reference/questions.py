"""Loaders of what a need is checked for, and of the questions that ask for what it lacks."""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class QuestionTemplate:
    """A question to a company.

    Attributes:
        topic: what it asks about; the order of the table is the order of asking.
        check: the item of the checklist that an answer would fill.
        template: Chinese, with the need's own words in braces.
    """

    topic: str
    check: str
    template: str


@lru_cache(maxsize=1)
def load_need_cues() -> dict[str, re.Pattern[str]]:
    """Read need_cues.csv: aspect of a need -> a pattern of the words that show it was written about."""
    words: dict[str, list[str]] = {}
    for row in _rows("need_cues.csv"):
        words.setdefault(row["aspect"], []).append(row["words"])
    return {
        aspect: re.compile("|".join(map(re.escape, sorted(own, key=lambda word: (-len(word), word)))))
        for aspect, own in words.items()
    }


@lru_cache(maxsize=1)
def load_need_questions() -> dict[str, QuestionTemplate]:
    """Read need_questions.csv: topic -> question, in the order of the table."""
    rows = _rows("need_questions.csv")
    return {row["topic"]: QuestionTemplate(row["topic"], row["check"], row["template"]) for row in rows}


def _rows(name: str) -> list[dict[str, str]]:
    with resources.files("data.reference").joinpath(name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
