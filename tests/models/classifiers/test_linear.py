"""The linear text classifier: probabilities, the file it ships as, and what it refuses."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp
from safetensors.numpy import save_file

from data.errors import ArtefactError, DimensionError
from models.classifiers.linear import LinearParts, TextClassifier, fold_columns


def small_classifier() -> TextClassifier:
    parts = LinearParts(
        weights=np.array([[2.0, 0.0], [0.0, 1.0]]), bias=np.array([0.0, 0.0]), floor=np.array([0.1, 0.1])
    )
    return TextClassifier.from_weights("small", parts, labels=("a", "b"), card={"made_on": "2026-11-22"})


def test_columns_equal_modulo_the_buckets_are_added_and_rows_brought_to_length_one() -> None:
    rows = sp.csr_matrix(np.array([[3.0, 2.0, 0.0, 2.0], [0.0, 0.0, 0.0, 0.0]]))

    folded = fold_columns(rows, 2)

    # 3 + 0 and 2 + 2: a right triangle of 3, 4, 5.
    assert folded.toarray() == pytest.approx(np.array([[0.6, 0.8], [0.0, 0.0]]))
    assert rows.toarray()[0].tolist() == [3.0, 2.0, 0.0, 2.0]


def test_probabilities_are_a_softmax_above_a_floor() -> None:
    rows = sp.csr_matrix(np.array([[5.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]]))

    found = small_classifier().probabilities(rows)

    # Row 0: logits 2 and 0, softmax 0.8808 and 0.1192, times 0.8 plus 0.1. Row 1: nothing is known.
    assert found == pytest.approx(np.array([[0.8046, 0.1954], [0.5, 0.5]]), abs=1e-4)


def test_a_text_without_any_term_has_the_shares_of_the_labels_whatever_the_bias() -> None:
    leaning = replace(small_classifier(), bias=np.array([5.0, 0.0], np.float32), floor=np.array([0.1, 0.3], np.float32))

    found = leaning.probabilities(sp.csr_matrix((1, 4)))

    # 0.1 and 0.3 of 0.4.
    assert found == pytest.approx(np.array([[0.25, 0.75]]))


def test_an_empty_matrix_gives_no_rows() -> None:
    assert small_classifier().probabilities(sp.csr_matrix((0, 4))).shape == (0, 2)


def test_a_width_that_does_not_fold_is_refused() -> None:
    with pytest.raises(DimensionError):
        small_classifier().probabilities(sp.csr_matrix((1, 3)))


def test_what_is_saved_is_read_back(tmp_path: Path) -> None:
    classifier = small_classifier()
    rows = sp.csr_matrix(np.array([[1.0, 2.0]]))

    classifier.save(tmp_path / "c.safetensors")
    again = TextClassifier.load(tmp_path / "c.safetensors")

    assert (again.id, again.labels, again.card) == ("small", ("a", "b"), {"made_on": "2026-11-22"})
    assert again.probabilities(rows).tolist() == classifier.probabilities(rows).tolist()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArtefactError, match=r"c\.safetensors 缺失或损坏"):
        TextClassifier.load(tmp_path / "c.safetensors")


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    save_file({"weights": np.zeros(1)}, tmp_path / "c.safetensors", metadata={"kind": "x", "format_version": "1"})

    with pytest.raises(ArtefactError, match="不是本版本的分类模型"):
        TextClassifier.load(tmp_path / "c.safetensors")


def test_parts_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    parts = LinearParts(weights=np.ones((2, 2)), bias=np.zeros(3), floor=np.zeros(2))
    TextClassifier.from_weights("odd", parts, labels=("a", "b"), card={}).save(tmp_path / "c.safetensors")

    with pytest.raises(ArtefactError, match="不相符"):
        TextClassifier.load(tmp_path / "c.safetensors")
