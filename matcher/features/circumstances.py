"""Circumstances of a pair that are no evidence of a fit, but change what the evidence is worth."""

from matcher import phrases
from matcher.doctor.vagueness import triage_of
from matcher.features.block import Block, Feature
from models.protocols import Float64Matrix


def need_vagueness(block: Block) -> Float64Matrix:
    """需求写得有多空泛：0 为具体，1 为空泛；空泛的需求与什么都有几分像。"""
    return block.needs.vagueness[block.need_positions] / 100.0


def _vagueness_reason(_block: Block, _i: int, value: float) -> str:
    points = round(100 * value)
    return phrases.VAGUENESS.format(manner=phrases.MANNERS[triage_of(points)], points=points)


NEED_VAGUENESS = Feature("need_vagueness", need_vagueness, _vagueness_reason, is_agreement=False)
