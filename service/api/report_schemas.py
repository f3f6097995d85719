"""What the addresses of reports give and take; amounts in fen, every figure with its counting rule and records."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from data.records.reports import (
    Measure,
    Report,
    ReportKind,
    SentReport,
)
from service.dependencies import MOST_ROWS, NO_NUL
from service.docking.reports.sending import Comparison, Sending, WordDifference, digest_of
from service.exports.feedback import masked_text

Plain = Annotated[str, Field(max_length=500, pattern=NO_NUL)]


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


class ReportFigureBody(_Given):
    """A figure."""

    amount: int | None = Field(description="份数；金额以分计；share 以万分之一计；无法统计的为空。")
    records: list[str] = Field(description="所依据的记录。")
    note: str


class ReportLineBody(_Given):
    """Figures of a region or an organisation, in the order of the heads."""

    code: str
    name: str
    figures: list[ReportFigureBody]
    rank: int | None


class TableBody(_Given):
    """A table of figures."""

    name: str
    heads: list[HeadBody]
    lines: list[ReportLineBody]
    total: ReportLineBody | None


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
    before: ReportFigureBody | None
    after: ReportFigureBody | None
    gained: list[str]
    lost: list[str]


class WordDifferenceBody(_Given):
    """A row of words that is there no more, or came since."""

    place: str
    row: str
    is_new: bool


class CompareAnswer(BaseModel):
    """What differs today, and whether each file can be made again byte for byte."""

    differences: list[DifferenceBody]
    words: list[WordDifferenceBody] = Field(description="清单、表格和规则中只在一边有的行。")
    is_same: dict[str, bool]

    @classmethod
    def of(cls, found: Comparison, is_same: dict[str, bool]) -> Self:
        """Return it."""
        rows = (WordDifference(place=each.place, row=masked_text(each.row), is_new=each.is_new) for each in found.words)
        return cls(
            differences=[DifferenceBody.model_validate(each) for each in found.figures],
            words=[WordDifferenceBody.model_validate(each) for each in rows],
            is_same=is_same,
        )


class SendRequest(BaseModel):
    """What sends a report."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"kind": "monthly", "region_code": "320826", "period": "2026-11", "recipient": "市科技局"}]
        },
    )

    kind: ReportKind
    form: Annotated[str, Field(max_length=64)] = ""
    region_code: Annotated[str, Field(pattern=r"^(\d{6})?$")] = ""
    subject: Plain = ""
    period: Annotated[str, Field(max_length=16)]
    expected_version: Annotated[int, Field(ge=0, le=MOST_ROWS, description="已报送的最新一版；没有报过的写 0。")] = 0
    digest: Annotated[str, Field(max_length=64)] = ""
    recipient: Plain = ""
    note: Annotated[str, Field(max_length=500, description="更正原因；第一版不用写。")] = ""
    remarks: Annotated[str, Field(max_length=5000, pattern=NO_NUL)] = ""
    rule: Annotated[int | None, Field(ge=1, le=MOST_ROWS, description="对应的报送时限规则。")] = None
    copies: Annotated[int | None, Field(ge=0, le=1000)] = None
    route: Plain = ""

    def sending(self) -> Sending:
        """Return what whoever sends it says."""
        names = ("expected_version", "digest", "recipient", "note", "remarks", "rule", "copies", "route")
        return Sending(**{name: getattr(self, name) for name in names})
