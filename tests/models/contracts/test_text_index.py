"""What every TextSearch and TextIndex promises, held against arrays, a revised index, a database and the formula."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import ArtefactError, IndexEmptyError
from models.indexes import Bm25Index, PlainBm25Index
from models.protocols import TextSearch

ANSWERS = (Bm25Index, PlainBm25Index)
DOCUMENTS = [["电池", "材料"], ["电池", "电池", "回收", "工艺"], [], ["小麦"], ["电池", "材料"]]


def build_revised(documents: Sequence[Sequence[str]]) -> Bm25Index:
    """Return an index that began with other documents and has half of the right ones in its patch."""
    half = len(documents) // 2
    first = Bm25Index.build([*documents[:half], ["电池", "小麦", "沙"]])
    kept = np.array([*range(half), *[-1] * (len(documents) - half)], dtype=np.int64)
    return first.revised(kept, documents[half:])


Build = Callable[[Sequence[Sequence[str]]], TextSearch]


@pytest.fixture(params=["arrays", "plain", "revised", "postgresql"])
def build(request: pytest.FixtureRequest) -> Build:
    """Build a search over documents in one of the ways there are."""
    builds: dict[str, Build] = {"arrays": Bm25Index.build, "plain": PlainBm25Index.build, "revised": build_revised}
    return builds[request.param] if request.param in builds else request.getfixturevalue("stored").text


every = pytest.mark.parametrize("answer", ANSWERS)
TextAnswer = type[Bm25Index] | type[PlainBm25Index]


def test_scores_follow_the_formula(build: Build) -> None:
    # N = 5, 3 documents hold 电池: idf = ln(1 + 2.5 / 3.5). Lengths 2, 4, 0, 1, 2: average 1.8.
    # Document 1: tf 2, length 4: 2 / (2 + 1.5 * (0.25 + 0.75 * 4 / 1.8)).
    expected = math.log(1 + 2.5 / 3.5) * 2 / (2 + 1.5 * (0.25 + 0.75 * 4 / 1.8))

    scores = build(DOCUMENTS).scores(["电池"], np.array([1, 3]))

    assert scores == pytest.approx([expected, 0.0])


def test_search_orders_by_score_and_then_by_position(build: Build) -> None:
    hits = build(DOCUMENTS).search([["材料"], ["小麦", "不存在"], ["不存在"]], 3)

    assert hits.positions.tolist() == [[0, 4, -1], [3, -1, -1], [-1, -1, -1]]
    assert np.isneginf(hits.scores).tolist() == (hits.positions == -1).tolist()


def test_search_ties_at_the_edge_go_to_smaller_positions(build: Build) -> None:
    assert build([["词"]] * 7).search([["词"]], 3).positions.tolist() == [[0, 1, 2]]


def test_search_among_some_finds_these_alone_with_the_same_scores(build: Build) -> None:
    index = build(DOCUMENTS)

    every = index.search([["电池"], ["小麦"]], 5)
    hits = index.search([["电池"], ["小麦"]], 2, among=np.array([1, 2, 4]))

    assert every.positions[0].tolist()[:3] == [1, 0, 4]
    assert hits.positions.tolist() == [[1, 4], [-1, -1]]
    assert hits.scores[0].tolist() == every.scores[0, [0, 2]].tolist()


def test_repeated_query_word_counts_again(build: Build) -> None:
    index = build(DOCUMENTS)
    place = np.array([1])

    assert index.scores(["电池", "电池"], place) == pytest.approx(2 * index.scores(["电池"], place))


def test_search_without_queries_gives_no_rows(build: Build) -> None:
    assert build(DOCUMENTS).search([], 3).positions.shape == (0, 3)


def test_search_in_nothing_is_refused(build: Build) -> None:
    with pytest.raises(IndexEmptyError):
        build([]).search([["电池"]], 1)


def test_empty_documents_are_never_found(build: Build) -> None:
    assert build([[], []]).search([["电池"], []], 1).positions.tolist() == [[-1], [-1]]


@every
def test_saved_index_answers_alike(answer: TextAnswer, tmp_path: Path) -> None:
    index = answer.build(DOCUMENTS)
    index.save(tmp_path / "索引")

    loaded = answer.load(tmp_path / "索引")

    assert len(loaded) == len(index) == 5
    queries = [["电池", "回收"], ["小麦"]]
    assert loaded.search(queries, 4).positions.tolist() == index.search(queries, 4).positions.tolist()
    assert loaded.search(queries, 4).scores.tolist() == index.search(queries, 4).scores.tolist()


@every
def test_damaged_index_is_refused(answer: TextAnswer, tmp_path: Path) -> None:
    answer.build(DOCUMENTS).save(tmp_path)
    file = max((path for path in tmp_path.iterdir() if path.name != "manifest.json"), key=lambda path: path.name)
    file.write_bytes(file.read_bytes()[:-1] + b"?")

    with pytest.raises(ArtefactError, match="校验和不符"):
        answer.load(tmp_path)


@every
def test_missing_file_is_refused(answer: TextAnswer, tmp_path: Path) -> None:
    answer.build(DOCUMENTS).save(tmp_path)
    next(path for path in tmp_path.iterdir() if path.name != "manifest.json").unlink()

    with pytest.raises(ArtefactError, match="缺少文件"):
        answer.load(tmp_path)


@every
def test_missing_index_is_refused(answer: TextAnswer, tmp_path: Path) -> None:
    with pytest.raises(ArtefactError):
        answer.load(tmp_path / "无")


def test_index_of_another_answer_is_refused(tmp_path: Path) -> None:
    PlainBm25Index.build(DOCUMENTS).save(tmp_path)

    with pytest.raises(ArtefactError, match="其他程序"):
        Bm25Index.load(tmp_path)


words = st.sampled_from(["电池", "材料", "小麦", "激光", "LED"])


@given(
    documents=st.lists(st.lists(words, max_size=8), min_size=1, max_size=12),
    query=st.lists(words, max_size=4),
    k=st.integers(1, 15),
)
def test_both_answers_agree(documents: list[list[str]], query: list[str], k: int) -> None:
    fast, plain = Bm25Index.build(documents), PlainBm25Index.build(documents)
    everywhere = np.arange(len(documents))

    assert fast.scores(query, everywhere) == pytest.approx(plain.scores(query, everywhere), rel=1e-5)
    # Positions may differ only where float32 rounds two scores differently; the scores in order may not.
    found, expected = fast.search([query], k), plain.search([query], k)
    assert (found.positions >= 0).tolist() == (expected.positions >= 0).tolist()
    assert found.scores[found.positions >= 0] == pytest.approx(expected.scores[expected.positions >= 0], rel=1e-5)


def test_a_database_scores_like_arrays(build: Build) -> None:
    drawn = np.random.default_rng(7)
    names = [f"词{number}" for number in range(60)]
    documents = [[names[int(n * n * 60)] for n in drawn.random(int(drawn.integers(0, 40)))] for _ in range(300)]
    queries = [[names[int(n * 60)] for n in drawn.random(8)] for _ in range(20)]

    expected, found = Bm25Index.build(documents).search(queries, 20), build(documents).search(queries, 20)

    assert found.scores == pytest.approx(expected.scores, rel=1e-5)
    moved = found.positions != expected.positions
    assert found.scores[moved] == pytest.approx(expected.scores[moved], rel=1e-6)
