"""What the forms of a deal send, read into moves and entries."""

from datetime import date
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from data.errors import UsageError
from data.records.deals import Agreement, Deal, Entry, Form, Instalment, Mark, Milestone, Rung, RungEntry, Stage
from data.records.feedback import Reason
from data.records.money import ContractAmount, IntentAmount, ReceivedAmount, TechnologyAmount
from data.storage.deal_columns import Ledger
from service.dependencies import MOST_ROWS
from service.docking.deals.amounts import fen_of_wan
from service.docking.deals.keeping import Facts
from service.docking.deals.stages import Move
from service.exports.feedback import masked_text

EntryT = TypeVar("EntryT", bound=Entry)


class VersionForm(BaseModel):
    """A form over a deal; `version` is the one that was looked at."""

    model_config = ConfigDict(str_max_length=4000)

    version: int = 0


class MoveForm(VersionForm):
    """A move, with the paper, certificate or rung that comes with it; every value as it was typed."""

    after: Stage
    on: str = ""
    note: str = ""
    reason: str = ""
    next_on: str = ""
    title: str = ""
    kind: str = ""
    signed_on: str = ""
    starts_on: str = ""
    ends_on: str = ""
    amount: str = ""
    contract: int = 0
    number: str = ""
    registered_on: str = ""
    technology: str = ""
    rung: str = ""

    def move(self, deal: Deal | None) -> Move:
        """Return the move; what is left empty comes with nothing."""
        return Move(
            after=self.after,
            on=read_day(self.on, name="办理日期"),
            note=self.note,
            reason=read_reason(self.reason),
            next_on=read_day(self.next_on, name="下次办理日期"),
            entries=self._entries(deal),
        )

    def _entries(self, deal: Deal | None) -> tuple[Entry, ...]:
        if self.after in {Stage.INTENT_AGREEMENT, Stage.CONTRACT} and self.title.strip():
            return (self.paper(Form.CONTRACT if self.after is Stage.CONTRACT else Form.INTENT),)
        if self.after is Stage.REGISTRATION and self.number.strip() and deal is not None:
            return (self.certificate(deal),)
        if self.after is Stage.DEEPENING and self.rung:
            return (RungEntry(rung=read_rung(self.rung), on=_needed(self.on, name="办理日期"), note=self.note),)
        return ()

    def paper(self, form: Form) -> Agreement:
        """Return the signed paper the form describes."""
        fen = fen_of_wan(self.amount, name="金额")
        is_contract = form is Form.CONTRACT
        return Agreement(
            form=form,
            title=self.title,
            kind=self.kind if is_contract else "",
            signed_on=_needed(self.signed_on, name="签订日期"),
            starts_on=read_day(self.starts_on, name="有效期起"),
            ends_on=read_day(self.ends_on, name="有效期止"),
            intent=None if is_contract or fen is None else IntentAmount(fen),
            contract=ContractAmount(fen) if is_contract and fen is not None else None,
        )

    def certificate(self, deal: Deal) -> Agreement:
        """Return a contract of the deal with its certificate of registration.

        Raises:
            UsageError: the deal has no such contract.
        """
        found = next((each for each in deal.contracts if self.contract in {0, each.number}), None)
        if found is None:
            raise UsageError("台账里没有可以登记的合同。", remedy="请先登记合同。")
        technology = fen_of_wan(self.technology, name="技术交易额")
        values = {name: getattr(found, name) for name in Agreement.__dataclass_fields__}
        values["registration_number"] = self.number.strip()
        values["registered_on"] = read_day(self.registered_on, name="登记日期")
        values["technology"] = None if technology is None else TechnologyAmount(technology)
        return Agreement(**values)


class PaperForm(MoveForm):
    """A signed paper by itself."""

    after: Stage = Stage.CONTRACT
    form: Form


