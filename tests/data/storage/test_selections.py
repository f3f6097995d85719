"""Lists show what the filter asks for, of what the scope allows, page by page."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from data.records.enums import CooperationMode, Readiness
from data.records.facets import EVERY_RECORD, Facets, RecordFilter
from data.records.ids import NeedId
from data.records.scopes import EVERYTHING, NOTHING, Scope
from data.records.versions import Cursor
from data.storage.workspace import Workspace
from tests.factories.storing import AT, make_achievement, make_need

# 洪泽区 320813 lies in 淮安市 320800, in 江苏省 320000; 仙桃市 429004 is governed by 湖北省 (420000) directly.
PLACES = {
    "N1": "320813",
    "N2": "320800",
    "N3": "320000",
    "N4": "320500",
    "N5": "429004",
    "N6": "",
    "N7": "110105",
}


@pytest.fixture
def stocked(workspace: Workspace) -> Workspace:
    """Needs of several places and achievements of several kinds; A2 came a day later."""
    licence = frozenset({CooperationMode.LICENCE, CooperationMode.JOINT_DEV})
    with workspace.writing(at=AT) as stores:
        needs = [make_need(number, enterprise=f"{number[1]}号公司") for number in PLACES]
        stores.needs.add_many(needs, facets={number: Facets(region_code=code) for number, code in PLACES.items()})
        first = {"A1": Facets(industry_code="C27", readiness=Readiness.PILOT, modes=licence)}
        stores.achievements.add_many([make_achievement("A1")], facets=first)
    with workspace.writing(at=AT + timedelta(days=1)) as stores:
        later = {"A2": Facets(industry_code="C", readiness=Readiness.IDEA)}
        stores.achievements.add_many(
            [make_achievement("A2", university="丙大学"), make_achievement("A3")], facets=later
        )
    return workspace


@pytest.mark.parametrize(
    ("scope", "seen"),
    [
        (EVERYTHING, "1234567"),
        (NOTHING, ""),
        (Scope(region_code="320000"), "1234"),
        (Scope(region_code="320800"), "12"),
        (Scope(region_code="320813"), "1"),
        (Scope(region_code="429004"), "5"),
        (Scope(region_code="420000"), "5"),
        (Scope(region_code="110000"), "7"),
        (Scope(region_code="990000"), ""),
        (Scope(organisation="4号公司"), "4"),
        (Scope(organisation="号公司"), ""),
        (Scope(region_code="320800", organisation="4号公司"), ""),
    ],
)
def test_a_scope_shows_its_part_alone(stocked: Workspace, scope: Scope, seen: str) -> None:
    with stocked.reading() as stores:
        page = stores.needs.page(scope=scope, limit=10)
        count = stores.needs.count(scope=scope)
        known = [n for n in PLACES if stores.needs.get_versioned(make_need(n).id, scope=scope) is not None]

    assert "".join(each.record.id[1] for each in page.records) == seen
    assert (count, known) == (len(seen), [f"N{digit}" for digit in seen])


@pytest.mark.parametrize(
    ("wanted", "seen"),
    [
        (EVERY_RECORD, "123"),
        (RecordFilter(industry_code="C"), "12"),
        (RecordFilter(industry_code="C27"), "1"),
        (RecordFilter(industry_code="C2"), ""),
        (RecordFilter(readiness=Readiness.IDEA), "12"),
        (RecordFilter(readiness=Readiness.SAMPLE), "1"),
        (RecordFilter(mode=CooperationMode.LICENCE), "1"),
        (RecordFilter(mode=CooperationMode.CONSULTING), ""),
        (RecordFilter(organisation="丙大学"), "2"),
        (RecordFilter(arrived_from=AT + timedelta(days=1)), "23"),
        (RecordFilter(arrived_before=AT + timedelta(days=1)), "1"),
        (RecordFilter(industry_code="C", arrived_from=AT + timedelta(hours=1)), "2"),
    ],
)
def test_a_filter_asks_for_all_it_names(stocked: Workspace, wanted: RecordFilter, seen: str) -> None:
    with stocked.reading() as stores:
        page = stores.achievements.page(wanted, scope=EVERYTHING, limit=10)
        count = stores.achievements.count(wanted, scope=EVERYTHING)

    assert ("".join(each.record.id[1] for each in page.records), count) == (seen, len(seen))


def test_pages_follow_each_other_whatever_happens_between(stocked: Workspace) -> None:
    with stocked.writing() as stores:
        first = stores.needs.page(scope=EVERYTHING, limit=3)
        assert first.next is not None
        stores.needs.delete(make_need("N3").id)
        stores.needs.add_many([make_need("N8")])
        second = stores.needs.page(scope=EVERYTHING, after=first.next, limit=3)
        third = stores.needs.page(scope=EVERYTHING, after=second.next, limit=3)

    pages = [[each.record.id for each in page.records] for page in (first, second, third)]
    assert pages == [["N1", "N2", "N3"], ["N4", "N5", "N6"], ["N7", "N8"]]
    assert third.next is None


def test_the_newest_can_come_first(stocked: Workspace) -> None:
    with stocked.reading() as stores:
        first = stores.needs.page(scope=EVERYTHING, limit=4, newest_first=True)
        second = stores.needs.page(scope=EVERYTHING, after=first.next, limit=4, newest_first=True)

    shown = [each.record.id for page in (first, second) for each in page.records]
    assert shown == ["N7", "N6", "N5", "N4", "N3", "N2", "N1"]
    assert (first.next, second.next) == (Cursor(4), None)


@pytest.mark.parametrize("limit", [1, 50])
def test_a_page_is_one_query_however_long(stocked: Workspace, limit: int) -> None:
    asked: list[str] = []
    with stocked.reading() as stores:
        stores.needs.count(scope=EVERYTHING)  # the connection's own first questions
        event.listen(stocked._engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        stores.needs.page(RecordFilter(industry_code="C"), scope=Scope(region_code="320000"), limit=limit)

    assert len(asked) == 1


def test_facets_written_later_are_no_change(stocked: Workspace) -> None:
    with stocked.writing() as stores:
        stores.needs.set_facets({"N6": Facets(region_code="320813", edition=1), "N9": Facets()})
        stored = stores.needs.get_versioned(make_need("N6").id, scope=Scope(region_code="320813"))
        unread = [each.record.id for each in stores.needs.with_facets_of_other_editions(1)]

    assert stored is not None
    assert (stored.version, stored.facets) == (1, Facets(region_code="320813", edition=1))
    assert unread == ["N1", "N2", "N3", "N4", "N5", "N7"]


def test_words_stand_in_the_title_whatever_the_case(workspace: Workspace) -> None:
    titles = {"N1": "PEM电解槽", "N2": "pem膜", "N3": "100%国产", "N4": "电解槽"}
    with workspace.writing() as stores:
        stores.needs.add_many([make_need(number, title=title) for number, title in titles.items()])

    with workspace.reading() as stores:
        found = {
            words: [
                each.record.id
                for each in stores.needs.page(RecordFilter(words=words), scope=EVERYTHING, limit=9).records
            ]
            for words in ("Pem", "电解槽", "%", "_")
        }

    assert found == {"Pem": ["N1", "N2"], "电解槽": ["N1", "N4"], "%": ["N3"], "_": []}


def test_deleted_records_are_a_list_of_their_own(stocked: Workspace) -> None:
    with stocked.writing() as stores:
        stores.needs.delete(NeedId("N2"))

    with stocked.reading() as stores:
        gone = stores.needs.page(RecordFilter(is_deleted=True), scope=EVERYTHING, limit=9)
        counts = [stores.needs.count(RecordFilter(is_deleted=flag), scope=EVERYTHING) for flag in (True, False)]
        elsewhere = stores.needs.count(RecordFilter(is_deleted=True), scope=Scope(region_code="420000"))
    assert [each.record.id for each in gone.records] == ["N2"]
    assert (counts, elsewhere) == ([1, 6], 0)
