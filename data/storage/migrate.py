"""Bring a database to the shape this version of the product expects."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from data.errors import WorkspaceError

HEAD: Final = "0019"
"""The newest step, compared with the folder by a test; knowing it here spares loading Alembic on each start."""

_SCRIPTS: Final = Path(__file__).parent / "migrations"


def current_revision(connection: Connection) -> str | None:
    """Return the step the database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def upgrade(connection: Connection) -> None:
    """Apply the missing steps inside the connection's open transaction: all of them or none.

    Raises:
        WorkspaceError: the database was made by a newer version of the product.
    """
    revision = current_revision(connection)
    if revision == HEAD:
        return
    # Alembic costs a third of a second, which `duijie search` should not pay each time.
    from alembic import command  # noqa: PLC0415 - loaded only when there is a step to apply
    from alembic.config import Config  # noqa: PLC0415 - as above
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    # configparser would read a % in the installation path as an interpolation.
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise WorkspaceError(
            f"工作区数据库的结构版本是 {revision}，本程序最高只认识 {HEAD}，说明它由更新版本的程序建立。",
            remedy="请升级本程序，或用环境变量 DUIJIE_HOME 指定另一个工作区文件夹。",
        )
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
