"""Vectors kept by the hash of their text, so that nothing is encoded twice."""

import hashlib
import logging
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from data.errors import ArtefactError
from models.protocols import Encoder, Float32Matrix, Progress, TextRole
from models.texts import encode_lettered, normalised

_log = logging.getLogger(__name__)

_T = TypeVar("_T")
FILE_NAME: Final = "vectors.sqlite3"
CHARACTERS_PER_WRITE: Final = 24_000
"""Texts encoded between two writes: some ten seconds of two cores, the most that Ctrl-C can lose."""
_LAYOUT: Final = 1
_KEY_BYTES: Final = 16
_KEYS_PER_QUERY: Final = 500
_WAIT_SECONDS: Final = 60.0
_PAUSE_SECONDS: Final = 0.01
_LOW_BYTE: Final = 0xFF
"""Extended result codes of SQLite keep the plain one here (sqlite.org/rescode.html)."""
_DAMAGE: Final = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT"})


class VectorCache:
    """One SQLite file of float16 vectors, each with a CRC-32 over key and vector.

    Several processes may use it at once. What is damaged, a row or the whole file, is thrown away with a warning and
    made anew; it is never returned.

    Args:
        folder: made when missing.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def read(self, keys: Sequence[bytes], *, dim: int) -> dict[bytes, Float32Matrix]:
        """Return the vectors that are there.

        Args:
            keys: from `vector_key`.
            dim: width expected; a row of another width counts as damaged.

        Returns:
            By key, float32 of shape (dim,) and of length 1 (or 0).
        """
        blobs, damaged = self._guarded(lambda connection: _read_rows(connection, keys, dim=dim))
        if damaged:
            _log.warning("vector cache: %d damaged rows dropped, will be encoded again", len(damaged))
            self._guarded(lambda connection: _delete_rows(connection, damaged))
        if not blobs:
            return {}
        half = np.frombuffer(b"".join(blobs.values()), dtype="<f2").reshape(len(blobs), dim)
        # Rounding to float16 changes lengths by up to 1e-4, the protocol promises 1.
        return dict(zip(blobs, normalised(half.astype(np.float32)), strict=True))

    def write(self, vectors: Mapping[bytes, Float32Matrix]) -> None:
        """Keep vectors, each of shape (dim,), in one transaction; those already there stay."""
        rows = []
        for key, vector in vectors.items():
            blob = vector.astype("<f2").tobytes()
            rows.append((key, zlib.crc32(key + blob), blob))
        self._guarded(
            lambda connection: connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", rows).rowcount
        )

    def _guarded(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Return what the work returns, done in one transaction; a damaged file is made anew once.

        Raises:
            ArtefactError: the file cannot be used for another reason than damage.
        """
        try:
            with self._open() as connection:
                return work(connection)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise ArtefactError(
                    f"向量缓存“{self._path}”无法使用：{error}。", remedy="请检查磁盘空间与权限，或更换缓存文件夹。"
                ) from error
        _log.warning("vector cache damaged, made anew: %s", self._path)
        self._discard()
        with self._open() as connection:
            return work(connection)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # A connection a call: cheap (under 1 ms), and safe with threads and forks.
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArtefactError(
                f"无法建立缓存文件夹“{self._path.parent}”：{error.strerror}。", remedy="请检查权限，或更换缓存文件夹。"
            ) from error
        connection = sqlite3.connect(self._path, timeout=_WAIT_SECONDS)
        try:
            _prepare(connection)
            with connection:
                yield connection
        finally:
            connection.close()

    def _discard(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)


