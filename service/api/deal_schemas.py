"""What the addresses of deals take and give; amounts in fen, each kind under its own name."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from data.records.deals import (
    Agreement,
    Deal,
    DealStep,
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
from data.records.enums import ConditionStatus
from data.records.feedback import Reason
from data.records.money import ContractAmount, IntentAmount, ReceivedAmount, Sums, TechnologyAmount
from data.reference.registration import Standing
from data.storage.deal_columns import Ledger
from service.dependencies import MOST_ROWS
from service.docking.deals.due import Due, DueKind
from service.docking.deals.entries import MOST_FEN, MOST_TEXT_CHARACTERS, MOST_TITLE_CHARACTERS
from service.docking.deals.registration import Precheck
from service.docking.deals.stages import REQUIREMENTS, Move, open_moves
from service.exports.feedback import masked_text

Title = Annotated[str, Field(max_length=MOST_TITLE_CHARACTERS)]
Words = Annotated[str, Field(max_length=MOST_TEXT_CHARACTERS)]
Fen = Annotated[int, Field(ge=0, le=MOST_FEN, strict=True, description="分。")]
Row = Annotated[int, Field(ge=1, le=MOST_ROWS)]
_STRICT = ConfigDict(extra="forbid")


class AgreementRequest(BaseModel):
    """A signed paper, new, or (with its number) one of the ledger completed."""

    model_config = _STRICT
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


class MilestoneRequest(BaseModel):
    """A milestone, new or completed."""

    model_config = _STRICT
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

    model_config = _STRICT
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

    model_config = _STRICT
    ledger: Literal["rungs"]
    rung: Rung
    on: date
    note: Words = ""
    was: bool = Field(default=False, description="开台账以前的情况。")

    def entry(self) -> RungEntry:
        """Return the rung."""
        return RungEntry(rung=self.rung, on=self.on, note=self.note, was=self.was)


EntryRequest = Annotated[
    AgreementRequest | MilestoneRequest | InstalmentRequest | RungRequest, Field(discriminator="ledger")
]


class MoveRequest(BaseModel):
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


class OpenRequest(MoveRequest):
    """A deal: of a pair, of an introduction, or with its parties."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"need_id": "N001", "achievement_id": "A012"}, {"introduction": 3}],
        },
    )
    after: Stage = Stage.RECOMMENDED
    need_id: Title = ""
    achievement_id: Title = ""
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

    model_config = _STRICT
    title: Title
    broker: Title = ""
    marks: set[Mark] = set()
    next_on: date | None = None


class StrikeRequest(BaseModel):
    """An entry that is struck out."""

    model_config = _STRICT
    ledger: Ledger
    number: Row
    note: Words


class FormRequest(BaseModel):
    """What the registration form of a contract is to say."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"values": {"payment": "parts"}}]})
    values: dict[str, Words] = Field(description="项目代码 -> 填写的内容；不写的项目不变。", max_length=60)


class SumsBody(BaseModel):
    """Amounts in fen; four kinds that are never added to each other."""

    intent_fen: int = Field(description="意向金额。")
    contract_fen: int = Field(description="合同成交额。")
    technology_fen: int = Field(description="已登记的技术交易额。")
    received_fen: int = Field(description="到账金额。")


class StepBody(BaseModel):
    """One move of a deal."""

    before: Stage | None
    after: Stage
    on: date
    at: datetime
    by: str
    note: str
    reason: Reason | None


class EntryBody(BaseModel):
    """An entry of the ledger; its fields beside number and standing are those it was written with."""

    ledger: Ledger
    number: int
    counts: bool = Field(description="没有划去。")
    fields: dict[str, str | int | bool | None]


class MoveBody(BaseModel):
    """A stage a deal may be brought to now, and what that asks for."""

    after: Stage
    needs: list[str]


class DealBody(BaseModel):
    """A deal, contacts masked."""

    number: int
    version: int
    stage: Stage
    held_at: Stage | None
    stage_since: date
    next_on: date | None
    origin: Origin
    title: str
    enterprise: str
    region_code: str
    university: str
    need_id: str
    achievement_id: str
    introduction: int | None
    event: str
    broker: str
    marks: list[Mark]
    sums: SumsBody
    steps: list[StepBody]
    entries: list[EntryBody]
    moves: list[MoveBody]


class DealsAnswer(BaseModel):
    """Deals, newest first, on each page those with priority marks before the others."""

    deals: list[DealBody]
    next: int | None = Field(description="下一页的 before；最后一页为空。")


class ColumnBody(BaseModel):
    """One stage of the board."""

    stage: Stage
    n_deals: int
    n_marked: int
    n_unpriced: int = Field(description="没有写金额的意向协议份数。")
    sums: SumsBody


class BoardAnswer(BaseModel):
    """The pipeline by stage."""

    stages: list[ColumnBody]
    sums: SumsBody
    rule: str = Field(description="统计口径。")


class DueBody(BaseModel):
    """Something that is overdue."""

    deal: int
    kind: DueKind
    text: str
    due_on: date
    days_late: int


class OverdueAnswer(BaseModel):
    """What is overdue, and the deals of which it cannot be told."""

    as_of: date
    overdue: list[DueBody]
    undated: list[int] = Field(description="合同没有截止日期也没有里程碑，无法判断的台账。")


class SampleAnswer(BaseModel):
    """A spot check that can be drawn again."""

    as_of: date
    seed: str
    n_frame: int
    deals: list[int]
    rule: str


class LineBody(BaseModel):
    """A line of the registration form."""

    code: str
    name: str
    value: str
    status: ConditionStatus
    reason: str
    standing: Standing = Field(description="confirmed 已核实，draft 征求意见稿，unconfirmed 未核实。")
    source: str


class RuleBody(BaseModel):
    """A rule of registration."""

    name: str
    status: ConditionStatus
    reason: str
    standing: Standing
    source: str


class PrecheckAnswer(BaseModel):
    """The pre-check of a contract's registration."""

    deal: int
    contract: int
    as_of: date
    missing: list[str]
    lines: list[LineBody]
    rules: list[RuleBody]


