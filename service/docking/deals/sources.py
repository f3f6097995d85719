"""Where deals come from: a pair of the match list, an introduction; and what a consent does to them."""

from dataclasses import replace
from datetime import date, datetime

from data.errors import UnknownIdError
from data.records.accounts import Actor
from data.records.consents import Introduction
from data.records.deals import Deal, NewDeal, Origin, Stage
from data.records.ids import AchievementId, NeedId
from data.records.scopes import EVERYTHING
from data.storage.workspace import Stores, Workspace
from service.docking.deals.entries import local_day
from service.docking.deals.moving import moved, open_within
from service.docking.deals.stages import Move
from service.docking.facets import organisation_of
from service.docking.permissions import Action, scope_of
from service.docking.visibility import may_see_pair


def open_of_pair(workspace: Workspace, actor: Actor, pair: tuple[str, str], *, at: datetime) -> Deal:
    """Open a deal of a pair of the match list, at 已推荐, or further if the pair has an introduction already.

    Args:
        workspace: holds the records.
        actor: who opens it.
        pair: ids of need and achievement.
        at: aware.

    Returns:
        The deal.

    Raises:
        UnknownIdError: a record is not there, or lies outside; which of them is not said.
    """
    scope = scope_of(actor, Action.DEALS_EDIT)
    with workspace.writing(actor, at=at) as stores:
        if not may_see_pair(stores, actor, pair):
            raise UnknownIdError("工作区里没有这对需求和成果。", remedy="请从匹配名单中选择。")
        new = _of_pair(stores, pair, Origin.MATCH)
        introduction = stores.introductions.of_pair(NeedId(pair[0]), AchievementId(pair[1]))
        if introduction is None:
            return open_within(stores, scope, new, Move(after=Stage.RECOMMENDED))
        return open_within(stores, scope, replace(new, introduction=introduction.number), _stage_of(introduction))


def open_of_introduction(workspace: Workspace, actor: Actor, number: int, *, at: datetime) -> Deal:
    """Open a deal of an introduction: at 已引荐 where both consents stand, else at 待双方同意.

    Args:
        workspace: holds the introduction.
        actor: who opens it.
        number: of the introduction.
        at: aware.

    Returns:
        The deal.

    Raises:
        UnknownIdError: there is none, or its records lie outside; which of them is not said.
    """
    scope = scope_of(actor, Action.DEALS_EDIT)
    with workspace.writing(actor, at=at) as stores:
        introduction = stores.introductions.get(number, is_locked=True)
        pair = ("", "") if introduction is None else (str(introduction.need_id), str(introduction.achievement_id))
        if introduction is None or not may_see_pair(stores, actor, pair):
            raise UnknownIdError(f"没有第 {number} 号引荐。", remedy="请从引荐列表中选择。")
        new = replace(
            _of_pair(stores, pair, Origin.INTRODUCTION),
            introduction=number,
            enterprise=introduction.need_owner,
            region_code=introduction.need_region_code,
            university=introduction.achievement_owner,
        )
        return open_within(stores, scope, new, _stage_of(introduction))


def advance_by_consent(stores: Stores, introduction: Introduction) -> None:
    """Bring the deals that wait for an introduction to 已引荐, once both consents stand, in the same transaction.

    A consent that is withdrawn later moves nothing back: that both had agreed stays true, and what becomes of the deal
    is for people to say.
    """
    if not introduction.both_consent:
        return
    for number in stores.deals.waiting_for(introduction.number):
        deal = stores.deals.get(number, EVERYTHING, is_locked=True)
        if deal is not None and deal.stage is Stage.AWAITING_CONSENT:
            note = f"第 {introduction.number} 号引荐双方同意"
            moved(stores, deal, Move(after=Stage.INTRODUCED, on=agreed_on(introduction), note=note))


def agreed_on(introduction: Introduction) -> date:
    """Return the day since which both consents of an introduction stand: the later of both."""
    last = {step.side: step for step in introduction.steps}
    return max(step.on or local_day(step.at) for step in last.values())


def _of_pair(stores: Stores, pair: tuple[str, str], origin: Origin) -> NewDeal:
    """Return what the records of a pair tell of a deal.

    Raises:
        UnknownIdError: one of them is not there any more.
    """
    need = stores.needs.get_versioned(NeedId(pair[0]), scope=EVERYTHING)
    achievement = stores.achievements.get(AchievementId(pair[1]))
    if need is None or achievement is None:
        raise UnknownIdError("工作区里没有这对需求和成果。", remedy="请从匹配名单中选择。")
    return NewDeal(
        origin=origin,
        title=need.record.title or need.record.id,
        enterprise=organisation_of(need.record),
        region_code=need.facets.region_code,
        university=organisation_of(achievement),
        need_id=pair[0],
        achievement_id=pair[1],
    )


def _stage_of(introduction: Introduction) -> Move:
    if introduction.both_consent:
        return Move(after=Stage.INTRODUCED, on=agreed_on(introduction))
    return Move(after=Stage.AWAITING_CONSENT)
