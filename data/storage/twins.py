"""Two who keep the same thing at one time: the second is refused as if it had come later."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import IntegrityError

from data.errors import RefusalError

_UNIQUE_VIOLATION: Final = "23505"
"""Of PostgreSQL, where two transactions write at one time; SQLite lets one begin after the other has ended."""
_SQLITE_CODES: Final = frozenset({sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY})


@contextmanager
def refusing_twins(message: str, *, remedy: str) -> Iterator[None]:
    """Turn the refusal of a value that must be there once only into one that people can read.

    Yields:
        Nothing: what is written inside must reach the database inside. The transaction cannot go on after a refusal.

    Raises:
        RefusalError: somebody else kept the same value since it was looked for.
        IntegrityError: another rule of the tables is broken, which is a mistake of ours.
    """
    try:
        yield
    except IntegrityError as error:
        code = getattr(error.orig, "sqlite_errorcode", None)
        if getattr(error.orig, "sqlstate", None) != _UNIQUE_VIOLATION and code not in _SQLITE_CODES:
            raise
        raise RefusalError(message, remedy=remedy) from error
