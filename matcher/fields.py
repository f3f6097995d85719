"""The fields a text belongs to, as probabilities, and how far two texts agree in them."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

import numpy as np
import scipy.sparse as sp

from data.reference.industries import Industry
from data.reference.industry_groups import industry_groups_of, load_industry_groups
from data.reference.patent_classes import load_patent_classes
from models.classifiers.linear import TextClassifier
from models.protocols import Float32Matrix, Float64Matrix

STATED_SHARE: Final = 0.6
"""Share of the probability that goes to the industry a record states; its own text keeps the rest, because columns are
filled in carelessly. Set by hand: about the accuracy of the classifier against such columns."""


class FieldKind(StrEnum):
    """The ways of dividing technology that a classifier ships for."""

    INDUSTRY = "industry"
    DISCIPLINE = "discipline"
    PATENT_CLASS = "patent_class"


CERTAIN: Final = {FieldKind.INDUSTRY: 0.75, FieldKind.DISCIPLINE: 0.9, FieldKind.PATENT_CLASS: 0.88}
"""Probability from which on a text is said to be of a field. By the folds of `models.classifiers.training`, over texts
that were not trained on (2026-11-22), the named field is then right for 0.90 of 1,970 records of a market (titles and
whole texts alike), for 0.82 of 1,982 titles and 0.85 of as many abstracts of papers, and for 0.84 of 9,647 titles of
patents. What is shown needs it of both texts."""


def file_name(kind: FieldKind) -> str:
    """Return the name of the shipped file of a classifier."""
    return f"{kind}_classifier.safetensors"


@cache
def field_classifier(kind: FieldKind) -> TextClassifier:
    """Read a classifier that ships with the product (how it was made: matcher.field_training).

    Args:
        kind: labels are codes of industry groups, names of disciplines, or codes of patent classes.

    Returns:
        The classifier; the same object at every call.
    """
    with resources.as_file(resources.files("data.reference").joinpath(file_name(kind))) as path:
        return TextClassifier.load(Path(path))


def field_probabilities(
    kind: FieldKind, characters: sp.csr_matrix, stated: Sequence[Industry | None] = ()
) -> Float32Matrix:
    """Return the probabilities of the fields of n texts.

    Args:
        kind: of field.
        characters: shape (n, 2^20), as TermWeights.character_matrix gives for title and content.
        stated: the industry each record states, None where it states none; () where none is known. Read for
            FieldKind.INDUSTRY alone.

    Returns:
        Shape (n, n_labels), columns in the order of the classifier's labels, rows sum to 1. An empty text has the
        labels' frequencies.
    """
    classifier = field_classifier(kind)
    found = classifier.probabilities(characters)
    for row, industry in enumerate(stated if kind is FieldKind.INDUSTRY else ()):
        groups: frozenset[str] = frozenset() if industry is None else industry_groups_of(industry)
        named = np.array([label in groups for label in classifier.labels])
        if named.any():
            among = np.where(named, found[row], 0.0)
            found[row] = (1.0 - STATED_SHARE) * found[row] + STATED_SHARE * among / among.sum()
    return found


def field_agreement(kind: FieldKind, first: Float32Matrix, second: Float32Matrix) -> float:
    """Return how probable it is that two texts are of one field; see `field_agreements`."""
    return float(field_agreements(kind, first[None, :], second[None, :])[0])


def field_agreements(kind: FieldKind, first: Float32Matrix, second: Float32Matrix) -> Float64Matrix:
    """Return how probable it is that two texts are of one field, if without reading them it were an even bet.

    By Bayes' rule the odds are the sum of p_i q_i / s_i over the fields, s_i being the share of field i: a rare field
    in common says more than a frequent one. A text that says nothing has p = s, and gives one half with any other.
    Against the Bhattacharyya coefficient on bdci2019 (2026-11-22, mean of the three kinds): AUC within a need 0.644
    instead of 0.609.

    Args:
        kind: of field.
        first: shape (n, n_labels).
        second: shape (n, n_labels).

    Returns:
        Shape (n,), between 0 and 1.
    """
    odds = (first.astype(np.float64) * second / field_classifier(kind).shares).sum(axis=1)
    return np.asarray(odds / (1.0 + odds), dtype=np.float64)


def certain_field(kind: FieldKind, first: Float32Matrix, second: Float32Matrix) -> str | None:
    """Return the name of the field that both distributions of shape (n_labels,) are certain of, see `CERTAIN`."""
    least = np.minimum(first, second)
    best = int(least.argmax())
    if least[best] < CERTAIN[kind]:
        return None
    label = field_classifier(kind).labels[best]
    return _names(kind).get(label, label)


@cache
def _names(kind: FieldKind) -> Mapping[str, str]:
    if kind is FieldKind.INDUSTRY:
        return {code: group.name for code, group in load_industry_groups().items()}
    return load_patent_classes() if kind is FieldKind.PATENT_CLASS else {}
