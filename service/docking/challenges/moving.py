"""Opening and moving challenges, bidding and reviewing: refuse, write and log in one transaction."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from data.errors import NotPermittedError, RefusalError, StaleRecordError, UsageError
from data.records.accounts import BUREAUS, Actor, Role
from data.records.audit import AuditAction, FieldChange
from data.records.challenges import Bid, Challenge, ChallengeStage, ChallengeStep, NewChallenge
from data.records.ids import NeedId
from data.reference.regions import codes_within
from data.storage.workspace import Stores, Workspace
from service.docking.beijing import beijing_day
from service.docking.challenges.seeing import may_bid, readable_bids, side_of, visible
from service.docking.challenges.stages import MOVES, STAGE_LABELS, Need, Side
from service.docking.organisations import known_region
from service.docking.permissions import Action, scope_of

CHALLENGES: Final = "challenges"
BIDS: Final = "bids"
"""Under which kinds the audit trail names what happens here; it repeats no text of a bid."""
MOST_TITLE: Final = 200
MOST_TEXT: Final = 20_000
MOST_SCORE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """Where a challenge goes, and what is said with it.

    Attributes:
        bids_until: with the posting.
        winner: number of a bid, with the award.
        contract: number and date of the contract, with the signing.
        conclusion: with the acceptance.
    """

    after: ChallengeStage
    note: str = ""
    bids_until: date | None = None
    winner: int | None = None
    contract: str = ""
    conclusion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a bidder says: who would do it, how, and for how much (fen; None not said)."""

    team: str
    plan: str
    price_fen: int | None = None


def add_challenge(workspace: Workspace, actor: Actor, new: NewChallenge, *, at: datetime) -> Challenge:
    """Hand in a challenge: an enterprise its own, a bureau one of its region.

    Where no region is told, it is the one the workspace knows of the enterprise.

    Raises:
        RefusalError: it belongs to somebody else.
        UsageError: a text is missing or too long, the region is unknown, or there is no such need.
    """
    scope_of(actor, Action.CHALLENGES_RUN)
    for name, text, most in (
        ("题目", new.title, MOST_TITLE),
        ("内容", new.content, MOST_TEXT),
        ("企业", new.enterprise, MOST_TITLE),
    ):
        _require_text(name, text, most)
    if actor.role is Role.ENTERPRISE and new.enterprise != actor.organisation:
        raise RefusalError("榜单由出题的企业自己提出。", remedy=f"请写明“{actor.organisation}”。")
    with workspace.writing(actor, at=at) as stores:
        region = new.region_code or known_region(stores, new.enterprise)
        if not region:
            raise UsageError("看不出企业在哪个地区。", remedy="请写地区全称，例如 江苏省淮安市涟水县。")
        if actor.role in BUREAUS and region not in codes_within(actor.region_code):
            raise RefusalError("这家企业不在您负责的地区。", remedy="请核对企业所在地区。")
        if new.need_id and stores.needs.get(NeedId(new.need_id)) is None:
            raise UsageError(f"没有编号为“{new.need_id[:40]}”的需求。", remedy="请核对需求编号，或不填。")
        number = stores.challenges.add(replace(new, region_code=region), at=at, actor=actor)
        stores.audit.tell(AuditAction.ADDED, CHALLENGES, str(number))
        return visible(stores, actor, number)[0]


def move_challenge(
    workspace: Workspace, actor: Actor, place: tuple[int, int], going: Going, *, at: datetime
) -> Challenge:
    """Bring a challenge a stage further.

    Args:
        workspace: holds it.
        actor: its owner, or the bureau in charge.
        place: number, and the version that was looked at.
        going: where to, with what that stage asks for.
        at: aware.

    Raises:
        NotPermittedError: this move is not theirs.
        RefusalError: there is no such move, or it asks for more.
    """
    with workspace.writing(actor, at=at) as stores:
        challenge, bids = _locked(stores, actor, place)
        move = MOVES.get((challenge.stage, going.after))
        side = side_of(actor, challenge)
        if move is None:
            raise RefusalError(
                f"榜单现在是“{STAGE_LABELS[challenge.stage]}”，不能改为“{STAGE_LABELS[going.after]}”。",
                remedy="请按页面上列出的下一步办理。",
            )
        if side not in move.by:
            raise NotPermittedError("这一步不由您办理。", remedy="请联系负责的科技主管部门。")
        _require(challenge, bids, going, move.needs, today=beijing_day(at))
        step = ChallengeStep(before=challenge.stage, after=going.after, at=at, actor=actor, note=going.note.strip())
        stores.challenges.add_step(challenge.number, step)
        stores.challenges.change(challenge.number, _values(going), version=challenge.version + 1)
        change = FieldChange("stage", challenge.stage.value, going.after.value)
        stores.audit.tell(AuditAction.CHANGED, CHALLENGES, str(challenge.number), [change])
        return visible(stores, actor, challenge.number)[0]


