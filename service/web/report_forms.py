"""What the forms of reports send."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from data.errors import UsageError
from data.records.reports import HandedIn, ReportKey, ReportKind, TaskProgress, TaskState
from service.dependencies import MOST_ROWS, NO_NUL
from service.docking.beijing import aware
from service.docking.reports.forms import SOURCES
from service.docking.reports.periods import usual_period
from service.docking.reports.sending import Sending
from service.web.census_forms import OptionalDay


def _blank_as_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


OptionalNumber = Annotated[int | None, BeforeValidator(_blank_as_none), Field(ge=1, le=MOST_ROWS)]
OptionalCopies = Annotated[int | None, BeforeValidator(_blank_as_none), Field(ge=0, le=1000)]
Text = Annotated[str, Field(max_length=5000, pattern=NO_NUL)]
Short = Annotated[str, Field(max_length=500, pattern=NO_NUL)]


class ReportQuery(BaseModel):
    """Which report: the query of its pages and downloads."""

    model_config = ConfigDict(extra="forbid")

    kind: ReportKind = ReportKind.MONTHLY
    form: Annotated[str, Field(max_length=64, pattern=r"^[a-z0-9-]*$")] = ""
    region: Annotated[str, Field(pattern=r"^([0-9]{6})?$")] = ""
    subject: Short = ""
    period: Annotated[str, Field(max_length=16)] = ""

    def key(self, today: date) -> ReportKey:
        """Return the key of the report; without a period it is the month, or the year, of today."""
        is_monthly = SOURCES[self.form].is_monthly if self.form in SOURCES else None
        period = self.period.strip() or usual_period(self.kind, today, is_monthly=is_monthly)
        return ReportKey(
            kind=self.kind, form=self.form, region_code=self.region, subject=self.subject.strip(), period=period
        )


class ReportFileQuery(ReportQuery):
    """A download of a report."""

    kind_of_file: Annotated[Literal["xlsx", "docx"] | None, Field(alias="as")] = None


class FigureQuery(ReportQuery):
    """A figure of a report: place of its table, code and name of its line, its head."""

    table: Annotated[int, Field(ge=0, le=100)] = 0
    line: Annotated[int, Field(ge=-1, le=5000)] = -1
    head: Annotated[str, Field(max_length=64)] = ""
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


class SendForm(ReportQuery):
    """What sends a report."""

    model_config = ConfigDict(extra="ignore")

    version: Annotated[int, Field(ge=0, le=MOST_ROWS)] = 0
    digest: Annotated[str, Field(max_length=64)] = ""
    recipient: Text = ""
    note: Text = ""
    remarks: Text = ""
    rule: OptionalNumber = None
    copies: OptionalCopies = None
    route: Text = ""

    def sending(self) -> Sending:
        """Return what whoever sends it says."""
        return Sending(
            expected_version=self.version,
            digest=self.digest,
            recipient=self.recipient,
            note=self.note,
            remarks=self.remarks,
            rule=self.rule,
            copies=self.copies,
            route=self.route,
        )


class HandedInForm(BaseModel):
    """A line of the ledger; the moment is written as the clock of Beijing has it."""

    number: Annotated[int, Field(ge=0, le=MOST_ROWS)] = 0
    version: Annotated[int, Field(ge=0, le=MOST_ROWS)] = 0
    rule: OptionalNumber = None
    item: Short = ""
    form: Short = ""
    unit: Short = ""
    region_code: Annotated[str, Field(pattern=r"^([0-9]{6})?$")] = ""
    month: Annotated[str, Field(max_length=7)] = ""
    received_at: Annotated[str, Field(max_length=25)] = ""
    copies: OptionalCopies = None
    route: Short = ""
    note: Short = ""
    is_withdrawn: bool = False

    def line(self) -> HandedIn:
        """Return the line."""
        return HandedIn(
            number=self.number,
            rule=self.rule,
            item=self.item,
            form=self.form,
            unit=self.unit,
            region_code=self.region_code,
            month=self.month.strip(),
            received_at=_moment(self.received_at),
            copies=self.copies,
            route=self.route,
            note=self.note,
            is_withdrawn=self.is_withdrawn,
        )


def _moment(text: str) -> datetime | None:
    """Return a moment as a field of a page sends it; None where nothing was said.

    Raises:
        UsageError: it is none.
    """
    if not text.strip():
        return None
    try:
        return aware(datetime.fromisoformat(text.strip()))
    except ValueError as error:
        raise UsageError(f"“{text[:25]}”不是时间。", remedy="请写成 2026-11-20T16:30 这样。") from error


class TaskForm(BaseModel):
    """How far a region is with a task."""

    version: Annotated[int, Field(ge=0, le=MOST_ROWS)] = 0
    task: Annotated[str, Field(max_length=64)]
    region_code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    progress: TaskProgress
    proof: Short = ""
    checked_on: OptionalDay = None

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
