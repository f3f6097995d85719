"""Accounts, sessions, tokens and failures in and out of their tables."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from data.records.accounts import Account, Channel, NewAccount, Role, Session
from data.storage.workspace import Workspace

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
NEW = NewAccount(login="huaian", name="淮安局", role=Role.CITY_BUREAU, region_code="320800")


@pytest.fixture
def account(workspace: Workspace) -> Account:
    with workspace.writing() as stores:
        return stores.accounts.add(NEW, password_hash="hash", at=AT)  # noqa: S106 - none


def test_an_account_comes_back_as_it_was_kept(workspace: Workspace, account: Account) -> None:
    with workspace.reading() as stores:
        found = (stores.accounts.get(account.id), stores.accounts.by_login("huaian"), stores.accounts.all())
        kept = stores.accounts.password_hash(account.id)

    assert found == (account, account, [account])
    assert (kept, account.acting(Channel.WEB).region_code) == ("hash", "320800")


def test_an_empty_workspace_has_no_account(workspace: Workspace) -> None:
    with workspace.reading() as stores:
        assert (stores.accounts.any(), stores.accounts.get(1), stores.accounts.by_login("x")) == (False, None, None)


def test_password_and_state_of_an_account_change(workspace: Workspace, account: Account) -> None:
    with workspace.writing() as stores:
        stores.accounts.set_password(account.id, password_hash="other", must_change=True)  # noqa: S106 - none
        stores.accounts.set_disabled(account.id, AT)

    with workspace.reading() as stores:
        assert stores.accounts.get(account.id) == replace(account, must_change=True, disabled_at=AT)
        assert stores.accounts.any()


def test_sessions_are_cleared_when_idle_or_old(workspace: Workspace, account: Account) -> None:
    hours = {"idle": (1, 1), "old": (0, 9), "alive": (5, 9)}
    with workspace.writing() as stores:
        for digest, (created, seen) in hours.items():
            moments = {"created_at": AT + timedelta(hours=created), "seen_at": AT + timedelta(hours=seen)}
            stores.sessions.add(Session(digest=digest, account_id=account.id, **moments))
        stores.sessions.clear(seen_before=AT + timedelta(hours=2), created_before=AT + timedelta(minutes=30))
        left = [digest for digest in hours if stores.sessions.get(digest) is not None]

    assert left == ["alive"]


def test_failures_are_counted_taken_back_and_forgotten(workspace: Workspace) -> None:
    since = AT - timedelta(minutes=15)
    with workspace.writing() as stores:
        counts = [stores.failures.add("key", at=AT, since=since) for _ in range(3)]
        stores.failures.take_back("key")
        counts.append(stores.failures.add("key", at=AT, since=since))
        stores.failures.forget("key")
        stores.failures.take_back("key")
        counts.append(stores.failures.add("key", at=AT, since=since))
        # A quarter of an hour later the last failure is too old to count.
        counts.append(stores.failures.add("key", at=AT + timedelta(minutes=15), since=AT))

    assert counts == [1, 2, 3, 3, 1, 1]
