"""Time limits: within how long of what something must be done."""

import re
from collections.abc import Iterator
from typing import Final

from data.records.rules import Proposal, TimeLimitTerms
from data.reference.notice_cues import notice_pattern
from ingest.notices.drafts import UNSTATED, Draft
from ingest.parsing.numerals import parse_number

DAYS: Final = {"工作日": 1, "日": 1, "天": 1, "周": 7, "个月": 30, "月": 30, "年": 365}
"""Days of a unit; months and years as `TimeLimitTerms.days` counts them."""

_LIMIT: Final = re.compile(
    r"(?P<start>(?:自|从|于|在)?[^,，。;:]{2,24}?)(?:之日起?|当日起?|次日起|起|后|期满|届满)(?:的)?(?:[,，][^,，。;\d]{0,16}?(?:于|在)|[,，])?"
    r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})\s?个?(?P<unit>工作日|日|天|周|月|年)(?:之)?内[,，]?(?P<item>[^,，。;]{2,40})"
)
_BARE: Final = re.compile(
    r"(?P<start>)(?:^|[,，])[^,，。;]{0,12}?(?:在|于)(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})\s?个?(?P<unit>工作日|日|天)(?:之)?内[,，]?(?P<item>[^,，。;]{2,40})"
)
_OF_WHOM: Final = re.compile(
    r"(?P<start>[^,，。;:]{2,24}?)的[,，]?(?:应当?|须|必须|要|需|请)?(?:在|于)?"
    r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})\s?个?(?P<unit>工作日|日|天|周|月)(?:之)?内[,，]?(?P<item>[^,，。;]{2,40})"
)
_NAMED: Final = re.compile(
    rf"(?P<start>[^,，。;]{{2,24}}?){notice_pattern('limited_time')}(?P<item>[\u4e00-\u9fff]{{2,6}}?)(?:制度|机制|要求)"
)
_VALID: Final = re.compile(r"有效|近$|无不良|未发生|没有")
_NEVER: Final = re.compile(rf"\s*{notice_pattern('not_limit')}")
_LEAD_IN: Final = re.compile(r"^(?:自|从|于|在|应当?|须|请)+")
_MUST: Final = re.compile(r"^(?:应当?|须|必须|要|需|由[^,，]{2,10}?)?(?:作出|完成|办理|实施|进行)?(?=.{2})")


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yield the limits of a sentence, each number once."""
    seen: set[int] = set()
    for pattern in (_LIMIT, _OF_WHOM, _BARE):
        for match in pattern.finditer(text):
            if match.start("n") not in seen and not _NEVER.match(match["item"]):
                seen.add(match.start("n"))
                yield match


def find_limits(draft: Draft) -> list[Proposal]:
    """Propose a rule for each time limit, with a number or only announced (限时转化制度)."""
    found: list[Proposal] = []
    for sentence in draft.outline.sentences:
        for match in _matches(sentence.text):
            number = parse_number(match["n"])
            if number is None or number == 0 or _VALID.search(match["item"]) or _VALID.search(match["start"]):
                continue
            terms = TimeLimitTerms(
                item=draft.item(_MUST.sub("", match["item"]), sentence),
                starts_with=_LEAD_IN.sub("", match["start"].strip()) or UNSTATED,
                days=int(number) * DAYS[match["unit"]],
                in_working_days=match["unit"] == "工作日",
            )
            found.append(draft.propose(terms, sentence))
        if named := _NAMED.search(sentence.text):
            start = re.sub(r"^.*(?:建立|实行|实施|推行|探索)", "", named["start"])
            found.append(draft.propose(TimeLimitTerms(item=named["item"], starts_with=start, days=None), sentence))
    return found
