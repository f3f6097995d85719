"""`duijie evaluate`: how well the ranking agrees with people's judgements."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.interruption import keeping
from service.cli.options import AchievementFiles, Encoder, Models, NeedFiles, PairFiles, Report


def evaluate(  # noqa: PLR0913, PLR0917 - Typer reads the options of a command from its parameters
    needs: NeedFiles,
    achievements: AchievementFiles,
    pairs: PairFiles,
    encoder: Encoder = None,
    model: Models = None,
    report: Report = None,
    cases: Annotated[
        Path | None,
        typer.Option("--cases", metavar="文件.csv", help="逐对写出判定与打分，排得最差的需求在前，便于查看错在哪里。"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出，便于程序读取。")] = False,
) -> None:
    """Measure the ranking against judged pairs and show the figures."""
    from service.cli import judging, running  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping(running.KEPT_VECTORS):
        outputs = [] if cases is None else [cases]
        inputs_read = [*needs, *achievements, *pairs]
        running.check_before_work(outputs, inputs=inputs_read, report=report, endings=(".csv",))
        inputs, table = judging.read(needs, achievements, pairs, report=report)
        wanted = judging.Contest(encoder, model or (None,))
        judging.judge(inputs, table, wanted, as_json=as_json, cases=cases)
