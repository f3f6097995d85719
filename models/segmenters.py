"""Answers to the Segmenter protocol: jieba, and its fast twin rjieba, with the domain dictionary.

Both engines cut Chinese alike. What they do differently, runs of digits and Latin letters, is settled here by
one rule: a technical run (3.2-4.6, 126kV, Al2O3, GB/T, ZIF-8) is one word.
"""

import hashlib
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import accumulate, pairwise
from typing import Any, Final

from data.errors import UsageError
from data.reference.words import load_domain_words
from models.protocols import Word
from models.texts import without_surrogates

_RULES: Final = 1
"""Part of the id: raised whenever the rules below change."""

_NUMBER: Final = r"\d+(?:[.,]\d+)*"
_UNIT: Final = r"(?:[%‰℃℉Ω°µμ]|[A-Za-z]+)(?:[A-Za-z0-9²³]*)(?:/[A-Za-z]{1,4}[0-9²³]?)*"
_TECHNICAL_RUN: Final = re.compile(
    # A number or a range of numbers, with its unit.
    rf"{_NUMBER}(?:[%‰]?[-~～–]{_NUMBER})?(?:{_UNIT})?"
    # A Latin word or formula; joined by "-" to digits or a single letter (ZIF-8, X-ray), by "/" when both sides are
    # short (GB/T, t/h), so that "LED/OLED" and "PLC-based" stay findable by their parts.
    r"|[A-Za-z][A-Za-z0-9]*(?:\.\d+)*(?:\+{1,2}|#)?"
    r"(?:-(?:\d[A-Za-z0-9.]*\b|[A-Za-z]\b)|(?<=\b[A-Za-z])-[A-Za-z0-9]+|(?<![A-Za-z]{4})/[A-Za-z]{1,3}[0-9]?\b)*",
    re.ASCII,
)
# What the engines treat as part of a word; a dictionary word with anything else is joined afterwards.
_ENGINE_WORD: Final = re.compile(r"[\u4E00-\u9FD5A-Za-z0-9+#&._%-]+")
_HAN: Final = re.compile(r"[\u3400-\u9FFF]")
_MAX_RAISES: Final = 12


class DictionarySegmenter:
    """What both engines share: the dictionary, the rule for technical runs, offsets.

    Args:
        name: engine and version.
        cut: the engine's own cut.
        parts: each word of the dictionary, and how the engine cuts it without the dictionary.
    """

    def __init__(self, *, name: str, cut: Callable[[str], Iterable[str]], parts: Mapping[str, tuple[str, ...]]) -> None:
        words = list(parts)
        checksum = hashlib.sha256("\n".join(words).encode("utf-8")).hexdigest()[:12]
        self._id = f"{name}:{_RULES}@{checksum}"
        self._cut = cut
        self._parts = {word: pieces for word, pieces in parts.items() if len(pieces) > 1}
        odd = [word for word in words if not _ENGINE_WORD.fullmatch(word)]
        joined = "|".join(re.escape(word) for word in sorted(odd, key=len, reverse=True))
        self._runs = re.compile(f"{joined}|{_TECHNICAL_RUN.pattern}", re.ASCII) if odd else _TECHNICAL_RUN

    @property
    def id(self) -> str:
        """Engine, its version, and digest of the dictionary."""
        return self._id

    def cut(self, text: str) -> list[Word]:
        """Return words that cover the text; see `Segmenter.cut`."""
        return [Word(text[start:end], start, end) for start, end in pairwise([0, *self._ends(text)])]

    def words_for_index(self, text: str) -> list[str]:
        """Return the words to index or search a text by: no punctuation, and each domain compound with its parts.

        A compound kept whole is precise, but alone it hides what it is made of: 复合材料 would not find 碳纤维复合材料.

        Args:
            text: any.

        Returns:
            Words with a letter or digit, in their order; the parts follow their compound.
        """
        found: list[str] = []
        parts = self._parts
        # Without making a `Word` of each: half of the time of encoding by words goes into this loop.
        for start, end in pairwise([0, *self._ends(text)]):
            word = text[start:end]
            if word.isalnum() or any(map(str.isalnum, word)):
                found.append(word)
                if word in parts:
                    found.extend(parts[word])
        return found

    def _ends(self, text: str) -> list[int]:
        # Replacing keeps every length, so offsets hold for the original.
        ends = list(accumulate(map(len, self._cut(without_surrogates(text)))))
        runs = [(match.start(), match.end()) for match in self._runs.finditer(text)]
        return _with_runs(text, ends, runs) if runs else ends


class RjiebaSegmenter(DictionarySegmenter):
    """jieba-rs: the default, because it is fast.

    Args:
        words: terms that must stay whole.
        extra_words: more of them, found in a user's corpus.
    """

    def __init__(self, words: Sequence[str], extra_words: Sequence[str] = ()) -> None:
        import rjieba  # noqa: PLC0415  # 0.3 s for its dictionary: only when it is asked for

        engine = rjieba.Jieba()
        parts = _parts(words, extra_words, cut=engine.cut)
        _teach(parts, add=lambda word, frequency: engine.add_word(word, frequency, None), cut=engine.cut)
        super().__init__(name=_name("rjieba", extra_words), cut=engine.cut, parts=parts)


