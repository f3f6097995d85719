"""Opening and moving deals: refuse, write and log in one transaction."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from data.errors import RefusalError, StaleRecordError, UnknownIdError, UsageError
from data.records.accounts import Actor
from data.records.audit import AuditAction, FieldChange
from data.records.consents import Introduction
from data.records.deals import Deal, DealStep, NewDeal, Stage
from data.records.scopes import EVERYTHING, Scope
from data.records.versions import ChangeSince
from data.reference.regions import load_regions
from data.storage.workspace import Stores, Workspace
from service.docking.deals.entries import MOST_TITLE_CHARACTERS, checked_text, keep_entries, local_day
from service.docking.deals.phrases import STAGE_LABELS
from service.docking.deals.stages import OPENABLE, Asked, Move, open_moves, unmet
from service.docking.permissions import Action, scope_of

DEALS: Final = "deals"
"""Under which kind the audit trail names deals; it repeats no note."""


def open_deal(workspace: Workspace, actor: Actor, new: NewDeal, move: Move, *, at: datetime) -> Deal:
    """Open a deal, for a button, a command or another part of the service (outcomes of events).

    Args:
        workspace: where to.
        actor: in whose name; the deal must lie in their scope.
        new: its parties and where it comes from.
        move: to the stage it begins at, with what that stage asks for.
        at: aware.

    Returns:
        The deal.
    """
    scope = scope_of(actor, Action.DEALS_EDIT)
    with workspace.writing(actor, at=at) as stores:
        return open_within(stores, scope, new, move)


def open_within(stores: Stores, scope: Scope, new: NewDeal, move: Move) -> Deal:
    """Open a deal inside a transaction that does more; see `open_deal`.

    Args:
        stores: of the transaction; its actor and moment are those of the deal.
        scope: of the actor.
        new: as for `open_deal`.
        move: as for `open_deal`.

    Returns:
        The deal.

    Raises:
        RefusalError: the pair has a deal that has not ended, a stage asks for more, or it would lie outside.
    """
    stores.deals.lock_opening()
    actor, at = stores.audit.actor, stores.audit.at
    new, move = _checked(new), _trimmed(move)
    there = stores.deals.live_of_pair(new.need_id, new.achievement_id) if new.need_id and new.achievement_id else None
    if there is not None:
        raise RefusalError(
            f"这对需求和成果已有第 {there} 号台账。", remedy="请在原有的台账上办理；婉拒、终止以后才能另开。"
        )
    if move.after not in OPENABLE:
        raise RefusalError(
            f"台账不能从“{STAGE_LABELS[move.after]}”开始。", remedy="请从洽谈、意向协议或正式合同开始，再逐步办理。"
        )
    first = _step(None, move, at=at, actor=actor, version=1)
    number = stores.deals.add(new, first)
    opened = required(stores, number, EVERYTHING)
    changes = [FieldChange("stage", "", move.after.value), FieldChange("origin", "", new.origin.value)]
    changes += keep_entries(stores, opened, move.entries, actor=actor, at=at)
    if move.next_on is not None:
        stores.deals.change(number, {"next_on": move.next_on}, version=1)
    opened = required(stores, number, EVERYTHING)
    _require_facts(stores, opened, move)
    stores.audit.tell(AuditAction.ADDED, DEALS, str(number), changes)
    if stores.deals.get(number, scope) is None:
        raise RefusalError(
            "这样台账就不在您负责的范围内，没有写入。",
            remedy="请核对企业、高校院所和地区；确需如此的，请由上级部门办理。",
        )
    return opened


def move_deal(workspace: Workspace, actor: Actor, place: tuple[int, int], move: Move, *, at: datetime) -> Deal:
    """Bring a deal a stage further: refuse, write and log in one transaction.

    Args:
        workspace: holds it.
        actor: who acts.
        place: number of the deal, and the version that was looked at.
        move: where to, with what that stage asks for.
        at: aware.

    Returns:
        The deal as it is now.
    """
    scope = scope_of(actor, Action.DEALS_EDIT)
    with workspace.writing(actor, at=at) as stores:
        deal = locked(stores, scope, place)
        return moved(stores, deal, move)


def moved(stores: Stores, deal: Deal, move: Move) -> Deal:
    """Move a deal that is locked, inside a transaction; the one place where a stage is written after the first.

    Args:
        stores: of the transaction; its actor and moment are those of the step.
        deal: as it is.
        move: where to.

    Returns:
        The deal as it is now.

    Raises:
        RefusalError: the deal cannot go there from where it stands, or the stage asks for more.
    """
    actor, at, move = stores.audit.actor, stores.audit.at, _trimmed(move)
    if move.after not in open_moves(deal):
        names = "、".join(f"“{STAGE_LABELS[stage]}”" for stage in open_moves(deal))
        raise RefusalError(
            f"台账现在是“{STAGE_LABELS[deal.stage]}”，不能改为“{STAGE_LABELS[move.after]}”。",
            remedy=f"下一步可以是{names}。" if names else "这项台账已经办结，需要时请另开一项。",
        )
    changes = [FieldChange("stage", deal.stage.value, move.after.value)]
    changes += keep_entries(stores, deal, move.entries, actor=actor, at=at)
    step = _step(deal, move, at=at, actor=actor, version=deal.version + 1)
    stores.deals.move(deal, step, next_on=move.next_on)
    now = required(stores, deal.number, EVERYTHING)
    _require_facts(stores, now, move)
    stores.audit.tell(AuditAction.CHANGED, DEALS, str(deal.number), changes)
    return now


def locked(stores: Stores, scope: Scope, place: tuple[int, int]) -> Deal:
    """Return a deal of a scope that nobody else changes until the transaction ends.

    Args:
        stores: of the transaction.
        scope: of the actor.
        place: its number, and the version that was looked at.

    Returns:
        The deal.

    Raises:
        StaleRecordError: somebody else changed it since; nothing is written.
    """
    number, version = place
    deal = required(stores, number, scope, is_locked=True)
    if deal.version == version:
        return deal
    later = [step for step in deal.steps if step.version > version and step.before is not None]
    names = "、".join(dict.fromkeys(step.actor.name for step in later)) or "他人"
    raise StaleRecordError(
        f"第 {number} 号台账在您打开之后已被{names}改动，现在是“{STAGE_LABELS[deal.stage]}”，本次没有写入。",
        remedy="请刷新页面，对照现在的内容再办理。",
        version=deal.version,
        changes=[
            ChangeSince(
                field="stage",
                before="" if step.before is None else STAGE_LABELS[step.before],
                theirs=STAGE_LABELS[step.after],
                by=step.actor.name,
                at=step.at,
            )
            for step in later
        ],
    )


def required(stores: Stores, number: int, scope: Scope, *, is_locked: bool = False) -> Deal:
    """Return a deal of a scope.

    Raises:
        UnknownIdError: there is none, or it lies outside; which of them is not said.
    """
    found = stores.deals.get(number, scope, is_locked=is_locked)
    if found is None:
        raise UnknownIdError(f"没有第 {number} 号台账。", remedy="请从签约台账中选择。")
    return found


def _require_facts(stores: Stores, deal: Deal, move: Move) -> None:
    """Refuse a stage that asks for what is not there.

    Raises:
        RefusalError: names all of it.
    """
    # Not locked: whoever states a consent locks the introduction first and then the deal.
    introduction: Introduction | None = (
        None if deal.introduction is None else stores.introductions.get(deal.introduction)
    )
    consents = None if introduction is None else introduction.both_consent
    missing = unmet(move.after, Asked(deal, move, consents))
    if missing:
        raise RefusalError(
            f"还不能办理到“{STAGE_LABELS[move.after]}”，缺少：{'；'.join(missing)}。",
            remedy="请补全后再办理，本次没有写入。",
        )


def _step(deal: Deal | None, move: Move, *, at: datetime, actor: Actor, version: int) -> DealStep:
    """Return the step of a move.

    Raises:
        UsageError: its day lies in the future, or before the step that came before it.
    """
    today = local_day(at)
    on = move.on or today
    if on > today:
        raise UsageError("办理日期在今天之后。", remedy="台账只登记已经发生的事；打算做的请写在“下次办理日期”。")
    if deal is not None and on < deal.stage_since and not _agreed_before(deal, move):
        raise UsageError(f"办理日期早于上一步（{deal.stage_since}）。", remedy="请核对日期。")
    if move.next_on is not None and move.next_on < today:
        raise UsageError("下次办理日期早于今天。", remedy="请核对日期。")
    return DealStep(
        before=None if deal is None else deal.stage,
        after=move.after,
        on=on,
        at=at,
        actor=actor,
        note=move.note,
        reason=move.reason if move.after is Stage.DECLINED else None,
        version=version,
    )


def _agreed_before(deal: Deal, move: Move) -> bool:
    """Tell whether a move follows consents, which may have been given before the office opened the deal."""
    is_waiting = deal.stage is Stage.AWAITING_CONSENT and deal.introduction is not None
    return is_waiting and move.after is Stage.INTRODUCED


def _trimmed(move: Move) -> Move:
    return replace(move, note=checked_text(move.note, name="说明"))


def _checked(new: NewDeal) -> NewDeal:
    """Return a deal whose texts are trimmed.

    Raises:
        UsageError: a party is missing, a text is too long, or there is no such region.
    """

    def text(name: str, label: str, *, is_needed: bool = False) -> str:
        return checked_text(getattr(new, name), name=label, is_needed=is_needed, most=MOST_TITLE_CHARACTERS)

    if new.region_code and new.region_code not in load_regions():
        raise UsageError(f"没有代码为“{new.region_code}”的地区。", remedy="请写 GB/T 2260 的六位代码。")
    return replace(
        new,
        title=text("title", "名称", is_needed=True),
        enterprise=text("enterprise", "企业", is_needed=True),
        university=text("university", "高校院所", is_needed=True),
        event=text("event", "对接会"),
        broker=text("broker", "技术经纪人"),
    )
