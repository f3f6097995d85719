"""Evidence from shared words and characters, weighed by how rare they are."""

import re
from collections import Counter
from collections.abc import Iterable

import numpy as np
import scipy.sparse as sp

from matcher import phrases
from matcher.features.block import Block, Feature
from matcher.features.overlap import paired_dots
from matcher.language import shipped_weights
from matcher.profiles import Profile
from models.protocols import Float64Matrix, Int64Matrix

N_WORDS_SHOWN = 5

THIN_NEED = 300.0
"""Sum of squared idf of about eight words of middling rarity (idf 6): a need that thin counts half."""

LEAST_TELLING = 5.0
"""Idf of a word that one background text in 55 holds (5,430 x e^-4): 材料, 平台, 自动化 lie below it."""

_SCRAP = re.compile(r".|[\x00-\x7f]{2}|\d[\d.,~-]*[a-z%/0-9²³·]*")


def title_words(block: Block) -> Float64Matrix:
    """需求名称与成果名称共有词的分量：按词的稀有程度加权，占两者用词的比例。"""
    needs, achievements = block.needs.title_words, block.achievements.title_words
    shared = paired_dots(needs, block.need_positions, achievements, block.achievement_positions)
    both = _squares(needs, block.need_positions) + _squares(achievements, block.achievement_positions)
    # Dice over squared idf: 1 when the titles have the same words.
    return _ratio(2.0 * shared, both)


def text_words(block: Block) -> Float64Matrix:
    """需求全文的关键词有多少出现在成果全文里：按词的稀有程度加权的比例；需求写得太短时打折扣。"""
    needs, achievements = block.needs.text_words, block.achievements.text_words
    asked = _squares(needs, block.need_positions)
    shared = paired_dots(needs, block.need_positions, achievements, block.achievement_positions)
    # Three generic words found are no proof: the fewer words a need has, the less finding all of them says.
    return np.where(asked > 0, shared / (asked + THIN_NEED), np.nan)


def title_characters(block: Block) -> Float64Matrix:
    """两个名称共有的单字和双字：按稀有程度加权的余弦相似度，词切分不同时仍能看出相近。"""
    return _cosines(block, block.needs.title_characters, block.achievements.title_characters)


def text_characters(block: Block) -> Float64Matrix:
    """两边全文共有的单字和双字：按稀有程度加权的余弦相似度。"""
    return _cosines(block, block.needs.text_characters, block.achievements.text_characters)


def _title_words_reason(block: Block, i: int, _value: float) -> str:
    need, achievement = block.pair(i)
    words = shared_words(need.title_words, achievement.title_words, limit=N_WORDS_SHOWN)
    return _shared_reason(words, need, phrases.TITLES_SHARE, phrases.TITLES_SHARE_NOTHING)


def _text_words_reason(block: Block, i: int, _value: float) -> str:
    need, achievement = block.pair(i)
    words = shared_words(need.words, achievement.words, limit=N_WORDS_SHOWN)
    return _shared_reason(words, need, phrases.TEXTS_SHARE, phrases.TEXTS_SHARE_NOTHING)


def _title_characters_reason(_block: Block, _i: int, value: float) -> str:
    return phrases.TITLE_CHARACTERS.format(percent=round(100 * value))


def _text_characters_reason(_block: Block, _i: int, value: float) -> str:
    return phrases.TEXT_CHARACTERS.format(percent=round(100 * value))


def shared_words(first: tuple[str, ...], second: tuple[str, ...], *, limit: int) -> list[str]:
    """Return the rarest words that both have, rarest first, ties by the word itself; at most `limit`.

    A word inside one that is already chosen is passed over.
    """
    shared = sorted(set(first) & set(second))
    rarity = shipped_weights().word_idf(shared)
    return _apart((shared[i] for i in sorted(range(len(shared)), key=lambda i: (-rarity[i], shared[i]))), limit=limit)


def telling_words(need: Profile, achievement: Profile, *, limit: int) -> list[str]:
    """Return the shared words that name what a pair is about, as the need writes them; at most `limit`, maybe none.

    Words of a title come before words of the texts, those of both titles first; then the rarer. Left out are words too
    common to tell anything, single characters, values ("0.5mg/l") and scraps of formulas.
    """
    shared = [word for word in sorted(set(need.words) & set(achievement.words)) if not _SCRAP.fullmatch(word)]
    rarity = dict(zip(shared, shipped_weights().word_idf(shared).tolist(), strict=True))
    in_titles = Counter((*set(need.title_words), *set(achievement.title_words)))
    telling = [word for word in shared if rarity[word] >= LEAST_TELLING]
    telling.sort(key=lambda word: (-in_titles[word], -rarity[word], word))
    return [as_written(word, need) for word in _apart(telling, limit=limit)]


def _apart(words: Iterable[str], *, limit: int) -> list[str]:
    chosen: list[str] = []
    for word in words:
        # The parts of a compound that is already named say nothing new.
        if len(chosen) < limit and not any(word in other for other in chosen):
            chosen.append(word)
    return chosen


def as_written(word: str, profile: Profile) -> str:
    """Return a word of the profile in the case its text has: words are compared in lower case."""
    for text in profile.texts:
        start = text.lower().find(word)
        if start >= 0:
            return text[start : start + len(word)]
    return word


def _shared_reason(words: list[str], profile: Profile, some: str, none: str) -> str:
    return some.format(words="、".join(as_written(word, profile) for word in words)) if words else none


def _ratio(part: Float64Matrix, whole: Float64Matrix) -> Float64Matrix:
    ratio: Float64Matrix = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return ratio


def _squares(matrix: sp.csr_matrix, positions: Int64Matrix) -> Float64Matrix:
    """Return the squared length of the named rows; a row named often is summed once."""
    rows, places = np.unique(positions, return_inverse=True)
    sums = np.array([np.square(matrix.data[matrix.indptr[row] : matrix.indptr[row + 1]]).sum() for row in rows])
    squares: Float64Matrix = sums.astype(np.float64)[places]
    return squares


def _cosines(block: Block, needs: sp.csr_matrix, achievements: sp.csr_matrix) -> Float64Matrix:
    # Rows have length 1, or 0 where a text is empty: that shares nothing because it says nothing.
    cosines = paired_dots(needs, block.need_positions, achievements, block.achievement_positions)
    silent = (np.diff(needs.indptr) == 0)[block.need_positions]
    silent |= (np.diff(achievements.indptr) == 0)[block.achievement_positions]
    return np.where(silent, np.nan, cosines)


TITLE_WORDS = Feature("title_words", title_words, _title_words_reason)
TEXT_WORDS = Feature("text_words", text_words, _text_words_reason)
TITLE_CHARACTERS = Feature("title_characters", title_characters, _title_characters_reason)
TEXT_CHARACTERS = Feature("text_characters", text_characters, _text_characters_reason)
