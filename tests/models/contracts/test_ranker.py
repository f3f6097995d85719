"""What every ranker promises."""

import numpy as np
import pytest

from data.errors import DimensionError
from models.protocols import Ranker
from models.rankers.additive import AdditiveRanker, Shape
from models.rankers.ordinal import OrdinalRanker, Term
from models.rankers.reading import read_ranker

RANKERS = (
    OrdinalRanker("table", {"a": Term(2.0, 0.5), "b": Term(1.0, 0.0)}, (-1.0, 0.0, 1.0)),
    AdditiveRanker(
        "curves",
        {
            "a": Shape((0.0, 0.3, 1.0), (-1.0, 0.0, 1.0), is_agreement=True),
            "b": Shape((0.0, 1.0), (1.0, 0.0), is_agreement=False),
        },
        (-1.0, 0.0, 1.0),
    ),
)
VALUES = np.array([[0.1, 0.9], [np.nan, 0.2], [1.0, np.nan], [np.nan, np.nan]])

pytestmark = pytest.mark.parametrize("ranker", RANKERS, ids=lambda ranker: ranker.name)


def test_shapes_and_sums(ranker: Ranker) -> None:
    ranking = ranker.rank(VALUES)

    assert (ranking.levels.shape, ranking.margin.shape, ranking.contributions.shape) == ((4, 4), (4,), (4, 3))
    assert (ranking.contributions.sum(axis=1) == ranking.margin).all()
    assert ranking.levels.sum(axis=1) == pytest.approx(1.0)


def test_the_unknown_adds_nothing(ranker: Ranker) -> None:
    contributions = ranker.rank(VALUES).contributions

    assert (contributions[:, :2][np.isnan(VALUES)] == 0.0).all()


def test_score_and_level_rise_with_the_margin(ranker: Ranker) -> None:
    ranking = ranker.rank(np.random.default_rng(0).uniform(size=(100, 2)))

    order = np.argsort(ranking.margin)
    assert (np.diff(ranking.score[order]) >= -1e-12).all()
    assert (np.diff(ranking.level[order]) >= 0).all()


def test_no_pair_gives_no_row(ranker: Ranker) -> None:
    assert ranker.rank(np.zeros((0, 2))).levels.shape == (0, 4)


@pytest.mark.parametrize("shape", [(1, 1), (1, 3), (0, 1), (2,)])
def test_another_number_of_columns_is_refused(ranker: Ranker, shape: tuple[int, ...]) -> None:
    with pytest.raises(DimensionError, match="需要 2 列特征"):
        ranker.rank(np.zeros(shape))


def test_the_file_gives_the_same_ranker(ranker: OrdinalRanker | AdditiveRanker) -> None:
    again = read_ranker(ranker.to_json())

    assert (again, again.id, again.features) == (ranker, ranker.id, ("a", "b"))
