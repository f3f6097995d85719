"""`duijie rules`: notices into the workspace, the rules that apply, what is due, and checks of facts."""

from pathlib import Path
from typing import Annotated

import typer

from data.records.rules import RuleKind
from service.cli.help_pages import ChineseCommand, ChineseGroup
from service.cli.interruption import keeping
from service.cli.phrases import HELP

KEPT = "工作区没有改动：一份通知要么连同规则全部存入，要么全部不存。"

AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="日期", help="按哪一天适用的规则，如 2025-06-30；不写则为今天。")
]
Kind = Annotated[
    RuleKind | None,
    typer.Option(
        "--kind",
        metavar="类别",
        help="census 普查，quota 名额，due 时限，composition 构成，min_count 次数，name 名称，criteria 条件，"
        "dossier 材料，ladder 深化，target_tree 目标，field_map 对照，time_limit 限时。",
    ),
]

app = typer.Typer(cls=ChineseGroup, help=HELP["rules"], rich_markup_mode=None)


@app.command("load", cls=ChineseCommand, help=HELP["rules load"])
def load(
    file: Annotated[Path, typer.Argument(metavar="文件", help="通知：txt、html、docx 或 pdf。")],
) -> None:
    """Load a notice."""
    from service.cli import rulebook  # noqa: PLC0415 - the database is loaded only by the commands that need it

    with keeping(KEPT):
        rulebook.load(file)


@app.command("list", cls=ChineseCommand, help=HELP["rules list"])
def list_(
    as_of: AsOf = None,
    kind: Kind = None,
    waiting: Annotated[bool, typer.Option("--waiting", help="列出待确认的，而不是适用的。")] = False,
) -> None:
    """Show the rules."""
    from service.cli import rulebook  # noqa: PLC0415 - as above

    rulebook.show_rules(as_of, kind=kind, is_waiting=waiting)


@app.command("deadlines", cls=ChineseCommand, help=HELP["rules deadlines"])
def deadlines(
    as_of: AsOf = None,
    days: Annotated[int, typer.Option("--days", min=1, max=3660, metavar="天数", help="往后看多少天。")] = 180,
    reminders: Annotated[bool, typer.Option("--reminders", help="写出每一项的提醒。")] = False,
) -> None:
    """Show what is due."""
    from service.cli import rulebook  # noqa: PLC0415 - as above

    rulebook.show_deadlines(as_of, days=days, with_reminders=reminders)


@app.command("check", cls=ChineseCommand, help=HELP["rules check"])
def check(
    number: Annotated[int, typer.Argument(metavar="号", min=1, help="规则的号，见 duijie rules list。")],
    facts: Annotated[Path, typer.Argument(metavar="事实.json", help="这一类规则的事实，写法见 docs/rules.md。")],
    as_of: AsOf = None,
    keep: Annotated[bool, typer.Option("--keep", help="把检查和事实记入工作区，以便日后重做。")] = False,
) -> None:
    """Check facts by a rule."""
    from service.cli import rulebook  # noqa: PLC0415 - as above

    rulebook.check_facts(number, facts, as_of=as_of, is_kept=keep)
