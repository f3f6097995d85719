"""Lists and single records, as somebody may see them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from data.errors import UnknownIdError
from data.records.accounts import OPERATOR, Role
from data.records.facets import EVERY_RECORD, Facets, RecordFilter
from data.storage.workspace import Workspace
from service.docking.browsing import list_records, open_record
from service.docking.editing import Editor
from service.docking.permissions import Action, scope_of
from service.docking.workspace import open_workspace
from tests.factories.storing import make_need
from tests.service.people import ACTORS

HERE = Facets(region_code="320826", edition=1)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Sixty needs of one county, N0 with the name of N1."""
    with open_workspace(tmp_path / "home") as workspace:
        needs = [make_need(f"N{n}", title=f"名称{max(n, 1)}") for n in range(60)]
        with workspace.writing() as stores:
            stores.needs.add_many(needs, facets={need.id: HERE for need in needs})
        yield workspace


def test_a_list_of_fifty_asks_as_many_queries_as_a_list_of_one(workspace: Workspace) -> None:
    counts = []
    for limit in (1, 50):
        asked: list[str] = []

        def note(*given: object, asked: list[str] = asked) -> None:
            asked.append(str(given[2]))

        event.listen(workspace.engine, "before_cursor_execute", note)
        listed = list_records(workspace, OPERATOR, "needs", EVERY_RECORD, limit=limit)
        event.remove(workspace.engine, "before_cursor_execute", note)
        counts.append((len(listed.page.records), listed.count, sum(each.startswith("SELECT") for each in asked)))

    assert counts == [(1, 60, 2), (50, 60, 2)]


def test_pages_follow_each_other_newest_first(workspace: Workspace) -> None:
    first = list_records(workspace, OPERATOR, "needs", EVERY_RECORD)
    second = list_records(workspace, OPERATOR, "needs", EVERY_RECORD, after=first.page.next)

    ids = [each.record.id for each in (*first.page.records, *second.page.records)]
    assert ids == [f"N{n}" for n in range(59, -1, -1)]
    assert second.page.next is None


def test_a_deleted_record_is_seen_by_whoever_may_restore_it_alone(workspace: Workspace) -> None:
    bureau, planner = ACTORS[Role.COUNTY_BUREAU], ACTORS[Role.EVENT_PLANNER]
    editor = Editor(workspace=workspace, kind="needs", actor=bureau, scope=scope_of(bureau, Action.NEEDS_EDIT))
    editor.delete("N5")

    found = open_record(workspace, bureau, "needs", "N5")
    listed = list_records(workspace, bureau, "needs", RecordFilter(is_deleted=True))

    assert (found.stored.deleted_at is not None, found.is_editable) == (True, True)
    assert [each.record.id for each in listed.page.records] == ["N5"]
    with pytest.raises(UnknownIdError):
        open_record(workspace, planner, "needs", "N5")


def test_history_is_for_whoever_may_change_the_record(workspace: Workspace) -> None:
    Editor(workspace=workspace, kind="needs", actor=OPERATOR, scope=scope_of(OPERATOR, Action.NEEDS_EDIT)).change(
        "N2", {"budget": "5万元"}, expected_version=1
    )

    steps = {
        role: [each.entry.changes for each in open_record(workspace, ACTORS[role], "needs", "N2").history]
        for role in (Role.COUNTY_BUREAU, Role.EVENT_PLANNER)
    }

    assert [len(each) for each in steps[Role.COUNTY_BUREAU]] == [1, 0]
    assert steps[Role.EVENT_PLANNER] == []


def test_records_of_the_same_name_are_told(workspace: Workspace) -> None:
    # 名称10 to 名称19 hold the words too, but are other names.
    assert [each.id for each in open_record(workspace, OPERATOR, "needs", "N0").namesakes] == ["N1"]
