"""Circumstances of a pair that are no evidence of a fit, but change what the evidence is worth."""

import numpy as np

from matcher import phrases
from matcher.features.block import Block, Feature
from models.protocols import Float64Matrix


def need_vagueness(block: Block) -> Float64Matrix:
    """需求写得有多空泛：0 为具体，1 为空泛；空泛的需求与什么都有几分像。"""
    return block.needs.vagueness[block.need_positions] / 100.0


def offer_detail(block: Block) -> Float64Matrix:
    """成果是否写有名称以外的内容：有为 1，只有名称为 0；两种资料的证据分量不同。"""
    starts = block.achievements.offsets
    # The first row of every record is its title.
    n_passages = starts[block.achievement_positions + 1] - starts[block.achievement_positions] - 1
    return (n_passages > 0).astype(np.float64)


def _vagueness_reason(_block: Block, _i: int, value: float) -> str:
    return phrases.VAGUENESS.format(points=round(100 * value))


def _detail_reason(_block: Block, _i: int, value: float) -> str:
    return phrases.DETAILED if value > 0 else phrases.TITLE_ALONE


NEED_VAGUENESS = Feature("need_vagueness", need_vagueness, _vagueness_reason, is_agreement=False)
OFFER_DETAIL = Feature("offer_detail", offer_detail, _detail_reason, is_agreement=False)
