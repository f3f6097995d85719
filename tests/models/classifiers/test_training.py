"""Training a text classifier: figures worked out by hand, folds, and the same result twice."""

import numpy as np
import pytest
import scipy.sparse as sp

from models.classifiers.training import Examples, measure, train_classifier


def two_topics() -> Examples:
    """Give forty texts, half with term 0, half with term 1, each with a term of its own."""
    own = np.eye(40)
    topic = np.zeros((40, 2))
    topic[:20, 0] = topic[20:, 1] = 1.0
    rows = sp.csr_matrix(np.hstack([topic, own, np.zeros((40, 22))]))
    return Examples({"text": rows}, labels=["x"] * 20 + ["y"] * 20, keys=[str(i) for i in range(40)])


def test_figures_are_as_worked_out_by_hand() -> None:
    probabilities = np.array([[0.8, 0.1, 0.05, 0.05], [0.4, 0.3, 0.2, 0.1]])

    found = measure(probabilities, np.array([0, 3]))

    # Right once of twice; the second's label is fourth. -(ln 0.8 + ln 0.1) / 2; gaps 1 - 0.8 and 0.4 - 0, halved.
    assert (found.accuracy, found.top_three) == (0.5, 0.5)
    assert found.log_loss == pytest.approx(1.26286, abs=1e-5)
    assert found.calibration_error == pytest.approx(0.3)


def test_two_clear_topics_are_told_apart() -> None:
    classifier, figures = train_classifier("t", two_topics(), n_buckets=64, card={"made_on": "today"})

    assert classifier.labels == ("x", "y")
    assert figures["text"].accuracy == 1.0
    assert classifier.card["text: accuracy"] == "1.000"
    assert classifier.card["made_on"] == "today"


def test_the_same_examples_give_the_same_classifier() -> None:
    first, _ = train_classifier("t", two_topics(), n_buckets=64, card={})
    second, _ = train_classifier("t", two_topics(), n_buckets=64, card={})

    assert first.weights.tolist() == second.weights.tolist()
    assert first.floor.tolist() == second.floor.tolist()
