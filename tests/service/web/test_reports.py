"""Pages of reports: made, looked into, sent, compared; who sees what."""

from collections.abc import Iterator
from datetime import date
from json import loads
from re import findall, search

import pytest

from data.records.accounts import OPERATOR, Role
from data.records.reports import HandedIn
from data.records.rules import DueTerms
from data.storage.workspace import Workspace
from service.docking.reports.handing_in import hand_in
from tests.factories.reporting import AT, fill_city, keep_rule
from tests.service.people import Served, peopled_service
from tests.timezones import host_zone

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


@pytest.mark.parametrize(
    "query",
    [
        "/reports/draft?period=\uff12\uff10\uff12\uff16-11",
        "/reports/handed-in?until=0001-01-01",
        "/reports/handed-in?until=9999-12-31",
    ],
)
def test_days_that_cannot_be_are_bad_input(service: Served, query: str) -> None:
    assert service.ask(CITY, "GET", query)[0] == 422


def test_the_first_day_that_may_be_asked_for_is_shown(service: Served) -> None:
    assert service.ask(CITY, "GET", "/reports/handed-in?until=1949-10-01")[0] == 200


def test_the_ledger_shows_the_clock_of_beijing(service: Served) -> None:
    token = dict(findall(r'name="(form_token)" value="([^"]*)"', service.ask(CITY, "GET", "/reports/handed-in")[1]))
    form = {"item": "名单", "unit": "金湖县科技局", "region_code": "320831", "received_at": "2026-11-02T00:30"}
    assert service.ask(CITY, "POST", "/reports/handed-in", data=token | form)[0] == 303
    with host_zone("UTC"):
        assert "2026-11-02 00:30" in service.ask(CITY, "GET", "/reports/handed-in")[1]


def test_a_bureau_is_not_asked_when_its_own_paper_came(service: Served) -> None:
    token = dict(findall(r'name="(form_token)" value="([^"]*)"', service.ask(COUNTY, "GET", "/reports/handed-in")[1]))
    form = {"item": "方案", "unit": "涟水县科技局", "region_code": "320826", "received_at": "2026-11-02T00:30"}
    assert service.ask(COUNTY, "POST", "/reports/handed-in", data=token | form)[0] == 303
    own, city = (service.ask(role, "GET", "/reports/handed-in")[1] for role in (COUNTY, CITY))
    line = own.split('<td data-l="事项">方案')[1].split("</tr>")[0]
    assert "2026-11-22 17:01" in line
    assert ("更正后以更正的时间为准" in line, 'type="datetime-local"' in line) == (True, False)
    assert 'type="datetime-local"' in city.split('<td data-l="事项">方案')[1].split("</tr>")[0]


def test_who_owes_is_told_apart_from_who_does_not(service: Served) -> None:
    with Workspace.open(service.settings.home) as workspace:
        rule = keep_rule(workspace, DueTerms(item="总结", unit="各县(区)、各单位", on=date(2026, 11, 10)))
        line = HandedIn(rule=rule, item="总结", unit="某某协会", region_code="320826", received_at=AT)
        hand_in(workspace, OPERATOR, line, at=AT)
    page = service.ask(CITY, "GET", "/reports/handed-in")[1]
    assert "未报 7" in page
    assert "迟报</b>（不在应报单位之列）" in page
    assert '<th scope="row">各单位</th><td data-l="情况"><b>无法判断由谁报送</b>' in page
    assert "无法判断由谁报送" in service.ask(CITY, "GET", "/rules/deadlines")[1]
    (due,) = loads(service.ask(CITY, "GET", "/api/v1/reports/due?since=2026-11-10&until=2026-11-10")[1])["due"]
    assert (len(due["units"]), due["unclear"], due["offices"]) == (7, ["各单位"], [])
    assert [(each["unit"], each["state"]) for each in due["extras"]] == [("某某协会", "late")]
