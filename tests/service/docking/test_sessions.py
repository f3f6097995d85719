"""Signing in: lock-out by name and address, sessions that end, passwords that change."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from data.errors import NotSignedInError, TooManyAttemptsError, UsageError
from data.records.accounts import OPERATOR, Account
from data.storage.workspace import Workspace
from service.docking.accounts import disable
from service.docking.sessions import account_of_session, change_password, sign_in, sign_out
from service.docking.sign_in_limits import MOST_FAILURES_OF_ADDRESS, charge
from tests.service.docking.test_accounts import PASSWORD, administrator
from tests.service.people import AT

MINUTE = timedelta(minutes=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path) as opened:
        yield opened


@pytest.fixture
def account(workspace: Workspace) -> Account:
    return administrator(workspace)


def test_a_session_is_known_by_its_token_alone(workspace: Workspace, account: Account) -> None:
    found = sign_in(workspace, "Admin", PASSWORD, address="10.0.0.1", at=AT)

    assert account_of_session(workspace, found.token, at=AT + MINUTE) == account
    with pytest.raises(NotSignedInError):
        account_of_session(workspace, "other", at=AT)
    assert found.token.encode() not in (workspace.folder / "duijie.sqlite").read_bytes()


@pytest.mark.parametrize(("login", "password"), [("admin", "wrong"), ("nobody", PASSWORD), ("\ud800", PASSWORD)])
def test_name_and_password_that_do_not_fit_are_told_alike(
    workspace: Workspace, account: Account, login: str, password: str
) -> None:
    assert account.login == "admin"

    with pytest.raises(NotSignedInError, match="登录名或密码不对，或账户已停用。"):
        sign_in(workspace, login, password, address="", at=AT)


def test_a_disabled_account_cannot_sign_in_and_its_session_is_over(workspace: Workspace, account: Account) -> None:
    administrator(workspace, "second")
    token = sign_in(workspace, "admin", PASSWORD, address="", at=AT).token
    disable(workspace, account.id, at=AT, by=OPERATOR)

    with pytest.raises(NotSignedInError):
        account_of_session(workspace, token, at=AT)
    with pytest.raises(NotSignedInError):
        sign_in(workspace, "admin", PASSWORD, address="", at=AT)


@pytest.mark.parametrize("login", ["admin", "nobody"])
def test_five_failures_lock_a_name_for_fifteen_minutes(workspace: Workspace, account: Account, login: str) -> None:
    assert account.login == "admin"
    for second in range(5):
        with pytest.raises(NotSignedInError):
            sign_in(workspace, login, "wrong", address="", at=AT + timedelta(seconds=second))

    for minutes in (1, 14):  # the second refusal shows that the first did not lengthen the pause
        with pytest.raises(TooManyAttemptsError):
            sign_in(workspace, login, PASSWORD, address="", at=AT + minutes * MINUTE)
    with pytest.raises(NotSignedInError):
        sign_in(workspace, login, "wrong", address="", at=AT + 16 * MINUTE)


def test_success_forgets_the_failures_of_a_name(workspace: Workspace, account: Account) -> None:
    assert account.login == "admin"
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(NotSignedInError):
                sign_in(workspace, "admin", "wrong", address="", at=AT)
        sign_in(workspace, "admin", PASSWORD, address="", at=AT)


def test_an_address_that_tries_many_names_is_locked(workspace: Workspace) -> None:
    for n in range(MOST_FAILURES_OF_ADDRESS):
        with workspace.writing() as stores:
            charge(stores, login=f"name{n}", address="10.0.0.1", at=AT)

    with pytest.raises(TooManyAttemptsError), workspace.writing() as stores:
        charge(stores, login="another", address="10.0.0.1", at=AT)
    with workspace.writing() as stores:
        charge(stores, login="another", address="10.0.0.2", at=AT)


def test_tries_at_one_time_do_not_slip_through(workspace: Workspace, account: Account) -> None:
    def attempt(_: int) -> str:
        try:
            sign_in(workspace, account.login, "wrong", address="", at=AT)
        except (NotSignedInError, TooManyAttemptsError) as error:
            return type(error).__name__
        return "signed in"

    with ThreadPoolExecutor(8) as pool:
        told = Counter(pool.map(attempt, range(12)))

    assert told == {"NotSignedInError": 5, "TooManyAttemptsError": 7}


def test_a_session_ends_after_eight_idle_hours(workspace: Workspace, account: Account) -> None:
    token = sign_in(workspace, account.login, PASSWORD, address="", at=AT).token
    later = AT + timedelta(hours=7)

    assert account_of_session(workspace, token, at=later) == account
    assert account_of_session(workspace, token, at=later + timedelta(hours=7)) == account
    with pytest.raises(NotSignedInError):
        account_of_session(workspace, token, at=later + timedelta(hours=15))


def test_a_session_ends_after_seven_days_however_busy(workspace: Workspace, account: Account) -> None:
    token = sign_in(workspace, account.login, PASSWORD, address="", at=AT).token
    for hour in range(7, 7 * 24, 7):
        account_of_session(workspace, token, at=AT + timedelta(hours=hour))

    with pytest.raises(NotSignedInError):
        account_of_session(workspace, token, at=AT + timedelta(days=7))


def test_signing_in_again_ends_the_session_the_browser_had(workspace: Workspace, account: Account) -> None:
    first = sign_in(workspace, account.login, PASSWORD, address="", at=AT).token
    second = sign_in(workspace, account.login, PASSWORD, address="", at=AT, former=first).token

    assert account_of_session(workspace, second, at=AT) == account
    with pytest.raises(NotSignedInError):
        account_of_session(workspace, first, at=AT)
    sign_out(workspace, second)
    with pytest.raises(NotSignedInError):
        account_of_session(workspace, second, at=AT)


def test_a_changed_password_ends_every_other_session(workspace: Workspace, account: Account) -> None:
    other = sign_in(workspace, account.login, PASSWORD, address="", at=AT).token
    new = "新的旧时月新的旧时月"

    found = change_password(workspace, account, current=PASSWORD, new=new, address="", at=AT)

    assert account_of_session(workspace, found.token, at=AT) == account
    with pytest.raises(NotSignedInError):
        account_of_session(workspace, other, at=AT)
    assert sign_in(workspace, account.login, new, address="", at=AT).account == account


@pytest.mark.parametrize(
    ("current", "new"), [("wrong", "新的旧时月新的旧时月"), (PASSWORD, PASSWORD), (PASSWORD, "short")]
)
def test_a_password_that_cannot_be_changed_stays(
    workspace: Workspace, account: Account, current: str, new: str
) -> None:
    with pytest.raises(UsageError):
        change_password(workspace, account, current=current, new=new, address="", at=AT)

    assert sign_in(workspace, account.login, PASSWORD, address="", at=AT).account == account
