"""Words and affixes by the part they play in a title: material, method, effect, product, application."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Final

GENERIC: Final = "generic"
"""Kind of the words that play no part: a title may end with 系统, 装置 or 技术 and mean the same."""


class ElementKind(StrEnum):
    """The five elements of a technology, and the things that no table tells apart."""

    MATERIAL = "material"
    METHOD = "method"
    EFFECT = "effect"
    PRODUCT = "product"
    APPLICATION = "application"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Affixes:
    """What the ending or the beginning of a word says of it.

    Attributes:
        endings: ending -> kind; the longest that fits counts (铝合金, 传感器).
        beginnings: one character -> kind (耐高温, 防滑).
        longest: length of the longest ending.
    """

    endings: Mapping[str, ElementKind]
    beginnings: Mapping[str, ElementKind]
    longest: int


@cache
def element_words() -> Mapping[str, ElementKind]:
    """Read the words of element_words.csv whose kind does not depend on where they stand: word -> kind."""
    return {row["word"]: ElementKind(row["kind"]) for row in _rows("element_words.csv") if row["kind"] != GENERIC}


@cache
def generic_words() -> frozenset[str]:
    """Read the words that play no part (系统, 装置, 新型), apart from the stop words."""
    return frozenset(row["word"] for row in _rows("element_words.csv") if row["kind"] == GENERIC)


@cache
def element_affixes() -> Affixes:
    """Read element_affixes.csv."""
    rows = _rows("element_affixes.csv")
    endings = {row["affix"]: ElementKind(row["kind"]) for row in rows if row["place"] == "end"}
    beginnings = {row["affix"]: ElementKind(row["kind"]) for row in rows if row["place"] == "start"}
    return Affixes(endings, beginnings, max(map(len, endings)))


@cache
def function_groups() -> Mapping[str, frozenset[str]]:
    """Read function_groups.csv: word -> the groups of functions that stand in for it (去除, 脱除, 净化)."""
    groups: dict[str, set[str]] = {}
    for row in _rows("function_groups.csv"):
        groups.setdefault(row["word"], set()).add(row["group"])
    return {word: frozenset(named) for word, named in groups.items()}


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("data.reference").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
