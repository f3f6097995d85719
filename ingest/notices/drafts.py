"""What every reader of rules works on: the cut notice with its day, and small things that they share."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.records.notices import Attachment, Quote
from data.records.rules import Proposal, Terms
from data.reference.notice_cues import notice_pattern
from ingest.notices.clauses import Outline, Part, Sentence
from ingest.notices.page import Page
from ingest.parsing.numerals import parse_number

LABEL: Final = re.compile(r"附\s?[件表]\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?![\d年月])")
"""A numbered attachment as text names it; blanks inside do not count."""

UNSTATED: Final = "（未写明）"
"""Stands where a rule needs words that the notice does not give; a person adds them."""

LEAST_TITLE: Final = 4
"""Characters from which the title of an attachment tells it from common words (承诺书 alone could be any)."""

_TITLE_FRAME: Final = re.compile(r"^(?:20\d{2}年(?:度)?)|(?:\([^()]*\))+$")
_COPIES: Final = re.compile(
    r"(?:[一1]\s?式|各|纸质(?:版|材料|件)?|书面材料)(?:为|各|,|，)?\s?(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2})\s?份"
)
JOINTS: Final = frozenset({"、", "和", "及", "以及", "、以及", ",", "，"})
"""Words between two that are addressed together."""
HAND_IN: Final = rf"(?:(?!报[告表名道]){notice_pattern('hand_in')}|送(?=[省市县区州我本]))"
"""Words for handing in; 送 alone only before an office (送市科技局)."""

UNIT_END: Final = rf"(?:(?!{notice_pattern('not_unit_end')}){notice_pattern('subject_end')})"
"""The last word of those who are addressed; not the first half of another word (科技局会同)."""

_SUBJECT: Final = re.compile(
    rf"(?:请|要求|由|，|,|。|^|\s)?(?P<unit>(?:各|每个?(?!年|月|季|周|次|半年)|有关|全体)[^,，。;:请于在将要应须需负按对把向从就以围组认做进与\s]{{0,28}}?"
    rf"{UNIT_END}+(?:\([^()]{{1,16}}\))?(?:科技\(研\)处)?)"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice between cutting and proposing.

    Attributes:
        issued_on: None unknown.
        year: the one that days without a year belong to, None unknown.
        attachments: as found so far.
    """

    page: Page
    outline: Outline
    issued_on: date | None
    year: int | None
    attachments: tuple[Attachment, ...] = ()

    def propose(self, terms: Terms, sentence: Sentence, end: int | None = None) -> Proposal:
        """Make a proposal that quotes a sentence, or from its start to a later place."""
        quote = self.page.quote(sentence.start, sentence.end if end is None else end)
        return Proposal(terms, quote, self.outline.path(sentence))

    def item(self, words: str, sentence: Sentence) -> str:
        """Name a thing: by its words, else by the heading of its clause."""
        return words.strip() or self.outline.heading(sentence) or UNSTATED

    def quote(self, sentence: Sentence) -> Quote:
        """Return the original words of a sentence."""
        return self.page.quote(sentence.start, sentence.end)

    def paragraph(self, sentence: Sentence) -> tuple[Sentence, ...]:
        """Return the sentences of the same line."""
        return tuple(each for each in self.outline.sentences if each.line == sentence.line)

    def before(self, sentence: Sentence) -> tuple[Sentence, ...]:
        """Return the sentences of the same line that stand before one, the nearest first."""
        return tuple(reversed([each for each in self.paragraph(sentence) if each.start < sentence.start]))

    def title_of(self, label: str) -> str:
        """Return the title of an attachment, "" unknown."""
        return next((each.title for each in self.attachments if each.label == label), "")

    def named_in(self, text: str) -> tuple[str, ...]:
        """Return the labels of the attachments that a text names by their titles, in the order of the text."""
        places = {
            each.label: text.find(core)
            for each in self.attachments
            if len(core := title_core(each.title)) >= LEAST_TITLE and core in text
        }
        return tuple(sorted(places, key=lambda label: places[label]))

    def part_of(self, sentence: Sentence) -> Part | None:
        """Return the clause that holds a sentence."""
        return self.outline.parts[sentence.part] if sentence.part >= 0 else None


def title_core(title: str) -> str:
    """Return a title as running text repeats it: without the year before it and the brackets behind: 台账(样式)."""
    return _TITLE_FRAME.sub("", title.strip("《》 "))


def labels_in(text: str) -> tuple[str, ...]:
    """Return the labels of the attachments that a text names, in order, each once."""
    return tuple(dict.fromkeys(re.sub(r"\s", "", match.group()) for match in LABEL.finditer(text)))


def copies_in(text: str) -> int | None:
    """Return how many copies on paper a text asks for, None where it does not say."""
    match = _COPIES.search(text)
    number = parse_number(match["n"]) if match else None
    return None if number is None else int(number)


def subjects_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield those a text addresses with 各, 每 or 有关, with their places: "各县(区)科技局"."""
    for match in _SUBJECT.finditer(text):
        yield match.start("unit"), match["unit"]


def last_subject(text: str) -> str:
    """Return the last of those a text addresses, "" nobody."""
    found: list[tuple[int, str]] = []
    for start, unit in subjects_in(text):
        is_next = found and text[found[-1][0] + len(found[-1][1]) : start] in JOINTS
        first = found.pop()[0] if is_next else start
        found.append((first, text[first : start + len(unit)]))
    return found[-1][1] if found else ""
