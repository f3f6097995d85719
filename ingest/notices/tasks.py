"""What a deadline is for, in the words of the notice."""

import re
from typing import Final

from data.reference.notice_cues import notice_pattern
from ingest.notices.clauses import Sentence
from ingest.notices.drafts import HAND_IN, Draft

MAX_TASK: Final = 40

_PUT: Final = re.compile(
    rf"(?:将|把)(?P<task>(?:《[^《》]{{2,50}}》|[^,，。;《]){{1,60}}?)(?:\(.*?\))?(?:分批|及时|一并|统一|以[^,，。;]{{2,8}})?{HAND_IN}"
)
_TOWARDS: Final = re.compile(rf"向[^,，。;]{{2,20}}?{HAND_IN}(?P<task>[^,，。;(]{{2,40}})")
_BEHIND: Final = re.compile(
    rf"\s?{notice_pattern('before')}?[,，]?\s?(?:务必|必须|应当?|须|要|请|全面|及时|统一|分别|一式.份)?"
    rf"(?:(?:请|由)?(?:各|有关)[\u4e00-\u9fff()、]{{1,20}}?)?(?:{notice_pattern('by_way')}[^,，。;]{{2,24}}?(?:[,，](?:在线|网上)?)?)?(?P<task>"
    rf"(?:{HAND_IN}|{notice_pattern('done')})[^,，。;(]{{2,40}})"
)
_THIS_WORK: Final = re.compile(r"[这此该本]项工作|[以上]?上述?工作")
_CARRIED_OUT: Final = re.compile(r"[^,，。;]*?(?:进行|开展|组织)(?P<task>[^,，。;]{2,40})")
_ADDRESSEE: Final = re.compile(
    rf"\s*(?:请|要求|由|各|有关).*{notice_pattern('subject_end', 'organ_end')}(?:\([^()]*\))?"
)
_ONLY_VERB: Final = re.compile(rf"(?:{HAND_IN}|{notice_pattern('done')})(?:情况|工作|到位)?")
_TO_OFFICE: Final = re.compile(
    rf"{HAND_IN}(?:我|本|省|市|区|县|州|[\u4e00-\u9fff]{{2,20}}?)?[\u4e00-\u9fff]{{0,20}}?{notice_pattern('organ_end')}"
    r"(?:\d{1,4}(?:室|房间|号))?$"
)
_SCHEDULED: Final = re.compile(r"\s?[,，:]\s?(?P<task>[^。;]{2,40})")
_ACT: Final = notice_pattern("window_act")
_ACTED: Final = re.compile(
    rf"\s?(?:{notice_pattern('before')}(?={_ACT}[^,，。;(]{{2}}))?(?P<task>{_ACT}[^,，。;(]{{0,30}})"
)
_LABEL: Final = re.compile(rf"(?P<task>[\u4e00-\u9fff]{{0,16}}?){notice_pattern('due_label')}(?:分别)?(?:为|是|:)?\s*$")
_DOER: Final = re.compile(rf"[\u4e00-\u9fff]{{2,14}}{notice_pattern('organ_end')}(?:将|要|应)?")
_RANGE_START: Final = re.compile(r"(?:从|自)?(?:\d{4}年)?\d{1,2}月[^,，。;月]{0,12}(?:至|到|-|—|~)\s?$")
_WINDOW: Final = re.compile(rf"{notice_pattern('bare_label')}(?:为|是)?")
_MANNER: Final = re.compile(rf"(?:须|应|需|并|均|统一|[经由][^,，。;]{{0,12}}?)*{notice_pattern('manner')}")
_FROM_NOW: Final = re.compile(r"(?:自|从)?(?:即日|现在|[^,，。;]{0,8}之日)起?,?\s?(?:至|到|—{1,2}|-)\s?$")
_REMARK: Final = re.compile(rf"^(\s?{notice_pattern('before')})\s?\([^()]*\)")
_STAGED: Final = re.compile(r"\)\s?(?P<task>[^,，。;:]{2,30})")
_TITLED: Final = re.compile(r"《(?P<task>[^《》]{2,40})》")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_COPIES: Final = re.compile(r"[,，]?各?[一1]式[\d一两二三四五六]{1,2}份$")
_WHOLE: Final = re.compile(
    rf"\s?{notice_pattern('before')}(?:完成)?(?P<task>{notice_pattern('whole_act')})(?=[,，。;(]|$)"
)
_STEM: Final = re.compile(r"[\s①-⑳]*(?:请|要|同时|此外|并)?(?P<task>.*)")


def task_of(draft: Draft, segment: Sentence, *, start: int, end: int) -> str:
    """Name what is due.

    Args:
        draft: the notice.
        segment: the piece of a sentence that holds the day.
        start: of the day, offset in the segment.
        end: likewise.

    Returns:
        The thing handed in or done; the heading of the clause where the sentence says only 这项工作.
    """
    text = segment.text
    before, behind = text[:start], _REMARK.sub(r"\1", text[end:])
    named = _named(before, behind)
    if named is not None:
        return named or _heading(draft, segment, text)
    if _THIS_WORK.match(text) and (heading := draft.outline.heading(segment)):
        return heading
    found = _done(behind) or _leading(before) or _carried_out(behind)
    titled = None if found else _TITLED.search(behind)
    return titled["task"] if titled else found or _heading(draft, segment, text)


def _named(before: str, behind: str) -> str | None:
    """Return what the words say outright: 申报截止时间, 将A报送, 向B提交A; None where they say nothing so."""
    undated = re.sub(r"(?:于|在)$", "", before) + re.sub(rf"^\s?{notice_pattern('before')}", "", behind)
    match = _LABEL.search(before) or _PUT.search(undated) or _TOWARDS.search(behind)
    return _short(match["task"]) if match else None


def _done(behind: str) -> str:
    """Return what is done, in the words behind the day: 前完成A, 前出台A, 至2月20日，A."""
    if match := _BEHIND.match(behind):
        found = _short(match["task"])
        if not _ONLY_VERB.fullmatch(found) and not _TO_OFFICE.fullmatch(found):
            return found
    match = _SCHEDULED.match(behind) or _ACTED.match(behind) or _STAGED.match(behind) or _WHOLE.match(behind)
    return _short(match["task"]) if match else ""


def _carried_out(behind: str) -> str:
    match = _CARRIED_OUT.match(behind)
    return _short(match["task"]) if match else ""


def _leading(before: str) -> str:
    """Take the last words before the day that name something: 各专题活动的方案，请各县(区)于 ..."""
    stem = re.sub(r"(?:须|应|请|务必|要)?(?:于|在)?(?:为|是)?\s*$", "", _RANGE_START.sub("", _FROM_NOW.sub("", before)))
    pieces = [piece for piece in re.split(r"[,，①-⑳]|:(?!\d)", stem) if _is_thing(piece)]
    match = _STEM.match(pieces[-1]) if pieces else None
    return _short(match["task"]) if match else ""


def _is_thing(piece: str) -> bool:
    """Tell whether words name a thing and not who hands it in, or of which it is (上半年的)."""
    words = _BRACKETS.sub("", piece.strip())
    is_whose = words.endswith("的") or _ADDRESSEE.fullmatch(piece) or _DOER.fullmatch(piece)
    return len(words) >= 2 and not is_whose and not _MANNER.match(words) and not _WINDOW.fullmatch(words)


def _heading(draft: Draft, segment: Sentence, text: str) -> str:
    return draft.outline.heading(segment) or _short(text)


def _short(text: str) -> str:
    return _COPIES.sub("", text.strip(" ，,、:;。").removeprefix("了"))[:MAX_TASK]
