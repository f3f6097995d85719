"""Headings and cue phrases that tell what a passage talks about, and words that say nothing."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from data.records.enums import PassageKind

Side = Literal["need", "achievement"]


@dataclass(frozen=True, slots=True)
class PassageCues:
    """The phrases of one side.

    Attributes:
        headings: heading -> kind; a heading followed by a colon opens a passage of that kind.
        cues: phrase -> kind; a sentence that holds it, under no heading, is of that kind.
    """

    headings: dict[str, PassageKind]
    cues: dict[str, PassageKind]


@cache
def passage_cues(side: Side) -> PassageCues:
    """Read the phrases of one side from passage_cues.csv (collected by reading needs and achievements)."""
    text = resources.files("data.reference").joinpath("passage_cues.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["side"] == side]
    return PassageCues(
        headings={row["phrase"]: PassageKind(row["kind"]) for row in rows if row["role"] == "heading"},
        cues={row["phrase"]: PassageKind(row["kind"]) for row in rows if row["role"] == "cue"},
    )


@cache
def stop_words() -> frozenset[str]:
    """Read stop_words.txt: words left out of word features and of the text index."""
    text = resources.files("data.reference").joinpath("stop_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
