"""Who alone may work in a workspace folder: held while a process lives, let go by the system when it dies."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from data.errors import WorkspaceError

LOCK_NAME: Final = "worker.lock"


@contextmanager
def worker_lock(folder: Path) -> Iterator[None]:
    """Hold the workspace folder for one worker, or for whoever replaces what is in it.

    The lock is SQLite's own on an empty database: it works on every system, and nothing is left to be cleared away
    after a process was killed.

    Args:
        folder: of the workspace; must exist.

    Yields:
        Nothing.

    Raises:
        WorkspaceError: another process holds it.
    """
    connection = sqlite3.connect(folder / LOCK_NAME, timeout=0, isolation_level=None)
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise WorkspaceError(
                f"工作区 {folder} 正由另一个 duijie serve 使用。", remedy="请先停止那个服务，再试一次。"
            ) from error
        yield
    finally:
        connection.close()
