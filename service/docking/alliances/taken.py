"""Which names of alliances are taken: those registered where the notice reaches, or else the office of the region."""

from collections.abc import Iterable

from data.records.alliances import Alliance, AllianceHead, AllianceStage
from data.records.rulebook import KeptNotice
from data.records.rules import NameTerms, Rule
from data.reference.regions import codes_within, load_regions
from data.storage.workspace import Stores
from ingest.parsing.regions import find_region
from service.docking.notices.wording import NAME_LABELS

Named = Alliance | AllianceHead
"""What can be compared by name, field and direction."""


def region_of_notice(kept: KeptNotice | None) -> str:
    """Return the region that the issuer of a notice names; "" where it names none."""
    found = None if kept is None else find_region(kept.notice.issuer)
    return "" if found is None else found.code


def taken_names(stores: Stores, alliance: Alliance) -> list[AllianceHead]:
    """Return the other registered alliances that an alliance may not be called as; without members and books."""
    reach = "" if alliance.notice is None else region_of_notice(stores.notices.get(alliance.notice))
    near = _near(alliance.region_code, reach)
    return [
        each
        for each in stores.alliances.heads()
        if each.number != alliance.number
        and each.is_numbered
        and each.stage is AllianceStage.REGISTERED
        and each.region_code in near
    ]


def same_names(alliance: Alliance, rules: Iterable[Rule], taken: Iterable[AllianceHead]) -> list[str]:
    """Return what an alliance shares with a registered one and may not, in words; a name is never given twice."""
    told = {group for each in rules if isinstance(each.terms, NameTerms) for group in each.terms.unique_by}
    groups = sorted({("name",), *told})
    others = list(taken)
    return [
        f"{'、'.join(NAME_LABELS.get(one, one) for one in group)}与已登记的{each.name}相同"
        for group in groups
        for each in others
        if all(_plain(alliance, one) and _plain(alliance, one) == _plain(each, one) for one in group)
    ]


def _near(own: str, reach: str) -> frozenset[str]:
    """Return the regions in which names are compared: those of the notice, or what lies in or around one's own."""
    asked = frozenset(codes_within(reach)) if reach else frozenset()
    if own in asked:
        return asked
    region = load_regions().get(own)
    around = () if region is None else (region.province, region.city, region.county)
    return frozenset({*codes_within(own), *(each for each in around if each)})


def _plain(named: Named, name: str) -> str:
    return "".join(str(getattr(named, name, "")).split())
