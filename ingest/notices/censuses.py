"""Need censuses: which enterprises must report needs, from what sales on, how many and by when."""

import re
from datetime import date
from typing import Final

from data.records.rules import CensusTerms
from data.reference.notice_cues import notice_pattern
from ingest.notices.amounts import Amount, find_amounts
from ingest.notices.clauses import Sentence
from ingest.notices.deadlines import deadlines_in
from ingest.notices.drafts import Draft
from ingest.notices.spans import Found

_YUAN: Final = {"元": 1, "万元": 10_000, "百万元": 1_000_000, "千万元": 10_000_000, "亿元": 100_000_000}
_REVENUE: Final = re.compile(rf"{notice_pattern('revenue')}[^,，。;\d]{{0,12}}$")
_ENTERPRISE: Final = re.compile(notice_pattern("enterprise"))
_TECH: Final = re.compile(rf"(?:和|及|以及|、|与|或)[^,，。;]{{0,12}}?{notice_pattern('tech_enterprise')}")
_ANY_TECH: Final = re.compile(notice_pattern("tech_enterprise"))
_LARGE: Final = re.compile(notice_pattern("large_enterprise"))
_NEED: Final = re.compile(notice_pattern("need_word"))
_EVERY: Final = re.compile(notice_pattern("every"))


def find_censuses(draft: Draft) -> list[Found]:
    """Propose a rule for each sentence that asks needs of every enterprise of a class."""
    return [found for sentence in draft.outline.sentences if (found := _census(draft, sentence)) is not None]


def _census(draft: Draft, sentence: Sentence) -> Found | None:
    text = sentence.text
    every = _EVERY.search(text)
    if not (every and _NEED.search(text) and _ENTERPRISE.search(text[: every.end()])):
        return None
    amounts = list(find_amounts(text))
    revenue = next((each for each in amounts if each.kind == "money" and _REVENUE.search(text[: each.start])), None)
    asked = [each for each in amounts if each.kind == "thing" and each.start >= every.start()]
    needs = next(iter(asked), None)
    most = next((each for each in asked[1:2] if needs and needs.high is None and each.low is None), None)
    is_named = revenue is not None or _LARGE.search(text) or _ANY_TECH.search(text)
    if not is_named or (needs is None and revenue is None):
        return None
    terms = CensusTerms(
        min_revenue_yuan=_yuan(revenue) if revenue else None,
        or_tech_enterprise=_TECH.search(text) is not None or (revenue is None and _ANY_TECH.search(text) is not None),
        min_needs=needs.low or 1 if needs else 1,
        max_needs=(most or needs).high if needs else None,
        due_on=_due(draft, sentence),
    )
    places = tuple((sentence.start + each.start, sentence.start + each.end) for each in (revenue, needs, most) if each)
    return Found(draft.propose(terms, sentence), places)


def _yuan(amount: Amount) -> int:
    return (amount.low or amount.high or 0) * _YUAN[amount.word]


def _due(draft: Draft, sentence: Sentence) -> date | None:
    """Find the day: in the sentence, else the nearest before it in the clause, else the first behind."""
    part = draft.part_of(sentence)
    near = draft.outline.within(part) if part else draft.paragraph(sentence)
    before = [each for each in near if each.start < sentence.start]
    behind = [each for each in near if each.start > sentence.start]
    for each in (sentence, *reversed(before), *behind):
        for deadline in deadlines_in(each.text, issued_on=draft.issued_on, year=draft.year):
            if deadline.on:
                return deadline.on
    return None
