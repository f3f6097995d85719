"""Which words of a sentence stand in the records it found, and how near that brings them."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.records.achievements import Achievement
from data.records.facets import RecordFilter
from data.records.needs import Need
from data.reference.regions import codes_within
from ingest.cleaning import fold
from matcher.profiles import content_words
from models.segmenters import open_segmenter
from service.docking.facets import facets_of
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


def near_records(
    text: str, found: Sequence[Found], wanted: RecordFilter, *, segmenter: str, top: int
) -> tuple[NearRecord, ...]:
    """Return the found records that fit a filter, in the order found.

    Args:
        text: what was asked.
        found: best first.
        wanted: region, industry, readiness and mode are looked at.
        segmenter: name of the one to read the sentence with.
        top: at most so many.

    Returns:
        Each with what it shares with the sentence.
    """
    words = tuple(dict.fromkeys(content_words(fold(text).text, open_segmenter(segmenter))))
    kept = [each.record for each in found if _fits(each.record, wanted)][:top]
    return tuple(_near(rank, record, words) for rank, record in enumerate(kept, start=1))


def _near(rank: int, record: Need | Achievement, words: Sequence[str]) -> NearRecord:
    there = fold(f"{record.title}\n{record.content}\n{record.indicators}").text.lower()
    shared = tuple(word for word in words if word.lower() in there)
    return NearRecord(rank, record, shared, len(words))


def _fits(record: Need | Achievement, wanted: RecordFilter) -> bool:
    if not (wanted.region_code or wanted.industry_code or wanted.readiness or wanted.mode):
        return True
    facets = facets_of(record)
    return (
        (not wanted.region_code or facets.region_code in codes_within(wanted.region_code))
        and (not wanted.industry_code or facets.industry_code.startswith(wanted.industry_code))
        and (wanted.readiness is None or (facets.readiness is not None and facets.readiness >= wanted.readiness))
        and (wanted.mode is None or wanted.mode in facets.modes)
    )
