"""Machine tokens: made for less than the account may do, hashed, over in time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from data.errors import NotPermittedError, NotSignedInError, UnknownIdError, UsageError
from data.records.accounts import Account, Role
from data.storage.workspace import Workspace
from service.docking.permissions import Action
from service.docking.tokens import holder_of, list_tokens, make_token, revoke_token
from tests.service.people import AT, keep_accounts


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(tmp_path) as opened:
        keep_accounts(opened)
        yield opened


@pytest.fixture
def university(workspace: Workspace) -> Account:
    with workspace.reading() as stores:
        account = stores.accounts.by_login(Role.UNIVERSITY.value)
    assert account is not None
    return account


def test_a_token_acts_for_its_account_until_it_is_over(workspace: Workspace, university: Account) -> None:
    text, kept = make_token(workspace, university, label=" 台账 ", actions=[Action.SEARCH], days=30, at=AT)

    assert text.startswith("dj_")
    assert len(text) == 3 + 43  # 32 bytes in base64
    assert (kept.label, kept.actions, kept.expires_at) == ("台账", frozenset({"search"}), AT + timedelta(days=30))
    assert holder_of(workspace, text, at=AT + timedelta(days=29)) == (university, frozenset({"search"}))
    assert list_tokens(workspace, university)[0].used_at == AT + timedelta(days=29)
    with pytest.raises(NotSignedInError):
        holder_of(workspace, text, at=AT + timedelta(days=30))
    assert text.encode() not in (workspace.folder / "duijie.sqlite").read_bytes()


def test_a_revoked_token_counts_no_more(workspace: Workspace, university: Account) -> None:
    text, kept = make_token(workspace, university, label="台账", actions=[Action.SEARCH], days=30, at=AT)

    assert revoke_token(workspace, university, kept.id, at=AT).revoked_at == AT
    with pytest.raises(NotSignedInError):
        holder_of(workspace, text, at=AT)


def test_a_token_dies_with_its_account(workspace: Workspace, university: Account) -> None:
    text, _ = make_token(workspace, university, label="台账", actions=[Action.SEARCH], days=30, at=AT)
    with workspace.writing() as stores:
        stores.accounts.set_disabled(university.id, AT)

    with pytest.raises(NotSignedInError):
        holder_of(workspace, text, at=AT)


def test_nobody_revokes_the_token_of_another(workspace: Workspace, university: Account) -> None:
    _, kept = make_token(workspace, university, label="台账", actions=[Action.SEARCH], days=30, at=AT)
    with workspace.reading() as stores:
        other = stores.accounts.by_login(Role.ADMINISTRATOR.value)
    assert other is not None

    with pytest.raises(UnknownIdError):
        revoke_token(workspace, other, kept.id, at=AT)


@pytest.mark.parametrize("action", [Action.AUDIT_VIEW, Action.CONTACTS_REVEAL, Action.TOKENS_MANAGE])
def test_a_token_is_made_for_no_more_than_the_account_may(
    workspace: Workspace, university: Account, action: Action
) -> None:
    with pytest.raises(NotPermittedError):
        make_token(workspace, university, label="台账", actions=[action], days=30, at=AT)


@pytest.mark.parametrize(("label", "days", "n"), [("", 30, 1), ("台账", 0, 1), ("台账", 367, 1), ("台账", 30, 0)])
def test_a_token_says_what_for_and_how_long(
    workspace: Workspace, university: Account, label: str, days: int, n: int
) -> None:
    with pytest.raises(UsageError):
        make_token(workspace, university, label=label, actions=[Action.SEARCH][:n], days=days, at=AT)
