"""Registers through the API: entries with versions, what is due, figures with the entries they rest on."""

from collections.abc import Iterator

import pytest

from data.records.accounts import Role
from service.identity import SESSION_COOKIE
from tests.service.people import Served, peopled_service

ENTRIES = "/api/v1/registers/conversion-clocks/entries"
VALUES = {
    "title": "真空压铸",
    "owner": "东海理工大学",
    "completed_on": "2026年1月5日",
    "due": "2026-06-30",
    "region": "江苏省",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with seven accounts."""
    with peopled_service(tmp_path_factory.mktemp("registers"), is_indexed=False) as served:
        yield served


def test_an_entry_lives_through_the_api(service: Served) -> None:
    headers = {"cookie": f"{SESSION_COOKIE}={service.cookie(Role.PROVINCE_BUREAU)}"}
    made = service.client.post(ENTRIES, json={"values": VALUES}, headers=headers)
    address = made.headers["location"]

    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    assert made.json()["values"]["completed_on"] == "2026年1月5日"
    due = service.client.get("/api/v1/registers/conversion-clocks/due?as_of=2026-07-01", headers=headers).json()
    assert [(each["state"], each["days_left"]) for each in due["due"]] == [("overdue", -1)]
    changed = service.client.patch(
        address, json={"values": {"converted_on": "2026-06-01", "way": "许可"}}, headers=headers | {"if-match": '"1"'}
    )
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    stale = service.client.patch(address, json={"values": {"way": "转让"}}, headers=headers | {"if-match": '"1"'})
    assert stale.status_code == 412
    figures = service.client.get("/api/v1/registers/conversion-clocks/figures?year=2026", headers=headers).json()
    assert [(each["id"], each["part"], each["amount"]) for each in figures["figures"]] == [
        ("converted", "", 1),
        ("converted", "许可", 1),
        ("all", "", 1),
    ]
    assert service.client.delete(address, headers=headers | {"if-match": '"2"'}).status_code == 204
    assert service.client.get(ENTRIES, headers=headers).json() == {"entries": []}
    restored = service.client.post(f"{address}/restore", headers=headers | {"if-match": '"3"'})
    assert (restored.status_code, restored.json()["version"]) == (200, 4)


def test_an_unknown_register_and_an_unknown_column_are_named(service: Served) -> None:
    status, text = service.ask(Role.ADMINISTRATOR, "POST", "/api/v1/registers/nothing/entries", json={"values": {}})
    assert (status, "没有名为" in text) == (404, True)
    status, text = service.ask(Role.ADMINISTRATOR, "POST", ENTRIES, json={"values": {**VALUES, "colour": "红"}})
    assert (status, "没有这些栏目：colour" in text) == (422, True)


def test_an_organisation_sets_itself_no_time_limit(service: Served) -> None:
    headers = {"cookie": f"{SESSION_COOKIE}={service.cookie(Role.UNIVERSITY)}"}
    made = service.client.post(ENTRIES, json={"values": VALUES}, headers=headers)

    assert made.status_code == 409
    assert "“应转化日期”由主管部门填写，没有写入。" in made.text


def test_money_that_a_change_leaves_out_stays(service: Served) -> None:
    headers = {"cookie": f"{SESSION_COOKIE}={service.cookie(Role.PROVINCE_BUREAU)}"}
    values = {"number": "券7", "holder": "甲公司", "holder_kind": "科技企业", "service": "检测", "subsidy": "1.5万元"}
    made = service.client.post(
        "/api/v1/registers/vouchers/entries", json={"values": values | {"region": "江苏省"}}, headers=headers
    )
    changed = service.client.patch(
        made.headers["location"], json={"values": {"service": "试验"}}, headers=headers | {"if-match": '"1"'}
    )

    assert changed.json()["values"] | {"region": ""} == values | {
        "service": "试验",
        "subsidy": "1.50 万元",
        "region": "",
    }
