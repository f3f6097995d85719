"""Accounts and the ways in, in and out of their tables."""

from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session as DatabaseSession

from data.records.accounts import Account, MachineToken, NewAccount, Role, Session
from data.storage.locks import Lock, take
from data.storage.people_tables import AccountRow, FailedSignInRow, MachineTokenRow, SessionRow
from data.storage.twins import refusing_twins


class AccountRepository:
    """Accounts, in the order they were made."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def lock(self) -> None:
        """Let one transaction after the other change who may sign in, so that what it looked at stays so."""
        take(self._session.connection(), Lock.ACCOUNTS)

    def any(self) -> bool:
        """Tell whether there is an account, disabled ones too."""
        return bool(self._session.scalar(select(exists().where(AccountRow.id.is_not(None)))))

    def all(self) -> list[Account]:
        """Return every account, disabled ones too."""
        return [_to_account(row) for row in self._session.scalars(select(AccountRow).order_by(AccountRow.id))]

    def get(self, number: int) -> Account | None:
        """Return the account of that number, or None."""
        row = self._session.get(AccountRow, number)
        return None if row is None else _to_account(row)

    def by_login(self, login: str) -> Account | None:
        """Return the account of that login name, or None."""
        row = self._session.scalar(select(AccountRow).where(AccountRow.login == login))
        return None if row is None else _to_account(row)

    def password_hash(self, number: int) -> str:
        """Return the hashed password of an account that is there."""
        return self._session.get_one(AccountRow, number).password_hash

    def add(self, account: NewAccount, *, password_hash: str, at: datetime, must_change: bool = False) -> Account:
        """Keep a new account; return it with its number. A taken login name is refused, see `refusing_twins`."""
        row = AccountRow(
            login=account.login,
            name=account.name,
            role=account.role.value,
            region_code=account.region_code,
            organisation=account.organisation,
            password_hash=password_hash,
            must_change=must_change,
            created_at=at,
            disabled_at=None,
        )
        with refusing_twins("这个登录名已有账户。", remedy="请换一个登录名；停用的账户可以重新启用。"):
            self._session.add(row)
            self._session.flush()
        return _to_account(row)

    def set_password(self, number: int, *, password_hash: str, must_change: bool) -> None:
        """Give an account that is there another password."""
        row = self._session.get_one(AccountRow, number)
        row.password_hash, row.must_change = password_hash, must_change
        self._session.flush()

    def correct(self, number: int, to: NewAccount) -> None:
        """Give an account that is there another name, role, region or organisation; its login stays."""
        row = self._session.get_one(AccountRow, number)
        row.name, row.role = to.name, to.role.value
        row.region_code, row.organisation = to.region_code, to.organisation
        self._session.flush()

    def set_disabled(self, number: int, at: datetime | None) -> None:
        """Disable an account that is there since a moment, or enable it again (None)."""
        self._session.get_one(AccountRow, number).disabled_at = at
        self._session.flush()


class SessionRepository:
    """Browsers that are signed in."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def get(self, digest: str) -> Session | None:
        """Return the session of that checksum, or None."""
        row = self._session.get(SessionRow, digest)
        return None if row is None else _to_session(row)

    def add(self, session: Session) -> None:
        """Keep a new session."""
        self._session.add(
            SessionRow(
                digest=session.digest,
                account_id=session.account_id,
                created_at=session.created_at,
                seen_at=session.seen_at,
            )
        )
        self._session.flush()

    def touch(self, digest: str, at: datetime) -> None:
        """Write down that a session was used; nothing happens where it has ended meanwhile."""
        self._session.execute(update(SessionRow).where(SessionRow.digest == digest).values(seen_at=at))

    def end(self, digest: str) -> None:
        """End a session; nothing happens where there is none."""
        self._session.execute(delete(SessionRow).where(SessionRow.digest == digest))

    def end_all_of(self, account_id: int) -> None:
        """End every session of an account."""
        self._session.execute(delete(SessionRow).where(SessionRow.account_id == account_id))

    def end_all(self) -> None:
        """End every session."""
        self._session.execute(delete(SessionRow))

    def clear(self, *, seen_before: datetime, created_before: datetime) -> None:
        """Drop sessions that were last used, or were begun, before a moment."""
        stale = (SessionRow.seen_at < seen_before) | (SessionRow.created_at < created_before)
        self._session.execute(delete(SessionRow).where(stale))


