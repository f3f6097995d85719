"""Vectors of single words, distilled from an encoder, that ship as numbers alone.

A word is found by a hash of its letters, so no vocabulary is shipped; a word that is not among them is composed from
its longest known pieces, at last from its single characters. Nothing here needs the encoder the vectors came from.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from data.errors import ArtefactError
from models.protocols import Float32Matrix, Float64Matrix, Int64Matrix
from models.texts import normalised, without_surrogates

UInt64Array = npt.NDArray[np.uint64]
Int8Matrix = npt.NDArray[np.int8]

SHIPPED: Final = "word_vectors.safetensors"
FORMAT: Final = "word_vectors/1"
SIF_A: Final = 1e-3
"""The constant a of smooth inverse frequency, from Arora, Liang & Ma (2017)."""
_LARGEST: Final = 127
_LEAST_SPREAD: Final = 1e-9
"""Share of the first axis' variance below which an axis holds nothing but rounding errors."""
_LONGEST_PIECE: Final = 8
"""Runs a known piece may have: the domain dictionary holds hardly any longer term."""
_RUN: Final = re.compile(r"[a-z]+|\d+(?:\.\d+)*|.", re.DOTALL)


def word_hash(word: str) -> int:
    """Return the first 8 bytes of the BLAKE2b digest of a word as a number; the same on every machine."""
    digest = hashlib.blake2b(without_surrogates(word).encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


@dataclass(frozen=True)
class WordVectors:
    """Vectors and frequencies of words, by hash.

    Attributes:
        hashes: shape (n,), rising, from `word_hash` of the lower-cased words.
        codes: shape (n, dim), int8; a row is a word's vector but for its length, which is always taken as 1.
        frequencies: shape (n,), share of the word among all words of the texts it was counted in; 0 where it never
            stood by itself.
        about: what they were made from and how: "id", "encoder_id", "source", "command" and the settings.
    """

    hashes: UInt64Array
    codes: Int8Matrix
    frequencies: npt.NDArray[np.float32]
    about: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of known words."""
        return len(self.hashes)

    @property
    def id(self) -> str:
        """Encoder, width and checksum of the numbers; two with one id give the same vectors."""
        return f"words:{self.about.get('encoder', '')}-{self.dim}@{self.checksum}"

    @property
    def dim(self) -> int:
        """Width of the vectors."""
        return int(self.codes.shape[1])

    def __contains__(self, word: str) -> bool:
        """Return whether the word itself is known, not only its pieces."""
        return bool(self._places([word])[0] >= 0)

    def vectors(self, words: Sequence[str]) -> Float32Matrix:
        """Return the vectors of words.

        Args:
            words: folded; case makes no difference.

        Returns:
            Shape (len(words), dim), rows of length 1; an unknown word is the weighted mean of its longest known
            pieces, found from left to right, and a zero row where there is none. A piece never begins or ends inside
            a run of Latin letters or digits.
        """
        lowered = [word.lower() for word in words]
        places = self._places(lowered)
        rows = self.codes[places].astype(np.float32) if len(self) else np.zeros((len(words), self.dim), np.float32)
        for row in np.flatnonzero(places < 0).tolist():
            rows[row] = self._composed(lowered[row])
        return normalised(rows)

    def weights(self, words: Sequence[str]) -> Float32Matrix:
        """Return how much each word says, shape (len(words),): a / (a + frequency), 1 for one that is not known."""
        places = self._places([word.lower() for word in words])
        frequencies = np.zeros(len(words), dtype=np.float32)
        known = places >= 0
        frequencies[known] = self.frequencies[places[known]]
        weights: Float32Matrix = (SIF_A / (SIF_A + frequencies)).astype(np.float32)
        return weights

    def save(self, path: Path) -> None:
        """Write the numbers, and what they were made from into the header."""
        tensors = {"hashes": self.hashes, "codes": self.codes, "frequencies": self.frequencies.astype(np.float16)}
        # One entry: safetensors writes several in no certain order, and the same numbers shall give the same file.
        save_file(tensors, path, metadata={FORMAT: json.dumps(self.about, sort_keys=True)})
        path.chmod(0o644)  # safetensors makes private files

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read the vectors back.

        Args:
            path: what `save` wrote.

        Returns:
            Vectors of the same id.

        Raises:
            ArtefactError: the file is missing, damaged or of another version.
        """
        try:
            with safe_open(path, framework="numpy") as file:
                header = file.metadata() or {}
                tensors = {name: file.get_tensor(name) for name in ("hashes", "codes", "frequencies")}
            about = json.loads(header[FORMAT])
        except (OSError, KeyError, ValueError, SafetensorError) as error:
            raise ArtefactError(f"词向量文件 {path.name} 缺失或损坏。", remedy="请重新安装本软件。") from error
        return cls(
            hashes=tensors["hashes"],
            codes=tensors["codes"],
            frequencies=tensors["frequencies"].astype(np.float32),
            about=about,
        )

    @cached_property
    def checksum(self) -> str:
        """Digest of the numbers."""
        digest = hashlib.sha256()
        for array in (self.hashes, self.codes, self.frequencies):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:12]

    @cached_property
    def _place_of(self) -> dict[int, int]:
        return {number: place for place, number in enumerate(self.hashes.tolist())}

    def _places(self, words: Sequence[str]) -> Int64Matrix:
        """Return the row of each lower-cased word, -1 where it is not known."""
        known = self._place_of
        return np.array([known.get(word_hash(word), -1) for word in words], dtype=np.int64)

    def _composed(self, word: str) -> Float32Matrix:
        pieces = list(self._pieces(word))
        if not pieces:
            return np.zeros(self.dim, dtype=np.float32)
        rows = normalised(self.codes[pieces].astype(np.float32))
        weights = SIF_A / (SIF_A + self.frequencies[pieces])
        composed: Float32Matrix = (weights.astype(np.float32) @ rows).astype(np.float32)
        return composed

    def _pieces(self, word: str) -> Iterator[int]:
        """Yield the rows of the longest known pieces from left to right; runs that nothing knows are passed over."""
        runs = _RUN.findall(word)
        start = 0
        while start < len(runs):
            for end in range(min(len(runs), start + _LONGEST_PIECE), start, -1):
                place = self._place_of.get(word_hash("".join(runs[start:end])), -1)
                if place >= 0:
                    yield place
                    break
            else:
                end = start + 1
            start = end


