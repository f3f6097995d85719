"""Rules that notices set: twelve kinds with parameters, so that next year's notice is data and not a program."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from data.records.ids import NoticeId
from data.records.notices import Quote


class RuleKind(StrEnum):
    """The twelve kinds of section 1.6 of the requirements."""

    CENSUS = "census"
    QUOTA = "quota"
    DUE = "due"
    COMPOSITION = "composition"
    MIN_COUNT = "min_count"
    NAME = "name"
    CRITERIA = "criteria"
    DOSSIER = "dossier"
    LADDER = "ladder"
    TARGET_TREE = "target_tree"
    FIELD_MAP = "field_map"
    TIME_LIMIT = "time_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class CensusTerms:
    """Who must report needs, how many and by when.

    Attributes:
        min_revenue_yuan: sales from which an enterprise must report; None: no such threshold.
        or_tech_enterprise: every technology enterprise must, whatever its sales.
        min_needs: of each, at least.
        max_needs: as the notice names it ("1-2 个"); None open. More is no fault.
        due_on: None where the notice names no day.
    """

    min_revenue_yuan: int | None
    or_tech_enterprise: bool
    min_needs: int
    max_needs: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaTerms:
    """How many of something each unit brings.

    Attributes:
        unit: who, in the words of the notice: "每个地级以上市科技局"; "" the whole campaign.
        item: of what: "重大项目建议".
        form: label of the attachment it is written on, "" none.
        minimum: None open below.
        maximum: None open above.
        is_approximate: "左右", "约".
        per_year: each year anew; otherwise once for the campaign.
    """

    unit: str
    item: str
    form: str = ""
    minimum: int | None = None
    maximum: int | None = None
    is_approximate: bool = False
    per_year: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DueTerms:
    """By when something is handed in or done.

    Exactly one of `on` and `monthly_day` is given.

    Attributes:
        item: what: the name of a form, a report or a task.
        form: label of the attachment, "" none.
        unit: who hands it in, "" not said.
        on: the last day.
        at: the last minute of that day as in "10:00"; "" the whole day counts.
        monthly_day: the last day of each month from `first_month` to `last_month` ("yyyy-mm", "" open); 31 the last of
            any month.
        copies: on paper; None not stated.
        route: where to, in the words of the notice.
    """

    item: str
    form: str = ""
    unit: str = ""
    on: date | None = None
    at: str = ""
    monthly_day: int | None = None
    first_month: str = ""
    last_month: str = ""
    copies: int | None = None
    route: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositionTerms:
    """Who must be in an alliance.

    Attributes:
        lead_kind: "enterprise", "university", "institute" or "" any.
        min_enterprises: at least so many enterprises.
        min_universities: universities or institutes, at least.
        same_province: those must lie in the province of the alliance.
        counts_lead: whether the lead is one of `min_enterprises`; None: the notice can be read both ways.
    """

    lead_kind: str = ""
    min_enterprises: int = 0
    min_universities: int = 0
    same_province: bool = False
    counts_lead: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MinCountTerms:
    """How often something must happen: `item`, as the notice calls it, by `unit`, `minimum` times a year or in all."""

    item: str
    minimum: int
    unit: str = ""
    per_year: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTerms:
    """How a name is made.

    Attributes:
        pattern: fixed words with one "…" for the free middle part: "从化区…技术创新联盟".
        unique_by: groups of fields no two registered ones may share: (("name",), ("field", "direction")).
    """

    pattern: str
    unique_by: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaTerms:
    """What makes something eligible: `needed` of the criteria at least, each with proof."""

    item: str
    criteria: tuple[str, ...]
    needed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierTerms:
    """Which papers an application holds; `sealed_by` is "all", "lead" or "" (no seal asked)."""

    item: str
    papers: tuple[str, ...]
    sealed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderTerms:
    """From which form of cooperation to which it is to deepen; `steps` are pairs (from, to)."""

    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A number to be reached.

    Attributes:
        item: what is counted: "校企联盟".
        amount: how many.
        part_of: `item` of the target it is a part of; "" a total of its own.
        is_approximate: "左右", "约".
    """

    item: str
    amount: int
    part_of: str = ""
    is_approximate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetTreeTerms:
    """Numbers to be reached by the end of a year (None: each year)."""

    by_year: int | None
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMapTerms:
    """Two lists of the same thing and how they answer each other; "" where one has nothing for an entry."""

    item: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimitTerms:
    """Within how long of what something must be done.

    Attributes:
        item: what must be done.
        starts_with: what the days are counted from.
        days: None where the notice gives no number; a month counts 30 days, a year 365.
        in_working_days: "15个工作日": days without weekends and holidays.
    """

    item: str
    starts_with: str
    days: int | None
    in_working_days: bool = False


