"""Deals: what becomes of a pair, from the recommendation to the deepening, with everything that was signed and paid."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from data.records.accounts import Actor
from data.records.feedback import Reason
from data.records.money import ContractAmount, IntentAmount, ReceivedAmount, Sums, TechnologyAmount, total


class Stage(StrEnum):
    """How far a deal is, in the order of the pipeline; the last three are ends or a rest."""

    RECOMMENDED = "recommended"
    AWAITING_CONSENT = "awaiting_consent"
    INTRODUCED = "introduced"
    TALK = "talk"
    INTENT_AGREEMENT = "intent_agreement"
    CONTRACT = "contract"
    REGISTRATION = "registration"
    PERFORMANCE = "performance"
    ACCEPTANCE = "acceptance"
    DEEPENING = "deepening"
    ON_HOLD = "on_hold"
    DECLINED = "declined"
    TERMINATED = "terminated"


ENDED: Final = frozenset({Stage.DECLINED, Stage.TERMINATED})
"""A deal that has ended stays as it is; who begins anew opens another one."""


class Origin(StrEnum):
    """Where a deal came from."""

    MATCH = "match"
    INTRODUCTION = "introduction"
    EVENT = "event"
    HAND = "hand"


class Mark(StrEnum):
    """What puts a deal first in its list: the priority marks of a fair's notice (附表5)."""

    MAJOR_PROJECT = "major_project"
    ACADEMICIAN = "academician"
    STRATEGIC_ALLIANCE = "strategic_alliance"
    INDUSTRY_ALLIANCE = "industry_alliance"


class Form(StrEnum):
    """What a signed paper is; a framework agreement is a letter of intent by another name."""

    INTENT = "intent"
    FRAMEWORK = "framework"
    CONTRACT = "contract"


class Rung(StrEnum):
    """How deep a cooperation goes (附表4): the first two are the ladder of duration, the others that of breadth."""

    TEMPORARY = "temporary"
    LONG_TERM = "long_term"
    SINGLE_PROJECT = "single_project"
    TECHNOLOGY = "technology"
    TALENT = "talent"
    JOINT_UNIT = "joint_unit"
    ALLIANCE = "alliance"


@dataclass(frozen=True, slots=True, kw_only=True)
class DealStep:
    """One move of a deal.

    Attributes:
        before: None for the first, which opened it.
        on: the day on which it happened, which may be earlier than the day on which it was written down.
        reason: of a refusal; None for every other move.
        version: of the deal after it.
    """

    before: Stage | None
    after: Stage
    on: date
    at: datetime
    actor: Actor
    note: str = ""
    reason: Reason | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry of a deal's ledger has. Entries are never deleted: one that was wrong is struck out.

    Attributes:
        number: 0 until it is kept.
        at: when it was written down, aware; None until it is kept.
        by: who wrote it down.
        struck_at: since when it counts no more; None while it counts.
        struck_note: why.
    """

    number: int = 0
    at: datetime | None = None
    by: str = ""
    struck_at: datetime | None = None
    struck_note: str = ""

    @property
    def counts(self) -> bool:
        """Whether it was not struck out."""
        return self.struck_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Entry):
    """A signed paper; `intent` goes with letters of intent and frameworks, `contract` with contracts.

    Attributes:
        kind: code of a contract's kind (data/reference/contract_kinds.csv); "" for letters of intent.
        starts_on: first day of validity; None where it is not written.
        ends_on: last day of validity; None as above.
        intent: None where no amount is named.
        contract: None as above.
        technology: 技术交易额 of the certificate; None until the contract is registered.
        registration_number: of the certificate, sixteen digits; "" until then.
        form_values: what the registration form is to say, by the codes of `registration_fields.csv`.
    """

    form: Form
    title: str
    signed_on: date
    kind: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    intent: IntentAmount | None = None
    contract: ContractAmount | None = None
    technology: TechnologyAmount | None = None
    registration_number: str = ""
    registered_on: date | None = None
    form_values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone(Entry):
    """Something the contract promises by a day."""

    title: str
    due_on: date
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instalment(Entry):
    """A payment: planned by the contract, then received; one that nobody planned has no plan.

    Attributes:
        planned: part of the contract's amount; None where it was not planned.
        received: None until it arrived; may differ from the plan.
    """

    title: str
    due_on: date | None = None
    planned: ContractAmount | None = None
    received_on: date | None = None
    received: ReceivedAmount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Entry):
    """A file kept with the deal, its bytes among the originals of the workspace under their checksum (SHA-256)."""

    name: str
    sha256: str
    n_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RungEntry(Entry):
    """A rung of one of the two ladders that was reached; `was` says that it was there before the deal."""

    rung: Rung
    on: date
    note: str = ""
    was: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDeal:
    """A deal that is to be opened.

    Attributes:
        enterprise: as the need writes it when the deal is opened, or as it was typed.
        region_code: of the enterprise, GB/T 2260; "" unknown.
        university: the other side, as the achievement writes it or as it was typed.
        need_id: "" where there is none, or it is not known; likewise `achievement_id`.
        introduction: number of the introduction it follows; None for none.
        event: the docking event it came from, as it is called; "" for none.
        broker: the technology broker in charge; "" for nobody.
    """

    origin: Origin
    title: str
    enterprise: str
    university: str
    region_code: str = ""
    need_id: str = ""
    achievement_id: str = ""
    introduction: int | None = None
    event: str = ""
    broker: str = ""
    marks: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal(NewDeal):
    """A deal with its whole history, every part in the order in which it was written down.

    Attributes:
        version: from 1, one more at each change of any part.
        stage: where the last step led.
        held_at: where it stood before it was put on hold; None unless it rests.
        next_on: by when something is to be done next, as whoever moved it wrote; None where nobody did.
    """

    number: int
    version: int
    stage: Stage
    held_at: Stage | None = None
    next_on: date | None = None
    steps: tuple[DealStep, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    documents: tuple[Document, ...] = ()
    rungs: tuple[RungEntry, ...] = ()

    @property
    def sums(self) -> Sums:
        """What was intended, contracted, registered and received, each by itself; struck entries left out."""
        signed = [each for each in self.agreements if each.counts]
        return Sums(
            intent=total(IntentAmount, (each.intent for each in signed)),
            contract=total(ContractAmount, (each.contract for each in signed)),
            technology=total(TechnologyAmount, (each.technology for each in signed)),
            received=total(ReceivedAmount, (each.received for each in self.instalments if each.counts)),
        )

    @property
    def contracts(self) -> tuple[Agreement, ...]:
        """The contracts that count, as they were written down."""
        return tuple(each for each in self.agreements if each.counts and each.form is Form.CONTRACT)

    @property
    def opened_at(self) -> datetime:
        """When it was opened, aware."""
        return self.steps[0].at

    @property
    def stage_since(self) -> date:
        """Since which day it stands where it stands."""
        return self.steps[-1].on
