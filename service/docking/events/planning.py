"""Planning an event in the background: from what the workspace holds to a checked draft."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from data.errors import RefusalError, StaleRecordError, UsageError
from data.records.accounts import Actor
from data.records.docking_events import AgendaCause, AgendaDraft
from data.records.events import Wish
from data.records.jobs import JobKind, NewJob
from data.storage.workspace import Workspace
from service.docking.agenda.clock import Progress
from service.docking.agenda.planner import plan
from service.docking.agenda.replanning import replan
from service.docking.events.book import EventBook
from service.docking.events.versions import AgendaDesk, agenda_desk, save_draft

MOST_SECONDS: Final = 600
"""How long one plan may hold the queue of background jobs."""


@dataclass(frozen=True, slots=True)
class PlanOrder:
    """What a planning job is to do.

    Attributes:
        event: its number.
        is_replan: change the draft as little as can be, instead of planning anew.
        seconds: at most.
        seed: of every random choice.
        seen: revision of the draft that the asker looked at; 0 where there was none.
        note: why, in words.
    """

    event: int
    is_replan: bool = False
    seconds: int = 20
    seed: int = 0
    seen: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """What a planning job gave."""

    revision: int
    n_meetings: int
    n_left: int
    n_changes: int
    is_minimal: bool | None


def planning_job(workspace: Workspace, order: PlanOrder, *, by: Actor, at: datetime) -> NewJob:
    """Return the job that plans an event, not yet submitted.

    Raises:
        UsageError: the limit is out of its range.
        RefusalError: there is nothing to plan, or no draft to change.
    """
    if not 1 <= order.seconds <= MOST_SECONDS:
        raise UsageError("时限超出范围。", remedy=f"请写 1 到 {MOST_SECONDS} 秒。")
    desk = agenda_desk(workspace, by, order.event)
    _check_ready(desk, order)
    what = "改排" if order.is_replan else "排日程"
    return NewJob(
        kind=JobKind.AGENDA,
        label=f"{what}：第 {order.event} 号对接会",
        parameters={
            "event": order.event,
            "is_replan": order.is_replan,
            "seconds": order.seconds,
            "seed": order.seed,
            "seen": order.seen,
            "note": order.note,
        },
        created_by=by,
        created_at=at,
    )


def plan_of(parameters: Any) -> PlanOrder:  # noqa: ANN401 - JSON of a job
    """Return what a planning job is to do."""
    return PlanOrder(**parameters)


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
    _check_ready(desk, order)
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


def _check_ready(desk: AgendaDesk, order: PlanOrder) -> None:
    """Refuse what cannot be planned.

    Raises:
        StaleRecordError: somebody else saved the draft since it was looked at.
        RefusalError: nobody wishes anything, there is no draft to change, or the day has begun and a new plan is asked.
    """
    if (0 if desk.draft is None else desk.draft.revision) != order.seen:
        raise StaleRecordError("您打开页面之后，别人改过这份日程。", remedy="请刷新页面后再排。")
    if not _has_wishes(desk.book):
        raise RefusalError("还没有可以安排的会面意愿。", remedy="请先录入参加者和意愿，或检查是否都未获同意。")
    if order.is_replan and desk.draft is None:
        raise RefusalError("这场活动还没有排日程，不能改排。", remedy="请先排日程。")
    if not order.is_replan and desk.book.event.n_past and desk.draft is not None:
        raise RefusalError("活动已经开始，不能整场重排。", remedy="请用改排，已过的会面不动。")


def _has_wishes(book: EventBook) -> bool:
    return any(request.wish is not Wish.NO for request in book.problem.requests)
