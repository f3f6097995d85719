"""`duijie users`: the accounts of the workspace."""

from typing import Annotated

import typer

from data.records.accounts import Role
from service.cli.help_pages import ChineseCommand, ChineseGroup
from service.cli.interruption import keeping
from service.cli.phrases import HELP

_KEPT = "账户没有改动：一次写入要么全部完成，要么全部不做。"

Login = Annotated[str, typer.Argument(metavar="登录名", help="字母、数字、汉字或 . _ - @，2 至 32 个。")]
RoleOption = Annotated[
    Role,
    typer.Option(
        "--role",
        metavar="角色",
        help="administrator 管理员，province_bureau、city_bureau、county_bureau 省、市、县科技局，"
        "university 高校院所，enterprise 企业，event_planner 会务。",
    ),
]
Name = Annotated[str, typer.Option("--name", metavar="姓名", help="给同事看的姓名；不写则用登录名。")]
Region = Annotated[str, typer.Option("--region", metavar="代码", help="科技局的地区代码，六位，例如 320000。")]
Organisation = Annotated[
    str, typer.Option("--organisation", metavar="单位", help="高校院所或企业的名称，与记录中的写法一致。")
]

app = typer.Typer(cls=ChineseGroup, help=HELP["users"], rich_markup_mode=None)


@app.command("add", cls=ChineseCommand, help=HELP["users add"])
def add(login: Login, role: RoleOption, name: Name = "", region: Region = "", organisation: Organisation = "") -> None:
    """Make an account."""
    from service.cli import people  # noqa: PLC0415 - the database is loaded only by the commands that need it

    with keeping(_KEPT):
        people.add(login, role=role, name=name, region_code=region, organisation=organisation)


@app.command("list", cls=ChineseCommand, help=HELP["users list"])
def list_() -> None:
    """Show the accounts."""
    from service.cli import people  # noqa: PLC0415 - as above

    people.show_list()


@app.command("reset", cls=ChineseCommand, help=HELP["users reset"])
def reset(login: Login) -> None:
    """Give an account another password."""
    from service.cli import people  # noqa: PLC0415 - as above

    with keeping(_KEPT):
        people.reset(login)


@app.command("disable", cls=ChineseCommand, help=HELP["users disable"])
def disable(login: Login) -> None:
    """Let an account be used no more."""
    from service.cli import people  # noqa: PLC0415 - as above

    people.switch(login, is_on=False)


@app.command("enable", cls=ChineseCommand, help=HELP["users enable"])
def enable(login: Login) -> None:
    """Let a disabled account be used again."""
    from service.cli import people  # noqa: PLC0415 - as above

    people.switch(login, is_on=True)
