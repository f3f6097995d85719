"""Registers through the API: entries with versions, what is due, figures with the entries they rest on."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.records.accounts import Role
from service.identity import SESSION_COOKIE
from tests.service.docking.registers.samples import workbook_of
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


def test_a_file_is_taken_in_and_every_sheet_that_is_not_read_is_named(service: Served, tmp_path: Path) -> None:
    good = "券号,持券单位,持券人类型,服务内容\n券60,甲公司,科技企业,检测\n券61,甲公司,别的,检测\n"
    path = workbook_of(tmp_path / "券.xlsx", {"一": good, "二": good}, "二")
    status, text = service.ask(
        Role.CITY_BUREAU,
        "POST",
        "/api/v1/registers/import",
        data={"register_id": "vouchers"},
        files={"file": ("券.xlsx", path.read_bytes())},
    )
    answer = json.loads(text)

    assert (status, len(answer.pop("numbers"))) == (200, 1)
    assert answer == {
        "completed": [],
        "n_known": 0,
        "refused": [
            {"sheet": "一", "row": 3, "reason": "“持券人类型”不在可选的范围内，可选：科技企业、创客、仪器网络平台单位"}
        ],
        "differing": [],
        "unknown_headers": [],
        "skipped": [{"sheet": "二", "n_rows": 3, "reason": "是隐藏的工作表，请取消隐藏后重新导入"}],
    }


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
