"""What `duijie users` does."""

import getpass
import sys
from datetime import UTC, datetime
from typing import Final

from data.errors import UsageError
from data.records.accounts import OPERATOR, Account, Role
from data.reference.regions import load_regions
from service.cli.console import show, show_table, tell
from service.cli.importing import open_workspace
from service.docking.accounts import (
    ROLE_LABELS,
    account_of_login,
    add_account,
    disable,
    enable,
    list_accounts,
    make_account,
    reset_password,
)
from service.docking.beijing import in_beijing

_HEADINGS: Final = ("登录名", "姓名", "角色", "地区或单位", "状态", "建立时间")


def add(login: str, *, role: Role, name: str, region_code: str, organisation: str) -> None:
    """Make an account whose password is asked for twice; the first is one's own, any other is somebody else's."""
    account = make_account(login, name=name, role=role, region_code=region_code, organisation=organisation)
    with open_workspace() as workspace:
        is_first = not list_accounts(workspace)
        password, at = _asked_password(), datetime.now(UTC)
        made = add_account(workspace, account, password=password, at=at, by=OPERATOR, must_change=not is_first)
    show(f"已建立账户 {made.login}（{ROLE_LABELS[made.role]}）。")
    tell("从现在起，打开网页服务都要登录。" if is_first else "本人第一次登录后须修改密码。")


def show_list() -> None:
    """Show the accounts."""
    with open_workspace() as workspace:
        accounts = list_accounts(workspace)
    if accounts:
        show_table(_HEADINGS, [_row(each) for each in accounts])
    else:
        show("还没有账户；网页服务只在本机开放时不用登录。")


def reset(login: str) -> None:
    """Give an account a password that its owner must change."""
    with open_workspace() as workspace:
        account = account_of_login(workspace, login)
        reset_password(workspace, account.id, password=_asked_password(), at=datetime.now(UTC), by=OPERATOR)
    show(f"已重设 {account.login} 的密码，解除了锁定；本人下次登录后须修改。")


def switch(login: str, *, is_on: bool) -> None:
    """Enable or disable an account."""
    with open_workspace() as workspace:
        account = account_of_login(workspace, login)
        change = enable if is_on else disable
        change(workspace, account.id, at=datetime.now(UTC), by=OPERATOR)
    show(f"已{'启用' if is_on else '停用'}账户 {account.login}。")


def _asked_password() -> str:
    """Return a password typed twice without being shown; a program writes it once, as a line of standard input.

    Raises:
        UsageError: the two differ.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("密码（至少 8 个字符，输入时不显示）：")
    if getpass.getpass("再输入一遍：") != first:
        raise UsageError("两次输入的密码不一样。", remedy="请重新执行命令。")
    return first


def _row(account: Account) -> tuple[str, ...]:
    region = load_regions().get(account.region_code)
    place = account.organisation if region is None else f"{region.name} {region.code}"
    state = "停用" if account.disabled_at else ("须改密码" if account.must_change else "可用")
    made = in_beijing(account.created_at).strftime("%Y-%m-%d %H:%M")
    return (account.login, account.name, ROLE_LABELS[account.role], place or "-", state, made)
