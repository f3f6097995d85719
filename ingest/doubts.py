"""Values that were read as they stand, but that nobody can have meant so: remarked on, never dropped."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ingest.headers import MONEY_FIELDS, SERIAL, Vocabulary
from ingest.parsing.dates import parse_period
from ingest.parsing.money import parse_money
from ingest.parsing.terms import read_readiness
from ingest.report import Place, RowFault, Severity
from ingest.rows import Draft

_NEGATIVE: Final = re.compile(r"\s*[-\u2212－]\s*[\d.]")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_FULL_DATE: Final = re.compile(r"(?:19|20)\d{2}\s?[-/.年]\s?\d")
_MOST_SERIAL_CHARACTERS: Final = 8


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful about a value, and what to do; Chinese clauses that quote nothing."""

    reason: str
    remedy: str


_NEGATIVE_AMOUNT: Final = Doubt("金额是负数", "请核对金额")
_NO_AMOUNT: Final = Doubt("看不出金额", "请写成“80万元”“80-120万元”或“面议”的样子")
_NO_READINESS: Final = Doubt("看不出成熟程度", "请写成“小试”“中试”“产业化”或“TRL 6”的样子，并核对是否填错了列")
_NO_DAY: Final = Doubt("日期无法识别，或没有这一天", "请写成 2026-12-31 的样子")


def doubt_of(field: str, text: str, *, unit: str = "") -> Doubt | None:
    """Return what is doubtful about a value; None where nothing is.

    Words are never doubtful, for there is no list of all that may be said (面议, 视合作方式而定).

    Args:
        field: its name.
        text: as written.
        unit: of money, where a header states it.
    """
    if not text.strip():
        return None
    if field in MONEY_FIELDS:
        return _doubt_of_amount(text, unit)
    if field == "maturity":
        return None if _CHINESE.search(text) or read_readiness(text) else _NO_READINESS
    if field == "valid_until":
        return _NO_DAY if _FULL_DATE.match(text.strip()) and parse_period(text) is None else None
    return None


def doubtful_values(drafts: Sequence[Draft]) -> Iterator[RowFault]:
    """Yield a remark on each value that is doubtful, rows in their order."""
    for draft in drafts:
        for field, text in draft.values.items():
            doubt = doubt_of(field, text, unit=draft.columns.units.get(field, ""))
            if doubt is not None:
                yield draft.fault(Severity.WARNING, doubt.reason, remedy=doubt.remedy, column=field)


def repeated_serials(drafts: Sequence[Draft], vocabulary: Vocabulary) -> Iterator[RowFault]:
    """Yield a remark on each row whose running number another row of its sheet has; groups may begin anew from 1."""
    seen: dict[str, Place] = {}
    last, sheet = "", ("", "")
    for draft in drafts:
        place = draft.place
        for header, number in _serials(draft, vocabulary):
            begins_anew = number in {"1", "一"} and last != number
            if begins_anew or (place.file, place.sheet) != sheet:
                seen, sheet = {}, (place.file, place.sheet)
            first = seen.setdefault(number, place)
            if first is not place:
                reason, remedy = f"序号与第{first.row}行相同", "请核对是否重复填写；序号不作编号用，两行都已读入"
                yield RowFault(Severity.WARNING, place.file, place.sheet, place.row, header, reason, remedy)
            last = number


def _doubt_of_amount(text: str, unit: str) -> Doubt | None:
    if _NEGATIVE.match(text):
        return _NEGATIVE_AMOUNT
    is_said = _CHINESE.search(text) or re.search(r"\d", text) or parse_money(text, unit=unit)
    return None if is_said else _NO_AMOUNT


def _serials(draft: Draft, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield the header and the text of the column that counts the rows; of several the first alone."""
    for header, text in draft.extra.items():
        claim = vocabulary.find(header)
        if claim is not None and claim.field == SERIAL and len(text.strip()) <= _MOST_SERIAL_CHARACTERS:
            yield header, text.strip()
            return
