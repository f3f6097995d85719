"""What the checkers are told: small frozen records; None or "" wherever it is not known.

Days are those of Beijing, moments are aware. `id`s name the records of the workspace that a fact rests on.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CensusEnterprise:
    """An enterprise of a census.

    Attributes:
        revenue_yuan: sales of a year; None unknown.
        is_tech: a technology enterprise; None unknown.
        n_needs: needs that count as reported; None unknown, 0 none.
    """

    id: str
    name: str
    revenue_yuan: int | None = None
    is_tech: bool | None = None
    n_needs: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CensusFacts:
    """The enterprises of one county, or of any part, on a day; `enterprises` None: there is no list of them."""

    subject: str
    enterprises: tuple[CensusEnterprise, ...] | None
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCount:
    """How many of something one unit brings; `count` None: nobody counted."""

    unit: str
    count: int | None
    used: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaFacts:
    """What the units of a quota brought.

    Attributes:
        is_over: nothing more is coming; while False, what is still missing is no failure.
    """

    units: tuple[UnitCount, ...]
    as_of: date
    is_over: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Something handed in or done.

    Attributes:
        received_at: None: it is there, but nobody wrote down since when.
        copies: on paper; None not counted.
        route: where it went; "" not known.
        month: "2010-07": for which month, where something is due monthly; "" the month in which it came.
    """

    id: str
    received_at: datetime | None
    copies: int | None = None
    route: str = ""
    month: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFacts:
    """What somebody handed in by a moment; `submissions` None: nobody keeps a list of it."""

    subject: str
    submissions: tuple[Submission, ...] | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of an alliance.

    Attributes:
        kind: code name of `data.records.enums.PartyKind`; "" unknown.
        region_code: GB/T 2260; "" unknown.
    """

    id: str
    name: str
    kind: str = ""
    region_code: str = ""
    is_lead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositionFacts:
    """The members of an alliance, its lead among them; `region_code` of the alliance, "" unknown."""

    subject: str
    members: tuple[Member, ...] | None
    region_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened; the same `id` twice is one."""

    id: str
    on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MinCountFacts:
    """How often something happened: `year` is looked at where the rule counts by year."""

    subject: str
    happenings: tuple[Happening, ...] | None
    as_of: date
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredName:
    """A name that is taken; field and direction "" where the register does not tell."""

    id: str
    name: str
    field: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NearName:
    """A registered one that means nearly the same as the new one.

    Attributes:
        similarity: 0 to 1.
        is_close: so near that a person has to look whether they are the same.
    """

    id: str
    name: str
    similarity: float
    is_close: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFacts:
    """A name with field and direction of business, and what is registered.

    Attributes:
        registered: None: the register is not at hand.
        near: nearest by meaning, nearest first; None: nobody looked.
    """

    name: str
    field: str = ""
    direction: str = ""
    registered: tuple[RegisteredName, ...] | None = None
    near: tuple[NearName, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a person said of one criterion; `evidence` names the records that prove it."""

    criterion: str
    is_met: bool | None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaFacts:
    """What was said of the criteria; one of which nothing was said is unknown."""

    subject: str
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper of a dossier.

    Attributes:
        name: as the rule calls it.
        is_there: None: nobody looked.
        sealed_by: names of those whose seal is on it; None: nobody looked.
        needs_seal: whether the seals that the rule asks for belong on this one.
    """

    name: str
    is_there: bool | None
    id: str = ""
    sealed_by: tuple[str, ...] | None = None
    needs_seal: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFacts:
    """The papers of an application; `lead` "" and `members` None where they are not known."""

    subject: str
    papers: tuple[Paper, ...]
    lead: str = ""
    members: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooperation:
    """A cooperation, as it was and as it is; "" where it is not known."""

    id: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderFacts:
    """Cooperations that are to deepen."""

    cooperations: tuple[Cooperation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far a target is.

    Attributes:
        amount: None: nobody counted.
        part_of: told where two targets of a tree have one name, as a part may be called as its total is.
    """

    item: str
    amount: int | None
    part_of: str = ""
    used: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFacts:
    """How far the targets of a tree are; `since` None: it is not known from when on pace is counted."""

    subject: str
    reached: tuple[Reached, ...]
    as_of: date
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFacts:
    """A field that was chosen from the first list of a map; "" unknown."""

    subject: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Something that must be done in time.

    Attributes:
        started_on: None unknown.
        is_done: None unknown.
        done_on: None where it is not done, or nobody wrote down when.
    """

    id: str
    name: str
    started_on: date | None
    is_done: bool | None
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimitFacts:
    """Clocks that run, on a day."""

    clocks: tuple[Clock, ...]
    as_of: date


Facts = (
    CensusFacts
    | QuotaFacts
    | DueFacts
    | CompositionFacts
    | MinCountFacts
    | NameFacts
    | CriteriaFacts
    | DossierFacts
    | LadderFacts
    | TargetFacts
    | FieldFacts
    | TimeLimitFacts
)
"""What a checker is told; the type answers to the kind of rule, see `engine.FACTS_OF`."""
