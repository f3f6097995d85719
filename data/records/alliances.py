"""Innovation alliances: who leads, who joined and agreed, papers, meetings and money, and what the office said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from data.records.accounts import Actor


class AllianceStage(StrEnum):
    """How far an alliance is; a closed one keeps its number for good."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REGISTERED = "registered"
    CLOSED = "closed"


class ChainRole(StrEnum):
    """What a member is in the chain of its industry, in the order in which tables list them."""

    LEADER = "leader"
    CHAIN = "chain"
    UNIVERSITY = "university"
    INSTITUTE = "institute"
    SERVICE = "service"
    ASSOCIATION = "association"
    FUND = "fund"


class MemberKind(StrEnum):
    """What a member is by law; the first three are code names of `PartyKind` too, by which compositions are checked."""

    ENTERPRISE = "enterprise"
    UNIVERSITY = "university"
    INSTITUTE = "institute"
    INTERMEDIARY = "intermediary"
    GOVERNMENT = "government"


class EnterpriseSize(StrEnum):
    """The size of an enterprise, as the statistics class it."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


class Joining(StrEnum):
    """How a member came in."""

    FOUNDED = "founded"
    INVITED = "invited"
    APPLIED = "applied"


class MemberState(StrEnum):
    """Where a membership stands; only admitted members count in any check."""

    APPLIED = "applied"
    ADMITTED = "admitted"
    REFUSED = "refused"
    LEFT = "left"


class AllianceKind(StrEnum):
    """The three kinds of the Liaoning notice: 经典, 骨干, 城市."""

    CLASSIC = "classic"
    BACKBONE = "backbone"
    CITY = "city"


class Driver(StrEnum):
    """Who drives an alliance: the market, a ministry or department, the government of a region."""

    MARKET = "market"
    MINISTRY = "ministry"
    GOVERNMENT = "government"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """That a member joins of its own will: who signed for it, when, and whether its seal is on the paper.

    Attributes:
        entered_by: the organisation or official who wrote it down here; "" where that was not kept.
    """

    signed_by: str
    on: date
    is_sealed: bool
    entered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMember:
    """An organisation that is to become a member.

    Attributes:
        kind: None unknown.
        region_code: GB/T 2260; "" unknown.
        role: None not yet said.
        size: of an enterprise; None unknown.
        sheet: (key, text) of its application form (site, address, contact_name, ...); contacts in full.
        since: when it was first written down; None where that was not kept.
    """

    organisation: str
    kind: MemberKind | None = None
    region_code: str = ""
    role: ChainRole | None = None
    joining: Joining = Joining.APPLIED
    size: EnterpriseSize | None = None
    consent: Consent | None = None
    sheet: tuple[tuple[str, str], ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(NewMember):
    """A member, or somebody who asked to become one; `opinion` is that of the review."""

    number: int
    state: MemberState
    opinion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlliancePaper:
    """A paper of the dossier.

    Attributes:
        name: as the rule of the notice calls it.
        sealed_by: organisations whose seal is on it.
        note: "" or what is to be said of it, such as where it lies.
    """

    name: str
    is_there: bool
    sealed_by: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """A member of the expert group; `achievement_id` tells why they were proposed, "" where a person named them."""

    name: str
    unit: str
    post: str = ""
    field: str = ""
    achievement_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A meeting or innovation activity that took place; `n_people` None not counted."""

    title: str
    on: date
    place: str = ""
    n_people: int | None = None
    summary: str = ""


