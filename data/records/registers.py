"""Registers as data: what a ledger, list or checklist of a notice holds, counts and reminds of; and its entries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class ValueKind(StrEnum):
    """What a column holds, and how it is written down.

    Values are kept as text in one form each: dates as in "2026-11-22", money as whole fen, numbers and years as
    digits, flags as "yes" or "no", regions as GB/T 2260 codes, records by their ids.
    """

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    YEAR = "year"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    FLAG = "flag"
    ORGANISATION = "organisation"
    REGION = "region"
    NEED = "need"
    ACHIEVEMENT = "achievement"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterColumn:
    """A column of a register.

    Attributes:
        key: under which values are kept.
        options: of a choice.
        help: one Chinese sentence beside the field; "" where the header says it all.
        is_required: an entry cannot be kept without it.
        completes: an entry counts as complete only with it.
        is_owner: the organisation written here may see the entry as its own, and keep it.
        by_office: an organisation reads it and never writes it: what an authority decides of it, such as a score.
        unit: printed behind a number: "家".
    """

    key: str
    header: str
    kind: ValueKind = ValueKind.TEXT
    options: tuple[str, ...] = ()
    help: str = ""
    is_required: bool = False
    completes: bool = False
    is_owner: bool = False
    by_office: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """By when an entry must be dealt with.

    Attributes:
        label: what must be done.
        start: key of the day from which days are counted; beside `due` the day before which nothing can be due or
            done; "" where that is not known.
        days: how many, where every entry has as many.
        due: key of the last day.
        done: key of the day on which it was done.
        warn_days: so many days before the end an entry is shown as nearing it.
    """

    label: str
    start: str = ""
    days: int | None = None
    due: str = ""
    done: str
    warn_days: int = 30


class Tally(StrEnum):
    """How a figure counts."""

    ENTRIES = "entries"
    DISTINCT = "distinct"
    SUM = "sum"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFigure:
    """A figure with its counting rule.

    Attributes:
        counting_rule: Chinese: what is counted and what is not (统计口径), printed beside it.
        tally: entries, different values of `key`, or the sum of `key`.
        where: key -> values of which one must be there; () any value at all.
        by: key of a column after which the figure is broken down; "" none.
        year_of: key of the date, year or number that puts an entry into a year; "" the figure has no years.
        target: how many are asked for, a year where the figure has years; None where nothing says so.
        unit: "家", "项", "万元".
    """

    id: str
    label: str
    counting_rule: str
    tally: Tally = Tally.ENTRIES
    key: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by: str = ""
    year_of: str = ""
    target: int | None = None
    unit: str = "项"


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A register.

    Attributes:
        id: unique; the name of its file.
        section: under which it is listed.
        purpose: one Chinese sentence.
        asked_by: which notices ask for it, in words.
        requirements: ids of docs/coverage.md that it serves.
        columns: in order; the first is what an entry is called by.
        unique_by: keys whose values together no two entries may share; () any may.
        clocks: see `Clock`.
        figures: see `RegisterFigure`.
    """

    id: str
    title: str
    section: str
    purpose: str
    asked_by: str
    requirements: tuple[str, ...]
    columns: tuple[RegisterColumn, ...]
    unique_by: tuple[str, ...] = ()
    clocks: tuple[Clock, ...] = ()
    figures: tuple[RegisterFigure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """An entry of a register.

    Attributes:
        number: unique over all registers, rising.
        register: id of its register.
        values: key -> value in its one form; keys without a value are left out.
        region_code: where it belongs, for scopes; "" unknown.
        version: from 1, one more at each change.
        deleted_at: None while it is there.
    """

    number: int
    register: str
    values: Mapping[str, str]
    region_code: str
    version: int
    added_at: datetime
    changed_at: datetime
    deleted_at: datetime | None = None
