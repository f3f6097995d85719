"""How often sign-in may fail: each login name, known or not, and each address has so many tries, then a pause."""

import hashlib
from datetime import datetime, timedelta
from typing import Final

from data.errors import TooManyAttemptsError
from data.storage.workspace import Stores

PAUSE: Final = timedelta(minutes=15)
MOST_FAILURES_OF_LOGIN: Final = 5
MOST_FAILURES_OF_ADDRESS: Final = 20
"""More than of a name: an office behind one router, and every user behind a proxy, shares an address."""


def account_key(login: str) -> str:
    """Return under which key the failures of a login name are counted; the name cannot be read from it."""
    return _key("login", login)


def address_key(address: str) -> str:
    """Return under which key the failures of an address are counted."""
    return _key("address", address)


def charge(stores: Stores, *, login: str, address: str, at: datetime) -> None:
    """Count a try as failed before the password is looked at, so that tries at one time cannot slip through.

    Args:
        stores: of a transaction that writes.
        login: folded; need not exist.
        address: of the other computer; "" where it cannot be told, which is then not limited.
        at: aware.

    Raises:
        TooManyAttemptsError: name or address failed too often, the last time less than the pause ago; the refused
            try is not counted.
    """
    since = at - PAUSE
    limits = _limits(login, address)
    counts = {key: stores.failures.add(key, at=at, since=since) for key in limits}
    if any(counts[key] > most for key, most in limits.items()):
        # The transaction is undone, so that tries during the pause do not lengthen it.
        minutes = int(PAUSE.total_seconds() // 60)
        raise TooManyAttemptsError(
            "登录失败次数过多，暂时不能登录。", remedy=f"请 {minutes} 分钟后再试；忘记密码的，请管理员重设。"
        )


def refund(stores: Stores, *, login: str, address: str) -> None:
    """Take back the charge of a try that succeeded; the failures of the name are forgotten with it."""
    stores.failures.forget(account_key(login))
    if address:
        stores.failures.take_back(address_key(address))


def _limits(login: str, address: str) -> dict[str, int]:
    limits = {account_key(login): MOST_FAILURES_OF_LOGIN}
    return limits | {address_key(address): MOST_FAILURES_OF_ADDRESS} if address else limits


def _key(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode(errors="replace")).hexdigest()
