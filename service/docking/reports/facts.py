"""What figures count: a fact a record and figure, with its day, its place, and its amount in its own kind of money."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.records.census import Arrival, CommonProblem, Dispatch, DispatchState, PlanProject, Visit
from data.records.deals import Agreement, Deal, Form, Stage
from data.records.docking_events import DockingEvent
from data.records.money import Amount
from service.docking.beijing import beijing_day
from service.docking.census.coverage import Census, State
from service.docking.census.names import name_key
from service.docking.deals.past import is_resumed


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A record that a figure counts.

    Attributes:
        head: id of the figure.
        record: as figures name it.
        on: the day on which it happened; None: it stands on the day of the report.
        region_code: where it belongs; "" unknown.
        university: the other side of a deal; "" none.
        broker: in charge of a deal; "" nobody.
        amount: of money; None where it is no money, or none is named.
    """

    head: str
    record: str
    on: date | None = None
    region_code: str = ""
    university: str = ""
    broker: str = ""
    amount: Amount | None = None


def facts_of_deals(deals: Iterable[Deal]) -> Iterator[Fact]:
    """Yield what deals did, each thing on the day on which it happened.

    An enterprise that is written in two ways is one partner, by the name that was seen first.
    """
    names: dict[str, str] = {}
    for deal in deals:
        partner = names.setdefault(name_key(deal.enterprise), deal.enterprise)
        for step in deal.steps:
            if step.after in _STEPS and not is_resumed(step):
                yield _fact(deal, _STEPS[step.after], step.on)
        for paper in deal.agreements:
            if paper.counts:
                yield from _facts_of_paper(deal, paper, partner)
        for paid in deal.instalments:
            if paid.counts and paid.received is not None:
                record = f"deals:{deal.number}/instalments:{paid.number}"
                yield _fact(deal, "payments", paid.received_on, record)
                yield _fact(deal, "received_amount", paid.received_on, record, paid.received)
        for rung in deal.rungs:
            if rung.counts and not rung.was:
                yield _fact(deal, "deepened", rung.on, f"deals:{deal.number}/rungs:{rung.number}")


_STEPS: Final = {Stage.TALK: "talks", Stage.ACCEPTANCE: "accepted"}
_PAPERS: Final = {Form.INTENT: "intents", Form.FRAMEWORK: "frameworks", Form.CONTRACT: "contracts"}


def _facts_of_paper(deal: Deal, paper: Agreement, partner: str) -> Iterator[Fact]:
    record = f"deals:{deal.number}/agreements:{paper.number}"
    yield _fact(deal, _PAPERS[paper.form], paper.signed_on, record)
    if paper.form is not Form.CONTRACT:
        yield _fact(deal, "intent_amount", paper.signed_on, record, paper.intent)
        return
    yield _fact(deal, "contract_amount", paper.signed_on, record, paper.contract)
    if partner:
        yield _fact(deal, "partners", paper.signed_on, f"companies:{partner}")
    if paper.registered_on is not None:
        yield _fact(deal, "registered", paper.registered_on, record)
        yield _fact(deal, "technology_amount", paper.registered_on, record, paper.technology)


def facts_of_census(censuses: Iterable[Census]) -> Iterator[Fact]:
    """Yield who must report, who has and who has not."""
    for census in censuses:
        for standing in census.standings:
            entry = standing.entry
            record = f"parties:{standing.party_id}" if entry is None else f"census_register:{entry.number}"
            for state, head in _STATES.items():
                if standing.lies_in(state):
                    yield Fact(head=head, record=record, region_code=standing.county_code)


_STATES: Final = {State.DUE: "due", State.REPORTED: "reported", State.MISSING: "missing"}


def facts_of_needs(arrivals: Iterable[Arrival], as_of: date) -> Iterator[Fact]:
    """Yield needs that were there at the end of a day, on the day they came.

    One that came before moments were kept has no day.
    """
    for each in arrivals:
        is_there = each.deleted_at is None or beijing_day(each.deleted_at) > as_of
        if is_there and each.arrived_at is not None:
            yield Fact(
                head="needs",
                record=f"needs:{each.need_id}",
                on=beijing_day(each.arrived_at),
                region_code=each.region_code,
            )


def facts_of_follow_up(dispatches: Iterable[Dispatch], visits: Iterable[Visit]) -> Iterator[Fact]:
    """Yield needs that were sent on, and visits."""
    for sent in dispatches:
        if sent.state is not DispatchState.WITHDRAWN:
            yield Fact(
                head="dispatches",
                record=f"dispatches:{sent.number}",
                on=sent.sent_on,
                region_code=sent.need_region_code,
                university=sent.university,
            )
    for visit in visits:
        for head in ("visits", "led") if visit.leader else ("visits",):
            yield Fact(head=head, record=f"visits:{visit.number}", on=visit.held_on, region_code=visit.region_code)


def facts_of_plan(projects: Iterable[PlanProject], problems: Iterable[CommonProblem]) -> Iterator[Fact]:
    """Yield projects of science plans, on the first day of their year, and condensed problems."""
    for project in projects:
        is_from_need = bool(project.need_ids or project.problems)
        for head in ("plan_projects", "plan_from_needs") if is_from_need else ("plan_projects",):
            day = date(project.year, 1, 1)
            yield Fact(head=head, record=f"plan_projects:{project.number}", on=day, region_code=project.region_code)
    for problem in problems:
        if not problem.is_withdrawn:
            yield Fact(head="problems", record=f"census_problems:{problem.number}", region_code=problem.region_code)


def facts_of_events(events: Iterable[DockingEvent]) -> Iterator[Fact]:
    """Yield docking events on their day; one without a day counts nowhere."""
    for each in events:
        if each.plan.held_on:
            day = date.fromisoformat(each.plan.held_on)
            yield Fact(head="events", record=f"events:{each.number}", on=day, region_code=each.region_code)


def facts_of_achievements(achievements: Iterable[tuple[str, str]]) -> Iterator[Fact]:
    """Yield achievements, given as (id, university)."""
    for number, university in achievements:
        yield Fact(head="achievements", record=f"achievements:{number}", university=university)


def _fact(deal: Deal, head: str, on: date | None, record: str = "", amount: Amount | None = None) -> Fact:
    return Fact(
        head=head,
        record=record or f"deals:{deal.number}",
        on=on,
        region_code=deal.region_code,
        university=deal.university,
        broker=deal.broker,
        amount=amount,
    )
