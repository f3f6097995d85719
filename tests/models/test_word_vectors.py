"""Word vectors: hashing, composing, quantising, reading back, and what ships."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import ArtefactError
from models.word_vectors import (
    WordVectors,
    pack,
    quantise,
    reduce_vectors,
    shipped_word_vectors,
    word_hash,
)

ABOUT = {"encoder": "hand"}
MEGABYTE = 1_000_000


def by_hand() -> WordVectors:
    """Return four words in two dimensions: 电池 east, 材料 north, 电 and 池 between."""
    return pack(
        ["电池", "材料", "电", "ncm"],
        np.array([[2, 0], [0, 5], [-1, 0], [0.6, 0.8]], dtype=np.float32),
        np.array([0.001, 0.001, 0.0, 0.0]),
        about=ABOUT,
    )


def test_word_hash_is_the_same_everywhere() -> None:
    assert word_hash("锂电池") == int.from_bytes(bytes.fromhex("54479a64cd432c28"), "little")


def test_vectors_have_length_one_whatever_went_in() -> None:
    assert by_hand().vectors(["材料", "电池", "NCM"]) == pytest.approx(np.array([[0, 1], [1, 0], [0.6, 0.8]]), abs=0.01)


def test_unknown_word_is_composed_of_its_longest_pieces() -> None:
    # 电池 and 材料 of like frequency, 池 alone is unknown: 电 must not come in.
    half = 0.5**0.5

    assert by_hand().vectors(["电池材料"]) == pytest.approx(np.array([[half, half]]), abs=0.01)


def test_rare_piece_counts_for_more() -> None:
    # Weights: ncm 0.001 / 0.001 = 1, 材料 0.001 / 0.002 = 0.5; sum (0.6, 0.8 + 0.5), length 1.4318.
    assert by_hand().vectors(["ncm材料"]) == pytest.approx(np.array([[0.419, 0.908]]), abs=0.01)


@pytest.mark.parametrize("word", ["", "池", "ncmx", "xncm", "811", "\ud800"])
def test_word_of_no_known_piece_gives_a_zero_row(word: str) -> None:
    assert by_hand().vectors([word]).tolist() == [[0.0, 0.0]]


def test_a_number_parts_a_latin_run_from_the_next() -> None:
    assert by_hand().vectors(["ncm811"]) == pytest.approx(np.array([[0.6, 0.8]]), abs=0.01)


def test_vectors_of_no_words_and_of_no_vocabulary() -> None:
    nothing = pack([], np.zeros((0, 2), np.float32), np.zeros(0), about=ABOUT)

    assert by_hand().vectors([]).shape == (0, 2)
    assert nothing.vectors(["电池"]).tolist() == [[0.0, 0.0]]


def test_weights_fall_with_frequency() -> None:
    assert by_hand().weights(["电池", "电", "别的"]) == pytest.approx([0.5, 1.0, 1.0], abs=1e-3)


def test_only_whole_words_are_contained() -> None:
    assert ("电池" in by_hand(), "电池材料" in by_hand()) == (True, False)


def test_saved_vectors_come_back_with_their_id(tmp_path: Path) -> None:
    path = tmp_path / "words.safetensors"
    by_hand().save(path)

    back = WordVectors.load(path)

    assert (back.id, back.dim, len(back), back.about) == (by_hand().id, 2, 4, ABOUT)
    assert back.vectors(["电池材料"]).tobytes() == by_hand().vectors(["电池材料"]).tobytes()


@pytest.mark.parametrize("content", [None, b"", b"\x08\0\0\0\0\0\0\0{}      "])
def test_missing_or_damaged_file_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "words.safetensors"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ArtefactError, match="缺失或损坏"):
        WordVectors.load(path)


def test_quantise_uses_the_whole_range_of_each_row() -> None:
    rows = np.array([[0.5, -1.0, 0.25], [0.0, 0.0, 0.0]], dtype=np.float32)

    assert quantise(rows).tolist() == [[64, -127, 32], [0, 0, 0]]


def test_reduce_drops_the_mean_and_the_first_axes() -> None:
    # All words share (9, 0, 0); they differ most along the second axis (dropped), then along the third.
    rows = np.array([[9, 4, 1], [9, -4, 1], [9, 4, -1], [9, -4, -1]], dtype=np.float32)

    reduced = reduce_vectors(rows, np.ones(4), dim=1, n_common=1)

    assert np.abs(reduced) == pytest.approx(np.ones((4, 1)))
    assert reduced[0] == reduced[1] == -reduced[2] == -reduced[3]


@given(st.text(max_size=12))
def test_shipped_vectors_of_any_word_have_length_one_or_none(word: str) -> None:
    lengths = np.linalg.norm(shipped_word_vectors().vectors([word, word]), axis=1)

    assert lengths[0] == lengths[1]
    assert lengths[0] == pytest.approx(1.0, abs=1e-5) or lengths[0] == 0.0


def test_shipped_vectors_tell_near_from_far() -> None:
    words = ["锂电池", "锂离子电池", "脱硫", "脱硝", "小麦", "轴承"]
    vectors = shipped_word_vectors().vectors(words)

    cosines = vectors @ vectors.T

    assert cosines[0, 1] > 0.6
    assert cosines[2, 3] > 0.3
    assert np.abs(cosines[[0, 2, 4, 0, 2], [4, 5, 5, 3, 0]]).max() < 0.25


def test_shipped_vectors_are_small_and_say_where_they_come_from() -> None:
    shipped = shipped_word_vectors()

    assert shipped.codes.nbytes + shipped.hashes.nbytes < 8 * MEGABYTE
    assert shipped.about.keys() >= {"encoder", "source", "min_count"}
    assert (np.diff(shipped.hashes) > 0).all()
