"""`duijie alliances`: alliances listed and checked."""

from typing import Annotated

import typer

from service.cli.help_pages import ChineseCommand, ChineseGroup
from service.cli.phrases import HELP

app = typer.Typer(cls=ChineseGroup, help=HELP["alliances"], rich_markup_mode=None)


@app.command("list", cls=ChineseCommand, help=HELP["alliances list"])
def list_() -> None:
    """Show all alliances."""
    from service.cli import associating  # noqa: PLC0415 - loaded only by the commands that need it

    associating.show_alliances()


@app.command("check", cls=ChineseCommand, help=HELP["alliances check"])
def check(number: Annotated[int, typer.Argument(metavar="号", min=1, help="duijie alliances list 列出的号。")]) -> None:
    """Check an alliance by the rules of its notice."""
    from service.cli import associating  # noqa: PLC0415 - as above

    associating.show_checks(number)
