"""Folding: one spelling for one text, with every character's way back to the original.

Matching works on folded text (simplified characters, half-width forms, no remains of web pages); people are shown the
original. `FoldedText.to_original` is the bridge: it turns a span of the folded text into the span of the original
value it came from.
"""

import html
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from opencc import OpenCC

Offsets = npt.NDArray[np.int32]

# Compatibility forms that NFKC would turn into something else than what the writer meant. Circled and stopped
# numbers would run into the number behind them ("①5mm" -> "15mm", "⒈5mm" -> "1.5mm"), superscripts into the one before
# ("10⁶" -> "106"), fractions likewise ("2½" -> "21/2"); "，" stays because "120，200，300" would become a number with
# thousands separators; "…", "″" and "℃" are single signs that everything downstream knows.
_KEPT: Final = frozenset(
    "，…‥″‴‶‷℃℉ªº¹²³⁰⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ"
    + "".join(map(chr, [*range(0x2460, 0x249C), *range(0x24EA, 0x2500), *range(0x2776, 0x2794)]))
    + "".join(map(chr, [*range(0x00BC, 0x00BF), *range(0x2150, 0x215F)]))
)

# Radicals that PDF fonts put in place of characters and NFKC leaves alone (Unicode CJK Radicals Supplement, by shape).
_RADICALS: Final = dict(
    zip("⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻰⺠", "西见角贝车长门青页风飞食马鱼鸟麦黄齐龙民", strict=True)
)

_BLOCK_TAGS: Final = "br|p|div|li|ul|ol|tr|table|tbody|thead|h[1-6]|hr|dl|dt|dd|center|section|article|blockquote|pre"
_INLINE_TAGS: Final = (
    "span|a|b|i|u|em|strong|font|sup|sub|td|th|img|o:p|label|small|big|s|code|col|colgroup|st1:[a-z]+|v:[a-z]+|w:[a-z]+"
)
_PAGE_WORDS: Final = "上一篇|下一篇|上一页|下一页|相关(?:文章|推荐|阅读|链接|新闻)|推荐阅读|延伸阅读|热门文章"
_PAGE_LINES: Final = (
    "返回(?:顶部|首页|列表|上一页)|打印本页|关闭(?:本页|窗口)|加入收藏|分享到|点击下载|查看更多|阅读全文|网站地图"
    "|设为首页"
)

# What changes the length of a text. The alternatives are tried in this order at each place.
_REMAINS: Final = re.compile(
    # Each stops at the next of its kind: unclosed ones, thousands of them, must not cost the square of the text.
    r"(?P<hidden><(?:script|style)\b[^<>]*>(?:(?!<(?:script|style)\b).)*?</(?:script|style)\s*>"
    r"|<!--(?:(?!<!--).)*?-->)"
    rf"|(?P<block></?(?:{_BLOCK_TAGS})(?:\s[^<>]*=[^<>]*)?\s*/?>)"
    rf"|(?P<inline></?(?:{_INLINE_TAGS})(?:\s[^<>]*=[^<>]*)?\s*/?>)"
    r"|(?P<entity>&(?:amp;|#38;|#[xX]26;)*(?:[a-zA-Z]{2,8}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)"
    r"|(?P<degree>[°º˚] ?C(?![A-Za-z]))"
    r"|(?P<newline>\r\n?|[\u2028\u2029\x85\x0b\x0c])"
    r"|(?P<space>[ \t]{2,}|\t)"
    rf"|(?P<page>(?:^|(?<=\n))[ \t\-·•>»*【\[(|]*(?:(?:{_PAGE_WORDS})(?:[ \t]*[:：][^\n]{{0,60}}|[ \t\])】|]*)"
    rf"|(?:{_PAGE_LINES})[ \t\])】|]*)(?:\n|\Z))",
    re.IGNORECASE | re.DOTALL,
)
_REMAINS_HINT: Final = re.compile(
    r"[<&°º˚\r\t\x0b\x0c\x85\u2028\u2029]|  |[上下]一[篇页]|相关|阅读|热门|返回|打印|关闭|收藏|分享到|点击|查看"
    r"|网站|首页"
)


