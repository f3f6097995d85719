"""Evidence from meaning: cosines of titles, of whole texts, and of passage against passage."""

import numpy as np

from matcher import phrases
from matcher.corpus import gather
from matcher.features.block import Block, Feature
from models.protocols import Float32Matrix, Float64Matrix

_DECIMALS = 8


def title_vector(block: Block) -> Float64Matrix:
    """需求名称与成果名称的语义相似度：0 为无关文本的最低水平，1 为同义。"""
    needs = block.needs.title_vectors_at(block.need_positions)
    return _cosines(block, needs, block.achievements.title_vectors_at(block.achievement_positions))


def text_vector(block: Block) -> Float64Matrix:
    """需求所求与成果全文的语义相似度：0 为无关文本的最低水平，1 为同义。"""
    needs = block.needs.text_vectors[block.need_positions]
    return _cosines(block, needs, block.achievements.text_vectors[block.achievement_positions])


def passage_vector(block: Block) -> Float64Matrix:
    """需求的每一段与成果中最接近的一段的语义相似度的平均：0 为无关文本的最低水平，1 为同义。"""
    # Late interaction (Khattab & Zaharia, 2020, eq. 3) with passages in place of tokens.
    values = np.full(len(block), np.nan)
    if not len(block):
        return values
    need_rows, need_starts = gather(block.needs, np.unique(block.need_positions))
    achievement_rows, starts = gather(block.achievements, np.unique(block.achievement_positions))
    cosines = cosines_between(
        block.needs.passage_vectors[need_rows], block.achievements.passage_vectors[achievement_rows]
    )
    best = np.maximum.reduceat(cosines, starts, axis=1)
    means = np.add.reduceat(best * block.needs.weights[need_rows][:, None], need_starts, axis=0)
    # One side of a block is a single record, so this is one row or one column: one mean a pair.
    need_index = np.unique(block.need_positions, return_inverse=True)[1]
    achievement_index = np.unique(block.achievement_positions, return_inverse=True)[1]
    return lift(means[need_index, achievement_index], block.cosine_floor)


def cosines_between(left: Float32Matrix, right: Float32Matrix) -> Float64Matrix:
    """Return the cosine of every row with every row, shape (n, m), the same whatever else the matrices hold.

    A float32 product differs by up to 1e-6 with the shape of the matrices, and a pair's score must not change with the
    other candidates of its list: so it is done in float64 and rounded to what float32 vectors carry.
    """
    cosines: Float64Matrix = np.round(left.astype(np.float64) @ right.astype(np.float64).T, _DECIMALS)
    return cosines


def lift(cosines: Float32Matrix | Float64Matrix, floor: float) -> Float64Matrix:
    """Map cosines so that the lowest level of unrelated texts becomes 0; what lies below it stays 0."""
    lifted: Float64Matrix = np.clip((cosines.astype(np.float64) - floor) / (1.0 - floor), 0.0, 1.0)
    return lifted


def _cosines(block: Block, needs: Float32Matrix, achievements: Float32Matrix) -> Float64Matrix:
    cosines = np.einsum("ij,ij->i", needs, achievements)
    silent = ~(needs.any(axis=1) & achievements.any(axis=1))
    return np.where(silent, np.nan, lift(cosines, block.cosine_floor))


def _title_reason(_block: Block, _i: int, value: float) -> str:
    return phrases.TITLE_SIMILARITY.format(percent=round(100 * value))


def _text_reason(_block: Block, _i: int, value: float) -> str:
    return phrases.TEXT_SIMILARITY.format(percent=round(100 * value))


def _passage_reason(_block: Block, _i: int, value: float) -> str:
    return phrases.PASSAGE_SIMILARITY.format(percent=round(100 * value))


TITLE_VECTOR = Feature("title_vector", title_vector, _title_reason)
TEXT_VECTOR = Feature("text_vector", text_vector, _text_reason)
PASSAGE_VECTOR = Feature("passage_vector", passage_vector, _passage_reason)
