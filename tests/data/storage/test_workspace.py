"""The workspace opens, waits, refuses and keeps what it is given."""

import contextlib
import os
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy.exc import StatementError

from data.errors import BadInputError, WorkspaceError
from data.records.ids import NeedId
from data.records.needs import Need
from data.records.scopes import EVERYTHING
from data.storage.batches import ImportBatch
from data.storage.workspace import DATABASE_NAME, Workspace

NEED = Need(id=NeedId("N1"), title="题", content="文")


def _batch(moment: datetime) -> ImportBatch:
    return ImportBatch(kind="needs", file_name="需求.csv", sha256="0" * 64, imported_at=moment, n_rejected=2)


def test_what_was_written_is_there_when_opened_again(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "深" / "home") as workspace, workspace.writing() as stores:
        stores.needs.add_many([NEED])

    with Workspace.open(tmp_path / "深" / "home") as workspace, workspace.reading() as stores:
        assert stores.needs.all() == [NEED]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_a_new_workspace_is_for_its_owner_alone(workspace: Workspace) -> None:
    assert workspace.folder.stat().st_mode & 0o077 == 0


def test_an_error_inside_the_block_undoes_everything(workspace: Workspace) -> None:
    with pytest.raises(KeyError), workspace.writing() as stores:  # noqa: PT012 - the error must leave the block
        stores.needs.add_many([NEED])
        raise KeyError

    with workspace.reading() as stores:
        assert stores.needs.all() == []


def test_a_character_that_no_record_holds_finds_nothing_or_is_refused(workspace: Workspace) -> None:
    with contextlib.suppress(BadInputError), workspace.reading() as stores:  # refused by PostgreSQL alone
        assert stores.needs.ids(EVERYTHING, among=["N\0"]) == frozenset()


def test_a_moment_comes_back_aware_and_in_utc(workspace: Workspace) -> None:
    beijing = datetime(2026, 11, 22, 8, 30, tzinfo=timezone(timedelta(hours=8)))
    with workspace.writing() as stores:
        number = stores.batches.add(_batch(beijing))
        stores.batches.count_rows(number, n_added=3, n_updated=1, n_unchanged=0)

    with workspace.reading() as stores:
        [batch] = stores.batches.all()
    assert batch == ImportBatch(
        kind="needs",
        file_name="需求.csv",
        sha256="0" * 64,
        imported_at=datetime(2026, 11, 22, 0, 30, tzinfo=UTC),
        n_added=3,
        n_updated=1,
        n_rejected=2,
        number=1,
    )
    assert batch.imported_at.tzinfo is UTC


def test_a_moment_without_zone_is_refused(workspace: Workspace) -> None:
    with pytest.raises(StatementError, match="without time zone"), workspace.writing() as stores:
        stores.batches.add(_batch(datetime(2026, 11, 22)))  # noqa: DTZ001 - the mistake under test


def test_originals_are_kept_once_by_their_checksum(workspace: Workspace, tmp_path: Path) -> None:
    first, second = tmp_path / "需求.CSV", tmp_path / "同一份.csv"
    first.write_bytes(b"abc")
    second.write_bytes(b"abc")

    checksums = {workspace.keep_original(first), workspace.keep_original(second)}

    # SHA-256 of "abc", FIPS 180-4 example B.1.
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert checksums == {known}
    assert [path.name for path in (workspace.folder / "originals").iterdir()] == [f"{known}.csv"]
    assert workspace.original_path(known, suffix=".CSV").read_bytes() == b"abc"


def test_the_database_keeps_a_write_ahead_log(tmp_path: Path) -> None:
    Workspace.open(tmp_path).close()

    connection = sqlite3.connect(tmp_path / DATABASE_NAME)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_reading_goes_on_while_another_process_writes(workspace: Workspace, opened: Callable[[], Workspace]) -> None:
    with workspace.writing() as writer:
        writer.needs.add_many([NEED])
        with opened() as other, other.reading() as stores:
            assert stores.needs.all() == []


def test_a_file_that_is_no_database_is_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / DATABASE_NAME).write_bytes(b"PK\3\4 this is a zip, not a database" * 100)

    with pytest.raises(WorkspaceError, match=r"已损坏.*请把它改名留存"):
        Workspace.open(tmp_path)


def test_a_database_damaged_in_its_middle_is_refused_when_read(tmp_path: Path) -> None:
    needs = [Need(id=NeedId(f"N{n}"), title="题" * 50, content="文" * 500) for n in range(200)]
    with Workspace.open(tmp_path) as workspace, workspace.writing() as stores:
        stores.needs.add_many(needs)
    path = tmp_path / DATABASE_NAME
    content = bytearray(path.read_bytes())
    content[4096 * 20 :] = b"\xff" * (len(content) - 4096 * 20)
    path.write_bytes(content)

    with (
        pytest.raises(WorkspaceError, match="已损坏"),
        Workspace.open(tmp_path) as workspace,
        workspace.reading() as stores,
    ):
        stores.needs.all()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(WorkspaceError, match="无法建立工作区文件夹"):
        Workspace.open(tmp_path / "file" / "home")


@pytest.mark.parametrize("url", ["no address", "nosuch://host/name"])
def test_a_wrong_database_address_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(WorkspaceError, match="DUIJIE_DATABASE_URL"):
        Workspace.open(tmp_path, url=url)


def test_an_address_replaces_the_file_in_the_folder(tmp_path: Path) -> None:
    with Workspace.open(tmp_path / "home", url=f"sqlite:///{tmp_path / 'other.db'}"):
        pass

    assert (tmp_path / "other.db").exists()
    assert not (tmp_path / "home" / DATABASE_NAME).exists()
