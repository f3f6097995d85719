"""The industry a text belongs to, as probabilities, and how far two texts agree in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import numpy as np
import scipy.sparse as sp

from data.reference.industries import Industry
from data.reference.industry_groups import industry_groups_of, load_industry_groups
from ingest.cleaning import fold
from matcher.language import shipped_weights
from models.classifiers.linear import TextClassifier
from models.protocols import Float32Matrix, Float64Matrix

STATED_SHARE: Final = 0.6
"""Share of the probability that goes to the industry a record states; its own text keeps the rest, because columns are
filled in carelessly: on 51jishu the stated group is the text's most probable one in two of three records."""


@dataclass(frozen=True, slots=True)
class CommonField:
    """The field two texts most probably share.

    Attributes:
        code: of the industry group.
        name: of the industry group, as shown.
        probability: that both are of it.
    """

    code: str
    name: str
    probability: float


@cache
def shipped_field_classifier() -> TextClassifier:
    """Read the classifier that ships with the product; its labels are codes of industry groups.

    Returns:
        The classifier (how it was made: matcher.field_training); the same object at every call.
    """
    with resources.as_file(resources.files("data.reference").joinpath("field_classifier.safetensors")) as path:
        return TextClassifier.load(Path(path))


def fields_of(texts: Sequence[str]) -> Float32Matrix:
    """Return the probabilities of the industry groups of texts (title and content), shape (n, n_groups)."""
    return field_probabilities(shipped_weights().character_matrix([fold(text).text for text in texts]), ())


def field_probabilities(characters: sp.csr_matrix, stated: Sequence[Industry | None]) -> Float32Matrix:
    """Return the probabilities of the industry groups of n texts.

    Args:
        characters: shape (n, 2^20), as TermWeights.character_matrix gives.
        stated: the industry each record states, None where it states none; () where no record does.

    Returns:
        Shape (n, n_groups), columns in the order of the classifier's labels, rows sum to 1.
    """
    classifier = shipped_field_classifier()
    found = classifier.probabilities(characters)
    for row, industry in enumerate(stated):
        groups = frozenset() if industry is None else industry_groups_of(industry)
        named = np.array([label in groups for label in classifier.labels])
        if named.any():
            among = np.where(named, found[row], 0.0)
            found[row] = (1.0 - STATED_SHARE) * found[row] + STATED_SHARE * among / among.sum()
    return found


def field_agreement(first: Float32Matrix, second: Float32Matrix) -> float:
    """Return how far two distributions of shape (n_groups,) agree: 1 where they are the same, 0 where apart."""
    return float(field_agreements(first[None, :], second[None, :])[0])


def field_agreements(first: Float32Matrix, second: Float32Matrix) -> Float64Matrix:
    """Return the Bhattacharyya coefficients of the rows of two matrices of shape (n, n_groups), between 0 and 1."""
    overlaps = np.sqrt(first.astype(np.float64) * second).sum(axis=1)
    return np.asarray(np.clip(overlaps, 0.0, 1.0), dtype=np.float64)


def common_field(first: Float32Matrix, second: Float32Matrix) -> CommonField:
    """Name the group that both distributions of shape (n_groups,) make likeliest; ties go to the smaller code."""
    both = first.astype(np.float64) * second
    best = int(both.argmax())
    code = shipped_field_classifier().labels[best]
    return CommonField(code, load_industry_groups()[code].name, float(both[best]))
