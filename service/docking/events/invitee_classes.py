"""The invitees who meet nobody at a table: bureaus of the enterprises' places, and alliances of their industries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data.records.ids import NeedId
from data.records.invitations import InvitationDraft, Invitee, InviteeClass
from data.reference.regions import load_regions
from service.docking.events.parties import party_key

CLASS_LABELS: Final[Mapping[InviteeClass, str]] = {
    InviteeClass.ENTERPRISE: "企业",
    InviteeClass.UNIVERSITY: "高校院所",
    InviteeClass.BUREAU: "科技主管部门",
    InviteeClass.ALLIANCE: "联盟",
}

_BUREAU: Final = "{region}科技主管部门"
_BUREAU_BASIS: Final = "名单上 {n} 家企业所在地的主管部门"
_NOT_REGISTERED: Final = "；单位名录中没有登记，名称按地区拟写，请核对"
_ALLIANCE_BASIS: Final = "与 {n} 项需求同属一个行业"
_ALLIANCE_WORD: Final = "联盟"
_NONE: Final[Mapping[InviteeClass, str]] = {
    InviteeClass.ENTERPRISE: "没有企业：各项需求都没有可以邀请的合适成果。",
    InviteeClass.UNIVERSITY: "没有高校院所：各项需求都没有可以邀请的合适成果。",
    InviteeClass.BUREAU: "没有主管部门：名单上的企业没有写明可以识别的地区，请手工补列。",
    InviteeClass.ALLIANCE: "没有联盟：单位名录中没有与这些需求同行业的联盟，请手工补列。",
}


@dataclass(frozen=True, slots=True)
class Registered:
    """An organisation of the register that may be asked beside the tables.

    Attributes:
        is_bureau: a science and technology bureau.
        region_code: of a bureau, where it is; "" unknown.
        industry_code: division (C27) of an alliance; "" unknown.
    """

    name: str
    is_bureau: bool
    region_code: str = ""
    industry_code: str = ""


def classes_missing(kinds: Iterable[InviteeClass]) -> tuple[str, ...]:
    """Say in Chinese which of the four classes a list lacks, and why."""
    there = set(kinds)
    return tuple(text for kind, text in _NONE.items() if kind not in there)


def beside_the_tables(
    draft: InvitationDraft, registered: Sequence[Registered], industries: Mapping[NeedId, str]
) -> tuple[Invitee, ...]:
    """Return bureaus and alliances for a list; each line names the needs it follows from.

    Args:
        draft: enterprises and teams.
        registered: bureaus and alliances that are known.
        industries: need -> division of its industry; where unknown, missing.

    Returns:
        Bureaus by region, then alliances by name. A place whose bureau nobody registered is named by the place.
    """
    return (*_bureaus(draft, registered), *_alliances(draft, registered, industries))


def is_alliance(name: str) -> bool:
    """Tell whether the name of an organisation says that it is an alliance."""
    return _ALLIANCE_WORD in name


def _bureaus(draft: InvitationDraft, registered: Sequence[Registered]) -> list[Invitee]:
    known = {each.region_code: each.name for each in registered if each.is_bureau and each.region_code}
    of_city: dict[str, list[Invitee]] = defaultdict(list)
    for each in draft.invitees:
        region = load_regions().get(each.region_code)
        if each.kind is InviteeClass.ENTERPRISE and region is not None and region.city:
            of_city[region.city].append(each)
    return [_bureau(city, found, known.get(city, "")) for city, found in sorted(of_city.items())]


def _bureau(city: str, enterprises: Sequence[Invitee], registered: str) -> Invitee:
    name = registered or _BUREAU.format(region=load_regions()[city].name)
    basis = _BUREAU_BASIS.format(n=len(enterprises)) + ("" if registered else _NOT_REGISTERED)
    return Invitee(
        key=party_key(InviteeClass.BUREAU, name),
        kind=InviteeClass.BUREAU,
        name=name,
        organisation=registered,
        value=0.0,
        needs=tuple(dict.fromkeys(need for each in enterprises for need in each.needs)),
        basis=basis,
        region_code=city,
    )


def _alliances(
    draft: InvitationDraft, registered: Sequence[Registered], industries: Mapping[NeedId, str]
) -> list[Invitee]:
    asked = [need for each in draft.invitees if each.kind is InviteeClass.ENTERPRISE for need in each.needs]
    found = []
    for each in sorted(registered, key=lambda one: one.name):
        needs = tuple(need for need in dict.fromkeys(asked) if industries.get(need, "") == each.industry_code != "")
        if not each.is_bureau and needs:
            found.append(
                Invitee(
                    key=party_key(InviteeClass.ALLIANCE, each.name),
                    kind=InviteeClass.ALLIANCE,
                    name=each.name,
                    organisation=each.name,
                    value=0.0,
                    needs=needs,
                    basis=_ALLIANCE_BASIS.format(n=len(needs)),
                    region_code=each.region_code,
                )
            )
    return found
