"""The job that plans an event."""

from service.docking.events.plan_work import run_plan
from service.docking.events.planning import plan_of
from service.docking.job_running import Outcome
from service.docking.jobs import now
from service.jobs.task import Task


def run_agenda(task: Task) -> Outcome:
    """Plan or re-plan an event in the name of whoever asked for it; a cancelled plan keeps nothing."""
    order = plan_of(task.given)

    def tell(what: str, share: float) -> None:
        task.watch.begin(what)(round(share * order.seconds), order.seconds)

    made = run_plan(task.workspace, task.job.asked.created_by, order, at=now(), progress=tell)
    told = f"排入 {made.n_meetings:,} 场会面，{made.n_left:,} 项意愿未排上"
    if order.is_replan:
        how = "已证明改动最少" if made.is_minimal else "在时限内找到的最小改动"
        told = f"改动 {made.n_changes:,} 场（{how}）；{told}"
    return f"{told}。请到日程页查看后发布。", {
        "event": order.event,
        "revision": made.revision,
        "n_meetings": made.n_meetings,
        "n_left": made.n_left,
        "n_changes": made.n_changes,
        "is_minimal": made.is_minimal,
    }