class JiebaSegmenter(DictionarySegmenter):
    """jieba itself.

    Args:
        words: terms that must stay whole.
        extra_words: more of them, found in a user's corpus.
    """

    def __init__(self, words: Sequence[str], extra_words: Sequence[str] = ()) -> None:
        engine = _jieba_tokenizer()
        parts = _parts(words, extra_words, cut=engine.cut)
        _teach(parts, add=engine.add_word, cut=engine.lcut)
        super().__init__(name=_name("jieba", extra_words), cut=engine.cut, parts=parts)


_SEGMENTERS: Final[dict[str, Callable[[Sequence[str], Sequence[str]], DictionarySegmenter]]] = {
    "rjieba": RjiebaSegmenter,
    "jieba": JiebaSegmenter,
}


def open_segmenter(name: str = "rjieba", *, extra_words: Sequence[str] = ()) -> DictionarySegmenter:
    """Open the segmenter that a setting names, with the domain dictionary.

    Args:
        name: "rjieba" or "jieba".
        extra_words: further terms that must stay whole, such as those found in the user's corpus.

    Returns:
        The segmenter.

    Raises:
        UsageError: there is no segmenter of that name.
    """
    if name not in _SEGMENTERS:
        raise UsageError(f"没有名为“{name}”的分词器。", remedy="可选：rjieba、jieba。")
    return _SEGMENTERS[name](load_domain_words(), extra_words)


def _name(engine: str, extra_words: Sequence[str]) -> str:
    return f"{engine}-{version(engine)}" + (f"+{len(extra_words)}" if extra_words else "")


def _parts(
    words: Sequence[str], extra_words: Sequence[str], *, cut: Callable[[str], Iterable[str]]
) -> dict[str, tuple[str, ...]]:
    """Return how the untaught engine cuts each word; extra words give the dictionary's words inside them too.

    A text is found by the words of the dictionary whether or not its own terms were added.
    """
    known = set(words)
    parts = {word: tuple(cut(word)) for word in _ordered((*words, *extra_words))}
    for word in set(extra_words) & parts.keys() - known:
        pieces = parts[word]
        spans = ("".join(pieces[i:j]) for i in range(len(pieces)) for j in range(i + 2, len(pieces) + 1))
        parts[word] = (*pieces, *(span for span in spans if span in known))
    return parts


def _ordered(words: Sequence[str]) -> list[str]:
    """Return each word once, short ones first: the frequency a long one needs depends on the short ones in it."""
    return sorted({word for word in words if len(word) > 1 and not word.isspace()}, key=lambda word: (len(word), word))


def _teach(
    words: Iterable[str], *, add: Callable[[str, int | None], object], cut: Callable[[str], Iterable[str]]
) -> None:
    """Add words to an engine, each with the smallest frequency (by factors of ten) at which it stays whole."""
    taught = [word for word in words if _ENGINE_WORD.fullmatch(word)]
    for word in taught:
        add(word, None)
    for word in taught:
        frequency = 10
        for _ in range(_MAX_RAISES):
            if next(iter(cut(word)), "") == word:
                break
            add(word, frequency)
            frequency *= 10


def _jieba_tokenizer() -> Any:  # noqa: ANN401  # jieba has no types
    with warnings.catch_warnings():
        # jieba asks for the deprecated pkg_resources, and holds escapes that newer Pythons warn of.
        warnings.simplefilter("ignore")
        import jieba  # noqa: PLC0415  # 0.2 s

        tokenizer = jieba.Tokenizer()
        # Its own initialize() keeps a marshalled copy under a fixed name in the shared temporary folder, where anyone
        # may have put another one, and logs to stderr. Reading the dictionary costs 0.7 s and avoids both.
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def _with_runs(text: str, ends: list[int], runs: list[tuple[int, int]]) -> list[int]:
    """Return the ends with each technical run made one word, but for runs that a dictionary word reaches across."""
    boundaries = {0, *ends}
    for start, end in _accepted(text, ends, runs):
        boundaries.difference_update(range(start + 1, end))
        boundaries.add(start)
        boundaries.add(end)
    return sorted(boundaries - {0})


def _accepted(text: str, ends: list[int], runs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the runs whose edges cut no dictionary word such as LED驱动 or 5G通信."""
    place = 0
    word_start = 0
    for start, end in runs:
        while ends[place] <= start:
            word_start = ends[place]
            place += 1
        last, last_start = place, word_start
        while ends[last] < end:
            last_start = ends[last]
            last += 1
        crosses_start = word_start < start and _HAN.search(text, word_start, start) is not None
        crosses_end = ends[last] > end and _HAN.search(text, end, ends[last]) is not None
        # last_start is where the word that holds the end of the run begins: only a word that began in the run crosses.
        if not crosses_start and not (crosses_end and last_start < end):
            yield start, end
