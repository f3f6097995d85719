"""Signing in with a password, and the sessions that follow."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from data.errors import NotSignedInError, UsageError
from data.records.accounts import NOBODY, Account, Actor, Channel, Session
from data.records.audit import AuditAction
from data.storage.workspace import Stores, Workspace
from service.docking.accounts import ACCOUNTS, LOGIN, PASSWORD_CHANGED, fold_login
from service.docking.passwords import check_strength, hash_password, is_password
from service.docking.sign_in_limits import charge, refund

LONGEST_IDLE: Final = timedelta(hours=8)
LONGEST: Final = timedelta(days=7)
TOUCH_EVERY: Final = timedelta(minutes=5)
"""How often the use of a session or token is written down: reading a page should seldom wait for a lock."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session; `token` goes into the browser's cookie and is stored nowhere."""

    token: str
    account: Account


def sign_in(
    workspace: Workspace, login: str, password: str, *, address: str, at: datetime, former: str = ""
) -> SignedIn:
    """Begin a session.

    Args:
        workspace: holds the accounts.
        login: as typed.
        password: as typed.
        address: of the other computer, whose failures are counted too.
        at: aware.
        former: token of the session this browser had, which ends: what was known before is worth nothing after.

    Returns:
        The session; where it failed too often the error is that of `sign_in_limits.charge`.

    Raises:
        NotSignedInError: name and password do not fit, or the account is disabled; which of them is not said.
    """
    folded = fold_login(login)
    named, is_proven = _proven(workspace, folded, password, address=address, at=at)
    if named is None or not is_proven or named.disabled_at is not None:
        _tell_refused(workspace, named, by=NOBODY, at=at)
        raise NotSignedInError("登录名或密码不对，或账户已停用。", remedy="请核对后重试；忘记密码的，请管理员重设。")
    with workspace.writing(named.acting(Channel.WEB), at=at) as stores:
        refund(stores, login=folded, address=address)
        stores.sessions.end(digest_of(former))
        stores.sessions.clear(seen_before=at - LONGEST_IDLE, created_before=at - LONGEST)
        stores.audit.tell(AuditAction.SIGNED_IN, ACCOUNTS, str(named.id))
        return _begin(stores, named, at)


def account_of_session(workspace: Workspace, token: str, *, at: datetime) -> Account:
    """Return whose session a token is, and write down that it was used.

    Raises:
        NotSignedInError: there is no such session, it is over, or the account was disabled.
    """
    with workspace.reading() as stores:
        session = stores.sessions.get(digest_of(token))
        account = None if session is None else stores.accounts.get(session.account_id)
    if session is None or account is None or account.disabled_at is not None or not _is_alive(session, at):
        raise NotSignedInError("还没有登录，或登录已过期。", remedy="请重新登录。")
    if at - session.seen_at >= TOUCH_EVERY:
        with workspace.writing() as stores:
            stores.sessions.touch(session.digest, at)
    return account


def sign_out(workspace: Workspace, token: str) -> None:
    """End a session; nothing happens where it has ended already."""
    with workspace.writing() as stores:
        stores.sessions.end(digest_of(token))


def change_password(
    workspace: Workspace, account: Account, *, current: str, new: str, address: str, at: datetime
) -> SignedIn:
    """Give an account the password its owner chose; every session ends, and a new one begins.

    Args:
        workspace: holds the accounts.
        account: whose owner asks.
        current: the password so far; tries are limited as those of signing in.
        new: must be good enough, see `passwords.check_strength`.
        address: of the other computer.
        at: aware.

    Returns:
        The new session.

    Raises:
        UsageError: the password so far is wrong, or the new one is the same.
    """
    check_strength(new, login=account.login)
    _, is_proven = _proven(workspace, account.login, current, address=address, at=at)
    if not is_proven:
        _tell_refused(workspace, account, by=account.acting(Channel.WEB), at=at)
        raise UsageError("现在的密码不对。", remedy="请重新填写；忘记密码的，请管理员重设。")
    if current == new:
        raise UsageError("新密码与现在的相同。", remedy="请换一个。")
    hashed = hash_password(new)
    with workspace.writing(account.acting(Channel.WEB), at=at) as stores:
        refund(stores, login=account.login, address=address)
        stores.accounts.set_password(account.id, password_hash=hashed, must_change=False)
        stores.sessions.end_all_of(account.id)
        stores.audit.tell(AuditAction.CHANGED, ACCOUNTS, str(account.id), PASSWORD_CHANGED)
        return _begin(stores, account, at)


def digest_of(token: str) -> str:
    """Return the checksum under which a random token is kept; it is long enough to need no salt."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _proven(
    workspace: Workspace, login: str, password: str, *, address: str, at: datetime
) -> tuple[Account | None, bool]:
    """Return the account of a name, if there is one, and whether the password is its own; it always takes as long."""
    with workspace.writing() as stores:
        charge(stores, login=login, address=address, at=at)
        account = stores.accounts.by_login(login) if LOGIN.fullmatch(login) else None
        kept = None if account is None else stores.accounts.password_hash(account.id)
    # Outside of the transaction: it takes a tenth of a second, in which others may write.
    return account, is_password(password, kept)


def _tell_refused(workspace: Workspace, account: Account | None, *, by: Actor, at: datetime) -> None:
    """Write down that a password was refused.

    Of a name that is no account nothing is kept but that: some people type their password there.
    """
    with workspace.writing(by, at=at) as stores:
        stores.audit.tell(AuditAction.REFUSED, ACCOUNTS, "" if account is None else str(account.id))


def _begin(stores: Stores, account: Account, at: datetime) -> SignedIn:
    token = secrets.token_urlsafe(32)
    stores.sessions.add(Session(digest=digest_of(token), account_id=account.id, created_at=at, seen_at=at))
    return SignedIn(token, account)


def _is_alive(session: Session, at: datetime) -> bool:
    return at - session.seen_at < LONGEST_IDLE and at - session.created_at < LONGEST
