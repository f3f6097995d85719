"""An import can be taken back; what people did since is left alone."""

from dataclasses import replace

import pytest

from data.records.facets import Facets
from data.records.ids import NeedId
from data.records.scopes import EVERYTHING
from data.records.sources import Source
from data.storage.undoing import Undone
from data.storage.workspace import Workspace
from tests.factories.records import AT, LI, WANG, make_batch, make_need

OLD = make_need(extra={"备注": "急"}, source=Source("旧.csv", "", 2))
NEW = make_need(title="新名称", source=Source("新.csv", "", 9))


@pytest.fixture
def imported(workspace: Workspace) -> Workspace:
    """File 1 brought N1, file 2 changed it and brought N2."""
    with workspace.writing(LI, at=AT) as stores:
        stores.needs.add_many(
            [OLD], batch=stores.batches.add(make_batch()), facets={"N1": Facets(region_code="320813")}
        )
        stores.needs.add_many(
            [NEW, make_need("N2")], batch=stores.batches.add(make_batch()), facets={"N1": Facets(region_code="320800")}
        )
    return workspace


def test_what_it_brought_goes_and_what_it_changed_comes_back(imported: Workspace) -> None:
    with imported.writing(WANG, at=AT) as stores:
        undone = stores.needs.undo(2)
        stored = stores.needs.get_versioned(NeedId("N1"), scope=EVERYTHING)
        remaining = stores.needs.all()

    assert undone == Undone(removed=("N2",), reverted=("N1",))
    assert remaining == [OLD]
    assert stored is not None
    assert (stored.version, stored.facets) == (3, Facets(region_code="320813"))


def test_what_was_changed_or_deleted_since_is_listed_and_left(imported: Workspace) -> None:
    with imported.writing(WANG) as stores:
        stores.needs.change(NeedId("N1"), {"budget": "10万元"}, expected_version=2)
        stores.needs.delete(NeedId("N2"))
        undone = stores.needs.undo(2)
        remaining = stores.needs.all()

    assert undone == Undone(kept=("N1",), gone=("N2",))
    assert remaining == [replace(NEW, budget="10万元")]


def test_a_later_import_that_was_undone_is_no_obstacle(imported: Workspace) -> None:
    with imported.writing(WANG) as stores:
        before = stores.needs.undo(1)
        stores.needs.undo(2)
        after = stores.needs.undo(1)
        remaining = stores.needs.all()

    assert before == Undone(kept=("N1",))
    assert (after, remaining) == (Undone(removed=("N1",)), [])


def test_a_deleted_record_that_a_file_brought_back_is_deleted_again_as_it_was(imported: Workspace) -> None:
    with imported.writing(WANG) as stores:
        stores.needs.undo(2)
        stores.needs.delete(NeedId("N1"))
        number = stores.batches.add(make_batch())
        stores.needs.add_many([NEW], batch=number)
        undone = stores.needs.undo(number)
        stored = stores.needs.get_versioned(NeedId("N1"), scope=EVERYTHING, with_deleted=True)

    assert undone == Undone(removed=("N1",))
    assert stored is not None
    assert (stored.record, stored.deleted_at is None) == (OLD, False)


def test_a_file_of_another_kind_undoes_nothing_here(imported: Workspace) -> None:
    with imported.writing(WANG) as stores:
        assert stores.achievements.undo(2) == Undone()


def test_the_number_of_the_newest_step_rises_and_tells_which_records_were_touched(imported: Workspace) -> None:
    with imported.writing(WANG) as stores:
        before = stores.revisions.newest()
        stores.needs.delete(NeedId("N2"))
        stores.needs.change(NeedId("N1"), {"title": "三"}, expected_version=2)

        assert stores.revisions.newest() == before + 2
        assert stores.revisions.changed_since("needs", before) == ("N2", "N1")
        assert stores.revisions.changed_since("achievements", 0) == ()
