"""The additive ranker: curves, their sum, and the file."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import ArtefactError, DimensionError
from models.rankers.additive import AdditiveRanker, Shape
from models.rankers.ordinal import OrdinalRanker, Term
from models.rankers.reading import read_ranker

RANKER = AdditiveRanker(
    name="test",
    shapes={
        "a": Shape((0.0, 0.5, 1.0), (-1.0, 0.0, 3.0), is_agreement=True),
        "b": Shape((0.0, 1.0), (0.5, -0.5), is_agreement=False),
    },
    cuts=(-1.0, 0.0, 1.0),
    encoder_id="hashing",
)
NUMBERS = st.floats(-1.0, 2.0)


@st.composite
def rising_shapes(draw: st.DrawFn) -> Shape:
    """Draw a curve of an agreement."""
    knots = draw(st.lists(st.floats(0.0, 1.0).map(lambda x: round(x, 6)), min_size=2, max_size=6, unique=True))
    heights = draw(st.lists(st.floats(-5.0, 5.0), min_size=len(knots), max_size=len(knots)))
    return Shape(tuple(sorted(knots)), tuple(sorted(heights)), is_agreement=True)


def test_contributions_are_read_off_the_curves() -> None:
    # a: a quarter of the way down to -1 at 0.25 is -0.5, half of the way up to 3 at 0.75 is 1.5, level beyond the ends.
    values = np.array([[0.25, 0.0], [0.75, 0.5], [-9.0, 9.0], [9.0, np.nan]])

    ranking = RANKER.rank(values)

    assert ranking.contributions.tolist() == [[-0.5, 0.5, 0.0], [1.5, 0.0, 0.0], [-1.0, -0.5, 0.0], [3.0, 0.0, 0.0]]
    assert ranking.margin.tolist() == [0.0, 1.5, -1.5, 3.0]


def test_levels_are_those_of_proportional_odds() -> None:
    # margin 0: P(level > 1) = sigmoid(1) = 0.7311, > 2: 0.5, > 3: sigmoid(-1) = 0.2689
    ranking = RANKER.rank(np.array([[0.25, 0.0]]))

    assert ranking.levels[0] == pytest.approx([0.2689, 0.2311, 0.2311, 0.2689], abs=1e-4)


@given(st.lists(rising_shapes(), min_size=1, max_size=4), st.data())
def test_raising_an_agreement_never_lowers_anything(shapes: list[Shape], data: st.DataObject) -> None:
    ranker = AdditiveRanker("x", {str(number): shape for number, shape in enumerate(shapes)}, (-1.0, 0.0, 1.0))
    values = np.array([data.draw(st.lists(NUMBERS, min_size=len(shapes), max_size=len(shapes)))])
    column = data.draw(st.integers(0, len(shapes) - 1))
    raised = values.copy()
    raised[0, column] += data.draw(st.floats(0.0, 2.0))

    before, after = ranker.rank(values), ranker.rank(raised)

    assert after.margin[0] >= before.margin[0]
    assert after.score[0] >= before.score[0] - 1e-12
    above_before = np.cumsum(before.levels[0, ::-1])[::-1]
    above_after = np.cumsum(after.levels[0, ::-1])[::-1]
    assert (above_after >= above_before - 1e-12).all()


@given(st.lists(st.lists(st.one_of(NUMBERS, st.just(float("nan"))), min_size=2, max_size=2), min_size=1, max_size=5))
def test_contributions_add_up_exactly_and_the_unknown_adds_nothing(rows: list[list[float]]) -> None:
    values = np.array(rows)

    ranking = RANKER.rank(values)

    assert (ranking.contributions.sum(axis=1) == ranking.margin).all()
    assert (ranking.contributions[:, :2][np.isnan(values)] == 0.0).all()
    assert ranking.levels.sum(axis=1) == pytest.approx(1.0)


def test_a_row_ranks_alike_alone_and_among_others() -> None:
    values = np.random.default_rng(1).uniform(size=(50, 2))

    together = RANKER.rank(values).margin

    assert [RANKER.rank(row[None, :]).margin[0] for row in values] == together.tolist()


def test_the_file_gives_the_same_ranker_and_the_same_bytes() -> None:
    text = RANKER.to_json()

    again = read_ranker(text)

    assert again == RANKER
    assert again.to_json() == text
    assert again.id == RANKER.id


def test_a_file_without_kind_is_a_table_of_weights() -> None:
    table = OrdinalRanker("t", {"a": Term(1.0, 0.0)}, (0.0, 1.0, 2.0))

    assert read_ranker(table.to_json()) == table


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"kind": "forest"}', '{"kind": "additive", "name": "x", "shapes": [], "cuts": [1, 2, 3]}']
)
def test_other_text_is_no_ranker(text: str) -> None:
    with pytest.raises(ArtefactError):
        read_ranker(text)


@pytest.mark.parametrize(
    ("knots", "heights", "is_agreement", "message"),
    [
        ((0.0, 1.0), (1.0, 0.0), True, "降低得分"),
        ((0.0, 0.0), (0.0, 1.0), True, "依次增大"),
        ((0.0,), (0.0,), True, "不完整"),
        ((0.0, 1.0), (0.0,), True, "不完整"),
        ((0.0, float("inf")), (0.0, 1.0), False, "有限数"),
        ((0.0, 1.0), (float("nan"), 1.0), False, "有限数"),
    ],
)
def test_curves_that_contradict_themselves_are_refused(
    knots: tuple[float, ...], heights: tuple[float, ...], is_agreement: bool, message: str
) -> None:
    with pytest.raises(ArtefactError, match=message):
        Shape(knots, heights, is_agreement)


def test_cuts_that_do_not_rise_are_refused() -> None:
    with pytest.raises(ArtefactError, match="依次增大"):
        AdditiveRanker("x", {}, (1.0, 1.0, 2.0))


def test_a_tampered_file_is_refused() -> None:
    model = json.loads(RANKER.to_json())
    model["shapes"]["a"]["heights"][2] = -7.0

    with pytest.raises(ArtefactError, match="降低得分"):
        read_ranker(json.dumps(model))


def test_wrong_number_of_columns_is_refused() -> None:
    with pytest.raises(DimensionError):
        RANKER.rank(np.zeros((1, 3)))
