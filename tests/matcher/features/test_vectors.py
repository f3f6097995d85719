"""Vector evidence."""

from dataclasses import replace

import numpy as np
import pytest

from matcher.corpus import Corpus
from matcher.features import vectors
from matcher.features.block import Block
from tests.factories.corpora import make_block
from tests.factories.records import make_achievement, make_need


def known_block(asked: list[list[float]], title: list[float], passage: list[float]) -> Block:
    """Pair a need of title and passages with an achievement of a title and one passage, vectors as given."""
    need = make_need(title="涂层", content="第一段讲涂层。\n预期目标：硬度高。")
    block = make_block(need, make_achievement(title="膜", content="讲膜。"))
    assert (len(block.needs.passage_vectors), len(block.achievements.passage_vectors)) == (3, 2)
    return replace(
        block,
        needs=with_vectors(block.needs, asked),
        achievements=with_vectors(block.achievements, [title, passage]),
    )


def with_vectors(corpus: Corpus, rows: list[list[float]]) -> Corpus:
    return replace(corpus, passage_vectors=np.array(rows, dtype=np.float32))


def test_passages_by_hand() -> None:
    block = known_block([[1, 0], [0, 1], [-1, 0]], [0, -1], [0.6, 0.8])

    # Nearest to the three rows: 0.6, 0.8 and, of 0 and -0.6, the title's 0. Nearest to the title: 0, -1, 0.
    assert vectors.passage_vector(block) == pytest.approx([(0.6 + 0.8 + 0.0) / 3])
    assert vectors.best_passage(block) == pytest.approx([0.8])
    assert vectors.passage_to_title(block) == pytest.approx([0.0])


def test_passage_nearest_to_the_title_is_taken() -> None:
    block = known_block([[1, 0], [0, 1], [-1, 0]], [0.8, 0.6], [0, -1])

    assert vectors.passage_to_title(block) == pytest.approx([0.8])


def test_an_achievement_without_title_has_no_passage_to_title() -> None:
    block = make_block(make_need(), make_achievement(title=""))

    assert np.isnan(vectors.passage_to_title(block)).all()
    assert vectors.best_passage(block)[0] > 0


def test_whole_texts_compare_by_their_cosine_and_never_below_nothing() -> None:
    block = make_block(make_need(), make_achievement("A1"), make_achievement("A2"), make_achievement("A3"))
    needs = replace(block.needs, text_vectors=np.array([[0.6, 0.8]], dtype=np.float32))
    offers = np.array([[0.6, 0.8], [-0.6, -0.8], [0, 0]], dtype=np.float32)
    known = replace(block, needs=needs, achievements=replace(block.achievements, text_vectors=offers))

    assert vectors.text_vector(known) == pytest.approx([1.0, 0.0, np.nan], nan_ok=True)


def test_same_texts_have_full_similarity() -> None:
    text = "涂层在高温下容易脱落，需要提高结合强度。"
    block = make_block(make_need(title="涂层", content=text), make_achievement(title="涂层", content=text))

    # The hashing encoder has no roles, so one text has one vector on both sides.
    assert vectors.title_vector(block) == pytest.approx([1.0])
    assert vectors.passage_vector(block) == pytest.approx([1.0])
    assert vectors.best_passage(block) == pytest.approx([1.0])
    assert vectors.passage_to_title(block) == pytest.approx([1.0])


def test_passage_vector_takes_the_best_passage_of_the_achievement() -> None:
    asked = "涂层在高温下容易脱落，需要提高结合强度。"
    other = "本成果还包括一套玉米脱粒装置以及配套的输送机构，可在大田中连续作业而不损伤籽粒，已推广。"
    block = make_block(
        make_need(title="", content=asked),
        make_achievement("A1", title="", content=other * 3 + asked),
        make_achievement("A2", title="", content=other * 3),
    )

    with_answer, without = vectors.passage_vector(block)

    assert with_answer > without


def test_record_without_title_has_no_title_similarity() -> None:
    block = make_block(make_need(title=""), make_achievement())

    assert np.isnan(vectors.title_vector(block)).all()


@pytest.mark.parametrize(("need", "achievement"), [("", "涂层脱落。"), ("涂层脱落。", ""), ("", "")])
def test_record_without_text_cannot_be_compared(need: str, achievement: str) -> None:
    block = make_block(make_need(title="", content=need), make_achievement(title="", content=achievement))

    features = (vectors.passage_vector, vectors.best_passage, vectors.passage_to_title, vectors.text_vector)
    assert np.isnan([feature(block) for feature in features]).all()


def test_what_a_need_has_already_is_not_compared() -> None:
    need = make_need(title="", content="玉米脱粒。", existing_base="涂层脱落。")
    block = make_block(need, make_achievement(title="涂层脱落", content="涂层脱落。"))
    alone = make_block(
        make_need(title="", content="玉米脱粒。"), make_achievement(title="涂层脱落", content="涂层脱落。")
    )

    assert vectors.best_passage(block).tolist() == vectors.best_passage(alone).tolist()
    assert vectors.best_passage(block)[0] < 0.9
