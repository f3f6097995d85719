"""What a set of indexes over one collection needs beside its base: small, and written anew with each revision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np

from models.indexes.layout import Layout
from models.indexes.word_counts import WordCounts
from models.protocols import Float32Matrix, Int64Matrix

_WORDS_FOLDER: Final = "words"


@dataclass(frozen=True, slots=True)
class Patch:
    """The documents that came after the base was written.

    Attributes:
        layout: where the documents of the collection lie.
        words: counts of the patch's documents.
        vectors: shape (n_patch, dim) each, by the name of their index.
    """

    layout: Layout
    words: WordCounts
    vectors: Mapping[str, Float32Matrix]

    @classmethod
    def empty(cls, size: int, *, dims: Mapping[str, int]) -> Self:
        """Return the patch of a collection that lies in its base alone.

        Args:
            size: documents of the base.
            dims: width of the vectors of each index.
        """
        vectors = {name: np.zeros((0, dim), dtype=np.float32) for name, dim in dims.items()}
        return cls(Layout.whole(size), WordCounts.of([]), vectors)

    def revised(
        self, kept: Int64Matrix, *, words: Sequence[Sequence[str]], vectors: Mapping[str, Float32Matrix]
    ) -> "Patch":
        """Return the patch after documents came, went or were replaced; the base is not looked at.

        Args:
            kept: see `Layout.revised`, which names the error.
            words: of the documents that `kept` marks as fresh, in order.
            vectors: of the same, by the name of their index.
        """
        layout, sources = self.layout.revised(kept)
        rows = {name: np.concatenate([self.vectors[name], fresh])[sources] for name, fresh in vectors.items()}
        return Patch(layout, self.words.picked(WordCounts.of(words), sources), rows)

    def write(self, folder: Path) -> None:
        """Write the files of the patch into a folder."""
        (folder / _WORDS_FOLDER).mkdir()
        self.words.write(folder / _WORDS_FOLDER)
        np.save(folder / "base_places.npy", self.layout.base, allow_pickle=False)
        np.save(folder / "patch_places.npy", self.layout.patch, allow_pickle=False)
        for name, rows in self.vectors.items():
            np.save(folder / f"{name}.npy", rows, allow_pickle=False)

    @classmethod
    def read(cls, folder: Path, *, names: Sequence[str]) -> Self:
        """Return what `write` wrote, with the vectors of those names; whoever calls has checked the files."""
        base, places = (np.load(folder / f"{part}_places.npy", allow_pickle=False) for part in ("base", "patch"))
        vectors = {name: np.load(folder / f"{name}.npy", allow_pickle=False) for name in names}
        return cls(Layout(base, places), WordCounts.read(folder / _WORDS_FOLDER), vectors)
