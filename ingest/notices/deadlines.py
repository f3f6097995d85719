"""Deadlines: by which day, and hour, what is handed in where, or done."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from data.records.rules import DueTerms, Proposal
from data.reference.notice_cues import notice_pattern
from ingest.notices.clauses import Sentence
from ingest.notices.days import Moment, find_moments, find_monthly, find_months
from ingest.notices.drafts import JOINTS, UNIT_END, Draft, copies_in, labels_in, last_subject, subjects_in
from ingest.notices.routes import route_in, route_near
from ingest.notices.tasks import task_of

_SINCE: Final = r"(?:\(含[^()]{0,6}\))?"
_BEFORE: Final = re.compile(
    rf"\s?{_SINCE}{notice_pattern('before')}(?!{notice_pattern('due_never')})(?!期|后|述|言|沿|瞻|景|提(?!交|供|出))"
)
_LABEL: Final = re.compile(rf"{notice_pattern('due_label')}(?:分别)?(?:为|是|:|至|到|于|在)?\s*$")
_AND: Final = re.compile(rf"{notice_pattern('before')}?(?:[、和及]|以及)")
_RANGE: Final = re.compile(r"[日号底末旬\d]\s?(?:起)?(?:至|到|-|—{1,2}|~)\s?$")
_ACT: Final = re.compile(rf"\s?{notice_pattern('window_act')}")
_STAGE: Final = re.compile(r"(?:阶段|时间|环节)\([^()]*$")
_FROM_NOW: Final = re.compile(r"(?:即日|现在|[^,，。;]{0,8}之日)起?,?\s?(?:至|到|—{1,2}|-)\s?$")
_WINDOW: Final = re.compile(rf"{notice_pattern('window_label')}\s?(?:为|是|:|从|自)?\s?(?:20\d\d年)?\d")
_YEARLY: Final = re.compile(r"每年(?:度)?(?:的)?[^,，。;日]{0,4}$")
_OTHER_CYCLE: Final = re.compile(r"每(?:个)?(?:季度?|半年|周|学期)(?:的)?[^,，。;]{0,6}$")
_STATED: Final = re.compile(rf"{notice_pattern('before')}|\s?{notice_pattern('hand_in')}")
_BACK: Final = re.compile(rf"(?:{notice_pattern('this_work')})")
_AS_OF: Final = re.compile(rf"{notice_pattern('as_of')}\s*$")
_ACTOR: Final = re.compile(
    rf"\s*(?P<unit>[^,，。;:\d]{{0,14}}?(?:{notice_pattern('each_unit', 'criteria_subject')}|{UNIT_END}))"
    r"(?:应当?|须|需)"
)
_LEAD_IN: Final = re.compile(rf"\s?{notice_pattern('before')}?[,，]?\s?(?:请|由)?")
_DOER: Final = re.compile(
    rf"(?P<unit>[\u4e00-\u9fff]{{0,14}}?(?:{notice_pattern('organ_end', 'each_unit')}|{UNIT_END}))"
    rf"(?P<at>(?:将|应当?|要|须|请)?(?:于|在)?)(?:每年)?$"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something is due, before it is told what: its place in a segment, and the day itself."""

    start: int
    end: int
    on: date | None = None
    at: str = ""
    monthly_day: int | None = None


def find_deadlines(draft: Draft) -> list[Proposal]:
    """Propose a rule for each deadline, one per form where several forms are due together."""
    found: list[Proposal] = []
    seen: set[DueTerms] = set()
    for sentence in draft.outline.sentences:
        unit = ""
        for segment in sentence.segments():
            for window, deadline in _windows(segment, draft):
                for stated in _terms(draft, sentence, window, deadline):
                    # 特派员于每月底前提交日志，每年12月10日前提交总结: who is named first hands in both.
                    terms = stated if stated.unit else replace(stated, unit=unit)
                    unit = terms.unit
                    if terms not in seen:
                        seen.add(terms)
                        found.append(draft.propose(terms, segment))
    return found


def _windows(segment: Sentence, draft: Draft) -> Iterator[tuple[Sentence, Deadline]]:
    """Yield each deadline, by its place in the words that are about it: from the one before to the one behind."""
    text = segment.text
    found = sorted(deadlines_in(text, issued_on=draft.issued_on, year=draft.year), key=lambda each: each.start)
    groups: list[list[Deadline]] = []
    for each in found:
        if groups and _AND.fullmatch(text, groups[-1][-1].end, each.start):
            groups[-1].append(each)
        else:
            groups.append([each])
    for place, group in enumerate(groups):
        start = _break(text, groups[place - 1][-1].end, group[0].start) if place else 0
        end = _break(text, group[-1].end, groups[place + 1][0].start) if place + 1 < len(groups) else len(text)
        window = replace(segment, text=text[start:end], start=segment.start + start, end=segment.start + end)
        for each in group:
            yield window, replace(each, start=group[0].start - start, end=group[-1].end - start)


def _break(text: str, start: int, end: int) -> int:
    """Return where the words about one deadline end and those about the next begin: at the last comma between."""
    comma = max(text.rfind(",", start, end), text.rfind("，", start, end))
    return comma if comma >= 0 else end


