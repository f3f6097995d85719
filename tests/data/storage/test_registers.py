"""Entries of registers are kept with versions, owners and places, and told in the audit trail, on both databases."""

import pytest

from data.errors import RefusalError, StaleRecordError
from data.records.scopes import EVERYTHING, NOTHING, Scope
from data.storage.registers import KIND
from data.storage.workspace import Workspace


def add(workspace: Workspace, name: str, *, region: str = "320826", owner: str = "甲公司") -> int:
    """Return the number of a new entry that no other of its name may stand beside."""
    with workspace.writing() as stores:
        return stores.registers.add(
            "vouchers", {"number": name}, region_code=region, owners=[owner], shared=[name]
        ).number


def names(workspace: Workspace, scope: Scope, *, is_deleted: bool = False) -> list[str]:
    """Return what the entries of a scope are called."""
    with workspace.reading() as stores:
        return [each.values["number"] for each in stores.registers.all("vouchers", scope=scope, is_deleted=is_deleted)]


def test_everybody_sees_their_own_part(workspace: Workspace) -> None:
    add(workspace, "一", region="320826", owner="甲公司")
    add(workspace, "二", region="320800", owner="乙公司")
    add(workspace, "三", region="", owner="甲公司")

    assert names(workspace, EVERYTHING) == ["一", "二", "三"]
    assert names(workspace, Scope(region_code="320800")) == ["一", "二"]
    assert names(workspace, Scope(region_code="320826")) == ["一"]
    assert names(workspace, Scope(organisation="甲公司")) == ["一", "三"]
    assert names(workspace, NOTHING) == []
    with workspace.reading() as stores:
        assert stores.registers.counts(scope=Scope(organisation="甲公司")) == {"vouchers": 2}


def test_of_two_who_change_an_entry_the_second_is_told(workspace: Workspace) -> None:
    number = add(workspace, "一")
    with workspace.writing() as stores:
        changed = stores.registers.change(number, {"number": "一改"}, expected_version=1, region_code="320826")

    assert (changed.version, changed.values) == (2, {"number": "一改"})
    with pytest.raises(StaleRecordError) as told, workspace.writing() as stores:
        stores.registers.change(number, {"number": "又改"}, expected_version=1, region_code="320826")
    assert told.value.version == 2


def test_what_stays_the_same_makes_no_version(workspace: Workspace) -> None:
    number = add(workspace, "一")

    with workspace.writing() as stores:
        same = stores.registers.change(number, {"number": "一"}, expected_version=1, region_code="320826")

    assert same.version == 1


def test_a_second_one_of_the_same_is_refused_until_the_first_is_gone(workspace: Workspace) -> None:
    first = add(workspace, "一")
    with pytest.raises(RefusalError, match="同样的一条"):
        add(workspace, "一")
    with workspace.writing() as stores:
        stores.registers.delete(first, expected_version=1)

    second = add(workspace, "一")

    assert names(workspace, EVERYTHING, is_deleted=True) == ["一"]
    with pytest.raises(RefusalError, match="同样的一条"), workspace.writing() as stores:
        stores.registers.restore(first, expected_version=2, shared=["一"])
    with workspace.writing() as stores:
        stores.registers.delete(second, expected_version=1)
        stores.registers.restore(first, expected_version=2, shared=["一"])
    assert names(workspace, EVERYTHING) == ["一"]


def test_every_change_is_told(workspace: Workspace) -> None:
    number = add(workspace, "一")
    with workspace.writing() as stores:
        stores.registers.change(number, {"number": "一", "service": "检测"}, expected_version=1, region_code="320826")
        stores.registers.delete(number, expected_version=2)

    with workspace.reading() as stores:
        lines = stores.audit.of_record(KIND, str(number))
    assert [each.entry.action.value for each in lines] == ["deleted", "changed", "added"]
    assert [(each.field, each.before, each.after) for each in lines[1].entry.changes] == [("service", "", "检测")]
