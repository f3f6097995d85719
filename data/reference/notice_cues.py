"""Words by which notices of authorities are read: one table of phrases by role, and one of measure words."""

import csv
import re
from functools import cache
from importlib import resources

_NEVER = "(?!)"


@cache
def notice_cues(role: str) -> tuple[str, ...]:
    """Return the phrases of one role of notice_cues.csv, longest first.

    Raises:
        KeyError: the table has no such role.
    """
    phrases = _phrases()[role]
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


@cache
def notice_pattern(*roles: str) -> str:
    """Return a regular expression (a group without a name) that matches any phrase of the roles, the longest first."""
    phrases = sorted({phrase for role in roles for phrase in notice_cues(role)}, key=lambda each: (-len(each), each))
    return f"(?:{'|'.join(map(re.escape, phrases)) or _NEVER})"


@cache
def measure_words() -> dict[str, str]:
    """Read notice_measures.csv: measure word (项, 家, 次) -> what it counts: thing, body, person, event or money."""
    return {row["word"]: row["kind"] for row in _rows("notice_measures.csv")}


@cache
def _phrases() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in _rows("notice_cues.csv"):
        found.setdefault(row["role"], []).append(row["phrase"])
    return found


def _rows(name: str) -> list[dict[str, str]]:
    with resources.files("data.reference").joinpath(name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))
