"""A record read for matching: folded, segmented, cut into passages, with the facts that can be compared."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from data.records.achievements import Achievement
from data.records.enums import CooperationMode, PassageKind, Readiness
from data.records.matches import Quote
from data.records.needs import Need
from data.reference.cues import Side, stop_words
from data.reference.elements import ElementKind
from data.reference.industries import Industry
from data.reference.regions import Region
from ingest.cleaning import fold
from ingest.parsing.dates import Period, parse_period
from ingest.parsing.indicators import Comparator, Indicator, find_indicators
from ingest.parsing.industries import find_industry
from ingest.parsing.money import MoneyRange, parse_money
from ingest.parsing.regions import find_region
from ingest.parsing.terms import read_cooperation, read_readiness
from matcher.contacts import names_in
from matcher.elements import Elements, elements_of, kinds_of
from matcher.passages import Passage, cut_passages, title_passage
from matcher.urgency import Urgency, read_urgency
from models.protocols import Segmenter

_BOUNDS = frozenset({Comparator.GE, Comparator.GT, Comparator.LE, Comparator.LT})
_DEMAND = re.compile(
    r"要求|需要|需将|希望|期望|目标|应[当能为小大在不]|必须|不低于|不少于|不小于|不高于|不超过|不大于|不多于|[≥≤><＞＜]|小于|低于|以内|之内"
    r"|[降减提升增缩控].{0,3}[到至在]"
)
_PRESENT = re.compile(r"现有|目前|现在|当前|原来|原有|未.{0,4}[时前]|传统|以往")

NEED_FIELDS = (
    ("content", PassageKind.PROBLEM),
    ("indicators", PassageKind.INDICATOR),
    ("existing_base", PassageKind.EXISTING_BASE),
)
ACHIEVEMENT_FIELDS = (
    ("content", PassageKind.INTRODUCTION),
    ("indicators", PassageKind.INDICATOR),
    ("scope", PassageKind.APPLICATION),
)


@dataclass(frozen=True, slots=True)
class LocatedIndicator:
    """An indicator and where its words stand in the original."""

    indicator: Indicator
    quote: Quote


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What matching knows of one record, either side.

    Attributes:
        side: "need" or "achievement".
        id: the record's id.
        title: folded; may be empty.
        heading: the whole title as a passage, for quoting.
        passages: of the long fields, in order.
        title_words: content words of the title, in order, with repetitions.
        words: content words of title and passages.
        elements: what the title is about, and what is done to it.
        indicators: found in passages that ask for or state performance.
        modes, region, industry, readiness, money, validity: None or empty where the file says nothing readable.
        stated: the fields they were read from, as written, by name; industry left out.
    """

    side: Literal["need", "achievement"]
    id: str
    title: str
    heading: Passage
    passages: tuple[Passage, ...]
    title_words: tuple[str, ...]
    words: tuple[str, ...]
    elements: Elements
    indicators: tuple[LocatedIndicator, ...]
    modes: frozenset[CooperationMode]
    region: Region | None
    industry: Industry | None
    readiness: Readiness | None
    money: MoneyRange | None
    validity: Period | None
    stated: Mapping[str, str]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The title, then the passages: what is encoded, row by row."""
        return (self.title, *(passage.text for passage in self.passages))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The distinct words: what another record's words are looked up in."""
        return frozenset(self.words)

    @cached_property
    def kinds(self) -> frozenset[ElementKind]:
        """The elements of a technology that title and passages name."""
        stated = {ElementKind.APPLICATION for passage in self.passages if passage.kind is PassageKind.APPLICATION}
        return kinds_of(self.vocabulary) | {word.kind for word in self.elements.words} | stated

    @cached_property
    def urgency(self) -> Urgency | None:
        """What a need says of time, None where it says nothing."""
        return read_urgency(self.texts, self.validity)

    @property
    def quoted(self) -> tuple[Passage, ...]:
        """The passages behind `texts`, row by row."""
        return (self.heading, *self.passages)


