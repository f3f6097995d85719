"""Which words of a sentence stand in the records it found, and how near that brings them."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.records.achievements import Achievement
from data.records.needs import Need
from ingest.cleaning import fold
from matcher.profiles import content_words
from service.docking.language import plain_segmenter
from service.docking.searching import Found


@dataclass(frozen=True, slots=True)
class NearRecord:
    """A found record.

    Attributes:
        rank: from 1 among those that are listed.
        record: the record.
        words: of the sentence that stand in it; none where it was found by its meaning alone.
        n_words: words of the sentence.
    """

    rank: int
    record: Need | Achievement
    words: tuple[str, ...]
    n_words: int


def near_records(text: str, found: Sequence[Found], *, segmenter: str) -> tuple[NearRecord, ...]:
    """Return the found records, each with what it shares with the sentence.

    Args:
        text: what was asked.
        found: best first.
        segmenter: name of the one to read the sentence with.

    Returns:
        As many, in the order found.
    """
    words = tuple(dict.fromkeys(content_words(fold(text).text, plain_segmenter(segmenter))))
    return tuple(_near(each, words) for each in found)


def _near(found: Found, words: Sequence[str]) -> NearRecord:
    record = found.record
    there = fold(f"{record.title}\n{record.content}\n{record.indicators}").text.lower()
    shared = tuple(word for word in words if word.lower() in there)
    return NearRecord(found.rank, record, shared, len(words))
