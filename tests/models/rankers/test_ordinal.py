"""The linear ordinal ranker."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import ArtefactError, DimensionError
from models.rankers.ordinal import OrdinalRanker, Term

RANKER = OrdinalRanker(name="test", terms={"a": Term(2.0, 0.5), "b": Term(1.0, 0.0)}, cuts=(-1.0, 0.0, 1.0))
VALUES = st.floats(0, 1)


def test_margin_is_the_sum_of_weighted_distances_from_the_centre() -> None:
    # 2 x (1 - 0.5) + 1 x 0.25 = 1.25
    ranking = RANKER.rank(np.array([[1.0, 0.25]]))

    assert ranking.contributions.tolist() == [[1.0, 0.25, 0.0]]
    assert ranking.margin.tolist() == [1.25]


def test_levels_are_differences_of_sigmoids() -> None:
    # margin 0: P(level > 1) = sigmoid(1) = 0.7311, > 2: 0.5, > 3: sigmoid(-1) = 0.2689
    ranking = RANKER.rank(np.array([[0.5, 0.0]]))

    assert ranking.levels[0] == pytest.approx([0.2689, 0.2311, 0.2311, 0.2689], abs=1e-4)
    assert ranking.score[0] == pytest.approx(0.5)


def test_unknown_value_contributes_nothing() -> None:
    assert RANKER.rank(np.array([[np.nan, 1.0]])).contributions.tolist() == [[0.0, 1.0, 0.0]]


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=5), VALUES)
def test_more_agreement_never_lowers_the_score(rows: list[tuple[float, float]], more: float) -> None:
    values = np.array(rows)
    raised = values.copy()
    raised[:, 0] = np.maximum(raised[:, 0], more)

    before, after = RANKER.rank(values), RANKER.rank(raised)

    assert (after.score >= before.score).all()
    assert np.allclose(after.levels.sum(axis=1), 1.0)


def test_wrong_number_of_columns_is_refused() -> None:
    with pytest.raises(DimensionError):
        RANKER.rank(np.zeros((1, 3)))


def test_table_survives_json() -> None:
    assert OrdinalRanker.from_json(RANKER.to_json()) == RANKER


@pytest.mark.parametrize(
    "text",
    ["", "{}", '{"name": "x", "terms": {}, "cuts": [1, 2]}', '{"name": "x", "terms": [], "cuts": [1, 2, 3]}', "[]"],
)
def test_other_text_is_no_table(text: str) -> None:
    with pytest.raises(ArtefactError):
        OrdinalRanker.from_json(text)


def test_cuts_must_rise_and_weights_must_not_be_negative() -> None:
    with pytest.raises(ArtefactError, match="依次增大"):
        OrdinalRanker(name="x", terms={}, cuts=(1.0, 1.0, 2.0))
    with pytest.raises(ArtefactError, match="负权重"):
        OrdinalRanker(name="x", terms={"a": Term(-0.1, 0.0)}, cuts=(0.0, 1.0, 2.0))


@pytest.mark.parametrize(
    ("term", "cuts"),
    [
        (Term(float("nan"), 0.0), (0.0, 1.0, 2.0)),
        (Term(1.0, float("inf")), (0.0, 1.0, 2.0)),
        (Term(1.0, 0.0), (0.0, 1.0, float("inf"))),
    ],
)
def test_numbers_must_be_finite(term: Term, cuts: tuple[float, float, float]) -> None:
    with pytest.raises(ArtefactError, match="有限数"):
        OrdinalRanker(name="x", terms={"a": term}, cuts=cuts)


def test_margins_far_out_are_certain() -> None:
    ranker = OrdinalRanker(name="x", terms={"a": Term(5000.0, 0.5)}, cuts=(-1.0, 0.0, 1.0))

    assert ranker.rank(np.array([[0.0], [1.0]])).score.tolist() == [0.0, 1.0]
