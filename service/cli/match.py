"""`duijie match`: two files to a ranked, explained list of matches."""

from pathlib import Path
from typing import Annotated

import typer

from data.records.enums import Direction
from service.cli.interruption import keeping
from service.cli.options import AchievementFiles, AsOf, Encoder, For, Model, NeedFiles, Report, Top, read_day

Outputs = Annotated[
    list[Path],
    typer.Option("--out", metavar="文件", help="结果文件，按结尾定格式：xlsx、csv、jsonl、html、docx；可重复写多个。"),
]


def match(  # noqa: PLR0913, PLR0917 - Typer reads the options of a command from its parameters
    needs: NeedFiles,
    achievements: AchievementFiles,
    out: Outputs,
    direction: For = Direction.NEEDS,
    top: Top = 10,
    encoder: Encoder = None,
    as_of: AsOf = None,
    model: Model = None,
    report: Report = None,
) -> None:
    """Match two files and write the ranked, explained lists."""
    from service.cli import running  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping(running.KEPT_VECTORS):
        day = read_day(as_of)
        running.check_before_work(out, inputs=[*needs, *achievements], report=report)
        inputs = running.read(needs, achievements, report=report)
        machinery = running.Machinery(encoder, model)
        running.write(running.find_matches(inputs, machinery, direction, top=top, as_of=day), out)
