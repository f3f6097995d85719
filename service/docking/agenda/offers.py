"""What a choice of meetings is made from; without the solvers that make it, which take seconds to load."""

from dataclasses import dataclass
from typing import Final

VALUE_SCALE: Final = 10_000
"""Values count to four decimals."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A meeting that could be held: who takes part, its scaled value, and whether it must be."""

    members: tuple[int, ...]
    value: int
    is_must: bool = False


@dataclass(frozen=True, slots=True)
class Capacity:
    """What may be held.

    Attributes:
        most: meetings of each participant at most.
        least: meetings of each participant that count towards its minimum.
        in_all: meetings of the whole event.
        minimum_first: whether minima go before value.
    """

    most: tuple[int, ...]
    least: tuple[int, ...]
    in_all: int
    minimum_first: bool = False
