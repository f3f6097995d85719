"""`duijie match`: two files to a ranked, explained list of matches."""

from pathlib import Path
from typing import Annotated

import typer

from data.records.enums import Direction
from service.cli.interruption import keeping
from service.cli.options import (
    AchievementFiles,
    AsOf,
    Encoder,
    FeedbackFile,
    For,
    IncludeRejected,
    Model,
    NeedFiles,
    Report,
    Top,
    read_day,
)

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
    feedback: FeedbackFile = None,
    include_rejected: IncludeRejected = False,
) -> None:
    """Match two files and write the ranked, explained lists."""
    from service.cli import running, verdicts  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping(running.KEPT_VECTORS):
        day = read_day(as_of)
        given = [] if feedback is None else [feedback]
        running.check_before_work(out, inputs=[*needs, *achievements, *given], report=report)
        inputs = running.read(needs, achievements, report=report)
        book = verdicts.book_of_file(feedback, inputs, include_rejected=include_rejected)
        machinery = running.Machinery(encoder, model)
        running.write(running.find_matches(inputs, machinery, direction, top=top, as_of=day, feedback=book), out)
