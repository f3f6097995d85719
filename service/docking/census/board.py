"""The census board: a campaign on one day as somebody may see it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from data.records.accounts import Actor
from data.records.census import Campaign
from data.records.enums import Triage
from data.records.scopes import Scope
from data.storage.workspace import Stores, Workspace
from service.docking.census.campaigns import may_see_county, seen_by, sees_region
from service.docking.census.coverage import Census, Coverage, State, coverage_of, take_census
from service.docking.census.names import name_key
from service.docking.permissions import PERMISSIONS, Action, Reach, scope_of


@dataclass(frozen=True, slots=True)
class Board:
    """A census with what the need doctor said of its needs.

    Attributes:
        triage: county code -> how many of its needs are ready, to be asked back, too vague; None those not examined,
            or changed since.
        is_own: whether whoever asks may change the campaign itself.
    """

    census: Census
    triage: Mapping[str, Mapping[Triage | None, int]]
    is_own: bool

    @property
    def campaign(self) -> Campaign:
        """The campaign."""
        return self.census.campaign

    def said(self, verdict: Triage | None, county: str | None = None) -> int:
        """Count the needs of a verdict, of a county or of all."""
        return sum(said[verdict] for code, said in self.triage.items() if county in {None, code})


def board_of(workspace: Workspace, actor: Actor, number: int, *, as_of: date) -> Board:
    """Count a campaign as it stood at the end of a day.

    A city sees every county below it, a county its own, an enterprise its own duty alone. Six queries, however much
    there is.

    Args:
        workspace: holds it.
        actor: who looks.
        number: of the campaign.
        as_of: the day.

    Returns:
        The board; `campaigns.seen_by` names the error.
    """
    scope = scope_of(actor, Action.CENSUS_VIEW)
    with workspace.reading() as stores:
        census = _seen(_taken(stores, seen_by(stores, actor, number), as_of), scope)
        verdicts = stores.census.triage.verdicts()
    may_run = PERMISSIONS[Action.CENSUS_RUN][actor.role] is not Reach.NONE
    return Board(census, _triage(census, verdicts), may_run and sees_region(scope, census.campaign.region_code))


def census_of(workspace: Workspace, actor: Actor, number: int, *, as_of: date) -> Census:
    """Return a census as somebody may see it, without the needs' verdicts; see `board_of`."""
    scope = scope_of(actor, Action.CENSUS_VIEW)
    with workspace.reading() as stores:
        return _seen(_taken(stores, seen_by(stores, actor, number), as_of), scope)


def _taken(stores: Stores, campaign: Campaign, as_of: date) -> Census:
    reading = stores.census.reading
    return take_census(
        campaign,
        register=stores.census.register.of_campaign(campaign.number),
        parties=reading.enterprises(campaign.region_code),
        arrivals=reading.arrivals(campaign.region_code),
        as_of=as_of,
    )


def _seen(census: Census, scope: Scope) -> Census:
    """Return what of a census lies in a scope; its total is that of what lies in it."""
    if scope.everything:
        return census
    campaign = census.campaign
    if scope.organisation:
        key = name_key(scope.organisation)
        own = tuple(each for each in census.standings if name_key(each.name) == key)
        return replace(census, counties=(), total=coverage_of("", own, ()), standings=own, outside=(), n_unplaced=0)
    counties = tuple(each for each in census.counties if may_see_county(scope, each.code, campaign))
    codes = {each.code for each in counties}
    seen = tuple(each for each in census.standings if each.county_code in codes)
    outside = tuple(each for each in census.outside if census.county_of(each) in codes)
    total = coverage_of("", seen, outside)
    return replace(census, counties=counties, total=total, standings=seen, outside=outside, n_unplaced=0)


def _triage(census: Census, verdicts: Mapping[str, tuple[str, Triage]]) -> dict[str, Mapping[Triage | None, int]]:
    counts: dict[str, Counter[Triage | None]] = defaultdict(Counter)
    needs = [(each.county_code, need) for each in census.standings for need in each.needs]
    needs += [(census.county_of(need), need) for need in census.outside]
    for code, need in needs:
        fingerprint, verdict = verdicts.get(need.need_id, ("", None))
        counts[code][verdict if fingerprint == need.fingerprint else None] += 1
    return dict(counts)


def ordered(counties: Sequence[Coverage]) -> list[Coverage]:
    """Return counties as a board lists them: least covered first, those without any duty last, ties by code."""
    return sorted(counties, key=lambda each: (each.share is None, each.share or 0.0, -each.n[State.MISSING], each.code))
