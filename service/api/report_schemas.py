"""What the addresses of reports give and take; amounts in fen, every figure with its counting rule and records."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from data.records.connectors import Connector
from data.records.reports import (
    HandedIn,
    Measure,
    Report,
    ReportKind,
    SentReport,
    TaskProgress,
    TaskState,
)
from data.records.rules import Outcome
from service.dependencies import MOST_ROWS
from service.docking.reports.event_board import EventQuota
from service.docking.reports.handing_in import Handing, Late
from service.docking.reports.matrices import Matrix, Task
from service.docking.reports.sending import Difference, Sending, digest_of
from service.exports.feedback import masked_text

Plain = Annotated[str, Field(max_length=500, pattern=r"^[^\u0000]*$")]
Month = Annotated[str, Field(pattern=r"^(\d{4}-\d{2})?$", description="按月报送的写 2026-11。")]


class _Given(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class KeyBody(_Given):
    """Which report."""

    kind: ReportKind
    form: str = Field(description="表格样式；不是表格的为空。")
    region_code: str
    subject: str = Field(description="只报一个单位的写单位，否则为空。")
    period: str = Field(description="2026-11、2026 或 2026-06~2026-09。")


class HeadBody(_Given):
    """What a figure says."""

    id: str
    label: str
    measure: Measure = Field(description="口径不同的不能相加：四种金额分别是 intent、contract、technology、received。")
    unit: str
    rule: str = Field(description="统计口径。")


class FigureBody(_Given):
    """A figure."""

    amount: int | None = Field(description="份数；金额以分计；share 以万分之一计；无法统计的为空。")
    records: list[str] = Field(description="所依据的记录。")
    note: str


class LineBody(_Given):
    """Figures of a region or an organisation, in the order of the heads."""

    code: str
    name: str
    figures: list[FigureBody]
    rank: int | None


class TableBody(_Given):
    """A table of figures."""

    name: str
    heads: list[HeadBody]
    lines: list[LineBody]
    total: LineBody | None


class ListBody(_Given):
    """Rows behind the figures."""

    name: str
    heads: list[str]
    rows: list[list[str]]
    records: list[str]


class RuleUsedBody(_Given):
    """A rule the report was checked by."""

    number: int
    version: int
    quote: str
    outcome: str
    reason: str


class SheetBody(_Given):
    """A copy of a form: (key, text), and tables of rows of such pairs."""

    texts: list[tuple[str, str]]
    tables: list[tuple[str, list[list[tuple[str, str]]]]]


class ReportBody(_Given):
    """A report, whole; contacts masked."""

    key: KeyBody
    title: str
    unit: str
    as_of: date
    lead: list[str]
    tables: list[TableBody]
    lists: list[ListBody]
    rules: list[RuleUsedBody]
    sheets: list[SheetBody]
    remarks: str


class DraftAnswer(BaseModel):
    """A report as it stands now."""

    report: ReportBody
    digest: str = Field(description="报送时带上，数据有变动就不会误报。")

    @classmethod
    def of(cls, report: Report) -> Self:
        """Return it."""
        return cls(report=ReportBody.model_validate(report), digest=digest_of(report))


class SentBody(BaseModel):
    """A report that was sent, without its content."""

    number: int
    version: int
    key: KeyBody
    title: str
    recipient: str
    note: str
    digest: str
    files: dict[str, str] = Field(description="后缀 -> 文件的 SHA-256。")
    sent_at: datetime
    sent_by: str

    @classmethod
    def of(cls, sent: SentReport) -> Self:
        """Return it."""
        return cls(
            number=sent.number,
            version=sent.version,
            key=KeyBody.model_validate(sent.key),
            title=masked_text(sent.title),
            recipient=masked_text(sent.recipient),
            note=masked_text(sent.note),
            digest=sent.digest,
            files=dict(sent.files),
            sent_at=sent.sent_at,
            sent_by=masked_text(sent.sent_by.name),
        )


class SentAnswer(BaseModel):
    """A report as it was sent."""

    sent: SentBody
    report: ReportBody


class SentPage(BaseModel):
    """Reports that were sent, newest first."""

    sent: list[SentBody]


class DifferenceBody(_Given):
    """A figure that is another one today."""

    table: str
    line: str
    head: HeadBody
    before: FigureBody | None
    after: FigureBody | None
    gained: list[str]
    lost: list[str]


class CompareAnswer(BaseModel):
    """What differs today, and whether each file can be made again byte for byte."""

    differences: list[DifferenceBody]
    is_same: dict[str, bool]

    @classmethod
    def of(cls, differences: tuple[Difference, ...], is_same: dict[str, bool]) -> Self:
        """Return it."""
        return cls(differences=[DifferenceBody.model_validate(each) for each in differences], is_same=is_same)


class SendRequest(BaseModel):
    """What sends a report."""

    model_config = ConfigDict(extra="forbid")

    kind: ReportKind
    form: Annotated[str, Field(max_length=64)] = ""
    region_code: Annotated[str, Field(pattern=r"^(\d{6})?$")] = ""
    subject: Plain = ""
    period: Annotated[str, Field(max_length=16)]
    expected_version: Annotated[int, Field(ge=0, le=MOST_ROWS, description="已报送的最新一版；没有报过的写 0。")] = 0
    digest: Annotated[str, Field(max_length=64)] = ""
    recipient: Plain = ""
    note: Annotated[str, Field(max_length=500, description="更正原因；第一版不用写。")] = ""
    remarks: Annotated[str, Field(max_length=5000, pattern=r"^[^\u0000]*$")] = ""
    rule: Annotated[int | None, Field(ge=1, le=MOST_ROWS, description="对应的报送时限规则。")] = None
    copies: Annotated[int | None, Field(ge=0, le=1000)] = None
    route: Plain = ""

    def sending(self) -> Sending:
        """Return what whoever sends it says."""
        names = ("expected_version", "digest", "recipient", "note", "remarks", "rule", "copies", "route")
        return Sending(**{name: getattr(self, name) for name in names})


class FormBody(BaseModel):
    """A form that notices ask for."""

    id: str
    label: str
    title: str
    notice: str
    copies: int | None
    whose: str = Field(description="由谁的数据填写；在别处填写的为空。")
    is_monthly: bool


class HandedInBody(BaseModel):
    """A line of the ledger of what was handed in."""

    number: int
    version: int
    rule: int | None
    item: str
    form: str
    unit: str
    region_code: str
    month: str
    received_at: datetime | None
    copies: int | None
    route: str
    report: int | None
    note: str
    is_withdrawn: bool

    @classmethod
    def of(cls, line: HandedIn) -> Self:
        """Return it, contacts masked."""
        plain = {name: getattr(line, name) for name in cls.model_fields}
        hidden = {name: masked_text(value) if isinstance(value, str) else value for name, value in plain.items()}
        return cls.model_validate(hidden)


class HandedInRequest(BaseModel):
    """What was handed in."""

    model_config = ConfigDict(extra="forbid")

    rule: Annotated[int | None, Field(ge=1, le=MOST_ROWS)] = None
    item: Plain
    form: Plain = ""
    unit: Plain
    region_code: Annotated[str, Field(pattern=r"^\d{6}$")]
    month: Month = ""
    received_at: Annotated[datetime | None, Field(description="带时区，例如 2026-11-20T16:30:00+08:00。")] = None
    copies: Annotated[int | None, Field(ge=0, le=1000)] = None
    route: Plain = ""
    note: Plain = ""
    is_withdrawn: bool = False

    def line(self, number: int = 0) -> HandedIn:
        """Return the line."""
        return HandedIn(number=number, **self.model_dump())


class HandedInPage(BaseModel):
    """The ledger, newest first."""

    lines: list[HandedInBody]


class UnitBody(BaseModel):
    """How a unit stands with a deadline."""

    unit: str
    region_code: str
    state: Handing
    reason: str
    remedy: str
    lines: list[int] = Field(description="收件登记的号。")


class LateBody(BaseModel):
    """A day on which something was due."""

    rule: int
    day: date
    units: list[UnitBody]

    @classmethod
    def of(cls, late: Late) -> Self:
        """Return it, contacts masked."""
        units = [
            UnitBody(
                unit=masked_text(each.unit.name),
                region_code=each.unit.region_code,
                state=each.state,
                reason=masked_text(each.check.reason),
                remedy=masked_text(each.check.remedy),
                lines=[line.number for line in each.lines],
            )
            for each in late.standings
        ]
        return cls(rule=late.rule.number, day=late.day, units=units)


class LatesAnswer(BaseModel):
    """Everything that was due in a span, by day."""

    due: list[LateBody]


class TaskBody(BaseModel):
    """A task of a notice."""

    key: str
    clause: str
    task: str
    leads: list[str]
    supports: list[str]
    progress: TaskProgress | None
    proof: str
    checked_on: date | None
    version: int

    @classmethod
    def of(cls, task: Task) -> Self:
        """Return it, contacts masked."""
        own = task.own
        return cls(
            key=task.key,
            clause=task.assignment.clause,
            task=masked_text(task.assignment.task),
            leads=list(task.leads),
            supports=list(task.supports),
            progress=None if own is None else own.progress,
            proof="" if own is None else masked_text(own.proof),
            checked_on=None if own is None else own.checked_on,
            version=0 if own is None else own.version,
        )


class MatrixAnswer(BaseModel):
    """The tasks of a notice with who answers for each, and how far a region is."""

    notice: int
    title: str
    region_code: str
    tasks: list[TaskBody]

    @classmethod
    def of(cls, matrix: Matrix) -> Self:
        """Return it."""
        return cls(
            notice=matrix.number,
            title=masked_text(matrix.notice.title),
            region_code=matrix.region_code,
            tasks=[TaskBody.of(each) for each in matrix.tasks],
        )


class TaskRequest(BaseModel):
    """How far a region is with a task."""

    model_config = ConfigDict(extra="forbid")

    task: Annotated[str, Field(max_length=64, description="任务的 key。")]
    region_code: Annotated[str, Field(pattern=r"^\d{6}$")]
    progress: TaskProgress
    proof: Plain = ""
    checked_on: date | None = None
    expected_version: Annotated[int, Field(ge=0, le=MOST_ROWS, description="看到的一版；没有登记过的写 0。")] = 0

    def state(self, notice: int) -> TaskState:
        """Return the state."""
        return TaskState(
            notice=notice,
            task=self.task,
            region_code=self.region_code,
            progress=self.progress,
            proof=self.proof,
            checked_on=self.checked_on,
        )


class QuotaCheckBody(BaseModel):
    """What a rule says of one place."""

    place: str
    outcome: Outcome
    reason: str
    used: list[str]
    remedy: str


class EventQuotaBody(BaseModel):
    """A rule about the number of events."""

    rule: int
    checks: list[QuotaCheckBody]

    @classmethod
    def of(cls, quota: EventQuota) -> Self:
        """Return it."""
        checks = [
            QuotaCheckBody(
                place=each.subject,
                outcome=each.outcome,
                reason=each.reason,
                used=list(each.used),
                remedy=each.remedy,
            )
            for each in quota.checks
        ]
        return cls(rule=quota.rule.number, checks=checks)


class ConnectorBody(BaseModel):
    """The profile of a platform's file."""

    id: str
    platform: str
    named_in: str
    kind: str
    ending: str
    is_confirmed: bool = Field(description="栏目是否与平台的模板核对过。")
    columns: list[str]

    @classmethod
    def of(cls, connector: Connector) -> Self:
        """Return it."""
        return cls(
            id=connector.id,
            platform=connector.platform,
            named_in=connector.named_in,
            kind=connector.kind,
            ending=connector.ending,
            is_confirmed=connector.is_confirmed,
            columns=[each.header for each in connector.columns],
        )
