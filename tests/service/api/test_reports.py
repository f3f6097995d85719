"""Reports and platforms by the API: scopes, versions, honest money, masked contacts."""

import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from data.records.accounts import Role
from data.storage.workspace import Workspace
from tests.factories.reporting import fill_city
from tests.service.people import AT, Served, peopled_service

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


WIDE = "\uff12\uff10\uff12\uff16-11"
LINE = {"item": "月报", "unit": "盱眙县科技局", "region_code": "320830"}


@pytest.mark.parametrize(
    "query",
    [
        f"draft?kind=monthly&period={WIDE}",
        "due?since=9999-01-01&until=9999-12-31",
        "due?since=2026-01-01&until=2300-01-01",
        "due?since=0001-01-01&until=0001-12-31",
    ],
)
def test_days_that_cannot_be_are_bad_input(service: Served, query: str) -> None:
    status, answer = ask(service, CITY, "GET", f"{API}/{query}")
    assert (status, answer["title"]) == (422, "填写的内容有误")


@pytest.mark.parametrize(
    "wrong",
    [
        {"month": WIDE},
        {"received_at": "0001-01-01T00:00:00+08:00"},
        {"received_at": "0001-01-01T00:00:00+14:00"},
        {"received_at": "9999-12-31T23:59:59-12:00"},
        {"region_code": "\uff13\uff12\uff10\uff18\uff13\uff10"},
    ],
)
def test_a_line_that_cannot_be_is_bad_input(service: Served, wrong: dict[str, str]) -> None:
    assert ask(service, CITY, "POST", f"{API}/handed-in", json=LINE | wrong)[0] == 422


def test_a_moment_without_zone_is_that_of_beijing(service: Served) -> None:
    status, kept = ask(service, CITY, "POST", f"{API}/handed-in", json=LINE | {"received_at": "2026-11-01T09:00:00"})
    assert (status, kept["received_at"]) == (201, "2026-11-01T09:00:00+08:00")


def test_who_sends_a_line_cannot_say_when_it_came(service: Served) -> None:
    own = LINE | {"unit": "涟水县科技局", "region_code": "320826", "received_at": "2026-11-01T09:00:00+08:00"}
    status, kept = ask(service, COUNTY, "POST", f"{API}/handed-in", json=own)
    assert (status, datetime.fromisoformat(kept["received_at"])) == (201, AT + timedelta(minutes=1))


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
