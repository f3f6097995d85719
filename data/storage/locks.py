"""What only one transaction may do at a time; SQLite has one writer anyway, PostgreSQL needs to be told."""

from enum import IntEnum
from typing import Final

from sqlalchemy import Connection, text

WAIT_SECONDS: Final = 30
"""How long a command waits for another one that is writing; an import of 100,000 rows holds the lock for about ten."""


class Lock(IntEnum):
    """What is done under a lock; the numbers are those of PostgreSQL's advisory locks."""

    SCHEMA = 4754_0001
    RECORDS = 4754_0002
    INDEXES = 4754_0008
    ACCOUNTS = 4754_0009
    DEALS = 4754_0012
    ALLIANCES = 4754_0014


def take(connection: Connection, lock: Lock) -> None:
    """Wait until nobody else holds a lock, and hold it to the end of the transaction.

    Sessions, jobs and the like are not held up: they are written without one.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(lock)})
