"""`duijie reports`: figures of a region, forms filled from records, what was sent and what is due."""

from pathlib import Path
from typing import Annotated

import typer

from data.records.reports import ReportKind
from service.cli.help_pages import ChineseCommand, ChineseGroup
from service.cli.interruption import keeping
from service.cli.phrases import HELP

_NOTHING = "没有改动任何文件。"
_KEPT = "工作区没有改动：一次写入要么全部完成，要么全部不做。"

Kind = Annotated[ReportKind, typer.Argument(metavar="类别", help="monthly 月报、bulletin 简报、annual 年度统计等。")]
Form = Annotated[str, typer.Argument(metavar="表格", help="duijie reports forms 列出的名称。")]
Number = Annotated[int, typer.Argument(metavar="号", min=1, help="已报送报表的号，见 duijie reports list。")]
Region = Annotated[str, typer.Option("--region", metavar="代码", help="地区，六位代码，例如 320800。")]
Period = Annotated[
    str, typer.Option("--period", metavar="报告期", help="2026-11、2026 或 2026-06~2026-09；不写为本月或本年。")
]
Subject = Annotated[str, typer.Option("--of", metavar="单位", help="只填这个高校院所的。")]
Out = Annotated[list[Path] | None, typer.Option("--out", metavar="文件", help="写成文件，xlsx 或 docx，可重复。")]

app = typer.Typer(cls=ChineseGroup, help=HELP["reports"], rich_markup_mode=None)


@app.command("show", cls=ChineseCommand, help=HELP["reports show"])
def show(kind: Kind, region: Region, period: Period = "", out: Out = None) -> None:
    """Show a report as it stands now."""
    from service.cli import reporting  # noqa: PLC0415 - the database is loaded only by the commands that need it

    with keeping(_NOTHING):
        reporting.show_report(reporting.Asked(kind=kind, region=region, period=period), outputs=out or [])


@app.command("forms", cls=ChineseCommand, help=HELP["reports forms"])
def forms() -> None:
    """List the forms."""
    from service.cli import reporting  # noqa: PLC0415 - as above

    reporting.show_forms()


@app.command("form", cls=ChineseCommand, help=HELP["reports form"])
def form(form_id: Form, region: Region, period: Period = "", subject: Subject = "", out: Out = None) -> None:
    """Fill a form."""
    from service.cli import reporting  # noqa: PLC0415 - as above

    asked = reporting.Asked(kind=ReportKind.FORM, form=form_id, region=region, period=period, subject=subject)
    with keeping(_NOTHING):
        reporting.show_report(asked, outputs=out or [])


@app.command("send", cls=ChineseCommand, help=HELP["reports send"])
def send(
    kind: Kind,
    region: Region,
    period: Period = "",
    form_id: Annotated[str, typer.Option("--form", metavar="表格", help="类别是 form 时，哪一张表。")] = "",
    recipient: Annotated[str, typer.Option("--to", metavar="单位", help="报送给谁。")] = "",
    note: Annotated[str, typer.Option("--note", metavar="文字", help="更正原因；以前报过的必须写。")] = "",
) -> None:
    """Send a report: it is kept whole."""
    from service.cli import reporting  # noqa: PLC0415 - as above

    asked = reporting.Asked(kind=kind, form=form_id, region=region, period=period)
    with keeping(_KEPT):
        reporting.send_report(asked, recipient=recipient, note=note)


@app.command("list", cls=ChineseCommand, help=HELP["reports list"])
def list_() -> None:
    """List what was sent."""
    from service.cli import reporting  # noqa: PLC0415 - as above

    reporting.show_sent()


@app.command("file", cls=ChineseCommand, help=HELP["reports file"])
def file(number: Number, out: Annotated[Path, typer.Option("--out", metavar="文件", help="xlsx 或 docx。")]) -> None:
    """Write a file as it was sent."""
    from service.cli import reporting  # noqa: PLC0415 - as above

    with keeping(_NOTHING):
        reporting.write_sent(number, out)


@app.command("compare", cls=ChineseCommand, help=HELP["reports compare"])
def compare(number: Number) -> None:
    """Compare what was sent with today."""
    from service.cli import reporting  # noqa: PLC0415 - as above

    reporting.show_compared(number)


@app.command("due", cls=ChineseCommand, help=HELP["reports due"])
def due(region: Region) -> None:
    """Show who handed in what was due."""
    from service.cli import reporting  # noqa: PLC0415 - as above

    reporting.show_due(region)
