"""Cutting a notice into its numbered clauses, and these into sentences."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from data.records.notices import Clause
from data.reference.notice_cues import measure_words
from ingest.notices.page import Page

_HAN: Final = "[一二三四五六七八九十百]"
_MEASURE: Final = "|".join(map(re.escape, measure_words()))
_LEVELS: Final = (
    re.compile(rf"(?P<number>附\s?[件表]\s?(?:\d{{1,2}}|{_HAN}{{1,3}})?)\s*(?=$|[:.、\s《(])[:.、]?"),
    re.compile(rf"(?P<number>第{_HAN}{{1,4}}章)"),
    re.compile(rf"(?P<number>第{_HAN}{{1,4}}节)"),
    re.compile(rf"(?P<number>第{_HAN}{{1,5}}条)"),
    re.compile(r"(?P<number>【[\u4e00-\u9fff、和与]{2,14}】)(?!\s*【)"),
    re.compile(rf"(?P<number>{_HAN}{{1,3}})\s?[、.]"),
    re.compile(rf"(?P<number>\({_HAN}{{1,3}}\))[、.]?"),
    re.compile(
        r"(?P<number>\d{1,2})(?:\s?[、.](?:(?!\d)|(?=20\d{2}年))"
        rf"|(?=[\u4e00-\u9fff、和与]{{2,14}}\s*$)(?!{_MEASURE}|[万亿倍级版月年日天时周分]))"
    ),
    re.compile(rf"(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{1,2}})(?=\s?[\u4e00-\u9fff])(?!\s?(?:{_MEASURE}|[万亿倍级版]))"),
    re.compile(r"(?P<number>\(\d{1,2}\)|\d{1,2}\))[、.]?"),
    re.compile(r"(?P<number>[a-zA-Z])(?:\)|[.、](?![a-zA-Z]))"),
    re.compile(r"(?P<number>[①-⑳])"),
)
"""What a clause may begin with, the highest level first (GB/T 9704-2012, 7.3.3: 一、 （一） 1. （1）; articles as in
the Law on Legislation, article 65), and before all an attachment; beside them what offices use all the same: 【标题】,
2.1 and a)."""

MAX_HEADING: Final = 40
_HEADING: Final = re.compile(rf"[^。\n]{{1,{MAX_HEADING}}}(?=。|$)")
_LABELLED: Final = re.compile(r"(?P<label>[\u4e00-\u9fff]{2,10}):(?=.)")
MAX_SENTENCE: Final = 2000
"""A longer run without a full stop is no sentence; it is cut, as the grammar takes the square of its length."""

_SENTENCE: Final = re.compile(rf"[^。!?\n]{{1,{MAX_SENTENCE}}}[。!?]*[”’)」]*")
_SEGMENT: Final = re.compile(r"[^;]+;?")


@dataclass(frozen=True, slots=True)
class Part:
    """A clause in the reading text.

    Attributes:
        path: as `Clause.number`.
        level: place in the order of numbering, 0 an attachment.
        start: of its number.
        body: behind its number.
        end: with what is below it.
        own_end: without what is below it.
        heading: as `Clause.heading`.
    """

    path: str
    level: int
    start: int
    body: int
    end: int
    own_end: int
    heading: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the reading text.

    Attributes:
        line: count of its line; sentences of one line are one paragraph.
        part: place of its clause in `Outline.parts`; -1 before the first.
    """

    text: str
    start: int
    end: int
    line: int
    part: int

    def segments(self) -> Iterator["Sentence"]:
        """Yield its pieces between semicolons."""
        for match in _SEGMENT.finditer(self.text):
            yield Sentence(match.group(), self.start + match.start(), self.start + match.end(), self.line, self.part)


@dataclass(frozen=True, slots=True)
class Outline:
    """A notice cut up: its clauses and its sentences, both in the order of the text."""

    parts: tuple[Part, ...]
    sentences: tuple[Sentence, ...]

    def path(self, sentence: Sentence) -> str:
        """Return the number of the clause that holds a sentence."""
        return self.parts[sentence.part].path if sentence.part >= 0 else ""

    def heading(self, sentence: Sentence) -> str:
        """Return the heading of the clause that holds a sentence, or of the next one above that has any.

        A short clause that is a sentence itself heads nothing.
        """
        for part in self.chain(sentence):
            if part.heading and not re.search(r"[,，;]", part.heading):
                return part.heading
        return ""

    def chain(self, sentence: Sentence) -> Iterator[Part]:
        """Yield the clause that holds a sentence and those above it, the nearest first."""
        if sentence.part < 0:
            return
        own = self.parts[sentence.part]
        yield own
        for part in reversed(self.parts[: sentence.part]):
            if part.end >= own.end and part.level < own.level and own.path.startswith(f"{part.path}/"):
                own = part
                yield own

    def children(self, part: Part) -> tuple[Part, ...]:
        """Return the clauses right below a clause."""
        return tuple(
            each
            for each in self.parts
            if part.start < each.start < part.end and each.path.rpartition("/")[0] == part.path
        )

    def within(self, part: Part) -> tuple[Sentence, ...]:
        """Return the sentences of a clause, with those of what is below it."""
        return tuple(each for each in self.sentences if part.start <= each.start < part.end)


