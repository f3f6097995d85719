"""An encoder whose vectors a test names."""

from collections.abc import Mapping, Sequence

import numpy as np

from models.protocols import Float32Matrix, Progress, TextRole


class KnownVectors:
    """Looks texts up by role; what is not named has a zero vector.

    Args:
        vectors: by role and text.
        dim: their width.
    """

    def __init__(self, vectors: Mapping[tuple[TextRole, str], Sequence[float]], *, dim: int = 2) -> None:
        self._vectors = vectors
        self._dim = dim

    @property
    def id(self) -> str:
        """A name that no shipped artefact was made for."""
        return "known"

    @property
    def dim(self) -> int:
        """Width of the vectors."""
        return self._dim

    def encode(self, texts: Sequence[str], *, role: TextRole, progress: Progress | None = None) -> Float32Matrix:
        """Return the vectors named for the role."""
        if progress is not None:
            progress(len(texts), len(texts))
        rows = [self._vectors.get((role, text), (0.0,) * self._dim) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self._dim)
