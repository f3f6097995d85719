"""How often a year something is asked: 每年, 每季度, or once in a term of several years."""

import re
from typing import Final

from data.reference.notice_cues import notice_pattern
from ingest.notices.amounts import Amount

CYCLE: Final = re.compile(
    rf"{notice_pattern('per_year', 'per_event')}|每季度|每季|每半年|每[两二2]个月|每双月|每个月|每月"
)
PERIOD: Final = re.compile(rf"(?:[一二两三四五\d]年)?(?:[\u4e00-\u9fff]{{1,2}}(?=期))?{notice_pattern('period')}")
_ONE_EVENT: Final = re.compile(notice_pattern("per_event"))
_CYCLES: Final = {
    "每季度": 4,
    "每季": 4,
    "每半年": 2,
    "每双月": 6,
    "每两个月": 6,
    "每二个月": 6,
    "每2个月": 6,
    "每个月": 12,
    "每月": 12,
}


def times_a_year(before: str, amount: Amount) -> int | None:
    """Tell how often a year a number is asked: 1 by 每年, 4 by 每季度; 0 by the term (聘期内), None once.

    Args:
        before: the words before the number; the last cycle among them counts.
        amount: the number.
    """
    last = max((*CYCLE.finditer(before), *PERIOD.finditer(before)), key=lambda match: match.start(), default=None)
    if last is None or _ONE_EVENT.fullmatch(last.group()):
        return None
    is_least = amount.low is not None and amount.high is None
    if last.re is PERIOD:
        return 0 if is_least else None
    is_near = re.search(r"[,，]", before[last.end() :]) is None
    is_counted = amount.kind == "event" or (is_least and is_near) or last.group() not in _CYCLES
    return _CYCLES.get(last.group(), 1) if is_counted else None
