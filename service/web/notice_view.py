"""A notice as its page shows it: the text cut at its clauses, each piece beside the rules that rest on it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from data.records.notices import Notice, Quote
from data.records.rulebook import RuleHistory
from service.exports.feedback import masked_text

_GAPS: Final = re.compile(r"\n[^\S\n]*(?:\n\s*)+\n")
"""The empty lines of forms, of which one is enough to see where a paragraph ends."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of the notice; `rules` names the rules that quote them, () where none does."""

    text: str
    rules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the notice from one clause to the next, and the rules whose sentence begins in it.

    Attributes:
        number: of the clause; "" before the first.
        depth: how many clauses lie above it.
    """

    number: str
    depth: int
    pieces: tuple[Piece, ...]
    rules: tuple[RuleHistory, ...]


def parts_of(notice: Notice, rules: Sequence[RuleHistory]) -> tuple[Part, ...]:
    """Return the text of a notice in parts, contacts hidden, what belongs to the page left out.

    Args:
        notice: as it was read.
        rules: of this notice.

    Returns:
        Every word of the text once, but for what was dropped, in its order; parts of blanks alone are left out.
    """
    text = masked_text(notice.text)
    starts = {0: ("", 0)}
    for clause in sorted(notice.clauses, key=lambda each: (each.quote.start, -each.quote.end)):
        starts[clause.quote.start] = (clause.number, clause.number.count("/"))
    cuts = sorted(starts)
    ends = [*cuts[1:], len(text)]
    found = []
    for start, end in zip(cuts, ends, strict=True):
        own = tuple(each for each in rules if _is_quoted(each) and start <= each.newest.quote.start < end)
        pieces = _pieces(text, _trimmed(text, start, end), rules, notice.dropped)
        if own or any(each.text.strip() for each in pieces):
            found.append(Part(*starts[start], pieces, own))
    return tuple(found)


def unquoted(rules: Iterable[RuleHistory]) -> tuple[RuleHistory, ...]:
    """Return the rules that rest on no sentence."""
    return tuple(each for each in rules if not _is_quoted(each))


def _trimmed(text: str, start: int, end: int) -> Quote:
    """Return a span without the blanks around its words."""
    words = text[start:end]
    return Quote("", start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _is_quoted(rule: RuleHistory) -> bool:
    return bool(rule.newest.quote.text)


def _pieces(text: str, span: Quote, rules: Iterable[RuleHistory], dropped: Iterable[Quote]) -> tuple[Piece, ...]:
    """Cut a span wherever a quote or something dropped begins or ends."""
    quotes = [(each.number, each.newest.quote) for each in rules if _is_quoted(each)]
    gone = list(dropped)
    edges = {span.start, span.end}
    for quote in (*(each for _, each in quotes), *gone):
        edges |= {edge for edge in (quote.start, quote.end) if span.start < edge < span.end}
    ordered = sorted(edges)
    pieces = []
    for start, end in pairwise(ordered):
        if not any(each.start <= start and end <= each.end for each in gone):
            numbers = tuple(number for number, each in quotes if each.start <= start and end <= each.end)
            pieces.append(Piece(_GAPS.sub("\n\n", text[start:end]), numbers))
    return tuple(pieces)
