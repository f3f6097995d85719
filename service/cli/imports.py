"""`duijie import`: files into the workspace, with a report of every row."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.interruption import keeping
from service.cli.options import Report
from service.cli.help_pages import ChineseCommand, ChineseGroup

Files = Annotated[
    list[Path], typer.Argument(metavar="文件...", help="xlsx、xls、csv、tsv、jsonl、docx、pdf、html 或 txt。")
]
KEPT = "工作区没有改动：一次导入要么全部完成，要么全部不做。"

app = typer.Typer(
    cls=ChineseGroup,
    help="把需求、成果或单位导入工作区，并报告每一行的去向。",
    rich_markup_mode=None,
)


@app.command("needs", cls=ChineseCommand)
def needs(files: Files, report: Report = None) -> None:
    """导入技术需求。编号相同而内容不同的，以新内容为准并列入报告。

    例：duijie import needs 洪泽区需求.xlsx 盱眙县需求.docx
    """
    _import("needs", files, report)


@app.command("achievements", cls=ChineseCommand)
def achievements(files: Files, report: Report = None) -> None:
    """导入科技成果。编号相同而内容不同的，以新内容为准并列入报告。

    例：duijie import achievements 成果汇编.xlsx --report 导入情况.csv
    """
    _import("achievements", files, report)


@app.command("parties", cls=ChineseCommand)
def parties(files: Files, report: Report = None) -> None:
    """导入单位名录：企业、高校、院所、中介机构、科技局。

    例：duijie import parties 单位名录.csv
    """
    _import("parties", files, report)


def _import(kind: str, files: list[Path], report: Path | None) -> None:
    from service.cli import office  # noqa: PLC0415 - the database is loaded only by the commands that need it

    with keeping(KEPT):
        office.import_files(kind, files, report=report)
