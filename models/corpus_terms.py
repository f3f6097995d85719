"""The words of a trade that a user's own records use often and no dictionary has."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from data.reference.cues import stop_words
from data.reference.words import load_domain_words
from models.domain_dictionary import is_clean, is_left_over
from models.protocols import Segmenter
from models.term_extraction import TermLimits, find_terms

_OFTEN: Final = TermLimits(min_count=10, min_documents=5)
"""Seen on 3,430 public needs and achievements: below it pieces of single records' own wording come in."""

_WHOLE_SHARE: Final = 0.7
"""Share of a string's occurrences that must begin and end where words do; "量检测" of "流量检测" does not."""

_MOST_TERMS: Final = 2000
"""Half a second of teaching them to the segmenter, each time an index is opened."""


@dataclass(frozen=True, slots=True)
class CorpusTerm:
    """A term of a corpus, and how often it occurs there."""

    text: str
    count: int


def find_new_terms(texts: Sequence[str], segmenter: Segmenter) -> tuple[CorpusTerm, ...]:
    """Find the terms that a corpus uses often and the segmenter does not keep whole.

    A string with an everyday word in it (现有技术, 结构简单) is a turn of phrase and no term.

    Args:
        texts: the corpus, folded; their order makes no difference.
        segmenter: knows the dictionary.

    Returns:
        At most 2,000 terms of at least 10 occurrences in at least 5 texts, most frequent first, ties by text.
    """
    terms = find_terms(texts, frozenset(load_domain_words()), limits=_OFTEN)
    found = {term.text: term.count for term in terms if is_clean(term.text)}
    longest = max(map(len, found), default=0)
    aligned: Counter[str] = Counter()
    single: Counter[str] = Counter()
    for text in texts:
        words = [word.text for word in segmenter.cut(text)]
        single.update(word for word in words if word in found)
        aligned.update(_spans(words, found.keys(), longest=longest))
    new = [
        CorpusTerm(text, count)
        for text, count in found.items()
        if aligned[text] >= _WHOLE_SHARE * count
        and single[text] < _WHOLE_SHARE * count
        and not is_left_over(text)
        and stop_words().isdisjoint(word.text for word in segmenter.cut(text))
    ]
    return tuple(sorted(new, key=lambda term: (-term.count, term.text))[:_MOST_TERMS])


def _spans(words: Sequence[str], wanted: Collection[str], *, longest: int) -> Iterator[str]:
    """Yield the wanted strings that runs of words spell out, once an occurrence."""
    for start in range(len(words)):
        span = ""
        for word in words[start:]:
            span += word
            if len(span) > longest:
                break
            if span in wanted:
                yield span
