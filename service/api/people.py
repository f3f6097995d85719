"""People: who one is, one's own machine tokens, and the accounts of everybody."""

from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from data.records.accounts import Account, Channel, MachineToken, Role
from service.api.contract import CONFLICT, EVERYWHERE, JSON_WRITES, PLAIN_WRITES, PREFIX
from service.dependencies import DeskDep, RowNumber
from service.docking.accounts import add_account, disable, enable, list_accounts, make_account, reset_password
from service.docking.permissions import PERMISSIONS, Action, Reach
from service.docking.tokens import MOST_DAYS, MOST_LABEL_CHARACTERS, list_tokens, make_token, revoke_token
from service.identity import ActorDep, CallerDep, Now, OwnAccount, permitted

router = APIRouter(prefix=PREFIX, tags=["账户"], responses=EVERYWHERE)

_OF_USERS: Final = permitted(Action.USERS_MANAGE)
_OF_TOKENS: Final = permitted(Action.TOKENS_MANAGE)
Secret = Annotated[str, Field(min_length=1, max_length=1000)]
_SHORT: Final = 1000


class MeBody(BaseModel):
    """Who asks, and what they may do."""

    name: str
    role: Role
    region_code: str
    organisation: str
    channel: Channel
    login: str | None = Field(description="没有账户的工作区为空。")
    permissions: dict[Action, Reach] = Field(description="能办的事和范围；不能办的不列。")


class AccountBody(BaseModel):
    """An account."""

    number: int
    login: str
    name: str
    role: Role
    region_code: str
    organisation: str
    created_at: datetime
    must_change: bool = Field(description="密码是别人设的，本人第一次登录后须修改。")
    disabled_at: datetime | None


class AccountsAnswer(BaseModel):
    """Accounts, disabled ones too, in the order they were made."""

    accounts: list[AccountBody]


class AccountRequest(BaseModel):
    """An account is to be made; its owner must change the password at first."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "login": "lianshui",
                    "name": "涟水县科技局",
                    "role": "county_bureau",
                    "region_code": "320826",
                    "password": "暂用的一句话密码",
                }
            ]
        },
    )

    login: str = Field(max_length=_SHORT)
    name: str = Field(default="", max_length=_SHORT)
    role: Role
    region_code: str = Field(default="", max_length=6, description="科技局写，六位代码。")
    organisation: str = Field(default="", max_length=_SHORT, description="高校院所和企业写，与记录中的写法一字不差。")
    password: Secret


class PasswordRequest(BaseModel):
    """An account is to get another password."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"password": "暂用的一句话密码"}]})

    password: Secret


class TokenBody(BaseModel):
    """A machine token; the token itself is shown once and stored nowhere."""

    number: int
    label: str
    actions: list[Action]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class TokensAnswer(BaseModel):
    """One's own tokens, in the order they were made."""

    tokens: list[TokenBody]


