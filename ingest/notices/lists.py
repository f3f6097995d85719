"""Lists that an introduction opens: inline with numbers or semicolons, or as the clauses or lines below it."""

import re
from dataclasses import dataclass
from typing import Final

from ingest.notices.clauses import Sentence
from ingest.notices.drafts import Draft

MAX_ENTRY: Final = 120

_INLINE: Final = re.compile(
    r"(?:[①-⑳]|[一二三四五六七八九]是|\((?:\d{1,2}|[一二三四五六七八九十]{1,2})\)|(?<![\d.])\d{1,2}[.、](?!\d))"
)
_FIRST: Final = re.compile(r"①|一是|\([1一]\)|(?<![\d.])1[.、](?!\d)")
_NUMBER: Final = re.compile(
    r"^\s*(?:[①-⑳]|[一二三四五六七八九]是|\((?:\d{1,2}|[一二三四五六七八九十]{1,2})\)|\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,2}、)\s*"
)
_COLON: Final = re.compile(r":\s*|(?<=:)\s*")
_SAME_LINE: Final = re.compile(r"[^;。\n]{2,}(?:;[^;。\n]{2,})+")
_LINES: Final = re.compile(r"[^;。\n]{2,}(?:;\s*[^;。\n]{2,})+")
_PIECE: Final = re.compile(r"[^;\n]{2,}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a list, in the reading text; `text` is its first sentence without its number."""

    text: str
    start: int
    end: int


def entries_behind(draft: Draft, sentence: Sentence, offset: int) -> tuple[Entry, ...]:
    """Return what an introduction opens, () where that is no list of two or more.

    Args:
        draft: the notice.
        sentence: the one that introduces.
        offset: in the sentence, behind the introduction.
    """
    inline = _inline(draft, sentence.start + offset)
    if len(inline) > 1:
        return inline
    if parted := _by_semicolons(draft, sentence.start + offset, _SAME_LINE):
        return parted
    part = draft.part_of(sentence)
    below = draft.outline.children(part) if part else ()
    below = tuple(each for each in below if each.start >= sentence.start)
    if len(below) > 1:
        return tuple(_entry(draft.page.text, each.body, each.own_end) for each in below)
    return _by_semicolons(draft, sentence.start + offset, _LINES)


def split_words(text: str) -> tuple[str, ...]:
    """Return the members of a list in running words: A、B和C等."""
    plain = re.split(
        r"等(?:内容|事项|条款|方面|要素)?(?=[,，。;]|$)|等(?=$|[^\u4e00-\u9fff]|[\u4e00-\u9fff]{0,6}$)", text
    )[0]
    pieces = re.split(r"[、;；,，]|以及|(?<=[\u4e00-\u9fff]{2})和(?=[\u4e00-\u9fff]{2})", plain)
    return tuple(piece.strip(" 。:") for piece in pieces if len(piece.strip(" 。:")) > 1)


def _inline(draft: Draft, start: int) -> tuple[Entry, ...]:
    """Read a numbered list that stands in the rest of the same line."""
    text = draft.page.text
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    if not _FIRST.search(text, start, end):
        return ()
    starts = [match.start() for match in _INLINE.finditer(text, start, end)]
    return tuple(_entry(text, a, b) for a, b in zip(starts, [*starts[1:], end], strict=True))


def _by_semicolons(draft: Draft, start: int, shape: re.Pattern[str]) -> tuple[Entry, ...]:
    """Read a list without numbers behind a colon (A；B；C)."""
    text = draft.page.text
    colon = _COLON.match(text, start)
    match = shape.match(text, colon.end()) if colon else None
    if match is None:
        return ()
    return tuple(_entry(text, each.start(), each.end()) for each in _PIECE.finditer(text, *match.span()))


def _entry(text: str, start: int, end: int) -> Entry:
    piece = text[start:end].rstrip()
    first = re.split(r"[。;\n]", _NUMBER.sub("", piece).strip())[0]
    return Entry(first.strip()[:MAX_ENTRY], start, start + len(piece))
