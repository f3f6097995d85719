"""Words in the title of a paper that show it to be a letter of intent, whatever else it is called."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from data.records.deals import Form


@dataclass(frozen=True, slots=True)
class FrameworkWord:
    """A word, what a paper so called is, and why it is no contract."""

    words: str
    form: Form
    why: str


@lru_cache(maxsize=1)
def load_framework_words() -> tuple[FrameworkWord, ...]:
    """Read framework_words.csv; the first word found in a title decides what the paper is."""
    table = resources.files("data.reference").joinpath("framework_words.csv")
    with table.open(encoding="utf-8") as lines:
        return tuple(FrameworkWord(row["words"], Form(row["form"]), row["why"]) for row in csv.DictReader(lines))
