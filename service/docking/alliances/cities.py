"""City by city: its city alliances, and the institutes that universities founded with it (LN-10)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.errors import NotPermittedError
from data.records.accounts import Actor
from data.records.alliances import Alliance, AllianceKind, AllianceStage
from data.records.registers import RegisterEntry
from data.records.rules import Check, QuotaTerms, Rule
from data.reference.regions import codes_within, load_regions
from data.storage.workspace import Workspace
from service.docking.alliances.shapes import kind_of
from service.docking.permissions import Action, scope_of
from service.docking.rules.facts import QuotaFacts, UnitCount
from service.docking.rules.quota import check_quota

INSTITUTES: Final = "city-institutes"
"""The register of 高等院校—城市研究院."""
_INSTITUTE: Final = "城市研究院"
"""In what a quota is about."""
_DONE: Final = "founded_on"


@dataclass(frozen=True, slots=True)
class CityLine:
    """A city with its city alliances and institutes, and what the quotas of institutes say of it.

    Attributes:
        institutes: entries of the register; one counts once it has a day of founding.
    """

    code: str
    name: str
    alliances: tuple[Alliance, ...]
    institutes: tuple[RegisterEntry, ...] = ()
    checks: tuple[Check, ...] = ()


def institutes_seen(workspace: Workspace, actor: Actor) -> list[RegisterEntry] | None:
    """Return the institutes of an actor's region; None for whoever sees less than a city's and can count nothing."""
    try:
        scope = scope_of(actor, Action.REGISTERS_VIEW)
    except NotPermittedError:
        return None
    region = load_regions().get(scope.region_code)
    if not scope.everything and (region is None or region.county):
        return None
    with workspace.reading() as stores:
        return stores.registers.all(INSTITUTES, scope=scope)


def quotas_for(rules: Iterable[Rule], region_code: str, regions: Mapping[str, str]) -> list[Rule]:
    """Return the quotas of institutes that hold in a region.

    Args:
        rules: those in force.
        region_code: "" anywhere.
        regions: the regions that notices name, by the ids of the notices; one that names none holds everywhere.
    """
    about = (each for each in rules if isinstance(each.terms, QuotaTerms) and _INSTITUTE in each.terms.item)
    reach = ((each, regions.get(each.notice_id or "", "")) for each in about)
    return [each for each, code in reach if not code or not region_code or region_code in codes_within(code)]


def city_lines(
    alliances: Iterable[Alliance],
    region_code: str,
    *,
    institutes: Sequence[RegisterEntry] = (),
    rules: Iterable[Rule] = (),
    as_of: date,
) -> tuple[CityLine, ...]:
    """Return every city that a region holds or lies in, in the order of the codes.

    Args:
        alliances: only registered city alliances are listed.
        region_code: a province, a city, or what lies in one.
        institutes: of the register.
        rules: of `quotas_for`; each is checked city by city.
        as_of: the day; a quota whose time is not over is not failed yet.
    """
    kept = [
        each for each in alliances if each.stage is AllianceStage.REGISTERED and kind_of(each).kind is AllianceKind.CITY
    ]
    quotas = list(rules)
    return tuple(
        _line(
            city,
            tuple(each for each in kept if _city_of(each.region_code) == city),
            tuple(each for each in institutes if _city_of(each.values.get("city", "")) == city),
            quotas,
            as_of,
        )
        for city in _cities(region_code)
    )


def _line(
    city: str, alliances: tuple[Alliance, ...], institutes: tuple[RegisterEntry, ...], quotas: list[Rule], as_of: date
) -> CityLine:
    name = load_regions()[city].name
    founded = [each for each in institutes if "" < each.values.get(_DONE, "") <= as_of.isoformat()]
    count = UnitCount(unit=name, count=len(founded), used=tuple(str(each.number) for each in founded))
    checks = tuple(
        check
        for rule in quotas
        for check in check_quota(
            rule,
            QuotaFacts(units=(count,), as_of=as_of, is_over=rule.applies_to is not None and as_of > rule.applies_to),
        )
    )
    return CityLine(city, name, alliances, institutes, checks)


def _cities(region_code: str) -> list[str]:
    own = _city_of(region_code)
    codes = (own,) if own else codes_within(region_code)
    return sorted(each for each in codes if each and _city_of(each) == each)


def _city_of(code: str) -> str:
    region = load_regions().get(code)
    return "" if region is None else region.city
