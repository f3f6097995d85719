"""What the addresses of deals give; amounts in fen, each kind under its own name."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from data.records.deals import Deal, DealStep, Entry, Mark, Origin, Stage
from data.records.enums import ConditionStatus
from data.records.feedback import Reason
from data.records.money import Sums
from data.reference.registration import Standing
from data.storage.deal_columns import Ledger
from service.docking.deals.due import Due, DueKind
from service.docking.deals.registration_lines import Precheck
from service.docking.deals.stages import REQUIREMENTS, open_moves
from service.exports.feedback import masked_text


class SumsBody(BaseModel):
    """Amounts in fen; four kinds that are never added to each other."""

    intent_fen: int = Field(description="意向金额。")
    contract_fen: int = Field(description="合同成交额。")
    technology_fen: int = Field(description="已登记的技术交易额。")
    received_fen: int = Field(description="到账金额。")


class DealStepBody(BaseModel):
    """One move of a deal."""

    before: Stage | None
    after: Stage
    on: date
    at: datetime
    by: str
    note: str
    reason: Reason | None


class DealEntryBody(BaseModel):
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
    steps: list[DealStepBody]
    entries: list[DealEntryBody]
    moves: list[MoveBody]


class DealsAnswer(BaseModel):
    """Deals, those with a priority mark before the others, each newest first."""

    deals: list[DealBody]
    next: int | None = Field(description="下一页的 start；最后一页为空。")


class DealColumnBody(BaseModel):
    """One stage of the board."""

    stage: Stage
    n_deals: int
    n_marked: int
    n_unpriced: int = Field(description="没有写金额的意向协议份数。")
    sums: SumsBody


class DealBoardAnswer(BaseModel):
    """The pipeline by stage."""

    stages: list[DealColumnBody]
    sums: SumsBody
    rule: str = Field(description="统计口径。")


class DealDueBody(BaseModel):
    """Something that is overdue."""

    deal: int
    kind: DueKind
    text: str
    due_on: date
    days_late: int


class OverdueAnswer(BaseModel):
    """What is overdue, and the deals of which it cannot be told."""

    as_of: date
    overdue: list[DealDueBody]
    undated: list[int] = Field(description="合同没有截止日期也没有里程碑，无法判断的台账。")


class SampleAnswer(BaseModel):
    """A spot check that can be drawn again."""

    as_of: date
    seed: str
    n_frame: int
    deals: list[int]
    rule: str


class DealLineBody(BaseModel):
    """A line of the registration form."""

    code: str
    name: str
    value: str
    status: ConditionStatus
    reason: str
    standing: Standing = Field(description="confirmed 已核实，draft 征求意见稿，unconfirmed 未核实。")
    source: str


class DealRuleBody(BaseModel):
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
    lines: list[DealLineBody]
    rules: list[DealRuleBody]


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


def due_body(due: Due) -> DealDueBody:
    """Return something that is overdue."""
    return DealDueBody(
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
            DealLineBody(
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
            DealRuleBody(
                name=each.name,
                status=each.status,
                reason=masked_text(each.reason),
                standing=each.standing,
                source=each.source,
            )
            for each in found.rules
        ],
    )


def _step(step: DealStep) -> DealStepBody:
    return DealStepBody(
        before=step.before,
        after=step.after,
        on=step.on,
        at=step.at,
        by=step.actor.name,
        note=masked_text(step.note),
        reason=step.reason,
    )


_STANDING = frozenset({"number", "at", "by", "struck_at", "struck_note", "form_values"})


def _entry(ledger: Ledger, entry: Entry) -> DealEntryBody:
    fields: dict[str, str | int | bool | None] = {}
    for name in type(entry).__dataclass_fields__:
        if name not in _STANDING:
            value = getattr(entry, name)
            fen = getattr(value, "fen", None)
            if fen is not None:
                fields[f"{name}_fen"] = fen
            else:
                fields[name] = value if value is None or isinstance(value, bool | int) else masked_text(str(value))
    return DealEntryBody(ledger=ledger, number=entry.number, counts=entry.counts, fields=fields)