def profile_need(need: Need, segmenter: Segmenter) -> Profile:
    """Read a need for matching."""
    names = names_in(fold(need.contact).text)
    heading, passages = title_passage(need.title, names), tuple(_passages("need", need, NEED_FIELDS, names=names))
    in_title = segmenter.words_for_index(heading.text)
    title_words = _with_meaning(in_title)
    return Profile(
        side="need",
        id=need.id,
        title=heading.text,
        heading=heading,
        passages=passages,
        title_words=title_words,
        words=title_words + _words_of(passages, segmenter),
        elements=elements_of(in_title),
        indicators=tuple(_indicators("need", (heading, *passages))),
        modes=read_cooperation(need.cooperation),
        region=find_region(need.region),
        industry=find_industry(need.industry),
        readiness=None,
        money=parse_money(need.budget, unit=need.extra.get("budget_unit", "")),
        validity=parse_period(need.valid_until) if need.valid_until else None,
        stated={name: getattr(need, name) for name in ("region", "cooperation", "budget", "valid_until")},
    )


def profile_achievement(achievement: Achievement, segmenter: Segmenter) -> Profile:
    """Read an achievement for matching."""
    names = names_in(fold(achievement.contact).text)
    heading = title_passage(achievement.title, names)
    passages = tuple(_passages("achievement", achievement, ACHIEVEMENT_FIELDS, names=names))
    in_title = segmenter.words_for_index(heading.text)
    title_words = _with_meaning(in_title)
    return Profile(
        side="achievement",
        id=achievement.id,
        title=heading.text,
        heading=heading,
        passages=passages,
        title_words=title_words,
        words=title_words + _words_of(passages, segmenter),
        elements=elements_of(in_title),
        indicators=tuple(_indicators("achievement", (heading, *passages))),
        modes=read_cooperation(achievement.cooperation),
        region=find_region(achievement.region),
        industry=find_industry(achievement.field),
        readiness=read_readiness(achievement.maturity),
        money=parse_money(achievement.price, unit=achievement.extra.get("price_unit", "")),
        validity=None,
        stated={name: getattr(achievement, name) for name in ("region", "cooperation", "price", "maturity")},
    )


def content_words(text: str, segmenter: Segmenter) -> tuple[str, ...]:
    """Return the words of a folded text that carry meaning, lower-cased: no stop words, marks or bare numbers."""
    return _with_meaning(segmenter.words_for_index(text))


def _with_meaning(words: Iterable[str]) -> tuple[str, ...]:
    stops = stop_words()
    lowered = [word.lower() for word in words]
    return tuple([word for word in lowered if word not in stops and (word.isalpha() or any(map(str.isalpha, word)))])


def _passages(
    side: Literal["need", "achievement"],
    record: Need | Achievement,
    fields: tuple[tuple[str, PassageKind], ...],
    *,
    names: tuple[str, ...],
) -> Iterator[Passage]:
    for field, default in fields:
        value: str = getattr(record, field)
        if value:
            yield from cut_passages(side, field=field, value=value, default=default, names=names)


def _is_required(indicator: Indicator, passage: Passage) -> bool:
    """Does the need ask for this, or only describe how things are (开机预热40min, 目前废品率达8%)?"""
    if _PRESENT.search(indicator.name):
        return False
    if passage.kind is PassageKind.INDICATOR:
        return True
    text = passage.quote.text
    clause = max(text.rfind(mark, 0, indicator.start) for mark in "。；;！？\n") + 1
    return indicator.comparator in _BOUNDS and _DEMAND.search(text, clause, indicator.end) is not None


def _words_of(passages: tuple[Passage, ...], segmenter: Segmenter) -> tuple[str, ...]:
    return tuple(word for passage in passages for word in content_words(passage.text, segmenter))


def _indicators(side: Side, passages: tuple[Passage, ...]) -> Iterator[LocatedIndicator]:
    for passage in passages:
        if passage.kind in {PassageKind.EXISTING_BASE, PassageKind.COOPERATION}:
            continue  # a company's sales and floor space are numbers, but nobody asks the technology for them
        # Indicators are read from the original stretch, so that their offsets are the original's own.
        for indicator in find_indicators(passage.quote.text):
            if side == "need" and not _is_required(indicator, passage):
                continue
            first, last = min(indicator.name_start, indicator.start), indicator.end
            start = passage.quote.start + first
            text = passage.quote.text[first:last]
            yield LocatedIndicator(indicator, Quote(passage.quote.field, text, start, start + len(text)))
