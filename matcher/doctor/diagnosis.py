"""Everything the doctor says of one need."""

from dataclasses import dataclass

from data.records.matches import Quote
from data.records.needs import Need
from ingest.parsing.indicators import Indicator, find_indicators
from matcher.doctor.checklist import Check, checklist
from matcher.doctor.dependence import MaskEffect, WordShare, word_shares
from matcher.doctor.people import hide_people
from matcher.doctor.questions import Question, questions
from matcher.doctor.vagueness import Vagueness, vagueness
from matcher.profiles import Profile, profile_need
from models.protocols import Segmenter


@dataclass(frozen=True, slots=True)
class FoundIndicator:
    """A value that a need states.

    Attributes:
        indicator: comparator, bounds and unit.
        quote: its words in the original.
        is_demand: does the need ask for it? Only such values are compared with achievements.
    """

    indicator: Indicator
    quote: Quote
    is_demand: bool


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What the doctor says of one need.

    Attributes:
        need: as it stood in the file, but for the names of contact persons, which are hidden character for character.
        profile: the same, read for matching; its passages are shown by kind.
        vagueness: how vague it is, and why.
        indicators: every value it states, in the order of the text.
        checks: what it says and what it lacks.
        questions: at most three, the most urgent first.
        words: what its matches rest on, heaviest first.
        masking: what hiding words would do; None where nobody asked.
    """

    need: Need
    profile: Profile
    vagueness: Vagueness
    indicators: tuple[FoundIndicator, ...]
    checks: tuple[Check, ...]
    questions: tuple[Question, ...]
    words: tuple[WordShare, ...]
    masking: MaskEffect | None = None


def diagnose(need: Need, segmenter: Segmenter, *, is_titled: bool = True) -> Diagnosis:
    """Examine one need; needs no encoder and no achievements.

    Args:
        need: to be examined.
        segmenter: what to read it with.
        is_titled: False where the title was made from the text, which then cannot be said to repeat it.
    """
    told = hide_people(need)
    profile = profile_need(told, segmenter)
    vague, checks = vagueness(profile, is_titled=is_titled), checklist(told, profile)
    return Diagnosis(
        need=told,
        profile=profile,
        vagueness=vague,
        indicators=tuple(_indicators(profile)),
        checks=checks,
        questions=questions(profile, checks, vague),
        words=word_shares(profile),
    )


def _indicators(profile: Profile) -> list[FoundIndicator]:
    demanded = {(each.quote.field, each.quote.start, each.quote.end) for each in profile.indicators}
    found = []
    for passage in profile.quoted:
        for indicator in find_indicators(passage.quote.text):
            first = min(indicator.name_start, indicator.start)
            start, end = passage.quote.start + first, passage.quote.start + indicator.end
            quote = Quote(passage.quote.field, passage.quote.text[first : indicator.end], start, end)
            found.append(FoundIndicator(indicator, quote, (quote.field, start, end) in demanded))
    return found
