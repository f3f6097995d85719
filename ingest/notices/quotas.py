"""How many of what each unit brings, and how often something happens each year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.records.rules import MinCountTerms, Proposal, QuotaTerms
from data.reference.notice_cues import notice_pattern
from ingest.notices.amounts import Amount, find_amounts
from ingest.notices.bringers import REACH, Bringer, bringer_of, is_unit
from ingest.notices.clauses import Sentence
from ingest.notices.cycles import CYCLE, PERIOD, times_a_year
from ingest.notices.drafts import Draft, labels_in, last_subject, subjects_in
from ingest.notices.nouns import counted_noun
from ingest.notices.spans import Spans

_VERB: Final = re.compile(notice_pattern("quota_verb"))
_COUNTED: Final = re.compile(notice_pattern("quota_noun"))
_REPORT: Final = re.compile(notice_pattern("report_word"))
_YEAR_FIRST: Final = re.compile(r"\s*(?P<year>20\d{2})年(?:度|以来)?[,，]")
_SELECT: Final = re.compile(notice_pattern("select_verb"))
_SPLIT: Final = re.compile(r"(?:^|[,，])分(?!别|头|管)[^,，。;\d]{0,20}$|分[为成][^,，。;\d]{0,20}$")
_OF_THOSE: Final = re.compile(r"(?:^|[,，;])对(?!接|口|应|照)[^,，;]*$")
"""对促成10项以上的机构 tells who is rewarded, and asks for no ten."""

_FORBIDDEN: Final = re.compile(rf"不得[^,，。;]{{1,8}}$|每{notice_pattern('quota_verb')}$")
_LEAST: Final = re.compile(notice_pattern("at_least_far"))
_LEADER: Final = re.compile(rf"[^,，。;、\d]{{0,14}}{notice_pattern('lead_verb')}")
_NOT_BEFORE: Final = re.compile(rf"{notice_pattern('not_quota')}[^,，。;]{{0,4}}$|[前第分]$")
_NOT_ITEM: Final = re.compile(rf"\s?的?(?:{notice_pattern('not_item')})|\s?的[,，]")
_SUBJECT: Final = re.compile(
    rf"\s*(?P<unit>[^,，。;:\d]{{0,14}}?{notice_pattern('subject_end', 'alliance', 'criteria_subject')})"
    rf"(?:{notice_pattern('must')}|在|于|由)"
)
_JOINT: Final = re.compile(r"[、和与及]|以及|[^,，。;]{2,16}(?:[、和与及]|以及)$")


@dataclass(frozen=True, slots=True)
class Counted:
    """An amount with what it counts and who brings it.

    Attributes:
        bringer: who is asked for it.
        item: what is counted, "" not said.
        times_a_year: how often it is asked each year; 0 in a term of several years, None once.
        is_asked: a verb or noun asks for so many.
    """

    amount: Amount
    bringer: Bringer
    item: str
    times_a_year: int | None
    is_asked: bool


def find_quotas(draft: Draft, taken: Spans) -> list[Proposal]:
    """Propose quotas and yearly counts, except where another rule already stands on the amount.

    What is asked of each of several units is a quota; what is asked by the year alone is a count.

    Args:
        draft: the notice.
        taken: places that other rules rest on, in the reading text.
    """
    found: list[Proposal] = []
    for sentence in draft.outline.sentences:
        for segment in () if _tells(sentence.text, draft.year) else sentence.segments():
            for counted in counted_in(segment.text):
                if taken.touch(segment.start + counted.amount.start, segment.start + counted.amount.end):
                    continue
                terms = _terms(draft, sentence, segment, counted)
                if terms is not None:
                    found.append(draft.propose(terms, segment))
    return found


def _tells(text: str, year: int | None) -> bool:
    """Tell whether a sentence reports what was, and asks nothing: 2023年，全市 ... in a notice of 2024, 截至目前 ..."""
    past = _YEAR_FIRST.match(text)
    return _REPORT.search(text) is not None or (past is not None and year is not None and int(past["year"]) < year)


def counted_in(text: str) -> Iterator[Counted]:
    """Yield the amounts of things, bodies, people and events of a text with what they count."""
    amounts = [each for each in find_amounts(text) if each.kind != "money"]
    was_asked, item = False, ""
    for place, amount in enumerate(amounts):
        is_condition = _OF_THOSE.search(text[: amount.start]) and text.startswith("的", amount.end)
        if (
            is_condition
            or _NOT_ITEM.match(text, amount.end)
            or _is_told(text[: amount.start])
            or is_unit(text, amounts, place)
        ):
            was_asked = False
            continue
        head = text[(amounts[place - 1].end if place else 0) : amount.start]
        bringer = bringer_of(text, amounts, place)
        if not bringer.is_each and _LEADER.match(text, amount.end):
            continue
        part = re.split(r"[,，]", head)[-1]
        is_asked = bool(_VERB.search(head[-REACH:]) or _COUNTED.search(part) or _asks_behind(text, amount))
        is_asked = was_asked = is_asked or (
            was_asked and (_JOINT.match(head) is not None or _goes_on(bringer, amounts, place))
        )
        behind = text[amount.end : amounts[place + 1].start if place + 1 < len(amounts) else len(text)]
        earlier = item if place and amounts[place - 1].word == amount.word else ""
        item = counted_noun(head, behind, unit=bringer.unit, earlier=earlier, is_event=amount.kind == "event")
        yield Counted(amount, bringer, item, times_a_year(text[: amount.start], amount), is_asked)


def _goes_on(bringer: Bringer, amounts: list[Amount], place: int) -> bool:
    """Tell whether a number goes on with what was asked before, of the next unit: 县各3名，市属高校各5名."""
    return place > 0 and bringer.is_each and amounts[place - 1].word == amounts[place].word


def _is_told(before: str) -> bool:
    """Tell whether the words before a number only describe or forbid: 现有30家, 分三次, 不得牵头2项以上."""
    return any(pattern.search(before) for pattern in (_NOT_BEFORE, _SPLIT, _FORBIDDEN))


def _asks_behind(text: str, amount: Amount) -> bool:
    return (
        re.match(
            r"[^,，。;]{0,30}(?:(?:予以|给予)(?:立项|支持|资助|扶持|补助|认定|推荐|奖励)|进行|作为|入围)",
            text[amount.end :],
        )
        is not None
    )


def _terms(draft: Draft, sentence: Sentence, segment: Sentence, counted: Counted) -> QuotaTerms | MinCountTerms | None:
    amount = counted.amount
    before = sentence.text[: segment.start - sentence.start + amount.start]
    if _is_count(counted, segment.text) and amount.low is not None:
        return MinCountTerms(
            item=draft.item(counted.item, segment),
            minimum=amount.low * (counted.times_a_year or 1),
            unit=counted.bringer.unit or _doer(before),
            per_year=counted.times_a_year != 0,
        )
    is_capped = amount.low is None and amount.kind != "event"
    is_capped = is_capped or (counted.bringer.is_whole and amount.is_bounded)
    is_staffed = amount.kind == "person" and _LEAST.match(segment.text, amount.start) is not None
    if not (counted.is_asked or is_capped or is_staffed or (counted.bringer.is_each and amount.is_bounded)):
        return None
    forms = labels_in(segment.text[amount.end :])
    return QuotaTerms(
        unit=_unit(counted.bringer, sentence.text, before),
        item=draft.item(counted.item, segment),
        form=forms[0] if forms else "",
        minimum=amount.low,
        maximum=amount.high,
        is_approximate=amount.is_approximate,
        per_year=counted.times_a_year == 1,
    )


def _is_count(counted: Counted, text: str) -> bool:
    """Tell whether a number is to be reached in each year or term; chosen each year (每年支持5个) is a quota."""
    if counted.times_a_year is None:
        return False
    if counted.bringer.is_each:
        # A quota is asked once or by the year; by the quarter it can only be counted up.
        return counted.times_a_year > 1
    amount = counted.amount
    is_chosen = not amount.is_bounded and amount.kind != "event" and _SELECT.search(text[: amount.start]) is not None
    return not is_chosen


def _unit(bringer: Bringer, text: str, before: str) -> str:
    """Name who brings it: nobody where a whole region does, else the last addressed, else who stands behind 由."""
    if bringer.unit or bringer.is_whole:
        return bringer.unit
    if unit := last_subject(before):
        return unit
    behind = re.search(r"由(?=各|每)", text[len(before) :])
    return next((unit for start, unit in subjects_in(text) if behind and start >= len(before) + behind.end()), "")


def _doer(before: str) -> str:
    """Name who does it: what stands before 每年, up to 应 or 在."""
    head = PERIOD.split(CYCLE.split(before)[0])[0]
    match = re.search(r"(?:^|[,，:;])\s*(?P<unit>[^,，。;:]{2,20}?)(?:应当?|须|需|要|在|原则上|的)?\s*$", head)
    if match is None:
        match = _SUBJECT.match(head)
    return match["unit"] if match and not re.search(r"[。;]", match["unit"]) else ""
