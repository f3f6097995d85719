"""What a number counts: the noun behind it, else the one before it."""

import re
from typing import Final

from data.reference.notice_cues import notice_cues, notice_pattern
from ingest.notices.cycles import CYCLE

MAX_NOUN: Final = 40

_VERBS: Final = notice_pattern(
    *("quota_verb", "select_verb", "target_verb", "count_verb", "lead_verb"),
    *("per_year", "must", "count_tail", "unit_limit", "at_most_far", "whole_scope"),
)
_ONLY_VERBS: Final = re.compile(f"{_VERBS}+")
_OBJECT: Final = re.compile(r"(?:^|[,，;])对(?!接|口|应|照)[^,，。;]{0,20}?(?P<item>[^,，。;的]{2,16})[,，]")
_COUNTED: Final = re.compile(r"\d[份本册套]?、")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,8}")
_TAIL: Final = re.compile(rf"{notice_pattern('count_tail')}+$")
_CONDITION: Final = re.compile(r"\s?(?:在|具有|具备|有|符合|拥有|基础|条件)")
_BUILT: Final = re.compile(r"(?:建立|建设|组建|认定为|设立)(?P<item>[^,，。;]{2,40})(?=[,，。;]|$)")
_OF_WHICH: Final = re.compile(r"的(?P<item>[^,，。;的]{2,20})(?=[,，。;]|$)")
_NOUN_END: Final = re.compile(
    r"填报|申报|申请|进行|开展|予以|给予|参加|用于|纳入|立项|作为|在.{1,6}上|入库|到|进$|集中|由|报|与.{2,8}对接$|\(见|\(附|以上|左右|[和与及]$"
)
_HEAD: Final = re.compile(
    rf"^.*(?:{notice_pattern('quota_verb', 'target_verb', 'count_verb')}|{notice_pattern('each')}[^,，]{{0,10}}?"
    r"|将|可|原则上|为|应当?)(?=[^,，]{2})"
)


def counted_noun(head: str, behind: str, *, unit: str, earlier: str, is_event: bool = False) -> str:
    """Name what is counted, "" where the words do not say.

    Args:
        head: from the number before to this one.
        behind: from the number to the next one.
        unit: who is asked for it; those words name no thing.
        earlier: what the number before counted, with the same measure word; "" another one.
        is_event: a verb names what happens so often (走访不少于2次).
    """
    clause = re.split(r"[,，。;]", behind)[0]
    part = _own(re.split(r"[,，]", head)[-1], unit)
    if not part and not clause.strip() and (match := _OBJECT.search(head)):
        return match["item"]
    if _CONDITION.match(behind) and (match := _BUILT.search(behind) or _OF_WHICH.search(behind)):
        return match["item"][:MAX_NOUN]
    verb = _TAIL.sub("", CYCLE.split(head.rpartition(unit)[2] if unit else head)[-1]).strip(" ,，、")
    return _behind(clause) or _before(part) or (verb if is_event and _HAN.fullmatch(verb) else "") or earlier


def _own(part: str, unit: str) -> str:
    """Return the words before a number without those who bring it, "" where only verbs are left."""
    plain = part.rpartition(unit)[2] if unit else part
    plain = _COUNTED.split(CYCLE.split(plain)[-1])[-1].strip(" 、和及").removeprefix("其中")
    return "" if _ONLY_VERBS.fullmatch(plain) else plain


def _behind(text: str) -> str:
    if text.startswith(("、", "(")):
        return ""
    end = _NOUN_END.search(text)
    noun = text[: end.start()] if end else text
    noun = noun.strip(" 的:")
    return noun[:MAX_NOUN] if len(noun) >= 2 and not noun.startswith(notice_cues("quota_verb")) else ""


def _before(part: str) -> str:
    plain = _TAIL.sub("", part)
    noun = (_HEAD.sub("", plain) or plain).strip(" :的")[:MAX_NOUN]
    return "" if _ONLY_VERBS.fullmatch(noun) else noun
