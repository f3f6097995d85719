"""Records survive the store as they were, in their order, and nothing changes silently."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from data.errors import BadInputError
from data.records.achievements import Achievement
from data.records.enums import PartyKind
from data.records.ids import AchievementId, NeedId, PartyId
from data.records.needs import Need
from data.records.parties import Party
from data.records.sources import Source
from data.storage.additions import AddReport, RecordChange
from data.storage.marks import digest_of
from data.storage.workspace import Workspace
from tests.factories.records import make_need

NEED = Need(
    id=NeedId("N1"),
    title="锌合金压铸件气孔控制",
    content="孔隙率≤2%",
    enterprise="甲公司",
    extra={"备 注": "急", "联系人": ""},
    source=Source("需求.xlsx", "表1", 4),
)
ACHIEVEMENT = Achievement(id=AchievementId("A1"), title="真空压铸", content="", university="乙大学", field="材料")
PARTY = Party(id=PartyId("P1"), name="甲公司", kind=PartyKind.ENTERPRISE, region="洪泽区")


def test_every_kind_of_record_comes_back_as_it_was_stored(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        stores.needs.add_many([NEED])
        stores.achievements.add_many([ACHIEVEMENT])
        stores.parties.add_many([PARTY])

    with workspace.reading() as stores:
        assert (stores.needs.all(), stores.achievements.all(), stores.parties.all()) == (
            [NEED],
            [ACHIEVEMENT],
            [PARTY],
        )


def test_add_many_tells_new_changed_and_unchanged_records_apart(workspace: Workspace) -> None:
    second = replace(NEED, id=NeedId("N2"))
    with workspace.writing() as stores:
        stores.needs.add_many([NEED, second])

    changed = replace(NEED, content="孔隙率≤1%", extra={"备 注": "急"})
    third = replace(NEED, id=NeedId("N3"))
    with workspace.writing() as stores:
        report = stores.needs.add_many([third, changed, second])

    assert report == AddReport(
        added=(NeedId("N3"),),
        updated=(RecordChange(NeedId("N1"), ("content", "extra")),),
        unchanged=(NeedId("N2"),),
    )
    with workspace.reading() as stores:
        assert stores.needs.all() == [changed, second, third]


def test_add_many_reports_an_id_that_comes_twice_in_one_call(workspace: Workspace) -> None:
    later = replace(NEED, title="后来的名称")

    with workspace.writing() as stores:
        report = stores.needs.add_many([NEED, later, later])

    assert report == AddReport((NEED.id,), (RecordChange(NEED.id, ("title",)),), (NEED.id,))
    with workspace.reading() as stores:
        assert stores.needs.all() == [later]


def test_the_place_in_the_file_alone_is_no_change(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        stores.needs.add_many([NEED])
        report = stores.needs.add_many([replace(NEED, source=Source("另一份.csv", "", 9))])

    assert report == AddReport((), (), (NEED.id,))


def test_add_many_handles_more_records_than_one_query_may_name(workspace: Workspace) -> None:
    needs = [replace(NEED, id=NeedId(f"N{number}")) for number in range(1_203)]
    with workspace.writing() as stores:
        stores.needs.add_many(needs)
        again = stores.needs.add_many(reversed(needs))

    assert (len(again.unchanged), again.added, again.updated) == (1_203, (), ())
    with workspace.reading() as stores:
        assert len(stores.needs) == 1_203
        assert stores.needs.all() == needs


def test_lookups_use_the_exact_name(workspace: Workspace) -> None:
    other = replace(NEED, id=NeedId("N2"), enterprise="丙公司")
    unnamed = replace(NEED, id=NeedId("N3"), enterprise="")
    with workspace.writing() as stores:
        stores.needs.add_many([other, NEED, unnamed])
        stores.achievements.add_many([ACHIEVEMENT])
        stores.parties.add_many([PARTY])

        assert stores.needs.by_enterprise("甲公司") == [NEED]
        assert stores.needs.by_enterprise("甲") == []
        assert stores.needs.enterprises() == ["丙公司", "甲公司"]
        assert stores.achievements.by_university("乙大学") == [ACHIEVEMENT]
        assert stores.parties.by_name("甲公司") == [PARTY]
        assert stores.needs.get(NeedId("N2")) == other
        assert stores.needs.get(NeedId("N9")) is None


def test_digest_follows_values_and_order(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        empty = stores.needs.digest()
        stores.needs.add_many([NEED])
        one = stores.needs.digest()
        stores.needs.add_many([NEED])
        same = stores.needs.digest()
        stores.needs.add_many([replace(NEED, title="改名")])
        changed = stores.needs.digest()

    assert one == same
    assert len({empty, one, changed}) == 3


def test_a_record_of_an_unknown_file_is_refused(workspace: Workspace) -> None:
    with pytest.raises(IntegrityError), workspace.writing() as stores:
        stores.needs.add_many([NEED], batch=99)


@pytest.mark.parametrize("values", [{"title": "a\0"}, {"extra": {"备注": "\ud800"}}, {"extra": {"\0": ""}}])
def test_what_no_database_gives_back_is_refused(workspace: Workspace, values: dict[str, Any]) -> None:
    with workspace.writing() as stores:
        stores.needs.add_many([NEED])
        with pytest.raises(BadInputError, match="含有无法保存的控制字符"):
            stores.needs.add_many([replace(NEED, id=NeedId("N2"), **values)])
        with pytest.raises(BadInputError, match="含有无法保存的控制字符"):
            stores.needs.change(NEED.id, values, expected_version=1)

        assert stores.needs.all() == [NEED]


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@given(texts=st.lists(st.tuples(TEXT, TEXT, st.dictionaries(TEXT, TEXT, max_size=3)), max_size=6))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_survives_unchanged(workspace: Workspace, texts: list[tuple[str, str, dict[str, str]]]) -> None:
    needs = [
        Need(id=NeedId(str(number)), title=title, content=content, extra=extra)
        for number, (title, content, extra) in enumerate(texts)
    ]
    with workspace.writing() as stores:
        stores.needs.add_many(needs)

        assert [stores.needs.get(need.id) for need in needs] == needs


def test_marks_change_with_their_record_and_many_are_read_at_once(workspace: Workspace) -> None:
    with workspace.writing() as stores:
        stores.needs.add_many([make_need("N1"), make_need("N2"), make_need("N3")])
        before = stores.needs.marks()
        stores.needs.change(NeedId("N1"), {"title": "改名"}, expected_version=1)
        stores.needs.delete(NeedId("N2"))
        after = stores.needs.marks()

        assert [mark.id for mark in after] == ["N1", "N3"]
        assert (before[0].fingerprint != after[0].fingerprint, before[2]) == (True, after[1])
        assert digest_of(after) == stores.needs.digest()
        assert stores.needs.get_many(["N3", "N2", "不存在"]) == {"N3": make_need("N3")}
