"""The plain encoder: character n-grams hashed into a fixed width, without weights or corpus."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from models.protocols import Float32Matrix, Progress, TextRole
from models.texts import encode_lettered, normalised

_DIGEST_BYTES: Final = 8


class HashingEncoder:
    """Signed feature hashing (Weinberger et al. 2009) of character 1- to `longest`-grams, weighted 1 + ln(count).

    Hashes are BLAKE2b, not Python's own, which changes with every process.

    Args:
        dim: width of the vectors.
        longest: longest n-gram, in characters.
    """

    def __init__(self, *, dim: int = 512, longest: int = 3) -> None:
        self._dim = dim
        self._longest = longest
        self._slots: dict[str, tuple[int, float]] = {}

    @property
    def id(self) -> str:
        """Name and parameters."""
        return f"hashing:1-{self._longest}-{self._dim}"

    @property
    def dim(self) -> int:
        """Width of the vectors."""
        return self._dim

    def encode(self, texts: Sequence[str], *, role: TextRole, progress: Progress | None = None) -> Float32Matrix:
        """Return vectors as `Encoder.encode` states, queries and passages alike."""
        del role
        vectors = encode_lettered(texts, dim=self._dim, encode=self._encode)
        if progress is not None:
            progress(len(texts), len(texts))
        return vectors

    def _encode(self, texts: list[str]) -> Float32Matrix:
        vectors = np.zeros((len(texts), self._dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for gram, count in self._grams(text).items():
                slot, sign = self._slot(gram)
                vectors[row, slot] += sign * (1.0 + np.log(count))
            if not vectors[row].any():
                # Two grams of opposite sign in one slot can cancel out; a text with letters must not vanish.
                vectors[row, self._slot(text)[0]] = 1.0
        return normalised(vectors)

    def _grams(self, text: str) -> Counter[str]:
        folded = "".join(unicodedata.normalize("NFKC", text).casefold().split())
        return Counter(
            folded[start : start + length]
            for length in range(1, self._longest + 1)
            for start in range(len(folded) - length + 1)
        )

    def _slot(self, gram: str) -> tuple[int, float]:
        found = self._slots.get(gram)
        if found is None:
            number = int.from_bytes(hashlib.blake2b(gram.encode("utf-8"), digest_size=_DIGEST_BYTES).digest(), "little")
            found = self._slots[gram] = ((number >> 1) % self._dim, 1.0 if number & 1 else -1.0)
        return found
