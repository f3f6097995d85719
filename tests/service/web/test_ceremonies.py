"""Pages of signing ceremonies: planned, deals judged and chosen, taken away as files."""

import re
from collections.abc import Iterator

import pytest

from data.records.accounts import Role
from data.records.deals import Stage
from data.storage.workspace import Workspace
from tests.factories.dealing import opened
from tests.service.people import Served, peopled_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with seven accounts, and a deal in talks."""
    with peopled_service(tmp_path_factory.mktemp("ceremonies"), is_indexed=False) as served:
        with Workspace.open(served.settings.home) as workspace:
            opened(workspace, Stage.INTRODUCED, Stage.TALK)
        yield served


def test_a_ceremony_from_its_plan_to_its_files(service: Served) -> None:
    new = {"title": "集中签约", "region": "江苏省淮安市", "wanted": "40"}
    assert service.ask(Role.ENTERPRISE, "POST", "/ceremonies", data=new)[0] == 403
    assert service.ask(Role.UNIVERSITY, "POST", "/ceremonies", data=new)[0] == 409
    status, page = service.ask(Role.CITY_BUREAU, "POST", "/ceremonies", data={**new, "title": ""})
    assert (status, "名称没有填写" in page) == (422, True)
    assert service.ask(Role.CITY_BUREAU, "POST", "/ceremonies", data=new)[0] == 303

    page = service.ask(Role.CITY_BUREAU, "GET", "/ceremonies/1")[1]
    assert all(words in page for words in ("真空压铸工艺", "没有可用的入选条件", "约 40 项"))
    version = str(re.findall(r'name="version" value="(\d+)"', page)[0])
    said = {"version": version, "chosen": "yes", "e_name": "张三", "e_post": "总经理"}
    assert service.ask(Role.CITY_BUREAU, "POST", "/ceremonies/1/deals/1", data=said)[0] == 303
    assert service.ask(Role.CITY_BUREAU, "POST", "/ceremonies/1/deals/1", data=said)[0] == 412

    long = {"version": "2", "e_name": "张三很难打字", "place": "2000"}
    status, page = service.ask(Role.CITY_BUREAU, "POST", "/ceremonies/1/deals/1", data=long)
    assert (status, 'value="张三很难打字"' in page) == (422, True)
    status, page = service.ask(
        Role.CITY_BUREAU, "POST", "/ceremonies/1", data={**new, "version": "2", "title": "改" * 201}
    )
    assert (status, "改改改" in page) == (422, True)

    settled = service.ask(Role.CITY_BUREAU, "POST", "/ceremonies/1/settle", data={"version": "2", "is_settled": "true"})
    assert settled[0] == 303
    assert "名单已定" in service.ask(Role.CITY_BUREAU, "GET", "/ceremonies/1")[1]
    assert "1 号座 甲机械有限公司" in service.ask(Role.PROVINCE_BUREAU, "GET", "/ceremonies/1")[1]
    for paper in ("form", "order"):
        for ending in ("xlsx", "docx"):
            assert service.ask(Role.CITY_BUREAU, "GET", f"/ceremonies/1/files/{paper}/{ending}")[0] == 200
    assert service.ask(Role.COUNTY_BUREAU, "GET", "/ceremonies/1")[0] == 404
    assert "由科技主管部门安排" in service.ask(Role.UNIVERSITY, "GET", "/ceremonies")[1]
