"""Cuts a need or an achievement into passages that each talk about one thing, with their places in the original."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from data.records.enums import PassageKind
from data.records.matches import Quote
from data.reference.cues import Side, passage_cues
from ingest.cleaning import FoldedText, fold
from matcher.contacts import contact_spans

MAX_PASSAGE = 120
"""Characters. About 75 of e5's tokens: long enough for one thought, short enough to quote on a card."""

_SENTENCE = re.compile(r"[^。!?！？\n]*[。!?！？\n]?")
_CLAUSE = re.compile(r"[^,，;；、]*[,，;；、]?")
_HAS_LETTER = re.compile(r"[^\W\d_]")
_EMPTY_BRACKETS = re.compile(r"[(\[【][\s,，、]*[)\]】]")
_NUMBERING = r"(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*)?"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one field.

    Attributes:
        kind: what it talks about.
        quote: the stretch in the original field.
        text: the same, folded for matching; without contacts.
    """

    kind: PassageKind
    quote: Quote
    text: str


def cut_passages(
    side: Side, *, field: str, value: str, default: PassageKind, names: Sequence[str] = ()
) -> list[Passage]:
    """Cut one field into passages of at most about 120 characters.

    Sections with a heading ("预期目标：") take its kind; elsewhere a sentence with a cue phrase takes that of the cue,
    and what is left takes `default`. Contacts never enter a passage, so that a quote needs no mask and its span stays
    true.

    Args:
        side: whose headings and cues apply.
        field: name of the record's field.
        value: the field as it stood in the file.
        default: the kind of sentences that nothing else decides.
        names: of people, as the record's contact gives them; they are contacts wherever they stand.

    Returns:
        Passages in the order of the text; stretches without any letter are left out.
    """
    folded = fold(value)
    stretches = [
        (kind, start, end)
        for heading, section_start, section_end in _sections(side, folded.text)
        for kind, start, end in _merge(_sentences(side, folded.text, section_start, section_end, heading or default))
    ]
    hidden = tuple(contact_spans(folded.text, names))
    pieces = (_without_contacts(folded.text, kind, (start, end), hidden) for kind, start, end in stretches)
    return [_passage(folded, field, *piece) for stretch in pieces for piece in stretch]


def title_passage(title: str, names: Sequence[str] = ()) -> Passage:
    """Return the whole title as one passage of kind problem.

    Its quote is the title as it stood in the file; its text is without contacts, like every text that is matched, and
    may be empty. `names` are as in `cut_passages`.
    """
    text = fold(title).text
    for start, end in reversed(tuple(contact_spans(text, names))):
        text = _EMPTY_BRACKETS.sub("", text[:start] + text[end:])
    return Passage(PassageKind.PROBLEM, Quote("title", title, 0, len(title)), text.strip())


@cache
def _heading_pattern(side: Side) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, passage_cues(side).headings), key=len, reverse=True))
    return re.compile(rf"(?:^|(?<=[\n。;；\s]))[ \t]*[\"“]?{_NUMBERING}[【\[]?({names})[】\]]?\s*[:：]")


def _sections(side: Side, text: str) -> Iterator[tuple[PassageKind | None, int, int]]:
    headings = passage_cues(side).headings
    kind: PassageKind | None = None
    position = 0
    for found in _heading_pattern(side).finditer(text):
        if found.start() > position:
            yield kind, position, found.start()
        kind, position = headings[found[1]], found.end()
    if position < len(text):
        yield kind, position, len(text)


def _sentences(
    side: Side, text: str, start: int, end: int, default: PassageKind
) -> Iterator[tuple[PassageKind, int, int]]:
    for first, last in _pieces(_SENTENCE, text, start, end):
        sentence = text[first:last]
        kind = next((kind for cue, kind in passage_cues(side).cues.items() if cue in sentence), default)
        if last - first <= MAX_PASSAGE:
            yield kind, first, last
        else:
            yield from ((kind, a, b) for a, b in _hard_cut(text, first, last))


def _hard_cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for _, last in _pieces(_CLAUSE, text, start, end):
        while last - first > MAX_PASSAGE:
            yield first, first + MAX_PASSAGE
            first += MAX_PASSAGE
        if last - first > MAX_PASSAGE // 2:
            yield first, last
            first = last
    if first < end:
        yield first, end


def _pieces(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in pattern.finditer(text, start, end):
        if found.end() > found.start():
            yield found.start(), found.end()


def _merge(pieces: Iterator[tuple[PassageKind, int, int]]) -> Iterator[tuple[PassageKind, int, int]]:
    held: tuple[PassageKind, int, int] | None = None
    for kind, start, end in pieces:
        if held is not None and held[0] == kind and end - held[1] <= MAX_PASSAGE:
            held = (kind, held[1], end)
            continue
        if held is not None:
            yield held
        held = (kind, start, end)
    if held is not None:
        yield held


def _without_contacts(
    text: str, kind: PassageKind, stretch: tuple[int, int], hidden: Sequence[tuple[int, int]]
) -> Iterator[tuple[PassageKind, int, int]]:
    position, end = stretch
    for first, last in hidden:
        if last > position and first < end:
            yield from _trimmed(text, kind, position, max(first, position))
            position = min(last, end)
    yield from _trimmed(text, kind, position, end)


def _trimmed(text: str, kind: PassageKind, start: int, end: int) -> Iterator[tuple[PassageKind, int, int]]:
    stretch = text[start:end]
    if _HAS_LETTER.search(stretch):
        yield kind, start + len(stretch) - len(stretch.lstrip()), end - len(stretch) + len(stretch.rstrip())


def _passage(folded: FoldedText, field: str, kind: PassageKind, start: int, end: int) -> Passage:
    first, last = folded.to_original(start, end)
    return Passage(kind, Quote(field, folded.original[first:last], first, last), folded.text[start:end])
