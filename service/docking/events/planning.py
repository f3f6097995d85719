"""Planning an event in the background, as it is asked for; `plan_work` does it and loads the solvers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from data.errors import RefusalError, StaleRecordError, UsageError
from data.records.accounts import Actor
from data.records.events import Wish
from data.records.jobs import JobKind, NewJob
from data.storage.workspace import Workspace
from service.docking.events.book import EventBook
from service.docking.events.versions import AgendaDesk, agenda_desk

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


def planning_job(workspace: Workspace, order: PlanOrder, *, by: Actor, at: datetime) -> NewJob:
    """Return the job that plans an event, not yet submitted.

    Raises:
        UsageError: the limit is out of its range.
        RefusalError: there is nothing to plan, or no draft to change.
    """
    if not 1 <= order.seconds <= MOST_SECONDS:
        raise UsageError("时限超出范围。", remedy=f"请写 1 到 {MOST_SECONDS} 秒。")
    desk = agenda_desk(workspace, by, order.event)
    check_ready(desk, order)
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


def check_ready(desk: AgendaDesk, order: PlanOrder) -> None:
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
