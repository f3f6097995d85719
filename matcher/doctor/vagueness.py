"""How vague a need is: named parts that add up to 0-100, from its text alone and in microseconds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from data.records.enums import PassageKind, Triage
from data.reference.vagueness import load_vague_words
from matcher.doctor import phrases
from matcher.profiles import Profile

ASK_BACK_FROM: Final = 20
TOO_VAGUE_FROM: Final = 65
"""Scores from which a need is asked back and sent back; set on 100 needs of 51jishu that were read (docs/doctor.md)."""

_SHORT: Final = ((12, 35), (25, 22), (50, 15), (80, 10))
"""Fewer characters than the first number give the second as points; the first line that holds counts."""

_GENERIC: Final = ((1, 30), (3, 20), (6, 12), (9, 10))
"""At most so many telling words give so many points."""

_NO_PROBLEM: Final = 8
"""Points where no word of a difficulty is there, whether or not what is wanted is told: the scores were set so."""

REPEATED: Final = "repeats_title"

_ASKED: Final = frozenset({PassageKind.PROBLEM, PassageKind.INDICATOR})
_FIGURE: Final = re.compile(
    r"\d\s?(?:[%℃°a-zA-Zμ~-]|毫|厘|微|纳|[公分]?[米吨克升秒]|小时|分钟|倍|万|级|度|[次天年月]/?)"
)
_LISTED: Final = re.compile(r"[、/]|[与和及](?!其|[产再推应工]|装备|制备|关键)")
_COMPANY: Final = re.compile(r"公司是|于一体|主营|致力于|研发人员|研发部人员")
"""What a text that introduces a company says."""
_ADDED: Final = frozenset("的和与。，、需求要求研发开发技术")
"""Characters that add nothing to a title that is repeated."""
_MOST_CREDITED: Final = 3
_SPECIFIED: Final = 3
_MOST_LISTED: Final = 2


@dataclass(frozen=True, slots=True)
class VaguePart:
    """One reason why a need counts as vague.

    Attributes:
        name: code name; its label is in matcher.doctor.phrases.
        points: what it adds; negative where the need says something that makes up for shortness.
        reason: one Chinese clause a person can check against the text.
    """

    name: str
    points: int
    reason: str


@dataclass(frozen=True, slots=True)
class Vagueness:
    """How vague a need is.

    Attributes:
        score: 0 (says what it asks for) to 100 (says nothing): the sum of the parts, held within these bounds.
        verdict: what the score means at the desk.
        parts: the reasons, most points first.
    """

    score: int
    verdict: Triage
    parts: tuple[VaguePart, ...]


def vagueness(profile: Profile, *, is_titled: bool = True) -> Vagueness:
    """Tell how vague a need is; depends on its texts alone, and on no other record.

    Args:
        profile: the need.
        is_titled: False where the title was made from the text, which then cannot be said to repeat it.
    """
    told = (part for part in _parts(profile) if is_titled or part.name != REPEATED)
    parts = tuple(sorted(told, key=lambda part: -part.points))
    score = max(0, min(100, sum(part.points for part in parts)))
    return Vagueness(score, triage_of(score), parts)


def triage_of(score: int) -> Triage:
    """Return what a score of vagueness means at the desk."""
    if score < ASK_BACK_FROM:
        return Triage.READY
    return Triage.TOO_VAGUE if score >= TOO_VAGUE_FROM else Triage.ASK_BACK


def telling_words(profile: Profile) -> tuple[str, ...]:
    """Return the distinct words of a need that name an object or a technology, in the order of the text."""
    generic = load_vague_words().generic
    return tuple(word for word in dict.fromkeys(profile.words) if len(word) > 1 and word not in generic)


def _parts(profile: Profile) -> Iterator[VaguePart]:
    asked = "\n".join(passage.text for passage in profile.passages if passage.kind in _ASKED)
    # One long sentence may have been taken for what a company is or offers because of a single cue in it.
    asked = asked or "\n".join(passage.text for passage in profile.passages)
    yield from _length(profile, asked)
    yield from _words(profile)
    yield from _figures(profile, asked)
    yield from _content(profile, asked)
    yield from _manner(profile, asked)


def _length(profile: Profile, asked: str) -> Iterator[VaguePart]:
    n = len(asked)
    points = next((points for below, points in _SHORT if n < below), 0)
    if points:
        yield VaguePart("too_short", points, phrases.TOO_SHORT.format(n=n))
    if asked and _repeats_title(asked, profile):
        yield VaguePart(REPEATED, 10, phrases.REPEATS_TITLE)


def _repeats_title(text: str, profile: Profile) -> bool:
    return len(text) <= len(profile.title) + 4 and set(text) <= set(profile.title) | _ADDED


def _words(profile: Profile) -> Iterator[VaguePart]:
    words = telling_words(profile)
    points = next((points for most, points in _GENERIC if len(words) <= most), 0)
    if points:
        named = f"（{'、'.join(words)}）" if words else ""
        yield VaguePart("only_generic", points, phrases.ONLY_GENERIC.format(n=len(words), words=named))
    generic = load_vague_words().generic
    if all(word in generic for word in profile.title_words):
        yield VaguePart("no_object", 15, phrases.NO_OBJECT)


def _figures(profile: Profile, asked: str) -> Iterator[VaguePart]:
    demands = len(profile.indicators)
    if demands:
        yield VaguePart("figures", -8 * min(demands, _MOST_CREDITED), phrases.FIGURES.format(n=demands))
        return
    figures = sum(1 for _ in islice(_FIGURE.finditer(asked), _SPECIFIED))
    if not figures:
        yield VaguePart("no_figure", 10, phrases.NO_FIGURE)
    elif figures < _SPECIFIED:  # a list of values is a specification, even where no word says that they are demands
        yield VaguePart("no_figure", 4, phrases.NO_DEMAND)


def _content(profile: Profile, asked: str) -> Iterator[VaguePart]:
    table, text = load_vague_words(), f"{profile.title}\n{asked}"
    has_problem = table.problems.search(text) is not None
    if _COMPANY.search(asked) and table.problems.search(asked) is None:
        yield VaguePart("company_only", 20, phrases.COMPANY_ONLY)
    if not has_problem:
        yield _without_problem(profile)
    if table.wishes.search(text) is None:
        yield VaguePart("no_wish", 8, phrases.NO_WISH)
    listed = 1 + len(_LISTED.findall(profile.title))
    # What somebody else collected from several companies into one text speaks of 该公司 again and again.
    collected = 1 + asked.count("再需求") + asked.count("该公司")
    if listed > _MOST_LISTED or collected > _MOST_LISTED:
        yield VaguePart("several_demands", 30, phrases.SEVERAL_DEMANDS.format(n=max(listed, collected)))


def _without_problem(profile: Profile) -> VaguePart:
    """Tell a need that says nothing of its problem from one whose problem passages name no difficulty."""
    said = (passage.text for passage in profile.passages if passage.kind is PassageKind.PROBLEM)
    if all(_repeats_title(text, profile) for text in said):
        return VaguePart("no_problem", _NO_PROBLEM, phrases.NO_PROBLEM)
    return VaguePart("no_difficulty", _NO_PROBLEM, phrases.NO_DIFFICULTY)


def _manner(profile: Profile, asked: str) -> Iterator[VaguePart]:
    table, text = load_vague_words(), profile.title + "\n" + asked
    slogans = list(dict.fromkeys(table.slogans.findall(text)))
    if slogans:
        yield VaguePart("slogans", min(30, 10 * len(slogans)), phrases.SLOGANS.format(words="、".join(slogans[:3])))
    business = list(dict.fromkeys(table.business.findall(text)))
    if business:
        yield VaguePart("business", min(60, 20 * len(business)), phrases.BUSINESS.format(words="、".join(business[:3])))
