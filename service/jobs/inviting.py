"""The job that draws up who should be asked to an event."""

from data.records.invitations import NeedState
from service.docking.answering import Desk
from service.docking.events.inviting import order_of
from service.docking.events.list_drawing import draw_up
from service.docking.job_running import Outcome
from service.docking.jobs import now
from service.docking.language import LanguageChoice, open_model
from service.jobs.task import Task


def run_invitations(task: Task) -> Outcome:
    """Draw a list up in the name of whoever asked for it; a cancelled one keeps nothing."""
    order, settings = order_of(task.given), task.settings
    task.watch.begin("正在载入语言模型")
    model = open_model(settings.model)
    choice = LanguageChoice(encoder=settings.encoder, segmenter=settings.segmenter, cache_dir=settings.cache_dir)
    desk = Desk(task.workspace, choice.upon(model), model.ranker)
    progress = task.watch.begin("正在匹配需求")
    draft = draw_up(desk, task.job.asked.created_by, order, at=now(), progress=progress)
    n_covered = sum(each.state is NeedState.COVERED for each in draft.answers)
    told = f"{len(draft.answers):,} 项需求中 {n_covered:,} 项有可以邀请的团队，名单共 {len(draft.invitees):,} 家"
    return f"{told}。请到邀请名单页查看。", {
        "event": order.event,
        "n_needs": len(draft.answers),
        "n_covered": n_covered,
        "n_invitees": len(draft.invitees),
    }
