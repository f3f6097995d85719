"""Evidence from the field of technology: industry, discipline and patent class, as probabilities."""

import numpy as np

from matcher import phrases
from matcher.features.block import Block, Feature
from matcher.fields import CommonField, FieldKind, common_field, field_agreements
from models.protocols import Float64Matrix


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
    mean: Float64Matrix = np.mean(agreements, axis=0)
    return mean


def _reason(block: Block, i: int, value: float) -> str:
    if value < LEAST_COMMON:
        return phrases.FIELD_DIFFERS
    need, achievement = int(block.need_positions[i]), int(block.achievement_positions[i])
    shared = [
        common_field(kind, block.needs.fields[kind][need], block.achievements.fields[kind][achievement])
        for kind in FieldKind
    ]
    return phrases.FIELD_SHARED.format(name=max(shared, key=_probability).name)


def _probability(field_in_common: CommonField) -> float:
    return field_in_common.probability


LEAST_COMMON = 0.5
"""Below it the texts speak against a common field."""

FIELD = Feature("field", field, _reason)
