"""Machine tokens: made by people, used by programs, for less than the account behind them may do."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from data.errors import NotPermittedError, NotSignedInError, UnknownIdError, UsageError
from data.records.accounts import Account, Channel, MachineToken
from data.records.audit import AuditAction, FieldChange
from data.storage.workspace import Workspace
from service.docking.permissions import NOT_FOR_MACHINES, PERMISSIONS, Action, Reach
from service.docking.sessions import TOUCH_EVERY, digest_of

TOKENS: Final = "tokens"
"""Under which kind the audit trail names machine tokens."""
PREFIX: Final = "dj_"
"""So that a token left in a file by mistake is known as one."""
MOST_DAYS: Final = 366
MOST_LABEL_CHARACTERS: Final = 100


def make_token(
    workspace: Workspace, account: Account, *, label: str, actions: Iterable[Action], days: int, at: datetime
) -> tuple[str, MachineToken]:
    """Make a token that acts for an account.

    Args:
        workspace: holds the accounts.
        account: on whose behalf; the token dies when it is disabled.
        label: what it is for.
        actions: what it may be used for; the account must be allowed each of them, now and at each use.
        days: how long it counts, 1 to `MOST_DAYS`.
        at: aware.

    Returns:
        The token, which is shown this once and stored nowhere, and what is kept of it.

    Raises:
        UsageError: nothing is asked for, the label is missing or too long, or the days are out of range.
        NotPermittedError: an action is not for machines, or more than the account may do.
    """
    asked, label = frozenset(actions), " ".join(label.replace("\x00", "").split())
    if not asked or not 0 < len(label) <= MOST_LABEL_CHARACTERS or not 1 <= days <= MOST_DAYS:
        raise UsageError(
            "令牌缺少用途、权限或有效期。",
            remedy=f"请写明用途（{MOST_LABEL_CHARACTERS} 字以内），至少选一项权限，有效期 1 至 {MOST_DAYS} 天。",
        )
    if asked & NOT_FOR_MACHINES or any(PERMISSIONS[each][account.role] is Reach.NONE for each in asked):
        raise NotPermittedError("不能为令牌申请这些权限。", remedy="请只选您自己能办、且可以交给程序办的事。")
    text = PREFIX + secrets.token_urlsafe(32)
    with workspace.writing(account.acting(Channel.WEB), at=at) as stores:
        kept = stores.tokens.add(
            digest=digest_of(text),
            account_id=account.id,
            label=label,
            actions=frozenset(each.value for each in asked),
            lifetime=(at, at + timedelta(days=days)),
        )
        changes = (
            FieldChange("label", "", kept.label),
            FieldChange("actions", "", " ".join(sorted(kept.actions))),
            FieldChange("expires_at", "", kept.expires_at.isoformat(timespec="seconds")),
        )
        stores.audit.tell(AuditAction.ADDED, TOKENS, str(kept.id), changes)
    return text, kept


def holder_of(workspace: Workspace, text: str, *, at: datetime) -> tuple[Account, frozenset[str]]:
    """Return on whose behalf a token acts and for what, and write down that it was used.

    Raises:
        NotSignedInError: there is no such token, it is over or revoked, or the account was disabled.
    """
    with workspace.reading() as stores:
        token = stores.tokens.by_digest(digest_of(text))
        account = None if token is None else stores.accounts.get(token.account_id)
    dead = token is None or token.revoked_at is not None or at >= token.expires_at
    if token is None or account is None or account.disabled_at is not None or dead:
        raise NotSignedInError("接口令牌不对、已过期或已撤销。", remedy="请登录网页重新申请。")
    if token.used_at is None or at - token.used_at >= TOUCH_EVERY:
        with workspace.writing() as stores:
            stores.tokens.touch(token.id, at)
    return account, token.actions


def list_tokens(workspace: Workspace, account: Account) -> list[MachineToken]:
    """Return the tokens of an account, expired and revoked ones too, in the order they were made."""
    with workspace.reading() as stores:
        return stores.tokens.of_account(account.id)


def revoke_token(workspace: Workspace, account: Account, number: int, *, at: datetime) -> MachineToken:
    """Let a token of an account count no more.

    Returns:
        What is kept of it.

    Raises:
        UnknownIdError: the account has no such token.
    """
    with workspace.writing(account.acting(Channel.WEB), at=at) as stores:
        token = stores.tokens.get(number)
        if token is None or token.account_id != account.id:
            raise UnknownIdError(f"没有第 {number} 号令牌。", remedy="请从令牌列表中选择。")
        if token.revoked_at is None:
            stores.tokens.revoke(number, at)
            change = FieldChange("revoked_at", "", at.isoformat(timespec="seconds"))
            stores.audit.tell(AuditAction.CHANGED, TOKENS, str(number), [change])
        return stores.tokens.get(number) or token
