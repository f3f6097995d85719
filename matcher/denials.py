"""What an achievement says outright that it does not do, of what the need speaks of.

Values count such words like any other, since the ranker was trained on them so; people are told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from data.records.matches import Quote
from data.reference.denials import denial_cues
from ingest.cleaning import fold
from matcher.features.shown import is_shown
from matcher.features.words import LEAST_TELLING
from matcher.language import shipped_weights
from matcher.passages import Passage
from matcher.profiles import Profile

# A comma between digits belongs to the number.
_CLAUSE: Final = re.compile(r"(?:[^，,；;。！？!?\n]|(?<=\d),(?=\d))+")
_ENDS: Final = "。！？!?\n"
_BLANK: Final = " \t\u3000"


@dataclass(frozen=True, slots=True)
class Denial:
    """Clauses in a row of one sentence that deny something.

    Attributes:
        quote: the clauses, in the original field.
        words: what they deny of the need's words, in lower case; in alphabetical order.
    """

    quote: Quote
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of a passage: its place in the passage's original, the sentence it stands in, and what it denies.

    `denied` is folded, in lower case, and empty where it denies nothing.
    """

    start: int
    end: int
    sentence: int
    denied: str


def denials(need: Profile, achievement: Profile) -> tuple[Denial, ...]:
    """Return where the achievement denies something that the need speaks of, in the order of the text.

    A clause counts if what it denies holds a shared word rare enough to tell something, which the need does not itself
    want to be without. Clauses that speak of others' state or of a problem deny nothing.
    """
    shared = need.vocabulary & achievement.vocabulary
    # A text begins with the problem that others have, and names its own limits later.
    opening = {passage.quote.field: passage.quote.end // 3 for passage in achievement.passages}
    return tuple(
        found
        for passage in achievement.passages
        for found in _in_passage(passage, need, shared, late=opening[passage.quote.field])
    )


def only_denied(found: Sequence[Denial], achievement: Profile) -> frozenset[str]:
    """Return the denied words, in lower case, that stand nowhere else in the achievement."""
    if not found:
        return frozenset()
    rest = "\n".join((achievement.title, *(_without(passage.quote, found) for passage in achievement.passages)))
    elsewhere = fold(rest).text.lower()
    return frozenset(word for each in found for word in each.words if word not in elsewhere)


def undenied(quote: Quote, found: Sequence[Denial]) -> Quote | None:
    """Return the longest stretch of a quote that denies nothing; None where that is less than half of it."""
    starts, ends = [quote.start], []
    for each in found:
        if each.quote.field == quote.field and quote.start <= each.quote.start < quote.end:
            ends.append(each.quote.start)
            starts.append(each.quote.end)
    if not ends:
        return quote
    start, end = max(zip(starts, [*ends, quote.end], strict=True), key=lambda stretch: stretch[1] - stretch[0])
    left = quote.text[start - quote.start : end - quote.start]
    kept = left.lstrip("，,；;。！？!?、 \n")
    start += len(left) - len(kept)
    kept = kept.rstrip("，,；; \n")
    return Quote(quote.field, kept, start, start + len(kept)) if 2 * len(kept) >= len(quote.text) else None


def _without(quote: Quote, found: Sequence[Denial]) -> str:
    text = quote.text
    for each in reversed(found):
        if each.quote.field == quote.field and quote.start <= each.quote.start < quote.end:
            text = text[: each.quote.start - quote.start] + "\n" + text[each.quote.end - quote.start :]
    return text


def _in_passage(passage: Passage, need: Profile, shared: frozenset[str], *, late: int) -> Iterator[Denial]:
    cues = denial_cues()
    if not any(pattern.search(passage.text) for pattern in (cues.after, cues.open, cues.whole)):
        return
    text = passage.quote.text
    clauses_of = _clauses(text, late=late - passage.quote.start)
    for (_, is_denying), group in groupby(clauses_of, key=lambda clause: (clause.sentence, bool(clause.denied))):
        clauses = list(group)
        words = _words("\n".join(clause.denied for clause in clauses), need, shared) if is_denying else ()
        if words:
            start, end = clauses[0].start, clauses[-1].end
            place = passage.quote.start
            yield Denial(Quote(passage.quote.field, text[start:end], place + start, place + end), words)


def _clauses(text: str, *, late: int) -> Iterator[_Clause]:
    """Yield the clauses of a passage's original; those from `late` on may state limits of its own."""
    begin = sentence = 0
    for found in _CLAUSE.finditer(text):
        start, end = found.span()
        mark = max(text.rfind(mark, begin, start) for mark in _ENDS)
        if mark >= begin:
            begin, sentence = mark + 1, sentence + 1
        stop = min((place for mark in _ENDS if (place := text.find(mark, end)) >= 0), default=len(text))
        start += len(found[0]) - len(found[0].lstrip(_BLANK))
        denied = _denied(
            fold(text[start:end]).text,
            before=fold(text[begin:start]).text,
            behind=fold(text[end:stop]).text,
            is_late=start >= late,
        )
        yield _Clause(start, end, sentence, denied.lower())


def _denied(clause: str, *, before: str, behind: str, is_late: bool) -> str:
    """Return the part of a folded clause that it denies, given the rest of its sentence; "" where it denies nothing.

    `is_late` tells whether the clause stands late enough for the cues that are open.
    """
    cues = denial_cues()
    seeming = [found.span() for found in cues.not_meant.finditer(clause)]
    for pattern in (cues.whole, cues.after, *((cues.open,) if is_late else ())):
        for found in pattern.finditer(clause):
            start = found.start()
            is_meant = not any(first < found.end() and start < last for first, last in seeming)
            # A comparison with what others do stands within its own cue (与传统方法不同).
            is_own = not cues.others.search(before + clause[: found.end()]) and not cues.purpose.search(
                clause, 0, start
            )
            if is_meant and is_own and not cues.trouble.search(clause[start:] + behind):
                return clause if pattern is cues.whole else clause[start:]
    return ""


def _words(denied: str, need: Profile, shared: frozenset[str]) -> tuple[str, ...]:
    """Return the shared words within what is denied, sorted; none where no word among them tells anything."""
    words = sorted(word for word in shared if word in denied and is_shown(word) and _is_wanted(word, need))
    telling = words and float(shipped_weights().word_idf(words).max()) >= LEAST_TELLING
    return tuple(words) if telling else ()


def _is_wanted(word: str, need: Profile) -> bool:
    """Tell whether the need speaks of a word anywhere without wanting to be rid of it."""
    unwanted = denial_cues().unwanted
    return any(
        word in (clause := found[0].lower()) and not unwanted.search(clause, 0, clause.find(word))
        for text in need.texts
        for found in _CLAUSE.finditer(text)
    )
