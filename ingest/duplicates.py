"""Near duplicates: records that say almost the same, such as a need posted twice with an edited sentence.

Rows of a file that are equal field by field are found while reading, see `ingest.identities.find_repeated_rows`.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from datasketch import MinHash, MinHashLSH

from ingest.cleaning import fold


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """A text that says nearly the same as an earlier one.

    Attributes:
        position: its place in the sequence given.
        earlier: place of the most similar earlier text; of several, the first.
        similarity: Jaccard similarity of their trigrams, 1.0 where they differ in marks and white space only.
    """

    position: int
    earlier: int
    similarity: float


_N_HASHES: Final = 64
_SEED: Final = 20261122
_GRAM: Final = 3


def find_near_duplicates(texts: Sequence[str], *, since: int = 0, threshold: float = 0.8) -> list[NearDuplicate]:
    """Find the texts that are equal or nearly equal to an earlier one; about a millisecond a text of 300 characters.

    Compared are sets of character trigrams of the folded texts. MinHash-LSH proposes pairs, and the exact Jaccard
    similarity decides, so that chance never joins two texts.

    Args:
        texts: empty ones are never duplicates of anything.
        since: the first position asked for; those before are only compared with.
        threshold: lowest Jaccard similarity of a pair, in (0, 1]. 0.8 joins re-posted texts with an edited sentence and
            keeps apart what shares a form but not an object: another word in a title of twenty characters leaves 0.7.

    Returns:
        At most one a text, in order of position.

    Raises:
        ValueError: threshold is out of its range.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold {threshold} outside (0, 1]")
    plain = ["".join(filter(str.isalnum, fold(text).text)).casefold() for text in texts]
    first_of: dict[str, int] = {}
    equal: list[NearDuplicate] = []
    for position, text in enumerate(plain):
        if text and first_of.setdefault(text, position) != position and position >= since:
            equal.append(NearDuplicate(position, first_of[text], 1.0))
    near = _near_ones(plain, sorted(first_of.values()), since=since, threshold=threshold)
    return sorted(equal + near, key=lambda found: found.position)


def _near_ones(plain: Sequence[str], positions: Sequence[int], *, since: int, threshold: float) -> list[NearDuplicate]:
    """Return what the different texts at these rising positions have as their nearest earlier one."""
    grams = {position: _trigrams(plain[position]) for position in positions}
    # Proposals are asked for a little below the threshold: MinHash only estimates it.
    index = MinHashLSH(threshold=max(0.1, threshold - 0.15), num_perm=_N_HASHES)
    hashes = MinHash.generator(
        [[gram.encode() for gram in grams[position]] for position in positions],
        num_perm=_N_HASHES,
        seed=_SEED,
        hashfunc=zlib.crc32,  # twice as fast as the default SHA-1; nobody attacks an import report
    )
    found: list[NearDuplicate] = []
    for position, minhash in zip(positions, hashes, strict=True):
        others = index.query(minhash) if position >= since else []
        rated = [(-_jaccard(grams[other], grams[position]), other) for other in others]
        if rated and -min(rated)[0] >= threshold:
            similarity, earlier = min(rated)
            found.append(NearDuplicate(position, earlier, -similarity))
        index.insert(position, minhash)
    return found


def _jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared)


def _trigrams(text: str) -> frozenset[str]:
    """Cut a text into its overlapping trigrams; shorter texts are their own."""
    return frozenset(text[i : i + _GRAM] for i in range(max(1, len(text) - _GRAM + 1)))
