"""Long lists of an event, a leaf at a time: hundreds of wishes on one page are of use to nobody, least on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Generic, TypeVar

from fastapi import Query

PER_LEAF: Final = 100
"""Rows a page shows: two sheets of A4, drawn in a tenth of a second."""

LeafNumber = Annotated[int, Query(alias="page", ge=1, le=10_000)]
Sought = Annotated[str, Query(alias="q", max_length=100)]

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Leaf(Generic[Item]):
    """Some rows of a list; `number` is from 1, `n` how many rows the whole list has."""

    items: Sequence[Item]
    number: int
    n_leaves: int
    n: int


def leaf_of(items: Sequence[Item], number: int) -> Leaf[Item]:
    """Return one leaf of a list; a number beyond the last one gives the last, as when rows went in the meantime."""
    n_leaves = max(1, -(-len(items) // PER_LEAF))
    number = min(number, n_leaves)
    return Leaf(items[(number - 1) * PER_LEAF : number * PER_LEAF], number, n_leaves, len(items))
