"""`duijie connect`: files of other platforms, in and out."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.help_pages import ChineseCommand, ChineseGroup
from service.cli.interruption import keeping
from service.cli.phrases import HELP

KEPT = "工作区没有改动：一次导入要么全部完成，要么全部不做。"
NOTHING = "没有写出文件。"

Profile = Annotated[str, typer.Argument(metavar="样式", help="duijie connect list 列出的名称，或一个 .json 文件。")]

app = typer.Typer(cls=ChineseGroup, help=HELP["connect"], rich_markup_mode=None)


@app.command("list", cls=ChineseCommand, help=HELP["connect list"])
def list_() -> None:
    """Show the profiles that come with the product."""
    from service.cli import connecting  # noqa: PLC0415 - loaded only by the commands that need it

    connecting.show_connectors()


@app.command("export", cls=ChineseCommand, help=HELP["connect export"])
def export(
    profile: Profile,
    out: Annotated[Path, typer.Option("--out", metavar="文件", help="写到哪里；后缀与样式的文件格式一致。")],
) -> None:
    """Write the records of the workspace as a platform's file."""
    from service.cli import connecting  # noqa: PLC0415 - as above

    with keeping(NOTHING):
        connecting.export(profile, out)


@app.command("import", cls=ChineseCommand, help=HELP["connect import"])
def import_(profile: Profile, file: Annotated[Path, typer.Argument(metavar="文件", help="从平台下载的文件。")]) -> None:
    """Take a platform's file into the workspace."""
    from service.cli import connecting  # noqa: PLC0415 - as above

    with keeping(KEPT):
        connecting.take_in(profile, file)
