"""A whole database to a file and back: one form for SQLite and PostgreSQL, an SQLite file of our own tables."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, Integer, Table, func, insert, literal, select, text

from data.errors import FileReadError
from data.storage.tables import Base
from data.storage.workspace import DATABASE_NAME, Workspace

_ROWS_A_TIME: Final = 500


def copy_database(workspace: Workspace, folder: Path) -> Path:
    """Write one unchanging view of the database into a folder, as an SQLite file; writers go on meanwhile.

    Args:
        workspace: open, on SQLite or PostgreSQL.
        folder: empty; afterwards a workspace of its own.

    Returns:
        The file. Of PostgreSQL it holds our own tables; what is derived from them, as indexes are, is left out.
    """
    target = folder / DATABASE_NAME
    if _is_sqlite(workspace.engine):
        _copy_sqlite(workspace.engine, target)
    else:
        with Workspace.open(folder) as copy, _reading(workspace.engine) as source, copy.engine.begin() as sink:
            _copy_rows(source, sink)
    return target


def settle_database(path: Path) -> None:
    """Bring a database that nobody has open into its one file, without a log beside it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def replace_database(workspace: Workspace, source: Workspace) -> None:
    """Put everything that an SQLite workspace holds in place of what a workspace holds: wholly, or not at all.

    One transaction of the target does it, so that a process killed in the middle leaves the old state, and whoever
    reads meanwhile sees the old state.

    Args:
        workspace: open, on SQLite or PostgreSQL.
        source: a workspace of the same shape, as every workspace is that `Workspace.open` opened.
    """
    if _is_sqlite(workspace.engine):
        with closing(source.engine.raw_connection()) as old, closing(workspace.engine.raw_connection()) as new:
            # SQLite writes the pages through the target's own log: a commit that is there or not.
            _driver(old).backup(_driver(new))
        return
    with source.engine.connect() as old_rows, workspace.engine.begin() as new_rows:
        for table in reversed(Base.metadata.sorted_tables):
            new_rows.execute(table.delete())
        _copy_rows(old_rows, new_rows)


def has_rows(workspace: Workspace) -> bool:
    """Tell whether a database holds anything at all."""
    with workspace.engine.connect() as connection:
        return any(
            connection.execute(select(literal(1)).select_from(table).limit(1)).first()
            for table in Base.metadata.sorted_tables
        )


def check_database(path: Path) -> None:
    """Refuse a file that is no whole SQLite database.

    Raises:
        FileReadError: it is damaged.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise FileReadError("备份中的数据库已损坏。", remedy="请换一份备份。") from error
    if found != ("ok",):
        raise FileReadError("备份中的数据库已损坏。", remedy="请换一份备份。")


def _is_sqlite(engine: Engine) -> bool:
    return engine.url.get_backend_name() == "sqlite"


def _driver(connection: object) -> sqlite3.Connection:
    """Return the driver's connection below SQLAlchemy's."""
    driver = getattr(connection, "driver_connection", None)
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - the engine's dialect was looked at before
    return driver


def _copy_sqlite(engine: Engine, target: Path) -> None:
    with closing(engine.raw_connection()) as source, closing(sqlite3.connect(target)) as copy:
        _driver(source).backup(copy)


@contextmanager
def _reading(engine: Engine) -> Iterator[Connection]:
    # One snapshot for all tables: PostgreSQL's default gives every statement a view of its own.
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        yield connection


def _copy_rows(source: Connection, sink: Connection) -> None:
    """Copy the rows of every table of ours into empty ones of the same shape."""
    for table in Base.metadata.sorted_tables:
        rows = source.execution_options(yield_per=_ROWS_A_TIME).execute(select(table))
        for part in rows.mappings().partitions(_ROWS_A_TIME):
            sink.execute(insert(table), [dict(row) for row in part])
        if sink.dialect.name == "postgresql":
            _raise_sequence(sink, table)


def _raise_sequence(sink: Connection, table: Table) -> None:
    """Let a table's own numbers go on above those that were put in."""
    column = table.autoincrement_column
    if column is None or not isinstance(column.type, Integer):
        return
    highest = sink.scalar(select(func.max(column)))
    sink.execute(
        text("SELECT setval(pg_get_serial_sequence(:table, :column), :number, :is_used)"),
        {"table": table.name, "column": column.name, "number": highest or 1, "is_used": highest is not None},
    )