class _Tables(NamedTuple):
    """What single characters become, worked out once from Unicode and OpenCC."""

    same_length: dict[int, str]
    changed: re.Pattern[str]
    longer: dict[str, str]
    lengthening: re.Pattern[str]
    traditional: frozenset[str]


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text made ready for matching.

    Attributes:
        original: the value as it stood in the file.
        text: simplified characters, half-width forms, single spaces; case is kept.
        starts: for each character of `text` where its piece of `original` begins; None where all stayed in place.
        ends: likewise, one past the piece's end.
    """

    original: str
    text: str
    starts: Offsets | None = field(default=None, repr=False, compare=False)
    ends: Offsets | None = field(default=None, repr=False, compare=False)

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Find the half-open span of `original` that the span [start, end) of `text` came from.

        An empty span gives an empty span at the place where its next character stood.

        Raises:
            IndexError: not 0 <= start <= end <= len(text).
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"span [{start}, {end}) outside a text of {len(self.text)} characters")
        if self.starts is None or self.ends is None:
            return start, end
        if start == end:
            place = int(self.starts[start]) if start < len(self.text) else len(self.original)
            return place, place
        return int(self.starts[start]), int(self.ends[end - 1])


def fold(text: str) -> FoldedText:
    """Fold a text: simplified, half-width, without remains of web pages, and with offsets back.

    Changed are: traditional characters (OpenCC t2s, phrases included), full-width and other compatibility forms (NFKC
    character by character, but for those that would change a number), characters nobody sees (zero-width, soft
    hyphens, control and private-use characters: dropped), HTML tags and entities, runs of blanks (one space), and the
    navigation lines of web pages (上一篇, 下一篇, 相关文章 ...: dropped with their line).
    Folding a folded text changes nothing.
    """
    folded = FoldedText(text, text)
    # Each pass may lay bare work for the next ("&amp;lt;", a tag cut by a zero-width space). Every pass that changes
    # something shortens the text or lowers the number of foldable characters, so this ends.
    while (step := _fold_once(folded.text)) is not None:
        folded = _compose(folded, step)
    return folded


def _fold_once(text: str) -> FoldedText | None:
    """Apply every rule once; None when nothing changes."""
    tables = _tables()
    folded = FoldedText(text, text)
    if tables.changed.search(text):
        folded = FoldedText(text, text.translate(tables.same_length))
        if tables.lengthening.search(folded.text):
            folded = _compose(folded, _replace(folded.text, _expansions(folded.text, tables)))
    if not tables.traditional.isdisjoint(folded.text):
        folded = _compose(folded, _simplify(folded.text))
    if _REMAINS_HINT.search(folded.text):
        folded = _compose(folded, _replace(folded.text, _remains(folded.text)))
    return None if folded.text == text else folded


def _compose(first: FoldedText, second: FoldedText) -> FoldedText:
    """Chain two foldings, the second made from the first one's text."""
    if second.text == second.original:
        return first
    if first.starts is None or first.ends is None:
        return FoldedText(first.original, second.text, second.starts, second.ends)
    if second.starts is None or second.ends is None:
        return FoldedText(first.original, second.text, first.starts, first.ends)
    return FoldedText(first.original, second.text, first.starts[second.starts], first.ends[second.ends - 1])


def _replace(text: str, replacements: Iterator[tuple[int, int, str]]) -> FoldedText:
    """Replace pieces given as (start, end, replacement), in order; all of a replacement points at its piece."""
    pieces: list[str] = []
    starts: list[Offsets] = []
    ends: list[Offsets] = []
    done = 0
    for start, end, replacement in replacements:
        kept = np.arange(done, start, dtype=np.int32)
        pieces += (text[done:start], replacement)
        starts += (kept, np.full(len(replacement), start, dtype=np.int32))
        ends += (kept + 1, np.full(len(replacement), end, dtype=np.int32))
        done = end
    kept = np.arange(done, len(text), dtype=np.int32)
    return FoldedText(
        text, "".join([*pieces, text[done:]]), np.concatenate([*starts, kept]), np.concatenate([*ends, kept + 1])
    )


