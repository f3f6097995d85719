"""Who sees which challenge, and which of its bids: bidders never see each other."""

from dataclasses import dataclass
from datetime import date

from data.errors import UnknownIdError
from data.records.accounts import Actor, Role
from data.records.challenges import Bid, Challenge, ChallengeStage
from data.reference.regions import codes_within
from data.storage.workspace import Stores, Workspace
from service.docking.challenges.stages import OPEN_TO_ALL, Side, next_stages
from service.docking.permissions import Action, may, scope_of


@dataclass(frozen=True, slots=True)
class SeenChallenge:
    """A challenge as one actor sees it.

    Attributes:
        bids: those the actor may read; a bidder's own, and all of them for owner and bureau once bidding is over.
        n_bids: how many stand, for owner and bureau; None for the others.
        side: as whom the actor may move it; None for a reader.
        next: where they may bring it.
        can_bid: whether they may bid now.
    """

    challenge: Challenge
    bids: tuple[Bid, ...]
    n_bids: int | None
    side: Side | None
    next: tuple[ChallengeStage, ...]
    can_bid: bool


def challenges_of(workspace: Workspace, actor: Actor) -> tuple[tuple[Challenge, ...], dict[int, int]]:
    """Return the challenges an actor may see, newest first, and how many bids stand for those they are in charge of.

    Four queries, however many there are; `scope_of` names the errors.
    """
    scope_of(actor, Action.CHALLENGES_VIEW)
    with workspace.reading() as stores:
        every = stores.challenges.all()
        bidders = stores.challenges.bidders()
    seen = tuple(each for each in reversed(every) if _may_see(actor, each, bidders.get(each.number, frozenset())))
    return seen, {each.number: len(bidders.get(each.number, ())) for each in seen if side_of(actor, each) is not None}


def open_challenge(workspace: Workspace, actor: Actor, number: int, *, today: date) -> SeenChallenge:
    """Return one challenge as an actor sees it; errors of `visible`."""
    with workspace.reading() as stores:
        challenge, bids = visible(stores, actor, number)
    side = side_of(actor, challenge)
    standing = [each for each in bids if each.withdrawn_at is None]
    return SeenChallenge(
        challenge=challenge,
        bids=tuple(readable_bids(actor, challenge, bids)),
        n_bids=None if side is None else len(standing),
        side=side,
        next=() if side is None else next_stages(challenge.stage, side),
        can_bid=may_bid(actor, challenge, today=today),
    )


def visible(stores: Stores, actor: Actor, number: int, *, is_locked: bool = False) -> tuple[Challenge, list[Bid]]:
    """Return a challenge an actor may see, and all of its bids.

    Raises:
        UnknownIdError: there is none, or it is not for them; which of them is not said.
    """
    scope_of(actor, Action.CHALLENGES_VIEW)
    challenge = stores.challenges.get(number, is_locked=is_locked)
    bids = [] if challenge is None else stores.challenges.bids(number)
    if challenge is None or not _may_see(actor, challenge, {each.organisation for each in bids}):
        raise UnknownIdError(f"没有第 {number} 号榜单。", remedy="请从榜单列表中选择。")
    return challenge, bids


def side_of(actor: Actor, challenge: Challenge) -> Side | None:
    """Return as whom an actor moves a challenge: its owner, or the bureau of its region; None for everybody else."""
    if not may(actor, Action.CHALLENGES_RUN):
        return None
    if actor.role is Role.ENTERPRISE:
        return Side.OWNER if actor.organisation == challenge.enterprise else None
    if actor.role is Role.ADMINISTRATOR or challenge.region_code in codes_within(actor.region_code):
        return Side.BUREAU
    return None


def readable_bids(actor: Actor, challenge: Challenge, bids: list[Bid]) -> list[Bid]:
    """Return the bids an actor may read: their own at any time, the others' only in charge and once bidding is over.

    A bid that was withdrawn is its bidder's alone again.
    """
    reads_all = side_of(actor, challenge) is not None and challenge.stage is not ChallengeStage.POSTED
    return [
        each
        for each in bids
        if (reads_all and each.withdrawn_at is None) or (actor.organisation and each.organisation == actor.organisation)
    ]


def may_bid(actor: Actor, challenge: Challenge, *, today: date) -> bool:
    """Tell whether an actor may bid now: a team other than the owner, to the last day."""
    is_open = challenge.stage is ChallengeStage.POSTED and challenge.bids_until is not None
    is_other = bool(actor.organisation) and actor.organisation != challenge.enterprise
    return is_open and is_other and may(actor, Action.BIDS_SUBMIT) and today <= (challenge.bids_until or today)


def _may_see(actor: Actor, challenge: Challenge, bidders: frozenset[str] | set[str]) -> bool:
    if challenge.stage in OPEN_TO_ALL or side_of(actor, challenge) is not None:
        return True
    return bool(actor.organisation) and actor.organisation in bidders
