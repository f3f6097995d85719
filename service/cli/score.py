"""`duijie score`: a score and a level for every pair of a list."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.interruption import keeping
from service.cli.options import AchievementFiles, Encoder, Model, NeedFiles, PairFiles, Report

Scored = Annotated[Path, typer.Option("--out", metavar="文件.csv", help="结果文件，csv 或 tsv；保留原有各列。")]


def score(  # noqa: PLR0913, PLR0917 - Typer reads the options of a command from its parameters
    needs: NeedFiles,
    achievements: AchievementFiles,
    pairs: PairFiles,
    out: Scored,
    encoder: Encoder = None,
    model: Model = None,
    report: Report = None,
) -> None:
    """Score every pair of a list and write it with two more columns."""
    from service.cli import judging, running  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping(running.KEPT_VECTORS):
        judging.check_scored(out, inputs=[*needs, *achievements, *pairs], report=report)
        inputs, table = judging.read(needs, achievements, pairs, report=report)
        judging.score(inputs, table, running.Machinery(encoder, model), out)
