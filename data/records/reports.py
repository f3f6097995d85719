"""Reports: figures with their counting rules and records, filled forms, and what was sent or handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from data.records.accounts import Actor
from data.records.money import Amount, ContractAmount, IntentAmount, ReceivedAmount, TechnologyAmount


class ReportKind(StrEnum):
    """What a report is."""

    MONTHLY = "monthly"
    BULLETIN = "bulletin"
    ANNUAL = "annual"
    UNIVERSITIES = "universities"
    AGENCIES = "agencies"
    SUMMARY = "summary"
    FORM = "form"


class Measure(StrEnum):
    """What the number of a figure is; two measures never add up.

    NUMBER is no count of records: a sum of plain numbers, or how many different values there are. FUNDS is money of a
    register by itself (a grant, matching funds). SHARE is counted in ten-thousandths.
    """

    COUNT = "count"
    NUMBER = "number"
    INTENT = "intent"
    CONTRACT = "contract"
    TECHNOLOGY = "technology"
    RECEIVED = "received"
    FUNDS = "funds"
    SHARE = "share"


MONEY_OF: Final[Mapping[Measure, type[Amount]]] = MappingProxyType({
    Measure.INTENT: IntentAmount,
    Measure.CONTRACT: ContractAmount,
    Measure.TECHNOLOGY: TechnologyAmount,
    Measure.RECEIVED: ReceivedAmount,
})
"""Which amount of a deal a measure is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureHead:
    """What a figure says.

    Attributes:
        id: unique in its table: "contracts".
        label: Chinese, as printed.
        unit: "家", "项", "万元", "%".
        rule: what is counted and what is not (统计口径), printed beside it.
    """

    id: str
    label: str
    measure: Measure
    unit: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with the records it rests on.

    Attributes:
        amount: entries of a count; fen of money; ten-thousandths of a share; None where it cannot be told.
        records: "deals:12", "deals:12/agreements:3", "needs:N001" ..., each once. Of a count as many as it says.
        note: Chinese: what is not in it, or why it cannot be told; "" nothing.
    """

    amount: int | None
    records: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """The figures of one county, university or agency.

    Attributes:
        code: of a region, or the name of an organisation; "" what names none, and the total.
        figures: in the order of the table's heads.
        rank: place in the league table, from 1, ties share one; None where it is none.
    """

    code: str
    name: str
    figures: tuple[Figure, ...]
    rank: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureTable:
    """Figures by line; `total` counts all lines' records together, each once, None where that says nothing."""

    name: str
    heads: tuple[FigureHead, ...]
    lines: tuple[FigureLine, ...]
    total: FigureLine | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextList:
    """Rows of words behind figures: deals that moved, who is late.

    Attributes:
        records: of each row, as in a figure; "" none.
        empty: what stands there without any row.
    """

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    records: tuple[str, ...]
    empty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleUsed:
    """A rule that a report was checked by, in the version of then, and what it said."""

    number: int
    version: int
    quote: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """What one copy of a form says; pairs, so that it is kept in one order.

    Attributes:
        texts: (key, text).
        tables: (key, rows of (key, text)).
    """

    texts: tuple[tuple[str, str], ...] = ()
    tables: tuple[tuple[str, tuple[tuple[tuple[str, str], ...], ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportKey:
    """Which report: what kind of it, of whom, for when.

    Attributes:
        form: id of the layout; "" where it is no form.
        region_code: GB/T 2260.
        subject: an organisation, where the report is about one; "" the region.
        period: "2026-11" a month, "2026" a year, "2026-06~2026-09" months.
    """

    kind: ReportKind
    form: str = ""
    region_code: str
    subject: str = ""
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report, whole.

    Attributes:
        unit: who makes it.
        as_of: the day up to which it counts, never after the period.
        lead: sentences under the title.
        sheets: of a form: its copies; () otherwise.
        layout: of a form: its file as it was (`data.reference.form_layouts.form_text`), by which it is drawn for ever;
            "" otherwise, and of those that were sent before it was kept.
        remarks: what whoever sends it adds.
    """

    key: ReportKey
    title: str
    unit: str
    as_of: date
    lead: tuple[str, ...] = ()
    tables: tuple[FigureTable, ...] = ()
    lists: tuple[TextList, ...] = ()
    rules: tuple[RuleUsed, ...] = ()
    sheets: tuple[FormSheet, ...] = ()
    layout: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentReport:
    """A report that was sent: it never changes, a correction is the next version. Its content is kept beside it.

    Attributes:
        number: of the workspace, from 1.
        version: of its key, from 1.
        recipient: to whom, in words.
        note: why it was corrected; "" of the first.
        digest: SHA-256 of its content.
        files: (ending, SHA-256 of the file), the bytes among the originals.
        sent_at: aware, UTC.
    """

    number: int
    version: int
    key: ReportKey
    title: str
    recipient: str
    note: str
    digest: str
    files: tuple[tuple[str, str], ...]
    sent_at: datetime
    sent_by: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A line of the ledger of what was handed in.

    Attributes:
        rule: number of the deadline rule it answers; None where none is named.
        item: what.
        form: label of the attachment, "" none.
        unit: who handed it in.
        region_code: where that belongs.
        month: "2026-11": for which, where it is due monthly; "" otherwise.
        received_at: aware; None where nobody wrote down when.
        copies: on paper; None not counted.
        route: where it went.
        report: number of the sent report it is; None where it came otherwise.
        is_withdrawn: it was entered by mistake and counts no more.
    """

    rule: int | None
    item: str
    form: str = ""
    unit: str
    region_code: str
    month: str = ""
    received_at: datetime | None
    copies: int | None = None
    route: str = ""
    report: int | None = None
    note: str = ""
    is_withdrawn: bool = False
    number: int = 0
    version: int = 0


class TaskProgress(StrEnum):
    """How far a task of a notice is; one of which nothing was said is unknown."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskState:
    """How far a region is with one task of a notice.

    Attributes:
        notice: number in the workspace.
        task: key of the assignment, see `service.docking.reports.matrices`.
        proof: what shows it.
    """

    notice: int
    task: str
    region_code: str
    progress: TaskProgress
    proof: str = ""
    checked_on: date | None = None
    number: int = 0
    version: int = 0
