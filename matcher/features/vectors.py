"""Evidence from meaning: cosines of titles, of whole texts, and of passage against passage."""

import numpy as np

from matcher import phrases
from matcher.features.block import Block, Feature, percent_reason
from matcher.features.passages import clipped
from models.protocols import Float32Matrix, Float64Matrix


def title_vector(block: Block) -> Float64Matrix:
    """需求名称与成果名称的语义相似度：0 为互不相干，1 为同义。"""
    needs = block.needs.title_vectors_at(block.need_positions)
    return _cosines(needs, block.achievements.title_vectors_at(block.achievement_positions))


def text_vector(block: Block) -> Float64Matrix:
    """需求与成果（名称加全文）的语义相似度：0 为互不相干，1 为同义；需求一侧按判定校正过，部分为自动判读。"""
    needs = block.needs.text_vectors[block.need_positions]
    return _cosines(needs, block.achievements.text_vectors[block.achievement_positions])


def passage_vector(block: Block) -> Float64Matrix:
    """需求的每一段与成果中最接近的一段的语义相似度的平均：0 为互不相干，1 为同义。"""
    return clipped(block.passages.mean)


def best_passage(block: Block) -> Float64Matrix:
    """需求与成果之间最接近的两段的语义相似度：0 为互不相干，1 为同义。"""
    return clipped(block.passages.best)


def passage_to_title(block: Block) -> Float64Matrix:
    """需求中与成果名称最接近的一段与该名称的语义相似度：0 为互不相干，1 为同义。"""
    return clipped(block.passages.to_title)


def _cosines(needs: Float32Matrix, achievements: Float32Matrix) -> Float64Matrix:
    cosines = np.einsum("ij,ij->i", needs, achievements)
    silent = ~(needs.any(axis=1) & achievements.any(axis=1))
    return np.where(silent, np.nan, clipped(cosines))


TITLE_VECTOR = Feature("title_vector", title_vector, percent_reason(phrases.TITLE_SIMILARITY))
TEXT_VECTOR = Feature("text_vector", text_vector, percent_reason(phrases.TEXT_SIMILARITY))
PASSAGE_VECTOR = Feature("passage_vector", passage_vector, percent_reason(phrases.PASSAGE_SIMILARITY))
BEST_PASSAGE = Feature("best_passage", best_passage, percent_reason(phrases.BEST_PASSAGE))
PASSAGE_TO_TITLE = Feature("passage_to_title", passage_to_title, percent_reason(phrases.PASSAGE_TO_TITLE))