def add_milestone(
    workspace: Workspace, actor: Actor, place: tuple[int, int], title: str, due_on: date, *, at: datetime
) -> Challenge:
    """Set what is to be reached by when, once the contract is signed.

    Raises:
        RefusalError: it is not theirs, or the challenge is not in that stage.
    """
    _require_text("里程碑", title, MOST_TITLE)
    with workspace.writing(actor, at=at) as stores:
        challenge, _ = _locked(stores, actor, place)
        if side_of(actor, challenge) is None or challenge.stage not in {ChallengeStage.SIGNED, ChallengeStage.RUNNING}:
            raise RefusalError("签约以后才能安排里程碑。", remedy="请先办理签约。")
        stores.challenges.add_milestone(challenge.number, title.strip(), due_on)
        stores.challenges.change(challenge.number, {}, version=challenge.version + 1)
        stores.audit.tell(
            AuditAction.CHANGED, CHALLENGES, str(challenge.number), [FieldChange("milestone", "", title.strip())]
        )
        return visible(stores, actor, challenge.number)[0]


def finish_milestone(
    workspace: Workspace, actor: Actor, place: tuple[int, int], milestone: int, done_on: date, *, at: datetime
) -> Challenge:
    """Write down when a milestone was reached.

    Raises:
        RefusalError: it is not theirs, there is no such milestone, or it was reached before.
        UsageError: the day has not come yet.
    """
    with workspace.writing(actor, at=at) as stores:
        challenge, _ = _locked(stores, actor, place)
        found = next((each for each in challenge.milestones if each.number == milestone), None)
        if side_of(actor, challenge) is None or found is None or found.done_on is not None:
            raise RefusalError("没有这个待完成的里程碑。", remedy="请刷新页面后再看。")
        if done_on > beijing_day(at):
            raise UsageError("完成日期在今天之后。", remedy="这里只登记已经发生的事。")
        stores.challenges.finish_milestone(milestone, done_on)
        stores.challenges.change(challenge.number, {}, version=challenge.version + 1)
        stores.audit.tell(
            AuditAction.CHANGED, CHALLENGES, str(challenge.number), [FieldChange(found.title, "", done_on.isoformat())]
        )
        return visible(stores, actor, challenge.number)[0]


def submit_bid(workspace: Workspace, actor: Actor, number: int, offer: Offer, *, at: datetime) -> Bid:
    """Bid for a challenge, in the place of an earlier bid of the same organisation.

    Raises:
        RefusalError: bidding is not open to them now.
    """
    scope_of(actor, Action.BIDS_SUBMIT)
    _require_text("揭榜团队", offer.team, MOST_TITLE)
    _require_text("揭榜方案", offer.plan, MOST_TEXT)
    with workspace.writing(actor, at=at) as stores:
        challenge, _ = visible(stores, actor, number, is_locked=True)
        if not may_bid(actor, challenge, today=beijing_day(at)):
            raise RefusalError("这个榜单现在不能揭榜。", remedy="请核对截止日期；出题的企业自己不能揭榜。")
        kept = stores.challenges.put_bid(
            Bid(
                number=0,
                challenge=number,
                organisation=actor.organisation,
                team=offer.team.strip(),
                plan=offer.plan.strip(),
                price_fen=offer.price_fen,
                submitted_at=at,
                actor=actor,
            )
        )
        stores.audit.tell(AuditAction.ADDED, BIDS, str(kept))
        return next(each for each in stores.challenges.bids(number) if each.number == kept)


def withdraw_bid(workspace: Workspace, actor: Actor, number: int, *, at: datetime) -> None:
    """Withdraw one's own bid for a challenge, until it is awarded.

    Raises:
        RefusalError: there is none, or it is too late.
    """
    scope_of(actor, Action.BIDS_SUBMIT)
    with workspace.writing(actor, at=at) as stores:
        challenge, bids = visible(stores, actor, number, is_locked=True)
        own = next(
            (each for each in bids if each.organisation == actor.organisation and each.withdrawn_at is None), None
        )
        if own is None or challenge.stage not in {ChallengeStage.POSTED, ChallengeStage.EVALUATING}:
            raise RefusalError("没有可以撤回的揭榜方案。", remedy="定榜以后请与科技主管部门联系。")
        stores.challenges.change_bid(own.number, {"withdrawn_at": at})
        stores.audit.tell(AuditAction.CHANGED, BIDS, str(own.number), [FieldChange("withdrawn_at", "", at.isoformat())])