class MilestoneForm(VersionForm):
    """A milestone, new or (with its number) done."""

    entry: int = 0
    title: str = ""
    due_on: str = ""
    done_on: str = ""

    def milestone(self, deal: Deal) -> Milestone:
        """Return the milestone; one that is done keeps what it promised."""
        there = _there(deal.milestones, self.entry)
        if there is not None:
            done = read_day(self.done_on, name="完成日期")
            return Milestone(number=there.number, title=there.title, due_on=there.due_on, done_on=done)
        return Milestone(title=self.title, due_on=_needed(self.due_on, name="应完成日期"))


class InstalmentForm(VersionForm):
    """A payment, planned or received; amounts in 万元."""

    entry: int = 0
    title: str = ""
    due_on: str = ""
    planned: str = ""
    received_on: str = ""
    received: str = ""

    def instalment(self, deal: Deal) -> Instalment:
        """Return the payment; one that arrived keeps what was planned."""
        there = _there(deal.instalments, self.entry)
        planned, received = fen_of_wan(self.planned, name="应付金额"), fen_of_wan(self.received, name="到账金额")
        arrived = None if received is None else ReceivedAmount(received)
        received_on = read_day(self.received_on, name="到账日期")
        if there is not None:
            return Instalment(
                number=there.number,
                title=there.title,
                due_on=there.due_on,
                planned=there.planned,
                received_on=received_on,
                received=arrived,
            )
        return Instalment(
            title=self.title,
            due_on=read_day(self.due_on, name="应付日期"),
            planned=None if planned is None else ContractAmount(planned),
            received_on=received_on,
            received=arrived,
        )


class RungForm(VersionForm):
    """A rung that was reached, or was there before."""

    rung: str = ""
    on: str = ""
    note: str = ""
    was: bool = False

    def entry(self) -> RungEntry:
        """Return the rung."""
        return RungEntry(rung=read_rung(self.rung), on=_needed(self.on, name="日期"), note=self.note, was=self.was)


class StrikeForm(VersionForm):
    """An entry that is struck out."""

    ledger: Ledger
    entry: Annotated[int, Field(ge=1, le=MOST_ROWS)]
    note: str = ""


class FactsForm(VersionForm):
    """Title, broker, marks and the next day of a deal."""

    title: str = ""
    broker: str = ""
    marks: list[Mark] = []
    next_on: str = ""

    def facts(self, deal: Deal) -> Facts:
        """Return the facts; a text that comes back as masking had shown it stays as it is."""
        return Facts(
            title=deal.title if self.title == masked_text(deal.title) else self.title,
            broker=deal.broker if self.broker == masked_text(deal.broker) else self.broker,
            marks=frozenset(self.marks),
            next_on=read_day(self.next_on, name="下次办理日期"),
        )


def read_day(text: str, *, name: str) -> date | None:
    """Read a day as a date field sends it, "2026-11-22"; None for "".

    Raises:
        UsageError: it is no day.
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"{name}“{text.strip()[:20]}”不是日期。", remedy="请写成 2026-11-22 这样。") from error


def read_reason(text: str) -> Reason | None:
    """Read a reason; None for "".

    Raises:
        UsageError: there is no such reason.
    """
    if not text:
        return None
    if text not in set(Reason):
        raise UsageError("没有这条理由。", remedy="请从列表中选择。")
    return Reason(text)


def read_rung(text: str) -> Rung:
    """Read a rung.

    Raises:
        UsageError: there is none of that name.
    """
    if text not in set(Rung):
        raise UsageError("没有选择合作深化到的一级。", remedy="请从列表中选择。")
    return Rung(text)


def _needed(text: str, *, name: str) -> date:
    """Read a day that must be there.

    Raises:
        UsageError: it is missing.
    """
    day = read_day(text, name=name)
    if day is None:
        raise UsageError(f"没有填写{name}。", remedy="请补填。")
    return day


def _there(entries: tuple[EntryT, ...], number: int) -> EntryT | None:
    """Return the entry a form completes; None where it adds one."""
    if not 0 < number <= MOST_ROWS:
        return None
    return next((each for each in entries if each.number == number), None)
