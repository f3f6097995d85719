"""Loader of the words that tell a vague need from one that says what it asks for."""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class VagueWords:
    """The words of vague_words.csv by kind; patterns find the longest phrase first, and cost a microsecond a text.

    Attributes:
        generic: words that any need may hold and that name no object ("技术", "设备", "自动化").
        slogans: phrases that praise instead of asking ("国内领先", "提质增效").
        business: words of matters that no technology answers ("品牌", "融资").
        problems: words of a sentence that says what goes wrong ("导致", "无法").
        wishes: words of a sentence that says what is wanted ("希望", "替代").
    """

    generic: frozenset[str]
    slogans: re.Pattern[str]
    business: re.Pattern[str]
    problems: re.Pattern[str]
    wishes: re.Pattern[str]


@lru_cache(maxsize=1)
def load_vague_words() -> VagueWords:
    """Read the table."""
    table = resources.files("data.reference").joinpath("vague_words.csv")
    with table.open(encoding="utf-8") as lines:
        rows = [(row["kind"], row["word"]) for row in csv.DictReader(lines)]

    def pattern(kind: str) -> re.Pattern[str]:
        words = sorted((word for own, word in rows if own == kind), key=lambda word: (-len(word), word))
        return re.compile("|".join(map(re.escape, words)))

    return VagueWords(
        generic=frozenset(word for kind, word in rows if kind == "generic"),
        slogans=pattern("slogan"),
        business=pattern("business"),
        problems=pattern("problem"),
        wishes=pattern("wish"),
    )
