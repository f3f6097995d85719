"""`duijie census`: who must report needs, who has, who is missing."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.help_pages import ChineseCommand, ChineseGroup
from service.cli.interruption import keeping
from service.cli.phrases import HELP

_KEPT = "工作区没有改动：一次写入要么全部完成，要么全部不做。"

Number = Annotated[int, typer.Argument(metavar="号", min=1, help="普查的号，见 duijie census list。")]
Name = Annotated[str, typer.Argument(metavar="名称", help="这次普查的名称。")]
Region = Annotated[str, typer.Option("--region", metavar="代码", help="普查的地区，六位代码，例如 320800。")]
Revenue = Annotated[
    float | None,
    typer.Option("--min-revenue", metavar="万元", min=0, help="上年销售收入达到多少万元的企业应报；不写则不按收入。"),
]
Tech = Annotated[bool, typer.Option("--tech", help="科技型企业不论收入都应报。")]
Needs = Annotated[int, typer.Option("--needs", metavar="项", min=1, max=100, help="每家至少报几项。")]
Due = Annotated[str | None, typer.Option("--due", metavar="日期", help="完成期限，如 2026-07-20。")]
Starts = Annotated[str | None, typer.Option("--from", metavar="日期", help="从哪一天起入库的需求才计；不写则都计。")]
Quoted = Annotated[str, typer.Option("--quote", metavar="原文", help="通知中作为依据的那句话。")]
Day = Annotated[str | None, typer.Option("--as-of", metavar="日期", help="按哪一天结束时统计；不写则为今天。")]
County = Annotated[str | None, typer.Option("--county", metavar="代码", help="只看这个县区，六位代码。")]
Files = Annotated[list[Path], typer.Argument(metavar="文件...", help="企业名册：xlsx、xls、csv、docx 等。")]

Folder = Annotated[Path, typer.Option("--out", metavar="文件夹", help="催报通知写到这个已有的文件夹。")]
Output = Annotated[Path | None, typer.Option("--out", metavar="文件", help="分诊表，xlsx、docx、html 或 csv。")]

app = typer.Typer(cls=ChineseGroup, help=HELP["census"], rich_markup_mode=None)


@app.command("open", cls=ChineseCommand, help=HELP["census open"])
def open_(  # noqa: PLR0913, PLR0917 - Typer reads the options of a command from its parameters
    name: Name,
    region: Region,
    min_revenue: Revenue = None,
    tech: Tech = False,
    needs: Needs = 1,
    due: Due = None,
    starts: Starts = None,
    quote: Quoted = "",
) -> None:
    """Open a campaign."""
    from service.cli import counting  # noqa: PLC0415 - the database is loaded only by the commands that need it

    terms = counting.Terms(
        min_revenue_wan=min_revenue, is_tech=tech, min_needs=needs, due=due, starts=starts, quote=quote
    )
    with keeping(_KEPT):
        counting.open_campaign(name, region, terms)


@app.command("list", cls=ChineseCommand, help=HELP["census list"])
def list_() -> None:
    """List the campaigns."""
    from service.cli import counting  # noqa: PLC0415 - as above

    counting.show_campaigns()


@app.command("import", cls=ChineseCommand, help=HELP["census import"])
def import_(number: Number, files: Files) -> None:
    """Import registers."""
    from service.cli import counting  # noqa: PLC0415 - as above

    with keeping(_KEPT):
        counting.import_registers(number, files)


@app.command("board", cls=ChineseCommand, help=HELP["census board"])
def board(number: Number, as_of: Day = None) -> None:
    """Show the board of a campaign."""
    from service.cli import counting  # noqa: PLC0415 - as above

    counting.show_board(number, as_of=as_of)


@app.command("missing", cls=ChineseCommand, help=HELP["census missing"])
def missing(number: Number, county: County = None, as_of: Day = None) -> None:
    """List the enterprises that must report and have not."""
    from service.cli import counting  # noqa: PLC0415 - as above

    counting.show_missing(number, county=county, as_of=as_of)


@app.command("reminders", cls=ChineseCommand, help=HELP["census reminders"])
def reminders(number: Number, out: Folder, as_of: Day = None) -> None:
    """Write the reminders of the counties as files."""
    from service.cli import counting  # noqa: PLC0415 - as above

    counting.write_reminders(number, out, as_of=as_of)


@app.command("triage", cls=ChineseCommand, help=HELP["census triage"])
def triage(number: Number, out: Output = None, as_of: Day = None) -> None:
    """Examine the needs of a campaign."""
    from service.cli import counting  # noqa: PLC0415 - as above

    with keeping("已诊断的保留，下次从没有诊断的继续。"):
        counting.examine(number, out, as_of=as_of)
