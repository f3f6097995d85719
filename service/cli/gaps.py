"""`duijie gaps`: near misses, needs without an answer, results nobody needs, and needs many have in common."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.interruption import keeping
from service.cli.options import AchievementFiles, AsOf, Encoder, Model, NeedFiles, Report, Top

Outputs = Annotated[
    list[Path],
    typer.Option("--out", metavar="文件", help="结果文件，按结尾定格式：xlsx、docx、html、csv；可重复写多个。"),
]


def gaps(  # noqa: PLR0913, PLR0917 - Typer reads the options of a command from its parameters
    needs: NeedFiles,
    achievements: AchievementFiles,
    out: Outputs,
    top: Top = 10,
    encoder: Encoder = None,
    as_of: AsOf = None,
    model: Model = None,
    report: Report = None,
) -> None:
    """Report what matching two files leaves open."""
    from service.cli import gap_report, running  # noqa: PLC0415 - the machinery is heavy, and --help must not wait

    with keeping(running.KEPT_VECTORS):
        gap_report.check(out, inputs=[*needs, *achievements], report=report)
        inputs = running.read(needs, achievements, report=report)
        gap_report.make(inputs, running.Machinery(encoder, model), top=top, as_of=as_of, outputs=out)
