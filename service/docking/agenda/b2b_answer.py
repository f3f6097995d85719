"""Solves an instance of the published benchmark, checks the timetable and writes it down."""

import json
from pathlib import Path
from typing import Final

from data.errors import FaultError
from data.records.timetables import Answer, B2bInstance
from service.docking.agenda.b2b_problem import timetable_of
from service.docking.agenda.checking.b2b import check_b2b
from service.docking.agenda.solving import Progress, solve

_DECIMALS: Final = 3


def solve_b2b(
    instance: B2bInstance,
    *,
    fairness: int | None,
    time_limit: float,
    seed: int = 0,
    progress: Progress | None = None,
) -> Answer:
    """Solve one instance; what comes back has passed the independent check.

    Raises:
        FaultError: the engine's timetable breaks a rule, or has other breaks than it says.
    """
    answer = solve(timetable_of(instance, fairness=fairness), time_limit=time_limit, seed=seed, progress=progress)
    if answer.schedule is not None:
        check = check_b2b(instance, answer.schedule, fairness=fairness)
        if check.faults or check.total != answer.value:
            told = "".join(check.faults[:3]) or f"空档实为 {check.total} 个，求解器报告 {answer.value} 个。"
            raise FaultError(f"求出的日程没有通过独立校验：{told}", remedy="请把数据文件发给维护人员。")
    return answer


def summary_line(answer: Answer) -> str:
    """Return the last line of standard output: status, breaks, bound and seconds as JSON."""
    line = {
        "status": answer.status.value,
        "breaks": answer.value,
        "bound": answer.bound,
        "seconds": round(answer.seconds, _DECIMALS),
    }
    return json.dumps(line)


def schedule_text(instance: B2bInstance, answer: Answer, *, fairness: int | None, source: Path) -> str:
    """Return the schedule as JSON text, counted from 1 as in the file; `schedule` is null where there is none."""
    schedule = answer.schedule
    meetings = [
        {"meeting": number, "participants": [meeting.first + 1, meeting.second + 1], "slot": slot + 1}
        for number, (meeting, slot) in enumerate(zip(instance.meetings, schedule or (), strict=False), start=1)
    ]
    content = {
        "source": source.name,
        "status": answer.status.value,
        "breaks": answer.value,
        "bound": answer.bound,
        "fairness": fairness,
        "schedule": None if schedule is None else [slot + 1 for slot in schedule],
        "meetings": meetings,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
