"""The audit trail on its page: filtered, paged, contacts masked."""

from collections.abc import Iterator
from datetime import date

import pytest

from data.records.accounts import NOBODY, Role
from data.records.audit import AuditAction
from data.records.ids import NeedId
from data.storage.workspace import Workspace
from service.web.audit import Wanted
from service.web.audit_phrases import change_label, change_value
from tests.service.people import ACTORS, Served, peopled_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with peopled_service(tmp_path_factory.mktemp("audit")) as opened:
        with Workspace.open(opened.settings.home) as workspace:
            for number in range(60):
                with workspace.writing(ACTORS[Role.COUNTY_BUREAU]) as stores:
                    change = {"budget": f"{number}万元"}
                    stores.needs.change(NeedId("N1"), change, expected_version=number + 1)
        yield opened


def test_lines_say_who_changed_what_from_what_to_what(service: Served) -> None:
    text = service.ask(Role.ADMINISTRATOR, "GET", "/audit")[1]

    assert "county_bureau（县（区）科技局，网页）" in text
    assert "<b>预算</b>：58万元 → 59万元" in text
    assert text.count('<tr><th scope="row">') == 50


def test_older_lines_follow_and_filters_stay(service: Served) -> None:
    first = service.ask(Role.ADMINISTRATOR, "GET", "/audit?kind=needs&record=N1&action=changed")[1]
    address = first.partition('<a href="/audit?')[2].partition('"')[0].replace("&amp;", "&")
    second = service.ask(Role.ADMINISTRATOR, "GET", f"/audit?{address}")[1]

    assert address.startswith("kind=needs&record=N1&action=changed&before=")
    assert second.count('<tr><th scope="row">') == 10


@pytest.mark.parametrize(
    ("query", "n"),
    [("account=99", 0), ("until=2000-01-01", 0), ("kind=achievements&account=", 0), ("record=N1&since=", 50)],
)
def test_filters_ask_for_what_they_name(service: Served, query: str, n: int) -> None:
    assert service.ask(Role.ADMINISTRATOR, "GET", f"/audit?{query}")[1].count('<tr><th scope="row">') == n


def test_both_days_count_whole() -> None:
    found = Wanted(since=date(2026, 11, 1), until=date(2026, 11, 2)).of_trail()

    assert found.at_from is not None
    assert found.at_before is not None
    assert (found.at_before - found.at_from).days == 2


def test_nobody_but_administrators_reads_the_trail(service: Served) -> None:
    assert {role for role in Role if service.ask(role, "GET", "/audit")[0] == 200} == {Role.ADMINISTRATOR}


def test_what_is_told_of_imports_and_accounts_is_in_words(service: Served) -> None:
    assert "<b>新增条数</b>：（空） → 2" in service.ask(Role.ADMINISTRATOR, "GET", "/audit?kind=batches")[1]
    assert [change_value("jobs", "state", "done"), change_value("introductions", "need", "declined")] == [
        "已完成",
        "婉拒",
    ]
    assert [change_value("needs", "state", "done"), change_label("budget"), change_label("n_removed")] == [
        "done",
        "预算",
        "删除条数",
    ]


def test_whoever_is_not_signed_in_has_no_role(service: Served) -> None:
    with Workspace.open(service.settings.home) as workspace, workspace.writing(NOBODY) as stores:
        stores.audit.tell(AuditAction.REFUSED, "accounts", "2")

    assert "未登录（网页）" in service.ask(Role.ADMINISTRATOR, "GET", "/audit?kind=accounts")[1]
