"""`duijie feedback`: verdicts of people on pairs of the workspace."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.help_pages import ChineseCommand, ChineseGroup
from service.cli.interruption import keeping
from service.cli.phrases import HELP

KEPT = "反馈没有改动：一次写入要么全部完成，要么全部不做。"
NOTHING = "没有改动任何文件。"

NeedNumber = Annotated[str, typer.Argument(metavar="需求编号", help="工作区里的一项需求。")]
AchievementNumber = Annotated[str, typer.Argument(metavar="成果编号", help="工作区里的一项成果。")]
VerdictText = Annotated[str, typer.Argument(metavar="结论", help="推荐、婉拒或存疑（accept、reject、unsure）。")]
ReasonText = Annotated[
    str | None,
    typer.Option("--reason", metavar="理由", help="固定理由之一，见 duijie feedback reasons；婉拒时必须写。"),
]
Comment = Annotated[
    str, typer.Option("--comment", metavar="文字", help="补充说明；理由为“其他”时必须写。", show_default=False)
]
By = Annotated[str, typer.Option("--by", metavar="判定人", help="谁判定的：姓名或岗位，用于区分不同人的意见。")]
FeedbackFiles = Annotated[
    list[Path],
    typer.Argument(
        metavar="文件...", help="表格，列为 need_id、achievement_id、verdict、reason、comment，可有 judge。"
    ),
]
Out = Annotated[Path, typer.Option("--out", metavar="文件.csv", help="写到哪个文件，csv 或 tsv。")]

app = typer.Typer(cls=ChineseGroup, help=HELP["feedback"], rich_markup_mode=None)


@app.command("add", cls=ChineseCommand, help=HELP["feedback add"])
def add(
    need: NeedNumber,
    achievement: AchievementNumber,
    verdict: VerdictText,
    reason: ReasonText = None,
    comment: Comment = "",
    by: By = "",
) -> None:
    """Keep one verdict."""
    from service.cli import verdicts  # noqa: PLC0415 - the database is loaded only by the commands that need it

    with keeping(KEPT):
        verdicts.add((need, achievement), verdict, reason=reason, comment=comment, judge=by)


@app.command("import", cls=ChineseCommand, help=HELP["feedback import"])
def import_(files: FeedbackFiles, by: By = "") -> None:
    """Keep the verdicts of tables."""
    from service.cli import verdicts  # noqa: PLC0415 - as above

    with keeping(KEPT):
        verdicts.import_files(files, judge=by)


@app.command("list", cls=ChineseCommand, help=HELP["feedback list"])
def list_(
    need: Annotated[str | None, typer.Option("--need", metavar="需求编号", help="只列这项需求的。")] = None,
    everything: Annotated[bool, typer.Option("--all", help="也列已被取代和已撤回的。")] = False,
) -> None:
    """Show verdicts."""
    from service.cli import verdicts  # noqa: PLC0415 - as above

    with keeping(NOTHING):
        verdicts.show_list(need, everything=everything)


@app.command("export", cls=ChineseCommand, help=HELP["feedback export"])
def export(
    out: Out,
    as_pairs: Annotated[
        bool, typer.Option("--pairs", help="写成成对清单（level 1-4），供 duijie train 和 evaluate 使用。")
    ] = False,
    part: Annotated[
        str | None,
        typer.Option(
            "--part",
            metavar="training|frozen|all",
            help="与 --pairs 同用：training 可训练的（不写即此），frozen 留作检验、从不训练的两成需求，all 全部。",
        ),
    ] = None,
) -> None:
    """Write verdicts."""
    from service.cli import verdicts  # noqa: PLC0415 - as above

    with keeping(NOTHING):
        verdicts.export(out, as_pairs=as_pairs, part=part)


@app.command("withdraw", cls=ChineseCommand, help=HELP["feedback withdraw"])
def withdraw(
    number: Annotated[int, typer.Argument(metavar="号", min=1, help="反馈的号，见 duijie feedback list。")],
    by: By = "",
) -> None:
    """Take a verdict back."""
    from service.cli import verdicts  # noqa: PLC0415 - as above

    with keeping(KEPT):
        verdicts.take_back(number, by=by)


@app.command("reasons", cls=ChineseCommand, help=HELP["feedback reasons"])
def reasons() -> None:
    """Show the fixed reasons."""
    from service.cli import verdicts  # noqa: PLC0415 - as above

    verdicts.show_reasons()