def deadlines_in(text: str, *, issued_on: date | None, year: int | None) -> Iterator[Deadline]:
    """Yield the deadlines of a text in order."""
    for monthly in find_monthly(text):
        if _STATED.match(text, monthly.end):
            yield Deadline(monthly.start, monthly.end, monthly_day=monthly.day)
    monthly_places = [range(each.start, each.end) for each in find_monthly(text)]
    moments = list(find_moments(text, issued_on=issued_on, year=year))
    for place, moment in enumerate(moments):
        if moment.on is None or any(moment.end - 1 in taken for taken in monthly_places):
            continue
        is_past = issued_on is not None and moment.on < issued_on and _AS_OF.search(text, 0, moment.start)
        if not is_past and _is_one_due(text, moments, place) and not _OTHER_CYCLE.search(text, 0, moment.start):
            yield Deadline(moment.start, moment.end, _first(moment, text, issued_on), moment.at)


def _is_one_due(text: str, moments: Sequence[Moment], place: int) -> bool:
    """Tell whether a day is due, or one of several that are: 6月20日和12月20日前, 截止日期分别为4月30日和10月31日."""
    if _is_due(text, moments[place]):
        return True
    for step in (1, -1):
        other = place + step
        while 0 <= other < len(moments) and _AND.fullmatch(
            text, moments[min(other, other - step)].end, moments[max(other, other - step)].start
        ):
            if _is_due(text, moments[other]):
                return True
            other += step
    return False


def _is_due(text: str, moment: Moment) -> bool:
    """Tell whether a day is the last one for something: 前 or 截止 behind, 截止 before, or the end of a window."""
    if _BEFORE.match(text, moment.end) or _LABEL.search(text[: moment.start]):
        return True
    if _FROM_NOW.search(text[: moment.start]):
        return True
    if not _RANGE.search(text[: moment.start]):
        return False
    head = text[: moment.start]
    if _ACT.match(text, moment.end) or (_STAGE.search(head) and text[moment.end :].startswith(")")):
        return True
    is_schedule = (
        re.match(r"[^,，:]{0,16}$", head) is not None and re.match(r"\s?[,，:]", text[moment.end :]) is not None
    )
    return _WINDOW.search(head) is not None or is_schedule


def _first(moment: Moment, text: str, issued_on: date | None) -> date | None:
    """Give the day; of one that comes every year, the first after the notice."""
    on = moment.on
    if on and issued_on and on < issued_on and not moment.has_year and _YEARLY.search(text[: moment.start]):
        return on.replace(year=on.year + 1, day=min(on.day, 28) if on.month == 2 else on.day)
    return on


def _terms(draft: Draft, sentence: Sentence, window: Sentence, deadline: Deadline) -> Iterator[DueTerms]:
    """Yield what is due: once for each form, once where there is none."""
    before = sentence.text[: window.start - sentence.start + deadline.start]
    route = route_in(window.text) or route_near(draft, sentence)
    unit = _unit(before, window.text[: deadline.start]) or _unit_behind(window.text[deadline.end :]) or _actor(before)
    first, last = find_months(sentence.text, year=draft.year) if deadline.monthly_day else ("", "")
    for form in _forms(draft, sentence, window) or ("",):
        title = draft.title_of(form) if form else ""
        yield DueTerms(
            item=draft.item(title or task_of(draft, window, start=deadline.start, end=deadline.end), window),
            form=form,
            unit=unit,
            on=deadline.on,
            at=deadline.at,
            monthly_day=deadline.monthly_day,
            first_month=first,
            last_month=last,
            copies=copies_in(window.text),
            route=route,
        )


def _unit(before: str, near: str) -> str:
    """Name who hands in: who stands right before the day (科技局于3月5日前), else the last that is addressed."""
    subject, doer = last_subject(before), _DOER.search(near)
    if doer is None:
        return subject
    if subject and (joined := _joined(near, subject, doer)):
        return joined
    own = doer["unit"].removeprefix("请")
    is_same = own.endswith(subject) or subject.endswith(own)
    return subject if subject and (not doer["at"] or is_same) else own


def _actor(before: str) -> str:
    """Name the subject of the sentence: 服务机构应于每季度首月填报，每年12月31日前报送总结."""
    match = _ACTOR.match(before)
    return match["unit"] if match else ""


def _unit_behind(behind: str) -> str:
    """Name who stands right behind the day: 5月底前，各县(区)完成核查."""
    lead = _LEAD_IN.match(behind)
    return next((unit for start, unit in subjects_in(behind) if lead and start == lead.end()), "")


def _joined(near: str, subject: str, doer: re.Match[str]) -> str:
    """Join the two where they are one enumeration: 各镇、街道."""
    end = near.rfind(subject) + len(subject)
    joint = near[end : doer.start("unit")]
    return subject + joint + doer["unit"] if end >= len(subject) and joint in JOINTS else ""


def _forms(draft: Draft, sentence: Sentence, segment: Sentence) -> tuple[str, ...]:
    """Give the forms that are due: named in the segment, or in what 以上 and 这项工作 point back to."""
    own = labels_in(segment.text) or draft.named_in(segment.text)
    if own or not _BACK.match(segment.text):
        return own
    for earlier in draft.before(sentence)[:2]:
        if found := labels_in(earlier.text):
            return found
    return ()