def _expansions(text: str, tables: _Tables) -> Iterator[tuple[int, int, str]]:
    """Give the characters that become none or several."""
    for match in tables.lengthening.finditer(text):
        yield match.start(), match.end(), tables.longer.get(match.group(), "")


def _remains(text: str) -> Iterator[tuple[int, int, str]]:
    """Give tags, entities, runs of blanks and navigation lines with what stands for them."""
    for match in _REMAINS.finditer(text):
        kind = match.lastgroup
        found = match.group()
        if kind == "entity":
            # "&amp;amp;lt;" was escaped three times: only what stands last counts.
            last = "&" + found[found.rfind(";", 1, -1) + 1 :].removeprefix("&")
            known = html.unescape(last)
            # html.unescape also takes prefixes ("&notit;" -> "¬it;"): those are no entities.
            replacement = last if known.endswith(";") and len(known) > 1 else known
        else:
            replacement = {"block": "\n", "newline": "\n", "space": " ", "degree": "℃"}.get(kind or "", "")
        if replacement != found:
            yield match.start(), match.end(), replacement


def _simplify(text: str) -> FoldedText:
    """Turn traditional characters into simplified ones."""
    simplified = _converter().convert(text)
    if len(simplified) == len(text):
        # Each entry of OpenCC's t2s tables is as long as what it replaces (checked over all ideographs by a test), so
        # equal length means that every character stayed in its place.
        return FoldedText(text, simplified)
    convert = _converter().convert
    return _replace(text, ((i, i + 1, convert(character)) for i, character in enumerate(text)))


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    """Load OpenCC's traditional-to-simplified tables once."""
    return OpenCC("t2s")


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    """Work out what becomes of each single character (about 0.3 s, once a process)."""
    same_length: dict[int, str] = {ord(a): b for a, b in _RADICALS.items()}
    longer: dict[str, str] = {}
    dropped: list[str] = []
    for character in map(chr, range(sys.maxunicode + 1)):
        category = unicodedata.category(character)
        if _is_invisible(character, category):
            dropped.append(character)
        elif category != "Cn" and character not in _KEPT:
            folded = unicodedata.normalize("NFKC", character)
            if category == "Zs":
                folded = " "
            if folded == character or (folded.startswith(" ") and category != "Zs"):
                continue
            if len(folded) == 1:
                same_length[ord(character)] = folded
            else:
                longer[character] = folded
    return _Tables(
        same_length,
        re.compile(_character_class([*map(chr, same_length), *longer, *dropped])),
        longer,
        re.compile(_character_class([*longer, *dropped])),
        _traditional_characters(),
    )


def _is_invisible(character: str, category: str) -> bool:
    """Is it a control, format, private-use or surrogate character, other than white space?"""
    return category in {"Cc", "Cf", "Co", "Cs"} and character not in "\t\n\r\x0b\x0c\x85"


def _traditional_characters() -> frozenset[str]:
    """Every ideograph that OpenCC changes, by asking it."""
    blocks = ((0x3400, 0xA000), (0x20000, 0x33480))
    characters = [chr(code) for block in blocks for code in range(*block)]
    simplified = _converter().convert("\n".join(characters)).split("\n")
    return frozenset(a for a, b in zip(characters, simplified, strict=True) if a != b)


def _character_class(characters: list[str]) -> str:
    """Write a regular expression that matches one of the characters, as ranges."""
    codes = sorted(map(ord, characters))
    cuts = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(codes)) if b != a + 1), len(codes)]
    ranges = [(codes[a], codes[b - 1]) for a, b in pairwise(cuts)]
    return "[" + "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges) + "]"
