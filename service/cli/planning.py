"""What `duijie agenda` does: reads, plans, says how far it is, writes."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.records.events import Agenda, EventProblem, Replanned
from service.cli.console import show, tell
from service.cli.outputs import check_outputs
from service.docking.agenda.agenda_file import read_agenda
from service.docking.agenda.b2b_answer import schedule_text, solve_b2b, summary_line
from service.docking.agenda.b2b_file import read_b2b
from service.docking.agenda.event_file import read_event_problem
from service.docking.agenda.planner import plan
from service.docking.agenda.replanning import replan
from service.exports.agenda_files import AGENDA_ENDINGS, check_event_day, write_agenda
from service.exports.agenda_view import PlannedEvent
from service.exports.files import replace_file

SCHEDULE_ENDINGS: Final = (".json",)
_TOLD_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to search, and from which seed."""

    time_limit: float
    seed: int


class BreaksTold:
    """Says how far the search is, at most every two seconds."""

    def __init__(self) -> None:
        self._told_at = time.monotonic()

    def __call__(self, value: int | None, bound: int) -> None:
        """Tell the best number of breaks and what it cannot fall below."""
        now = time.monotonic()
        if now - self._told_at >= _TOLD_SECONDS:
            self._told_at = now
            tell(f"目前空档 {'—' if value is None else value} 个，不可能少于 {bound} 个")


def solve_benchmark(path: Path, *, fairness: int, outputs: Sequence[Path], limits: Limits) -> None:
    """Solve one published instance; the summary is the last line of standard output."""
    check_outputs(outputs, inputs=[path], endings=SCHEDULE_ENDINGS)
    instance = read_b2b(path)
    if instance.ignored:
        tell(f"文件中这些数据项未使用：{'、'.join(instance.ignored)}。")
    answer = solve_b2b(
        instance, fairness=fairness, time_limit=limits.time_limit, seed=limits.seed, progress=BreaksTold()
    )
    text = schedule_text(instance, answer, fairness=fairness, source=path)
    for output in outputs:
        replace_file(output, text.encode("utf-8"))
        tell(f"已写出 {output}")
    show(summary_line(answer))


def plan_event(path: Path, *, old: Path | None, outputs: Sequence[Path], limits: Limits) -> None:
    """Plan an event, or change an agenda to fit it as it is now."""
    check_outputs(outputs, inputs=[path, *([] if old is None else [old])], endings=AGENDA_ENDINGS)
    problem = read_event_problem(path)
    check_event_day(problem.event.held_on, outputs, source=path)
    if old is None:
        planned = PlannedEvent(
            problem, plan(problem, time_limit=limits.time_limit, seed=limits.seed, progress=_tell_step)
        )
    else:
        changed = replan(problem, read_agenda(old, problem), time_limit=limits.time_limit, seed=limits.seed)
        planned = PlannedEvent(problem, changed.agenda, changed)
        _show_changes(changed)
    for output in outputs:
        write_agenda(planned, output)
        tell(f"已写出 {output}")
    _show(problem, planned.agenda)


def _tell_step(what: str, share: float) -> None:
    tell(f"{what}……（已用时限的 {share:.0%}）")


def _show(problem: EventProblem, agenda: Agenda) -> None:
    figures = agenda.figures
    wished = [each for each in agenda.unplaced if each.reason != "barred"]
    show(f"{problem.event.name}：排入 {len(agenda.meetings)} 场会面，{len(wished)} 项意愿未排上")
    show(f"匹配价值合计 {figures.value:.2f}，上界 {figures.value_bound:.2f}，差距 {figures.gap:.2%}")
    show(
        f"空档 {figures.breaks} 个（不可能少于 {figures.breaks_bound} 个），一方最多 {figures.most_breaks} 个，"
        f"等候 {figures.idle_slots} 个时段；换桌 {figures.table_changes} 次"
    )
    if figures.n_short:
        show(f"有 {figures.n_short} 家没有达到希望的最少场次")


def _show_changes(changed: Replanned) -> None:
    moved = [each for each in changed.changes if each.before is not None and each.after is not None]
    n_off = sum(each.after is None for each in changed.changes)
    told = "已证明改动最少" if changed.is_minimal else "在时限内找到的最小改动"
    show(
        f"改排（{told}）：{len(moved)} 场改时段或桌位，取消 {n_off} 场，"
        f"新增 {len(changed.changes) - len(moved) - n_off} 场，须通知 {len(changed.guests_to_tell)} 家"
    )
