"""Finds the terms of a corpus: strings that occur often, hold together inside, and are free at both ends.

Cohesion is the smallest pointwise mutual information over all cuts of the string in two; freedom is the smaller of the
entropies of the units to its left and right (both after Sun, Shen & Tsou, ACL 1998, and Huang & Powers, 2003).
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

_Ints = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]

# A unit is a Han character or a run of Latin letters and digits with a letter in it: LED驱动 has three, 3D打印 too.
_UNIT: Final = re.compile(r"[\u4E00-\u9FD5]|[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*|[^\s]", re.ASCII)
_WORD_UNIT: Final = re.compile(r"[\u4E00-\u9FD5]|[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*", re.ASCII)
_HAN: Final = re.compile(r"[\u4E00-\u9FD5]")
_FUNCTION_CHARACTERS: Final = frozenset(
    "的了和与及或等在于对为以从由被把将并而但若如其该此各每这那是有个着就也都还又很更最较所之且则按经据至向使让给"
    "可能会已未不无非一两几某本我你他它们"
)
_BAD_FIRST: Final = _FUNCTION_CHARACTERS - frozenset("非无不未有一") | frozenset("种类性化级率们")
_BAD_LAST: Final = _FUNCTION_CHARACTERS | frozenset("进行种")


@dataclass(frozen=True, slots=True)
class Term:
    """A term found in a corpus.

    Attributes:
        text: the term.
        count: occurrences, overlapping ones included.
        documents: texts it occurs in.
        cohesion: smallest pointwise mutual information over its cuts, in nats.
        freedom: smaller entropy of its left and right neighbours, in nats; a break is a new neighbour every time.
    """

    text: str
    count: int
    documents: int
    cohesion: float
    freedom: float


@dataclass(frozen=True, slots=True)
class TermLimits:
    """What a string needs to count as a term.

    Attributes:
        min_count: occurrences.
        min_documents: texts.
        min_cohesion: in nats; 3 means 20 times as often as by chance.
        min_freedom: in nats; 1.2 is about three neighbours of like frequency.
        max_units: longest term, in Han characters and Latin runs.
    """

    min_count: int = 5
    min_documents: int = 3
    min_cohesion: float = 3.0
    min_freedom: float = 1.2
    max_units: int = 8


def find_terms(texts: Sequence[str], known: Collection[str], *, limits: TermLimits | None = None) -> list[Term]:
    """Find the terms of a corpus that a dictionary does not know.

    Time is about linear in the corpus: strings are grown unit by unit, and only where they are frequent.

    Args:
        texts: the corpus.
        known: words to leave out.
        limits: thresholds; by default `TermLimits()`.

    Returns:
        Terms of 2 units or more with a Han character, most frequent first, ties by text.
    """
    limits = limits or TermLimits()
    grown = _Grams(texts, min_count=limits.min_count)
    found = [
        term
        for _ in range(limits.max_units - 1)
        for term in grown.grow()
        if term.documents >= limits.min_documents
        and term.cohesion >= limits.min_cohesion
        and term.freedom >= limits.min_freedom
        and is_term_like(term.text)
        and term.text not in known
    ]
    return sorted(found, key=lambda term: (-term.count, term.text))


def is_term_like(text: str) -> bool:
    """Return whether a string may be a term by its look: has Han, neither starts nor ends with a function character."""
    return bool(_HAN.search(text)) and text[0] not in _BAD_FIRST and text[-1] not in _BAD_LAST


class _Grams:
    """The frequent n-grams of a corpus, n growing by one with each call of `grow`.

    Args:
        texts: the corpus.
        min_count: what is frequent.
    """

    def __init__(self, texts: Sequence[str], *, min_count: int) -> None:
        self._min_count = min_count
        self._units, self._ids, self._documents = _units(texts)
        self._n = 1
        # counts[n - 1][i] is the count of the n-gram that starts at i, 0 where it is rare or crosses a break.
        names, counts = self._rank(self._ids, self._ids >= 0)
        self._names = names
        self._counts = [counts]

    def grow(self) -> list[Term]:
        """Return the frequent n-grams of the next length."""
        size = len(self._ids)
        valid = np.zeros(size, dtype=bool)
        if size > 1:
            valid[:-1] = (self._names[:-1] >= 0) & (self._names[1:] >= 0)
        wide = int(self._names.max(initial=0)) + 1
        keys = np.full(size, -1, dtype=np.int64)
        keys[:-1][valid[:-1]] = (self._names[:-1] * wide + self._names[1:])[valid[:-1]]
        self._names, counts = self._rank(keys, valid)
        self._counts.append(counts)
        self._n += 1
        return list(self._terms())

    def _rank(self, keys: _Ints, valid: npt.NDArray[np.bool_]) -> tuple[_Ints, _Ints]:
        """Return dense names and counts by position; name -1 and count 0 where rare or not valid."""
        names = np.full(len(keys), -1, dtype=np.int64)
        counts = np.zeros(len(keys), dtype=np.int64)
        if valid.any():
            _, inverse, totals = np.unique(keys[valid], return_inverse=True, return_counts=True)
            frequent = totals >= self._min_count
            renamed = np.where(frequent, np.cumsum(frequent) - 1, -1)
            names[valid] = renamed[inverse]
            counts[valid] = np.where(frequent, totals, 0)[inverse]
        return names, counts

    def _terms(self) -> Iterator[Term]:
        positions = np.flatnonzero(self._names >= 0)
        if not len(positions):
            return
        names = self._names[positions]
        _, firsts = np.unique(names, return_index=True)
        starts = positions[firsts]
        documents = _distinct(names, self._documents[positions])
        left = self._entropy(names, positions - 1)
        right = self._entropy(names, positions + self._n)
        cohesion = self._cohesion(starts)
        freedom = np.minimum(left, right)
        for place, start in enumerate(starts.tolist()):
            yield Term(
                text="".join(self._units[start : start + self._n]),
                count=int(self._counts[-1][start]),
                documents=int(documents[place]),
                cohesion=float(cohesion[place]),
                freedom=float(freedom[place]),
            )

    def _entropy(self, names: _Ints, neighbours: _Ints) -> _Floats:
        """Return the entropy of the neighbours of each gram; a break is a different neighbour every time."""
        size = len(self._ids)
        inside = (neighbours >= 0) & (neighbours < size)
        ids = np.where(inside, self._ids[np.clip(neighbours, 0, size - 1)], -1)
        ids = np.where(ids < 0, self._ids.max() + 1 + np.arange(len(ids)), ids)
        wide = int(ids.max()) + 1
        pairs, counts = np.unique(names * wide + ids, return_counts=True)
        owner = pairs // wide
        totals = np.bincount(owner, weights=counts)
        shares = counts / totals[owner]
        return np.bincount(owner, weights=-shares * np.log(shares)).astype(np.float64)

    def _cohesion(self, starts: _Ints) -> _Floats:
        size = max(1, int((self._ids >= 0).sum()))
        whole = np.log(self._counts[-1][starts] / size)
        smallest = np.full(len(starts), np.inf)
        for head in range(1, self._n):
            first = np.log(self._counts[head - 1][starts] / size)
            second = np.log(self._counts[self._n - head - 1][starts + head] / size)
            smallest = np.minimum(smallest, whole - first - second)
        return smallest


def _units(texts: Sequence[str]) -> tuple[list[str], _Ints, _Ints]:
    """Return the units of all texts, their ids (-1 for a break) and the text each belongs to."""
    units: list[str] = []
    documents: list[int] = []
    for number, text in enumerate(texts):
        found = _UNIT.findall(text)
        found.append("\n")
        units += found
        documents += [number] * len(found)
    ids: dict[str, int] = {}
    numbers = [ids.setdefault(unit, len(ids)) if _WORD_UNIT.fullmatch(unit) else -1 for unit in units]
    return units, np.array(numbers, dtype=np.int64), np.array(documents, dtype=np.int64)


def _distinct(names: _Ints, others: _Ints) -> _Ints:
    """Return how many different others each name meets."""
    wide = int(others.max(initial=0)) + 1
    counts: _Ints = np.bincount(np.unique(names * wide + others) // wide)
    return counts
