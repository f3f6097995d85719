"""Pages of alliances: begun, checked, handed in, registered; each tab for those in it."""

import re
from collections.abc import Iterator

import pytest

from data.records.accounts import Role
from data.storage.workspace import Workspace
from tests.factories.alliances import FACTS, call_for_alliances
from tests.service.people import Served, peopled_service

NEW = {"name": FACTS.name, "region": "江苏省淮安市涟水县", "x.contact_phone": "13900001234", "direction": "铝合金压铸"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with seven accounts, and a call for alliances."""
    folder = tmp_path_factory.mktemp("alliances")
    with peopled_service(folder, is_indexed=False) as served:
        with Workspace.open(served.settings.home) as workspace:
            call_for_alliances(workspace, folder)
        yield served


def post(service: Served, role: Role, ending: str, **data: str) -> int:
    """Send a form of the first alliance with the version its page shows; return the status."""
    page = service.ask(role, "GET", "/alliances/1")[1]
    version = str(re.findall(r'name="version" value="(\d+)"', page)[0])
    return service.ask(role, "POST", f"/alliances/1/{ending}", data={"version": version, **data})[0]


def test_an_alliance_from_its_beginning_to_its_number(service: Served) -> None:
    status, page = service.ask(Role.ENTERPRISE, "POST", "/alliances/new", data={**NEW, "region": "某地"})
    assert (status, "看不出“某地”在哪个地区" in page, FACTS.name in page) == (422, True, True)
    assert service.ask(Role.ENTERPRISE, "POST", "/alliances/new", data=NEW)[0] == 303
    assert service.ask(Role.UNIVERSITY, "GET", "/alliances/1")[0] == 404
    assert "没有选定依据的通知" in service.ask(Role.ENTERPRISE, "GET", "/alliances/1")[1]

    assert post(service, Role.ENTERPRISE, "edit", **NEW, notice="1", field="新材料") == 303
    lead = {"organisation": "甲机械有限公司", "kind": "enterprise", "size": "small", "region": "320826"}
    assert post(service, Role.ENTERPRISE, "members", **lead, signed_by="王五", signed_on="2026-11-20") == 303
    partner = {"organisation": "东海理工大学", "kind": "university", "region": "320000"}
    assert post(service, Role.ENTERPRISE, "members", **partner) == 303
    paper = {"name": "联盟契约", "is_there": "1", "sealed_by": "甲机械有限公司"}
    assert post(service, Role.ENTERPRISE, "books/papers", **paper) == 303
    assert post(service, Role.ENTERPRISE, "books/activities", title="交流会", on="2026-11-20") == 303

    checks = service.ask(Role.ENTERPRISE, "GET", "/alliances/1/checks")[1]
    assert "企业数不含牵头单位" in checks
    assert "联盟活动2026 年 1 次，应至少 4 次" in checks
    assert "东海理工大学（缺章）" in service.ask(Role.ENTERPRISE, "GET", "/alliances/1/dossier")[1]
    assert "13900001234" not in service.ask(Role.ENTERPRISE, "GET", "/alliances/1/edit")[1]
    assert "还有 2 天 16 小时" in service.ask(Role.ENTERPRISE, "GET", "/alliances/1")[1]

    assert post(service, Role.ENTERPRISE, "move", after="registered") == 409
    assert post(service, Role.ENTERPRISE, "move", after="submitted") == 303
    assert post(service, Role.ENTERPRISE, "move", after="closed") == 409
    assert post(service, Role.COUNTY_BUREAU, "move", after="registered") == 409
    assert post(service, Role.COUNTY_BUREAU, "move", after="registered", note="先行登记") == 303
    assert service.ask(Role.EVENT_PLANNER, "GET", "/alliances")[0] == 403
    assert "320826-2026-001" in service.ask(Role.PROVINCE_BUREAU, "GET", "/alliances")[1]


@pytest.mark.parametrize("tab", ["", "/checks", "/dossier", "/activities", "/grant", "/forms"])
def test_every_tab_is_drawn(service: Served, tab: str) -> None:
    status, page = service.ask(Role.ADMINISTRATOR, "GET", f"/alliances/1{tab}")

    assert (status, FACTS.name in page) == (200, True)


def test_the_list_of_a_newcomer_says_what_it_is_for(service: Served) -> None:
    status, page = service.ask(Role.PROVINCE_BUREAU, "GET", "/alliances?stage=closed")

    assert (status, "没有这样的联盟" in page) == (200, True)


def test_forms_come_as_files_contacts_hidden_unless_the_trail_knows(service: Served) -> None:
    for ending in ("xlsx", "docx"):
        assert service.ask(Role.ENTERPRISE, "GET", f"/alliances/1/files/conghua-2017-1/{ending}")[0] == 200
    assert service.ask(Role.ENTERPRISE, "GET", "/alliances/1/files/huaian-2010-6/xlsx")[0] == 404

    data = {"ending": "xlsx"}
    statuses = [
        service.ask(role, "POST", "/alliances/1/files/conghua-2017-1", data=data)[0]
        for role in (Role.ENTERPRISE, Role.UNIVERSITY)
    ]
    assert statuses == [200, 403]
    assert "查看联系方式" in service.ask(Role.ADMINISTRATOR, "GET", "/audit?kind=alliances")[1]


def test_targets_without_rules_say_what_to_load(service: Served) -> None:
    status, page = service.ask(Role.CITY_BUREAU, "GET", "/alliances/targets")

    assert (status, "没有确认过的目标任务" in page, "淮安市" in page) == (200, True, True)
