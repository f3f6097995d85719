"""Names of alliances compared by what they say, without the words that every name of a notice has."""

from collections.abc import Iterable, Sequence
from typing import Final

from data.records.alliances import Alliance
from data.records.rules import NameTerms, Rule
from service.docking.alliances.taken import Named
from service.docking.answering import Desk
from service.docking.notices.validity import FREE_PART
from service.docking.rules.facts import NearName
from service.docking.rules.name import Nearest

_SHOWN: Final = 5
"""Nearest names that are looked at."""


def nearest_by(desk: Desk, alliance: Alliance, registered: Sequence[Named], rules: Iterable[Rule]) -> Nearest:
    """Return what finds the registered alliances nearest in meaning to one.

    Args:
        desk: compares texts.
        alliance: the new one.
        registered: the others.
        rules: those of names tell which words every name has.
    """
    patterns = [each.terms.pattern for each in rules if isinstance(each.terms, NameTerms)]

    def nearest(_: str) -> Iterable[NearName]:
        own = _content(alliance, patterns)
        found = desk.likeness(own, [_content(each, patterns) for each in registered])
        near = [
            NearName(id=str(each.number), name=each.name, similarity=max(value, 0.0), is_close=value >= found.close)
            for each, value in zip(registered, found.similarities, strict=True)
        ]
        return sorted(near, key=lambda each: (-each.similarity, each.id))[:_SHOWN]

    return nearest


def free_part(name: str, patterns: Iterable[str]) -> str:
    """Return the part of a name that its pattern leaves free; the whole name where it fits none."""
    for pattern in patterns:
        before, _, after = pattern.partition(FREE_PART)
        if name.startswith(before) and name.endswith(after) and len(name) > len(before) + len(after):
            return name[len(before) : len(name) - len(after)]
    return name


def _content(alliance: Named, patterns: Sequence[str]) -> str:
    parts = (free_part(alliance.name, patterns), alliance.field, alliance.direction)
    return " ".join(part for part in parts if part)
