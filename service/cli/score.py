"""`duijie score`: a score and a level for every pair of a list."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.interruption import keeping
from service.cli.options import AchievementFiles, Encoder, Model, NeedFiles, PairFiles, Report
from service.cli.progress import progress_of

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
    """为清单中的每一对打分：加上 score（0-1）和 level（1-4）两列，行数和顺序不变。

    例：duijie score --needs 需求.csv --achievements 成果.csv --pairs 成对清单.csv --out 打分结果.csv
    """
    from service.cli import running  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping(running.KEPT_VECTORS):
        running.check_tables([out], inputs=[*needs, *achievements, *pairs], report=report)
        inputs = running.read(needs, achievements, report=report)
        rows = running.read_rows(pairs, inputs)
        with progress_of("编码文本") as progress:
            scores = running.matcher(inputs, encoder=encoder, model=model, progress=progress).score(rows.pairs)
        running.write_scores(rows, scores, out)
