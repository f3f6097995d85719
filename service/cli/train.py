"""`duijie train`: a model of one's own from judged pairs."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.interruption import keeping
from service.cli.options import Encoder, Report

NeedFiles = Annotated[
    list[Path] | None,
    typer.Option("--needs", metavar="文件", help="技术需求；与 --achievements、--pairs 一起写，可重复写多个。"),
]
AchievementFiles = Annotated[
    list[Path] | None, typer.Option("--achievements", metavar="文件", help="科技成果；同上，可重复写多个。")
]
PairFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--pairs", metavar="文件", help="人工判定：need_id、achievement_id、level（1-4）三列；只用 --feedback 时不写。"
    ),
]


def train(  # noqa: PLR0913, PLR0917 - Typer reads the options of a command from its parameters
    out: Annotated[Path, typer.Option("--out", metavar="文件夹", help="模型写到哪个文件夹；--model 用它。")],
    needs: NeedFiles = None,
    achievements: AchievementFiles = None,
    pairs: PairFiles = None,
    feedback: Annotated[
        bool,
        typer.Option(
            "--feedback",
            help="也用工作区里的判定（duijie feedback）训练；留出两成需求从不训练，在这些需求上比较训练前后。",
        ),
    ] = False,
    base_model: Annotated[
        Path | None,
        typer.Option(
            "--base-model",
            metavar="文件夹",
            help="与 --feedback 同用：和哪个模型（文件夹、“自带”或 table）比较训练前后；不写则为正在使用的。",
        ),
    ] = None,
    encoder: Encoder = None,
    tune_vectors: Annotated[
        bool,
        typer.Option(
            "--tune-vectors",
            help="也从判定中学习对向量的校正（编码器本身不变），与模型放在一起；对没有见过的需求没有好处时不采用。",
        ),
    ] = False,
    name: Annotated[
        str, typer.Option("--name", metavar="名称", help="模型的名称，写在结果的模型编号里。")
    ] = "additive",
    folds: Annotated[
        int, typer.Option("--folds", min=3, max=10, metavar="折数", help="交叉检验分几折，按需求分（3 至 10）。")
    ] = 5,
    seed: Annotated[
        int, typer.Option("--seed", min=0, metavar="整数", help="分折和抽样的种子；相同则结果逐字节相同。")
    ] = 0,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="文件夹中已有训练好的模型时，用新的替换；不写则不覆盖。")
    ] = False,
    report: Report = None,
) -> None:
    """Train a model on judged pairs and say how good it is on needs it has not seen."""
    from service.cli import running, training  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it
    from service.docking.training import check_folder  # noqa: PLC0415 - as above

    with keeping(running.KEPT_VECTORS):
        files = training.Files(
            needs or [], achievements or [], pairs or [], report, uses_feedback=feedback, base_model=base_model
        )
        machinery = running.Machinery(encoder)
        plan = training.plan_of(name, folds, seed, tunes_vectors=tune_vectors)
        training.check_before_work(files, machinery, plan)
        check_folder(out, may_replace=overwrite)
        training.run(files, machinery, plan, out)
