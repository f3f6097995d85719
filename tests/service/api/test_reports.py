"""Reports and platforms by the API: scopes, versions, honest money, masked contacts."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import load_workbook

from data.records.accounts import Role
from data.storage.workspace import Workspace
from tests.factories.reporting import fill_city
from tests.service.people import Served, peopled_service

API = "/api/v1/reports"
CITY, COUNTY = Role.CITY_BUREAU, Role.COUNTY_BUREAU


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with peopled_service(tmp_path_factory.mktemp("reports"), is_indexed=False) as opened:
        with Workspace.open(opened.settings.home) as workspace:
            fill_city(workspace)
        yield opened


def ask(service: Served, role: Role, method: str, path: str, **request: object) -> tuple[int, Any]:
    """Return status and JSON of an answer."""
    status, text = service.ask(role, method, path, **request)
    return status, json.loads(text)


def test_a_draft_keeps_the_kinds_of_money_apart_and_names_records(service: Served) -> None:
    status, answer = ask(service, CITY, "GET", f"{API}/draft?kind=monthly&period=2026-11")
    table = answer["report"]["tables"][0]
    amounts = {
        head["measure"]: figure["amount"]
        for head, figure in zip(table["heads"], table["total"]["figures"], strict=True)
        if head["measure"] != "count"
    }
    # Letters of 500,000 twice and a framework of 2,000,000; a contract of 300,000; nothing registered; 100,000 paid.
    assert status == 200
    assert amounts == {"intent": 300_000_000, "contract": 30_000_000, "technology": 0, "received": 10_000_000}


def test_a_report_is_sent_once_for_each_version(service: Served) -> None:
    asked = {"kind": "bulletin", "period": "2026-11", "recipient": "市政府"}
    status, sent = ask(service, CITY, "POST", f"{API}/sent", json=asked)
    assert (status, sent["version"], sent["sent_by"]) == (201, 1, "city_bureau")
    assert ask(service, CITY, "POST", f"{API}/sent", json=asked)[0] == 412
    assert ask(service, CITY, "POST", f"{API}/sent", json=asked | {"expected_version": 1})[0] == 422
    number = sent["number"]
    assert ask(service, CITY, "GET", f"{API}/sent/{number}")[1]["report"]["key"]["kind"] == "bulletin"
    assert ask(service, CITY, "GET", f"{API}/sent/{number}/compare")[1] == {
        "differences": [],
        "words": [],
        "is_same": {"xlsx": True, "docx": True},
    }
    assert ask(service, COUNTY, "GET", f"{API}/sent/{number}")[0] == 404
    assert service.ask(Role.UNIVERSITY, "GET", f"{API}/sent")[0] == 403


def test_the_ledger_is_written_and_corrected_in_versions(service: Served) -> None:
    line = {"item": "名单，联系电话13900001234", "unit": "盱眙县科技局", "region_code": "320830"}
    status, kept = ask(service, CITY, "POST", f"{API}/handed-in", json=line)
    assert (status, kept["item"]) == (201, "名单，联系电话139********")
    assert ask(service, COUNTY, "POST", f"{API}/handed-in", json=line)[0] == 404
    assert service.ask(CITY, "PUT", f"{API}/handed-in/{kept['number']}", json=line)[0] == 428
    assert ask(service, CITY, "GET", f"{API}/due?since=2026-11-01&until=2026-11-30")[1] == {"due": []}
    assert ask(service, CITY, "GET", f"{API}/event-quotas")[1] == []
    assert ask(service, CITY, "GET", f"{API}/tasks/99")[0] == 404


def test_forms_say_with_whose_data_they_are_filled(service: Served) -> None:
    _, listed = ask(service, CITY, "GET", f"{API}/forms")
    assert [each["id"] for each in listed if not each["whose"]] == []
    assert len(listed) == 10


def test_an_export_holds_what_one_may_see_and_no_contact(service: Served) -> None:
    token = service.cookie(COUNTY)
    answer = service.client.get(
        "/api/v1/connectors/city-platform-needs/file", headers={"cookie": f"duijie_session={token}"}
    )
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    text = "".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert "压铸件气孔缺陷控制" in text
    assert "压铸件气孔检测" not in text
    assert "13900001234" not in text
    assert service.ask(COUNTY, "GET", "/api/v1/connectors/nothing/file")[0] == 404
