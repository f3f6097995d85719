"""`duijie deals`: the signing pipeline of the workspace, its supervision and the pre-check of registrations."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from data.records.deals import Stage
from service.cli.help_pages import ChineseCommand, ChineseGroup
from service.cli.interruption import keeping
from service.cli.phrases import HELP

_NOTHING = "没有改动任何文件。"

Out = Annotated[
    list[Path] | None,
    typer.Option("--out", metavar="文件", help="写成文件，可重复；按结尾为 xlsx、docx、html 或 csv。"),
]

app = typer.Typer(cls=ChineseGroup, help=HELP["deals"], rich_markup_mode=None)


@app.command("list", cls=ChineseCommand, help=HELP["deals list"])
def list_(
    stage: Annotated[
        list[Stage] | None, typer.Option("--stage", metavar="阶段", help="只列这个阶段的，可重复，例如 contract。")
    ] = None,
    words: Annotated[str, typer.Option("--words", metavar="文字", help="名称、企业或高校中有这些字。")] = "",
    out: Out = None,
) -> None:
    """Show deals."""
    from service.cli import dealing  # noqa: PLC0415 - the database is loaded only by the commands that need it

    with keeping(_NOTHING):
        dealing.show_list(stages=stage or [], words=words, outputs=out or [])


@app.command("overdue", cls=ChineseCommand, help=HELP["deals overdue"])
def overdue(out: Out = None) -> None:
    """Show what is overdue."""
    from service.cli import dealing  # noqa: PLC0415 - as above

    with keeping(_NOTHING):
        dealing.show_overdue(outputs=out or [])


@app.command("sample", cls=ChineseCommand, help=HELP["deals sample"])
def sample(
    n: Annotated[int, typer.Argument(metavar="项数", help="抽查几项。")] = 10,
    seed: Annotated[str, typer.Option("--seed", metavar="文字", help="种子；不写则用截至的日期，一并显示。")] = "",
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", metavar="日期", formats=["%Y-%m-%d"], help="截至哪一天；不写为今天。")
    ] = None,
    out: Out = None,
) -> None:
    """Draw a spot check."""
    from service.cli import dealing  # noqa: PLC0415 - as above

    with keeping(_NOTHING):
        dealing.show_sample(n, seed=seed, as_of=None if as_of is None else as_of.date(), outputs=out or [])


@app.command("precheck", cls=ChineseCommand, help=HELP["deals precheck"])
def precheck(
    number: Annotated[int, typer.Argument(metavar="台账号", min=1, help="见 duijie deals list。")],
    contract: Annotated[
        int, typer.Option("--contract", metavar="号", min=0, help="台账里的哪份合同；不写为第一份。")
    ] = 0,
    out: Out = None,
) -> None:
    """Check a contract before its registration."""
    from service.cli import dealing  # noqa: PLC0415 - as above

    with keeping(_NOTHING):
        dealing.show_precheck(number, contract=contract, outputs=out or [])
