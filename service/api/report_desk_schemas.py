"""What the addresses around reports give and take: forms, what was handed in, tasks, event quotas, platforms."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from data.records.connectors import Connector
from data.records.reports import (
    HandedIn,
    TaskProgress,
    TaskState,
)
from data.records.rules import Outcome
from service.dependencies import MOST_ROWS, NO_NUL
from service.docking.beijing import aware
from service.docking.reports.event_board import EventQuota
from service.docking.reports.handing_in import Handing, Late, UnitStanding
from service.docking.reports.matrices import Matrix, Task
from service.exports.feedback import masked_text

Plain = Annotated[str, Field(max_length=500, pattern=NO_NUL)]
_WHEN = (
    "例如 2026-11-20T16:30:00+08:00，不写时区为北京时间。由收件的上级填写；报送单位自己登记的，为登记的时间；"
    "报送报表时登记的，为报送的时间。"
)
Month = Annotated[str, Field(pattern=r"^([0-9]{4}-[0-9]{2})?$", description="按月报送的写 2026-11。")]


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

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "item": "对接洽谈进展情况表",
                    "form": "附表5",
                    "unit": "甲县科技局",
                    "region_code": "320826",
                    "month": "2026-11",
                    "copies": 2,
                }
            ]
        },
    )

    rule: Annotated[int | None, Field(ge=1, le=MOST_ROWS)] = None
    item: Plain
    form: Plain = ""
    unit: Plain
    region_code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    month: Month = ""
    received_at: Annotated[datetime | None, Field(description=_WHEN)] = None
    copies: Annotated[int | None, Field(ge=0, le=1000)] = None
    route: Plain = ""
    note: Plain = ""
    is_withdrawn: bool = False

    def line(self, number: int = 0) -> HandedIn:
        """Return the line."""
        at = None if self.received_at is None else aware(self.received_at)
        return HandedIn(number=number, **(self.model_dump() | {"received_at": at}))


class HandedInPage(BaseModel):
    """The ledger, newest first."""

    lines: list[HandedInBody]


class ReportDeskSchemasUnitBody(BaseModel):
    """How a unit stands with a deadline."""

    unit: str
    region_code: str
    state: Handing
    reason: str
    remedy: str
    lines: list[int] = Field(description="收件登记的号。")

    @classmethod
    def of(cls, standing: UnitStanding) -> Self:
        """Return it, contacts masked."""
        return cls(
            unit=masked_text(standing.unit.name),
            region_code=standing.unit.region_code,
            state=standing.state,
            reason=masked_text(standing.check.reason),
            remedy=masked_text(standing.check.remedy),
            lines=[line.number for line in standing.lines],
        )


class LateBody(BaseModel):
    """A day on which something was due."""

    rule: int
    day: date
    units: list[ReportDeskSchemasUnitBody] = Field(description="应报的单位。")
    extras: list[ReportDeskSchemasUnitBody] = Field(description="报了、但不在应报之列的，不计入数字。")
    unclear: list[str] = Field(description="规则中无法判断由谁报送的文字；没有写单位的为空文字。")
    offices: list[str] = Field(description="这些单位自己的工作，不用下级报送。")

    @classmethod
    def of(cls, late: Late) -> Self:
        """Return it, contacts masked."""
        return cls(
            rule=late.rule.number,
            day=late.day,
            units=[ReportDeskSchemasUnitBody.of(each) for each in late.standings],
            extras=[ReportDeskSchemasUnitBody.of(each) for each in late.extras],
            unclear=[masked_text(each) for each in late.unclear],
            offices=[masked_text(each) for each in late.offices],
        )


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

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"task": "t1", "region_code": "320826", "progress": "under_way", "proof": "已开始走访"}]
        },
    )

    task: Annotated[str, Field(max_length=64, description="任务的 key。")]
    region_code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
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


class ReportDeskSchemasQuotaCheckBody(BaseModel):
    """What a rule says of one place."""

    place: str
    outcome: Outcome
    reason: str
    used: list[str]
    remedy: str


class EventQuotaBody(BaseModel):
    """A rule about the number of events."""

    rule: int
    checks: list[ReportDeskSchemasQuotaCheckBody]

    @classmethod
    def of(cls, quota: EventQuota) -> Self:
        """Return it."""
        checks = [
            ReportDeskSchemasQuotaCheckBody(
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
