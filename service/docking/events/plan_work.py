"""Planning an event in the background, as it is done: from what the workspace holds to a checked draft."""

from dataclasses import dataclass
from datetime import datetime

from data.records.accounts import Actor
from data.records.docking_events import AgendaCause, AgendaDraft
from data.storage.workspace import Workspace
from service.docking.agenda.clock import Progress
from service.docking.agenda.planner import plan
from service.docking.agenda.replanning import replan
from service.docking.events.planning import PlanOrder, check_ready
from service.docking.events.versions import AgendaDesk, agenda_desk, save_draft


@dataclass(frozen=True, slots=True)
class Planned:
    """What a planning job gave."""

    revision: int
    n_meetings: int
    n_left: int
    n_changes: int
    is_minimal: bool | None


def run_plan(workspace: Workspace, actor: Actor, order: PlanOrder, *, at: datetime, progress: Progress) -> Planned:
    """Plan or re-plan an event, and keep the draft if nobody saved another one meanwhile.

    Args:
        workspace: holds the event.
        actor: in whose name.
        order: what to do.
        at: aware.
        progress: told (step, share of the time limit); what it raises ends the work, and nothing is kept.

    Returns:
        What was kept.

    Raises:
        StaleRecordError: somebody else saved the draft meanwhile.
        RefusalError: must requests clash, or what is locked cannot stay; the message names which.
    """
    desk = agenda_desk(workspace, actor, order.event)
    check_ready(desk, order)
    draft, n_changes = _planned(desk, order, actor=actor, at=at, progress=progress)
    with workspace.writing(actor, at=at) as stores:
        revision = save_draft(stores, draft, problem=desk.book.problem, seen=order.seen)
    n_left = sum(each.reason != "barred" for each in draft.agenda.unplaced)
    return Planned(revision, len(draft.agenda.meetings), n_left, n_changes, draft.is_minimal)


def _planned(
    desk: AgendaDesk, order: PlanOrder, *, actor: Actor, at: datetime, progress: Progress
) -> tuple[AgendaDraft, int]:
    """Return the new draft, and by how many meetings it differs from the one before."""
    problem = desk.book.problem
    is_minimal: bool | None = None
    n_changes = 0
    if order.is_replan and desk.draft is not None:
        changed = replan(problem, desk.draft.agenda, time_limit=order.seconds, seed=order.seed, progress=progress)
        agenda, n_changes = changed.agenda, len(changed.changes)
        # What is proven holds against the draft; people are told what differs from the release.
        is_minimal = changed.is_minimal if desk.is_as_released else None
    else:
        agenda = plan(problem, time_limit=order.seconds, seed=order.seed, progress=progress)
    cause = AgendaCause.REPLANNED if order.is_replan else AgendaCause.PLANNED
    draft = AgendaDraft(
        event=order.event, agenda=agenda, basis=desk.book.event.basis, revision=0, cause=cause, at=at, actor=actor,
        is_minimal=is_minimal, note=order.note,
    )  # fmt: skip
    return draft, n_changes
