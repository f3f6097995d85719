"""A line of a form with the record it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.records.reports import FormSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRowDraft:
    """A line of a form's table, or a copy of a form that has none.

    Attributes:
        record: as figures name it.
        entry: key -> text.
        unit: whose quota it counts for: a region's code, or the name of a university.
        tags: what a quota may count apart: "专业镇".
    """

    record: str
    entry: Mapping[str, str]
    unit: str = ""
    tags: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDraft:
    """What a form is filled with.

    Attributes:
        sheets: its copies.
        rows: what it counts.
    """

    sheets: tuple[FormSheet, ...]
    rows: tuple[FormRowDraft, ...]


def yes_no(is_so: bool | None) -> str:
    """Return a flag as forms have it; "" unknown."""
    return "" if is_so is None else "是" if is_so else "否"


def joined(*texts: str) -> str:
    """Return texts that say something, one after another."""
    return "；".join(each.strip() for each in texts if each.strip())