@cache
def shipped_word_vectors() -> WordVectors:
    """Read the word vectors that ship with the product (how they were made: matcher/word_vectors.py).

    Returns:
        The vectors; the same object at every call.
    """
    with resources.as_file(resources.files("data.reference").joinpath(SHIPPED)) as path:
        return WordVectors.load(Path(path))


def reduce_vectors(
    vectors: Float32Matrix, frequencies: Float64Matrix, *, dim: int, n_common: int = 5, flattening: float = 0.25
) -> Float32Matrix:
    """Take out what all words share, keep the directions in which they differ most.

    The mean and the first principal components of an encoder's vectors, weighted by how often each word occurs, say
    "a frequent word" and little else (Arora et al. 2017; Mu & Viswanath 2018). What is left is turned into its
    principal axes, each divided by a power of its spread so that the first ones do not drown the others.

    Args:
        vectors: shape (n, width).
        frequencies: shape (n,), not all 0.
        dim: axes kept, at most width - n_common.
        n_common: axes dropped.
        flattening: power of the variance that each axis is divided by; 0 keeps the spread, 0.5 makes all axes alike.

    Returns:
        Shape (n, dim), rows of length 1. The sign of each axis is such that its largest entry is positive.
    """
    shares = frequencies / frequencies.sum()
    centred = vectors.astype(np.float64) - shares @ vectors
    variances, axes = np.linalg.eigh((centred * shares[:, None]).T @ centred)
    kept = slice(n_common, n_common + dim)
    variances, axes = variances[::-1][kept], axes[:, ::-1][:, kept]
    # eigh leaves the signs open, and another build of the algebra library may choose others.
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    # An axis along which no word differs must not be blown up from rounding errors.
    scales = np.maximum(variances, _LEAST_SPREAD * variances.max()) ** -flattening
    return normalised((centred @ axes * scales).astype(np.float32))


def quantise(vectors: Float32Matrix) -> Int8Matrix:
    """Return each row scaled so that its largest entry is 127 or -127, rounded; zero rows stay zero."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    codes: Int8Matrix = np.rint(vectors / np.where(largest > 0, largest, 1.0) * _LARGEST).astype(np.int8)
    return codes


def pack(
    words: Sequence[str], vectors: Float32Matrix, frequencies: Float64Matrix, *, about: dict[str, str]
) -> WordVectors:
    """Make word vectors of words, their vectors and frequencies.

    Args:
        words: lower-cased, each once.
        vectors: shape (n, dim).
        frequencies: shape (n,), shares of all words.
        about: see `WordVectors`.

    Returns:
        The vectors, quantised.
    """
    hashes = np.array([word_hash(word) for word in words], dtype=np.uint64)
    order = np.argsort(hashes, kind="stable")
    return WordVectors(
        hashes=hashes[order],
        codes=quantise(vectors)[order],
        # As `save` writes them, so that a saved and a fresh one are the same.
        frequencies=frequencies[order].astype(np.float16).astype(np.float32),
        about=about,
    )