def sums_body(sums: Sums) -> SumsBody:
    """Return amounts in fen."""
    return SumsBody(
        intent_fen=sums.intent.fen,
        contract_fen=sums.contract.fen,
        technology_fen=sums.technology.fen,
        received_fen=sums.received.fen,
    )


def deal_body(deal: Deal, *, is_editable: bool) -> DealBody:
    """Return a deal; moves are listed for whoever may make them."""
    parts = ((ledger, each) for ledger in Ledger for each in getattr(deal, ledger.value))
    return DealBody(
        number=deal.number,
        version=deal.version,
        stage=deal.stage,
        held_at=deal.held_at,
        stage_since=deal.stage_since,
        next_on=deal.next_on,
        origin=deal.origin,
        title=masked_text(deal.title),
        enterprise=masked_text(deal.enterprise),
        region_code=deal.region_code,
        university=masked_text(deal.university),
        need_id=deal.need_id,
        achievement_id=deal.achievement_id,
        introduction=deal.introduction,
        event=masked_text(deal.event),
        broker=masked_text(deal.broker),
        marks=sorted(deal.marks),
        sums=sums_body(deal.sums),
        steps=[_step(each) for each in deal.steps],
        entries=[_entry(ledger, each) for ledger, each in parts],
        moves=[
            MoveBody(after=stage, needs=[each.text for each in REQUIREMENTS[stage]])
            for stage in (open_moves(deal) if is_editable else ())
        ],
    )


def due_body(due: Due) -> DueBody:
    """Return something that is overdue."""
    return DueBody(
        deal=due.deal.number,
        kind=due.kind,
        text=masked_text(due.text),
        due_on=due.due_on,
        days_late=due.days_late,
    )


def precheck_answer(found: Precheck) -> PrecheckAnswer:
    """Return a pre-check, contacts masked."""
    return PrecheckAnswer(
        deal=found.deal.number,
        contract=found.contract.number,
        as_of=found.as_of,
        missing=[masked_text(each) for each in found.missing],
        lines=[
            LineBody(
                code=each.field.code,
                name=each.field.name,
                value=masked_text(each.value),
                status=each.status,
                reason=masked_text(each.reason),
                standing=each.field.standing,
                source=each.field.source,
            )
            for each in found.lines
        ],
        rules=[
            RuleBody(
                name=each.name,
                status=each.status,
                reason=masked_text(each.reason),
                standing=each.standing,
                source=each.source,
            )
            for each in found.rules
        ],
    )


def _step(step: DealStep) -> StepBody:
    return StepBody(
        before=step.before,
        after=step.after,
        on=step.on,
        at=step.at,
        by=step.actor.name,
        note=masked_text(step.note),
        reason=step.reason,
    )


_STANDING = frozenset({"number", "at", "by", "struck_at", "struck_note", "form_values"})


def _entry(ledger: Ledger, entry: Entry) -> EntryBody:
    fields: dict[str, str | int | bool | None] = {}
    for name in type(entry).__dataclass_fields__:
        if name not in _STANDING:
            value = getattr(entry, name)
            fen = getattr(value, "fen", None)
            if fen is not None:
                fields[f"{name}_fen"] = fen
            else:
                fields[name] = value if value is None or isinstance(value, bool | int) else masked_text(str(value))
    return EntryBody(ledger=ledger, number=entry.number, counts=entry.counts, fields=fields)
