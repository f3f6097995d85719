"""What a need should say, and whether it does: each item present, absent or unclear, with the words that show it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data.records.enums import CooperationMode, PassageKind, Presence
from data.records.matches import Quote
from data.records.needs import Need
from data.reference.questions import load_need_cues
from data.reference.vagueness import load_vague_words
from ingest.contacts import find_contacts
from ingest.parsing.indicators import find_indicators
from ingest.parsing.money import parse_money
from ingest.parsing.terms import read_cooperation
from matcher.doctor import phrases
from matcher.passages import Passage
from matcher.profiles import Profile

LONGEST_QUOTE: Final = 60
"""Characters of a quoted clause; a longer one is cut at its commas around the words that count."""

_STOPS: Final = "。；;！？!?\n"
_COMMAS: Final = "，,、"
_NOTHING: Final = re.compile(r"(?:暂?无|没有|略|不详|同上|[见详].{0,8}|[/\\—-]*)[。.]?")
"""What people write into a column they have nothing to say in."""
_AMOUNT: Final = re.compile(r"\d\s*(?:多|余|几)?\s*[万亿百千]*元")


@dataclass(frozen=True, slots=True)
class Check:
    """One item of the checklist.

    Attributes:
        name: code name; its label is in matcher.doctor.phrases.
        presence: does the need say it?
        quote: the words that show it; None where there are none, or where they must not be shown (contacts).
        note: one Chinese clause, or "".
    """

    name: str
    presence: Presence
    quote: Quote | None = None
    note: str = ""


def checklist(need: Need, profile: Profile) -> tuple[Check, ...]:
    """Check a need for everything a university would ask.

    Args:
        need: as it stood in the file.
        profile: the same need read for matching.

    Returns:
        One check an item, in the order of phrases.CHECK_LABELS.
    """
    return tuple(_CHECKS[name](need, profile) for name in phrases.CHECK_LABELS)


def clause_around(passage: Passage, start: int, end: int) -> Quote:
    """Quote the clause of a passage that holds characters `start` to `end` of its original stretch."""
    text = passage.quote.text
    first = max(text.rfind(mark, 0, start) for mark in _STOPS) + 1
    last = min((place for place in (text.find(mark, end) for mark in _STOPS) if place >= 0), default=len(text))
    if last - first > LONGEST_QUOTE:
        first = max(first, start - LONGEST_QUOTE // 2, *(text.rfind(mark, first, start) + 1 for mark in _COMMAS))
        room = min(last, max(end, first + LONGEST_QUOTE))
        comma = max(text.rfind(mark, end, room) for mark in _COMMAS)
        last = comma if comma >= 0 and room < last else room
    while first < start and text[first].isspace():
        first += 1
    return Quote(passage.quote.field, text[first:last], passage.quote.start + first, passage.quote.start + last)


def find_in(profile: Profile, pattern: re.Pattern[str], *, with_title: bool = False) -> Quote | None:
    """Quote the first clause of a need that a pattern finds; None where it finds none."""
    return _first_clause(profile.quoted if with_title else profile.passages, pattern)


def find_cue(profile: Profile, aspect: str, *, with_title: bool = False) -> Quote | None:
    """Quote the first clause that speaks of an aspect (data/reference/need_cues.csv); None where none does.

    A cue that is part of an expression with another meaning ("截止目前" is no time limit) does not count.
    """
    cues = load_need_cues()
    passages = profile.quoted if with_title else profile.passages
    return _first_clause(passages, cues[aspect], unless=cues.get(f"not_{aspect}"))


def _first_clause(
    passages: Sequence[Passage], pattern: re.Pattern[str], *, unless: re.Pattern[str] | None = None
) -> Quote | None:
    for passage in passages:
        text = passage.quote.text
        barred = [] if unless is None else [each.span() for each in unless.finditer(text)]
        for found in pattern.finditer(text):
            if not any(start < found.end() and found.start() < end for start, end in barred):
                return clause_around(passage, found.start(), found.end())
    return None


def whole_field(need: Need, field: str) -> Quote | None:
    """Quote a whole field; None where it is empty."""
    value: str = getattr(need, field)
    return Quote(field, value, 0, len(value)) if value.strip() else None


def _object(_need: Need, profile: Profile) -> Check:
    generic = load_vague_words().generic
    if not profile.title_words:
        return Check("object", Presence.ABSENT)
    if all(word in generic for word in profile.title_words):
        return Check("object", Presence.CANNOT_TELL, profile.heading.quote, phrases.OBJECT_GENERAL)
    return Check("object", Presence.PRESENT, profile.heading.quote)


def _function(_need: Need, profile: Profile) -> Check:
    # What a sentence asks for outright comes before what merely sounds like a wish.
    said = find_cue(profile, "function")
    return _found("function", said or find_in(profile, load_vague_words().wishes, with_title=True))


def _state(need: Need, profile: Profile) -> Check:
    quote = find_cue(profile, "state") or find_in(profile, load_vague_words().problems)
    said_nothing = _NOTHING.fullmatch(need.existing_base.strip())
    return _found("state", quote or (None if said_nothing else whole_field(need, "existing_base")))


def _figures(_need: Need, profile: Profile) -> Check:
    if profile.indicators:
        note = phrases.N_DEMANDS.format(n=len(profile.indicators))
        return Check("figures", Presence.PRESENT, profile.indicators[0].quote, note)
    for passage in profile.quoted:
        values = find_indicators(passage.quote.text)
        if values:
            quote = clause_around(passage, values[0].start, values[0].end)
            return Check("figures", Presence.CANNOT_TELL, quote, phrases.ONLY_VALUES)
    return Check("figures", Presence.ABSENT)


def _conditions(_need: Need, profile: Profile) -> Check:
    quotes = {aspect: find_cue(profile, aspect, with_title=True) for aspect in phrases.ASPECTS}
    found = next((quote for quote in quotes.values() if quote), None)
    missing = "、".join(phrases.ASPECTS[aspect] for aspect, quote in quotes.items() if quote is None)
    note = phrases.ASPECTS_MISSING.format(names=missing) if found and missing else ""
    return Check("conditions", Presence.PRESENT if found else Presence.ABSENT, found, note)


def _budget(need: Need, profile: Profile) -> Check:
    if profile.money is not None:
        return Check("budget", Presence.PRESENT, whole_field(need, "budget"))
    amount = find_cue(profile, "budget")
    if amount and _AMOUNT.search(amount.text) and parse_money(amount.text):
        return Check("budget", Presence.PRESENT, amount)
    mentioned = whole_field(need, "budget") or find_cue(profile, "budget_open") or amount
    if mentioned:
        return Check("budget", Presence.CANNOT_TELL, mentioned, phrases.BUDGET_OPEN)
    return Check("budget", Presence.ABSENT)


def _time(need: Need, profile: Profile) -> Check:
    wanted = find_cue(profile, "time")
    if wanted:
        return Check("time", Presence.PRESENT, wanted)
    validity = whole_field(need, "valid_until")
    if validity:
        return Check("time", Presence.CANNOT_TELL, validity, phrases.TIME_ONLY_VALIDITY)
    return Check("time", Presence.ABSENT)


def _cooperation(need: Need, profile: Profile) -> Check:
    field = whole_field(need, "cooperation")
    if profile.modes - {CooperationMode.OTHER}:
        return Check("cooperation", Presence.PRESENT, field)
    # A passage may count as one on cooperation by its heading; only what names a mode is worth quoting.
    said = [passage.quote for passage in profile.passages if passage.kind is PassageKind.COOPERATION]
    quote = next(filter(_names_mode, said), None) or find_cue(profile, "cooperation")
    if quote and _names_mode(quote):
        return Check("cooperation", Presence.PRESENT, quote)
    return _unclear("cooperation", quote or field, phrases.MODE_UNCLEAR)


def _names_mode(quote: Quote) -> bool:
    return bool(read_cooperation(quote.text) - {CooperationMode.OTHER})


def _contact(need: Need, _profile: Profile) -> Check:
    if need.contact.strip():
        return Check("contact", Presence.PRESENT, note=phrases.CONTACT_KNOWN)
    if find_contacts(need.content):
        return Check("contact", Presence.PRESENT, note=phrases.CONTACT_IN_TEXT)
    return Check("contact", Presence.ABSENT)


def _region(need: Need, profile: Profile) -> Check:
    field = whole_field(need, "region")
    return _unclear("region", field, phrases.UNREADABLE) if profile.region is None else _found("region", field)


def _industry(need: Need, profile: Profile) -> Check:
    field = whole_field(need, "industry")
    return _unclear("industry", field, phrases.UNREADABLE) if profile.industry is None else _found("industry", field)


def _found(name: str, quote: Quote | None) -> Check:
    return Check(name, Presence.ABSENT if quote is None else Presence.PRESENT, quote)


def _unclear(name: str, field: Quote | None, note: str) -> Check:
    """Return the check of a field whose value nobody can read, or that is empty."""
    return Check(name, Presence.ABSENT) if field is None else Check(name, Presence.CANNOT_TELL, field, note)


_CHECKS: Final[Mapping[str, Callable[[Need, Profile], Check]]] = {
    "object": _object,
    "function": _function,
    "state": _state,
    "figures": _figures,
    "conditions": _conditions,
    "budget": _budget,
    "time": _time,
    "cooperation": _cooperation,
    "contact": _contact,
    "region": _region,
    "industry": _industry,
}
