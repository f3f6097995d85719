"""The best of passage against passage."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.corpus import Corpus
from matcher.features.passages import BestPassages, best_passages, clipped, cosines_between
from models.protocols import Float32Matrix, Int64Matrix
from models.texts import normalised
from tests.factories.corpora import make_language

EMPTY = Corpus.build([], make_language(), role="query")

Row = tuple[float, float, float]


def corpus_of(*records: list[tuple[float, float]], weights: list[list[float]] | None = None) -> Corpus:
    """Make a corpus of nothing but vectors: of each record the title's, then the passages'."""
    counts = [len(record) for record in records]
    shares = [[1.0 / len(record)] * len(record) for record in records] if weights is None else weights
    return replace(
        EMPTY,
        passage_vectors=np.array([row for record in records for row in record], dtype=np.float32).reshape(-1, 2),
        offsets=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        weights=np.array([share for record in shares for share in record], dtype=np.float32),
    )


def plainly(needs: Corpus, need: int, achievements: Corpus, achievement: int) -> Row:
    """Return mean, best and to_title as they are defined, loop by loop."""
    if not all(
        corpus.weights[corpus.rows(place)].any() for corpus, place in ((needs, need), (achievements, achievement))
    ):
        return (np.nan, np.nan, np.nan)
    offered = achievements.passage_vectors[achievements.rows(achievement)].astype(np.float64)
    mean, best, to_title = 0.0, -1.0, -1.0
    rows = needs.rows(need)
    for asked, weight in zip(needs.passage_vectors[rows], needs.weights[rows].tolist(), strict=True):
        cosines = [float(asked.astype(np.float64) @ each) for each in offered]
        mean += weight * max(cosines)
        if weight > 0:
            best, to_title = max(best, *cosines), max(to_title, cosines[0])
    return mean, best, to_title


def by_pair(found: BestPassages) -> list[Row]:
    return list(zip(found.mean.tolist(), found.best.tolist(), found.to_title.tolist(), strict=True))


def test_two_needs_and_two_achievements_by_hand() -> None:
    # Need 0 asks with its title (1, 0) and a passage (0, 1); the passage (0.6, 0.8) asks for nothing. Need 1 is bare.
    needs = corpus_of([(1, 0), (0, 1), (0.6, 0.8)], [(0.8, 0.6)], weights=[[0.5, 0.5, 0.0], [1.0]])
    offers = corpus_of([(0.6, 0.8)], [(-1, 0), (0.8, 0.6)])

    found = best_passages(needs, np.array([0, 0, 1, 1]), offers, np.array([0, 1, 0, 1]))

    assert np.array(by_pair(found)) == pytest.approx(
        np.array([
            (0.5 * 0.6 + 0.5 * 0.8, 0.8, 0.8),  # one passage, the title
            (0.5 * 0.8 + 0.5 * 0.6, 0.8, 0.0),  # the second passage is nearest to both; to the title (0, 1) has 0
            (0.96, 0.96, 0.96),  # 0.8 x 0.6 + 0.6 x 0.8
            (1.0, 1.0, -0.8),
        ])
    )


def test_no_pair_gives_nothing() -> None:
    nothing = np.zeros(0, dtype=np.int64)

    assert by_pair(best_passages(EMPTY, nothing, EMPTY, nothing)) == []


def vectors(n: int) -> st.SearchStrategy[list[tuple[float, float]]]:
    angles = st.lists(st.floats(0.0, 6.3), min_size=n, max_size=n)
    return angles.map(lambda drawn: [(float(np.cos(angle)), float(np.sin(angle))) for angle in drawn])


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    """Draw one to three records of one to four passages, some of which do not count."""
    records = [draw(vectors(n)) for n in draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))]
    weights = []
    for record in records:
        counted = [draw(st.booleans()) for _ in record]
        weights.append([float(each) / max(sum(counted), 1) for each in counted])
    return corpus_of(*records, weights=weights)


@given(corpora(), corpora(), st.data())
def test_any_pairs_agree_with_the_plain_definition(needs: Corpus, offers: Corpus, data: st.DataObject) -> None:
    def places(corpus: Corpus, n: int) -> Int64Matrix:
        drawn = st.lists(st.integers(0, len(corpus.offsets) - 2), min_size=n, max_size=n)
        return np.array(data.draw(drawn), dtype=np.int64)

    n = data.draw(st.integers(1, 6))
    asking, offering = places(needs, n), places(offers, n)

    found = best_passages(needs, asking, offers, offering)

    expected = [
        plainly(needs, need, offers, offer) for need, offer in zip(asking.tolist(), offering.tolist(), strict=True)
    ]
    assert np.array(by_pair(found)) == pytest.approx(np.array(expected), abs=1e-7, nan_ok=True)


def test_a_cosine_is_the_same_whatever_else_is_in_the_matrices() -> None:
    generator = np.random.default_rng(0)
    left, right = (normalised(generator.normal(size=(40, 93)).astype(np.float32)) for _ in range(2))

    together = cosines_between(left, right)

    apart: list[Float32Matrix] = [row[None, :] for row in left]
    assert np.array_equal(together, np.vstack([cosines_between(row, right) for row in apart]))


def test_less_alike_than_nothing_is_nothing() -> None:
    assert clipped(np.array([-0.5, 0.25, 1.0000001])).tolist() == [0.0, 0.25, 1.0]
