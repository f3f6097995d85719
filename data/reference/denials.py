"""Phrases by which an achievement says what it does not do, and those that only look like it."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

_GAP = "…"


@dataclass(frozen=True, slots=True)
class DenialCues:
    """Patterns over one clause or sentence, each an alternative of all phrases of a role.

    Attributes:
        after: what denies the words behind it.
        open: like `after`, but as often said of the problem that others have; an achievement's own limits come late.
        whole: what denies every word of its clause.
        not_meant: expressions that hold a cue and deny nothing.
        others: before a cue in its sentence, it tells that others' state is spoken of.
        purpose: before a cue in its clause, it tells that a purpose, a cause or a case is spoken of.
        trouble: behind a cue, it tells that a problem is described.
        unwanted: before a word of a need, it tells that the need wants to be without it.
    """

    after: re.Pattern[str]
    open: re.Pattern[str]
    whole: re.Pattern[str]
    not_meant: re.Pattern[str]
    others: re.Pattern[str]
    purpose: re.Pattern[str]
    trouble: re.Pattern[str]
    unwanted: re.Pattern[str]


@cache
def denial_cues() -> DenialCues:
    """Read denial_cues.csv (collected by reading achievements; source in README.md); … stands for any words."""
    text = resources.files("data.reference").joinpath("denial_cues.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))

    def pattern(role: str) -> re.Pattern[str]:
        phrases = sorted((row["phrase"] for row in rows if row["role"] == role), key=len, reverse=True)
        return re.compile("|".join(re.escape(phrase).replace(re.escape(_GAP), ".+?") for phrase in phrases))

    return DenialCues(
        after=pattern("after"),
        open=pattern("open"),
        whole=pattern("whole"),
        not_meant=pattern("not"),
        others=pattern("others"),
        # 不适合 is no purpose.
        purpose=re.compile(f"(?<!不)(?:{pattern('purpose').pattern})"),
        trouble=pattern("trouble"),
        unwanted=pattern("unwanted"),
    )