Terms = (
    CensusTerms
    | QuotaTerms
    | DueTerms
    | CompositionTerms
    | MinCountTerms
    | NameTerms
    | CriteriaTerms
    | DossierTerms
    | LadderTerms
    | TargetTreeTerms
    | FieldMapTerms
    | TimeLimitTerms
)
"""The parameters of a rule; the type answers to the kind, see `KIND_OF`."""

KIND_OF: Final[Mapping[type[Terms], RuleKind]] = MappingProxyType({
    CensusTerms: RuleKind.CENSUS,
    QuotaTerms: RuleKind.QUOTA,
    DueTerms: RuleKind.DUE,
    CompositionTerms: RuleKind.COMPOSITION,
    MinCountTerms: RuleKind.MIN_COUNT,
    NameTerms: RuleKind.NAME,
    CriteriaTerms: RuleKind.CRITERIA,
    DossierTerms: RuleKind.DOSSIER,
    LadderTerms: RuleKind.LADDER,
    TargetTreeTerms: RuleKind.TARGET_TREE,
    FieldMapTerms: RuleKind.FIELD_MAP,
    TimeLimitTerms: RuleKind.TIME_LIMIT,
})
"""Which terms belong to which kind."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule as the grammar reads it from a notice, for a person to confirm, edit or reject.

    Attributes:
        quote: the sentence it comes from.
        clause: number of the clause that holds it.
    """

    terms: Terms
    quote: Quote
    clause: str = ""

    @property
    def kind(self) -> RuleKind:
        """Which of the twelve it is."""
        return KIND_OF[type(self.terms)]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two places of a notice that do not agree, or numbers that do not add up; `why` is Chinese."""

    why: str
    quotes: tuple[Quote, ...]


class RuleState(StrEnum):
    """What a person said to a proposal."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the workspace: one version of it.

    Attributes:
        number: of the rule; all its versions share it.
        version: from 1; terms never change within one, an edit makes the next.
        notice_id: None where a person wrote the rule without a notice.
        quote: the sentence it rests on; its text is "" where there is no notice.
        applies_from: first day on which it applies; None always.
        applies_to: last day on which it applies; None open.
    """

    number: int
    version: int
    notice_id: NoticeId | None
    terms: Terms
    quote: Quote
    clause: str
    state: RuleState
    applies_from: date | None = None
    applies_to: date | None = None

    @property
    def kind(self) -> RuleKind:
        """Which of the twelve it is."""
        return KIND_OF[type(self.terms)]


class Outcome(StrEnum):
    """What a check says; "cannot tell" is an answer and never counts as passed."""

    PASSED = "passed"
    FAILED = "failed"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The answer of one rule about one subject.

    Attributes:
        rule: in the version that was applied; it carries the quoted sentence.
        subject: what was checked, in words: "淮阴区", "某某联盟".
        reason: one Chinese sentence: what was counted and compared.
        used: ids of the records it rests on, in order.
        remedy: what would make it pass; "" when it passed.
        reading: which reading of an ambiguous rule this is; "" where there is one.
        faults: the parts of the reason that failed, for a refusal that names nothing else; they are not kept.
    """

    rule: Rule
    subject: str
    outcome: Outcome
    reason: str
    used: tuple[str, ...] = ()
    remedy: str = ""
    reading: str = ""
    faults: tuple[str, ...] = field(default=(), compare=False)
