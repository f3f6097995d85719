"""Accounts: made, listed, given another password, disabled and enabled."""

import re
import unicodedata
from datetime import datetime
from typing import Final

from data.errors import RefusalError, UnknownIdError, UsageError
from data.records.accounts import BUREAUS, ORGANISATIONS, Account, Actor, NewAccount, Role
from data.records.audit import AuditAction, FieldChange
from data.records.scopes import Scope
from data.reference.regions import RegionLevel, load_regions
from data.storage.workspace import Stores, Workspace
from service.docking.passwords import check_strength, hash_password
from service.docking.permissions import ROLE_NAMES
from service.docking.record_kinds import KINDS
from service.docking.sign_in_limits import account_key

ACCOUNTS: Final = "accounts"
"""Under which kind the audit trail names accounts."""
MOST_NAME_CHARACTERS: Final = 50
MOST_ORGANISATION_CHARACTERS: Final = 200
LOGIN: Final = re.compile(r"[\w.@-]{2,32}")

ROLE_LABELS: Final = ROLE_NAMES
_LEVELS: Final = {
    Role.PROVINCE_BUREAU: RegionLevel.PROVINCE,
    Role.CITY_BUREAU: RegionLevel.CITY,
    Role.COUNTY_BUREAU: RegionLevel.COUNTY,
}

_EXAMPLES: Final = {
    Role.PROVINCE_BUREAU: "江苏省 320000",
    Role.CITY_BUREAU: "淮安市 320800",
    Role.COUNTY_BUREAU: "淮安市涟水县 320826",
}

_TOLD: Final = ("login", "name", "role", "region_code", "organisation")
PASSWORD_CHANGED: Final = (FieldChange("password", "", "***"),)
"""All that the audit trail says of a password."""


