"""The table of features: what a match is judged by, in the order the card shows."""

from typing import Final

import numpy as np

from matcher.features import facts, vectors, words
from matcher.features.block import Block, Feature
from models.protocols import Float64Matrix

FEATURES: Final[tuple[Feature, ...]] = (
    words.TITLE_WORDS,
    words.TEXT_WORDS,
    words.TITLE_CHARACTERS,
    words.TEXT_CHARACTERS,
    vectors.TITLE_VECTOR,
    vectors.TEXT_VECTOR,
    vectors.PASSAGE_VECTOR,
    facts.INDICATORS,
    facts.INDUSTRY,
    facts.READINESS,
    facts.COOPERATION,
    facts.REGION,
    facts.BUDGET,
)


def feature_values(block: Block) -> Float64Matrix:
    """Compute every feature of every pair, shape (n, n_features), columns in the order of FEATURES."""
    return np.column_stack([feature.values(block) for feature in FEATURES])