def cut(page: Page) -> Outline:
    """Cut a notice into clauses and sentences."""
    parts = _parts(page.text)
    return Outline(parts, tuple(_sentences(page.text, parts)))


def clauses_of(page: Page, outline: Outline) -> tuple[Clause, ...]:
    """Return the clauses with their original words; what stands before the first has the number ""."""
    first = outline.parts[0].start if outline.parts else len(page.text)
    found: list[Clause] = []
    if page.text[:first].strip():
        found.append(Clause("", "", page.quote(0, first)))
    found.extend(Clause(part.path, part.heading, page.quote(part.start, part.end)) for part in outline.parts)
    return tuple(found)


def _parts(text: str) -> tuple[Part, ...]:
    heads = list(_heads(text))
    starts = [start for _, _, start, _ in heads] + [len(text)]
    parts: list[Part] = []
    for place, (path, level, start, body) in enumerate(heads):
        end = next((other for _, lower, other, _ in heads[place + 1 :] if lower <= level), len(text))
        line_end = text.find("\n", body)
        heading = _bracketed(path) or _heading(text[body : line_end if line_end >= 0 else len(text)].strip())
        parts.append(Part(path, level, start, body, end, starts[place + 1], heading))
    return tuple(parts)


def _heads(text: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield path, level, start and body of each numbered line; a number with nothing behind it is a blank form."""
    above: list[tuple[int, str]] = []
    for line in re.finditer(r"[^\n]+", text):
        stripped = line.group().lstrip()
        indent = len(line.group()) - len(stripped)
        for level, pattern in enumerate(_LEVELS):
            match = pattern.match(stripped)
            if match is None:
                continue
            is_title = match["number"].startswith("【")
            if level > 0 and not is_title and not stripped[match.end() :].strip():
                break
            number = _printed(match["number"])
            while above and above[-1][0] >= level:
                above.pop()
            above.append((level, number))
            path = "/".join(each for _, each in above)
            yield path, level, line.start() + indent, line.start() + indent + match.end()
            break


def _printed(number: str) -> str:
    """Write a number as printed: full-width brackets, no blanks."""
    plain = re.sub(r"\s", "", number)
    if plain.endswith(")"):
        return "（" + plain.strip("()") + "）"
    return plain


def _bracketed(path: str) -> str:
    """Return the heading that is its own number: 【报送主体】."""
    own = path.rpartition("/")[2]
    return own.strip("【】") if own.startswith("【") else ""


def _heading(line: str) -> str:
    """Return the heading a clause begins with: a short line, or a short first sentence without a comma inside."""
    match = _HEADING.match(line)
    if match is None:
        return ""
    found = match.group().strip()
    if label := _LABELLED.match(found):
        return label["label"]
    is_line = match.end() >= len(line) - 1
    return found.rstrip(":;") if is_line or not re.search(r"[,，:;]", found) else ""


def _sentences(text: str, parts: tuple[Part, ...]) -> Iterator[Sentence]:
    bounds = [part.start for part in parts]
    bodies = {part.start: part.body for part in parts}
    for count, line in enumerate(re.finditer(r"[^\n]+", text)):
        start = line.start() + len(line.group()) - len(line.group().lstrip())
        part = bisect_right(bounds, start) - 1
        start = bodies.get(start, start)
        for match in _SENTENCE.finditer(text, start, line.end()):
            if match.group().strip():
                yield Sentence(match.group(), match.start(), match.end(), count, part)


def lines_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the lines that have words, without blanks at their ends."""
    starts = [-1, *(match.start() for match in re.finditer("\n", text)), len(text)]
    for before, end in pairwise(starts):
        line = text[before + 1 : end]
        if line.strip():
            yield before + 1 + len(line) - len(line.lstrip()), end - (len(line) - len(line.rstrip()))