def review_bid(
    workspace: Workspace, actor: Actor, place: tuple[int, int], *, score: int, opinion: str, at: datetime
) -> None:
    """Write down what the review says of a bid.

    Args:
        workspace: holds it.
        actor: the bureau in charge.
        place: number of the challenge, and of the bid.
        score: 0 to 100.
        opinion: needed: whoever is not awarded is told why.
        at: aware.

    Raises:
        NotPermittedError: it is not theirs.
        RefusalError: the challenge is not under review, or has no such bid.
        UsageError: the score is none.
    """
    _require_text("评审意见", opinion, MOST_TEXT)
    if not 0 <= score <= MOST_SCORE:
        raise UsageError("评分应在 0 到 100 之间。", remedy="请重新填写。")
    with workspace.writing(actor, at=at) as stores:
        challenge, bids = visible(stores, actor, place[0], is_locked=True)
        if side_of(actor, challenge) is not Side.BUREAU:
            raise NotPermittedError("评审由科技主管部门办理。", remedy="请联系负责的科技主管部门。")
        bid = next((each for each in readable_bids(actor, challenge, bids) if each.number == place[1]), None)
        if challenge.stage is not ChallengeStage.EVALUATING or bid is None or bid.withdrawn_at is not None:
            raise RefusalError("只有评审中的揭榜方案能评分。", remedy="请刷新页面后再看。")
        stores.challenges.change_bid(bid.number, {"score": score, "opinion": opinion.strip()})
        before = "" if bid.score is None else str(bid.score)
        stores.audit.tell(AuditAction.CHANGED, BIDS, str(bid.number), [FieldChange("score", before, str(score))])


def _locked(stores: Stores, actor: Actor, place: tuple[int, int]) -> tuple[Challenge, list[Bid]]:
    """Return a challenge, held until the transaction ends, and its bids.

    Raises:
        StaleRecordError: somebody else moved it since that version.
    """
    scope_of(actor, Action.CHALLENGES_RUN)
    challenge, bids = visible(stores, actor, place[0], is_locked=True)
    if challenge.version != place[1]:
        raise StaleRecordError(
            f"第 {challenge.number} 号榜单刚被他人办理，现在是“{STAGE_LABELS[challenge.stage]}”，没有写入。",
            remedy="请刷新页面，核对之后再办。",
            version=challenge.version,
        )
    return challenge, bids


def _require(challenge: Challenge, bids: list[Bid], going: Going, needs: frozenset[Need], *, today: date) -> None:
    """Refuse a move that lacks something.

    Raises:
        RefusalError: every thing that is lacking is named.
    """
    standing = {each.number for each in bids if each.withdrawn_at is None}
    last = challenge.bids_until
    met = {
        Need.NOTE: bool(going.note.strip()),
        Need.BIDS_UNTIL: going.bids_until is not None and going.bids_until >= today,
        Need.BIDDING_OVER: last is None or today > last,
        Need.BID_STANDS: bool(standing),
        Need.NO_BID_STANDS: not standing,
        Need.REVIEWED: all(each.opinion for each in bids if each.withdrawn_at is None),
        Need.WINNER: going.winner in standing,
        Need.CONTRACT: bool(going.contract.strip()),
        Need.MILESTONES: bool(challenge.milestones),
        Need.MILESTONES_DONE: all(each.done_on is not None for each in challenge.milestones),
        Need.CONCLUSION: bool(going.conclusion.strip()),
    }
    lacking = [_TOLD[each] for each in Need if each in needs and not met[each]]
    if lacking:
        raise RefusalError(f"还不能改为“{STAGE_LABELS[going.after]}”：{'；'.join(lacking)}。", remedy="请补齐后再办。")


_TOLD: Final = {
    Need.NOTE: "没有写明原因",
    Need.BIDS_UNTIL: "没有写揭榜截止日期，或截止日期已过",
    Need.BIDDING_OVER: "揭榜还没有截止",
    Need.BID_STANDS: "没有有效的揭榜方案",
    Need.NO_BID_STANDS: "还有有效的揭榜方案，应先评审",
    Need.REVIEWED: "还有揭榜方案没有写评审意见",
    Need.WINNER: "没有选定中榜的方案，或该方案已撤回",
    Need.CONTRACT: "没有写合同编号和签订日期",
    Need.MILESTONES: "没有安排里程碑",
    Need.MILESTONES_DONE: "还有里程碑没有完成",
    Need.CONCLUSION: "没有写验收结论",
}


def _values(going: Going) -> dict[str, Any]:
    """Return the columns a move writes."""
    values: dict[str, Any] = {"stage": going.after.value}
    if going.after is ChallengeStage.POSTED:
        values["bids_until"] = going.bids_until
    if going.after is ChallengeStage.EVALUATING:
        values["winner"] = None  # whoever was awarded before has stepped back
    if going.after is ChallengeStage.AWARDED:
        values["winner"] = going.winner
    if going.after is ChallengeStage.SIGNED:
        values["contract"] = going.contract.strip()
    if going.after is ChallengeStage.ACCEPTED:
        values["conclusion"] = going.conclusion.strip()
    return values


def _require_text(name: str, text: str, most: int) -> None:
    """Refuse a text that is missing or too long.

    Raises:
        UsageError: it is.
    """
    if not text.strip() or len(text) > most:
        raise UsageError(f"{name}没有填写，或超过 {most:,} 字。", remedy="请填写后重新提交。")
