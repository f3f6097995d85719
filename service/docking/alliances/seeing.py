"""Who sees what of an alliance: registered ones are public by name and members, the books are for its members."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from data.errors import NotPermittedError, StaleRecordError, UnknownIdError
from data.records.accounts import Actor, Role
from data.records.alliances import Alliance, AllianceHead, AllianceStage, Judgement, Member, MemberState
from data.reference.regions import codes_within
from data.storage.workspace import Stores, Workspace
from service.docking.alliances.wording import STAGE_LABELS
from service.docking.permissions import Action, may, scope_of


class Side(StrEnum):
    """As whom somebody stands to an alliance."""

    OFFICE = "office"
    LEAD = "lead"
    MEMBER = "member"
    APPLICANT = "applicant"


PUBLIC: Final = frozenset({AllianceStage.REGISTERED, AllianceStage.CLOSED})
"""Stages in which everybody may know of an alliance: the register of names is no secret."""
_SIDES: Final = MappingProxyType({MemberState.ADMITTED: Side.MEMBER, MemberState.APPLIED: Side.APPLICANT})
"""As whom the organisation of a membership stands; whoever was refused or left stands outside."""
READERS: Final = frozenset({Side.OFFICE, Side.LEAD, Side.MEMBER})
"""Who reads the books and checks; nobody has reviewed an applicant yet."""


@dataclass(frozen=True, slots=True)
class SeenAlliance:
    """An alliance as one actor sees it.

    Attributes:
        alliance: for a reader without a side, with admitted members alone and without books, texts and steps; for an
            applicant with its own row too; for a member without judgements and the notes of steps.
        side: None for a reader.
        next: where the actor may bring it.
        can_apply: whether the actor's organisation may ask to join.
    """

    alliance: Alliance
    side: Side | None
    next: tuple[AllianceStage, ...]
    can_apply: bool


def alliances_of(workspace: Workspace, actor: Actor) -> tuple[Alliance, ...]:
    """Return the alliances an actor may see, newest first; errors of `scope_of`."""
    return alliances_shown(workspace, actor, [each.number for each in heads_of(workspace, actor)])


def heads_of(workspace: Workspace, actor: Actor) -> tuple[AllianceHead, ...]:
    """Return the alliances an actor may see without members and books, newest first; two queries."""
    scope_of(actor, Action.ALLIANCES_VIEW)
    is_office = _office_of(actor)
    with workspace.reading() as stores:
        every = stores.alliances.heads()
        own = stores.alliances.joined_by(actor.organisation, _SIDES) if actor.organisation else frozenset()
    return tuple(
        each
        for each in reversed(every)
        if (each.stage in PUBLIC and each.is_numbered)
        or is_office(each.region_code)
        or (actor.organisation and actor.organisation == each.lead)
        or each.number in own
    )


def alliances_shown(workspace: Workspace, actor: Actor, numbers: Sequence[int]) -> tuple[Alliance, ...]:
    """Return those of some alliances that an actor may see, newest first."""
    with workspace.reading() as stores:
        found = stores.alliances.some(numbers)
    is_office = _office_of(actor)
    sides = ((each, _side(actor, each, is_office=is_office(each.region_code))) for each in reversed(found))
    return tuple(_as_seen(each, actor, side) for each, side in sides if side is not None or _is_public(each))


def counted_alliances(workspace: Workspace, actor: Actor) -> tuple[Alliance, ...]:
    """Return every alliance that was ever registered, whole: to be counted, and shown by number and name alone."""
    scope_of(actor, Action.ALLIANCES_VIEW)
    with workspace.reading() as stores:
        return tuple(each for each in stores.alliances.all() if _is_public(each))


def open_alliance(workspace: Workspace, actor: Actor, number: int) -> SeenAlliance:
    """Return one alliance as an actor sees it; errors of `visible`."""
    with workspace.reading() as stores:
        alliance = visible(stores, actor, number)
    side = side_of(actor, alliance)
    return SeenAlliance(
        alliance=_as_seen(alliance, actor, side),
        side=side,
        next=next_stages(alliance.stage, side),
        can_apply=may_apply(actor, alliance),
    )


def visible(stores: Stores, actor: Actor, number: int, *, is_locked: bool = False) -> Alliance:
    """Return an alliance an actor may see, whole.

    Raises:
        UnknownIdError: there is none, or it is not for them; which of them is not said.
    """
    scope_of(actor, Action.ALLIANCES_VIEW)
    found = stores.alliances.get(number, is_locked=is_locked)
    if found is None or not _may_see(actor, found):
        raise UnknownIdError(f"没有第 {number} 号联盟。", remedy="请从联盟列表中选择。")
    return found


def locked(stores: Stores, actor: Actor, place: tuple[int, int], *, by: frozenset[Side]) -> tuple[Alliance, Side]:
    """Return an alliance, held until the transaction ends, and as whom the actor changes it.

    Args:
        stores: of one transaction.
        actor: who.
        place: number, and the version that was looked at.
        by: who may change this.

    Raises:
        NotPermittedError: the actor is none of them, or the lead after handing it in.
        StaleRecordError: somebody else changed it since that version.
    """
    scope_of(actor, Action.ALLIANCES_EDIT)
    alliance = visible(stores, actor, place[0], is_locked=True)
    side = side_of(actor, alliance)
    if side is None or side not in by:
        raise NotPermittedError("这件事不由您办理。", remedy="请联系牵头单位或负责的科技主管部门。")
    if alliance.version != place[1]:
        raise StaleRecordError(
            f"第 {alliance.number} 号联盟刚被他人改动，现在是“{STAGE_LABELS[alliance.stage]}”，没有写入。",
            remedy="请刷新页面，核对之后再办。",
            version=alliance.version,
        )
    return alliance, side


def side_of(actor: Actor, alliance: Alliance) -> Side | None:
    """Return as whom an actor stands to an alliance: the office of its region, its lead, a member or applicant."""
    return _side(actor, alliance, is_office=_office_of(actor)(alliance.region_code))


def shown_to(actor: Actor, alliance: Alliance) -> Alliance:
    """Return what an actor may read of an alliance, such as one that was just changed."""
    return _as_seen(alliance, actor, side_of(actor, alliance))


def may_apply(actor: Actor, alliance: Alliance) -> bool:
    """Tell whether an actor's organisation may ask to join: a registered alliance it is not in."""
    is_open = alliance.stage is AllianceStage.REGISTERED
    return (
        is_open and bool(actor.organisation) and side_of(actor, alliance) is None and may(actor, Action.ALLIANCES_EDIT)
    )


