"""Where the documents of an index lie: most in a base that stays as written, what came since in a small patch."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from models.protocols import Int64Matrix


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of documents in the collection, which is in the order of arrival.

    Attributes:
        base: shape (n_base,); place of each document of the base, -1 for one that was deleted or replaced.
        patch: shape (n_patch,); place of each document of the patch, rising.
    """

    base: Int64Matrix
    patch: Int64Matrix

    @classmethod
    def whole(cls, size: int) -> Self:
        """Return the layout of a collection that lies in the base alone."""
        return cls(np.arange(size, dtype=np.int64), np.zeros(0, dtype=np.int64))

    def __len__(self) -> int:
        """Return the number of documents of the collection."""
        return int((self.base >= 0).sum()) + len(self.patch)

    @property
    def n_patched(self) -> int:
        """Documents that are not searched where they once were: dead ones of the base, and all of the patch."""
        return int((self.base < 0).sum()) + len(self.patch)

    @property
    def order(self) -> Int64Matrix:
        """Shape (len(self),): where each document lies, counted through the base and then through the patch."""
        places = np.concatenate([self.base, self.patch])
        living = np.flatnonzero(places >= 0)
        ordered: Int64Matrix = living[np.argsort(places[living], kind="stable")]
        return ordered

    def revised(self, kept: Int64Matrix) -> tuple["Layout", Int64Matrix]:
        """Return the layout after documents came, went or were replaced; the base's own stay where they are.

        Args:
            kept: shape (n,), n documents from now on; the place each had until now, or -1 for a fresh one. Places that
                are kept rise.

        Returns:
            The new layout, and what the new patch consists of: positions in the old patch with the fresh documents
            behind it, shape (n_patch,).

        Raises:
            ValueError: documents that are kept changed their order.
        """
        stayed = np.flatnonzero(kept >= 0)
        if len(stayed) and (np.diff(kept[stayed]) <= 0).any():
            raise ValueError("documents that are kept must keep their order")
        moved = np.full(len(self), -1, dtype=np.int64)
        moved[kept[stayed]] = stayed
        base = np.where(self.base >= 0, moved[np.maximum(self.base, 0)] if len(moved) else -1, -1)
        places = np.concatenate([moved[self.patch], np.flatnonzero(kept < 0)])
        living = np.flatnonzero(places >= 0)
        sources: Int64Matrix = living[np.argsort(places[living], kind="stable")]
        return Layout(base, places[sources]), sources
