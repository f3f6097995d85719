"""What every VectorSearch and VectorIndex promises, held against faiss (exact, graph, revised), numpy and pgvector."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import ArtefactError, DimensionError, EncoderMismatchError, IndexEmptyError
from models.indexes import FaissIndex, FlatIndex
from models.protocols import Float32Matrix, VectorIndex, VectorSearch
from models.texts import normalised

Build = Callable[..., VectorIndex]
BUILDS: dict[str, Build] = {
    "flat": FlatIndex.build,
    "faiss": FaissIndex.build,
    "hnsw": partial(FaissIndex.build, exact_up_to=0),
}
CLASSES: dict[str, type[FlatIndex] | type[FaissIndex]] = {"flat": FlatIndex, "faiss": FaissIndex, "hnsw": FaissIndex}


def build_revised(vectors: Float32Matrix, *, encoder_id: str) -> FaissIndex:
    """Return an index that began with other vectors and has half of the right ones in its patch."""
    half = len(vectors) // 2
    other = np.ones((1, vectors.shape[1]), dtype=np.float32)
    first = FaissIndex.build(np.concatenate([vectors[:half], other]), encoder_id=encoder_id)
    kept = np.array([*range(half), *[-1] * (len(vectors) - half)], dtype=np.int64)
    return first.revised(kept, vectors[half:])


@pytest.fixture(params=[*BUILDS, "revised", "postgresql"])
def build(request: pytest.FixtureRequest) -> Callable[..., VectorSearch]:
    """Build a search over vectors in one of the ways there are."""
    builds: dict[str, Callable[..., VectorSearch]] = {**BUILDS, "revised": build_revised}
    return builds[request.param] if request.param in builds else request.getfixturevalue("stored").vectors


every = pytest.mark.parametrize("name", BUILDS)

AXES = np.array([[1, 0], [0, 1], [0.6, 0.8], [0, 0], [1, 0]], dtype=np.float32)


def some_vectors(n: int, *, seed: int = 7, dim: int = 16) -> Float32Matrix:
    return normalised(np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32))


def test_search_orders_by_cosine_and_then_by_position(build: Callable[..., VectorSearch]) -> None:
    hits = build(AXES, encoder_id="e").search(AXES[:1], 5)

    # Cosines with (1, 0): 1, 0, 0.6, 0 (a zero row), 1.
    assert hits.positions.tolist() == [[0, 4, 2, 1, 3]]
    assert hits.scores[0] == pytest.approx([1, 1, 0.6, 0, 0], abs=1e-5)


def test_search_for_more_than_there_are_fills_up(build: Callable[..., VectorSearch]) -> None:
    hits = build(AXES[:2], encoder_id="e").search(AXES[:1], 4)

    assert hits.positions.tolist() == [[0, 1, -1, -1]]
    assert hits.scores[0].tolist() == [1, 0, -np.inf, -np.inf]


def test_search_among_some_finds_these_alone(build: Callable[..., VectorSearch]) -> None:
    among = np.array([1, 2, 4])

    hits = build(AXES, encoder_id="e").search(AXES[:1], 4, among=among)

    assert hits.positions.tolist() == [[4, 2, 1, -1]]
    assert hits.scores[0] == pytest.approx([1, 0.6, 0, -np.inf], abs=1e-5)


def test_search_among_none_finds_nothing(build: Callable[..., VectorSearch]) -> None:
    hits = build(AXES, encoder_id="e").search(AXES[:2], 2, among=np.zeros(0, dtype=np.int64))

    assert hits.positions.tolist() == [[-1, -1], [-1, -1]]


def test_search_among_some_is_that_of_all_without_the_others(build: Callable[..., VectorSearch]) -> None:
    vectors, queries = np.tile(some_vectors(60), (2, 1)), some_vectors(4, seed=9)
    among = np.flatnonzero(np.arange(120) % 3 == 1)
    index = build(vectors, encoder_id="e")

    found = index.search(queries, 9, among=among)
    every = index.search(queries, 120)

    expected = [[place for place in row if place % 3 == 1][:9] for row in every.positions.tolist()]
    assert found.positions.tolist() == expected


def test_search_without_queries_gives_no_rows(build: Callable[..., VectorSearch]) -> None:
    assert build(AXES, encoder_id="e").search(AXES[:0], 3).positions.shape == (0, 3)


def test_search_in_nothing_is_refused(build: Callable[..., VectorSearch]) -> None:
    with pytest.raises(IndexEmptyError):
        build(AXES[:0], encoder_id="e").search(AXES[:1], 1)


def test_search_of_another_width_is_refused(build: Callable[..., VectorSearch]) -> None:
    with pytest.raises(DimensionError, match="宽度是 3"):
        build(AXES, encoder_id="e").search(np.ones((1, 3), dtype=np.float32), 1)


@every
def test_saved_index_answers_alike(name: str, tmp_path: Path) -> None:
    index = BUILDS[name](some_vectors(50), encoder_id="e")
    index.save(tmp_path / "索引")

    loaded = CLASSES[name].load(tmp_path / "索引", encoder_id="e")

    queries = some_vectors(4, seed=8)
    assert (len(loaded), loaded.encoder_id) == (50, "e")
    assert loaded.search(queries, 9).positions.tolist() == index.search(queries, 9).positions.tolist()


@every
def test_index_of_another_encoder_is_refused(name: str, tmp_path: Path) -> None:
    BUILDS[name](AXES, encoder_id="e5").save(tmp_path)

    with pytest.raises(EncoderMismatchError, match="e5"):
        CLASSES[name].load(tmp_path, encoder_id="lsa")


@every
def test_damaged_index_is_refused(name: str, tmp_path: Path) -> None:
    BUILDS[name](AXES, encoder_id="e").save(tmp_path)
    file = next(path for path in tmp_path.iterdir() if path.name != "manifest.json")
    file.write_bytes(file.read_bytes()[:-1] + b"?")

    with pytest.raises(ArtefactError, match="校验和不符"):
        CLASSES[name].load(tmp_path, encoder_id="e")


def test_index_of_another_answer_is_refused(tmp_path: Path) -> None:
    FlatIndex.build(AXES, encoder_id="e").save(tmp_path)

    with pytest.raises(ArtefactError, match="其他程序"):
        FaissIndex.load(tmp_path, encoder_id="e")


@settings(deadline=None)
@given(n=st.integers(1, 60), k=st.integers(1, 20), copies=st.integers(1, 3), seed=st.integers(0, 999))
def test_exact_faiss_agrees_with_flat(n: int, k: int, copies: int, seed: int) -> None:
    vectors = np.tile(some_vectors(n, seed=seed), (copies, 1))
    queries = some_vectors(3, seed=seed + 1)

    flat = FlatIndex.build(vectors, encoder_id="e").search(queries, k)
    faiss = FaissIndex.build(vectors, encoder_id="e").search(queries, k)

    found = flat.positions >= 0
    assert (faiss.positions >= 0).tolist() == found.tolist()
    assert np.abs(flat.scores[found] - faiss.scores[found]).max() <= 1e-5
    # Two cosines within rounding of each other may change places; everything else stands in the same order.
    moved = flat.positions != faiss.positions
    assert np.abs(flat.scores[moved] - faiss.scores[moved]).max(initial=0) <= 2e-6


def test_graph_finds_nearly_what_exact_search_finds() -> None:
    vectors, queries = some_vectors(2000), some_vectors(50, seed=9)

    exact = FlatIndex.build(vectors, encoder_id="e").search(queries, 10).positions
    graph = FaissIndex.build(vectors, encoder_id="e", exact_up_to=1000).search(queries, 10).positions

    shared = sum(len(set(a) & set(b)) for a, b in zip(exact.tolist(), graph.tolist(), strict=True))
    assert shared / exact.size >= 0.97


def test_graph_is_built_alike_every_time(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        FaissIndex.build(some_vectors(500), encoder_id="e", exact_up_to=10).save(tmp_path / folder)

    assert (tmp_path / "a" / "index.faiss").read_bytes() == (tmp_path / "b" / "index.faiss").read_bytes()


def test_a_database_finds_what_faiss_finds(build: Callable[..., VectorSearch]) -> None:
    vectors, queries = some_vectors(200), some_vectors(10, seed=9)

    expected = FaissIndex.build(vectors, encoder_id="e").search(queries, 10)
    found = build(vectors, encoder_id="e").search(queries, 10)

    assert found.positions.tolist() == expected.positions.tolist()
    assert found.scores == pytest.approx(expected.scores, abs=2e-6)
