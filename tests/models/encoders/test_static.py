"""The static encoder: sums of word vectors, saved and read back, opened by name and by folder."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from data.errors import ArtefactError, UsageError
from models.encoders import static
from models.encoders.hashing import HashingEncoder
from models.encoders.opening import open_encoder
from models.encoders.static import StaticEncoder, distil
from models.segmenters import open_segmenter
from models.word_vectors import pack

TEXTS = ["锂离子电池正极材料的制备方法", "锂电池回收与再利用工艺", "小麦新品种选育与推广", "激光切割机床数控系统"]


@cache
def shipped() -> StaticEncoder:
    return StaticEncoder.shipped()


def by_hand() -> StaticEncoder:
    """Return an encoder of two words at right angles; 轴承 says twice as much as 齿轮."""
    vectors = pack(
        ["轴承", "齿轮"], np.eye(2, dtype=np.float32), np.array([0.0, 0.001]), about={"encoder": "hand", "source": "-"}
    )
    return StaticEncoder(vectors, open_segmenter())


def test_vector_is_the_weighted_sum_of_word_vectors() -> None:
    # Weights 1 and 0.001 / (0.001 + 0.001) = 0.5; (2 x 0.5, 1) has length 1.414, (1, 0.5) has 1.118.
    vectors = by_hand().encode(["轴承、齿轮", "齿轮齿轮轴承"], role="query")

    assert vectors == pytest.approx(np.array([[0.894, 0.447], [0.707, 0.707]]), abs=1e-3)


def test_stop_words_and_numbers_do_not_count() -> None:
    vectors = by_hand().encode(["轴承", "采用的轴承 12.5"], role="passage")

    assert vectors[0].tobytes() == vectors[1].tobytes()


def test_text_of_stop_words_alone_still_has_a_vector() -> None:
    lengths = np.linalg.norm(by_hand().encode(["采用的", "进行"], role="query"), axis=1)

    assert lengths == pytest.approx([1, 1])


def test_unknown_words_meet_themselves_and_nothing_else() -> None:
    vectors = shipped().encode(["QZXW", "qzxw", "VKJQX"], role="query")

    assert vectors[0] @ vectors[1] == pytest.approx(1.0)
    assert abs(vectors[0] @ vectors[2]) < 0.3


def test_forgetting_changes_no_vector(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = shipped().encode(TEXTS, role="query")
    monkeypatch.setattr(static, "MOST_WORDS", 3)
    monkeypatch.setattr(static, "TEXTS_PER_BATCH", 1)
    encoder = StaticEncoder.shipped()

    found = [encoder.encode(TEXTS, role="passage") for _ in range(2)]

    assert np.abs(found[0] - expected).max() < 1e-6
    assert found[0].tobytes() == found[1].tobytes()


def test_saved_encoder_comes_back_with_id_and_vectors(tmp_path: Path) -> None:
    encoder = distil(HashingEncoder(), TEXTS, open_segmenter("jieba"), dim=16, source="four titles")
    encoder.save(tmp_path / "own")

    back = open_encoder(str(tmp_path / "own"), cache_dir=tmp_path / "cache")

    assert isinstance(back, StaticEncoder)
    assert (back.id, back.dim, back.n_words) == (encoder.id, 16, encoder.n_words)
    assert back.encode(TEXTS, role="query").tobytes() == encoder.encode(TEXTS, role="query").tobytes()


def test_damaged_folder_is_refused(tmp_path: Path) -> None:
    by_hand().save(tmp_path / "own")
    (tmp_path / "own" / static.WORDS_FILE).write_bytes(b"no numbers")

    with pytest.raises(ArtefactError, match="校验和不符"):
        open_encoder(str(tmp_path / "own"), cache_dir=tmp_path)


def test_folder_of_another_encoder_is_refused(tmp_path: Path) -> None:
    from models.encoders.lsa import LsaEncoder  # noqa: PLC0415  # sklearn, for this test alone

    LsaEncoder.fit(TEXTS).save(tmp_path / "lsa")

    with pytest.raises(ArtefactError, match="不是词向量编码器"):
        StaticEncoder.load(tmp_path / "lsa")


def test_name_opens_the_shipped_one(tmp_path: Path) -> None:
    assert open_encoder("static", cache_dir=tmp_path).id == shipped().id
    assert shipped().id.startswith("static:256@")


def test_unknown_name_lists_static(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        open_encoder("statik", cache_dir=tmp_path)

    assert "static" in str(caught.value.remedy)
