"""Visits of experts to enterprises in a year, counted without counting anybody twice (千名专家进千家企业)."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from data.records.accounts import Actor
from data.records.docking_events import DockingEvent
from data.records.events import EventKind, GuestKind
from data.records.rules import Check, MinCountTerms, Outcome, Rule
from data.storage.workspace import Stores, Workspace
from ingest.cleaning import fold
from service.docking.events.access import visible_events
from service.docking.events.day import DayBook, MeetingDay, MeetingState, read_day
from service.docking.events.statistics import end_of
from service.docking.events.surroundings import RULES_IN_FORCE, RulesInForce
from service.docking.permissions import Action, reach_of


class VisitFigure(StrEnum):
    """What is counted of a year's visits."""

    VISITS = "visits"
    EXPERTS = "experts"
    ENTERPRISES = "enterprises"
    REPEATED = "repeated"


VISIT_LABELS: Final[Mapping[VisitFigure, str]] = {
    VisitFigure.VISITS: "专家走访（人次）",
    VisitFigure.EXPERTS: "参加走访的专家",
    VisitFigure.ENTERPRISES: "走访的企业",
    VisitFigure.REPEATED: "重复登记而没有计的",
}
VISIT_RULES: Final[Mapping[VisitFigure, str]] = {
    VisitFigure.VISITS: "走访类活动中进行了的会面，同一专家同一天到同一企业只计一人次",
    VisitFigure.EXPERTS: "上述人次中不同的专家；姓名和单位都相同的为同一人",
    VisitFigure.ENTERPRISES: "上述人次中不同的企业；名称去掉空格、全半角和繁简之别后相同的为同一家",
    VisitFigure.REPEATED: "同一专家同一天到同一企业的第二次及以后的登记",
}
_ITEMS: Final[tuple[tuple[re.Pattern[str], VisitFigure], ...]] = (
    (re.compile("人次|走访次数"), VisitFigure.VISITS),
    (re.compile("企业"), VisitFigure.ENTERPRISES),
    (re.compile("专家"), VisitFigure.EXPERTS),
)
"""What the words of a rule count among these figures; the first that stands in them holds."""


@dataclass(frozen=True, slots=True)
class Visit:
    """An expert at an enterprise on a day.

    Attributes:
        event: number of the event it was held at.
        request_id: of the meeting.
        has_sheet: what was known of both sides before, and what to ask, was on paper (the match led to the meeting).
        leaders: who led the delegation, in words; "" not written down.
        is_repeated: the same expert was there that day already; it is not counted.
    """

    event: int
    event_name: str
    request_id: str
    held_on: date
    expert: str
    expert_organisation: str
    enterprise: str
    region_code: str
    has_sheet: bool
    leaders: str = ""
    is_repeated: bool = False

    @property
    def person(self) -> tuple[str, str]:
        """Who the expert is: name and organisation, however they are written."""
        return (_plain(self.expert), _plain(self.expert_organisation))

    @property
    def host(self) -> str:
        """Which enterprise it is, however it is written."""
        return _plain(self.enterprise)


@dataclass(frozen=True, slots=True)
class VisitYear:
    """The visits of a year as of a day.

    Attributes:
        visits: in order of days, repeated ones too.
        doubtful: experts whose name stands with several organisations, or with none: one person or several.
        n_undated: visits whose event has no day, which belong to no year.
        checks: of the rules on visits.
    """

    year: int
    as_of: date
    visits: tuple[Visit, ...]
    doubtful: tuple[str, ...]
    n_undated: int
    checks: tuple[Check, ...] = ()

    def count(self, figure: VisitFigure) -> int:
        """Return one figure."""
        counted = [each for each in self.visits if not each.is_repeated]
        return {
            VisitFigure.VISITS: len(counted),
            VisitFigure.EXPERTS: len({each.person for each in counted}),
            VisitFigure.ENTERPRISES: len({each.host for each in counted}),
            VisitFigure.REPEATED: len(self.visits) - len(counted),
        }[figure]


