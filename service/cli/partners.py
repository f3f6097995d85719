"""`duijie partners`: candidate partners for all needs of one company."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.interruption import keeping
from service.cli.options import (
    AsOf,
    Encoder,
    FeedbackFile,
    IncludeRejected,
    Model,
    OptionalAchievementFiles,
    OptionalNeedFiles,
    Report,
    Top,
)

Outputs = Annotated[
    list[Path] | None,
    typer.Option("--out", metavar="文件", help="名单文件，按结尾定格式：xlsx、csv、jsonl、html、docx；可重复写多个。"),
]


def partners(  # noqa: PLR0913, PLR0917 - Typer reads the options of a command from its parameters
    company: Annotated[str, typer.Argument(metavar="企业", help="企业名称，全称或其中的一段。")],
    needs: OptionalNeedFiles = None,
    achievements: OptionalAchievementFiles = None,
    out: Outputs = None,
    top: Top = 10,
    encoder: Encoder = None,
    as_of: AsOf = None,
    model: Model = None,
    report: Report = None,
    feedback: FeedbackFile = None,
    include_rejected: IncludeRejected = False,
) -> None:
    """List candidate partners for all needs of one company."""
    from service.cli import running, shortlist  # noqa: PLC0415 - the machinery is heavy, and --help must not wait

    with keeping(running.KEPT_VECTORS):
        sources = shortlist.Sources(
            needs=needs or [],
            achievements=achievements or [],
            report=report,
            feedback=feedback,
            include_rejected=include_rejected,
        )
        machinery = running.Machinery(encoder, model)
        shortlist.make(company, sources, machinery, top=top, as_of=as_of, outputs=out or [])
