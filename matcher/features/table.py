"""The table of features: what a match is judged by, in the order the card shows."""

from typing import Final

import numpy as np

from matcher.features import circumstances, elements, facts, fields, vectors, words
from matcher.features.block import Block, Feature
from models.protocols import Float64Matrix

FEATURES: Final[tuple[Feature, ...]] = (
    words.TITLE_COVERAGE,
    words.TEXT_WORDS,
    words.TITLE_CHARACTERS,
    words.TEXT_CHARACTERS,
    words.TITLE_IN_TEXT,
    words.OFFER_IN_NEED,
    vectors.TITLE_VECTOR,
    vectors.TEXT_VECTOR,
    vectors.PASSAGE_VECTOR,
    vectors.BEST_PASSAGE,
    vectors.PASSAGE_TO_TITLE,
    elements.OBJECTS,
    elements.FUNCTIONS,
    elements.OBJECT_AND_FUNCTION,
    elements.MATERIALS,
    elements.METHODS,
    elements.EFFECTS,
    elements.PRODUCTS,
    elements.APPLICATIONS,
    fields.FIELD,
    facts.INDICATORS,
    facts.READINESS,
    facts.URGENCY,
    facts.COOPERATION,
    facts.REGION,
    facts.BUDGET,
    circumstances.NEED_VAGUENESS,
)


def feature_values(block: Block) -> Float64Matrix:
    """Compute every feature of every pair, shape (n, n_features), columns in the order of FEATURES."""
    return np.column_stack([block.values_of(feature) for feature in FEATURES])
