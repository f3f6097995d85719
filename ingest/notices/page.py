"""The page of a notice made ready for reading: folded, without what belongs to the web page, with offsets back."""

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from data.records.notices import Quote
from data.reference.notice_cues import notice_pattern
from ingest.cleaning import FoldedText, fold

HEAD_LINES: Final = 12
"""Lines with words from the top in which the head of a page (path, dates, counters) and the title may stand."""

MAX_PAGE_LINE: Final = 60
"""A line of page furniture is short; a longer one that begins with 来源 may be a sentence."""

FULL_LINE_SHARE: Final = 0.85
"""A printed line this long, of the longest, ran to the margin: its sentence goes on in the next."""

_PAGE_LINE: Final = re.compile(
    rf"[\s\-·>»*【\[(|]*(?:{notice_pattern('page_line')})(?:\s*[:：>》】\])|].*|\s*$|[ \d].*)"
    r"|.*(?:发布(?:日期|时间)|浏览次数|阅读次数|点击数)\s*[::].*"
    r"|\s*[\"'}\]]+,\s*\".*|.*\"\s*:\s*[{\[\"].*"
)
_PAGE_TAIL: Final = re.compile(rf".{{0,60}}{notice_pattern('page_tail')}\s*[】\]]?\s*[::]?[】\]]?\s*")
_NUMBERED: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}\s?[、.]|[((][一二三四五六七八九十\d]{1,3}[))]|\d{1,2}\s?[、.](?!\d)|第[一二三四五六七八九十百]{1,4}[章节条]"
    r"|附\s?[件表]|[①-⑳]|——|□)"
)
_HAN_OR_MARK: Final = "\u4e00-\u9fff\u3007，。、;:;:“”《》()"
_INNER_BLANK: Final = re.compile(
    rf"(?<=[{_HAN_OR_MARK}])[ ]+(?=[{_HAN_OR_MARK}\d])|(?<=\d)[ ]+(?=[{_HAN_OR_MARK}])|(?<=\d)[ ]+(?=:\d)"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A notice as the grammar reads it.

    Attributes:
        folded: its `original` is the text as it stood, its `text` what the grammar reads: simplified, half-width
            brackets and colons, no blanks inside of sentences, page remains gone.
        dropped: what of the original belongs to the web page.
    """

    folded: FoldedText
    dropped: tuple[Quote, ...] = field(default=())

    @property
    def text(self) -> str:
        """What the grammar reads."""
        return self.folded.text

    def quote(self, start: int, end: int) -> Quote:
        """Return the original words of a span of `text`, blanks at both ends left out."""
        inner = self.text[start:end]
        start += len(inner) - len(inner.lstrip())
        end = max(start, end - (len(inner) - len(inner.rstrip())))
        first, last = self.folded.to_original(start, end)
        return Quote(self.folded.original[first:last], first, last)


def read_page(text: str, *, is_printed: bool = False) -> Page:
    """Make a text ready for reading.

    Args:
        text: as it stood.
        is_printed: lines end at the margin and not with the paragraph (PDF).
    """
    folded = fold(text)
    kept = np.ones(len(folded.text), dtype=np.bool_)
    for start, end in _page_lines(folded.text):
        kept[start:end] = False
    folded, dropped = _cut(folded, kept), _dropped(folded, kept)
    if is_printed:
        folded = _without(folded, _soft_breaks(folded.text))
    blanks = [place for match in _INNER_BLANK.finditer(folded.text) for place in range(*match.span())]
    return Page(_without(folded, blanks), dropped)


def _page_lines(text: str) -> list[tuple[int, int]]:
    """Give the lines of a web page around a notice: path, dates and counters above, links and scripts below."""
    spans: list[tuple[int, int]] = []
    start = n_seen = 0
    is_tail = False
    n_lines = sum(bool(line.strip()) for line in text.split("\n"))
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            n_seen += 1
            is_edge = n_seen <= HEAD_LINES or n_seen > n_lines - HEAD_LINES
            is_tail = is_tail or (n_seen > HEAD_LINES / 2 and _PAGE_TAIL.fullmatch(line) is not None)
            if is_tail or (is_edge and len(line) <= MAX_PAGE_LINE * 2 and _PAGE_LINE.fullmatch(line)):
                spans.append((start, end))
        start = end + 1
    return spans


def _dropped(folded: FoldedText, kept: npt.NDArray[np.bool_]) -> tuple[Quote, ...]:
    """Give the stretches of the original that no kept character came from, with words in them."""
    original = folded.original
    covered = np.zeros(len(original) + 1, dtype=np.bool_)
    if folded.starts is None or folded.ends is None:
        covered[: len(kept)] = kept
    else:
        for start, end in zip(folded.starts[kept].tolist(), folded.ends[kept].tolist(), strict=True):
            covered[start:end] = True
    quotes: list[Quote] = []
    # Blanks and line breaks between two dropped lines are kept characters: they do not part them.
    for match in re.finditer("1+", "".join("0" if each else "1" for each in covered[:-1].tolist())):
        found = original[match.start() : match.end()]
        words = found.strip()
        if not re.search(r"\w", words):
            continue
        start = match.start() + found.index(words)
        if quotes and not original[quotes[-1].end : start].strip():
            start = quotes.pop().start
        end = match.start() + found.index(words) + len(words)
        quotes.append(Quote(original[start:end], start, end))
    return tuple(quotes)


def _soft_breaks(text: str) -> list[int]:
    """Give the line breaks at which a printed sentence goes on in the next line."""
    lines = text.split("\n")
    full = FULL_LINE_SHARE * max(map(len, lines))
    places: list[int] = []
    end = -1
    for line, following in pairwise(lines):
        end += len(line) + 1
        ends_sentence = line.rstrip().endswith(("。", "!", "?", ":"))
        if len(line) >= full and not ends_sentence and following.strip() and not _NUMBERED.match(following):
            places.append(end)
    return places


def _without(folded: FoldedText, places: list[int]) -> FoldedText:
    """Leave out single characters."""
    if not places:
        return folded
    kept = np.ones(len(folded.text), dtype=np.bool_)
    kept[places] = False
    return _cut(folded, kept)


def _cut(folded: FoldedText, kept: npt.NDArray[np.bool_]) -> FoldedText:
    """Leave out the characters that are not kept; the way back stays."""
    if kept.all():
        return folded
    own = np.arange(len(folded.text), dtype=np.int32)
    starts = own if folded.starts is None else folded.starts
    ends = own + 1 if folded.ends is None else folded.ends
    text = "".join(character for character, stays in zip(folded.text, kept.tolist(), strict=True) if stays)
    return FoldedText(folded.original, text, starts[kept], ends[kept])
