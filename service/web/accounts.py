"""Pages of people: signing in and out, one's own password and tokens, and the accounts of everybody."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from data.errors import DuijieError, NotPermittedError, NotSignedInError, RefusalError, TooManyAttemptsError, UsageError
from data.records.accounts import Account, Role
from service.dependencies import DeskDep, RowNumber
from service.docking.accounts import (
    ROLE_LABELS,
    add_account,
    correct,
    disable,
    enable,
    is_unheard_of,
    list_accounts,
    make_account,
    place_of,
    reset_password,
)
from service.docking.permissions import Action
from service.docking.sessions import LONGEST, change_password, sign_in, sign_out
from service.docking.tokens import MOST_DAYS, list_tokens, make_token, revoke_token
from service.errors import problem_of
from service.identity import (
    OPEN,
    SESSION_COOKIE,
    ActorDep,
    CallerDep,
    Now,
    OwnAccount,
    is_single_desk,
    permitted,
)
from service.web.forms import OwnForm, draw_with_forms, own_address, see
from service.web.phrases import ACTION_LABELS, grantable

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Secret = Annotated[str, Form(max_length=1000)]
OfUsers: Final = permitted(Action.USERS_MANAGE)
OfTokens: Final = permitted(Action.TOKENS_MANAGE)


class AccountForm(BaseModel):
    """What the form of a new account sends."""

    login: str = ""
    name: str = ""
    role: Role
    region_code: str = ""
    organisation: str = ""
    password: str = ""


class CorrectionForm(BaseModel):
    """What an account is corrected to."""

    name: Annotated[str, Field(min_length=1)]
    role: Role
    region_code: str = ""
    organisation: str = ""


@router.get("/sign-in", dependencies=[OPEN])
def sign_in_form(request: Request, desk: DeskDep, back: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """Show the form, or lead on where no sign-in is needed."""
    if is_single_desk(request, desk.workspace):
        return see("/")
    return _sign_in_page(request, desk, back)


@router.post("/sign-in", dependencies=[OPEN, OwnForm])
def take_sign_in(
    request: Request,
    desk: DeskDep,
    at: Now,
    login: Secret = "",
    password: Secret = "",
    back: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Begin a session and lead on to the page that was asked for."""
    address = _address_of(request)
    former = request.cookies.get(SESSION_COOKIE, "")
    try:
        found = sign_in(desk.workspace, login, password, address=address, at=at, former=former)
    except (NotSignedInError, TooManyAttemptsError) as error:
        return _sign_in_page(request, desk, back, login=login, fault=error)
    response = see("/password" if found.account.must_change else own_address(back))
    _give_session(request, response, found.token)
    return response


@router.post("/sign-out", dependencies=[OwnForm, permitted(Action.OWN_ACCOUNT)])
def take_sign_out(request: Request, desk: DeskDep, caller: CallerDep) -> Response:
    """End the session of this browser."""
    sign_out(desk.workspace, caller.session)
    response = see("/sign-in")
    is_secure = request.url.scheme == "https"
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax", secure=is_secure)
    return response


@router.get("/password", dependencies=[permitted(Action.OWN_ACCOUNT)])
def own_page(request: Request, desk: DeskDep, account: OwnAccount) -> Response:
    """Show one's own account: password and tokens."""
    return _own_page(request, desk, account)


@router.post("/password", dependencies=[OwnForm, permitted(Action.OWN_ACCOUNT)])
def take_password(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    desk: DeskDep,
    at: Now,
    account: OwnAccount,
    current: Secret = "",
    new: Secret = "",
    again: Secret = "",
) -> Response:
    """Change one's own password; every other browser is signed out."""
    address = _address_of(request)
    try:
        _require_same(new, again)
        found = change_password(desk.workspace, account, current=current, new=new, address=address, at=at)
    except (UsageError, TooManyAttemptsError) as error:
        return _own_page(request, desk, account, fault=error)
    response = see("/password?changed=1")
    _give_session(request, response, found.token)
    return response


@router.post("/tokens", dependencies=[OwnForm, OfTokens])
def take_token(  # noqa: PLR0913, PLR0917 - as above
    request: Request,
    desk: DeskDep,
    at: Now,
    account: OwnAccount,
    actions: Annotated[list[Action], Form()] = [],  # noqa: B006 - FastAPI copies it
    label: Annotated[str, Form(max_length=200)] = "",
    days: Annotated[int, Form()] = 0,
) -> Response:
    """Make a machine token and show it this once."""
    try:
        text, _ = make_token(desk.workspace, account, label=label, actions=actions, days=days, at=at)
    except (UsageError, NotPermittedError) as error:
        return _own_page(request, desk, account, fault=error)
    return _own_page(request, desk, account, made=text)


@router.post("/tokens/{number}/revoke", dependencies=[OwnForm, OfTokens])
def take_back_token(number: RowNumber, desk: DeskDep, at: Now, account: OwnAccount) -> Response:
    """Let a token of one's own count no more."""
    revoke_token(desk.workspace, account, number, at=at)
    return see("/password")


