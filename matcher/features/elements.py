"""Evidence from what a technology is about and what it does: sharing only one of the two is seldom enough."""

from typing import Final

import numpy as np

from data.reference.elements import function_groups
from matcher import phrases
from matcher.features.block import Block, Feature
from matcher.features.words import as_written, covered, rarest
from matcher.profiles import Profile
from models.protocols import Float64Matrix

N_SHOWN: Final = 4
RELATED: Final = 0.6
"""What a function counts that the other side names by another word of its group (去除 and 净化); 1 for the same word.
Set by hand."""


def objects(block: Block) -> Float64Matrix:
    """两边名称中的对象（材料、产品、应用）有多少出现在对方的全文里：按词的稀有程度加权，两个方向取平均。"""
    needs, achievements = block.needs, block.achievements
    asked = covered(
        block.dots(needs.title_objects, achievements.text_words), needs.title_objects_mass[block.need_positions]
    )
    offered = covered(
        block.dots(needs.text_words, achievements.title_objects),
        achievements.title_objects_mass[block.achievement_positions],
    )
    return _mean_of_known(asked, offered)


def functions(block: Block) -> Float64Matrix:
    """两边名称中的功能（方法、功效）有多少是对方也谈到的：同一个词计 1，意思相近的词计 0.6，两个方向取平均。"""
    return np.array([_function_value(*pair) for pair in block.pairs], dtype=np.float64)


def object_and_function(block: Block) -> Float64Matrix:
    """对象和功能是否都对得上：两者之积的平方根，只对上一样得分很低。"""
    return np.sqrt(block.values_of(OBJECTS) * block.values_of(FUNCTIONS))


def _function_value(need: Profile, achievement: Profile) -> float:
    asked = _told_share(need.elements.functions, achievement)
    offered = _told_share(achievement.elements.functions, need)
    if asked is None or offered is None:
        told = offered if asked is None else asked
        return float("nan") if told is None else told
    return (asked + offered) / 2.0


def _told_share(wanted: tuple[str, ...], other: Profile) -> float | None:
    if not wanted:
        return None
    said, groups, known = other.vocabulary, other.elements.function_groups, function_groups()
    told = 0.0
    for word in wanted:
        if word in said:
            told += 1.0
        elif groups and not groups.isdisjoint(known.get(word, ())):
            told += RELATED
    return told / len(wanted)


def _mean_of_known(one: Float64Matrix, other: Float64Matrix) -> Float64Matrix:
    known = np.stack([one, other])
    count = (~np.isnan(known)).sum(axis=0)
    return np.where(count > 0, np.nansum(known, axis=0) / np.maximum(count, 1), np.nan)


def _reason(wanted: tuple[str, ...], offered: tuple[str, ...], pair: tuple[Profile, Profile], kind: str) -> str:
    need, achievement = pair
    shared = (achievement.vocabulary & set(wanted)) | (need.vocabulary & set(offered))
    if shared:
        words = [as_written(word, need) for word in rarest(shared, limit=N_SHOWN)]
        return phrases.ELEMENTS_SHARED.format(kind=kind, words="、".join(words))
    missing = [as_written(word, need) for word in rarest(set(wanted), limit=N_SHOWN)]
    if missing:
        return phrases.ELEMENTS_MISSING.format(kind=kind, words="、".join(missing))
    return phrases.ELEMENTS_DIFFER.format(kind=kind)


def _objects_reason(block: Block, i: int, _value: float) -> str:
    need, achievement = block.pair(i)
    return _reason(need.elements.objects, achievement.elements.objects, (need, achievement), phrases.OBJECT)


def _functions_reason(block: Block, i: int, _value: float) -> str:
    need, achievement = block.pair(i)
    return _reason(need.elements.functions, achievement.elements.functions, (need, achievement), phrases.FUNCTION)


def _both_reason(_block: Block, _i: int, value: float) -> str:
    return phrases.OBJECT_AND_FUNCTION if value > 0 else phrases.ONE_OF_THE_TWO


OBJECTS = Feature("objects", objects, _objects_reason)
FUNCTIONS = Feature("functions", functions, _functions_reason)
OBJECT_AND_FUNCTION = Feature("object_and_function", object_and_function, _both_reason)
