"""What `duijie agenda` does: reads, plans, says how far it is, writes."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from service.cli.console import show, tell
from service.cli.outputs import check_outputs
from service.docking.agenda.b2b_answer import schedule_text, solve_b2b, summary_line
from service.docking.agenda.b2b_file import read_b2b
from service.exports.files import replace_file

AGENDA_ENDINGS: Final = (".json",)
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
    check_outputs(outputs, inputs=[path], endings=AGENDA_ENDINGS)
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


def plan_event(problem: Path, *, replan: Path | None, outputs: Sequence[Path], limits: Limits) -> None:
    """Plan an event, or change an agenda."""
    raise NotImplementedError
