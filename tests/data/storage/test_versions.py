"""Two people edit one record: the second learns what the first did."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest

from data.errors import StaleRecordError, UnknownIdError, UsageError
from data.records.audit import AuditAction, AuditEntry, FieldChange
from data.records.enums import PartyKind
from data.records.facets import Facets
from data.records.ids import NeedId, PartyId
from data.records.parties import Party
from data.records.scopes import EVERYTHING
from data.records.versions import ChangeSince, Versioned
from data.storage.workspace import Workspace
from tests.factories.records import AT, LI, WANG, make_need

N1 = NeedId("N1")


@pytest.fixture
def stocked(workspace: Workspace) -> Workspace:
    """A workspace with one need."""
    with workspace.writing(LI, at=AT) as stores:
        stores.needs.add_many([make_need(extra={"备注": "急"})], facets={"N1": Facets(region_code="320813")})
    return workspace


def test_a_change_is_one_version_further_and_leaves_the_rest(stocked: Workspace) -> None:
    with stocked.writing(WANG, at=AT) as stores:
        changed = stores.needs.change(N1, {"title": "气孔"}, expected_version=1, facets=Facets(region_code="320800"))
        stored = stores.needs.get_versioned(N1, scope=EVERYTHING)

    assert changed == Versioned(
        record=make_need(title="气孔", extra={"备注": "急"}),
        version=2,
        facets=Facets(region_code="320800"),
        arrived_at=AT,
    )
    assert stored == changed


def test_a_change_to_the_same_values_writes_nothing(stocked: Workspace) -> None:
    with stocked.writing(WANG) as stores:
        unchanged = stores.needs.change(N1, {"title": "压铸件气孔"}, expected_version=1)
        n_lines = len(stores.audit.page(limit=9))

    assert (unchanged.version, n_lines) == (1, 1)


def test_whoever_comes_second_sees_what_changed_and_by_whom(stocked: Workspace) -> None:
    with stocked.writing(LI, at=AT) as stores:
        stores.needs.change(N1, {"title": "一", "content": "甲"}, expected_version=1)
    with stocked.writing(WANG, at=AT) as stores:
        stores.needs.change(N1, {"content": "乙", "extra": {"备注": "缓"}}, expected_version=2)

    with pytest.raises(StaleRecordError, match="已被李科、王科修改") as caught, stocked.writing(LI) as stores:
        stores.needs.change(N1, {"budget": "10万元"}, expected_version=1)

    assert (caught.value.version, caught.value.is_deleted) == (3, False)
    assert caught.value.changes == (
        ChangeSince(field="title", before="压铸件气孔", theirs="一", by="李科", at=AT),
        ChangeSince(field="content", before="孔隙率≤2%", theirs="乙", by="王科", at=AT),
        ChangeSince(field="extra.备注", before="急", theirs="缓", by="王科", at=AT),
    )


def test_a_value_changed_back_is_no_longer_told(stocked: Workspace) -> None:
    with stocked.writing(LI) as stores:
        stores.needs.change(N1, {"title": "一"}, expected_version=1)
        stores.needs.change(N1, {"title": "压铸件气孔"}, expected_version=2)

    with pytest.raises(StaleRecordError) as caught, stocked.writing(WANG) as stores:
        stores.needs.change(N1, {"title": "二"}, expected_version=1)

    assert (caught.value.version, caught.value.changes) == (3, ())


def test_a_deleted_record_is_gone_until_it_is_restored(stocked: Workspace) -> None:
    with stocked.writing(LI, at=AT) as stores:
        before = stores.needs.digest()
        stores.needs.delete(N1, expected_version=1)
        gone = (stores.needs.all(), len(stores.needs), stores.needs.get(N1), stores.needs.enterprises())
        kept = stores.needs.get_versioned(N1, scope=EVERYTHING, with_deleted=True)
        restored = stores.needs.restore(N1, expected_version=2)
        after = stores.needs.digest()

    assert gone == ([], 0, None, [])
    assert kept is not None
    assert (kept.version, kept.deleted_at) == (2, AT)
    assert (restored.version, restored.deleted_at, after) == (3, None, before)


def test_whoever_edits_a_deleted_record_is_told_by_whom(stocked: Workspace) -> None:
    with stocked.writing(WANG) as stores:
        stores.needs.delete(N1)

    with pytest.raises(StaleRecordError, match="已被王科删除") as caught, stocked.writing(LI) as stores:
        stores.needs.change(N1, {"title": "一"}, expected_version=1)

    assert (caught.value.version, caught.value.is_deleted, caught.value.changes) == (2, True, ())


def test_records_that_are_not_there_are_unknown(stocked: Workspace) -> None:
    with stocked.writing(LI) as stores:
        with pytest.raises(UnknownIdError, match="没有编号为“N9”的需求"):
            stores.needs.change(NeedId("N9"), {"title": "一"}, expected_version=1)
        with pytest.raises(UnknownIdError, match="没有编号为“N1”的已删除的需求"):
            stores.needs.restore(N1)
        stores.needs.delete(N1)
        with pytest.raises(UnknownIdError, match="没有编号为“N1”的需求"):
            stores.needs.delete(N1)


@pytest.mark.parametrize("values", [{"id": "N2"}, {"source": ""}, {"title": "一", "price": "10"}])
def test_what_a_record_has_not_or_keeps_for_life_is_refused(stocked: Workspace, values: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="没有可以修改的"), stocked.writing(LI) as stores:
        stores.needs.change(N1, values, expected_version=1)

    with stocked.reading() as stores:
        assert stores.needs.all() == [make_need(extra={"备注": "急"})]


def test_the_kind_of_a_party_is_one_of_ours(workspace: Workspace) -> None:
    party = Party(id=PartyId("P1"), name="甲公司", kind=PartyKind.ENTERPRISE)
    with workspace.writing(LI) as stores:
        stores.parties.add_many([party])
        changed = stores.parties.change(party.id, {"kind": "institute"}, expected_version=1)
        with pytest.raises(UsageError, match="没有“school”这类单位"):
            stores.parties.change(party.id, {"kind": "school"}, expected_version=2)

    assert changed.record == replace(party, kind=PartyKind.INSTITUTE)


def test_a_deleted_record_that_is_imported_again_is_there_again_at_its_old_place(stocked: Workspace) -> None:
    again = make_need(title="又来")
    with stocked.writing(LI, at=AT) as stores:
        stores.needs.add_many([make_need("N2")])
        stores.needs.delete(N1)
        report = stores.needs.add_many([again])
        newest = stores.audit.page(limit=1)[0].entry

    assert (report.added, report.updated, report.unchanged) == ((N1,), (), ())
    with stocked.reading() as stores:
        assert [need.id for need in stores.needs.all()] == ["N1", "N2"]
    changes = (FieldChange("title", "压铸件气孔", "又来"), FieldChange("extra.备注", "*", ""))
    assert newest == AuditEntry(
        at=AT, actor=LI, action=AuditAction.RESTORED, kind="needs", record_id="N1", changes=changes
    )


def test_of_two_who_write_at_once_one_wins_and_the_other_learns_it(opened: Callable[[], Workspace]) -> None:
    with opened() as workspace, workspace.writing(LI) as stores:
        stores.needs.add_many([make_need()])
    ready = Barrier(2)
    outcomes: dict[str, object] = {}

    def write(title: str) -> None:
        with opened() as own:
            ready.wait()
            try:
                with own.writing(replace(LI, name=title)) as stores:
                    outcomes[title] = stores.needs.change(N1, {"title": title}, expected_version=1).version
            except StaleRecordError as error:
                outcomes[title] = [(each.theirs, each.by) for each in error.changes]

    threads = [Thread(target=write, args=(title,)) for title in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with opened() as workspace, workspace.reading() as stores:
        [won] = [need.title for need in stores.needs.all()]
    lost = {"甲": "乙", "乙": "甲"}[won]
    assert outcomes == {won: 2, lost: [(won, won)]}
