"""Who must be in an alliance: who leads, how many enterprises and universities, from where."""

import re
from dataclasses import replace
from typing import Final, NamedTuple

from data.records.notices import Quote
from data.records.rules import CompositionTerms, Proposal
from data.reference.notice_cues import notice_pattern
from ingest.notices.amounts import Amount, find_amounts
from ingest.notices.clauses import Sentence
from ingest.notices.drafts import Draft

_ALLIANCE: Final = re.compile(rf"{notice_pattern('alliance')}|{notice_pattern('initiators')}|牵头")
_KINDS: Final = (
    ("university", re.compile(r"高等院校|高等学校|高校|院校|大学")),
    ("institute", re.compile(notice_pattern("institute"))),
    ("enterprise", re.compile(notice_pattern("enterprise"))),
)
_LEAD: Final = re.compile(
    rf"(?:由|以)?(?P<who>[^,，。;]{{0,16}}?)(?:{notice_pattern('lead_verb')})(?!单位的|单位为|单位应|单位须)|"
    r"牵头单位(?:应当?|须|必须)?(?:为|是)(?P<who2>[^,，。;]{2,16})"
)
_OR: Final = re.compile(r"或|均可|都可|也可")
_WITH_LEAD: Final = re.compile(rf"[((]?{notice_pattern('with_lead')}")
_WITHOUT_LEAD: Final = re.compile(notice_pattern("without_lead"))
_LOCAL: Final = re.compile(rf"{notice_pattern('local')}|省内(?!外)")
_INITIATORS: Final = re.compile(rf"{notice_pattern('initiators')}(?:总数|数量)?")
_MEMBERS: Final = re.compile(r"(?:成员)?单位(?:共同)?(?:组成|构成|组建)")
_TRAILING: Final = re.compile(r"\s?(?:及|或)?以上")
NEAR: Final = 14
"""Characters between a number and what it counts."""


class FoundComposition(NamedTuple):
    """A composition, the places of its numbers, and where the notice counts otherwise (None: nowhere)."""

    proposal: Proposal
    places: list[tuple[int, int]]
    other: Quote | None


def find_compositions(draft: Draft) -> list[FoundComposition]:
    """Propose a rule for each sentence that says how many of whom make an alliance.

    Where a list of initiators elsewhere asks for as many members in all as the sentence asks for enterprises, the
    notice can be read both ways, and `counts_lead` stays open.
    """
    found: list[FoundComposition] = []
    for sentence in draft.outline.sentences:
        terms, places = _read(sentence)
        if terms is None:
            continue
        other = _other_count(draft, sentence, terms.min_enterprises) if terms.min_enterprises else None
        if other is not None:
            terms = replace(terms, counts_lead=None)
        found.append(FoundComposition(draft.propose(terms, sentence), places, other))
    return found


def _read(sentence: Sentence) -> tuple[CompositionTerms | None, list[tuple[int, int]]]:
    text = sentence.text
    if not _ALLIANCE.search(text):
        return None, []
    counted: dict[str, tuple[int, bool]] = {}
    places: list[tuple[int, int]] = []
    has_total = False
    for amount in find_amounts(text):
        kind, is_local = _counts(text, amount)
        is_whole = _INITIATORS.search(text[max(0, amount.start - NEAR) : amount.start]) is not None
        is_whole = is_whole or _MEMBERS.match(text, amount.end) is not None
        if amount.kind == "body" and amount.low and (kind or is_whole):
            has_total = has_total or is_whole
            places.append((sentence.start + amount.start, sentence.start + amount.end))
            if kind and kind not in counted:
                counted[kind] = amount.low, is_local
    lead = _lead(text)
    partners = [counted[kind] for kind in ("university", "institute") if kind in counted]
    if not (partners and (lead or has_total)) and ("enterprise" not in counted or not (partners or lead)):
        return None, []
    n_enterprises, _ = counted.get("enterprise", (0, False))
    terms = CompositionTerms(
        lead_kind=lead,
        min_enterprises=n_enterprises,
        min_universities=sum(number for number, _ in partners),
        same_province=any(is_local for _, is_local in partners),
        counts_lead=_counts_lead(text),
    )
    return terms, places


def _counts(text: str, amount: Amount) -> tuple[str, bool]:
    """Tell what an amount counts (企业, 高校, 院所), by the nearest word beside it, and whether that must be local."""
    if re.match(r"[^,，。;、()]{1,12}牵头", text[amount.end :]):
        return "", False
    behind = re.split(r"[,，。;、]|\d", _TRAILING.sub("", text[amount.end : amount.end + NEAR]))[0]
    before = re.split(r"[,，。;、]|\d", text[max(0, amount.start - NEAR) : amount.start])[-1]
    for words in (behind, before):
        for kind, pattern in _KINDS:
            if pattern.search(words):
                return kind, _LOCAL.search(words) is not None
    return "", False


def _lead(text: str) -> str:
    match = _LEAD.search(text)
    who = (match["who"] or match["who2"] or "") if match else ""
    if "含" in who:
        return ""
    kinds = [kind for kind, pattern in _KINDS if pattern.search(who)]
    is_open = not kinds or (len(kinds) > 1 and _OR.search(text, match.start() if match else 0))
    return "" if is_open else kinds[0]


def _counts_lead(text: str) -> bool | None:
    if _WITHOUT_LEAD.search(text):
        return False
    return True if _WITH_LEAD.search(text) else None


def _other_count(draft: Draft, sentence: Sentence, n_enterprises: int) -> Quote | None:
    """Find a count of all initiators, elsewhere, by the same number."""
    text = draft.page.text
    for amount in find_amounts(text):
        if sentence.start <= amount.start < sentence.end or amount.low != n_enterprises:
            continue
        if _INITIATORS.search(text[max(0, amount.start - NEAR) : amount.start]):
            line_start = text.rfind("\n", 0, amount.start) + 1
            line_end = text.find("\n", amount.end)
            return draft.page.quote(line_start, line_end if line_end >= 0 else len(text))
    return None