class GrantLine(StrEnum):
    """What an entry of the grant's ledger is; the three are never added to each other."""

    GRANTED = "granted"
    PLANNED = "planned"
    SPENT = "spent"


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantEntry:
    """Money of the grant: given, planned or spent.

    Attributes:
        amount_fen: positive.
        purpose: what for.
        activity: number of the activity it was spent on; None for none.
        is_for_activities: whether a person judged that it serves the alliance's activities; None nobody said.
    """

    line: GrantLine
    amount_fen: int
    on: date
    purpose: str
    activity: int | None = None
    is_for_activities: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the office said of a criterion of the notice that only a person can judge; `proof` in words."""

    criterion: str
    is_met: bool
    proof: str


AllianceEntry = AlliancePaper | Expert | Activity | GrantEntry | Judgement
"""What stands in the books of an alliance; entries are struck out, never deleted."""
_Entry = TypeVar("_Entry", AlliancePaper, Expert, Activity, GrantEntry, Judgement)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEntry:
    """An entry with its number; `struck_note` says why it counts no more, "" while it counts."""

    number: int
    entry: AllianceEntry
    at: datetime
    by: str
    struck_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceStep:
    """A move of an alliance; `before` is None for the first. The step to SUBMITTED is the receipt."""

    before: AllianceStage | None
    after: AllianceStage
    at: datetime
    actor: Actor
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceFacts:
    """What a lead says of an alliance.

    Attributes:
        field: of the notice's list.
        direction: of business, in a few words.
        region_code: of the alliance; the office in charge is that of this region.
        notice: number of the notice it answers; None for none.
        driver: None not said.
        kind: as a person decided it; None leaves it to what members and driver tell.
        texts: what forms ask for in sentences, by key (head_name, contact_phone, industry_state, ...).
    """

    name: str
    lead: str
    region_code: str
    field: str = ""
    direction: str = ""
    notice: int | None = None
    driver: Driver | None = None
    kind: AllianceKind | None = None
    texts: Mapping[str, str] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """That the office registered an alliance.

    Attributes:
        code: region, year and running number of that region and year, never given twice.
        on: the day.
        upward: with which higher authority it is registered, and under which number; "" with none.
        upward_on: since when; None with none.
    """

    code: str
    on: date
    upward: str = ""
    upward_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceHead:
    """What lists and comparisons of names need of an alliance, without members and books.

    Attributes:
        is_numbered: whether the office gave it a number.
    """

    number: int
    stage: AllianceStage
    name: str
    lead: str
    region_code: str
    field: str = ""
    direction: str = ""
    is_numbered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alliance(AllianceFacts):
    """An alliance with everything that is kept of it, each part in the order in which it came.

    Attributes:
        version: from 1, one more at each change of any part.
        registration: None before the office registered it.
    """

    number: int
    version: int
    stage: AllianceStage
    registration: Registration | None = None
    steps: tuple[AllianceStep, ...] = ()
    members: tuple[Member, ...] = ()
    entries: tuple[KeptEntry, ...] = ()

    @property
    def admitted(self) -> tuple[Member, ...]:
        """The members that count."""
        return tuple(each for each in self.members if each.state is MemberState.ADMITTED)

    @property
    def submitted_at(self) -> datetime | None:
        """When it was handed in last; None while it was not."""
        return next((each.at for each in reversed(self.steps) if each.after is AllianceStage.SUBMITTED), None)

    @property
    def first_submitted_at(self) -> datetime | None:
        """When it was handed in first, which tells whether it came in time; None while it was not."""
        return next((each.at for each in self.steps if each.after is AllianceStage.SUBMITTED), None)

    @property
    def papers(self) -> tuple[AlliancePaper, ...]:
        """The papers that count, of one name the last."""
        return tuple({each.name: each for _, each in self.counting(AlliancePaper)}.values())

    @property
    def experts(self) -> tuple[Expert, ...]:
        """The expert group."""
        return tuple(each for _, each in self.counting(Expert))

    @property
    def activities(self) -> tuple[tuple[int, Activity], ...]:
        """The activities that count, with the numbers of their entries."""
        return self.counting(Activity)

    @property
    def grant(self) -> tuple[tuple[int, GrantEntry], ...]:
        """The ledger of the grant as it counts, with the numbers of its entries.

        Money that was for an activity which was struck out belongs to none, and whom it serves is open again.
        """
        held = dict(self.activities)
        return tuple(
            (number, each if each.activity is None or each.activity in held else _reopened(each))
            for number, each in self.counting(GrantEntry)
        )

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """What the office said of criteria."""
        return tuple(each for _, each in self.counting(Judgement))

    def counting(self, kind: type[_Entry]) -> tuple[tuple[int, _Entry], ...]:
        """Return the entries of a kind that count, with their numbers."""
        return tuple(
            (each.number, each.entry) for each in self.entries if isinstance(each.entry, kind) and not each.struck_note
        )


def _reopened(entry: GrantEntry) -> GrantEntry:
    is_for = None if entry.is_for_activities else entry.is_for_activities
    return replace(entry, activity=None, is_for_activities=is_for)
