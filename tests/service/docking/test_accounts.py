"""Accounts: whose parts fit together, made, disabled, given another password."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.errors import NotSignedInError, RefusalError, UnknownIdError, UsageError
from data.records.accounts import OPERATOR, Account, NewAccount, Role
from data.storage.workspace import Workspace
from service.docking.accounts import add_account, disable, enable, list_accounts, make_account, reset_password
from service.docking.sessions import account_of_session, sign_in
from tests.service.people import AT

PASSWORD = "淮水东边旧时月过女墙"  # noqa: S105 - of this test


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path) as opened:
        yield opened


def administrator(workspace: Workspace, login: str = "admin") -> Account:
    return add_account(
        workspace, make_account(login, name="", role=Role.ADMINISTRATOR), password=PASSWORD, at=AT, by=OPERATOR
    )


def test_parts_are_folded_and_the_name_falls_back_on_the_login() -> None:
    assert make_account(" \uff3a\uff28\uff21\uff2e\uff27 ", name=" ", role=Role.ADMINISTRATOR) == NewAccount(
        login="zhang", name="zhang", role=Role.ADMINISTRATOR
    )


@pytest.mark.parametrize(
    ("login", "role", "region", "organisation"),
    [
        ("a", Role.ADMINISTRATOR, "", ""),
        ("zhang san", Role.ADMINISTRATOR, "", ""),
        ("zhang", Role.ADMINISTRATOR, "320000", ""),
        ("zhang", Role.CITY_BUREAU, "", ""),
        ("zhang", Role.CITY_BUREAU, "320000", ""),
        ("zhang", Role.CITY_BUREAU, "999999", ""),
        ("zhang", Role.UNIVERSITY, "", ""),
        ("zhang", Role.EVENT_PLANNER, "", "东海理工大学"),
    ],
)
def test_parts_that_do_not_fit_are_refused(login: str, role: Role, region: str, organisation: str) -> None:
    with pytest.raises(UsageError):
        make_account(login, name="张科", role=role, region_code=region, organisation=organisation)


def test_the_first_account_is_an_administrator(workspace: Workspace) -> None:
    planner = make_account("hui", name="", role=Role.EVENT_PLANNER)

    with pytest.raises(RefusalError, match="第一个账户须是管理员"):
        add_account(workspace, planner, password=PASSWORD, at=AT, by=OPERATOR)
    assert list_accounts(workspace) == []


def test_a_login_name_is_given_once(workspace: Workspace) -> None:
    administrator(workspace)

    with pytest.raises(RefusalError, match="已有账户"):
        administrator(workspace, "ADMIN")


def test_the_last_administrator_cannot_be_disabled(workspace: Workspace) -> None:
    first = administrator(workspace)
    with pytest.raises(RefusalError, match="最后一个"):
        disable(workspace, first.id, at=AT, by=OPERATOR)
    administrator(workspace, "second")

    assert disable(workspace, first.id, at=AT, by=OPERATOR).disabled_at == AT
    assert enable(workspace, first.id, at=AT, by=OPERATOR).disabled_at is None


def test_of_two_administrators_who_disable_each_other_one_stays(
    tmp_path: Path, new_database: Callable[[], str]
) -> None:
    with Workspace.open(tmp_path / "home", url=new_database()) as workspace, ThreadPoolExecutor(1) as pool:
        first, second = administrator(workspace), administrator(workspace, "second")
        with workspace.writing() as stores:
            stores.accounts.lock()
            stores.accounts.set_disabled(first.id, AT)
            meanwhile = pool.submit(disable, workspace, second.id, at=AT, by=OPERATOR)
            with pytest.raises(TimeoutError):
                meanwhile.result(timeout=0.5)

        with pytest.raises(RefusalError, match="最后一个"):
            meanwhile.result()


def test_another_password_ends_sessions_and_must_be_changed(workspace: Workspace) -> None:
    account = administrator(workspace)
    token = sign_in(workspace, "admin", PASSWORD, address="", at=AT).token

    changed = reset_password(workspace, account.id, password="新的旧时月新的旧时月", at=AT, by=OPERATOR)  # noqa: S106 - of this test

    assert changed.must_change
    with pytest.raises(NotSignedInError):
        account_of_session(workspace, token, at=AT)


def test_an_unknown_account_is_told(workspace: Workspace) -> None:
    with pytest.raises(UnknownIdError):
        disable(workspace, 7, at=AT, by=OPERATOR)