class MachineTokenRepository:
    """Machine tokens, in the order they were made."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def get(self, number: int) -> MachineToken | None:
        """Return the token of that number, or None."""
        row = self._session.get(MachineTokenRow, number)
        return None if row is None else _to_token(row)

    def by_digest(self, digest: str) -> MachineToken | None:
        """Return the token of that checksum, or None."""
        row = self._session.scalar(select(MachineTokenRow).where(MachineTokenRow.digest == digest))
        return None if row is None else _to_token(row)

    def of_account(self, account_id: int) -> list[MachineToken]:
        """Return every token of an account, revoked and expired ones too."""
        asked = select(MachineTokenRow).where(MachineTokenRow.account_id == account_id).order_by(MachineTokenRow.id)
        return [_to_token(row) for row in self._session.scalars(asked)]

    def add(
        self, *, digest: str, account_id: int, label: str, actions: frozenset[str], lifetime: tuple[datetime, datetime]
    ) -> MachineToken:
        """Keep a new token; `lifetime` is from when until when. Return it with its number."""
        created_at, expires_at = lifetime
        row = MachineTokenRow(
            digest=digest,
            account_id=account_id,
            label=label,
            actions=sorted(actions),
            created_at=created_at,
            expires_at=expires_at,
            used_at=None,
            revoked_at=None,
        )
        self._session.add(row)
        self._session.flush()
        return _to_token(row)

    def touch(self, number: int, at: datetime) -> None:
        """Write down that a token was used."""
        self._session.execute(update(MachineTokenRow).where(MachineTokenRow.id == number).values(used_at=at))

    def revoke(self, number: int, at: datetime) -> None:
        """Let a token that is there count no more; one revoked before keeps its first moment."""
        row = self._session.get_one(MachineTokenRow, number)
        row.revoked_at = row.revoked_at or at
        self._session.flush()


class FailedSignInRepository:
    """How often sign-in failed lately, by key."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def add(self, key: str, *, at: datetime, since: datetime) -> int:
        """Count one more failure of a key, and forget the keys whose last failure is older than `since`.

        Returns:
            How many there are now; the row stays locked until the transaction ends.
        """
        self._session.execute(delete(FailedSignInRow).where(FailedSignInRow.last_at <= since))
        # Two first failures of a key may come at one time: the second waits here for the first.
        insert = postgresql.insert if self._session.get_bind().dialect.name == "postgresql" else sqlite.insert
        new = insert(FailedSignInRow).values(key=key, n_failures=0, last_at=at)
        self._session.execute(new.on_conflict_do_nothing())
        row = self._session.get_one(FailedSignInRow, key, with_for_update=True, populate_existing=True)
        row.n_failures, row.last_at = row.n_failures + 1, at
        self._session.flush()
        return row.n_failures

    def take_back(self, key: str) -> None:
        """Count one failure of a key less."""
        row = self._session.get(FailedSignInRow, key)
        if row is not None and row.n_failures > 1:
            row.n_failures -= 1
        elif row is not None:
            self._session.delete(row)
        self._session.flush()

    def forget(self, key: str) -> None:
        """Forget the failures of a key."""
        self._session.execute(delete(FailedSignInRow).where(FailedSignInRow.key == key))


def _to_account(row: AccountRow) -> Account:
    return Account(
        id=row.id,
        login=row.login,
        name=row.name,
        role=Role(row.role),
        region_code=row.region_code,
        organisation=row.organisation,
        created_at=row.created_at,
        must_change=row.must_change,
        disabled_at=row.disabled_at,
    )


def _to_session(row: SessionRow) -> Session:
    return Session(digest=row.digest, account_id=row.account_id, created_at=row.created_at, seen_at=row.seen_at)


def _to_token(row: MachineTokenRow) -> MachineToken:
    return MachineToken(
        id=row.id,
        account_id=row.account_id,
        label=row.label,
        actions=frozenset(row.actions),
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )
