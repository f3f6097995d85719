"""Vector evidence."""

import numpy as np
import pytest

from matcher.features import vectors
from tests.factories.corpora import make_block, make_language
from tests.factories.records import make_achievement, make_need


def test_lift_maps_the_floor_to_nothing_and_identity_to_one() -> None:
    # (0.9 - 0.8) / (1 - 0.8) = 0.5
    assert vectors.lift(np.array([0.7, 0.8, 0.9, 1.0]), 0.8) == pytest.approx([0.0, 0.0, 0.5, 1.0])


def test_same_texts_have_full_similarity() -> None:
    text = "涂层在高温下容易脱落，需要提高结合强度。"
    block = make_block(make_need(title="涂层", content=text), make_achievement(title="涂层", content=text))

    # The hashing encoder has no roles, so one text has one vector on both sides.
    assert vectors.title_vector(block) == pytest.approx([1.0])
    assert vectors.passage_vector(block) == pytest.approx([1.0])


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


def test_passage_similarity_agrees_with_the_plain_definition() -> None:
    need = make_need(content="第一段讲涂层。\n预期目标：硬度≥60HRC。\n现有工作基础：厂房三栋。")
    achievement = make_achievement()
    block = make_block(need, achievement)
    needs, offers = block.needs, block.achievements

    cosines = needs.passage_vectors @ offers.passage_vectors.T
    plain = sum(
        float(weight) * float(row.max()) for weight, row in zip(needs.weights, cosines, strict=True)
    )  # the mean over what is asked for of the best passage

    assert vectors.passage_vector(block) == pytest.approx([vectors.lift(np.array([plain]), block.cosine_floor)[0]])
    assert needs.weights.tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0.0])
    assert make_language().encoder.dim == needs.passage_vectors.shape[1]
