"""Who answers for which task: responsible, leading and supporting units."""

import re
from collections.abc import Iterator
from typing import Final

from data.records.notices import Assignment, UnitRole
from data.reference.notice_cues import notice_pattern
from ingest.notices.clauses import Sentence
from ingest.notices.drafts import Draft

MAX_TASK: Final = 60
MAX_UNITS: Final = 200

_LABELS: Final = (
    (UnitRole.RESPONSIBLE, notice_pattern("responsible")),
    (UnitRole.LEAD, notice_pattern("lead_label")),
    (UnitRole.SUPPORT, notice_pattern("support_label")),
)
_LABEL: Final = re.compile("|".join(f"(?P<{role.value}>{words})" for role, words in _LABELS))
_LABELLED: Final = re.compile(
    rf"(?:{'|'.join(words for _, words in _LABELS)})\s*:\s*"
    rf"(?P<units>(?:\([^()\n]{{1,16}}\)|[^:。;()\n]){{2,{MAX_UNITS}}}?)"
    rf"(?=[,，;]?\s*(?:{'|'.join(words for _, words in _LABELS)})\s*:|[。;)\n]|$)"
)
_UNIT: Final = r"(?:\([^()]{1,16}\)|[^,，。;:()\s])"
_HOW: Final = rf"{notice_pattern('lead_how')}?"
_LED: Final = re.compile(
    rf"(?:由|\(|^|[,，。:])(?P<lead>(?:(?!由){_UNIT}){{2,40}}?)(?:负责)?牵头{_HOW}(?:[,，]\s?(?:会同)?(?P<support>{_UNIT}{{2,120}}?)"
    rf"(?:等)?{notice_pattern('support_verb')})?(?=[,，。;)做]|$)"
)
_SUPPORT: Final = rf"(?:[,，]\s?(?:会同)?(?P<support>{_UNIT}{{2,120}}?)(?:等)?{notice_pattern('support_verb')})?"
_TASK_BY: Final = re.compile(
    rf"(?:^|[,，;；。])\s*(?P<task>[^,，;；。:()由]{{2,30}})由(?P<lead>(?:(?!由){_UNIT}){{2,40}}?)"
    rf"(?:(?P<led>(?:负责)?牵头{_HOW}){_SUPPORT}|负责)(?=[,，。;；)]|$)"
)
"""甲事由A牵头，B配合；乙事由C负责。: each part names its own task."""
_IN_CHARGE: Final = re.compile(
    rf"\((?P<units>{_UNIT}[^()。;]{{2,120}}?)(?:等)?(?:按照?职责分工|按照?各自职责|分别|共同)?负责\)"
)
_NOT_UNIT: Final = re.compile(r"企业|高校|院校|单位$|龙头|骨干")


def find_assignments(draft: Draft) -> tuple[Assignment, ...]:
    """Find the rows of the responsibility matrix, in the order of the text."""
    found: list[Assignment] = []
    for sentence in draft.outline.sentences:
        by_task = tuple(_by_task(draft, sentence))
        if by_task:
            found += by_task
            continue
        labelled = list(_LABELLED.finditer(sentence.text))
        units = tuple(unit for match in labelled for unit in _labelled_units(match))
        start = labelled[0].start() if labelled else 0
        if not units:
            start, units = _unlabelled(sentence.text)
            if not units:
                continue
        quote = draft.page.quote(
            sentence.start + max(0, start - (sentence.text[start - 1 : start] == "(")), sentence.end
        )
        found.append(Assignment(draft.outline.path(sentence), _task(draft, sentence), units, quote))
    return tuple(found)


def split_units(text: str) -> tuple[str, ...]:
    """Return the units of a list; 等省直有关部门 stays with the last."""
    return tuple(piece.strip(" 、") for piece in re.split(r"[、,，](?![^()]*\))", text) if len(piece.strip(" 、")) > 1)


def _by_task(draft: Draft, sentence: Sentence) -> Iterator[Assignment]:
    """Yield a row for each task that a sentence gives to somebody."""
    for match in _TASK_BY.finditer(sentence.text):
        if not _are_units(match["lead"]):
            continue
        lead = UnitRole.LEAD if match["led"] else UnitRole.RESPONSIBLE
        units = [(lead, unit) for unit in split_units(match["lead"])]
        units += [(UnitRole.SUPPORT, unit) for unit in split_units(match["support"] or "")]
        quote = draft.page.quote(sentence.start + match.start("task"), sentence.start + match.end())
        yield Assignment(draft.outline.path(sentence), match["task"].strip(), tuple(units), quote)


def _labelled_units(match: re.Match[str]) -> Iterator[tuple[UnitRole, str]]:
    label = _LABEL.match(match.group())
    role = UnitRole(label.lastgroup) if label and label.lastgroup else UnitRole.RESPONSIBLE
    return ((role, unit) for unit in split_units(match["units"]))


def _unlabelled(text: str) -> tuple[int, tuple[tuple[UnitRole, str], ...]]:
    """Read 由A牵头，B、C配合 or （A、B负责）; no units where there is neither."""
    for match in _LED.finditer(text):
        if _are_units(match["lead"]):
            return match.start(), tuple(_led_units(match))
    for match in _IN_CHARGE.finditer(text):
        if _are_units(match["units"]):
            return match.start(), tuple((UnitRole.RESPONSIBLE, unit) for unit in split_units(match["units"]))
    return 0, ()


def _led_units(match: re.Match[str]) -> Iterator[tuple[UnitRole, str]]:
    yield from ((UnitRole.LEAD, unit) for unit in split_units(match["lead"]))
    if match["support"]:
        yield from ((UnitRole.SUPPORT, unit) for unit in split_units(match["support"]))


def _are_units(text: str) -> bool:
    """Tell whether those that lead are offices: 由龙头企业牵头 composes an alliance and assigns nothing."""
    return all(
        re.search(rf"{notice_pattern('organ_end')}(?:\([^()]*\))?$|政府$|所$", unit) and not _NOT_UNIT.search(unit)
        for unit in split_units(text)
    )


def _task(draft: Draft, sentence: Sentence) -> str:
    if heading := draft.outline.heading(sentence):
        return heading
    return sentence.text[:MAX_TASK]
