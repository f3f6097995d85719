"""Who must report, who has and who has not, to the day: computed from facts alone, without any store."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from data.records.census import Arrival, Campaign, Enrolled, ListedParty
from data.records.rules import CensusTerms, Check, Outcome
from data.reference.regions import codes_within, load_regions
from service.docking.beijing import beijing_day
from service.docking.census import phrases
from service.docking.census.names import name_key, short_name


class Duty(StrEnum):
    """Whether an enterprise must report; "cannot tell" is an answer and never counts as either."""

    DUE = "due"
    NOT_DUE = "not_due"
    CANNOT_TELL = "cannot_tell"


class State(StrEnum):
    """A list of enterprises that a figure of the board leads to."""

    LISTED = "listed"
    DUE = "due"
    REPORTED = "reported"
    MISSING = "missing"
    LATE = "late"
    CANNOT_TELL = "cannot_tell"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One enterprise on one day.

    Attributes:
        county_code: county it counts under; "" unknown.
        entry: its line on the register; None where only the parties list knows it.
        party_id: of the parties list; "" where that does not know it.
        needs: that it had reported by then and that were there then, in the order of arrival.
        reported_on: the day on which its needs were as many as the terms ask; None while they are not.
        short: how many are missing.
    """

    name: str
    county_code: str
    duty: Duty
    entry: Enrolled | None
    party_id: str
    needs: tuple[Arrival, ...]
    reported_on: date | None
    short: int
    due_on: date | None

    @property
    def is_reported(self) -> bool:
        """Whether it had reported as many needs as the terms ask."""
        return self.short == 0

    @property
    def is_late(self) -> bool:
        """Whether it reported in full, but after the last day."""
        return self.reported_on is not None and self.due_on is not None and self.reported_on > self.due_on

    def lies_in(self, state: State) -> bool:
        """Tell whether it belongs to a list."""
        is_due = self.duty is Duty.DUE
        return {
            State.LISTED: True,
            State.DUE: is_due,
            State.REPORTED: is_due and self.is_reported,
            State.MISSING: is_due and not self.is_reported,
            State.LATE: is_due and self.is_late,
            State.CANNOT_TELL: self.duty is Duty.CANNOT_TELL,
            State.NOT_DUE: self.duty is Duty.NOT_DUE,
        }[state]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The figures of a county, or of all together; `n_due` is `n_reported` and `n_missing` together.

    Attributes:
        code: of the county; "" those whose county is unknown.
        n: enterprises by list.
        n_needs: needs of all its enterprises and of those on no list.
        n_outside: needs of enterprises on no list.
    """

    code: str
    n: Mapping[State, int]
    n_needs: int
    n_outside: int

    @property
    def share(self) -> float | None:
        """How many of those that must report have, 0-1; None where none must."""
        return self.n[State.REPORTED] / self.n[State.DUE] if self.n[State.DUE] else None


@dataclass(frozen=True, slots=True)
class Census:
    """A campaign on one day.

    Attributes:
        as_of: the day; what came later is left out.
        counties: with their figures, by code, the unknown county last where anything lies in it.
        total: all of them together.
        standings: every enterprise of register and parties list, those of the register first.
        outside: needs of the region that count for no enterprise on a list, in the order of arrival.
        n_unplaced: needs that name neither a region nor an enterprise on a list: they count nowhere.
    """

    campaign: Campaign
    as_of: date
    counties: tuple[Coverage, ...]
    total: Coverage
    standings: tuple[Standing, ...]
    outside: tuple[Arrival, ...] = ()
    n_unplaced: int = 0

    def county_of(self, need: Arrival) -> str:
        """Return the county that a need of nobody on a list counts under; "" unknown."""
        return need.region_code if any(need.region_code == each.code for each in self.counties) else ""

    def listed(self, state: State, county: str | None = None) -> tuple[Standing, ...]:
        """Return the enterprises behind a figure; of every county where none is named."""
        return tuple(each for each in self.standings if each.lies_in(state) and county in {None, each.county_code})


def duty_of(terms: CensusTerms, *, revenue_yuan: int | None, is_tech: bool | None) -> Duty:
    """Tell whether an enterprise must report: one reason is enough, and only a known "no" to each frees it.

    Terms without threshold and without technology enterprises bind everybody.
    """
    if terms.min_revenue_yuan is None and not terms.or_tech_enterprise:
        return Duty.DUE
    reasons: list[bool | None] = []
    if terms.min_revenue_yuan is not None:
        reasons.append(None if revenue_yuan is None else revenue_yuan >= terms.min_revenue_yuan)
    if terms.or_tech_enterprise:
        reasons.append(is_tech)
    if True in reasons:
        return Duty.DUE
    return Duty.CANNOT_TELL if None in reasons else Duty.NOT_DUE


def take_census(
    campaign: Campaign,
    *,
    register: Sequence[Enrolled],
    parties: Sequence[ListedParty],
    arrivals: Sequence[Arrival],
    as_of: date,
) -> Census:
    """Count a campaign as it stood at the end of a day.

    What changes with the day are the needs: those that had arrived, and were not yet deleted. Register and parties
    list are taken as they are now, and a need counts for the enterprise that it names now.

    Args:
        campaign: whose terms hold.
        register: of the campaign.
        parties: enterprises of its region; one that the register lacks has no facts and is "cannot tell".
        arrivals: needs of its region and of no known region, in the order of arrival.
        as_of: the day.

    Returns:
        The census of that day.
    """
    counted = [each for each in arrivals if _counts(each, campaign, as_of)]
    by_name: dict[str, list[Arrival]] = defaultdict(list)
    for each in counted:
        by_name[name_key(each.enterprise)].append(each)
    standings = tuple(_standings(campaign, register, parties, by_name))
    known = {name_key(each.name) for each in standings}
    unlisted = [each for each in counted if name_key(each.enterprise) not in known]
    places = frozenset(counties_of(campaign)) if campaign.counties else frozenset(codes_within(campaign.region_code))
    outside = tuple(each for each in unlisted if each.region_code in places)
    counties = tuple(_counties(campaign, standings, outside))
    n_unplaced = sum(not each.region_code for each in unlisted)
    return Census(campaign, as_of, counties, coverage_of("", standings, outside), standings, outside, n_unplaced)


def counties_of(campaign: Campaign) -> tuple[str, ...]:
    """Return the counties that take part, ascending; of a region without counties the region itself."""
    return tuple(sorted(campaign.counties)) or counties_in(campaign.region_code)


def counties_in(region_code: str) -> tuple[str, ...]:
    """Return the counties of a region, ascending; of one without counties the region itself."""
    regions = load_regions()
    inside = tuple(code for code in codes_within(region_code) if code in regions and regions[code].county)
    return inside or (region_code,)


def _counts(arrival: Arrival, campaign: Campaign, as_of: date) -> bool:
    """Tell whether a need counts on a day; one that came before moments were kept came before any campaign begins."""
    last = min(as_of, campaign.ends_on or as_of)
    if arrival.arrived_at is None:
        return campaign.starts_on is None and _was_there(arrival, as_of)
    day = beijing_day(arrival.arrived_at)
    return (campaign.starts_on is None or day >= campaign.starts_on) and day <= last and _was_there(arrival, as_of)


def _was_there(arrival: Arrival, as_of: date) -> bool:
    return arrival.deleted_at is None or beijing_day(arrival.deleted_at) > as_of


def _standings(
    campaign: Campaign,
    register: Sequence[Enrolled],
    parties: Sequence[ListedParty],
    by_name: Mapping[str, Sequence[Arrival]],
) -> Iterable[Standing]:
    """Yield every enterprise once, those of the register first."""
    taking_part = frozenset(counties_of(campaign))
    is_whole = not campaign.counties
    party_of = {name_key(each.name): each for each in parties}
    for entry in register:
        party = party_of.pop(entry.name_key, None)
        code = entry.county_code or ("" if party is None else party.region_code)
        county = code if code in taking_part else ""
        duty = duty_of(campaign.terms, revenue_yuan=entry.revenue_yuan, is_tech=entry.is_tech)
        known = _Known(entry.name, county, entry, party, by_name.get(entry.name_key, ()))
        yield _standing(campaign, known, duty)
    for key, party in party_of.items():
        county = party.region_code if party.region_code in taking_part else ""
        if county or is_whole:
            duty = duty_of(campaign.terms, revenue_yuan=None, is_tech=None)
            yield _standing(campaign, _Known(party.name, county, None, party, by_name.get(key, ())), duty)


class _Known(NamedTuple):
    """What register, parties list and needs know of one enterprise."""

    name: str
    county: str
    entry: Enrolled | None
    party: ListedParty | None
    needs: Sequence[Arrival]


def _standing(campaign: Campaign, known: _Known, duty: Duty) -> Standing:
    wanted, needs = campaign.terms.min_needs, known.needs
    last = needs[wanted - 1].arrived_at if 0 < wanted <= len(needs) else None
    return Standing(
        name=known.name,
        county_code=known.county,
        duty=duty,
        entry=known.entry,
        party_id="" if known.party is None else known.party.party_id,
        needs=tuple(needs),
        reported_on=None if last is None else beijing_day(last),
        short=max(0, wanted - len(needs)),
        due_on=campaign.terms.due_on,
    )


def _counties(campaign: Campaign, standings: Sequence[Standing], outside: Sequence[Arrival]) -> Iterable[Coverage]:
    """Yield the figures of each county; the unknown county only where something lies in it."""
    taking_part = counties_of(campaign)
    of_county: dict[str, list[Standing]] = defaultdict(list)
    others: dict[str, list[Arrival]] = defaultdict(list)
    for each in standings:
        of_county[each.county_code].append(each)
    for need in outside:
        others[need.region_code if need.region_code in taking_part else ""].append(need)
    for code in taking_part:
        yield coverage_of(code, of_county[code], others[code])
    if of_county[""] or others[""]:
        yield coverage_of("", of_county[""], others[""])


def coverage_of(code: str, standings: Sequence[Standing], outside: Sequence[Arrival]) -> Coverage:
    """Count enterprises and needs of one county, or of all together."""
    n: Counter[State] = Counter()
    for each in standings:
        n[State.LISTED] += 1
        if each.duty is Duty.DUE:
            n[State.DUE] += 1
            n[State.REPORTED if each.is_reported else State.MISSING] += 1
            n[State.LATE] += each.is_late
        else:
            n[State.CANNOT_TELL if each.duty is Duty.CANNOT_TELL else State.NOT_DUE] += 1
    n_needs = sum(len(each.needs) for each in standings) + len(outside)
    return Coverage(code, {state: n[state] for state in State}, n_needs, len(outside))


MOST_NAMED: Final = 20
"""Records that a check of a county names."""


def check_of(standing: Standing, campaign: Campaign) -> Check | None:
    """Return the answer of the rule about one enterprise; None where the rule says nothing of it.

    Passed and failed are about those that must report; "cannot tell" where it is not known whether one must.
    """
    if standing.duty is Duty.NOT_DUE:
        return None
    needs = tuple(each.need_id for each in standing.needs)
    used = needs if standing.entry is None else (f"census_register:{standing.entry.number}", *needs)
    if standing.duty is Duty.CANNOT_TELL:
        return Check(
            rule=campaign.rule,
            subject=standing.name,
            outcome=Outcome.CANNOT_TELL,
            reason=phrases.UNKNOWN_FACTS,
            used=used,
            remedy=phrases.ADD_FACTS,
        )
    told = {"n": len(needs), "wanted": campaign.terms.min_needs, "short": standing.short}
    return Check(
        rule=campaign.rule,
        subject=standing.name,
        outcome=Outcome.PASSED if standing.is_reported else Outcome.FAILED,
        reason=phrases.HAS_REPORTED.format(**told),
        used=used,
        remedy="" if standing.is_reported else phrases.REPORT_MORE.format(**told),
    )


def check_of_county(census: Census, county: Coverage) -> Check:
    """Return the answer of the rule about a county: every enterprise that must report has."""
    missing = census.listed(State.MISSING, county.code)
    unknown = county.n[State.CANNOT_TELL]
    told = {
        "due": county.n[State.DUE],
        "reported": county.n[State.REPORTED],
        "missing": len(missing),
        "unknown": unknown,
    }
    outcome, remedy = Outcome.PASSED, ""
    if missing:
        outcome, remedy = Outcome.FAILED, phrases.ASK_MISSING.format(**told)
    elif unknown or not county.n[State.LISTED]:
        outcome = Outcome.CANNOT_TELL
        remedy = phrases.ADD_FACTS if unknown else phrases.ADD_REGISTER
    used = [f"census_register:{each.entry.number}" for each in missing[:MOST_NAMED] if each.entry is not None]
    return Check(
        rule=census.campaign.rule,
        subject=short_name(county.code),
        outcome=outcome,
        reason=phrases.COUNTY_STANDS.format(**told),
        used=tuple(used),
        remedy=remedy,
    )
