"""Trains a text classifier: logistic regression, judged and calibrated by folds that keep near-duplicates together."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components
from scipy.special import softmax
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from models.classifiers.linear import LinearParts, TextClassifier, fold_columns
from models.descent import Course, lowest
from models.protocols import Float64Matrix, Int64Matrix

N_FOLDS: Final = 5
NEAR_DUPLICATE: Final = 0.8
"""Cosine of character weights from which two texts count as one: a text that was put in twice, or slightly changed."""

_INVERSE_PENALTY: Final = 30.0
_MOST_STEPS: Final = 25
"""Steps of L-BFGS. Tried with N_BUCKETS of matcher.field_training."""

_MOST_FITTING_STEPS: Final = 1000
"""Of the two numbers that calibrate; some ten are taken."""

_N_BINS: Final = 15
"""Of the expected calibration error, as Guo et al. (2017) have it."""


@dataclass(frozen=True, slots=True)
class Examples:
    """What to learn from.

    Attributes:
        variants: matrices of shape (n, width), each another form of the same n texts (title alone, full text).
        labels: shape (n,), the label of each.
        keys: n texts or ids that decide the folds of near-duplicates.
    """

    variants: Mapping[str, sp.csr_matrix]
    labels: Sequence[str]
    keys: Sequence[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Measured on texts that were not trained on.

    Attributes:
        accuracy: share whose most probable label is theirs.
        top_three: share whose label is among the three most probable.
        log_loss: mean of -ln p(label).
        calibration_error: expected calibration error of the most probable label.
    """

    accuracy: float
    top_three: float
    log_loss: float
    calibration_error: float


def train_classifier(
    name: str, examples: Examples, *, n_buckets: int, card: Mapping[str, str]
) -> tuple[TextClassifier, dict[str, Figures]]:
    """Train on all examples, after measuring by folds; the same examples give the same classifier.

    Args:
        name: of the classifier.
        examples: at least one of each label.
        n_buckets: terms are hashed into so many buckets, a power of two.
        card: what is known of the examples; the figures are added.

    Returns:
        The classifier, calibrated, and the figures of each variant of the texts.
    """
    labels = tuple(sorted(set(examples.labels)))
    place = {label: i for i, label in enumerate(labels)}
    truth = np.array([place[label] for label in examples.labels], dtype=np.int64)
    variants = {key: fold_columns(rows, n_buckets) for key, rows in examples.variants.items()}
    folds = _folds(next(reversed(list(variants.values()))), examples.keys)
    logits = {key: np.zeros((len(truth), len(labels))) for key in variants}
    for fold in range(N_FOLDS):
        weights, bias = _fit(variants, truth, np.flatnonzero(folds != fold), len(labels))
        test = np.flatnonzero(folds == fold)
        for key, rows in variants.items():
            logits[key][test] = rows[test] @ weights + bias
    shares = np.bincount(truth) / len(truth)
    sharpness, noise = _calibrate(np.vstack(list(logits.values())), np.tile(truth, len(logits)), shares)
    figures = {
        key: measure(noise * shares + (1.0 - noise) * softmax(sharpness * values, axis=1), truth)
        for key, values in logits.items()
    }
    weights, bias = _fit(variants, truth, np.arange(len(truth)), len(labels))
    described = {**card, "examples": str(len(truth)), "sharpness": f"{sharpness:.3f}", "noise": f"{noise:.3f}"}
    for key, measured in figures.items():
        described |= {f"{key}: {figure}": f"{getattr(measured, figure):.3f}" for figure in Figures.__slots__}
    parts = LinearParts(sharpness * weights, sharpness * bias, noise * shares)
    return TextClassifier.from_weights(name, parts, labels=labels, card=described), figures


def measure(probabilities: Float64Matrix, truth: Int64Matrix) -> Figures:
    """Compare probabilities of shape (n, n_labels) with the n places of the true labels."""
    right = probabilities.argmax(axis=1) == truth
    three = np.argsort(-probabilities, axis=1, kind="stable")[:, :3]
    sure = probabilities.max(axis=1)
    bins = np.minimum((sure * _N_BINS).astype(np.int64), _N_BINS - 1)
    gaps = np.bincount(bins, weights=right - sure, minlength=_N_BINS)
    return Figures(
        accuracy=float(right.mean()),
        top_three=float((three == truth[:, None]).any(axis=1).mean()),
        log_loss=float(-np.log(probabilities[np.arange(len(truth)), truth]).mean()),
        calibration_error=float(np.abs(gaps).sum() / len(truth)),
    )


def _folds(rows: sp.csr_matrix, keys: Sequence[str]) -> Int64Matrix:
    """Give each text a fold; near-duplicates share the one of the first of them."""
    alike = sp.csr_matrix(rows @ rows.T)
    alike.data[alike.data < NEAR_DUPLICATE] = 0.0
    alike.eliminate_zeros()
    _, groups = connected_components(alike, directed=False)
    first: dict[int, str] = {}
    for group, key in zip(groups.tolist(), keys, strict=True):
        first.setdefault(group, key)
    fold = {group: int(sha256(key.encode("utf-8")).hexdigest(), 16) % N_FOLDS for group, key in first.items()}
    return np.array([fold[group] for group in groups.tolist()], dtype=np.int64)


def _fit(
    variants: Mapping[str, sp.csr_matrix], truth: Int64Matrix, chosen: Int64Matrix, n_labels: int
) -> tuple[Float64Matrix, Float64Matrix]:
    """Fit on the chosen rows of all variants; a label without a row there gets a low constant."""
    model = LogisticRegression(C=_INVERSE_PENALTY, max_iter=_MOST_STEPS)
    rows = sp.vstack([matrix[chosen] for matrix in variants.values()]).tocsr()
    with warnings.catch_warnings():
        # Stopping early is meant: it also keeps the weights small.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(rows, np.tile(truth[chosen], len(variants)))
    weights = np.zeros((rows.shape[1], n_labels))
    coefficients, constants = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        # scikit-learn gives the second of two labels alone; the first then has zeros.
        coefficients = np.vstack([np.zeros_like(coefficients), coefficients])
        constants = np.array([0.0, *constants])
    bias = np.full(n_labels, constants.min() - 1.0)
    weights[:, model.classes_], bias[model.classes_] = coefficients.T, constants
    return weights, bias


def _calibrate(logits: Float64Matrix, truth: Int64Matrix, shares: Float64Matrix) -> tuple[float, float]:
    """Return the factor on the logits and the share of noise that together give the lowest log loss.

    The factor is temperature scaling (Guo et al. 2017). The noise is a mixture with the labels' own frequencies: of a
    column filled in carelessly a part says nothing of the text, however clear the text is.
    """
    rows, own_shares = np.arange(len(truth)), shares[truth]
    own_logits = logits[rows, truth]

    def loss(settings: Float64Matrix) -> tuple[float, Float64Matrix]:
        factor, noise = settings.tolist()
        probabilities = softmax(factor * logits, axis=1)
        sharp = probabilities[rows, truth]
        mixed = noise * own_shares + (1.0 - noise) * sharp
        by_factor = (1.0 - noise) * sharp * (own_logits - (probabilities * logits).sum(axis=1))
        slopes = -np.array([(by_factor / mixed).mean(), ((own_shares - sharp) / mixed).mean()])
        return -float(np.log(mixed).mean()), slopes

    factor, noise = lowest(loss, np.array([1.0, 0.1]), Course(_MOST_FITTING_STEPS), bounds=[(0.2, 5.0), (0.001, 0.5)])
    return float(factor), float(noise)
