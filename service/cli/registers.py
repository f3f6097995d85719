"""`duijie registers`: the office's registers, shown, taken in and written out."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.help_pages import ChineseCommand, ChineseGroup
from service.cli.interruption import keeping
from service.cli.phrases import HELP

Name = Annotated[str, typer.Argument(metavar="台账", help="duijie registers list 列出的名称。")]

app = typer.Typer(cls=ChineseGroup, help=HELP["registers"], rich_markup_mode=None)


@app.command("list", cls=ChineseCommand, help=HELP["registers list"])
def list_() -> None:
    """Show all registers."""
    from service.cli import registering  # noqa: PLC0415 - loaded only by the commands that need it

    registering.show_registers()


@app.command("show", cls=ChineseCommand, help=HELP["registers show"])
def show(name: Name) -> None:
    """Show the figures of a register and what is due."""
    from service.cli import registering  # noqa: PLC0415 - as above

    registering.show_register(name)


@app.command("import", cls=ChineseCommand, help=HELP["registers import"])
def import_(
    name: Name, file: Annotated[Path, typer.Argument(metavar="文件", help="表头与台账各栏相同的表格。")]
) -> None:
    """Take a table into a register."""
    from service.cli import registering  # noqa: PLC0415 - as above

    with keeping("台账没有改动：一次导入要么全部完成，要么全部不做。"):
        registering.take_in(name, file)


@app.command("export", cls=ChineseCommand, help=HELP["registers export"])
def export(
    name: Name,
    out: Annotated[Path, typer.Option("--out", metavar="文件", help="xlsx、docx、html 或 csv。")],
) -> None:
    """Write a register out."""
    from service.cli import registering  # noqa: PLC0415 - as above

    with keeping("没有写出文件。"):
        registering.export(name, out)
