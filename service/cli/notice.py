"""`duijie notice`: what a notice asks, read from its file."""

from pathlib import Path
from typing import Annotated

import typer

File = Annotated[Path, typer.Argument(metavar="通知文件", help="通知的正文：txt、html、docx 或 pdf。")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="文件", help="把读出的内容写成 json，供其他程序使用；联系方式遮盖。")
]


def notice(file: File, out: Out = None) -> None:
    """Read a notice and show the rules it sets."""
    from service.cli import notice_report  # noqa: PLC0415 - the readers are heavy, and --help must not wait for them

    notice_report.report(file, out)
