"""Which shared words are shown to people: whole words that tell something, not the scraps that cutting leaves.

Values count every word. A scrap that both texts share counts like any word, but as a reason it would only puzzle.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from math import exp
from typing import Final

from data.reference.elements import element_words, generic_words
from data.reference.words import load_domain_words
from matcher.language import shipped_weights
from matcher.profiles import Profile

_SCRAP: Final = re.compile(r".|[\x00-\x7f]{2}|\d[\d.,~-]*[a-z%/0-9²³·]*")
"""Single characters, two Latin ones, values ("0.5mg/l")."""

_LINKS: Final = frozenset("的了及和与或在为是将被把由从以于而且并也")
"""Characters that join words: one at either end shows a cut in the wrong place (剂及)."""

_BEFORE: Final = _LINKS | frozenset("该其此每所使很更较最过已多可会能")
_BEHIND: Final = _LINKS | frozenset("等中上下内时强好大")
"""What two characters may not begin and end with, unless a table of ours has them (株高)."""

_SUFFIXES: Final = frozenset("性型式化率剂")
_FEWEST: Final = 3
_FEWEST_WITH_SUFFIX: Final = 10
"""Background texts (5,430) that must hold two characters that no table has: those that end with a suffix are mostly
the tails of a longer word (溶性 of 水溶性); set by reading all two-character words of a market's texts, 2026-11-22."""

_PAIR: Final = re.compile(r"[\u3400-\u9fff]{2}")


def is_scrap(word: str) -> bool:
    """Tell whether a word, in lower case, is what cutting leaves of formulas and values."""
    return _SCRAP.fullmatch(word) is not None


@lru_cache(maxsize=100_000)
def is_shown(word: str) -> bool:
    """Tell whether a word, in lower case, may be named to people as what two texts share."""
    if is_scrap(word):
        return False
    if word in _known_words():
        return True
    if not _PAIR.fullmatch(word):
        return word[0] not in _LINKS and word[-1] not in _LINKS
    fewest = _FEWEST_WITH_SUFFIX if word[1] in _SUFFIXES else _FEWEST
    return word[0] not in _BEFORE and word[1] not in _BEHIND and _n_texts(word) >= fewest


def shown_words(words: Iterable[str], profile: Profile, *, limit: int) -> list[str]:
    """Return the rarest of some words of a profile as its text writes them, rarest first, ties by the word itself.

    Args:
        words: in lower case.
        profile: one that has them.
        limit: so many at most; a word inside one that is already chosen is passed over, as is what `is_shown` rejects.
    """
    known = sorted(filter(is_shown, words))
    rarity = shipped_weights().word_idf(known)
    order = sorted(range(len(known)), key=lambda i: (-rarity[i], known[i]))
    return [as_written(word, profile) for word in apart((known[i] for i in order), limit=limit)]


def apart(words: Iterable[str], *, limit: int) -> list[str]:
    """Return the first words, none of which lies inside one before it; at most `limit`."""
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


@cache
def _known_words() -> frozenset[str]:
    return frozenset(word.lower() for word in load_domain_words()) | frozenset(element_words()) | generic_words()


def _n_texts(word: str) -> int:
    """Return how many texts of the background hold a word, from its smooth idf: ln((1 + n) / (1 + df)) + 1."""
    weights = shipped_weights()
    return round((1 + weights.n_documents) / exp(float(weights.word_idf([word])[0]) - 1.0)) - 1
