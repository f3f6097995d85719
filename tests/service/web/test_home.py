"""The home page by role: counts that open their records, and what stands in while the indexes load."""

import json
import re
from collections.abc import Iterator

import pytest

from data.records.accounts import Role
from service.docking.fits import FILE_NAME
from tests.service.people import Served


@pytest.fixture
def matched(peopled: Served) -> Iterator[Served]:
    """N1 fits A1, N2 fits nothing."""
    path = peopled.settings.home / FILE_NAME
    fits = {"edition": 1, "as_of": "2026-11-22", "of_needs": {"N1": ["A1"], "N2": []}}
    path.write_text(json.dumps(fits), encoding="utf-8")
    yield peopled
    path.unlink()


def test_a_count_opens_exactly_its_records(matched: Served) -> None:
    status, home = matched.ask(Role.ADMINISTRATOR, "GET", "/")
    lists = {kind: matched.ask(Role.ADMINISTRATOR, "GET", f"/waiting/{kind}")[1] for kind in ("without_fit", "fitted")}

    assert status == 200
    assert re.findall(r'href="(/waiting/\w+)"><b class="n">(\d+)', home) == [
        ("/waiting/new_for_needs", "1"),
        ("/waiting/without_fit", "1"),
    ]
    assert {kind: re.findall(r"/needs/(\w+)/matches", text) for kind, text in lists.items()} == {
        "without_fit": ["N2"],
        "fitted": ["N1"],
    }


@pytest.mark.parametrize(
    ("role", "counts"),
    [
        (Role.ADMINISTRATOR, "工作区现有需求 2 项、成果 2 项。"),
        (Role.COUNTY_BUREAU, "您可以查看需求 1 项、成果 2 项。"),
        (Role.UNIVERSITY, "您可以查看需求 2 项、成果 1 项。"),
        (Role.ENTERPRISE, "您可以查看需求 1 项、成果 2 项。"),
    ],
)
def test_home_counts_what_one_may_see(peopled: Served, role: Role, counts: str) -> None:
    assert counts in peopled.ask(role, "GET", "/")[1]


def test_home_says_when_nothing_waits(peopled: Served) -> None:
    assert "目前没有等您办理的事。" in peopled.ask(Role.EVENT_PLANNER, "GET", "/")[1]


def test_needs_outside_the_scope_are_in_no_list(matched: Served) -> None:
    assert "N2" not in matched.ask(Role.COUNTY_BUREAU, "GET", "/waiting/without_fit")[1]


def test_what_has_a_list_of_its_own_has_no_other(peopled: Served) -> None:
    assert peopled.ask(Role.ADMINISTRATOR, "GET", "/waiting/failed_jobs")[0] == 404


def test_while_indexes_load_a_list_says_so_and_looks_again(peopled: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = peopled.client.app.state.desk  # type: ignore[attr-defined] # the application, not any callable
    monkeypatch.setattr(desk, "_is_preparing", True)
    monkeypatch.setattr(desk, "_is_loading", True)

    pages = [
        peopled.ask(Role.ADMINISTRATOR, "GET", path)
        for path in ("/needs/N1/matches", "/search?q=气孔", "/companies/甲机械有限公司")
    ]

    assert [status for status, _ in pages] == [503, 503, 503]
    assert 'content="3;url=/needs/N1/matches"' in pages[0][1]
    assert "检索索引正在装载" in peopled.ask(Role.ADMINISTRATOR, "GET", "/")[1]


def test_a_search_does_not_wait_for_matching_to_be_prepared(peopled: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peopled.client.app.state.desk, "_is_preparing", True)  # type: ignore[attr-defined] # as above

    assert peopled.ask(Role.ADMINISTRATOR, "GET", "/search?q=气孔")[0] == 200


@pytest.mark.parametrize(("path", "tried"), [("/match", {}), ("/doctor", {"tried": "true"})])
def test_a_text_sent_while_indexes_load_is_not_lost(
    peopled: Served, monkeypatch: pytest.MonkeyPatch, path: str, tried: dict[str, str]
) -> None:
    desk = peopled.client.app.state.desk  # type: ignore[attr-defined] # as above
    monkeypatch.setattr(desk, "_is_preparing", True)

    status, text = peopled.ask(Role.ADMINISTRATOR, "POST", path, data={"content": "压铸件内部气孔多"} | tried)

    assert (status, "压铸件内部气孔多</textarea>" in text, "检索索引正在装载" in text) == (503, True, True)


def test_an_unknown_address_keeps_the_navigation(peopled: Served) -> None:
    status, text = peopled.ask(Role.ADMINISTRATOR, "GET", "/nothing")

    assert (status, 'aria-label="主要栏目"' in text, "没有这个页面" in text) == (404, True, True)
