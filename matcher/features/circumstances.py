"""Circumstances of a pair that are no evidence of a fit, but change what the evidence is worth."""

import numpy as np

from matcher import phrases
from matcher.doctor.vagueness import vagueness
from matcher.features.block import Block, Feature
from models.protocols import Float64Matrix


def need_vagueness(block: Block) -> Float64Matrix:
    """需求写得有多空泛：0 为具体，1 为空泛；空泛的需求与什么都有几分像。"""
    positions, places = np.unique(block.need_positions, return_inverse=True)
    scores = [vagueness(block.needs.profiles[position]).score for position in positions.tolist()]
    values: Float64Matrix = np.array(scores, dtype=np.float64)[places] / 100.0 if len(positions) else np.zeros(0)
    return values


def _vagueness_reason(_block: Block, _i: int, value: float) -> str:
    return phrases.VAGUENESS.format(points=round(100 * value))


NEED_VAGUENESS = Feature("need_vagueness", need_vagueness, _vagueness_reason, is_agreement=False)
