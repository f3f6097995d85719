"""What the API of signing ceremonies takes and gives."""

from datetime import date

from pydantic import BaseModel, Field

from data.records.ceremonies import CeremonyFacts, CeremonyProject, CriterionWord, Signatory
from data.records.deals import Mark, Stage
from data.records.rules import Outcome
from service.api.alliance_schemas import Code, Number, Title, example
from service.dependencies import NO_NUL
from service.docking.ceremonies.keeping import MOST_GROUP, MOST_PROOF, MOST_WANTED


class CeremonyRequest(BaseModel):
    """A ceremony as it is planned."""

    model_config = example(title="2026 淮安科技洽谈会集中签约", region_code="320800", notice=1, wanted=40)

    title: Title
    region_code: Code
    notice: Number = Field(default=None, description="依据的通知的号；入选条件、名额和截止时间取自其中确认过的规则。")
    wanted: int | None = Field(default=None, ge=1, le=MOST_WANTED, description="约多少项；不写则看通知的名额。")
    on: date | None = None
    place: Title = ""
    per_group: int = Field(default=5, ge=1, le=MOST_GROUP, description="同时签约的项目数。")

    def record(self) -> CeremonyFacts:
        """Return it as it is kept."""
        return CeremonyFacts(**self.model_dump())


class CriterionWordRequest(BaseModel):
    """What is said of one criterion."""

    model_config = example(criterion="高新方向", outcome="passed", proof="合同第三条")

    criterion: str = Field(max_length=MOST_PROOF, pattern=NO_NUL, description="入选条件的原文。")
    outcome: Outcome
    proof: str = Field(default="", max_length=MOST_PROOF, pattern=NO_NUL)


class SignatoryRequest(BaseModel):
    """Who signs for one side."""

    model_config = example(name="王五", post="总经理")

    name: Title = ""
    post: Title = ""

    def record(self) -> Signatory:
        """Return it as it is kept."""
        return Signatory(name=self.name, post=self.post)


class CeremonyDealRequest(BaseModel):
    """What is said of a deal, whole: what is left out is taken back."""

    model_config = example(enterprise={"name": "王五", "post": "总经理"}, is_chosen=True)

    words: list[CriterionWordRequest] = Field(default_factory=list, max_length=100)
    enterprise: SignatoryRequest = SignatoryRequest()
    university: SignatoryRequest = SignatoryRequest()
    place: int | None = Field(default=None, ge=1, le=MOST_WANTED, description="签约次序；不写则按排名。")
    is_chosen: bool | None = Field(default=None, description="列入、不列入；不写则按排名。")

    def record(self, deal: int) -> CeremonyProject:
        """Return it as it is kept."""
        return CeremonyProject(
            deal=deal,
            words=tuple(CriterionWord(**each.model_dump()) for each in self.words),
            enterprise=self.enterprise.record(),
            university=self.university.record(),
            place=self.place,
            is_chosen=self.is_chosen,
        )


class CeremonySettleRequest(BaseModel):
    """Whether the list stands."""

    model_config = example(is_settled=True)

    is_settled: bool


class CeremonyBody(BaseModel):
    """A ceremony in a list."""

    number: int
    version: int
    title: str
    region_code: str
    notice: int | None
    wanted: int | None = Field(description="安排时写明的项目数；没有写的为 null。")
    on: date | None
    place: str
    per_group: int
    is_settled: bool = Field(description="名单已定，只由人改动。")


class CriterionBody(BaseModel):
    """One criterion of one deal."""

    criterion: str
    outcome: Outcome
    proof: str
    hint: str = Field(description="台账中可作依据的内容；没有的为空。")


class SeatBody(BaseModel):
    """A seat at the table of a group."""

    number: int = Field(description="从左数起，从 1 起。")
    side: str
    organisation: str
    name: str = Field(description="没有报签约人的为空。")
    post: str


class RankedDealBody(BaseModel):
    """A deal in the ranking."""

    rank: int
    deal: int
    title: str
    enterprise: str
    university: str
    stage: Stage
    marks: list[Mark]
    contract_fen: int = Field(description="合同金额，以分计；意向金额不在其中。")
    criteria: list[CriterionBody]
    outcome: Outcome | None = Field(description="按入选条件的结论；没有确认过的条件时为 null。")
    is_chosen: bool
    is_against: bool = Field(description="条件不足、由人列入。")


class TurnBody(BaseModel):
    """A project in the running order."""

    group: int
    place: int
    deal: int
    title: str
    seats: list[SeatBody]


class OpenedCeremonyBody(CeremonyBody):
    """A ceremony with its ranking and running order."""

    wanted_by_rules: int | None = Field(description="要多少项：安排时写明的，或通知的名额。")
    ranked: list[RankedDealBody]
    order: list[TurnBody]
    fallen: list[int] = Field(description="写过依据、后来婉拒或终止的台账。")
