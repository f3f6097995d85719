"""Where papers go: an office, a room, a mailbox, in the words of a notice."""

import re
from typing import Final

from data.reference.notice_cues import notice_pattern
from ingest.notices.clauses import Part, Sentence
from ingest.notices.drafts import HAND_IN, Draft

_OFFICE: Final = (
    rf"(?:我|本|省|市|区|县|[\u4e00-\u9fff])[\u4e00-\u9fff]{{0,22}}?(?:\([\u4e00-\u9fff]{{1,10}}\))?"
    rf"{notice_pattern('organ_end')}(?:[\u4e00-\u9fff]{{0,8}}{notice_pattern('organ_end')})?(?:\d{{1,4}}(?:室|房间))?"
)
_MAILBOX: Final = r"[,，]?\([^()]*(?:@|邮箱|电子版|电子档)[^()]*\)"
_TO: Final = re.compile(
    rf"{HAND_IN}(?:至|到|给)?(?P<route>{_OFFICE}(?:{_MAILBOX})?)"
    rf"(?:(?![\u4e00-\u9fff])|(?={notice_pattern('route_end')}))"
)
_TO_MAILBOX: Final = re.compile(
    r"(?:发送?|报送?|反馈|投递|提交)(?:至|到)(?P<route>(?:指定|电子|工作|我局|本局)?(?:邮箱|信箱)(?:[\s:(]*[\w.+-]+@[\w.-]+\)?)?"
    r"|[\w.+-]+@[\w.-]+(?:邮箱|信箱)?)",
    re.ASCII,
)
_TOWARDS: Final = re.compile(rf"(?<![面方意])向(?P<route>{_OFFICE})(?=(?:书面)?{notice_pattern('hand_in')})")
_LABELLED: Final = re.compile(rf"{notice_pattern('route_label')}\s*:\s*(?P<route>[^\n]{{2,60}})")


def route_in(text: str) -> str:
    """Return where a text says something is handed in, "" where it does not."""
    match = _TOWARDS.search(text) or _TO.search(text) or _TO_MAILBOX.search(text)
    return match["route"].strip("，, ") if match else ""


def route_near(draft: Draft, sentence: Sentence) -> str:
    """Return where papers go by a line of the same clause that names the place (受理地点：...)."""
    part: Part | None = draft.part_of(sentence)
    start, end = (part.start, part.own_end) if part else (0, len(draft.page.text))
    match = _LABELLED.search(draft.page.text, start, end)
    return match["route"].strip() if match else ""
