"""Everything reports of a region look at, read in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.errors import UnknownIdError
from data.records.accounts import Actor
from data.records.census import Campaign
from data.records.deals import Deal
from data.records.registers import RegisterEntry
from data.records.scopes import Scope
from data.reference.regions import RegionLevel, codes_within, load_regions
from data.reference.register_layouts import load_registers
from data.storage.workspace import Stores
from service.docking.census.coverage import Census, take_census
from service.docking.census.names import short_name
from service.docking.deals.past import deal_on
from service.docking.permissions import Action, scope_of
from service.docking.reports.counting import Group
from service.docking.reports.facts import (
    Fact,
    facts_of_achievements,
    facts_of_census,
    facts_of_deals,
    facts_of_events,
    facts_of_follow_up,
    facts_of_needs,
    facts_of_plan,
)
from service.docking.visibility import lies_within

NO_CENSUS = "这个地区没有需求普查"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a report of a region is made of.

    Attributes:
        groups: the regions next below, or the region alone where none lies below: the lines of its tables.
        censuses: one of the region or around it, or else those inside of it, in the order of their regions.
        deals: as they stood on that day, see `deal_on`.
        facts: of the region, of any day up to the report's.
    """

    region_code: str
    as_of: date
    groups: tuple[Group, ...]
    deals: tuple[Deal, ...]
    censuses: tuple[Census, ...]
    facts: tuple[Fact, ...]

    @property
    def unknown(self) -> Mapping[str, str]:
        """Figures that cannot be told, and why."""
        return {} if self.censuses else dict.fromkeys(("due", "reported", "missing", "coverage"), NO_CENSUS)

    def group_of(self, fact: Fact) -> str:
        """Return the code of the line that a fact belongs to; "" none."""
        return group_code(self.groups, fact.region_code)


def require_region(actor: Actor, code: str, action: Action = Action.REPORTS_VIEW) -> str:
    """Return the region that reports are asked for: one's own where none is named.

    Raises:
        UnknownIdError: no such region, or outside of what one may see; which of them is not said.
    """
    scope = scope_of(actor, action)
    wanted = code or scope.region_code
    is_seen = scope.everything or lies_within(wanted, scope.region_code)
    if wanted not in load_regions() or not is_seen:
        raise UnknownIdError(f"地区代码“{code}”不在您负责的范围内。", remedy="请填写本地区或下属地区的六位代码。")
    return wanted


def groups_of(region_code: str) -> tuple[Group, ...]:
    """Return the regions next below one as lines, by code; of one without any the region itself."""
    regions = load_regions()
    level = regions[region_code].level
    wanted = {RegionLevel.PROVINCE: RegionLevel.CITY, RegionLevel.CITY: RegionLevel.COUNTY}.get(level)
    inside = [regions[code] for code in codes_within(region_code) if code in regions]
    below = [each for each in inside if each.level is wanted and each.code != region_code]
    if level is RegionLevel.PROVINCE:
        # A municipality is its own city, and what a province governs directly is one of its counties.
        cities = {each.code for each in below}
        below += [each for each in inside if each.level is RegionLevel.COUNTY and each.city not in cities]
    codes = sorted(each.code for each in below) or [region_code]
    return tuple((code, short_name(code)) for code in codes)


def group_code(groups: Sequence[Group], region_code: str) -> str:
    """Return which of some lines a region belongs to; "" none of them."""
    region = load_regions().get(region_code)
    if region is None:
        return ""
    codes = {code for code, _ in groups}
    return next((code for code in (region.code, region.county, region.city, region.province) if code in codes), "")


def gather(stores: Stores, region_code: str, *, as_of: date) -> Material:
    """Read what a region's reports count, up to the end of a day.

    Args:
        stores: of one transaction.
        region_code: GB/T 2260, known.
        as_of: what came later is left out.
    """
    found = stores.deals.find(Scope(region_code=region_code))
    deals = tuple(then for deal in found if (then := deal_on(deal, as_of)) is not None)
    codes = frozenset(codes_within(region_code))
    arrivals = [each for each in stores.census.reading.arrivals(region_code) if each.region_code in codes]
    censuses = tuple(_census(stores, each, as_of) for each in campaigns_for(stores, region_code, as_of=as_of))
    census = stores.census
    facts = [
        *facts_of_deals(deals),
        *facts_of_needs(arrivals, as_of),
        *(
            each
            for each in facts_of_census(censuses)
            if each.region_code in codes or _is_of_whole(censuses, region_code)
        ),
        *_within(facts_of_follow_up(census.dispatches.all(), census.visits.all()), codes),
        *_within(facts_of_events(stores.events.all()), codes),
        *_within(facts_of_plan(census.plan.all(), census.problems.all()), codes),
    ]
    return Material(
        region_code=region_code,
        as_of=as_of,
        groups=groups_of(region_code),
        deals=deals,
        censuses=censuses,
        facts=tuple(each for each in facts if each.on is None or each.on <= as_of),
    )


def facts_of_results(stores: Stores) -> tuple[Fact, ...]:
    """Read the achievements of every university."""
    return tuple(facts_of_achievements(stores.reports.reading.achievements()))


def entries_by_register(stores: Stores, region_code: str) -> dict[str, list[RegisterEntry]]:
    """Read the entries of every register in a region; registers without any are left out."""
    scope = Scope(region_code=region_code)
    counts = stores.registers.counts(scope=scope)
    return {each: stores.registers.all(each, scope=scope) for each in load_registers() if counts.get(each)}


def campaigns_for(stores: Stores, region_code: str, *, as_of: date) -> list[Campaign]:
    """Return the campaigns a region's reports count: the newest that covers it, or else the newest of each part.

    Campaigns that begin later are left out.
    """
    begun = [each for each in stores.census.campaigns.all() if each.starts_on is None or each.starts_on <= as_of]
    around = [each for each in begun if lies_within(region_code, each.region_code)]
    if around:
        return around[-1:]
    inside = {each.region_code: each for each in begun if lies_within(each.region_code, region_code)}
    return [
        each
        for code, each in sorted(inside.items())
        if not any(lies_within(code, other) for other in inside if other != code)
    ]


def _census(stores: Stores, campaign: Campaign, as_of: date) -> Census:
    reading = stores.census.reading
    return take_census(
        campaign,
        register=stores.census.register.of_campaign(campaign.number),
        parties=reading.enterprises(campaign.region_code),
        arrivals=reading.arrivals(campaign.region_code),
        as_of=as_of,
    )


def _is_of_whole(censuses: Sequence[Census], region_code: str) -> bool:
    """Tell whether the region holds every census itself: its enterprises of unknown county then are its own too."""
    return all(lies_within(each.campaign.region_code, region_code) for each in censuses)


def _within(facts: Iterable[Fact], codes: frozenset[str]) -> list[Fact]:
    return [each for each in facts if each.region_code in codes]
