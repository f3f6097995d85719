"""How names are made: fixed words with a free middle part, and what no two may share."""

import re
from typing import Final

from data.records.rules import NameTerms, Proposal
from data.reference.notice_cues import notice_pattern
from ingest.notices.drafts import Draft

_NAME: Final = re.compile(notice_pattern("name_word"))
_SAME_NAME: Final = re.compile(notice_pattern("same_name"))
_ALIKE: Final = re.compile(r"名称[^。;]{0,20}(?:相同|重复|雷同|近似)")
_SAME_FIELD: Final = re.compile(notice_pattern("same_field"))
_DIRECTION: Final = re.compile(notice_pattern("same_direction"))
_FIXED: Final = r"[\u4e00-\u9fff]"
_END: Final = (
    rf"{_FIXED}{{0,14}}?{notice_pattern('alliance')}(?!{_FIXED}{{0,4}}{notice_pattern('alliance')})|{_FIXED}{{2,14}}"
)
_LEAD_IN: Final = re.compile(r"^.*(?:为|填写|命名|统一|:)")
_PATTERNS: Final = (
    re.compile(rf"(?P<first>{_FIXED}{{2,12}}?)\s?(?:[×xX*○_]{{2,}}|…{{1,2}}|\.{{3,6}})\s?(?P<last>{_END})"),
    re.compile(rf"[“\"《「](?P<first>{_FIXED}{{2,12}})\s?\+[^”\"》」]{{2,20}}\+\s?(?P<last>{_FIXED}{{2,14}})[”\"》」]"),
    re.compile(
        rf"[“\"《「](?P<first>{_FIXED}{{2,12}})[((\u3014\[](?P<free>[^))\u3015\]]{{2,20}})[))\u3015\]](?P<last>{_FIXED}{{2,14}})[”\"》」]"
    ),
)


def find_names(draft: Draft) -> list[Proposal]:
    """Propose a rule for each sentence that shows how a name is made; what must differ may stand behind it."""
    found: list[Proposal] = []
    for sentence in draft.outline.sentences:
        if not _NAME.search(sentence.text):
            continue
        matches = (match for pattern in _PATTERNS for match in pattern.finditer(sentence.text))
        match = next((each for each in matches if _is_name(each)), None)
        if match is None:
            continue
        first = _LEAD_IN.sub("", match["first"])
        paragraph = [each for each in draft.paragraph(sentence) if each.start >= sentence.start]
        text = "".join(each.text for each in paragraph)
        terms = NameTerms(pattern=f"{first}…{match['last']}", unique_by=_unique_by(text))
        end = next((each.end for each in reversed(paragraph) if _unique_by(each.text)), sentence.end)
        found.append(draft.propose(terms, sentence, end))
    return found


def _is_name(match: re.Match[str]) -> bool:
    """Tell whether the fixed words make a name: a region first, or an alliance last (其中×××应体现 ... is none)."""
    is_placed = re.search(r"[省市区县州]$", _LEAD_IN.sub("", match["first"])) is not None
    return is_placed or re.search(rf"{notice_pattern('alliance')}$", match["last"]) is not None


def _unique_by(text: str) -> tuple[tuple[str, ...], ...]:
    groups: list[tuple[str, ...]] = []
    if _SAME_NAME.search(text) or _ALIKE.search(text):
        groups.append(("name",))
    if match := _SAME_FIELD.search(text):
        groups.append(("field", "direction") if _DIRECTION.search(text, match.end()) else ("field",))
    return tuple(groups)
