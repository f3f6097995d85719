"""Notices and rules through the API: versions as tags, decisions, as-of lists, checks that are kept and repeated."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.records.accounts import Role
from data.storage.workspace import Workspace
from tests.factories.notices import load
from tests.service.people import Served, peopled_service

BUREAU = Role.COUNTY_BUREAU
API = "/api/v1"
PHONE = "13900001234"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with peopled_service(tmp_path, is_indexed=False) as opened:
        with Workspace.open(opened.settings.home) as workspace:
            load(workspace, tmp_path)
        yield opened


def ask(service: Served, method: str, path: str, *, version: int | None = None, **body: Any) -> tuple[int, Any]:
    """Ask as a county bureau; return status and JSON."""
    headers = {"cookie": f"duijie_session={service.cookie(BUREAU)}"}
    if version is not None:
        headers["if-match"] = f'"{version}"'
    request: dict[str, Any] = {} if method == "GET" else {"json": body}
    answer = service.client.request(method, f"{API}{path}", headers=headers, **request)
    return answer.status_code, answer.json()


def test_a_notice_is_read_with_offsets_that_hold(service: Served) -> None:
    status, text = service.ask(Role.UNIVERSITY, "GET", f"{API}/notices/1")
    notice = json.loads(text)

    assert (status, PHONE in text, notice["n_conflicts"], notice["status"]) == (200, False, 1, "to_be_repealed")
    rule = notice["rules"][1]
    assert notice["text"][rule["quote_start"] : rule["quote_end"]] == rule["quote"] == "每个市推荐五到八个项目"
    assert notice["assignments"][0]["units"][0] == {"role": "lead", "unit": "各县科技局"}
    assert [each["number"] for each in ask(service, "GET", "/notices")[1]["notices"]] == [1]


def test_a_notice_is_sent_once(service: Served) -> None:
    headers = {"cookie": f"duijie_session={service.cookie(BUREAU)}"}
    file = ("新通知.txt", "关于别的事的通知\n请各单位知悉。".encode())

    answers = [service.client.post(f"{API}/notices", files={"file": file}, headers=headers) for _ in range(2)]

    assert [each.status_code for each in answers] == [201, 409]
    assert answers[0].json()["number"] == 2


def test_a_rule_is_confirmed_edited_and_listed_as_of_a_day(service: Served) -> None:
    without_tag = ask(service, "POST", "/rules/2/confirm")[0]
    confirmed = ask(service, "POST", "/rules/2/confirm", version=1, note="核实过")
    terms = confirmed[1]["terms"] | {"maximum": 10}
    edited = ask(service, "PATCH", "/rules/2", version=1, terms=terms, applies_from="2027-01-01")
    stale = ask(service, "PATCH", "/rules/2", version=1, terms=terms)
    second = ask(service, "POST", "/rules/2/confirm", version=2)[0]

    assert (without_tag, confirmed[0], edited[0], stale[0], second) == (428, 200, 200, 412, 200)
    assert (stale[1]["version"], edited[1]["state"], confirmed[1]["sentence"]) == (
        2,
        "proposed",
        "每个地级以上市科技局：重大项目建议（附件3） 5 至 8",
    )
    on = {
        day: ask(service, "GET", f"/rules?day={day}")[1]["rules"] for day in ("2026-12-31", "2027-01-01", "2020-01-01")
    }
    assert {day: [each["version"] for each in rules] for day, rules in on.items()} == {
        "2026-12-31": [1],
        "2027-01-01": [2],
        "2020-01-01": [],
    }
    status, history = ask(service, "GET", "/rules/2")
    assert (status, history["applies_now"], len(history["versions"]), len(history["decisions"])) == (200, 1, 2, 2)


def test_a_decision_is_taken_back_and_a_rejection_needs_its_reason(service: Served) -> None:
    statuses = [
        ask(service, "POST", "/rules/1/reject", version=1)[0],
        ask(service, "POST", "/rules/1/reject", version=1, note="已过时")[0],
        ask(service, "POST", "/rules/1/withdraw", version=1)[0],
    ]

    assert statuses == [422, 200, 200]
    assert len(ask(service, "GET", "/rules?state=proposed&kind=census")[1]["rules"]) == 1


def test_a_rule_is_written_by_hand_with_every_fault_named(service: Served) -> None:
    terms = {"kind": "min_count", "item": "联盟活动", "minimum": "四", "often": 1}
    bad = ask(service, "POST", "/rules", terms=terms)
    good = ask(service, "POST", "/rules", terms={"kind": "min_count", "item": "联盟活动", "minimum": 4})

    assert (bad[0], bad[1]["detail"]) == (422, "often：没有这一项；下限：应为整数。")
    assert (good[0], good[1]["state"], good[1]["number"]) == (201, "confirmed", 5)


def test_facts_are_checked_kept_and_checked_again(service: Served) -> None:
    ask(service, "POST", "/rules/2/confirm", version=1)
    facts = {"units": [{"unit": "甲市", "count": 4}, {"unit": "乙市", "count": None}], "as_of": "2026-09-30"}

    made = ask(service, "POST", "/rules/2/check", facts=facts, as_of="2026-09-30", is_kept=True)
    listed = ask(service, "GET", "/rules/2/checks")
    again = ask(service, "GET", "/rules/checks/1")
    broken = ask(service, "POST", "/rules/2/check", facts={"units": [{"unit": 1}], "as_of": "3000-01-01"})
    before = ask(service, "POST", "/rules/2/check", facts=facts, as_of="2020-01-01")

    assert [each["outcome"] for each in made[1]["checks"]] == ["failed", "cannot_tell"]
    assert made[1]["checks"][0]["remedy"] == "还须补 1。"
    assert [each["number"] for each in listed[1]["checks"]] == [2, 1]
    assert (again[0], again[1]["differences"], again[1]["now"]["outcome"]) == (200, [], "failed")
    assert (broken[0], before[0]) == (422, 404)
    page = service.ask(BUREAU, "GET", "/rules/checks/1")
    assert (page[0], "与当时相同。" in page[1]) == (200, True)
    assert service.ask(Role.ENTERPRISE, "GET", "/rules/checks/1")[0] == 404
    assert json.loads(service.ask(Role.ENTERPRISE, "GET", f"{API}/rules/2/checks")[1]) == {"checks": []}


def test_what_is_due_is_listed_with_its_reminder(service: Served) -> None:
    ask(service, "POST", "/rules/3/confirm", version=1)

    status, answer = ask(service, "GET", "/rules/deadlines?since=2026-09-01")

    [due] = answer["deadlines"]
    assert (status, due["rule"], due["moment"], due["state"]) == (200, 3, "2026-09-30T23:59:59.999999+08:00", "overdue")
    assert (PHONE in due["reminder"], due["days_left"]) == (False, -53)


def test_a_moment_needs_its_time_zone(service: Served) -> None:
    naive = ask(service, "GET", "/rules?day=2026-11-22&known_at=2026-11-22T09:00:00")
    aware = ask(service, "GET", "/rules?day=2026-11-22&known_at=2026-11-22T09:00:00Z")

    assert (naive[0], aware[0]) == (422, 200)
