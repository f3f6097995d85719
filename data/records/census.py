"""The need census: campaigns, who is on their registers, and what is done with the needs that come in."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from data.records.enums import Triage
from data.records.ids import NoticeId
from data.records.notices import Quote
from data.records.rules import CensusTerms, Rule, RuleState

NO_QUOTE: Final = Quote("", 0, 0)
"""Of what a person wrote without a notice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A census that one region holds.

    Attributes:
        region_code: GB/T 2260: whose census it is; enterprises of this region report.
        counties: codes of the counties that take part, inside the region; () every county of it.
        starts_on: needs that arrived earlier do not count; None every need of the workspace counts.
        ends_on: later needs do not count; None open.
        terms: who must report, how many needs and by when.
        quote: the sentence they rest on; its text is "" where a person wrote them without a notice.
        rule_number: of the confirmed rule that they come from; None where written by hand.
        rule_version: of that rule.
        number: given by the store; 0 before.
        version: from 1, one more at each change; 0 before it is stored.
    """

    name: str
    region_code: str
    terms: CensusTerms
    quote: Quote = NO_QUOTE
    counties: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    notice_id: NoticeId | None = None
    clause: str = ""
    rule_number: int | None = None
    rule_version: int | None = None
    number: int = 0
    version: int = 0

    @property
    def rule(self) -> Rule:
        """The rule its checks are made with; number 0 where no rule of the workspace stands behind it."""
        return Rule(
            number=self.rule_number or 0,
            version=self.rule_version or self.version,
            notice_id=self.notice_id,
            terms=self.terms,
            quote=self.quote,
            clause=self.clause,
            state=RuleState.CONFIRMED,
            applies_from=self.starts_on,
            applies_to=self.ends_on,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """An enterprise on the register of a campaign: the facts that tell whether it must report.

    Attributes:
        campaign: number.
        name: as the file has it.
        name_key: the name as it is compared; one enterprise stands on a register once.
        county_code: GB/T 2260, as fine as the file says; "" unknown.
        revenue_yuan: of the year before; None unknown.
        is_tech: a technology enterprise; None unknown.
        contact: as the file has it; masked wherever it is shown.
        file: the file it was read from; "" entered by hand.
        row: of that file, from 1; 0 unknown.
    """

    campaign: int
    name: str
    name_key: str
    county_code: str = ""
    revenue_yuan: int | None = None
    is_tech: bool | None = None
    contact: str = ""
    file: str = ""
    row: int = 0
    number: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the census looks at of a need.

    Attributes:
        position: in the order of arrival over all needs.
        arrived_at: aware; None where it came before moments were kept.
        deleted_at: aware; None while it is there.
        batch: number of the imported file it came with; None entered by hand.
    """

    position: int
    need_id: str
    title: str
    enterprise: str
    region_code: str
    arrived_at: datetime | None
    deleted_at: datetime | None
    batch: int | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class ListedParty:
    """An enterprise of the parties list, as the census looks at it."""

    party_id: str
    name: str
    region_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Triaged:
    """What the need doctor said of a need, kept so that a board need not ask again.

    Attributes:
        fingerprint: of the need as it was examined; another one means that it has changed since.
        score: how vague, 0-100.
        questions: to the enterprise, at most three, contacts masked.
    """

    need_id: str
    fingerprint: str
    verdict: Triage
    score: int
    questions: tuple[str, ...]
    examined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyUnit:
    """A line of the directory of a campaign: a unit of a county and who answers for it.

    Attributes:
        group: the working group it belongs to, in the words of the notice; "" none.
        contact: as entered; masked wherever it is shown.
    """

    campaign: int
    region_code: str
    unit: str
    group: str = ""
    person: str = ""
    post: str = ""
    contact: str = ""
    number: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonProblem:
    """Several needs condensed to one statement, with the needs it comes from.

    Attributes:
        region_code: whose problem sheet it stands on.
        need_ids: its sources, at least one.
        campaign: None where it belongs to none.
        is_withdrawn: it no longer counts; what it came from stays told.
    """

    region_code: str
    title: str
    statement: str
    need_ids: tuple[str, ...]
    campaign: int | None = None
    is_withdrawn: bool = False
    number: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProject:
    """A project of a science plan, and the needs and common problems it answers.

    Attributes:
        region_code: whose plan.
        money_yuan: of the plan; None unknown, and then no part of any share.
        need_ids: needs it answers directly.
        problems: numbers of the common problems it answers.
    """

    region_code: str
    year: int
    name: str
    unit: str = ""
    money_yuan: int | None = None
    need_ids: tuple[str, ...] = ()
    problems: tuple[int, ...] = ()
    number: int = 0
    version: int = 0


class DispatchState(StrEnum):
    """How far a need that was sent on to a university is."""

    SENT = "sent"
    TAKEN_UP = "taken_up"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """A need sent on to a university or institute.

    Attributes:
        need_region_code: where the need belonged when it was sent; "" unknown.
        achievement_ids: results that spoke for the university, best first; () chosen by a person.
        sent_on: the day.
        due_on: the day by which an answer was asked for.
        answered_on: None while there is none.
        note: what was said, and how it is known.
    """

    need_id: str
    need_region_code: str
    university: str
    achievement_ids: tuple[str, ...]
    sent_on: date
    due_on: date
    state: DispatchState = DispatchState.SENT
    answered_on: date | None = None
    note: str = ""
    number: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A visit of a delegation: who went where, with which needs, and what came of it.

    Attributes:
        region_code: whose delegation.
        leader: who led it; "" no leader took part.
        members: the others, in words.
        host: the university, institute or enterprise that was visited.
        need_ids: that were taken along.
        outcome: "" while there is none.
    """

    region_code: str
    held_on: date
    leader: str
    host: str
    members: str = ""
    purpose: str = ""
    need_ids: tuple[str, ...] = ()
    outcome: str = ""
    number: int = 0
    version: int = 0


class Mechanism(StrEnum):
    """What a county builds to last (Huai'an 2010, parts on platform, centre and long-term mechanisms)."""

    PLATFORM = "platform"
    PLATFORM_LINKED = "platform_linked"
    CENTRE = "centre"
    CENTRE_STAFF = "centre_staff"
    CENTRE_ACTIVITIES = "centre_activities"
    ADVISER = "adviser"
    PLAN_MONEY = "plan_money"
    DUTY = "duty"


class Progress(StrEnum):
    """How far one of them is; a county that said nothing has no line, and that is "unknown"."""

    IN_PLACE = "in_place"
    UNDER_WAY = "under_way"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class MechanismState:
    """How far a county is with one mechanism, and what shows it."""

    region_code: str
    item: Mechanism
    progress: Progress
    proof: str = ""
    checked_on: date | None = None
    number: int = 0
    version: int = 0
