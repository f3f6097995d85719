"""A whole database goes into an SQLite file and comes back, from and to every kind of database."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.errors import FileReadError
from data.records.accounts import OPERATOR
from data.records.ids import NeedId
from data.records.jobs import JobKind, NewJob
from data.records.needs import Need
from data.storage.batches import ImportBatch
from data.storage.copying import check_database, copy_database, has_rows, replace_database, settle_database
from data.storage.workspace import DATABASE_NAME, Workspace

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
NEED = Need(id=NeedId("N1"), title="题", content="文" * 3_000, extra={"备 注": "急"})


def _fill(workspace: Workspace, n: int) -> None:
    with workspace.writing() as stores:
        for _ in range(n):
            stores.batches.add(ImportBatch(kind="needs", file_name="需求.csv", sha256="0" * 64, imported_at=AT))
        stores.needs.add_many([NEED], batch=n)
        stores.jobs.add(NewJob(kind=JobKind.INDEX, label="索引", created_by=OPERATOR, created_at=AT))


def _state(workspace: Workspace) -> object:
    with workspace.reading() as stores:
        return stores.needs.all(), stores.batches.all(), stores.jobs.recent(limit=9)


def test_a_copy_holds_everything_in_one_file(workspace: Workspace, tmp_path: Path) -> None:
    _fill(workspace, 3)
    folder = tmp_path / "copy"
    folder.mkdir()

    settle_database(copy_database(workspace, folder))

    assert [path.name for path in folder.iterdir()] == [DATABASE_NAME]
    with Workspace.open(folder) as copy:
        assert _state(copy) == _state(workspace)


def test_what_was_there_is_replaced_and_new_numbers_go_on_above(workspace: Workspace, tmp_path: Path) -> None:
    _fill(workspace, 2)
    with Workspace.open(tmp_path / "source") as source:
        _fill(source, 5)
        replace_database(workspace, source)
        assert _state(workspace) == _state(source)

    with workspace.writing() as stores:
        assert stores.batches.add(ImportBatch(kind="needs", file_name="a", sha256="1" * 64, imported_at=AT)) == 6


def test_an_empty_database_is_told_from_a_used_one(workspace: Workspace) -> None:
    before = has_rows(workspace)
    _fill(workspace, 1)

    assert (before, has_rows(workspace)) == (False, True)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    path.write_bytes(b"no database" * 1000)

    with pytest.raises(FileReadError, match="数据库已损坏"):
        check_database(path)
