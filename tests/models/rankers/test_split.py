"""Two additive rankers in one."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import ArtefactError
from models.protocols import Ranking
from models.rankers.additive import AdditiveRanker, Shape
from models.rankers.reading import read_ranker
from models.rankers.split import SplitRanker

WITHOUT = AdditiveRanker(
    "titles",
    {
        "words": Shape((0.0, 1.0), (-1.0, 1.0), is_agreement=True),
        "detail": Shape((0.0, 1.0), (0.0, 0.0), is_agreement=False),
    },
    (-1.0, 0.0, 1.0),
    "hashing",
)
HAVING = AdditiveRanker(
    "texts",
    {
        "words": Shape((0.0, 0.5, 1.0), (-2.0, 0.0, 4.0), is_agreement=True),
        "detail": Shape((0.0, 1.0), (0.5, -0.5), is_agreement=False),
    },
    (1.0, 2.0, 4.0),
    "hashing",
)
SPLIT = SplitRanker("both", "detail", WITHOUT, HAVING)
NAN = float("nan")


def at_least(ranking: Ranking, level: int) -> list[float]:
    """P(level >= level) of each pair."""
    shares: list[float] = ranking.levels[:, level - 1 :].sum(axis=1).tolist()
    return shares


def test_each_kind_is_ranked_by_its_own_curves_and_cuts() -> None:
    values = np.array([[0.75, 0.0], [0.75, 1.0], [0.75, NAN], [0.75, -1.0]])

    ranking = SPLIT.rank(values)

    # Titles: 0.75 is half of the way from 0 to 1: 0.5, and 2 to make up for the cut at 0 in place of 2. Texts: half of
    # the way from 0 to 4, less 0.5 for the detail.
    title = [0.5, 0.0, 2.0]
    assert ranking.contributions.tolist() == [title, [2.0, -0.5, 0.0], title, title]
    assert ranking.margin.tolist() == [2.5, 1.5, 2.5, 2.5]
    assert ranking.levels[[0, 2, 3]].tolist() == [WITHOUT.rank(values[:1]).levels[0].tolist()] * 3
    assert ranking.levels[1].tolist() == HAVING.rank(values[1:2]).levels[0].tolist()


def test_rows_keep_their_order() -> None:
    values = np.random.default_rng(0).uniform(size=(40, 2))
    values[::3, 1] = 0.0

    together = SPLIT.rank(values)

    for row, one in enumerate(values):
        alone = SPLIT.rank(one[None, :])
        assert alone.levels[0].tolist() == together.levels[row].tolist()
        assert alone.contributions[0].tolist() == together.contributions[row].tolist()


def test_equal_margins_are_equal_odds_of_level_three() -> None:
    # 0.875 x 2 - 1 + 2 = 2.75; 0.90625: 4 x (0.90625 - 0.5) / 0.5 = 3.25, less 0.5.
    ranking = SPLIT.rank(np.array([[0.875, 0.0], [0.90625, 1.0]]))

    assert ranking.margin.tolist() == [2.75, 2.75]
    # sigmoid(2.75 - 2) = 0.6792
    assert at_least(ranking, 3) == pytest.approx([0.6792, 0.6792], abs=1e-4)
    # The other cuts are each kind's own: sigmoid(0.75 + 1) and sigmoid(2.75 - 1) agree, sigmoid(0.75 - 1) and
    # sigmoid(2.75 - 4) do not.
    assert at_least(ranking, 4) == pytest.approx([0.4378, 0.2227], abs=1e-4)


@given(st.lists(st.tuples(st.floats(-1, 2) | st.just(NAN), st.floats(-1, 2) | st.just(NAN)), max_size=12))
def test_contributions_add_up_exactly_and_the_odds_of_level_three_follow_the_margin(
    rows: list[tuple[float, float]],
) -> None:
    ranking = SPLIT.rank(np.array(rows).reshape(-1, 2))

    assert (ranking.contributions.sum(axis=1) == ranking.margin).all()
    assert at_least(ranking, 3) == pytest.approx(1.0 / (1.0 + np.exp(2.0 - ranking.margin)))
    assert at_least(ranking, 1) == pytest.approx(np.ones(len(rows)))


@st.composite
def rising_shapes(draw: st.DrawFn) -> Shape:
    """Draw a curve of an agreement."""
    knots = draw(st.lists(st.integers(0, 1000).map(lambda x: x / 1000), min_size=2, max_size=5, unique=True))
    heights = draw(st.lists(st.floats(-5.0, 5.0), min_size=len(knots), max_size=len(knots)))
    return Shape(tuple(sorted(knots)), tuple(sorted(heights)), is_agreement=True)


@st.composite
def splits(draw: st.DrawFn) -> SplitRanker:
    """Draw two rankers of three agreements and the feature that tells the kinds apart."""
    parts = []
    for name in ("without", "having"):
        first = draw(st.floats(-3.0, 3.0))
        shapes = {feature: draw(rising_shapes()) for feature in ("a", "b", "c")}
        shapes["detail"] = Shape((0.0, 1.0), (draw(st.floats(-1, 1)), draw(st.floats(-1, 1))), is_agreement=False)
        parts.append(AdditiveRanker(name, shapes, (first, first + draw(st.floats(0.1, 3.0)), first + 4.0)))
    return SplitRanker("drawn", "detail", *parts)


@given(splits(), st.lists(st.floats(-0.5, 1.5), min_size=3, max_size=3), st.sampled_from((0.0, 1.0, NAN)), st.data())
def test_raising_an_agreement_never_lowers_anything_within_a_kind(
    ranker: SplitRanker, numbers: list[float], detail: float, data: st.DataObject
) -> None:
    values = np.array([[*numbers, detail]])
    raised = values.copy()
    raised[0, data.draw(st.integers(0, 2))] += data.draw(st.floats(0.0, 2.0))

    before, after = ranker.rank(values), ranker.rank(raised)

    assert after.margin[0] >= before.margin[0]
    assert after.score[0] >= before.score[0] - 1e-12
    assert after.level[0] >= before.level[0]
    for level in (2, 3, 4):
        assert at_least(after, level)[0] >= at_least(before, level)[0] - 1e-12


def test_parts_that_do_not_fit_are_refused() -> None:
    others = [
        replace(WITHOUT, shapes={"words": WITHOUT.shapes["words"]}),
        replace(WITHOUT, shapes=dict(reversed(WITHOUT.shapes.items()))),
        replace(WITHOUT, encoder_id="lsa:0"),
    ]

    for other in others:
        with pytest.raises(ArtefactError, match="两部分不能合用"):
            SplitRanker("both", "detail", other, HAVING)
    with pytest.raises(ArtefactError, match="两部分不能合用"):
        SplitRanker("both", "unknown", WITHOUT, HAVING)


def test_the_file_gives_the_same_ranker_and_the_same_bytes() -> None:
    text = SPLIT.to_json()

    again = read_ranker(text)

    assert again == SPLIT
    assert (again.to_json(), again.id) == (text, SPLIT.id)
    assert (SPLIT.features, SPLIT.encoder_id) == (("words", "detail"), "hashing")


@pytest.mark.parametrize("part", ["without", "having", "by", "name"])
def test_a_file_without_a_part_is_refused(part: str) -> None:
    model = json.loads(SPLIT.to_json())
    del model[part]

    with pytest.raises(ArtefactError, match="无法读取"):
        read_ranker(json.dumps(model))


def test_a_file_with_a_damaged_part_is_refused() -> None:
    model = json.loads(SPLIT.to_json())
    model["having"]["cuts"] = [2.0, 1.0, 3.0]

    with pytest.raises(ArtefactError, match="分级界限没有依次增大"):
        read_ranker(json.dumps(model))
