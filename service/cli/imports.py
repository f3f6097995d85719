"""`duijie import`: files into the workspace, with a report of every row."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.help_pages import ChineseCommand, ChineseGroup
from service.cli.interruption import keeping
from service.cli.options import Report
from service.cli.phrases import HELP

Files = Annotated[
    list[Path], typer.Argument(metavar="文件...", help="xlsx、xls、csv、tsv、jsonl、docx、pdf、html 或 txt。")
]
KEPT = "工作区没有改动：一次导入要么全部完成，要么全部不做。"

app = typer.Typer(
    cls=ChineseGroup,
    help=HELP["import"],
    rich_markup_mode=None,
)


@app.command("needs", cls=ChineseCommand, help=HELP["import needs"])
def needs(files: Files, report: Report = None) -> None:
    """Import needs."""
    _import("needs", files, report)


@app.command("achievements", cls=ChineseCommand, help=HELP["import achievements"])
def achievements(files: Files, report: Report = None) -> None:
    """Import achievements."""
    _import("achievements", files, report)


@app.command("parties", cls=ChineseCommand, help=HELP["import parties"])
def parties(files: Files, report: Report = None) -> None:
    """Import parties."""
    _import("parties", files, report)


def _import(kind: str, files: list[Path], report: Path | None) -> None:
    from service.cli import importing  # noqa: PLC0415 - the database is loaded only by the commands that need it

    with keeping(KEPT):
        importing.import_files(kind, files, report=report)
