"""Indexes that follow their documents answer like indexes built at once."""

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.indexes import Bm25Index, FaissIndex
from models.indexes.bm25 import K1, B
from models.indexes.layout import Layout
from models.protocols import Float32Matrix, Int64Matrix
from models.texts import normalised

Steps = list[list[int | None]]
"""What becomes of a collection, step by step: places that are kept, rising, and None where a fresh document stands."""

QUERIES = [["电池"], ["材料", "小麦", "材料"], ["激光", "LED", "工艺"], ["不存在"]]
words = st.sampled_from(["电池", "材料", "小麦", "激光", "LED", "工艺"])
documents = st.lists(words, max_size=6)


@st.composite
def collections(draw: st.DrawFn) -> tuple[int, Steps]:
    """Return the first size of a collection, and its steps."""
    first = size = draw(st.integers(0, 8))
    steps: Steps = []
    for _ in range(draw(st.integers(1, 5))):
        kept = [place for place in range(size) if draw(st.booleans())]
        step: list[int | None] = list(kept)
        for _ in range(draw(st.integers(0, 4))):
            step.insert(draw(st.integers(0, len(step))), None)
        steps.append(step)
        size = len(step)
    return first, steps


def kept_of(step: Sequence[int | None]) -> Int64Matrix:
    return np.array([-1 if place is None else place for place in step], dtype=np.int64)


@settings(deadline=None)
@given(collection=collections(), data=st.data())
def test_words_score_bit_by_bit_as_in_an_index_built_at_once(
    collection: tuple[int, Steps], data: st.DataObject
) -> None:
    first, steps = collection
    now = data.draw(st.lists(documents, min_size=first, max_size=first))
    index = Bm25Index.build(now)
    for step in steps:
        fresh = data.draw(st.lists(documents, min_size=step.count(None), max_size=step.count(None)))
        coming = iter(fresh)
        now = [next(coming) if place is None else now[place] for place in step]
        index = index.revised(kept_of(step), fresh)
    built = Bm25Index.build(now)
    everywhere = np.arange(len(now))

    for answer in (index, index.merged()):
        assert len(answer) == len(now)
        assert [answer.scores(query, everywhere).tolist() for query in QUERIES] == [
            built.scores(query, everywhere).tolist() for query in QUERIES
        ]


def some_vectors(n: int, *, seed: int) -> Float32Matrix:
    return normalised(np.random.default_rng(seed).standard_normal((n, 8)).astype(np.float32))


@settings(deadline=None, max_examples=60)
@given(collection=collections(), exact_up_to=st.sampled_from([0, 100]), k=st.integers(1, 30))
def test_vectors_are_found_as_in_an_index_built_at_once(
    collection: tuple[int, Steps], exact_up_to: int, k: int
) -> None:
    first, steps = collection
    now = some_vectors(first, seed=0)
    index = FaissIndex.build(now, encoder_id="e", exact_up_to=exact_up_to)
    for number, step in enumerate(steps, start=1):
        fresh = some_vectors(step.count(None), seed=number)
        rows = iter(fresh)
        now = np.array([next(rows) if place is None else now[place] for place in step], np.float32).reshape(-1, 8)
        index = index.revised(kept_of(step), fresh)
    assert len(index) == len(now)
    if not len(now):
        return

    expected = FaissIndex.build(now, encoder_id="e").search(some_vectors(4, seed=99), k)
    for answer in (index, index.merged()):
        hits = answer.search(some_vectors(4, seed=99), k)
        assert hits.positions.tolist() == expected.positions.tolist()
        assert hits.scores[expected.positions >= 0] == pytest.approx(expected.scores[expected.positions >= 0], abs=2e-6)


def test_documents_that_are_kept_may_not_change_places() -> None:
    with pytest.raises(ValueError, match="order"):
        Layout.whole(3).revised(np.array([1, 0]))


def test_an_index_that_was_revised_is_written_whole(tmp_path: Path) -> None:
    index = Bm25Index.build([["电池"], ["小麦"]]).revised(np.array([1, -1]), [["电池", "材料"]])
    vectors = FaissIndex.build(some_vectors(2, seed=1), encoder_id="e").revised(
        np.array([1, -1]), some_vectors(1, seed=2)
    )

    index.save(tmp_path / "words")
    vectors.save(tmp_path / "vectors")

    assert (
        Bm25Index.load(tmp_path / "words").search(QUERIES, 2).scores.tolist()
        == index.search(QUERIES, 2).scores.tolist()
    )
    loaded = FaissIndex.load(tmp_path / "vectors", encoder_id="e")
    query = some_vectors(1, seed=3)
    assert loaded.search(query, 2).positions.tolist() == vectors.search(query, 2).positions.tolist()


@given(collection=st.lists(documents, min_size=1, max_size=12).filter(any))
def test_scores_are_those_of_bm25s(collection: list[list[str]]) -> None:
    vocabulary = sorted({word for document in collection for word in document})
    engine = bm25s.BM25(method="lucene", k1=K1, b=B, backend="numpy")
    ids = [[vocabulary.index(word) for word in document] for document in collection]
    built = engine.build_index_from_ids(list(range(len(vocabulary))), ids, show_progress=False)
    index, everywhere = Bm25Index.build(collection), np.arange(len(collection))

    for column, word in enumerate(vocabulary):
        expected = np.zeros(len(collection), dtype=np.float32)
        part = slice(int(built["indptr"][column]), int(built["indptr"][column + 1]))
        expected[built["indices"][part]] = built["data"][part]
        assert index.scores([word], everywhere).tolist() == expected.tolist()