_BOTH: Final = frozenset({Side.OFFICE, Side.LEAD})
_OFFICE: Final = frozenset({Side.OFFICE})

MOVES: Final[Mapping[tuple[AllianceStage, AllianceStage], frozenset[Side]]] = MappingProxyType({
    (AllianceStage.DRAFT, AllianceStage.SUBMITTED): _BOTH,
    (AllianceStage.RETURNED, AllianceStage.SUBMITTED): _BOTH,
    (AllianceStage.SUBMITTED, AllianceStage.REGISTERED): _OFFICE,
    (AllianceStage.SUBMITTED, AllianceStage.RETURNED): _OFFICE,
    (AllianceStage.DRAFT, AllianceStage.CLOSED): _BOTH,
    (AllianceStage.RETURNED, AllianceStage.CLOSED): _BOTH,
    (AllianceStage.SUBMITTED, AllianceStage.CLOSED): _BOTH,
    (AllianceStage.REGISTERED, AllianceStage.CLOSED): _OFFICE,
})
"""(From, to) -> who may bring it there; everything else is refused."""


def next_stages(stage: AllianceStage, side: Side | None) -> tuple[AllianceStage, ...]:
    """Return where a side may bring an alliance, in the order of the stages."""
    return tuple(after for after in AllianceStage if side in MOVES.get((stage, after), ()))


def _office_of(actor: Actor) -> Callable[[str], bool]:
    """Return what tells of a region whether an actor is the office in charge of its alliances."""
    if not may(actor, Action.ALLIANCES_REGISTER):
        return lambda _: False
    if actor.role is Role.ADMINISTRATOR:
        return lambda _: True
    return frozenset(codes_within(actor.region_code)).__contains__


def _side(actor: Actor, alliance: Alliance, *, is_office: bool) -> Side | None:
    if is_office:
        return Side.OFFICE
    if not actor.organisation:
        return None
    if actor.organisation == alliance.lead:
        return Side.LEAD
    own = (each.state for each in alliance.members if each.organisation == actor.organisation)
    return next((_SIDES[state] for state in own if state in _SIDES), None)


def _is_public(alliance: Alliance) -> bool:
    return alliance.stage in PUBLIC and alliance.registration is not None


def _may_see(actor: Actor, alliance: Alliance) -> bool:
    return _is_public(alliance) or side_of(actor, alliance) is not None


def _as_seen(alliance: Alliance, actor: Actor, side: Side | None) -> Alliance:
    """Return what a side may read: applicants and members not the sheets of others, strangers names alone."""
    if side in _BOTH:
        return alliance
    own = tuple(each for each in alliance.members if each.organisation == actor.organisation and side is not None)
    members = (*own, *(_named_alone(each) for each in alliance.admitted if each not in own))
    if side is Side.MEMBER:
        entries = tuple(each for each in alliance.entries if not isinstance(each.entry, Judgement))
        steps = tuple(replace(each, note="") for each in alliance.steps)
        return replace(alliance, members=members, entries=entries, steps=steps)
    return replace(alliance, members=members, entries=(), texts={}, steps=())


def _named_alone(member: Member) -> Member:
    return replace(member, sheet=(), consent=None, opinion="", since=None)
