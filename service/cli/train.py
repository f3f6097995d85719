"""`duijie train`: a ranker of one's own from judged pairs."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.interruption import keeping
from service.cli.options import AchievementFiles, Encoder, NeedFiles, PairFiles, Report


def train(  # noqa: PLR0913, PLR0917 - Typer reads the options of a command from its parameters
    needs: NeedFiles,
    achievements: AchievementFiles,
    pairs: PairFiles,
    out: Annotated[Path, typer.Option("--out", metavar="文件夹", help="模型写到哪个文件夹；--model 用它。")],
    encoder: Encoder = None,
    name: Annotated[
        str, typer.Option("--name", metavar="名称", help="模型的名称，写在结果的模型编号里。")
    ] = "additive",
    folds: Annotated[
        int, typer.Option("--folds", min=3, max=10, metavar="折数", help="交叉检验分几折，按需求分（3 至 10）。")
    ] = 5,
    seed: Annotated[
        int, typer.Option("--seed", min=0, metavar="整数", help="分折和抽样的种子；相同则结果逐字节相同。")
    ] = 0,
    report: Report = None,
) -> None:
    """Train a ranker on judged pairs and say how good it is on needs it has not seen."""
    from service.cli import running, training  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping(running.KEPT_VECTORS):
        training.check_before_work(out, inputs=[*needs, *achievements, *pairs], report=report)
        files = training.Files(needs, achievements, pairs, report)
        training.run(files, running.Machinery(encoder), training.plan_of(name, folds, seed), out)
