"""Retrieval: candidates, fusion, and what lies on disk."""

from dataclasses import replace

import numpy as np
import pytest

from matcher.language import Language, shipped_weights
from matcher.match import Matcher
from matcher.retrieval import Retriever, fuse
from matcher.scoring import table_ranker
from models.encoders.adapter import VectorAdapter
from models.protocols import Hits, TextRole
from models.segmenters import open_segmenter
from tests.factories.corpora import make_matcher
from tests.factories.encoders import KnownVectors
from tests.factories.records import make_achievement, make_need

ACHIEVEMENTS = [
    make_achievement("A1"),
    make_achievement("A2", title="自适应玉米脱粒机", content="一种玉米脱粒机，漏粒率为0.5%。"),
    make_achievement("A3", title="中药饮片炮制", content="炮制过程中的温度曲线由专家经验得到。"),
]


def hits(*positions: int) -> Hits:
    return Hits(np.array([positions]), np.zeros((1, len(positions)), np.float32))


def test_fusion_adds_reciprocal_ranks() -> None:
    # 7: 1/61 + 1/62, 3: 1/61 (first of the second), 5: 1/62
    fused = fuse([hits(7, 5), hits(3, 7)], top=3)

    assert fused.positions.tolist() == [[7, 3, 5]]
    assert fused.scores[0].tolist() == pytest.approx([1 / 61 + 1 / 62, 1 / 61, 1 / 62], rel=1e-5)


def test_fusion_breaks_ties_by_smaller_position_and_skips_missing() -> None:
    assert fuse([hits(4, -1), hits(2, -1)], top=5).positions.tolist() == [[2, 4]]


def test_search_finds_by_words() -> None:
    matcher = make_matcher([make_need()], ACHIEVEMENTS)
    retriever = Retriever.build(matcher.achievements, matcher.language)

    found = retriever.search("玉米脱粒机漏粒", matcher.language, role="query", top=1)

    assert found.positions.tolist() == [[1]]


@pytest.mark.parametrize(("role", "found"), [("query", 1), ("passage", 0)])
def test_a_free_text_is_centred_as_a_title_and_turned_where_it_asks(role: TextRole, found: int) -> None:
    # Less its centre (0.6, 0) the text is (0, 1), which is the second offer; the turn makes it (1, 0), the first.
    first, second = "耐磨", "脱粒"
    vectors: dict[tuple[TextRole, str], tuple[float, float]] = {
        ("query", "咖啡"): (0.6, 0.8),
        ("query", first): (1.6, 0.0),
        ("query", second): (0.6, 1.0),
    }
    adapter = replace(
        VectorAdapter.neutral("known", 2),
        title_centre=np.array([0.6, 0.0], dtype=np.float32),
        turn=np.array([(0, 0), (1, -1)], dtype=np.float32),
    )
    language = Language(open_segmenter(), KnownVectors(vectors), shipped_weights(), adapter)
    offers = [make_achievement("A1", title=second, content=""), make_achievement("A2", title=first, content="")]
    matcher = Matcher.build([make_need()], offers, language=language, ranker=table_ranker())

    hits = Retriever.build(matcher.achievements, language).search("咖啡", language, role=role, top=1)

    assert hits.positions.tolist() == [[found]]


def test_candidates_are_distinct_and_rising() -> None:
    matcher = make_matcher([make_need()], ACHIEVEMENTS)
    retriever = Retriever.build(matcher.achievements, matcher.language)

    (candidates,) = retriever.candidates(matcher.needs, [0], pool=2)

    assert candidates.tolist() == sorted(set(candidates.tolist()))
    assert 0 in candidates


def test_text_that_says_nothing_finds_nothing() -> None:
    matcher = make_matcher([make_need(title="", content="12.5 %")], ACHIEVEMENTS)
    retriever = Retriever.build(matcher.achievements, matcher.language)

    assert [found.tolist() for found in retriever.candidates(matcher.needs, [0])] == [[]]
    assert retriever.search("，。 123", matcher.language, role="query", top=2).positions.tolist() == [[]]
