"""What the API of alliances takes and gives."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from data.records.alliances import (
    Activity,
    AllianceEntry,
    AllianceKind,
    AlliancePaper,
    AllianceStage,
    ChainRole,
    Consent,
    Driver,
    EnterpriseSize,
    Expert,
    GrantEntry,
    GrantLine,
    Joining,
    Judgement,
    MemberKind,
    MemberState,
    NewMember,
)
from data.records.rules import Outcome
from service.dependencies import NO_NUL
from service.docking.alliances.changing import MOST_TEXT, MOST_TITLE
from service.docking.alliances.joining import CLEARABLE
from service.docking.alliances.keeping import MOST_FEN

Title = Annotated[str, Field(max_length=MOST_TITLE, pattern=NO_NUL)]
Text = Annotated[str, Field(max_length=MOST_TEXT, pattern=NO_NUL)]
Code = Annotated[str, Field(pattern=r"^\d{6}$", description="六位行政区划代码。")]
Number = Annotated[int | None, Field(ge=1, le=2**31 - 1)]


def example(**values: Any) -> ConfigDict:  # noqa: ANN401 - JSON
    """Return the configuration of a request with an example."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [values]})


class AllianceRequest(BaseModel):
    """An alliance that is begun; its number is given by the office, and is no part of this."""

    model_config = example(name="从化区生物医药技术创新联盟", lead="甲公司", region_code="440117", notice=1)

    name: Title
    lead: Title
    region_code: Code
    field: Title = ""
    direction: Title = ""
    notice: Number = None
    driver: Driver | None = None
    kind: AllianceKind | None = None
    texts: dict[str, Text] = Field(default_factory=dict, description="表格中成段的内容，键见 docs/alliances.md。")


class AllianceConsentRequest(BaseModel):
    """That a member joins of its own will."""

    model_config = example(signed_by="王五", on="2026-11-20", is_sealed=True)

    signed_by: Title
    on: date
    is_sealed: bool


class MemberRequest(BaseModel):
    """A member; of one that is known, what is left out stays, and what is null or empty is taken back."""

    model_config = example(organisation="东海理工大学", kind="university", region_code="320000")

    organisation: Title
    kind: MemberKind | None = None
    region_code: str = Field(default="", pattern=r"^(\d{6})?$")
    role: ChainRole | None = None
    joining: Joining = Joining.INVITED
    size: EnterpriseSize | None = None
    consent: AllianceConsentRequest | None = None
    sheet: dict[str, Title] = Field(default_factory=dict, description="入盟申请表的其他栏目，键见 docs/alliances.md。")

    def record(self) -> NewMember:
        """Return the member as it is kept."""
        given = self.model_dump() | {"sheet": tuple(self.sheet.items())}
        return NewMember(**given | {"consent": None if self.consent is None else Consent(**self.consent.model_dump())})

    def cleared(self) -> frozenset[str]:
        """Return what was written as empty."""
        return frozenset(each for each in self.model_fields_set & CLEARABLE if not getattr(self, each))


class AllianceReviewRequest(BaseModel):
    """What is said to an application, or that a member left."""

    model_config = example(organisation="东海理工大学", state="admitted", opinion="符合条件")

    organisation: Title
    state: MemberState
    opinion: Text = ""


class AllianceMoveRequest(BaseModel):
    """Where an alliance goes."""

    model_config = example(after="submitted", note="")

    after: AllianceStage
    note: Text = ""


class PaperRequest(BaseModel):
    """A paper of the dossier."""

    model_config = example(book="papers", name="联盟契约", is_there=True, sealed_by=["甲公司"])

    book: Literal["papers"]
    name: Title
    is_there: bool
    sealed_by: list[Title] = Field(default_factory=list, max_length=500)
    note: Text = ""


class ExpertRequest(BaseModel):
    """A member of the expert group."""

    model_config = example(book="experts", name="张教授", unit="东海理工大学")

    book: Literal["experts"]
    name: Title
    unit: Title = ""
    post: Title = ""
    field: Title = ""
    achievement_id: Title = ""


class ActivityRequest(BaseModel):
    """An activity that took place."""

    model_config = example(book="activities", title="技术交流会", on="2026-11-20")

    book: Literal["activities"]
    title: Title
    on: date
    place: Title = ""
    n_people: Number = None
    summary: Text = ""


class GrantRequest(BaseModel):
    """Money given, planned or spent."""

    model_config = example(book="grant", line="spent", amount_fen=500000, on="2026-11-20", purpose="会务费")

    book: Literal["grant"]
    line: GrantLine
    amount_fen: int = Field(gt=0, le=MOST_FEN, description="金额，以分计。")
    on: date
    purpose: Title
    activity: Number = None
    is_for_activities: bool | None = None


class JudgementRequest(BaseModel):
    """What the office says of a criterion."""

    model_config = example(book="judgements", criterion="处于行业骨干地位", is_met=True, proof="销售收入全区第一")

    book: Literal["judgements"]
    criterion: Text
    is_met: bool
    proof: Text = ""


EntryRequest = Annotated[
    PaperRequest | ExpertRequest | ActivityRequest | GrantRequest | JudgementRequest, Field(discriminator="book")
]
ENTRY_KINDS: dict[str, type[AllianceEntry]] = {
    "papers": AlliancePaper,
    "experts": Expert,
    "activities": Activity,
    "grant": GrantEntry,
    "judgements": Judgement,
}


class AllianceStrikeRequest(BaseModel):
    """Why an entry counts no more."""

    model_config = example(note="重复登记")

    note: Text


class MemberBody(BaseModel):
    """A member; contacts and consents are not repeated here."""

    number: int
    organisation: str
    kind: MemberKind | None
    region_code: str
    role: ChainRole | None
    joining: Joining
    size: EnterpriseSize | None
    state: MemberState
    is_signed: bool | None = Field(description="有没有签自愿入盟声明；不公开的为 null。")


class AllianceBody(BaseModel):
    """An alliance as one sees it."""

    number: int
    version: int
    stage: AllianceStage
    name: str
    lead: str
    region_code: str
    field: str
    direction: str
    notice: int | None
    kind: AllianceKind | None
    kind_reason: str
    topology: str
    code: str = Field(description="登记号；没有登记的为空。")
    upward: str = Field(description="上级备案；没有的为空。")
    first_submitted_at: datetime | None = Field(description="第一次报送的时间，按它算是否按时。")
    submitted_at: datetime | None = Field(description="最近一次报送的时间，补正以后会变。")
    members: list[MemberBody]
    missing_roles: list[ChainRole]
    entries: dict[int, str] = Field(description="台账各条：号和一句话；划去的不列。")


class AllianceCheckBody(BaseModel):
    """What one rule says."""

    rule: int
    kind: str
    outcome: Outcome
    reading: str
    reason: str
    remedy: str
    used: list[str]


class ChecksBody(BaseModel):
    """Everything that is said of an alliance."""

    checks: list[AllianceCheckBody]
    lacking: list[str] = Field(description="没有确认过的规则的类别。")
    skipped: dict[int, str] = Field(description="确认过而没有检查的规则：号和原因。")
    consents: Outcome
    consents_reason: str
    grant: Outcome
    grant_reason: str