def fold_login(text: str) -> str:
    """Return a login name as it is kept: full-width and capital letters do not matter."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def make_account(login: str, *, name: str, role: Role, region_code: str = "", organisation: str = "") -> NewAccount:
    """Return an account whose parts fit together.

    Args:
        login: what the person types.
        name: how colleagues are shown the person; the login where it is blank.
        role: decides which of the next two is needed; the other must be blank.
        region_code: of a bureau, six digits of GB/T 2260, of the bureau's own level.
        organisation: of a university or an enterprise, exactly as its records write it.

    Returns:
        The account, blanks around its texts taken off.

    Raises:
        UsageError: a part is missing, not wanted, too long or unknown.
    """
    login, name, organisation = fold_login(login), name.strip() or fold_login(login), organisation.strip()
    if not LOGIN.fullmatch(login):
        raise UsageError("登录名不可用。", remedy="请用 2 至 32 个字母、数字、汉字或 . _ - @，中间没有空格。")
    is_long = len(name) > MOST_NAME_CHARACTERS or len(organisation) > MOST_ORGANISATION_CHARACTERS
    if is_long or not (name + organisation).isprintable():
        raise UsageError("姓名或单位名称太长，或含有无法显示的字符。", remedy="请写得简短些，并去掉这些字符。")
    _check_region(role, region_code)
    if (role in ORGANISATIONS) is not bool(organisation):
        raise UsageError(
            "高校院所和企业的账户须写明单位，其他角色不写。", remedy="单位名称须与需求或成果记录中的写法一致。"
        )
    return NewAccount(login=login, name=name, role=role, region_code=region_code, organisation=organisation)


def add_account(
    workspace: Workspace, account: NewAccount, *, password: str, at: datetime, by: Actor, must_change: bool = False
) -> Account:
    """Keep a new account.

    Args:
        workspace: where to keep it.
        account: as `make_account` returns it.
        password: must be good enough, see `passwords.check_strength`.
        at: aware.
        by: who makes it.
        must_change: somebody else chose the password.

    Returns:
        The account with its number.

    Raises:
        RefusalError: it is the first account and no administrator: nobody could go on; or its login name is taken, see
            `AccountRepository.add`.
    """
    check_strength(password, login=account.login)
    hashed = hash_password(password)
    with workspace.writing(by, at=at) as stores:
        stores.accounts.lock()  # of two first accounts one is
        if account.role is not Role.ADMINISTRATOR and not stores.accounts.any():
            raise RefusalError("第一个账户须是管理员。", remedy="请先建立管理员账户，再建立其他账户。")
        made = stores.accounts.add(account, password_hash=hashed, at=at, must_change=must_change)
        given = [FieldChange(name, "", str(getattr(made, name))) for name in _TOLD]
        stores.audit.tell(AuditAction.ADDED, ACCOUNTS, str(made.id), [each for each in given if each.after])
        return made


def list_accounts(workspace: Workspace) -> list[Account]:
    """Return every account, disabled ones too, in the order they were made."""
    with workspace.reading() as stores:
        return stores.accounts.all()


def account_of_login(workspace: Workspace, login: str) -> Account:
    """Return the account of a login name.

    Raises:
        UnknownIdError: there is none.
    """
    with workspace.reading() as stores:
        account = stores.accounts.by_login(fold_login(login))
    if account is None:
        raise UnknownIdError("没有这个登录名的账户。", remedy="请用 duijie users list 查看。")
    return account


def reset_password(workspace: Workspace, number: int, *, password: str, at: datetime, by: Actor) -> Account:
    """Give an account a password that its owner must change, end its sessions and lift its lock.

    Returns:
        The account; where there is none of that number the error is that of `_known`.
    """
    with workspace.reading() as stores:
        account = _known(stores, number)
    check_strength(password, login=account.login)
    hashed = hash_password(password)
    with workspace.writing(by, at=at) as stores:
        stores.accounts.set_password(number, password_hash=hashed, must_change=True)
        stores.sessions.end_all_of(number)
        stores.failures.forget(account_key(account.login))
        stores.audit.tell(AuditAction.CHANGED, ACCOUNTS, str(number), PASSWORD_CHANGED)
        return _known(stores, number)


def disable(workspace: Workspace, number: int, *, at: datetime, by: Actor) -> Account:
    """Disable an account and end its sessions; its machine tokens count no more while it is disabled.

    Returns:
        The account as it is now.

    Raises:
        RefusalError: it is the last administrator that may sign in.
    """
    with workspace.writing(by, at=at) as stores:
        stores.accounts.lock()  # two administrators who disable each other must not both succeed
        account = _known(stores, number)
        active = [each.id for each in stores.accounts.all() if _is_active_administrator(each)]
        if active == [number]:
            raise RefusalError("这是最后一个可用的管理员账户，不能停用。", remedy="请先增加另一个管理员账户。")
        if account.disabled_at is None:
            stores.accounts.set_disabled(number, at)
            change = FieldChange("disabled_at", "", at.isoformat(timespec="seconds"))
            stores.audit.tell(AuditAction.CHANGED, ACCOUNTS, str(number), [change])
        stores.sessions.end_all_of(number)
        return _known(stores, number)


def correct(workspace: Workspace, number: int, *, to: NewAccount, at: datetime, by: Actor) -> Account:
    """Give an account another name, role, region or organisation, and end its sessions; its login stays.

    Args:
        workspace: holds it.
        number: which.
        to: as `make_account` returns it; its login does not count.
        at: aware.
        by: who corrects it.

    Returns:
        The account as it is now; where there is none of that number the error is that of `_known`.

    Raises:
        RefusalError: it is the last administrator that may sign in, and would be none any more.
    """
    with workspace.writing(by, at=at) as stores:
        stores.accounts.lock()  # as for disabling
        account = _known(stores, number)
        active = [each.id for each in stores.accounts.all() if _is_active_administrator(each)]
        if active == [number] and to.role is not Role.ADMINISTRATOR:
            raise RefusalError("这是最后一个可用的管理员账户，不能改为别的角色。", remedy="请先增加另一个管理员账户。")
        stores.accounts.correct(number, to)
        corrected = _known(stores, number)
        changes = [
            FieldChange(name, str(getattr(account, name)), str(getattr(corrected, name)))
            for name in _TOLD
            if getattr(account, name) != getattr(corrected, name)
        ]
        if changes:
            stores.audit.tell(AuditAction.CHANGED, ACCOUNTS, str(number), changes)
            stores.sessions.end_all_of(number)
        return corrected


def is_unheard_of(workspace: Workspace, organisation: str) -> bool:
    """Tell whether no record is of an organisation, so that an account of it would see none."""
    scope = Scope(organisation=organisation)
    with workspace.reading() as stores:
        return not any(getattr(stores, kind).count(scope=scope) for kind in KINDS)


def place_of(account: Account) -> str:
    """Return what an account is in charge of or belongs to, in words; "" where it is everything."""
    region = load_regions().get(account.region_code)
    return f"{region.name}（{region.code}）" if region is not None else account.region_code or account.organisation


def enable(workspace: Workspace, number: int, *, at: datetime, by: Actor) -> Account:
    """Let a disabled account be used again; return it as it is now."""
    with workspace.writing(by, at=at) as stores:
        account = _known(stores, number)
        if account.disabled_at is not None:
            stores.accounts.set_disabled(number, None)
            change = FieldChange("disabled_at", account.disabled_at.isoformat(timespec="seconds"), "")
            stores.audit.tell(AuditAction.CHANGED, ACCOUNTS, str(number), [change])
        return _known(stores, number)


def _known(stores: Stores, number: int) -> Account:
    """Return the account of a number.

    Raises:
        UnknownIdError: there is none.
    """
    account = stores.accounts.get(number)
    if account is None:
        raise UnknownIdError(f"没有第 {number} 号账户。", remedy="请从账户列表中选择。")
    return account


def _is_active_administrator(account: Account) -> bool:
    return account.role is Role.ADMINISTRATOR and account.disabled_at is None


def _check_region(role: Role, code: str) -> None:
    if role not in BUREAUS:
        if code:
            raise UsageError("只有科技局的账户写地区代码。", remedy="请去掉地区代码。")
        return
    region = load_regions().get(code)
    # A municipality's districts stand right below it: 北京市 is a province, and has no cities of its own.
    if region is None or region.level is not _LEVELS[role]:
        raise UsageError(
            f"{ROLE_LABELS[role]}的地区代码不对。", remedy=f"请写同一级行政区划的六位代码，例如{_EXAMPLES[role]}。"
        )
