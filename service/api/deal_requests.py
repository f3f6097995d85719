"""What the addresses of deals take; amounts in fen, each kind under its own name."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from data.records.deals import (
    Agreement,
    Entry,
    Form,
    Instalment,
    Mark,
    Milestone,
    NewDeal,
    Origin,
    Rung,
    RungEntry,
    Stage,
)
from data.records.feedback import Reason
from data.records.money import ContractAmount, IntentAmount, ReceivedAmount, TechnologyAmount
from data.storage.deal_columns import Ledger
from service.dependencies import MOST_ROWS, NO_NUL
from service.docking.deals.entries import MOST_FEN, MOST_TEXT_CHARACTERS, MOST_TITLE_CHARACTERS
from service.docking.deals.stages import Move

Title = Annotated[str, Field(max_length=MOST_TITLE_CHARACTERS)]
Id = Annotated[str, Field(max_length=1000, pattern=NO_NUL)]
Words = Annotated[str, Field(max_length=MOST_TEXT_CHARACTERS)]
Fen = Annotated[int, Field(ge=0, le=MOST_FEN, strict=True, description="分。")]
Row = Annotated[int, Field(ge=1, le=MOST_ROWS)]
_STRICT = ConfigDict(extra="forbid")


class AgreementRequest(BaseModel):
    """A signed paper, new, or (with its number) one of the ledger completed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "ledger": "agreements",
                    "form": "contract",
                    "title": "真空压铸工艺开发合同",
                    "signed_on": "2026-11-20",
                    "kind": "development",
                    "contract_fen": 50000000,
                }
            ]
        },
    )

    ledger: Literal["agreements"]
    number: Row | None = None
    form: Form
    title: Title
    signed_on: date
    kind: str = Field(default="", max_length=32, description="技术合同类别的代码。")
    starts_on: date | None = None
    ends_on: date | None = None
    intent_fen: Fen | None = None
    contract_fen: Fen | None = None
    technology_fen: Fen | None = None
    registration_number: str = Field(default="", max_length=32)
    registered_on: date | None = None

    def entry(self) -> Agreement:
        """Return the paper; what the form of its registration says stays with the stored one."""
        return Agreement(
            number=self.number or 0,
            form=self.form,
            title=self.title,
            kind=self.kind,
            signed_on=self.signed_on,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            intent=None if self.intent_fen is None else IntentAmount(self.intent_fen),
            contract=None if self.contract_fen is None else ContractAmount(self.contract_fen),
            technology=None if self.technology_fen is None else TechnologyAmount(self.technology_fen),
            registration_number=self.registration_number,
            registered_on=self.registered_on,
        )


class DealMilestoneRequest(BaseModel):
    """A milestone, new or completed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"ledger": "milestones", "title": "样件试制", "due_on": "2027-06-30"}]},
    )

    ledger: Literal["milestones"]
    number: Row | None = None
    title: Title
    due_on: date
    done_on: date | None = None

    def entry(self) -> Milestone:
        """Return the milestone."""
        return Milestone(number=self.number or 0, title=self.title, due_on=self.due_on, done_on=self.done_on)


class InstalmentRequest(BaseModel):
    """A payment, planned or received."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"ledger": "instalments", "title": "首付款", "due_on": "2026-12-31", "planned_fen": 10000000}]
        },
    )

    ledger: Literal["instalments"]
    number: Row | None = None
    title: Title
    due_on: date | None = None
    planned_fen: Fen | None = None
    received_on: date | None = None
    received_fen: Fen | None = None

    def entry(self) -> Instalment:
        """Return the payment."""
        return Instalment(
            number=self.number or 0,
            title=self.title,
            due_on=self.due_on,
            planned=None if self.planned_fen is None else ContractAmount(self.planned_fen),
            received_on=self.received_on,
            received=None if self.received_fen is None else ReceivedAmount(self.received_fen),
        )


class RungRequest(BaseModel):
    """A rung of a ladder of deepening."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"ledger": "rungs", "rung": "long_term", "on": "2026-11-20", "note": "签订三年合作协议"}]
        },
    )

    ledger: Literal["rungs"]
    rung: Rung
    on: date
    note: Words = ""
    was: bool = Field(default=False, description="开台账以前的情况。")

    def entry(self) -> RungEntry:
        """Return the rung."""
        return RungEntry(rung=self.rung, on=self.on, note=self.note, was=self.was)


EntryRequest = Annotated[
    AgreementRequest | DealMilestoneRequest | InstalmentRequest | RungRequest, Field(discriminator="ledger")
]


class DealMoveRequest(BaseModel):
    """A move, with the entries that come with it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"after": "talk", "note": "11月20日在县科技局面谈"}]}
    )
    after: Stage
    on: date | None = Field(default=None, description="办理日期；不写为今天。")
    note: Words = ""
    reason: Reason | None = Field(default=None, description="婉拒的理由。")
    next_on: date | None = None
    entries: Annotated[list[EntryRequest], Field(max_length=20)] = []

    def move(self) -> Move:
        """Return the move."""
        entries: tuple[Entry, ...] = tuple(each.entry() for each in self.entries)
        return Move(
            after=self.after,
            on=self.on,
            note=self.note,
            reason=self.reason,
            next_on=self.next_on,
            entries=entries,
        )


class OpenRequest(DealMoveRequest):
    """A deal: of a pair, of an introduction, or with its parties."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"need_id": "N001", "achievement_id": "A012"}, {"introduction": 3}],
        },
    )
    after: Stage = Stage.RECOMMENDED
    need_id: Id = ""
    achievement_id: Id = ""
    introduction: Row | None = None
    title: Title = ""
    enterprise: Title = ""
    region_code: str = Field(default="", pattern=r"^(\d{6})?$")
    university: Title = ""
    event: Title = ""
    broker: Title = ""
    marks: set[Mark] = set()

    def deal(self) -> NewDeal:
        """Return the deal that names its parties itself."""
        return NewDeal(
            origin=Origin.EVENT if self.event.strip() else Origin.HAND,
            title=self.title,
            enterprise=self.enterprise,
            region_code=self.region_code,
            university=self.university,
            event=self.event,
            broker=self.broker,
            marks=frozenset(self.marks),
        )


class FactsRequest(BaseModel):
    """Title, broker, marks and the next day, all of them."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"title": "压铸件气孔控制", "broker": "示例经纪人", "next_on": "2026-12-10"}]},
    )

    title: Title
    broker: Title = ""
    marks: set[Mark] = set()
    next_on: date | None = None


class DealStrikeRequest(BaseModel):
    """An entry that is struck out."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"ledger": "instalments", "number": 3, "note": "重复登记"}]}
    )

    ledger: Ledger
    number: Row
    note: Words


class FormRequest(BaseModel):
    """What the registration form of a contract is to say."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"values": {"payment": "parts"}}]})
    values: dict[str, Words] = Field(description="项目代码 -> 填写的内容；不写的项目不变。", max_length=60)
