"""Signing ceremonies through the API: planned, ranked, chosen by a person's word, told when somebody was faster."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from data.records.accounts import Role
from data.records.deals import Stage
from data.storage.workspace import Workspace
from service.identity import SESSION_COOKIE
from tests.factories.dealing import opened
from tests.service.people import Served, peopled_service

ADDRESS = "/api/v1/ceremonies"
NEW = {"title": "集中签约 13900001234", "region_code": "320800", "wanted": 2}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with seven accounts, and a deal in talks."""
    with peopled_service(tmp_path_factory.mktemp("ceremonies-api"), is_indexed=False) as served:
        with Workspace.open(served.settings.home) as workspace:
            opened(workspace, Stage.INTRODUCED, Stage.TALK)
        yield served


def put(service: Served, ending: str, body: dict[str, Any], version: int | None) -> tuple[int, dict[str, Any]]:
    """Send a change of the first ceremony as the city; return status and answer."""
    headers = {"cookie": f"{SESSION_COOKIE}={service.cookie(Role.CITY_BUREAU)}"}
    headers |= {} if version is None else {"if-match": f'"{version}"'}
    answer = service.client.put(f"{ADDRESS}/1{ending}", json=body, headers=headers)
    return answer.status_code, answer.json()


def test_a_ceremony_through_the_api(service: Served) -> None:
    assert service.ask(Role.UNIVERSITY, "POST", ADDRESS, json=NEW)[0] == 409
    assert service.ask(Role.CITY_BUREAU, "POST", ADDRESS, json={**NEW, "region_code": "320100"})[0] == 409
    assert service.ask(Role.CITY_BUREAU, "POST", ADDRESS, json={**NEW, "number": 9})[0] == 422
    status, text = service.ask(Role.CITY_BUREAU, "POST", ADDRESS, json=NEW)
    assert (status, "13900001234" in text, json.loads(text)["version"]) == (201, False, 1)

    assert put(service, "", {**NEW, "per_group": 4}, None)[0] == 428
    assert put(service, "", {**NEW, "per_group": 4}, 1)[1]["per_group"] == 4
    said = {"enterprise": {"name": "张三", "post": "总经理"}, "is_chosen": True}
    assert put(service, "/deals/1", said, 1)[0] == 412
    assert put(service, "/deals/1", said, 2)[1]["version"] == 3
    assert put(service, "/deals/99", said, 3)[0] == 404

    headers = {"cookie": f"{SESSION_COOKIE}={service.cookie(Role.CITY_BUREAU)}", "if-match": '"3"'}
    settled = service.client.post(f"{ADDRESS}/1/settle", json={"is_settled": True}, headers=headers)
    assert (settled.status_code, settled.json()["is_settled"]) == (200, True)

    shown = json.loads(service.ask(Role.CITY_BUREAU, "GET", f"{ADDRESS}/1")[1])
    (ranked,) = shown["ranked"]
    assert (ranked["deal"], ranked["outcome"], ranked["is_chosen"], ranked["contract_fen"]) == (1, None, True, 0)
    (turn,) = shown["order"]
    assert [(each["number"], each["name"]) for each in turn["seats"]] == [(1, "张三"), (2, "")]


def test_another_region_sees_no_ceremony(service: Served) -> None:
    assert service.ask(Role.COUNTY_BUREAU, "GET", f"{ADDRESS}/1")[0] == 404
    assert json.loads(service.ask(Role.COUNTY_BUREAU, "GET", ADDRESS)[1]) == []
    assert len(json.loads(service.ask(Role.PROVINCE_BUREAU, "GET", ADDRESS)[1])) == 1
