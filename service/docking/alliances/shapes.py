"""What an alliance is by its members: topology, kind, form of agreement, roles of the chain that nobody fills."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from data.records.alliances import (
    Alliance,
    AllianceKind,
    ChainRole,
    Driver,
    EnterpriseSize,
    Member,
    MemberKind,
)
from service.docking.alliances.wording import DRIVER_LABELS, KIND_LABELS, ROLE_OF_KIND, SIZE_LABELS

_ACADEMIC: Final = frozenset({MemberKind.UNIVERSITY, MemberKind.INSTITUTE})
_BACKBONE: Final = frozenset({EnterpriseSize.LARGE, EnterpriseSize.MEDIUM})
"""For whom the Liaoning notice asks for 骨干联盟 (大中型骨干企业). 经典联盟 are for 中小微企业: medium may be either,
and the driver tells which. The lead may be a university: the sizes of the enterprises count."""
BILATERAL: Final = "双方协议"
MULTILATERAL: Final = "多方协议"
STRATEGIC: Final = "战略合作协议"


@dataclass(frozen=True, slots=True)
class Derived:
    """Something that follows from facts; `label` is "" where it does not, and `reason` says why, in Chinese."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class DerivedKind:
    """The kind of an alliance; None where members and driver do not tell it."""

    kind: AllianceKind | None
    reason: str


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role of the chain with those who fill it; () where it is open."""

    role: ChainRole
    members: tuple[Member, ...]


def topology_of(members: Iterable[Member]) -> Derived:
    """Return how many universities or institutes stand against how many enterprises (LN-01)."""
    every = tuple(members)
    academic = [each for each in every if each.kind in _ACADEMIC]
    enterprises = [each for each in every if each.kind is MemberKind.ENTERPRISE]
    reason = f"高校院所 {len(academic)} 家，企业 {len(enterprises)} 家"
    n_unknown = sum(each.kind is None for each in every)
    if n_unknown:
        reason += f"，另有 {n_unknown} 家没有登记类别"
    if not academic or not enterprises:
        return Derived("", f"{reason}，缺一方，谈不上校企联盟。")
    label = f"{'一' if len(academic) == 1 else '多'}校对{'一' if len(enterprises) == 1 else '多'}企"
    return Derived(label, f"{reason}。")


def kind_of(alliance: Alliance) -> DerivedKind:
    """Return the kind by who drives the alliance and how large its enterprises are, unless a person said it (LN-02)."""
    told = _told_kind(alliance)
    if alliance.kind is None or alliance.kind is told.kind:
        return told
    against = f"按主导方和企业规模应为{KIND_LABELS[told.kind]}" if told.kind else told.reason.rstrip("。")
    return DerivedKind(alliance.kind, f"由人确定为{KIND_LABELS[alliance.kind]}；{against}。")


def agreement_of(alliance: Alliance) -> Derived:
    """Return the form of agreement that fits: strategic for a city, else by how many sign it (LN-19)."""
    if kind_of(alliance).kind is AllianceKind.CITY:
        return Derived(STRATEGIC, "城市联盟由高校与地方政府签订战略合作协议。")
    n = len(alliance.admitted)
    if n < 2:
        return Derived("", f"成员 {n} 家，还没有可以签约的双方。")
    topology = topology_of(alliance.admitted).label
    kind = BILATERAL if n == 2 else MULTILATERAL
    return Derived(kind, f"成员 {n} 家{f'，{topology}' if topology else ''}，宜签{kind}。")


def role_of(member: Member, *, lead: str) -> ChainRole | None:
    """Return a member's role in the chain: as written, as the lead, or by its kind; None where nothing tells."""
    if member.role is not None:
        return member.role
    if member.organisation == lead and member.kind is MemberKind.ENTERPRISE:
        return ChainRole.LEADER
    return None if member.kind is None else ROLE_OF_KIND.get(member.kind)


def roles_of(alliance: Alliance) -> tuple[RoleLine, ...]:
    """Return every role of the chain with the admitted members that fill it (FJ-02)."""
    filled = [(role_of(each, lead=alliance.lead), each) for each in alliance.admitted]
    return tuple(RoleLine(role, tuple(each for own, each in filled if own is role)) for role in ChainRole)


def missing_roles(alliance: Alliance) -> tuple[ChainRole, ...]:
    """Return the roles that nobody fills."""
    return tuple(each.role for each in roles_of(alliance) if not each.members)


def _told_kind(alliance: Alliance) -> DerivedKind:
    if alliance.driver is None:
        return DerivedKind(None, "没有写明由谁主导。")
    driver = DRIVER_LABELS[alliance.driver]
    if alliance.driver is Driver.GOVERNMENT:
        return DerivedKind(AllianceKind.CITY, f"{driver}，按地区组建。")
    sizes = [each.size for each in alliance.admitted if each.kind is MemberKind.ENTERPRISE]
    known = [size for size in EnterpriseSize if size in sizes]
    if not known:
        return DerivedKind(None, f"{driver}，但没有登记成员企业的规模。")
    told = f"{driver}，成员企业有{'、'.join(SIZE_LABELS[size] for size in known)}企业"
    told += f"（另有 {sizes.count(None)} 家没有登记规模）" if None in sizes else ""
    if alliance.driver is Driver.MINISTRY and _BACKBONE & set(known):
        return DerivedKind(AllianceKind.BACKBONE, f"{told}。")
    if alliance.driver is Driver.MARKET and EnterpriseSize.LARGE not in known:
        return DerivedKind(AllianceKind.CLASSIC, f"{told}。")
    return DerivedKind(None, f"{told}，三类都不合，由人确定。")
