"""What a record's vectors are made of."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from data.records.enums import Direction
from matcher.corpus import Corpus, gather
from matcher.language import Language, shipped_weights
from matcher.match import Matcher
from matcher.profiles import Profile, profile_achievement, profile_need
from matcher.scoring import table_ranker
from models.encoders.adapter import VectorAdapter
from models.protocols import TextRole
from models.segmenters import open_segmenter
from tests.factories.corpora import make_language
from tests.factories.encoders import KnownVectors
from tests.factories.records import make_achievement, make_need

TITLE, TEXT, BASE = "耐磨涂层", "涂层脱落。", "厂房三栋。"
VECTORS: dict[tuple[TextRole, str], tuple[float, float]] = {
    ("query", TITLE): (0.6, 0.8),
    ("passage", TITLE): (9.0, 9.0),  # must never be asked for
    ("query", TEXT): (0.8, 0.6),
    ("passage", TEXT): (0.8, -0.6),
    ("query", BASE): (0.0, -1.0),
}
SEGMENTER = open_segmenter()


def language(turn: Sequence[Sequence[float]] = ((0, 0), (0, 0))) -> Language:
    """Take 0.6 of one axis away from titles, and of the other from passages."""
    titles, asked, offered = np.array([(0.6, 0), (0, 0.6), (0, -0.6)], dtype=np.float32)
    adapter = VectorAdapter("known", titles, asked, offered, np.array(turn, dtype=np.float32))
    return Language(SEGMENTER, KnownVectors(VECTORS), shipped_weights(), adapter)


def need(**changes: str) -> Profile:
    return profile_need(make_need(**({"title": TITLE, "content": TEXT} | changes)), SEGMENTER)


def achievement(**changes: str) -> Profile:
    return profile_achievement(make_achievement(**({"title": TITLE, "content": TEXT} | changes)), SEGMENTER)


def test_titles_are_queries_and_every_kind_loses_its_own_centre() -> None:
    asked = Corpus.build([need()], language(), role="query")
    offered = Corpus.build([achievement()], language(), role="passage")

    # The titles less (0.6, 0) point along the second axis; (0.8, 0.6) less (0, 0.6), and (0.8, -0.6) less (0, -0.6),
    # along the first.
    assert asked.passage_vectors == pytest.approx(np.array([[0, 1], [1, 0]]))
    assert offered.passage_vectors == pytest.approx(np.array([[0, 1], [1, 0]]))
    assert asked.title_vectors == pytest.approx(np.array([[0, 1]]))


def test_a_need_weighs_title_and_passages_alike_and_an_achievement_its_passages_by_half() -> None:
    asked = Corpus.build([need()], language(), role="query")
    offered = Corpus.build([achievement()], language(), role="passage")

    # (0, 1) + (1, 0), of length root 2; (0, 1) + 0.5 x (1, 0), of length root 1.25.
    assert asked.text_vectors == pytest.approx(np.array([[1, 1]]) / 2**0.5)
    assert offered.text_vectors == pytest.approx(np.array([[0.5, 1]]) / 1.25**0.5)


def test_only_the_whole_text_of_the_asking_side_is_turned() -> None:
    # I + W = [[1, 0], [0, 0]] keeps the first axis alone.
    turning = language(((0, 0), (0, -1)))

    asked = Corpus.build([need()], turning, role="query")
    offered = Corpus.build([achievement()], turning, role="passage")

    assert asked.text_vectors == pytest.approx(np.array([[1, 0]]))
    assert asked.passage_vectors == pytest.approx(np.array([[0, 1], [1, 0]]))
    assert offered.text_vectors == pytest.approx(np.array([[0.5, 1]]) / 1.25**0.5)


def test_what_a_need_has_already_does_not_count() -> None:
    corpus = Corpus.build([need(existing_base=BASE)], language(), role="query")

    assert corpus.weights.tolist() == [0.5, 0.5, 0.0]
    assert corpus.text_vectors == pytest.approx(np.array([[1, 1]]) / 2**0.5)


@pytest.mark.parametrize(
    ("title", "content", "vector"), [("", TEXT, (1, 0)), (TITLE, "", (0, 1)), ("", "", (0, 0)), ("12", "34", (0, 0))]
)
def test_a_record_without_title_or_text_has_what_is_left(title: str, content: str, vector: tuple[int, int]) -> None:
    asked = Corpus.build([need(title=title, content=content)], language(), role="query")
    offered = Corpus.build([achievement(title=title, content=content)], language(), role="passage")

    assert asked.text_vectors == pytest.approx(np.array([vector]))
    assert offered.text_vectors == pytest.approx(np.array([vector]))


def test_no_record_gives_no_row() -> None:
    corpus = Corpus.build([], language(), role="query")

    assert (len(corpus), corpus.text_vectors.shape, corpus.title_vectors.shape) == (0, (0, 2), (0, 2))
    assert corpus.offsets.tolist() == [0]


def test_rows_of_named_records_are_gathered_in_the_order_named() -> None:
    corpus = Corpus.build([need(), need(content=""), need(existing_base=BASE)], language(), role="query")

    rows, starts = gather(corpus, np.array([2, 0]))

    # Record 0 owns rows 0-1, record 1 row 2, record 2 rows 3-5.
    assert rows.tolist() == [3, 4, 5, 0, 1]
    assert starts.tolist() == [0, 3]
    assert corpus.rows(2) == slice(3, 6)


def test_scores_do_not_depend_on_other_needs_where_vectors_are_turned() -> None:
    plain = make_language()
    dim = plain.encoder.dim
    turn = np.random.default_rng(0).normal(scale=0.05, size=(dim, dim)).astype(np.float32)
    turning = replace(plain, adapter=replace(plain.adapter, turn=turn))
    needs = [make_need(f"N{n}", title=f"涂层{n}号", content="模具脱模困难，" * (n + 1)) for n in range(30)]
    offers = [make_achievement()]

    together = Matcher.build(needs, offers, language=turning, ranker=table_ranker())
    apart = [Matcher.build([one], offers, language=turning, ranker=table_ranker()) for one in needs]

    first = np.array([0])
    values = [together.rank_candidates(Direction.NEEDS, n, first).values[0].tobytes() for n in range(30)]
    assert [one.rank_candidates(Direction.NEEDS, 0, first).values[0].tobytes() for one in apart] == values
