"""Places of the reading text that a rule already rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from data.records.rules import Proposal


class Found(NamedTuple):
    """A rule with the places of the numbers it rests on, in the reading text."""

    proposal: Proposal
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Spans:
    """Half-open spans, in any order, that may overlap."""

    spans: tuple[tuple[int, int], ...] = ()

    def touch(self, start: int, end: int) -> bool:
        """Tell whether any of them shares a character with [start, end)."""
        return any(first < end and start < last for first, last in self.spans)

    def plus(self, more: Iterable[tuple[int, int]]) -> "Spans":
        """Return these and more."""
        return Spans((*self.spans, *more))
