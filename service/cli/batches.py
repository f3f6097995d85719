"""`duijie batches`: files that were imported, and taking an import back."""

from typing import Annotated

import typer

from service.cli.help_pages import ChineseCommand, ChineseGroup
from service.cli.interruption import keeping
from service.cli.phrases import HELP

KEPT = "工作区没有改动：一次撤销要么全部完成，要么全部不做。"
NOTHING = "没有改动任何文件。"

app = typer.Typer(cls=ChineseGroup, help=HELP["batches"], rich_markup_mode=None)


@app.command("list", cls=ChineseCommand, help=HELP["batches list"])
def list_() -> None:
    """Show imported files."""
    from service.cli import importing  # noqa: PLC0415 - the database is loaded only by the commands that need it

    with keeping(NOTHING):
        importing.show_batches()


@app.command("undo", cls=ChineseCommand, help=HELP["batches undo"])
def undo(
    number: Annotated[int, typer.Argument(metavar="号", min=1, help="导入的号，见 duijie batches list。")],
) -> None:
    """Take an import back."""
    from service.cli import importing  # noqa: PLC0415 - as above

    with keeping(KEPT):
        importing.take_back(number)
