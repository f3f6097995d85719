"""Pages of reports: made, looked into, sent, compared; who sees what."""

from collections.abc import Iterator
from re import findall, search

import pytest

from data.records.accounts import Role
from data.storage.workspace import Workspace
from tests.factories.reporting import AT, fill_city
from tests.service.people import Served, peopled_service

CITY, COUNTY = Role.CITY_BUREAU, Role.COUNTY_BUREAU
MONTH = "period=2026-11"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with peopled_service(tmp_path_factory.mktemp("reports"), is_indexed=False) as opened:
        with Workspace.open(opened.settings.home) as workspace:
            fill_city(workspace)
        yield opened


def test_a_figure_leads_to_its_records(service: Served) -> None:
    page = service.ask(CITY, "GET", f"/reports/draft?kind=monthly&{MONTH}")[1]
    address = search(r'href="(/reports/draft/figure\?[^"]*line=-1[^"]*head=contracts)"', page)
    assert address is not None
    status, behind = service.ask(CITY, "GET", address[1].replace("&amp;", "&"))
    assert status == 200
    assert "技术合同：1 条记录" in behind
    assert len(findall(r"<li>", behind.split("<ol")[1])) == 1


@pytest.mark.parametrize("kind", ["monthly", "bulletin", "annual", "universities", "agencies", "summary"])
def test_every_kind_is_made_and_given_as_files(service: Served, kind: str) -> None:
    period = "2026" if kind == "annual" else "2026-11"
    address = f"/reports/draft?kind={kind}&period={period}"
    assert service.ask(CITY, "GET", address)[0] == 200
    assert [service.ask(CITY, "GET", f"{address}&as={ending}")[0] for ending in ("xlsx", "docx")] == [200, 200]


def test_a_sent_report_stays_and_is_compared(service: Served) -> None:
    page = service.ask(COUNTY, "GET", f"/reports/draft?kind=monthly&{MONTH}")[1]
    fields = dict(findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    status, _ = service.ask(COUNTY, "POST", "/reports/send", data={**fields, "recipient": "市科技局"})
    assert status == 303
    number = findall(r'href="/reports/sent/(\d+)"', service.ask(COUNTY, "GET", "/reports")[1])[0]
    assert "市科技局" in service.ask(COUNTY, "GET", f"/reports/sent/{number}")[1]
    assert "逐字节相同" in service.ask(COUNTY, "GET", f"/reports/sent/{number}/compare")[1]
    assert service.ask(COUNTY, "GET", f"/reports/sent/{number}/files/docx")[0] == 200
    assert service.ask(Role.ENTERPRISE, "GET", f"/reports/sent/{number}")[0] == 403


@pytest.mark.parametrize(
    "address",
    ["/reports", "/reports/forms", "/reports/handed-in", "/reports/tasks", "/reports/event-quotas", "/reports/sent"],
)
def test_pages_open_for_bureaus_alone(service: Served, address: str) -> None:
    roles = (CITY, Role.ADMINISTRATOR, Role.UNIVERSITY, Role.ENTERPRISE)
    assert [service.ask(role, "GET", address)[0] for role in roles] == [200, 200, 403, 403]


def test_contacts_in_a_form_are_masked(service: Served) -> None:
    page = service.ask(CITY, "GET", "/reports/draft?kind=form&form=guangdong-2007-3&period=2026")[1]
    assert "甲机械有限公司" in page
    assert "13900001234" not in page
    assert AT.year == 2026


def test_what_was_handed_in_is_written_down_and_withdrawn(service: Served) -> None:
    token = dict(findall(r'name="(form_token)" value="([^"]*)"', service.ask(CITY, "GET", "/reports/handed-in")[1]))
    form = {**token, "item": "组织机构名单", "unit": "盱眙县科技局", "region_code": "320830", "copies": "2"}
    assert service.ask(CITY, "POST", "/reports/handed-in", data=form)[0] == 303
    page = service.ask(CITY, "GET", "/reports/handed-in")[1]
    assert "盱眙县科技局" in page
    number, version = findall(r'name="number" value="(\d+)"><input type="hidden" name="version" value="(\d+)"', page)[0]
    change = {**form, "number": number, "version": version, "is_withdrawn": "true"}
    assert service.ask(CITY, "POST", "/reports/handed-in", data=change)[0] == 303
    assert "已作废" in service.ask(CITY, "GET", "/reports/handed-in")[1]
