"""What `duijie gaps` does: scores, reports and writes."""

from collections.abc import Sequence
from pathlib import Path

from service.cli import running
from service.cli.console import tell
from service.cli.options import read_day
from service.cli.progress import progress_of
from service.docking.gaps import report_gaps
from service.docking.inputs import Inputs
from service.exports.gap_paper import gap_paper
from service.exports.masking import MASKED
from service.exports.paper_files import PAPER_ENDINGS, write_paper


def check(outputs: Sequence[Path], *, inputs: Sequence[Path], report: Path | None) -> None:
    """Refuse outputs that could not be written after minutes of work."""
    running.check_before_work(outputs, inputs=inputs, report=report, endings=PAPER_ENDINGS)


def make(inputs: Inputs, machinery: running.Machinery, *, top: int, as_of: str | None, outputs: Sequence[Path]) -> None:
    """Score both sides and write what stays open."""
    day = read_day(as_of)
    matcher = running.matcher_of(inputs, machinery)
    with progress_of("正在查找缺口") as progress:
        found = report_gaps(matcher, inputs, top=top, as_of=day, progress=progress)
    paper = gap_paper(found, MASKED)
    tell(paper.lead[0])
    for path in outputs:
        write_paper(paper, path)
        tell(f"已写出 {path}")
