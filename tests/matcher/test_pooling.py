"""The pool for judging: the best of each way, in an order that tells nothing."""

from matcher.match import Matcher
from matcher.pooling import pooled, shuffled
from matcher.retrieval import Retriever
from tests.factories.corpora import make_matcher
from tests.factories.records import make_achievement, make_need

MATCHER: Matcher = make_matcher(
    [make_need()],
    [make_achievement(f"A{i}", title=f"涂层{i}号", content="模具涂层" * i) for i in range(1, 30)],
)


def test_the_order_depends_on_the_ids_alone() -> None:
    found = pooled(MATCHER, 0, Retriever.build(MATCHER.achievements, MATCHER.language), depth=3)

    ids = [each.id for each in found]
    assert ids == sorted(ids, key=lambda number: shuffled("N1", number))
    assert ids != [each.id for each in sorted(found, key=lambda each: each.rank)]


def test_the_pool_holds_the_first_of_the_ranker_and_is_small() -> None:
    found = pooled(MATCHER, 0, Retriever.build(MATCHER.achievements, MATCHER.language), depth=3)

    assert {1, 2, 3} <= {each.rank for each in found}
    assert 3 <= len(found) <= 4 * 3
    assert all(0 <= each.score <= 1 for each in found)


def test_an_empty_side_gives_an_empty_pool() -> None:
    alone = make_matcher([make_need()], [])

    assert pooled(alone, 0, Retriever.build(alone.achievements, alone.language)) == ()