@router.get("/users", dependencies=[OfUsers])
def users(request: Request, desk: DeskDep) -> Response:
    """List the accounts, with the form of a new one."""
    return _users_page(request, desk)


@router.post("/users", dependencies=[OwnForm, OfUsers])
def take_user(
    request: Request, desk: DeskDep, at: Now, actor: ActorDep, form: Annotated[AccountForm, Form()]
) -> Response:
    """Keep a new account, whose owner must choose another password at first."""
    try:
        account = make_account(
            form.login,
            name=form.name,
            role=form.role,
            region_code=form.region_code.strip(),
            organisation=form.organisation,
        )
        add_account(desk.workspace, account, password=form.password, at=at, by=actor, must_change=True)
    except (UsageError, RefusalError) as error:
        return _users_page(request, desk, form=form, fault=error)
    return see("/users")


@router.post("/users/{number}/edit", dependencies=[OwnForm, OfUsers])
def take_correction(
    request: Request,
    number: RowNumber,
    desk: DeskDep,
    at: Now,
    actor: ActorDep,
    form: Annotated[CorrectionForm, Form()],
) -> Response:
    """Correct name, role, region or organisation of an account."""
    try:
        to = make_account(
            str(number) * 2,
            name=form.name,
            role=form.role,
            region_code=form.region_code,
            organisation=form.organisation,
        )
        correct(desk.workspace, number, to=to, at=at, by=actor)
    except (UsageError, RefusalError) as error:
        return _users_page(request, desk, fault=error)
    return see("/users")


@router.post("/users/{number}/reset", dependencies=[OwnForm, OfUsers])
def take_reset(
    request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: ActorDep, password: Secret = ""
) -> Response:
    """Give an account a password that its owner must change at first."""
    try:
        reset_password(desk.workspace, number, password=password, at=at, by=actor)
    except UsageError as error:
        return _users_page(request, desk, fault=error)
    return see("/users")


@router.post("/users/{number}/disable", dependencies=[OwnForm, OfUsers])
def take_disabling(request: Request, number: RowNumber, desk: DeskDep, at: Now, actor: ActorDep) -> Response:
    """Disable an account."""
    try:
        disable(desk.workspace, number, at=at, by=actor)
    except RefusalError as error:
        return _users_page(request, desk, fault=error)
    return see("/users")


@router.post("/users/{number}/enable", dependencies=[OwnForm, OfUsers])
def take_enabling(number: RowNumber, desk: DeskDep, at: Now, actor: ActorDep) -> Response:
    """Enable a disabled account."""
    enable(desk.workspace, number, at=at, by=actor)
    return see("/users")


def _sign_in_page(
    request: Request, desk: DeskDep, back: str, *, login: str = "", fault: DuijieError | None = None
) -> Response:
    with desk.workspace.reading() as stores:
        has_accounts = stores.accounts.any()
    values = {"back": back, "login": login, "fault": fault, "has_accounts": has_accounts}
    return _with_status(draw_with_forms(request, "sign_in.html", **values), fault)


def _own_page(
    request: Request, desk: DeskDep, account: Account, *, fault: DuijieError | None = None, made: str = ""
) -> Response:
    page = draw_with_forms(
        request,
        "password.html",
        account=account,
        role=ROLE_LABELS[account.role],
        tokens=list_tokens(desk.workspace, account),
        grantable=grantable(account.role),
        action_labels=ACTION_LABELS,
        most_days=MOST_DAYS,
        is_changed="changed" in request.query_params,
        fault=fault,
        made=made,
    )
    return _with_status(page, fault)


def _users_page(
    request: Request, desk: DeskDep, *, form: AccountForm | None = None, fault: DuijieError | None = None
) -> Response:
    accounts = list_accounts(desk.workspace)
    organisations = {each.organisation for each in accounts if each.organisation}
    page = draw_with_forms(
        request,
        "users.html",
        accounts=[(each, place_of(each)) for each in accounts],
        unheard_of={each for each in organisations if is_unheard_of(desk.workspace, each)},
        roles=ROLE_LABELS,
        form=form,
        fault=fault,
    )
    return _with_status(page, fault)


def _with_status(page: Response, fault: DuijieError | None) -> Response:
    if fault is not None:
        page.status_code = problem_of(fault).status
    return page


def _require_same(new: str, again: str) -> None:
    """Refuse two passwords that differ.

    Raises:
        UsageError: they do.
    """
    if new != again:
        raise UsageError("两次填写的新密码不一样。", remedy="请重新填写。")


def _give_session(request: Request, response: Response, token: str) -> None:
    """Keep a session in this browser: out of reach of scripts, and over TLS alone where the page came over TLS."""
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def _address_of(request: Request) -> str:
    return "" if request.client is None else request.client.host