class CachedEncoder:
    """Encodes what the cache lacks, and writes as it goes.

    Vectors always pass through the cache's float16, so that a first and a second run give the same bytes.

    Args:
        encoder_id: id of the encoder behind.
        dim: width of its vectors.
        make: loads the encoder; called when the first vector is missing, or never.
        cache: where vectors rest.
    """

    def __init__(self, *, encoder_id: str, dim: int, make: Callable[[], Encoder], cache: VectorCache) -> None:
        self._id = encoder_id
        self._dim = dim
        self._make = make
        self._cache = cache
        self._encoder: Encoder | None = None

    @property
    def id(self) -> str:
        """The id of the encoder behind."""
        return self._id

    @property
    def dim(self) -> int:
        """Width of the vectors."""
        return self._dim

    def encode(self, texts: Sequence[str], *, role: TextRole, progress: Progress | None = None) -> Float32Matrix:
        """Return vectors as `Encoder.encode` states; progress counts different texts, cached ones at once."""
        return encode_lettered(
            texts, dim=self._dim, encode=lambda lettered: self._encode(lettered, role=role, progress=progress)
        )

    def _encode(self, texts: list[str], *, role: TextRole, progress: Progress | None) -> Float32Matrix:
        keys = [vector_key(self._id, role=role, text=text) for text in texts]
        text_of = dict(zip(keys, texts, strict=True))
        vectors = self._cache.read(list(text_of), dim=self._dim)
        missing = [key for key in text_of if key not in vectors]
        done = len(vectors)
        if progress is not None:
            progress(done, len(text_of))
        for block in _blocks(missing, text_of):
            vectors |= self._encode_block(block, text_of, role=role)
            done += len(block)
            if progress is not None:
                progress(done, len(text_of))
        return np.stack([vectors[key] for key in keys])

    def _encode_block(
        self, block: list[bytes], text_of: Mapping[bytes, str], *, role: TextRole
    ) -> dict[bytes, Float32Matrix]:
        if self._encoder is None:
            self._encoder = self._make()
        fresh = self._encoder.encode([text_of[key] for key in block], role=role)
        self._cache.write(dict(zip(block, fresh, strict=True)))
        rounded = normalised(fresh.astype("<f2").astype(np.float32))
        return dict(zip(block, rounded, strict=True))


def vector_key(encoder_id: str, *, role: TextRole, text: str) -> bytes:
    """Return the 16-byte name of a vector: BLAKE2b of encoder, role and text."""
    content = f"{encoder_id}\0{role}\0{text}".encode("utf-8", "replace")
    return hashlib.blake2b(content, digest_size=_KEY_BYTES).digest()


def _blocks(keys: list[bytes], text_of: Mapping[bytes, str]) -> Iterator[list[bytes]]:
    """Group missing texts for encoding and writing: like lengths together, longest first."""
    block: list[bytes] = []
    size = 0
    for key in sorted(keys, key=lambda key: (-len(text_of[key]), key)):
        block.append(key)
        size += len(text_of[key])
        if size >= CHARACTERS_PER_WRITE:
            yield block
            block, size = [], 0
    if block:
        yield block


def _prepare(connection: sqlite3.Connection) -> None:
    (layout,) = connection.execute("PRAGMA user_version").fetchone()
    if layout == _LAYOUT:
        return
    _write_ahead(connection)
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        if layout:
            connection.execute("DROP TABLE IF EXISTS vectors")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, crc INTEGER NOT NULL, vector BLOB NOT NULL)"
        )
        connection.execute(f"PRAGMA user_version = {_LAYOUT}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers go on while another process writes.

    SQLite does not wait when two processes switch a new file at once: one is told "locked" whatever its timeout is.
    The other's switch is over in milliseconds, and serves both.

    Raises:
        OperationalError: still locked after `_WAIT_SECONDS`, or refused for another reason.
    """
    until = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _LOW_BYTE != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _read_rows(
    connection: sqlite3.Connection, keys: Sequence[bytes], *, dim: int
) -> tuple[dict[bytes, bytes], list[bytes]]:
    good: dict[bytes, bytes] = {}
    damaged: list[bytes] = []
    for start in range(0, len(keys), _KEYS_PER_QUERY):
        part = keys[start : start + _KEYS_PER_QUERY]
        marks = ",".join("?" * len(part))
        # Only question marks are put into the statement; the keys are bound.
        rows = connection.execute(f"SELECT key, crc, vector FROM vectors WHERE key IN ({marks})", part)  # noqa: S608
        for key, crc, blob in rows:
            if isinstance(blob, bytes) and len(blob) == 2 * dim and zlib.crc32(key + blob) == crc:
                good[key] = blob
            else:
                damaged.append(key)
    return good, damaged


def _delete_rows(connection: sqlite3.Connection, keys: Sequence[bytes]) -> int:
    return connection.executemany("DELETE FROM vectors WHERE key = ?", [(key,) for key in keys]).rowcount


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    name: str = getattr(error, "sqlite_errorname", "")
    # A table that is not there although the layout says so is damage too, and comes as a plain SQLITE_ERROR.
    return (
        any(name.startswith(code) for code in _DAMAGE)
        or "no such table" in str(error)
        or "no such column" in str(error)
    )
