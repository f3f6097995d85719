"""An imported file is taken back once, by somebody, at a time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from data.errors import RefusalError, UnknownIdError
from data.records.audit import AuditAction, FieldChange
from data.storage.undoing import Undone
from data.storage.workspace import Workspace
from service.docking.undo import undo_batch
from service.docking.workspace import import_files, open_workspace
from tests.factories.records import AT, LI, WANG


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Workspace]:
    """File 1 brought N1 and N2, file 2 renamed N1."""
    first, second = tmp_path / "甲.csv", tmp_path / "乙.csv"
    first.write_text("id,title,content\nN1,旧,文\nN2,题,文\n", encoding="utf-8")
    second.write_text("id,title,content\nN1,新,文\n", encoding="utf-8")
    with open_workspace(tmp_path / "home") as workspace:
        import_files(workspace, "needs", [first, second], at=AT, actor=LI)
        yield workspace


def test_the_register_and_the_trail_say_who_took_it_back(imported: Workspace) -> None:
    at = AT + timedelta(hours=1)

    undone = undo_batch(imported, 2, actor=WANG, at=at)

    with imported.reading() as stores:
        titles = [need.title for need in stores.needs.all()]
        batch = stores.batches.get(2)
        newest = stores.audit.page(limit=2)
    assert batch is not None
    assert (undone.records, undone.batch) == (Undone(reverted=("N1",)), batch)
    assert (titles, batch.imported_by, batch.undone_by, batch.undone_at) == (["旧", "题"], "李科", "王科", at)
    counts = (("n_removed", "0"), ("n_reverted", "1"), ("n_kept", "0"), ("n_gone", "0"))
    assert [(each.entry.kind, each.entry.record_id, each.entry.action, each.entry.changes) for each in newest] == [
        ("batches", "2", AuditAction.UNDONE, tuple(FieldChange(name, "", count) for name, count in counts)),
        ("needs", "N1", AuditAction.UNDONE, (FieldChange("title", "新", "旧"),)),
    ]


def test_the_same_file_can_be_imported_again(imported: Workspace, tmp_path: Path) -> None:
    undo_batch(imported, 2, actor=WANG, at=AT)
    undo_batch(imported, 1, actor=WANG, at=AT)

    [again] = import_files(imported, "needs", [tmp_path / "甲.csv"], at=AT)

    assert (again.number, again.added.added) == (3, ("N1", "N2"))


def test_what_was_taken_back_or_never_came_is_refused(imported: Workspace) -> None:
    undo_batch(imported, 2, actor=WANG, at=AT)

    with pytest.raises(RefusalError, match=r"第 2 号导入（乙\.csv）此前已由王科撤销"):
        undo_batch(imported, 2, actor=LI, at=AT)
    with pytest.raises(UnknownIdError, match="没有第 3 号导入"):
        undo_batch(imported, 3, actor=LI, at=AT)
