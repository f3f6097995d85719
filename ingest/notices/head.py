"""What a notice says of itself: title, document number, issuer, day, and whether it is in force."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.records.notices import PolicyStatus
from data.reference.notice_cues import notice_cues, notice_pattern
from ingest.cleaning import fold
from ingest.notices.citations import NUMBER, Mended, printed_number
from ingest.notices.clauses import Outline, lines_of
from ingest.notices.page import HEAD_LINES, Page
from ingest.parsing.dates import parse_date

MAX_TITLE: Final = 90
MAX_ISSUER: Final = 40
MAX_SIGNED_ABOVE: Final = 3
"""Lines between the issuer and the day below it."""

_TITLE_END: Final = re.compile(rf".*{notice_pattern('title_end')}[”》)]?(?:\([^()]{{1,12}}\))?")
_NUMBER_LINE: Final = re.compile(r"\(?[\u4e00-\u9fff]{2,12}[\u3014\[【(].{0,3}\d{4}.{0,12}")
_HAN: Final = "[一二三四五六七八九十]{1,3}"
_HAN_DAY: Final = rf"[一二][\u3007○0零一二三四五六七八九]{{3}}\s?年\s?{_HAN}\s?月\s?{_HAN}\s?日"
_YEAR_FIRST: Final = r"(?:19|20)\d{2}"
_DAY_LINE: Final = re.compile(
    rf"\(?(?:{_YEAR_FIRST}\s?年\s?\d{{1,2}}\s?月\s?\d{{1,2}}\s?日|{_YEAR_FIRST}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|{_HAN_DAY})\)?"
)
_PUBLISHED: Final = re.compile(r"(?:发布|印发|成文)(?:日期|时间)\s*:\s*((?:19|20)\d{2}[年\-/.]\d{1,2}[月\-/.]\d{1,2})")
_YEAR: Final = re.compile(r"(?<![\d\u3014\[(])((?:19|20)\d{2})(?=\s?年|[\u4e00-\u9fff])")
_ISSUER: Final = re.compile(rf"[\u4e00-\u9fff()]{{2,}}{notice_pattern('organ_end')}(?:\([^()]*\))?")
_ABOUT: Final = re.compile(r"(?P<issuer>[\u4e00-\u9fff]{3,30}?)关于")


@dataclass(frozen=True, slots=True)
class Head:
    """See `data.records.notices.Notice`; `year` is the one that days without a year belong to, None unknown."""

    title: str
    number: str
    issuer: str
    issued_on: date | None
    year: int | None
    status: PolicyStatus


def read_head(page: Page, outline: Outline, mended: tuple[Mended, ...]) -> Head:
    """Read what a notice says of itself."""
    text = page.text
    spans = list(lines_of(text))
    lines = [text[start:end] for start, end in spans]
    number = _number(lines, text, mended)
    title = "".join(page.quote(*spans[place]).text for place in _title_lines(lines[:HEAD_LINES]))
    body_end = next((part.start for part in outline.parts if part.level == 0), len(text))
    issuer, issued_on = _signature(text, mended, body_end)
    if issued_on is None and (published := _PUBLISHED.search(page.folded.original)):
        issued_on = parse_date(published[1])
    if not issuer and (about := _ABOUT.match(fold(title).text)):
        issuer = about["issuer"]
    years = [int(match[1]) for match in _YEAR.finditer(text)]
    year = issued_on.year if issued_on else next(iter(years), None)
    return Head(title, number, issuer, issued_on, year, _status(lines))


def _number(lines: list[str], text: str, mended: tuple[Mended, ...]) -> str:
    """Find the notice's own number: alone in a line near the top, whole before repaired, else the first of these."""
    for line in lines[: HEAD_LINES * 2]:
        if match := NUMBER.fullmatch(line.strip("()")):
            return printed_number(match)
    heads = {line for line in lines[: HEAD_LINES * 2] if _NUMBER_LINE.fullmatch(line)}
    for each in mended:
        if "\u3014" in each.repair.repaired and text[each.start : each.end] in heads:
            return each.repair.repaired
    return ""


def _title_lines(lines: list[str]) -> range:
    """Find the lines of the title: what ends as a notice does, the nearest above the document number, else the first.

    Where none ends so, the first line stands for a title.
    """
    found: list[range] = []
    for place, line in enumerate(lines):
        if len(line) > MAX_TITLE or line.endswith(("。", ":", ";")) or not _TITLE_END.fullmatch(line):
            continue
        before = lines[place - 1] if place else ""
        is_cut = "关于" not in line and "关于" in before and not _TITLE_END.fullmatch(before)
        is_headless = line.startswith("关于") and _ISSUER.fullmatch(before) is not None and len(before) <= MAX_ISSUER
        found.append(range(place - (is_cut or is_headless), place + 1))
    number = next((place for place, line in enumerate(lines) if _NUMBER_LINE.fullmatch(line)), len(lines))
    above = [title for title in found if number < len(lines) and title.stop <= number]
    return (above[-1:] or found[:1] or [range(min(1, len(lines)))])[0]


def _signature(text: str, mended: tuple[Mended, ...], body_end: int) -> tuple[str, date | None]:
    """Find issuer and day where a notice is signed: a line that is a date, and an organ right above it.

    The last such line before the attachments counts, else the first behind their list; a day in the cell of a table
    has no organ above it and counts only where no other is found.
    """
    lines = list(lines_of(text))
    repaired = {each.start: each.on for each in mended if each.on}
    dated = [
        (place, on)
        for place, (start, end) in enumerate(lines)
        if (
            on := parse_date(text[start:end].strip("()"))
            if _DAY_LINE.fullmatch(text[start:end])
            else repaired.get(start)
        )
    ]
    if not dated:
        return "", None
    before = [each for each in dated if lines[each[0]][0] < body_end]
    behind = [each for each in dated if each not in before]
    for place, on in (*reversed(before), *behind):
        if issuer := _organ_above(text, lines, place):
            return issuer, on
    return "", (before[-1] if before else dated[0])[1]


def _organ_above(text: str, lines: list[tuple[int, int]], place: int) -> str:
    """Return the organ that signs right above a line, "" none; of several the first one leads."""
    found = ""
    for start, end in reversed(lines[max(0, place - MAX_SIGNED_ABOVE) : place]):
        line = text[start:end]
        if len(line) <= MAX_ISSUER and _ISSUER.fullmatch(line) and not line.endswith(notice_cues("not_issuer")):
            found = line
        elif found:
            break
    return found


def _status(lines: list[str]) -> PolicyStatus:
    """Read the validity from the heading of the page or a line that names it."""
    label = re.compile(rf"{notice_pattern('status_label')}\s*[:\s]")
    for place, line in enumerate(lines):
        is_head = place < HEAD_LINES / 2 and len(line) <= MAX_ISSUER and "关于" not in line
        if not is_head and not label.match(line):
            continue
        for role, status in (
            ("status_repeal", PolicyStatus.TO_BE_REPEALED),
            ("status_repealed", PolicyStatus.REPEALED),
            ("status_force", PolicyStatus.IN_FORCE),
        ):
            if re.search(rf"[((:\s【\[]{notice_pattern(role)}", line):
                return status
    return PolicyStatus.UNKNOWN
