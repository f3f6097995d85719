"""The steps lead from nothing to exactly the tables of the code."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from data.errors import WorkspaceError
from data.storage import migrate
from data.storage.tables import Base
from data.storage.workspace import DATABASE_NAME, Workspace


def test_all_steps_applied_to_an_empty_database_give_the_tables(tmp_path: Path) -> None:
    Workspace.open(tmp_path).close()

    engine = create_engine(f"sqlite:///{tmp_path / DATABASE_NAME}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = compare_metadata(context, Base.metadata)
        revision = migrate.current_revision(connection)
    engine.dispose()
    assert (differences, revision) == ([], migrate.HEAD)


def test_head_is_the_newest_step_of_the_folder() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")

    assert ScriptDirectory.from_config(config).get_heads() == [migrate.HEAD]


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    Workspace.open(tmp_path).close()
    engine = create_engine(f"sqlite:///{tmp_path / DATABASE_NAME}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(WorkspaceError, match=r"9999.*更新版本"):
        Workspace.open(tmp_path)


def test_a_step_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / DATABASE_NAME}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE needs (position INTEGER)"))
    engine.dispose()

    with pytest.raises(Exception, match="already exists"):
        Workspace.open(tmp_path)

    engine = create_engine(f"sqlite:///{tmp_path / DATABASE_NAME}")
    assert inspect(engine).get_table_names() == ["needs"]
    engine.dispose()
