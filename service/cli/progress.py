"""How far the work has come, on standard error: a bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from service.cli.console import tell

Progress = Callable[[int, int], None]

_LINE_SECONDS: Final = 10.0
"""Time between two plain lines; a log of an eight-minute run stays below fifty lines."""


class PlainLines:
    """Progress as lines of text, for logs and pipes.

    Args:
        name: what is being done.
        clock: seconds of a clock that never goes back.
    """

    def __init__(self, name: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._name = name
        self._clock = clock
        self._told_at = clock()
        self._told_done = -1

    def __call__(self, done: int, total: int) -> None:
        """Tell (done, total) when ten seconds have passed since the last line, and at the end."""
        now = self._clock()
        finished = done >= total and self._told_done >= 0
        if total <= 0 or done == self._told_done or not (finished or now - self._told_at >= _LINE_SECONDS):
            return
        tell(f"{self._name} {done:,}/{total:,}（{done * 100 // total}%）")
        self._told_at, self._told_done = now, -1 if done >= total else done


@contextmanager
def progress_of(name: str) -> Iterator[Progress]:
    """Show the progress of one piece of work while the block runs.

    A total that changes starts the bar anew, so several pieces may report through one callable.

    Args:
        name: what is being done, in Chinese.

    Yields:
        What the work calls with (done, total).
    """
    if not sys.stderr.isatty():
        tell(f"{name}……")
        yield PlainLines(name)
        return
    # rich costs a tenth of a second that a piped run need not pay.
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(name, total=None)

        def report(done: int, total: int) -> None:
            if bars.tasks[task].total != total:
                bars.reset(task, total=total)
            bars.update(task, completed=done)

        yield report
