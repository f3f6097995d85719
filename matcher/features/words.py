"""Evidence from shared words and characters, weighed by how rare they are."""

from collections import Counter

import numpy as np
import scipy.sparse as sp

from matcher import phrases
from matcher.features.block import Block, Feature, percent_reason
from matcher.features.overlap import is_empty
from matcher.features.shown import apart, as_written, is_shown, shown_words
from matcher.language import shipped_weights
from matcher.profiles import Profile
from models.protocols import Float64Matrix

N_WORDS_SHOWN = 5

THIN_NEED = 300.0
"""Sum of squared idf of about eight words of middling rarity (idf 6): a need that thin counts half."""

THIN_TITLE = 15.0
"""Sum of squared idf of half a word of middling rarity: a title of one generic word must not count as fully found."""

LEAST_TELLING = 5.0
"""Idf of a word that one background text in 55 holds (5,430 x e^-4): 材料, 平台, 自动化 lie below it."""


def title_coverage(block: Block) -> Float64Matrix:
    """两边名称中的词有多少出现在对方的全文里：按词的稀有程度加权的比例，两个方向取平均；名称写得太短时打折扣。"""
    needs, achievements = block.needs, block.achievements
    asked = covered(
        block.dots(needs.title_words, achievements.text_words), needs.title_words_mass[block.need_positions]
    )
    offered = covered(
        block.dots(needs.text_words, achievements.title_words),
        achievements.title_words_mass[block.achievement_positions],
    )
    return (asked + offered) / 2.0


def text_words(block: Block) -> Float64Matrix:
    """需求全文的关键词有多少出现在成果全文里：按词的稀有程度加权的比例；需求写得太短时打折扣。"""
    asked = block.needs.text_words_mass[block.need_positions]
    offered = block.achievements.text_words_mass[block.achievement_positions]
    shared = block.dots(block.needs.text_words, block.achievements.text_words)
    # Three generic words found are no proof: the fewer words a need has, the less finding all of them says.
    return np.where((asked > 0) & (offered > 0), shared / (asked + THIN_NEED), np.nan)


def title_characters(block: Block) -> Float64Matrix:
    """两个名称共有的单字和双字：按稀有程度加权的余弦相似度，词切分不同时仍能看出相近。"""
    return _cosines(block, block.needs.title_characters, block.achievements.title_characters)


def text_characters(block: Block) -> Float64Matrix:
    """两边全文共有的单字和双字：按稀有程度加权的余弦相似度。"""
    return _cosines(block, block.needs.text_characters, block.achievements.text_characters)


def title_in_text(block: Block) -> Float64Matrix:
    """需求名称与成果全文共有的单字和双字：按稀有程度加权的余弦相似度。"""
    return _cosines(block, block.needs.title_characters, block.achievements.text_characters)


def offer_in_need(block: Block) -> Float64Matrix:
    """成果名称与需求全文共有的单字和双字：按稀有程度加权的余弦相似度。"""
    return _cosines(block, block.needs.text_characters, block.achievements.title_characters)


def _title_coverage_reason(block: Block, i: int, _value: float) -> str:
    need, achievement = block.pair(i)
    asked = achievement.vocabulary.intersection(need.title_words)
    offered = need.vocabulary.intersection(achievement.title_words)
    return _shared_reason(asked | offered, need, phrases.TITLES_COVERED, phrases.TITLES_NOT_COVERED)


def _text_words_reason(block: Block, i: int, _value: float) -> str:
    need, achievement = block.pair(i)
    return _shared_reason(
        need.vocabulary & achievement.vocabulary, need, phrases.TEXTS_SHARE, phrases.TEXTS_SHARE_NOTHING
    )


def telling_words(
    need: Profile, achievement: Profile, *, limit: int, left_out: frozenset[str] = frozenset()
) -> list[str]:
    """Return the shared words that name what a pair is about, as the need writes them; at most `limit`, maybe none.

    Words of a title come before words of the texts, those of both titles first; then the rarer. Left out are words too
    common to tell anything, what `is_shown` rejects, and `left_out` (in lower case).
    """
    shared = sorted(filter(is_shown, (need.vocabulary & achievement.vocabulary) - left_out))
    rarity = dict(zip(shared, shipped_weights().word_idf(shared).tolist(), strict=True))
    in_titles = Counter((*set(need.title_words), *set(achievement.title_words)))
    telling = [word for word in shared if rarity[word] >= LEAST_TELLING]
    telling.sort(key=lambda word: (-in_titles[word], -rarity[word], word))
    return [as_written(word, need) for word in apart(telling, limit=limit)]


def _shared_reason(words: frozenset[str], profile: Profile, some: str, none: str) -> str:
    if not words:
        return none
    shown = shown_words(words, profile, limit=N_WORDS_SHOWN)
    return some.format(words="、".join(shown)) if shown else phrases.WORDS_TOO_SLIGHT


def covered(shared: Float64Matrix, mass: Float64Matrix) -> Float64Matrix:
    """Return the share of the squared idf of some words that the other side says; NaN where there is no word.

    Args:
        shared: sum of squared idf of the words that the other side says, shape (n,).
        mass: the same of all the words, shape (n,).
    """
    return np.where(mass > 0, shared / (mass + THIN_TITLE), np.nan)


def _cosines(block: Block, needs: sp.csr_matrix, achievements: sp.csr_matrix) -> Float64Matrix:
    # Rows have length 1, or 0 where a text is empty: that shares nothing because it says nothing.
    silent = is_empty(needs, block.need_positions) | is_empty(achievements, block.achievement_positions)
    # Their length is 1 up to rounding: the same text twice must not come out above 1.
    return np.where(silent, np.nan, np.minimum(block.dots(needs, achievements), 1.0))


TITLE_COVERAGE = Feature("title_coverage", title_coverage, _title_coverage_reason)
TITLE_IN_TEXT = Feature("title_in_text", title_in_text, percent_reason(phrases.TITLE_IN_TEXT))
OFFER_IN_NEED = Feature("offer_in_need", offer_in_need, percent_reason(phrases.OFFER_IN_NEED))
TEXT_WORDS = Feature("text_words", text_words, _text_words_reason)
TITLE_CHARACTERS = Feature("title_characters", title_characters, percent_reason(phrases.TITLE_CHARACTERS))
TEXT_CHARACTERS = Feature("text_characters", text_characters, percent_reason(phrases.TEXT_CHARACTERS))
