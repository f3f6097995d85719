"""Places of a notice that do not agree, and numbers that do not add up."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from data.records.notices import Quote
from data.records.rules import Conflict, DueTerms, Proposal, Target
from ingest.notices.clauses import Sentence
from ingest.notices.compositions import FoundComposition
from ingest.notices.days import find_moments
from ingest.notices.drafts import Draft
from ingest.notices.fields import FieldLists
from ingest.notices.targets import Tree, parts_of

EVENT_WORDS: Final = 3
"""Characters behind a year by which two mentions are held to name the same event."""

_EVENT: Final = re.compile(r"(?<![\d\u3014\[(./-])(?:[’'‘]\s?)?(?P<year>20\d{2})(?P<name>(?!年)[\u4e00-\u9fff]{3,12})")
_TITLE_YEAR: Final = re.compile(r"^\D{0,2}(?P<year>20\d{2})年?度?")
_WEEKDAYS: Final = "一二三四五六日"


def find_conflicts(
    draft: Draft,
    *,
    proposals: Sequence[Proposal],
    trees: Sequence[Tree],
    lists: Sequence[FieldLists],
    compositions: Sequence[FoundComposition],
) -> tuple[Conflict, ...]:
    """Find what a person has to settle before the rules are confirmed, in the order of the text."""
    found = [
        *_fields(lists),
        *_readings(compositions),
        *_years(draft),
        *_sums(draft, trees),
        *_days(draft, proposals),
        *_weekdays(draft),
    ]
    return tuple(sorted(found, key=lambda conflict: conflict.quotes[0].start))


def _fields(lists: Sequence[FieldLists]) -> Iterator[Conflict]:
    for each in lists:
        if not (each.unanswered or each.unasked):
            continue
        missing = f"正文有而表中没有：{'、'.join(each.unanswered)}。" if each.unanswered else ""
        extra = f"表中有而正文没有：{'、'.join(each.unasked)}。" if each.unasked else ""
        yield Conflict(f"正文所列领域与表中选项不一致。{missing}{extra}", each.quotes)


def _readings(compositions: Sequence[FoundComposition]) -> Iterator[Conflict]:
    for proposal, _, other in compositions:
        if other is not None:
            why = "企业数有两种读法：正文另计牵头单位以外的企业，表中按发起单位总数计算。请确认是否含牵头单位。"
            yield Conflict(why, (proposal.quote, other))


def _years(draft: Draft) -> Iterator[Conflict]:
    """Find an event named with two years, and a form titled with another year than the notice's."""
    named: list[re.Match[str]] = []
    for match in _EVENT.finditer(draft.page.text):
        others = [each for each in named if each["year"] != match["year"]]
        first = max(others, key=lambda each: _shared(each["name"], match["name"]), default=match)
        n_shared = _shared(first["name"], match["name"])
        named.append(match)
        if first is not match and n_shared >= EVENT_WORDS:
            quotes = tuple(draft.page.quote(*each.span()) for each in (first, match))
            name = match["name"][:n_shared]
            yield Conflict(f"同一活动“{name}”的年份不一致：{first['year']}与{match['year']}。", quotes)
            break
    for attachment in draft.attachments:
        year = _TITLE_YEAR.match(attachment.title)
        if year and draft.issued_on and int(year["year"]) < draft.issued_on.year - 1:
            why = f"{attachment.label}的名称写{year['year']}年，通知是{draft.issued_on.year}年的。"
            yield Conflict(why, (attachment.quote,))


def _shared(a: str, b: str) -> int:
    return next((place for place, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _sums(draft: Draft, trees: Sequence[Tree]) -> Iterator[Conflict]:
    """Find totals whose parts are named and do not add up to them."""
    for place, tree in enumerate(trees):
        own = [(tree, each) for each in tree.targets if each.part_of]
        for total in (each for each in tree.targets if not each.part_of):
            parts = [(at, each) for at, each in [*own, *parts_of(trees, place)] if each.part_of == total.item]
            added = sum(each.amount for _, each in parts)
            if len(parts) > 1 and added != total.amount:
                sentences = dict.fromkeys([tree.sentence, *(at.sentence for at, _ in parts)])
                yield Conflict(_sum_words(total, [each for _, each in parts]), tuple(map(draft.quote, sentences)))


def _sum_words(total: Target, parts: Sequence[Target]) -> str:
    added = sum(each.amount for each in parts)
    terms = "＋".join(str(each.amount) for each in parts)
    rest = total.amount - added
    tail = f"还有{rest}没有分解" if rest > 0 else f"超出{-rest}"
    return f"“{total.item}”总数{total.amount}，各部分{terms}＝{added}，{tail}。"


def _days(draft: Draft, proposals: Sequence[Proposal]) -> Iterator[Conflict]:
    """Find deadlines before the notice itself, and two deadlines for one form."""
    first: dict[tuple[str, str], Proposal] = {}
    for each in proposals:
        terms = each.terms
        if not isinstance(terms, DueTerms) or terms.on is None:
            continue
        if draft.issued_on and terms.on < draft.issued_on:
            yield Conflict(f"截止日期{_day(terms.on)}早于通知日期{_day(draft.issued_on)}。", (each.quote,))
        if terms.form:
            earlier = first.setdefault((terms.form, terms.unit), each)
            if isinstance(earlier.terms, DueTerms) and earlier.terms.on and earlier.terms.on != terms.on:
                days = f"{_day(earlier.terms.on)}和{_day(terms.on)}"
                yield Conflict(f"{terms.form}有两个截止日期：{days}。", (earlier.quote, each.quote))


def _weekdays(draft: Draft) -> Iterator[Conflict]:
    for sentence in draft.outline.sentences:
        for moment in find_moments(sentence.text, issued_on=draft.issued_on, year=draft.year):
            if not (moment.weekday and moment.on):
                continue
            printed = moment.weekday.replace("天", "日")
            true = _WEEKDAYS[moment.on.weekday()]
            if printed != true:
                why = f"{_day(moment.on)}是星期{true}，文中写作星期{printed}。"
                yield Conflict(why, (_quote(draft, sentence, moment.start, moment.end),))


def _quote(draft: Draft, sentence: Sentence, start: int, end: int) -> Quote:
    return draft.page.quote(sentence.start + start, sentence.start + end)


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