def visits_of(
    workspace: Workspace, actor: Actor, year: int, *, as_of: date, rules: RulesInForce = RULES_IN_FORCE
) -> VisitYear:
    """Count the visits of a year that an actor may see; what was written down after the day is not counted."""
    reach_of(actor, Action.EVENTS_PLAN)
    events = [each for each in visible_events(workspace, actor) if each.plan.kind is EventKind.VISIT]
    with workspace.reading() as stores:
        found = [visit for each in events for visit in _visits(stores, each, as_of)]
        in_force = rules(stores)
    dated = [each for each in found if each.held_on.year == year]
    counted = visit_year(dated, year=year, as_of=as_of, n_undated=sum(not each.plan.held_on for each in events))
    checks = tuple(
        check_visits(rule, counted)
        for rule in in_force
        if isinstance(rule.terms, MinCountTerms) and _figure(rule.terms)
    )
    return replace(counted, checks=checks)


def visit_year(visits: Sequence[Visit], *, year: int, as_of: date, n_undated: int = 0) -> VisitYear:
    """Mark what is counted twice, and the experts of whom it cannot be told."""
    seen: set[tuple[tuple[str, str], str, date]] = set()
    marked = []
    for each in sorted(visits, key=lambda one: (one.held_on, one.event, one.request_id, one.expert)):
        key = (each.person, each.host, each.held_on)
        marked.append(replace(each, is_repeated=key in seen))
        seen.add(key)
    organisations: dict[str, set[str]] = defaultdict(set)
    for each in marked:
        organisations[each.person[0]].add(each.person[1])
    doubtful = {each.person[0]: each.expert for each in reversed(marked) if len(organisations[each.person[0]]) > 1}
    return VisitYear(year, as_of, tuple(marked), tuple(sorted(doubtful.values())), n_undated)


def check_visits(rule: Rule, found: VisitYear) -> Check:
    """Check a year against a rule of how many there are to be at least.

    Experts who may be one person or several leave a figure open between two counts: where that decides, the answer is
    "cannot tell".
    """
    terms = rule.terms
    figure = _figure(terms) if isinstance(terms, MinCountTerms) else None
    subject = f"{found.year}年"
    if figure is None or not isinstance(terms, MinCountTerms):
        return Check(
            rule=rule,
            subject=subject,
            outcome=Outcome.CANNOT_TELL,
            reason="走访记录里没有这一项。",
            remedy="请人工核对。",
        )
    n = found.count(figure)
    doubt = len(found.doubtful) if figure is VisitFigure.EXPERTS else 0
    is_open = n >= terms.minimum > n - doubt
    outcome = Outcome.CANNOT_TELL if is_open else Outcome.PASSED if n >= terms.minimum else Outcome.FAILED
    remedies = {
        Outcome.PASSED: "",
        Outcome.FAILED: f"还差 {terms.minimum - n}。",
        Outcome.CANNOT_TELL: "请核对同名的专家是不是同一人。",
    }
    return Check(
        rule=rule,
        subject=subject,
        outcome=outcome,
        reason=f"“{terms.item}”要求不少于 {terms.minimum}，截至 {found.as_of.isoformat()} 为 {n}。",
        used=tuple(dict.fromkeys(f"events/{each.event}" for each in found.visits if not each.is_repeated)),
        remedy=remedies[outcome],
    )


def _figure(terms: MinCountTerms) -> VisitFigure | None:
    return next((figure for pattern, figure in _ITEMS if pattern.search(terms.item)), None)


def _visits(stores: Stores, event: DockingEvent, as_of: date) -> list[Visit]:
    """Return the visits of an event whose day is known and not later than the day of the count."""
    if not event.plan.held_on or date.fromisoformat(event.plan.held_on) > as_of:
        return []
    book = read_day(stores, event, until=end_of(as_of))
    held = [each for each in book.meetings if each.state is MeetingState.HELD]
    return [visit for meeting in held for visit in _of_meeting(book, meeting)]


def _of_meeting(book: DayBook, meeting: MeetingDay) -> list[Visit]:
    guests = [each for each in book.participants if each.guest.id in meeting.request.guests]
    experts = [each for each in guests if each.guest.kind is GuestKind.EXPERT]
    hosts = [each for each in guests if each.guest.kind is GuestKind.ENTERPRISE]
    return [
        Visit(
            event=book.event.number,
            event_name=book.event.plan.name,
            request_id=meeting.request.id,
            held_on=date.fromisoformat(book.event.plan.held_on),
            expert=expert.guest.name,
            expert_organisation=expert.organisation,
            enterprise=host.guest.name,
            region_code=host.region_code,
            has_sheet=bool(meeting.request.evidence.why),
            leaders=book.leaders,
        )
        for expert in experts
        for host in hosts
    ]


def _plain(name: str) -> str:
    return "".join(fold(name).text.split()).lower()
