"""What of the bureau's desk is due for somebody: censuses, dispatches, challenges, entries of registers.

Each function returns where every piece is opened, and the day it is counted from; None where it has none.
"""

from datetime import date, timedelta
from typing import Final

from data.records.accounts import ORGANISATIONS, Actor, Role
from data.records.alliances import AllianceStage, MemberState
from data.records.census import Campaign
from data.records.challenges import Challenge, ChallengeStage
from data.reference.register_layouts import load_registers
from data.storage.workspace import Workspace
from service.docking.alliances.seeing import Side as AllianceSide
from service.docking.alliances.seeing import alliances_shown, heads_of
from service.docking.alliances.seeing import side_of as side_of_alliance
from service.docking.beijing import beijing_day
from service.docking.census.board import census_of
from service.docking.census.campaigns import campaigns_of
from service.docking.census.coverage import Duty
from service.docking.census.dispatching import DispatchList, belongs, dispatches_of
from service.docking.census.inbox import unanswered
from service.docking.challenges.seeing import challenges_of, may_bid, side_of
from service.docking.challenges.stages import Side
from service.docking.permissions import Action, may, scope_of
from service.docking.registers.clocks import Due, ageing

Piece = tuple[str, date | None]
"""Number under which something is opened, and the day it is counted from."""

CENSUS_DAYS: Final = (31, 7)
"""How long after its last day, and how long before it, a census waits for somebody."""


def censuses_due(workspace: Workspace, actor: Actor, today: date) -> list[Piece]:
    """Return the censuses whose last day is near or has just passed; of an enterprise those it still has to report to.

    Nothing is counted for a bureau: its board does that. What an enterprise still owes is counted for these alone.
    """
    if not may(actor, Action.CENSUS_VIEW) or (actor.role not in ORGANISATIONS and not may(actor, Action.CENSUS_RUN)):
        return []
    near = [each for each in campaigns_of(workspace, actor) if _is_near(each, today)]
    if actor.role in ORGANISATIONS:
        near = [each for each in near if _owes(workspace, actor, each, today)]
    return [(str(each.number), each.terms.due_on) for each in near]


def dispatches_overdue(workspace: Workspace, actor: Actor, today: date) -> list[Piece]:
    """Return the dispatches that a university should have answered."""
    if not may(actor, Action.CENSUS_RUN):
        return []
    late = (each for each in dispatches_of(workspace, actor) if belongs(each, DispatchList.OVERDUE, today=today))
    return [(str(each.number), each.due_on) for each in late]


def needs_to_answer(workspace: Workspace, actor: Actor, today: date) -> list[Piece]:
    """Return the needs that were sent to a university and wait for its answer, with the day of sending."""
    del today
    if not may(actor, Action.DISPATCHES_ANSWER):
        return []
    return [(str(each.number), each.sent_on) for each in unanswered(workspace, actor)]


def challenges_to_bid(workspace: Workspace, actor: Actor, today: date) -> list[Piece]:
    """Return the challenges a university may bid for and has not."""
    if actor.role is not Role.UNIVERSITY or not may(actor, Action.BIDS_SUBMIT):
        return []
    with workspace.reading() as stores:
        every, bidders = stores.challenges.all(), stores.challenges.bidders()
    return [
        (str(each.number), beijing_day(each.steps[-1].at) if each.steps else None)
        for each in every
        if may_bid(actor, each, today=today) and actor.organisation not in bidders.get(each.number, ())
    ]


def alliances_to_see_to(workspace: Workspace, actor: Actor, today: date) -> list[Piece]:
    """Return the alliances that were handed in to an office, and those of a lead that somebody asked to join."""
    del today
    if not may(actor, Action.ALLIANCES_EDIT):
        return []
    heads = heads_of(workspace, actor)
    # An office waits for what was handed in, a lead for its own alliances: the others need not be read whole.
    near = [each for each in heads if each.stage is AllianceStage.SUBMITTED or each.lead == actor.organisation]
    found = []
    for each in alliances_shown(workspace, actor, [head.number for head in near]):
        side = side_of_alliance(actor, each)
        is_office = side is AllianceSide.OFFICE and each.stage is AllianceStage.SUBMITTED
        is_lead = side is AllianceSide.LEAD and any(member.state is MemberState.APPLIED for member in each.members)
        if is_office or is_lead:
            found.append((str(each.number), beijing_day(each.steps[-1].at) if each.steps else None))
    return found


def challenges_to_move(workspace: Workspace, actor: Actor, today: date) -> list[Piece]:
    """Return the challenges whose next step is the actor's, with the day of the step before."""
    if not may(actor, Action.CHALLENGES_RUN):
        return []
    seen, _ = challenges_of(workspace, actor)
    return [
        (str(each.number), beijing_day(each.steps[-1].at) if each.steps else None)
        for each in seen
        if (side := side_of(actor, each)) is not None and _waits_for(each, side, today)
    ]


def entries_due(workspace: Workspace, actor: Actor, today: date) -> list[Piece]:
    """Return the entries of registers that are overdue or near their end, each as "register/number"."""
    if not may(actor, Action.REGISTERS_EDIT):
        return []
    scope = scope_of(actor, Action.REGISTERS_EDIT)
    clocked = [each for each in load_registers().values() if each.clocks]
    with workspace.reading() as stores:
        entries = {each.id: stores.registers.all(each.id, scope=scope) for each in clocked}
    found = (each for register in clocked for each in ageing(register, entries[register.id], as_of=today))
    pressing = [each for each in found if each.state in {Due.OVERDUE, Due.NEAR}]
    return list({f"{each.entry.register}/{each.entry.number}": each.due_on for each in reversed(pressing)}.items())


def _is_near(campaign: Campaign, today: date) -> bool:
    due = campaign.terms.due_on
    if due is None:
        return False
    after, before = CENSUS_DAYS
    return due - timedelta(days=before) <= today <= due + timedelta(days=after)


def _owes(workspace: Workspace, actor: Actor, campaign: Campaign, today: date) -> bool:
    own = census_of(workspace, actor, campaign.number, as_of=today).standings
    return any(each.duty is Duty.DUE and not each.is_reported for each in own)


def _waits_for(challenge: Challenge, side: Side, today: date) -> bool:
    """Tell whether a side has something to do now; what only time brings on waits for nobody."""
    stage = challenge.stage
    if stage is ChallengeStage.POSTED:
        return side is Side.BUREAU and challenge.bids_until is not None and challenge.bids_until < today
    if stage is ChallengeStage.RUNNING:
        undone = [each.due_on for each in challenge.milestones if each.done_on is None]
        return any(day < today for day in undone) or (side is Side.BUREAU and not undone)
    return stage in _OWN_STEPS[side]


_OWN_STEPS: Final = {
    Side.BUREAU: frozenset({ChallengeStage.COLLECTED, ChallengeStage.REVIEWED, ChallengeStage.EVALUATING}),
    Side.OWNER: frozenset({ChallengeStage.AWARDED, ChallengeStage.SIGNED}),
}
