"""Alliances through the API: begun, joined, checked, registered; numbers are nobody's to write."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from data.records.accounts import Role
from data.records.alliances import NewMember
from data.storage.workspace import Workspace
from service.docking.alliances.joining import apply_to_join
from service.identity import SESSION_COOKIE
from tests.factories.alliances import NOW, STRANGER, begun, call_for_alliances
from tests.service.people import Served, peopled_service

ADDRESS = "/api/v1/alliances"
NEW = {
    "name": "涟水县压铸技术创新联盟",
    "lead": "甲机械有限公司",
    "region_code": "320826",
    "notice": 1,
    "field": "新材料",
    "texts": {"contact_phone": "13900001234"},
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with seven accounts, and a call for alliances."""
    folder = tmp_path_factory.mktemp("alliances-api")
    with peopled_service(folder, is_indexed=False) as served:
        with Workspace.open(served.settings.home) as workspace:
            call_for_alliances(workspace, folder)
        yield served


def send(service: Served, role: Role, ending: str, body: dict[str, Any], version: int) -> tuple[int, dict[str, Any]]:
    """Send a change of the first alliance; return status and answer."""
    headers = {"cookie": f"{SESSION_COOKIE}={service.cookie(role)}", "if-match": f'"{version}"'}
    answer = service.client.post(f"{ADDRESS}/1/{ending}", json=body, headers=headers)
    return answer.status_code, answer.json()


def test_an_alliance_through_the_api(service: Served) -> None:
    assert service.ask(Role.ENTERPRISE, "POST", ADDRESS, json={**NEW, "code": "320826-2026-001"})[0] == 422
    status, text = service.ask(Role.ENTERPRISE, "POST", ADDRESS, json=NEW)
    assert (status, "13900001234" in text, json.loads(text)["code"]) == (201, False, "")

    lead = {"organisation": "甲机械有限公司", "kind": "enterprise", "size": "small"}
    assert send(service, Role.ENTERPRISE, "members", lead, 1)[1]["members"][0]["is_signed"] is False
    assert send(service, Role.ENTERPRISE, "members", lead, 1)[0] == 412
    entry = {"book": "activities", "title": "交流会", "on": "2026-11-20"}
    assert send(service, Role.ENTERPRISE, "entries", entry, 2)[1]["entries"] == {"1": "活动：交流会，2026-11-20"}
    assert send(service, Role.ENTERPRISE, "entries/1/strike", {"note": "重复"}, 3)[1]["entries"] == {}
    assert send(service, Role.ENTERPRISE, "move", {"after": "submitted"}, 4)[1]["stage"] == "submitted"
    assert send(service, Role.ENTERPRISE, "move", {"after": "registered"}, 5)[0] == 403
    registered = send(service, Role.COUNTY_BUREAU, "move", {"after": "registered", "note": "先行登记"}, 5)[1]
    assert registered["code"] == "320826-2026-001"

    checks = json.loads(service.ask(Role.COUNTY_BUREAU, "GET", f"{ADDRESS}/1/checks")[1])
    assert {each["kind"] for each in checks["checks"]} >= {"name", "composition", "dossier", "min_count", "due"}
    assert service.ask(Role.UNIVERSITY, "GET", f"{ADDRESS}/1/checks") == (200, "null")


def test_a_stranger_applies_and_is_reviewed(service: Served) -> None:
    member = {"organisation": "东海理工大学", "kind": "university", "sheet": {"mobile": "13900004321"}}
    status, text = service.ask(Role.UNIVERSITY, "POST", f"{ADDRESS}/1/apply", json=member)
    assert (status, "13900004321" in text) == (200, False)
    version = json.loads(service.ask(Role.ENTERPRISE, "GET", f"{ADDRESS}/1")[1])["version"]
    review = {"organisation": "东海理工大学", "state": "admitted", "opinion": "符合条件"}

    after = send(service, Role.ENTERPRISE, "review", review, version)[1]

    assert [(each["organisation"], each["state"]) for each in after["members"]][1:] == [("东海理工大学", "admitted")]
    assert after["topology"] == "一校对一企"


def test_a_member_is_told_of_no_applicant_by_what_it_writes(service: Served) -> None:
    with Workspace.open(service.settings.home) as workspace:
        apply_to_join(workspace, STRANGER, 1, NewMember(organisation=""), at=NOW)
    version = json.loads(service.ask(Role.UNIVERSITY, "GET", f"{ADDRESS}/1")[1])["version"]

    after = send(service, Role.UNIVERSITY, "members", {"organisation": "东海理工大学", "sheet": {"site": "a"}}, version)

    assert sorted(each["organisation"] for each in after[1]["members"]) == ["东海理工大学", "甲机械有限公司"]


def test_a_consent_that_is_left_out_stays_and_null_takes_it_back(service: Served) -> None:
    own = {"organisation": "东海理工大学"}
    signed = {**own, "consent": {"signed_by": "王五", "on": "2026-11-20", "is_sealed": True}}
    told = []
    for body in (signed, {**own, "sheet": {"site": "b"}}, {**own, "consent": None}):
        version = json.loads(service.ask(Role.ENTERPRISE, "GET", f"{ADDRESS}/1")[1])["version"]
        send(service, Role.UNIVERSITY, "members", body, version)
        members = json.loads(service.ask(Role.ENTERPRISE, "GET", f"{ADDRESS}/1")[1])["members"]
        told += [each["is_signed"] for each in members if each["organisation"] == "东海理工大学"]

    assert told == [True, True, False]


def test_the_list_is_taken_part_by_part(service: Served) -> None:
    with Workspace.open(service.settings.home) as workspace:
        begun(workspace, name="涟水县水产技术创新联盟")

    every, last = (
        json.loads(service.ask(Role.COUNTY_BUREAU, "GET", f"{ADDRESS}{query}")[1]) for query in ("", "?start=1&limit=1")
    )

    assert ([each["number"] for each in every], last) == ([2, 1], every[1:])
