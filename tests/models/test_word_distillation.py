"""Distilling word vectors from an encoder and a corpus."""

import numpy as np
import pytest

from data.errors import UsageError
from models.encoders.hashing import HashingEncoder
from models.segmenters import open_segmenter
from models.word_distillation import Distillation, distil_words, lettered_words

DOCUMENTS = [
    ("锂电池", "正极", "材料", "制备"),
    ("锂电池", "回收", "工艺"),
    ("小麦", "新品种", "选育"),
    ("激光", "切割", "机床"),
    ("锂电池", "LED", "材料"),
]
SETTINGS = Distillation(dim=8, min_count=2, n_common=1, source="made up")


def test_vocabulary_is_frequent_words_extra_words_and_characters() -> None:
    vectors = distil_words(HashingEncoder(), DOCUMENTS, extra_words=["机床", "Pid"], settings=SETTINGS)

    known = [word for word in ("锂电池", "材料", "工艺", "机床", "pid", "led", "l", "工", "艺") if word in vectors]
    assert known == ["锂电池", "材料", "机床", "pid", "工", "艺"]


def test_frequency_is_the_share_among_all_words() -> None:
    vectors = distil_words(HashingEncoder(), DOCUMENTS, settings=SETTINGS)

    # 锂电池 is 3 of 16 words: 0.001 / (0.001 + 0.1875).
    assert vectors.weights(["锂电池"]) == pytest.approx([0.0053], abs=1e-4)


def test_order_of_texts_makes_no_difference() -> None:
    there, back = (distil_words(HashingEncoder(), texts, settings=SETTINGS) for texts in (DOCUMENTS, DOCUMENTS[::-1]))

    assert there.id == back.id
    assert there.about == {
        "encoder": "hashing:1-3-512",
        "source": "made up",
        "texts": "5",
        "min_count": "2",
        "dropped_components": "1",
        "flattening": "0.25",
    }


def test_width_is_never_more_than_there_is_to_tell() -> None:
    assert distil_words(HashingEncoder(dim=6), DOCUMENTS, settings=SETTINGS).dim == 5


def test_too_few_words_are_refused() -> None:
    with pytest.raises(UsageError, match="文本太少"):
        distil_words(HashingEncoder(), [("a", "b")], settings=SETTINGS)


def test_lettered_words_keep_stop_words_and_drop_numbers() -> None:
    assert lettered_words("采用LED，12.5", open_segmenter()) == ("采用", "led")


def test_progress_tells_of_every_word() -> None:
    seen: list[tuple[int, int]] = []

    distil_words(
        HashingEncoder(), DOCUMENTS, settings=SETTINGS, progress=lambda done, total: seen.append((done, total))
    )

    assert seen[-1][0] == seen[-1][1] > 0
    assert np.diff([done for done, _ in seen]).min(initial=0) >= 0
