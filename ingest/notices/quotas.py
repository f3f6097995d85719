"""How many of what each unit brings, and how often something happens each year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from data.records.rules import MinCountTerms, Proposal, QuotaTerms
from data.reference.notice_cues import notice_cues, notice_pattern
from ingest.notices.amounts import Amount, find_amounts
from ingest.notices.clauses import Sentence
from ingest.notices.drafts import Draft, labels_in, last_subject, subjects_in
from ingest.notices.spans import Spans

MAX_NOUN: Final = 40
REACH: Final = 40
"""Characters before a number in which the verb that asks for it must stand."""

_VERB: Final = re.compile(notice_pattern("quota_verb"))
_COUNTED: Final = re.compile(notice_pattern("quota_noun"))
_REPORT: Final = re.compile(notice_pattern("report_word"))
_YEAR_FIRST: Final = re.compile(r"\s*(?P<year>20\d{2})年(?:度|以来)?[,，]")
_CYCLE: Final = re.compile(rf"{notice_pattern('per_year')}|每季度|每季|每半年|每个月|每月")
_CYCLES: Final = {"每季度": 4, "每季": 4, "每半年": 2, "每个月": 12, "每月": 12}
_NOT_BEFORE: Final = re.compile(rf"{notice_pattern('not_quota')}[^,，。;]{{0,4}}$|分$")
_NOT_ITEM: Final = re.compile(rf"\s?的?(?:{notice_pattern('not_item')})")
_EACH: Final = re.compile(
    rf"(?P<unit>(?:每个?|各|同一)(?!年|月|季|周|次|半年)[^,，。;、\d每各]{{0,14}}?{notice_pattern('subject_end')}+(?:\([^()]{{1,10}}\))?"
    rf"|[\u4e00-\u9fff]{{2,12}}{notice_pattern('subject_end')}(?=(?:各|分别))|每[家户校所院市县区]"
    r"|同一(?:企业|单位|法人|项目负责人|负责人|申报人|申请人|团队|项目))"
)
_CONDITION: Final = re.compile(r"\s?(?:在|具有|具备|有|符合|拥有|基础|条件)")
_BUILT: Final = re.compile(r"(?:建立|建设|组建|认定为|设立)(?P<item>[^,，。;]{2,40})(?=[,，。;]|$)")
_OF_WHICH: Final = re.compile(r"的(?P<item>[^,，。;的]{2,20})(?=[,，。;]|$)")
_NOUN_END: Final = re.compile(
    r"填报|进行|开展|予以|给予|参加|用于|纳入|立项|作为|在.{1,6}上|入库|到|进$|集中|由|报|与.{2,8}对接$|\(见|\(附|以上|左右|[和与及]$"
)
_HEAD: Final = re.compile(
    rf"^.*(?:{notice_pattern('quota_verb', 'target_verb', 'count_verb')}|{notice_pattern('each')}[^,，]{{0,10}}?"
    r"|将|可|原则上|为|应)(?=[^,，]{2})"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """An amount with what it counts and who brings it.

    Attributes:
        unit: "" not said.
        item: what is counted.
        is_each: it is asked of each of several, one by one.
        times_a_year: how often it is asked each year; 0 once.
        is_asked: a verb or noun asks for so many.
    """

    amount: Amount
    unit: str
    item: str
    is_each: bool
    times_a_year: int
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
    was_asked = False
    for place, amount in enumerate(amounts):
        if _NOT_ITEM.match(text, amount.end) or _NOT_BEFORE.search(text[: amount.start]):
            was_asked = False
            continue
        head = text[(amounts[place - 1].end if place else 0) : amount.start]
        each = list(_EACH.finditer(text[: amount.end]))
        part = re.split(r"[,，]", head)[-1]
        unit = each[-1]["unit"] if each and amount.start - each[-1].end() <= REACH else ""
        is_asked = bool(_VERB.search(head[-REACH:]) or _COUNTED.search(part) or _asks_behind(text, amount))
        is_asked = was_asked = is_asked or (was_asked and head.startswith("、"))
        behind = text[amount.end : amounts[place + 1].start if place + 1 < len(amounts) else len(text)]
        times = _times_a_year(text[: amount.start], amount)
        yield Counted(amount, unit, _item(part, behind), bool(unit), times, is_asked)


def _times_a_year(before: str, amount: Amount) -> int:
    """Tell how often a year the number is asked: 1 by 每年, 4 by 每季度, 0 where it is asked once."""
    cycles = [match.group() for match in _CYCLE.finditer(before)]
    if not cycles:
        return 0
    return _CYCLES.get(cycles[-1], 1) if amount.kind == "event" or cycles[-1] not in _CYCLES else 0


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
    if counted.times_a_year and not counted.is_each:
        if amount.low is None:
            return None
        return MinCountTerms(
            item=draft.item(counted.item, segment), minimum=amount.low * counted.times_a_year, unit=_doer(before)
        )
    if not (counted.is_asked or (counted.is_each and amount.is_bounded)):
        return None
    forms = labels_in(segment.text[amount.end :])
    return QuotaTerms(
        unit=counted.unit or _addressed(sentence.text, before),
        item=draft.item(counted.item, segment),
        form=forms[0] if forms else "",
        minimum=amount.low,
        maximum=amount.high,
        is_approximate=amount.is_approximate,
        per_year=counted.times_a_year == 1,
    )


def _addressed(text: str, before: str) -> str:
    """Name who is addressed: the last before the number, else who is named behind 由."""
    if unit := last_subject(before):
        return unit
    behind = re.search(r"由(?=各|每)", text[len(before) :])
    return next((unit for start, unit in subjects_in(text) if behind and start >= len(before) + behind.end()), "")


def _doer(before: str) -> str:
    """Name who does it: what stands before 每年, up to 应 or 在."""
    head = _CYCLE.split(before)[0]
    match = re.search(r"(?:^|[,，:])\s*(?P<unit>[^,，。;:]{2,20}?)(?:应当?|须|需|要|在|原则上|的)?\s*$", head)
    return match["unit"] if match and not re.search(r"[。;]", match["unit"]) else ""


def _item(part: str, behind: str) -> str:
    """Name what is counted: the noun behind the number, else the one before it.

    Args:
        part: from the last comma to the number.
        behind: from the number to the next one.
    """
    clause = re.split(r"[,，。;]", behind)[0]
    if _CONDITION.match(behind) and (match := _BUILT.search(behind) or _OF_WHICH.search(behind)):
        return match["item"][:MAX_NOUN]
    noun = _noun_behind(clause)
    return noun or _noun_before(part) or clause.strip()[:MAX_NOUN]


def _noun_behind(text: str) -> str:
    if text.startswith(("、", "(")):
        return ""
    end = _NOUN_END.search(text)
    noun = text[: end.start()] if end else text
    noun = noun.strip(" 的:")
    return noun[:MAX_NOUN] if len(noun) >= 2 and not noun.startswith(notice_cues("quota_verb")) else ""


def _noun_before(part: str) -> str:
    part = _CYCLE.split(part)[-1].strip(" 、和及")
    plain = re.sub(r"(?:应|须|需|要|原则上|一般|各|分别|为|数量|总数|控制在|共|将)+$", "", part.strip())
    return (_HEAD.sub("", plain) or plain).strip(" :的")[:MAX_NOUN]