class TokenRequest(BaseModel):
    """A machine token is asked for."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"label": "每晚同步需求", "actions": ["needs.view", "needs.edit"], "days": 90}]
        },
    )

    label: str = Field(min_length=1, max_length=MOST_LABEL_CHARACTERS, description="用途。")
    actions: list[Action] = Field(min_length=1, max_length=len(Action), description="能办的事；须是您自己能办的。")
    days: int = Field(default=90, ge=1, le=MOST_DAYS, description="有效多少天。")


class NewTokenAnswer(TokenBody):
    """A token that was made."""

    token: str = Field(description="只显示这一次；放在请求头 Authorization: Bearer 之后。")


@router.get("/me", summary="我是谁，能办什么", dependencies=[permitted(Action.OWN_ACCOUNT)])
def me(caller: CallerDep) -> MeBody:
    """Tell who asks."""
    actor = caller.actor
    reaches = {action: PERMISSIONS[action][actor.role] for action in Action}
    return MeBody(
        name=actor.name,
        role=actor.role,
        region_code=actor.region_code,
        organisation=actor.organisation,
        channel=actor.channel,
        login=None if caller.account is None else caller.account.login,
        permissions={action: reach for action, reach in reaches.items() if reach is not Reach.NONE},
    )


@router.get("/accounts", summary="列出账户", dependencies=[_OF_USERS])
def accounts(desk: DeskDep) -> AccountsAnswer:
    """List the accounts."""
    return AccountsAnswer(accounts=[_account(each) for each in list_accounts(desk.workspace)])


@router.post(
    "/accounts", status_code=201, summary="增加账户", responses=CONFLICT, dependencies=[_OF_USERS, *JSON_WRITES]
)
def account_made(body: AccountRequest, desk: DeskDep, at: Now, actor: ActorDep) -> AccountBody:
    """Make an account."""
    wanted = make_account(
        body.login, name=body.name, role=body.role, region_code=body.region_code, organisation=body.organisation
    )
    return _account(add_account(desk.workspace, wanted, password=body.password, at=at, by=actor, must_change=True))


@router.post("/accounts/{number}/reset", summary="重设密码", responses=CONFLICT, dependencies=[_OF_USERS, *JSON_WRITES])
def account_reset(number: RowNumber, body: PasswordRequest, desk: DeskDep, at: Now, actor: ActorDep) -> AccountBody:
    """Give an account another password."""
    return _account(reset_password(desk.workspace, number, password=body.password, at=at, by=actor))


@router.post(
    "/accounts/{number}/disable", summary="停用账户", responses=CONFLICT, dependencies=[_OF_USERS, *PLAIN_WRITES]
)
def account_disabled(number: RowNumber, desk: DeskDep, at: Now, actor: ActorDep) -> AccountBody:
    """Disable an account."""
    return _account(disable(desk.workspace, number, at=at, by=actor))


@router.post(
    "/accounts/{number}/enable", summary="重新启用账户", responses=CONFLICT, dependencies=[_OF_USERS, *PLAIN_WRITES]
)
def account_enabled(number: RowNumber, desk: DeskDep, at: Now, actor: ActorDep) -> AccountBody:
    """Enable an account."""
    return _account(enable(desk.workspace, number, at=at, by=actor))


@router.get("/tokens", summary="列出自己的接口令牌", dependencies=[_OF_TOKENS])
def tokens(desk: DeskDep, account: OwnAccount) -> TokensAnswer:
    """List one's own tokens."""
    return TokensAnswer(tokens=[_token(each) for each in list_tokens(desk.workspace, account)])


@router.post("/tokens", status_code=201, summary="生成一个接口令牌", dependencies=[_OF_TOKENS, *JSON_WRITES])
def token_made(body: TokenRequest, desk: DeskDep, at: Now, account: OwnAccount) -> NewTokenAnswer:
    """Make a token."""
    text, kept = make_token(desk.workspace, account, label=body.label, actions=body.actions, days=body.days, at=at)
    return NewTokenAnswer(token=text, **_token(kept).model_dump())


@router.post("/tokens/{number}/revoke", summary="撤销一个接口令牌", dependencies=[_OF_TOKENS, *PLAIN_WRITES])
def token_revoked(number: RowNumber, desk: DeskDep, at: Now, account: OwnAccount) -> TokenBody:
    """Let a token count no more."""
    return _token(revoke_token(desk.workspace, account, number, at=at))


def _account(account: Account) -> AccountBody:
    values = {name: getattr(account, name) for name in AccountBody.model_fields if name != "number"}
    return AccountBody(number=account.id, **values)


def _token(token: MachineToken) -> TokenBody:
    known = set(Action)
    return TokenBody(
        number=token.id,
        label=token.label,
        actions=[Action(name) for name in sorted(token.actions) if name in known],
        created_at=token.created_at,
        expires_at=token.expires_at,
        used_at=token.used_at,
        revoked_at=token.revoked_at,
    )
