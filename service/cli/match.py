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

FirstStage = Annotated[
    str | None,
    typer.Option(
        "--first-stage",
        metavar="名称",
        help=(
            "先用这个快的编码器（如 static）为每份名单初选约 100 项，只有入选的才用 --encoder 编码和打分；"
            "为少量需求在大批没有编码过的成果中查找时，能省去大部分时间。"
        ),
    ),
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
    first_stage: FirstStage = None,
    report: Report = None,
    feedback: FeedbackFile = None,
    include_rejected: IncludeRejected = False,
) -> None:
    """Match two files and write the ranked, explained lists."""
    from service.cli import running, verdicts  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it
    from service.docking import staging  # noqa: PLC0415 - as above

    with keeping(running.KEPT_VECTORS):
        day = read_day(as_of)
        given = [] if feedback is None else [feedback]
        running.check_before_work(out, inputs=[*needs, *achievements, *given], report=report)
        inputs = running.read(needs, achievements, report=report)
        book = verdicts.book_of_file(feedback, inputs, include_rejected=include_rejected)
        machinery = running.Machinery(encoder, model)
        if first_stage is None:
            found = running.find_matches(inputs, machinery, direction, top=top, as_of=day, feedback=book)
        else:
            stage = staging.FirstStage(encoder=first_stage, direction=direction, top=top, feedback=book)
            found = running.find_staged_matches(inputs, machinery, stage, as_of=day)
        running.write(found, out)
