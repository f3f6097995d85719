"""The baseline knows nothing that was learned from judgements."""

from dataclasses import replace

import numpy as np
import pytest

from data.records.enums import Level
from data.records.ids import AchievementId, NeedId
from data.records.pairs import Pair
from matcher.features.table import FEATURES
from matcher.match import Matcher
from matcher.scoring import table_ranker
from matcher.training.baseline import baseline_ranking, untrained
from matcher.training.examples import JudgedSet, collect_examples
from models.rankers.ordinal import OrdinalRanker, Term
from tests.factories.corpora import make_language
from tests.factories.records import make_achievement, make_need

OTHER = OrdinalRanker("other", {one.name: Term(1.0, 0.0) for one in FEATURES}, (0.0, 1.0, 2.0))
PAIRS = (Pair(NeedId("N1"), AchievementId("A1"), Level.FAIR), Pair(NeedId("N1"), AchievementId("A2"), Level.NONE))


@pytest.fixture(scope="module")
def plain() -> Matcher:
    """The table over vectors that nobody turned."""
    return Matcher.build(
        [make_need("N1")], [make_achievement("A1"), make_achievement("A2")], language=make_language(), ranker=OTHER
    )


@pytest.fixture(scope="module")
def turned(plain: Matcher) -> Matcher:
    """The same records with a turn that throws the first half of every vector upon the second."""
    dim = plain.language.encoder.dim
    adapter = replace(plain.language.adapter, turn=np.roll(np.eye(dim, dtype=np.float32), dim // 2, axis=1))
    needs = replace(plain.needs, text_vectors=adapter.turned(plain.needs.text_vectors))
    return replace(plain, language=replace(plain.language, adapter=adapter), needs=needs)


def test_the_turn_is_taken_back_and_the_table_ranks(plain: Matcher, turned: Matcher) -> None:
    found = untrained(turned)

    assert not np.array_equal(turned.needs.text_vectors, plain.needs.text_vectors)
    assert np.array_equal(found.needs.text_vectors, plain.needs.text_vectors)
    assert (found.ranker, found.language.id) == (table_ranker(), plain.language.id)
    assert found.achievements is turned.achievements


def test_the_ranking_of_examples_is_that_of_plain_vectors(plain: Matcher, turned: Matcher) -> None:
    examples = collect_examples(turned, [JudgedSet("a", PAIRS)])

    found = baseline_ranking(turned, examples)

    expected = replace(plain, ranker=table_ranker()).score(examples.pairs)
    assert np.array_equal(found.margin, expected.margin)
    assert not np.array_equal(found.margin, table_ranker().rank(examples.judged.values).margin)
