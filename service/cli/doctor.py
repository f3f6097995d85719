"""`duijie doctor`: what a need lacks, what to ask the company, and what its matches rest on."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.interruption import keeping
from service.cli.options import AsOf, Encoder, Model, NeedFiles, Report

Ids = Annotated[
    list[str] | None, typer.Option("--id", metavar="编号", help="只诊断这个编号的需求；可重复写。不写则诊断全部。")
]
Tried = Annotated[
    list[Path] | None,
    typer.Option("--achievements", metavar="文件", help="科技成果；写了就逐个去掉关键词重新打分，看匹配靠哪些词。"),
]
Masked = Annotated[
    list[str] | None,
    typer.Option(
        "--mask",
        metavar="词",
        help="要保密的词，删去后看名单怎样变化；写成 词=代替的说法 则换成这个说法。可重复写，须同时写 --achievements。",
    ),
]
Outputs = Annotated[
    list[Path] | None,
    typer.Option("--out", metavar="文件", help="诊断书，按结尾定格式：docx、html、xlsx、csv、jsonl；可重复写多个。"),
]


def doctor(  # noqa: PLR0913, PLR0917 - Typer reads the options of a command from its parameters
    needs: NeedFiles,
    ids: Ids = None,
    out: Outputs = None,
    achievements: Tried = None,
    mask: Masked = None,
    encoder: Encoder = None,
    as_of: AsOf = None,
    model: Model = None,
    report: Report = None,
) -> None:
    """Examine needs before they are matched."""
    from service.cli import consulting, running  # noqa: PLC0415 - the machinery is heavy, and --help must not wait

    with keeping(running.KEPT_VECTORS):
        sources = consulting.Sources(needs=needs, achievements=achievements or [], ids=ids or [], report=report)
        machinery = running.Machinery(encoder, model)
        consulting.consult(sources, machinery, masks=mask or [], as_of=as_of, outputs=out or [])
