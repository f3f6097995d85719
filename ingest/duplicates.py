"""Exact and near duplicates among texts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from datasketch import MinHash, MinHashLSH

from ingest.cleaning import fold


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Texts that say the same.

    Attributes:
        positions: places in the sequence given, ascending, at least two.
        is_exact: all are equal once folded and stripped of white space and punctuation.
        similarity: the lowest similarity by which a member was joined to the group (Jaccard of trigrams); 1.0 for exact ones.
    """

    positions: tuple[int, ...]
    is_exact: bool
    similarity: float


_N_HASHES: Final = 64
_SEED: Final = 20261122
_GRAM: Final = 3


def find_duplicates(texts: Sequence[str], *, threshold: float = 0.8) -> list[DuplicateGroup]:
    """Group the texts that are equal or nearly equal, in order of their first members.

    Compared are sets of character trigrams of the folded texts. MinHash-LSH proposes pairs, and the exact Jaccard
    similarity decides, so that chance never joins two texts.

    Args:
        texts: empty ones are never duplicates of anything.
        threshold: lowest Jaccard similarity of a pair, in (0, 1]. 0.8 joins re-posted texts with an edited sentence and
            keeps apart those that share a form but differ in object: a change of one word in twenty characters leaves 0.7.

    Raises:
        ValueError: threshold is out of its range.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold {threshold} outside (0, 1]")
    plain = ["".join(filter(str.isalnum, fold(text).text)).casefold() for text in texts]
    first_of: dict[str, int] = {}
    leader = list(range(len(texts)))
    similarity: dict[int, float] = {}
    for position, text in enumerate(plain):
        if text:
            leader[position] = first_of.setdefault(text, position)
    for left, right, jaccard in _near_pairs(plain, sorted(first_of.values()), threshold):
        a, b = sorted((_root(leader, left), _root(leader, right)))
        leader[b] = a
        similarity[a] = min(jaccard, similarity.get(a, 1.0), similarity.pop(b, 1.0))
    members: dict[int, list[int]] = {}
    for position in range(len(texts)):
        members.setdefault(_root(leader, position), []).append(position)
    return [
        DuplicateGroup(tuple(group), root not in similarity, similarity.get(root, 1.0))
        for root, group in members.items()
        if len(group) > 1
    ]


def _near_pairs(plain: Sequence[str], positions: Sequence[int], threshold: float) -> Iterator[tuple[int, int, float]]:
    """Give the pairs at or above the threshold, each once, the later text second."""
    grams = {position: _trigrams(plain[position]) for position in positions}
    # Proposals are asked for a little below the threshold: MinHash only estimates it.
    index = MinHashLSH(threshold=max(0.1, threshold - 0.15), num_perm=_N_HASHES)
    hashes = MinHash.generator(
        [[gram.encode() for gram in grams[position]] for position in positions], num_perm=_N_HASHES, seed=_SEED
    )
    for position, minhash in zip(positions, hashes, strict=True):
        for other in sorted(index.query(minhash)):
            shared = len(grams[position] & grams[other])
            jaccard = shared / (len(grams[position]) + len(grams[other]) - shared)
            if jaccard >= threshold:
                yield other, position, jaccard
        index.insert(position, minhash)


def _trigrams(text: str) -> frozenset[str]:
    """Cut a text into its overlapping trigrams; shorter texts are their own."""
    return frozenset(text[i : i + _GRAM] for i in range(max(1, len(text) - _GRAM + 1)))


def _root(leader: list[int], position: int) -> int:
    """Follow the leaders to the group's first member."""
    while leader[position] != position:
        position = leader[position] = leader[leader[position]]
    return position
