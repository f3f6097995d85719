"""Who asks: a browser that is signed in, a program with a token, or, where there are no accounts, the one desk."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from fastapi import Depends, Request

from data.errors import NotPermittedError, NotSignedInError
from data.records.accounts import OPERATOR, Account, Actor, Channel
from data.storage.workspace import Workspace
from service.dependencies import DeskDep
from service.docking.feedback import MOST_JUDGE_CHARACTERS
from service.docking.permissions import Action, reach_of
from service.docking.sessions import account_of_session
from service.docking.tokens import holder_of

SESSION_COOKIE: Final = "duijie_session"
_BEARER: Final = "bearer"


def clock() -> datetime:
    """Return this moment, in UTC: the clock of a service."""
    return datetime.now(UTC)


def now(request: Request) -> datetime:
    """Return the moment against which sessions and tokens are checked: the clock of the service that was asked."""
    moment: datetime = request.app.state.clock()
    return moment


Now = Annotated[datetime, Depends(now)]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and by which way.

    Attributes:
        actor: as the audit trail names them.
        account: None at the one desk of a workspace without accounts.
        session: token of the browser's session; "" where there is none.
        allowed: what the machine token may be used for; None where it is no token.
    """

    actor: Actor
    account: Account | None = None
    session: str = ""
    allowed: frozenset[str] | None = None


def caller_of(request: Request, desk: DeskDep, at: Now) -> Caller:
    """Return who asks.

    A workspace without any account, served to this computer alone, is a single desk as before: whoever sits there
    may do everything. The first account ends that, for good.

    Raises:
        NotSignedInError: nobody, or no longer.
    """
    workspace = desk.workspace
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == _BEARER:
        account, allowed = holder_of(workspace, token.strip(), at=at)
        return _noted(request, Caller(account.acting(Channel.TOKEN), account, allowed=allowed))
    if is_single_desk(request, workspace):
        return _noted(request, Caller(OPERATOR))
    session = request.cookies.get(SESSION_COOKIE, "")
    if not session:
        raise NotSignedInError("还没有登录。", remedy="请先登录。")
    account = account_of_session(workspace, session, at=at)
    return _noted(request, Caller(account.acting(Channel.WEB), account, session=session))


def caller_if_any(request: Request, desk: DeskDep, at: Now) -> Caller | None:
    """Return who asks; None where nobody is signed in, at an address that is open to all."""
    try:
        return caller_of(request, desk, at)
    except NotSignedInError:
        return None


def noted_caller(request: Request) -> Caller | None:
    """Return who asks, where an address looked at it; None where it is open to all."""
    caller: Caller | None = getattr(request.state, "caller", None)
    return caller


def judge_name(account: Account) -> str:
    """Return under which name an account's verdicts are kept: two people may share a name, never a login."""
    full = account.name if account.name == account.login else f"{account.name}（{account.login}）"
    return full if len(full) <= MOST_JUDGE_CHARACTERS else account.login


def is_single_desk(request: Request, workspace: Workspace) -> bool:
    """Tell whether the service answers without sign-in."""
    if not request.app.state.only_loopback:
        return False
    with workspace.reading() as stores:
        return not stores.accounts.any()


def _noted(request: Request, caller: Caller) -> Caller:
    request.state.caller = caller
    return caller


CallerDep = Annotated[Caller, Depends(caller_of)]


def actor_of(caller: CallerDep) -> Actor:
    """Return who asks, as the audit trail names them."""
    return caller.actor


ActorDep = Annotated[Actor, Depends(actor_of)]


def own_account(caller: CallerDep) -> Account:
    """Return the account of whoever asks.

    Raises:
        NotPermittedError: there is none: a workspace without accounts has nobody to sign in.
    """
    if caller.account is None:
        raise NotPermittedError("这个工作区还没有账户。", remedy="请先用 duijie users add 建立管理员账户。")
    return caller.account


OwnAccount = Annotated[Account, Depends(own_account)]


@dataclass(frozen=True, slots=True)
class Permission:
    """A dependency that lets only those in who may do something; `permitted` makes it."""

    action: Action

    def __call__(self, caller: CallerDep) -> Actor:
        """Return who asks, if they may.

        Raises:
            NotPermittedError: the token was made for other things, or a password must be changed first.
        """
        account = caller.account
        if caller.allowed is not None and self.action.value not in caller.allowed:
            raise NotPermittedError("这个接口令牌没有这项权限。", remedy="请另外申请一个含这项权限的令牌。")
        if account is not None and account.must_change and self.action is not Action.OWN_ACCOUNT:
            raise NotPermittedError("您的密码是别人设置的，须先修改。", remedy="请打开 /password 修改密码。")
        reach_of(caller.actor, self.action)
        return caller.actor


def permitted(action: Action) -> Any:  # noqa: ANN401 - FastAPI keeps the class of its dependencies to itself
    """Return what an address states: only who may do this gets in. As `Annotated[Actor, ...]` it gives the actor."""
    return Depends(Permission(action))


def open_to_all() -> None:
    """Let everybody in, signed in or not."""


OPEN: Final = Depends(open_to_all)
"""What an address states that needs no sign-in; every other one states an action."""
