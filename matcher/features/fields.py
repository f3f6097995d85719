"""Evidence from the field of technology: industry, discipline and patent class, as probabilities."""

from typing import Final

import numpy as np
import numpy.typing as npt

from matcher import phrases
from matcher.corpus import Corpus
from matcher.features.block import Block, Feature
from matcher.features.overlap import is_empty
from matcher.fields import FieldKind, certain_field, field_agreements
from models.protocols import Float64Matrix, Int64Matrix

NEAR: Final = 2 / 3
FAR: Final = 1 / 3
"""From the first on the texts are said to be near in field, up to the second to be of two fields; between lies what
can be read either way. Set by hand, as odds of 2 to 1."""


def field(block: Block) -> Float64Matrix:
    """两边属于同一行业、学科和专利类别的可能性的平均：由文字判断，写明行业的一并考虑；0.5 为看不出。"""
    agreements = [
        field_agreements(
            kind,
            block.needs.fields[kind][block.need_positions],
            block.achievements.fields[kind][block.achievement_positions],
        )
        for kind in FieldKind
    ]
    are_silent = _are_silent(block.needs, block.need_positions) | _are_silent(
        block.achievements, block.achievement_positions
    )
    return np.where(are_silent, np.nan, np.mean(agreements, axis=0))


def _are_silent(corpus: Corpus, positions: Int64Matrix) -> npt.NDArray[np.bool_]:
    """Tell which of the named records have neither text nor industry, shape (len(positions),)."""
    states_none = np.array([corpus.profiles[place].industry is None for place in positions.tolist()], dtype=np.bool_)
    return states_none & is_empty(corpus.text_characters, positions)


def _reason(block: Block, i: int, value: float) -> str:
    if value <= FAR:
        return phrases.FIELD_DIFFERS
    need, achievement = int(block.need_positions[i]), int(block.achievement_positions[i])
    for kind in FieldKind:
        name = certain_field(kind, block.needs.fields[kind][need], block.achievements.fields[kind][achievement])
        if name is not None:
            return phrases.FIELD_SHARED.format(name=name)
    return phrases.FIELD_NEAR if value >= NEAR else phrases.FIELD_UNCERTAIN


FIELD = Feature("field", field, _reason)
