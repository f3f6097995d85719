"""The cache of vectors: nothing encoded twice, nothing damaged trusted."""

import logging
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from data.errors import ArtefactError
from models.encoders import CachedEncoder, HashingEncoder, VectorCache
from models.encoders.cache import vector_key
from models.protocols import Encoder, Float32Matrix, Progress, TextRole

TEXTS = ["锂离子电池", "小麦育种", "激光切割"]


class CountingEncoder:
    """Encodes like HashingEncoder and remembers what it was given.

    Args:
        stop_after: texts after which it is interrupted.
    """

    id = "counting"
    dim = 32

    def __init__(self, *, stop_after: int = 10**9) -> None:
        self.seen: list[str] = []
        self._stop_after = stop_after
        self._inner = HashingEncoder(dim=self.dim)

    def encode(self, texts: Sequence[str], *, role: TextRole, progress: Progress | None = None) -> Float32Matrix:
        """Encode, and remember."""
        if len(self.seen) >= self._stop_after:
            raise KeyboardInterrupt
        self.seen += texts
        return self._inner.encode(texts, role=role, progress=progress)


def cached(folder: Path, inner: Encoder) -> CachedEncoder:
    return CachedEncoder(encoder_id=inner.id, dim=inner.dim, make=lambda: inner, cache=VectorCache(folder))


def test_only_missing_texts_are_encoded_and_each_once(tmp_path: Path) -> None:
    cached(tmp_path, CountingEncoder()).encode(TEXTS[:2], role="passage")
    inner = CountingEncoder()

    cached(tmp_path, inner).encode([*TEXTS, *TEXTS], role="passage")

    assert inner.seen == ["激光切割"]


def test_second_run_gives_the_same_bytes(tmp_path: Path) -> None:
    first = cached(tmp_path, CountingEncoder()).encode(TEXTS, role="passage")
    second = cached(tmp_path, CountingEncoder()).encode(TEXTS, role="passage")

    assert first.tobytes() == second.tobytes()


def test_encoder_is_not_even_made_when_all_is_cached(tmp_path: Path) -> None:
    cached(tmp_path, CountingEncoder()).encode(TEXTS, role="passage")

    def make() -> Encoder:
        raise AssertionError

    lazy = CachedEncoder(encoder_id="counting", dim=32, make=make, cache=VectorCache(tmp_path))

    assert lazy.encode(TEXTS, role="passage").shape == (3, 32)


def test_roles_and_encoders_are_kept_apart() -> None:
    keys = {vector_key(name, role=role, text="甲") for name in ("a", "b") for role in ("query", "passage")}

    assert len(keys) == 4


def test_interrupted_encoding_keeps_what_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.encoders.cache.CHARACTERS_PER_WRITE", 1)
    with pytest.raises(KeyboardInterrupt):
        cached(tmp_path, CountingEncoder(stop_after=2)).encode(TEXTS, role="passage")
    inner = CountingEncoder()

    cached(tmp_path, inner).encode(TEXTS, role="passage")

    assert len(inner.seen) == 1


def test_folder_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "占用").write_text("这是文件", encoding="utf-8")

    with pytest.raises(ArtefactError, match="无法建立缓存文件夹"):
        cached(tmp_path / "占用", CountingEncoder()).encode(TEXTS, role="passage")


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_damaged_file_is_made_anew(tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    VectorCache(tmp_path).path.write_bytes(content)
    inner = CountingEncoder()

    with caplog.at_level(logging.WARNING):
        cached(tmp_path, inner).encode(TEXTS, role="passage")

    assert len(inner.seen) == 3
    assert cached(tmp_path, CountingEncoder(stop_after=0)).encode(TEXTS, role="passage").shape == (3, 32)
    assert ["damaged" in record.message for record in caplog.records] == ([True] if content else [])


def test_file_cut_in_the_middle_is_never_trusted(tmp_path: Path) -> None:
    texts = [f"文本{number}" for number in range(300)]
    expected = cached(tmp_path, CountingEncoder()).encode(texts, role="passage")
    path = VectorCache(tmp_path).path
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 5000] = b"\0" * 5000
    path.write_bytes(content)

    assert cached(tmp_path, CountingEncoder()).encode(texts, role="passage").tobytes() == expected.tobytes()


@pytest.mark.parametrize("damage", ["UPDATE vectors SET vector = x'00'", "UPDATE vectors SET crc = crc + 1"])
def test_damaged_rows_are_encoded_again(tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    cached(tmp_path, CountingEncoder()).encode(TEXTS, role="passage")
    connection = sqlite3.connect(VectorCache(tmp_path).path)
    with connection:
        connection.execute(damage + " WHERE key = ?", (vector_key("counting", role="passage", text="小麦育种"),))
    connection.close()
    inner = CountingEncoder()

    cached(tmp_path, inner).encode(TEXTS, role="passage")

    assert inner.seen == ["小麦育种"]
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert cached(tmp_path, CountingEncoder(stop_after=0)).encode(TEXTS, role="passage").shape == (3, 32)


def test_ten_thousand_vectors_are_read_in_half_a_second(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path)
    keys = [vector_key("e", role="passage", text=str(number)) for number in range(10_000)]
    vectors = np.random.default_rng(0).standard_normal((10_000, 384)).astype(np.float32)
    cache.write(dict(zip(keys, vectors, strict=True)))

    started = time.process_time()  # not the clock on the wall: the machine may be busy
    found = cache.read(keys, dim=384)

    assert len(found) == 10_000
    assert time.process_time() - started < 0.5


WRITER = """
import sys
from pathlib import Path
from models.encoders import CachedEncoder, HashingEncoder, VectorCache
inner = HashingEncoder(dim=32)
encoder = CachedEncoder(encoder_id="counting", dim=32, make=lambda: inner, cache=VectorCache(Path(sys.argv[1])))
for start in range(0, 400, 20):
    encoder.encode([f"文本{number}" for number in range(start, start + 20)], role="passage")
"""


OPENER = """
import sys, time
from pathlib import Path
from models.encoders import VectorCache
cache, until = VectorCache(Path(sys.argv[1])), float(sys.argv[2])
while time.time() < until:
    pass
cache.read([], dim=32)
"""


def test_a_new_file_may_be_opened_by_several_processes_at_once(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    together = str(time.time() + 2)  # all have started by then, and open the file in the same millisecond

    processes = [subprocess.Popen([sys.executable, "-c", OPENER, str(tmp_path), together], cwd=root) for _ in range(4)]

    assert [process.wait(timeout=120) for process in processes] == [0, 0, 0, 0]


def test_two_processes_at_once_do_no_harm(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    root = Path(__file__).resolve().parents[3]

    processes = [subprocess.Popen(command, cwd=root) for _ in range(2)]

    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    texts = [f"文本{number}" for number in range(400)]
    assert cached(tmp_path, CountingEncoder(stop_after=0)).encode(texts, role="passage").shape == (400, 32)
