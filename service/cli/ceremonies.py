"""`duijie ceremonies`: signing ceremonies listed, ranked and written out."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.help_pages import ChineseCommand, ChineseGroup
from service.cli.interruption import keeping
from service.cli.phrases import HELP

Number = Annotated[int, typer.Argument(metavar="号", min=1, help="duijie ceremonies list 列出的号。")]
Outputs = Annotated[
    list[Path] | None,
    typer.Option("--out", metavar="文件", help="写成文件，可重复；按结尾为 xlsx、docx、html 或 csv。"),
]

app = typer.Typer(cls=ChineseGroup, help=HELP["ceremonies"], rich_markup_mode=None)


@app.command("list", cls=ChineseCommand, help=HELP["ceremonies list"])
def list_() -> None:
    """Show all ceremonies."""
    from service.cli import signing  # noqa: PLC0415 - the database is loaded only by the commands that need it

    signing.show_ceremonies()


@app.command("rank", cls=ChineseCommand, help=HELP["ceremonies rank"])
def rank(number: Number) -> None:
    """Show the ranking of a ceremony's deals."""
    from service.cli import signing  # noqa: PLC0415 - as above

    signing.show_ranking(number)


@app.command("order", cls=ChineseCommand, help=HELP["ceremonies order"])
def order(number: Number, out: Outputs = None) -> None:
    """Show or write the running order."""
    from service.cli import signing  # noqa: PLC0415 - as above

    with keeping("没有写出文件。"):
        signing.give_order(number, outputs=out or [])


@app.command("form", cls=ChineseCommand, help=HELP["ceremonies form"])
def form(
    number: Number,
    out: Annotated[list[Path], typer.Option("--out", metavar="文件", help="xlsx 或 docx，可重复。")],
) -> None:
    """Write the form of recommended projects."""
    from service.cli import signing  # noqa: PLC0415 - as above

    with keeping("没有写出文件。"):
        signing.write_form(number, outputs=out)
