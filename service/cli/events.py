"""`duijie events`: docking events of the workspace, in and out as event files, and planned."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.help_pages import ChineseCommand, ChineseGroup
from service.cli.interruption import keeping
from service.cli.phrases import HELP

_KEPT = "工作区没有改动：一次写入要么全部完成，要么全部不做。"

Number = Annotated[int, typer.Argument(metavar="号", min=1, help="对接会的号，见 duijie events list。")]
File = Annotated[Path, typer.Argument(metavar="活动.json", help="活动文件，格式见 docs/agenda.md。")]
Region = Annotated[str, typer.Option("--region", metavar="代码", help="活动所在地区，六位代码，例如 320800。")]
Output = Annotated[Path, typer.Option("--out", metavar="文件", help="写到这个 json 文件。")]
Seconds = Annotated[int, typer.Option("--time-limit", min=1, max=600, metavar="秒", help="最多计算多久。")]
Seed = Annotated[int, typer.Option("--seed", min=0, max=2**31 - 1, metavar="整数", help="随机种子。")]
Replan = Annotated[bool, typer.Option("--replan", help="在草稿上改排，改动最少；不写则整场排。")]

app = typer.Typer(cls=ChineseGroup, help=HELP["events"], rich_markup_mode=None)


@app.command("list", cls=ChineseCommand, help=HELP["events list"])
def list_() -> None:
    """List the events."""
    from service.cli import holding  # noqa: PLC0415 - the database is loaded only by the commands that need it

    holding.show_events()


@app.command("import", cls=ChineseCommand, help=HELP["events import"])
def import_(file: File, region: Region) -> None:
    """Set an event up from a file."""
    from service.cli import holding  # noqa: PLC0415 - as above

    with keeping(_KEPT):
        holding.take_event(file, region)


@app.command("export", cls=ChineseCommand, help=HELP["events export"])
def export(number: Number, out: Output) -> None:
    """Write the file of an event."""
    from service.cli import holding  # noqa: PLC0415 - as above

    with keeping("没有写出活动文件。"):
        holding.give_event(number, out)


@app.command("plan", cls=ChineseCommand, help=HELP["events plan"])
def plan(number: Number, *, replan: Replan = False, time_limit: Seconds = 60, seed: Seed = 0) -> None:
    """Plan an event, or change its draft."""
    from service.cli import holding  # noqa: PLC0415 - as above, and the solvers

    with keeping("草稿没有改动。"):
        holding.plan_event(number, is_replan=replan, seconds=time_limit, seed=seed)
