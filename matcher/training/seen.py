"""Which judged pairs a model was trained on, as hashes: what it says of these tells nothing about new ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib import resources
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load, save

from data.errors import ArtefactError
from data.records.pairs import Pair

SEEN_FILE: Final = "seen.safetensors"
"""Beside a trained ranker."""

SHIPPED_SEEN_FILE: Final = "ranker_seen.safetensors"
"""In data/reference; made by `python -m matcher.training.shipping`."""

_TENSOR: Final = "pairs"
_N_BYTES: Final = 8
"""Of a hash: among 20,000 pairs a strange one is taken for a known one with a chance of 1 in 10^15."""


@dataclass(frozen=True, slots=True, eq=False)
class SeenPairs:
    """Hashes of pairs of a need's and an achievement's id; the level does not count.

    Attributes:
        hashes: shape (n,), 64-bit BLAKE2b, rising, none twice.
    """

    hashes: npt.NDArray[np.uint64]

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> Self:
        """Return what was seen by whoever was trained on these."""
        return cls(np.unique(_hashes(pairs)))

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.hashes)

    def __or__(self, other: "SeenPairs") -> "SeenPairs":
        """Return what either has seen."""
        return SeenPairs(np.union1d(self.hashes, other.hashes))

    def share(self, pairs: Sequence[Pair]) -> float:
        """Return which share of the pairs is among these, 0-1; 0 of none."""
        return float(np.isin(_hashes(pairs), self.hashes).mean()) if pairs else 0.0

    def to_bytes(self) -> bytes:
        """Return the content of a file; the same for the same pairs."""
        content: bytes = save({_TENSOR: self.hashes})
        return content

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `to_bytes` gave.

        Returns:
            The pairs.

        Raises:
            ArtefactError: the file is damaged.
        """
        try:
            return cls(load(path.read_bytes())[_TENSOR].astype(np.uint64))
        except (OSError, KeyError, SafetensorError) as error:
            raise ArtefactError(f"“{path}”无法读取或已损坏。", remedy="请重新训练或重新安装。") from error


NOTHING_SEEN: Final = SeenPairs(np.zeros(0, dtype=np.uint64))


@cache
def shipped_seen() -> SeenPairs:
    """Return what the ranker and the adapter that ship were trained on; nothing where this copy does not say."""
    with resources.as_file(resources.files("data.reference").joinpath(SHIPPED_SEEN_FILE)) as path:
        return SeenPairs.load(path) if path.is_file() else NOTHING_SEEN


def _hashes(pairs: Sequence[Pair]) -> npt.NDArray[np.uint64]:
    # Ids hold no tab: it parts the columns of the tables they come from.
    digests = (
        blake2b(f"{pair.need_id}\t{pair.achievement_id}".encode(), digest_size=_N_BYTES).digest() for pair in pairs
    )
    return np.array([int.from_bytes(digest, "little") for digest in digests], dtype=np.uint64)
