"""The steps lead from nothing to exactly the tables of the code."""

from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, inspect, text
from sqlalchemy.orm import Session

from data.errors import WorkspaceError
from data.records.enums import CooperationMode, Readiness
from data.records.facets import UNKNOWN_FACETS
from data.records.feedback import Feedback, Reason, Verdict
from data.records.ids import AchievementId, NeedId
from data.records.scopes import EVERYTHING, Scope
from data.storage import index_tables, migrate
from data.storage.feedback import FeedbackRepository
from data.storage.tables import Base
from data.storage.workspace import DATABASE_NAME, Workspace
from service.docking.workspace import open_workspace
from tests.factories.storing import AT


def test_all_steps_applied_to_an_empty_database_give_the_tables(tmp_path: Path, database_url: str) -> None:
    Workspace.open(tmp_path, url=database_url).close()

    engine = create_engine(database_url or f"sqlite:///{tmp_path / DATABASE_NAME}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = compare_metadata(context, _tables(with_indexes=bool(database_url)))
        revision = migrate.current_revision(connection)
    engine.dispose()
    assert (differences, revision) == ([], migrate.HEAD)


def _tables(*, with_indexes: bool) -> MetaData:
    """Return all tables of the code; those of search indexes are on PostgreSQL alone."""
    tables = MetaData(naming_convention=Base.metadata.naming_convention)
    for metadata in (Base.metadata, index_tables.METADATA)[: 1 + with_indexes]:
        for table in metadata.sorted_tables:
            table.to_metadata(tables)
    return tables


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


OLD_NEED = """INSERT INTO needs (id, title, content, enterprise, region, industry, indicators, existing_base, budget,
    cooperation, valid_until, contact, extra, source_file, source_sheet, source_row, fingerprint, batch_id)
    VALUES (:id, '题', '文', '', '江苏省', '', '', '', '', '', '', '', '{}', '', '', 0, '', :batch)"""
OLD_BATCH = """INSERT INTO import_batches
    (kind, file_name, sha256, imported_at, n_added, n_updated, n_unchanged, n_rejected)
    VALUES ('needs', '旧.csv', '', :at, 2, 0, 0, 0)"""


def test_an_old_database_keeps_its_records_and_can_still_be_written_by_the_release_before(
    tmp_path: Path, database_url: str
) -> None:
    engine = create_engine(database_url or f"sqlite:///{tmp_path / DATABASE_NAME}")
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.execute(text(OLD_BATCH), {"at": "2026-11-22 01:02:03"})
        connection.execute(text(OLD_NEED), [{"id": "N1", "batch": 1}, {"id": "N2", "batch": None}])
    with Workspace.open(tmp_path, url=database_url) as workspace:
        with engine.begin() as connection:
            connection.execute(text(OLD_NEED), {"id": "N3", "batch": 1})
        with workspace.writing() as stores:
            stored = stores.needs.page(scope=EVERYTHING, limit=9).records
            stores.needs.delete(NeedId("N1"), expected_version=1)
            [batch] = stores.batches.all()
    engine.dispose()

    arrived = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
    assert [(each.record.id, each.arrived_at) for each in stored] == [("N1", arrived), ("N2", None), ("N3", None)]
    assert {(each.version, each.facets) for each in stored} == {(1, UNKNOWN_FACETS)}
    assert (batch.number, batch.imported_by, batch.undone_at) == (1, "", None)


OLD_OFFER = """INSERT INTO achievements (id, title, content, university, team, region, field, scope, indicators,
    maturity, ip_type, cooperation, price, contact, extra, source_file, source_sheet, source_row, fingerprint, batch_id)
    VALUES
    ('A1', '果', '文', '乙大学', '', '', '', '', '', '已通过中试', '', '技术许可', '', '', '{}', '', '', 0, '', 1)"""


def test_a_database_of_the_first_releases_comes_through_every_step_with_all_it_held(
    tmp_path: Path, database_url: str
) -> None:
    engine = create_engine(database_url or f"sqlite:///{tmp_path / DATABASE_NAME}")
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    verdict = Feedback(
        need_id=NeedId("N1"),
        achievement_id=AchievementId("A1"),
        verdict=Verdict.REJECT,
        given_at=AT,
        reason=Reason.WRONG_OBJECT,
        judge="李科",
    )
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.execute(text(OLD_BATCH), {"at": "2026-11-22 01:02:03"})
        connection.execute(text(OLD_NEED), {"id": "N1", "batch": 1})
        connection.execute(text(OLD_OFFER))
        with Session(connection) as session:
            FeedbackRepository(session).add_many([verdict])
    engine.dispose()

    with open_workspace(tmp_path, url=database_url) as workspace, workspace.reading() as stores:
        need = stores.needs.get_versioned(NeedId("N1"), scope=Scope(region_code="320000"))
        offer = stores.achievements.get_versioned(AchievementId("A1"), scope=EVERYTHING)
        assert [each.feedback for each in stores.feedback.all()] == [verdict]
        assert (len(stores.batches.all()), stores.accounts.any(), stores.jobs.recent(limit=9)) == (1, False, [])
    assert need is not None
    assert offer is not None
    assert (need.record.title, need.version, need.facets.region_code) == ("题", 1, "320000")
    assert (offer.facets.readiness, offer.facets.modes) == (Readiness.PILOT, frozenset({CooperationMode.LICENCE}))


def test_two_programs_that_start_at_once_migrate_once(tmp_path: Path, database_url: str) -> None:
    faults: list[WorkspaceError] = []

    def start() -> None:
        try:
            Workspace.open(tmp_path, url=database_url).close()
        except WorkspaceError as error:
            faults.append(error)

    threads = [Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
