"""Targets: numbers to be reached by the end of a year, and which of them are parts of others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from data.records.rules import Proposal, Target, TargetTreeTerms
from data.reference.notice_cues import notice_pattern
from ingest.notices.amounts import Amount, about_pattern, find_amounts
from ingest.notices.clauses import Sentence
from ingest.notices.drafts import UNSTATED, Draft
from ingest.parsing.numerals import parse_number

MAX_ITEM: Final = 40
TAIL: Final = 2
"""Characters of its last word by which two targets are held to count the same thing: 技术, 联盟."""

_PLAN_YEARS: Final = {"十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
"""The last year of each five-year plan."""

_BY_YEAR: Final = re.compile(
    r"(?:到|至)(?P<year>20\d{2})年(?!度|\d)|(?P<end>20\d{2})年(?:底|末)(?:前|之前)"
    rf"|(?<![\d到至])(?P<goal>20\d{{2}})年[,，]?(?=[^,，。;]{{0,12}}?{notice_pattern('goal_verb')})"
    r"|[“\"]?(?P<plan>十[二三四五六]五)[”\"]?(?:期间|末|时期)|(?P<n>[1-5一二三四五两])年内"
)
_YEAR_FIRST: Final = re.compile(r"\s*(?P<goal>20\d{2})年(?:度|内)?[,，](?P<year>)(?P<end>)(?P<plan>)(?P<n>)")
"""Under a heading that announces targets any sentence that begins with a year sets some."""

_GOAL: Final = re.compile(notice_pattern("target_heading"))
_VERB: Final = notice_pattern("target_verb")
_LEAD: Final = re.compile(rf"^.*(?:{_VERB})(?=[^,，]{{2}})")
_ENDING: Final = re.compile(rf"(?:{notice_pattern('at_least')}|{about_pattern()}|共|总数|数量|{_VERB})+$")
_PART: Final = re.compile(notice_pattern("part_word"))
_EACH: Final = re.compile(rf"(?:{notice_pattern('each')})[^,，。;\d]{{1,20}}$")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_UNIT_MARK: Final = re.compile(r"(?:以上|左右|余)?\s?(?P<noun>[^,，。;、\d]{2,20})")


@dataclass(frozen=True, slots=True)
class Tree:
    """Targets of one sentence, with their places in the reading text."""

    sentence: Sentence
    by_year: int
    targets: tuple[Target, ...]
    places: tuple[tuple[int, int], ...]


def find_trees(draft: Draft) -> list[Tree]:
    """Find the sentences that set targets; a target that names a part of an earlier, larger one is marked so."""
    trees = [
        tree
        for sentence in draft.outline.sentences
        for tree in _trees(sentence, draft.year, is_goal=_GOAL.search(draft.outline.heading(sentence)) is not None)
    ]
    return [_linked(trees, place) for place in range(len(trees))]


def propose_targets(draft: Draft, trees: Sequence[Tree]) -> list[Proposal]:
    """Propose a rule for each sentence with targets; where it sets the totals, parts from later ones stand with it."""
    found: list[Proposal] = []
    for place, tree in enumerate(trees):
        parts = [(later.sentence, each) for later, each in parts_of(trees, place)]
        targets = _told_apart(draft, [*((tree.sentence, each) for each in tree.targets), *parts])
        found.append(draft.propose(TargetTreeTerms(by_year=tree.by_year, targets=targets), tree.sentence))
    return found


def _told_apart(draft: Draft, targets: Sequence[tuple[Sentence, Target]]) -> tuple[Target, ...]:
    """Give every target a name of its own, by its clause or a count, and leave out totals that stand elsewhere."""
    items: dict[str, Target] = {}
    for sentence, target in targets:
        name, count = target.item, 1
        while name in items:
            count += 1
            clause = draft.outline.path(sentence) if count == 2 else str(count)
            name = f"{target.item}（{clause or count}）"
        items[name] = replace(target, item=name)
    return tuple(each if each.part_of in items else replace(each, part_of="") for each in items.values())


def parts_of(trees: Sequence[Tree], place: int) -> list[tuple[Tree, Target]]:
    """Return the targets of later sentences that are parts of one in `trees[place]`."""
    totals = {target.item for target in trees[place].targets if not target.part_of}
    return [
        (later, target)
        for later in trees[place + 1 :]
        if later.by_year == trees[place].by_year
        for target in later.targets
        if target.part_of in totals
        and target.part_of not in {each.item for each in later.targets if each is not target}
    ]


def _trees(sentence: Sentence, year: int | None, *, is_goal: bool) -> Iterator[Tree]:
    matches = [match for match in (_YEAR_FIRST.match(sentence.text),) if is_goal and match]
    matches = matches or list(_BY_YEAR.finditer(sentence.text))
    marks = [(match, by_year) for match in matches if (by_year := _year_of(match, year))]
    ends = [*(mark.start() for mark, _ in marks[1:]), len(sentence.text)]
    for (mark, by_year), end in zip(marks, ends, strict=False):
        targets: list[Target] = []
        places: list[tuple[int, int]] = []
        done = mark.end()
        for amount in find_amounts(sentence.text[:end]):
            if amount.start < mark.end() or amount.kind == "event":
                continue
            head = sentence.text[done : amount.start]
            part = re.split(r"[,，;:]", head)[-1]
            if not _EACH.search(part):
                targets.append(_target(targets, head, part, amount, sentence.text[amount.end : end]))
                places.append((sentence.start + amount.start, sentence.start + amount.end))
            done = amount.end
        if targets:
            yield Tree(sentence, by_year, tuple(targets), tuple(places))


def _year_of(match: re.Match[str], year: int | None) -> int | None:
    """Tell by the end of which year, None where that cannot be told."""
    if match["plan"]:
        return _PLAN_YEARS[match["plan"]]
    if match["n"]:
        return year + int(parse_number(match["n"]) or 0) if year else None
    if match["goal"]:
        # A year that is over is reported and not aimed at.
        return int(match["goal"]) if year and int(match["goal"]) >= year else None
    return int(match["year"] or match["end"])


def _target(so_far: Sequence[Target], head: str, part: str, amount: Amount, behind: str) -> Target:
    item = _item(part, behind)
    if amount.kind == "money":
        item = f"{item}({amount.word})"
    whole = next((each for each in reversed(so_far) if not each.part_of), None)
    is_part = _PART.search(head) is not None or (
        bool(so_far) and bool(so_far[-1].part_of) and re.match(r"[、和及]", head) is not None
    )
    return Target(
        item=item,
        amount=amount.number,
        part_of=whole.item if whole and is_part else "",
        is_approximate=amount.is_approximate,
    )


def _item(part: str, behind: str) -> str:
    """Name what is counted: the words before the number without their verb, else those behind it."""
    plain = _PART.sub("", part.strip(" 、和及"))
    before = _LEAD.sub("", _ENDING.sub("", plain)).strip(" 、和及")
    if len(before) >= 2 and not re.fullmatch(_VERB, before):
        return before[:MAX_ITEM]
    match = _UNIT_MARK.match(behind)
    return match["noun"][:MAX_ITEM] if match else (plain.strip() or UNSTATED)[:MAX_ITEM]


def _linked(trees: Sequence[Tree], place: int) -> Tree:
    """Mark the targets that are parts of a total in an earlier sentence of the same year."""
    own = trees[place]
    first = next(tree for tree in trees if tree.by_year == own.by_year)
    totals = [each for each in first.targets if not each.part_of] if first is not own else []
    return replace(own, targets=tuple(_as_part(each, totals) for each in own.targets))


def _as_part(target: Target, totals: Sequence[Target]) -> Target:
    if target.part_of:
        return target
    wholes = [each for each in totals if target.amount < each.amount and is_kind_of(target.item, each.item)]
    whole = max(wholes, key=lambda each: _shared_end(target.item, each.item), default=None)
    return replace(target, part_of=whole.item) if whole else target


def _shared_end(a: str, b: str) -> int:
    """Count the characters that two items end with alike, brackets left out."""
    pairs = zip(reversed(_BRACKETS.sub("", a)), reversed(_BRACKETS.sub("", b)), strict=False)
    return next((place for place, (x, y) in enumerate(pairs) if x != y), min(len(a), len(b)))


def is_kind_of(part: str, whole: str) -> bool:
    """Tell whether two items count the same thing, the first one a kind of it.

    The part ends with all of the whole, or both end with the same word and share another one.
    """
    narrow, wide = _BRACKETS.sub("", part), _BRACKETS.sub("", whole)
    if narrow.endswith(wide):
        return True
    if narrow[-TAIL:] != wide[-TAIL:]:
        return False
    pairs = {narrow[at : at + 2] for at in range(len(narrow) - TAIL - 1)}
    return any(wide[at : at + 2] in pairs for at in range(len(wide) - TAIL - 1))
