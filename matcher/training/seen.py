"""Which judgements a model was trained on, as hashes: what it says of their needs tells nothing about new ones."""

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

_TENSORS: Final = ("needs", "pairs")
_N_BYTES: Final = 8
"""Of a hash: among 20,000 pairs a strange one is taken for a known one with a chance of 1 in 10^15."""

Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Hashes of judged needs, and of pairs of a need's and an achievement's id; the level does not count.

    A need is known with any achievement: who has learned from some of its pairs is better at the others.

    Attributes:
        needs: shape (m,), 64-bit BLAKE2b, rising, none twice.
        pairs: shape (n,), the same.
    """

    needs: Hashes
    pairs: Hashes

    @classmethod
    def of(cls, pairs: Sequence[Pair]) -> Self:
        """Return what was seen by whoever was trained on these."""
        return cls(np.unique(_hashes(_needs(pairs))), np.unique(_hashes(_pairs(pairs))))

    def __or__(self, other: "Seen") -> "Seen":
        """Return what either has seen."""
        return Seen(np.union1d(self.needs, other.needs), np.union1d(self.pairs, other.pairs))

    def count_needs(self, pairs: Sequence[Pair]) -> int:
        """Return how many of the pairs' needs are among these, each counted once."""
        return int(np.isin(np.unique(_hashes(_needs(pairs))), self.needs).sum())

    def share(self, pairs: Sequence[Pair]) -> float:
        """Return which share of the pairs is among these, 0-1; 0 of none."""
        return float(np.isin(_hashes(_pairs(pairs)), self.pairs).mean()) if pairs else 0.0

    def to_bytes(self) -> bytes:
        """Return the content of a file; the same for the same pairs."""
        content: bytes = save({name: getattr(self, name) for name in _TENSORS})
        return content

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `to_bytes` gave.

        Returns:
            What was seen.

        Raises:
            ArtefactError: the file is damaged, or of a version that kept pairs alone.
        """
        try:
            tensors = load(path.read_bytes())
        except (OSError, SafetensorError) as error:
            raise ArtefactError(f"“{path}”无法读取或已损坏。", remedy=_RENEW) from error
        if set(tensors) != set(_TENSORS):
            raise ArtefactError(
                f"“{path}”是旧版本的格式，没有记录训练用过哪些需求，看不出检验的数值是否偏高。", remedy=_RENEW
            )
        return cls(*(tensors[name].astype(np.uint64) for name in _TENSORS))


_RENEW: Final = "请用本版本重新训练或重新安装。"

NOTHING_SEEN: Final = Seen(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint64))


@cache
def shipped_seen() -> Seen:
    """Return what the ranker and the adapter that ship were trained on; nothing where this copy does not say."""
    with resources.as_file(resources.files("data.reference").joinpath(SHIPPED_SEEN_FILE)) as path:
        return Seen.load(path) if path.is_file() else NOTHING_SEEN


def _needs(pairs: Sequence[Pair]) -> list[str]:
    return [pair.need_id for pair in pairs]


def _pairs(pairs: Sequence[Pair]) -> list[str]:
    # Ids hold no tab: it parts the columns of the tables they come from.
    return [f"{pair.need_id}\t{pair.achievement_id}" for pair in pairs]


def _hashes(texts: Sequence[str]) -> Hashes:
    digests = (blake2b(text.encode(), digest_size=_N_BYTES).digest() for text in texts)
    return np.array([int.from_bytes(digest, "little") for digest in digests], dtype=np.uint64)
