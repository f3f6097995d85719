"""Evidence from the elements of a technology: what it is about, what it does, and each of the five elements by itself.

What a title names is looked for in the whole text of the other side. Sharing only what a technology is about, or only
what it does, is seldom enough: one feature asks for both. The five elements (material, method, effect, product,
application) are told beside: each is a part of the objects or of the functions, which few pairs share.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np

from data.reference.elements import ElementKind, function_groups
from matcher import phrases
from matcher.elements import FUNCTION_KINDS
from matcher.features.block import Block, Feature
from matcher.features.shown import shown_words
from matcher.features.words import THIN_TITLE
from matcher.language import shipped_weights
from matcher.profiles import Profile
from models.protocols import Float64Matrix

N_SHOWN: Final = 4
RELATED: Final = 0.6
"""What a method or an effect counts that the other side names by another word of its group (去除 and 净化); 1 for the
same word. Set by hand."""

THING_KINDS: Final = frozenset(ElementKind) - FUNCTION_KINDS


def objects(block: Block) -> Float64Matrix:
    """一方名称中的对象（材料、产品、应用和其他事物）有多少是对方也谈到的：按词的稀有程度加权，两个方向取平均。"""
    return _shares(block, THING_KINDS)


def functions(block: Block) -> Float64Matrix:
    """一方名称中的功能（方法、功效）有多少是对方也谈到的：按稀有程度加权，意思相近的词计 0.6，两个方向取平均。"""
    return _shares(block, FUNCTION_KINDS)


def object_and_function(block: Block) -> Float64Matrix:
    """对象（材料、产品、应用等）和功能（方法、功效）是否都对得上：两者之积的平方根，只对上一样得分很低。"""
    return np.sqrt(block.values_of(OBJECTS) * block.values_of(FUNCTIONS))


def materials(block: Block) -> Float64Matrix:
    """一方名称中的材料有多少是对方也谈到的：按词的稀有程度加权，两个方向取平均；有一方没有谈到任何材料的不计。"""
    return _values(block, ElementKind.MATERIAL)


def methods(block: Block) -> Float64Matrix:
    """一方名称中的方法（工艺）有多少是对方也谈到的：按稀有程度加权，意思相近的词计 0.6；有一方没谈到方法的不计。"""
    return _values(block, ElementKind.METHOD)


def effects(block: Block) -> Float64Matrix:
    """一方名称中的功效（性能）有多少是对方也谈到的：按稀有程度加权，意思相近的词计 0.6；有一方没谈到功效的不计。"""
    return _values(block, ElementKind.EFFECT)


def products(block: Block) -> Float64Matrix:
    """一方名称中的产品（装备）有多少是对方也谈到的：按词的稀有程度加权，两个方向取平均；有一方没有谈到任何产品的不计。"""
    return _values(block, ElementKind.PRODUCT)


def applications(block: Block) -> Float64Matrix:
    """一方名称中的应用（用途、场合）有多少是对方也谈到的：按词的稀有程度加权，两个方向取平均；有一方没有谈到任何应用的不计。"""
    return _values(block, ElementKind.APPLICATION)


def _shares(block: Block, kinds: frozenset[ElementKind]) -> Float64Matrix:
    return np.array([_share(*pair, kinds) for pair in block.pairs], dtype=np.float64)


def _values(block: Block, kind: ElementKind) -> Float64Matrix:
    kinds = frozenset({kind})
    values = [
        _share(need, achievement, kinds) if kind in need.kinds & achievement.kinds else float("nan")
        for need, achievement in block.pairs
    ]
    return np.array(values, dtype=np.float64)


def _share(need: Profile, achievement: Profile, kinds: frozenset[ElementKind]) -> float:
    """Return how much of what the titles name the other side says; NaN where neither title names any of the kinds."""
    if not need.vocabulary or not achievement.vocabulary:
        return float("nan")
    told = [_told(need, achievement, kinds), _told(achievement, need, kinds)]
    known = [share for share in told if share is not None]
    return sum(known) / len(known) if known else float("nan")


def _told(asking: Profile, other: Profile, kinds: frozenset[ElementKind]) -> float | None:
    wanted = [word for word in asking.elements.words if word.kind in kinds]
    if not wanted:
        return None
    told = mass = 0.0
    for word in wanted:
        weight = _weight(word.text)
        mass += weight
        if word.text in other.vocabulary:
            told += weight
        elif word.kind in FUNCTION_KINDS and _is_related(word.text, other):
            told += RELATED * weight
    return told / (mass + THIN_TITLE)


def _is_related(word: str, other: Profile) -> bool:
    groups = other.elements.function_groups
    return bool(groups) and not groups.isdisjoint(function_groups().get(word, ()))


@lru_cache(maxsize=100_000)
def _weight(word: str) -> float:
    return float(shipped_weights().word_idf([word])[0]) ** 2


def _reason(kinds: frozenset[ElementKind], label: str) -> Callable[[Block, int, float], str]:
    def reason(block: Block, i: int, _value: float) -> str:
        need, achievement = block.pair(i)
        wanted, offered = _named(need, kinds), _named(achievement, kinds)
        shared = (wanted & achievement.vocabulary) | (offered & need.vocabulary)
        related = {word for word in wanted - shared if kinds <= FUNCTION_KINDS and _is_related(word, achievement)}
        told = (
            (phrases.ELEMENTS_SHARED, shown_words(shared, need, limit=N_SHOWN)),
            (phrases.ELEMENTS_RELATED, shown_words(related, need, limit=N_SHOWN)),
            (phrases.ELEMENTS_MISSING, shown_words(wanted - shared - related, need, limit=N_SHOWN)),
        )
        clauses = [phrase.format(kind=label, words="、".join(words)) for phrase, words in told if words]
        return "；".join(clauses) or phrases.ELEMENTS_DIFFER.format(kind=label)

    return reason


def _named(profile: Profile, kinds: frozenset[ElementKind]) -> set[str]:
    return {word.text for word in profile.elements.words if word.kind in kinds}


def _both_reason(_block: Block, _i: int, value: float) -> str:
    return phrases.OBJECT_AND_FUNCTION if value > 0 else phrases.ONE_OF_THE_TWO


def _element(name: str, values: Callable[[Block], Float64Matrix], kind: ElementKind) -> Feature:
    reason = _reason(frozenset({kind}), phrases.ELEMENT_LABELS[kind])
    return Feature(name, values, reason, refines=True)


OBJECTS = Feature("objects", objects, _reason(THING_KINDS, phrases.OBJECT))
FUNCTIONS = Feature("functions", functions, _reason(FUNCTION_KINDS, phrases.FUNCTION))
OBJECT_AND_FUNCTION = Feature("object_and_function", object_and_function, _both_reason)
MATERIALS = _element("materials", materials, ElementKind.MATERIAL)
METHODS = _element("methods", methods, ElementKind.METHOD)
EFFECTS = _element("effects", effects, ElementKind.EFFECT)
PRODUCTS = _element("products", products, ElementKind.PRODUCT)
APPLICATIONS = _element("applications", applications, ElementKind.APPLICATION)
