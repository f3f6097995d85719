"""`duijie evaluate`: how well the ranking agrees with people's judgements."""

from typing import Annotated

import typer

from service.cli.interruption import keeping
from service.cli.options import AchievementFiles, Encoder, Model, NeedFiles, PairFiles, Report
from service.cli.progress import progress_of


def evaluate(  # noqa: PLR0913, PLR0917 - Typer reads the options of a command from its parameters
    needs: NeedFiles,
    achievements: AchievementFiles,
    pairs: PairFiles,
    encoder: Encoder = None,
    model: Model = None,
    report: Report = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出，便于程序读取。")] = False,
) -> None:
    """Measure the ranking against judged pairs and show the figures."""
    from service.cli import running  # noqa: PLC0415 - the machinery is heavy, and --help must not wait for it

    with keeping(running.KEPT_VECTORS):
        running.check_tables([], inputs=[], report=report)
        inputs = running.read(needs, achievements, report=report)
        rows = running.read_rows(pairs, inputs)
        with progress_of("编码文本") as progress:
            figures = running.evaluate(rows, running.matcher(inputs, encoder=encoder, model=model, progress=progress))
        running.show_figures(figures, as_json=as_json)
