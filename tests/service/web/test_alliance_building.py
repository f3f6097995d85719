"""The builder: candidates with their evidence, an alliance of those that were ticked, experts for its group."""

from collections.abc import Iterator

import pytest

from data.records.accounts import Role
from tests.service.people import Served, peopled_service


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An indexed service with seven accounts."""
    with peopled_service(tmp_path_factory.mktemp("building")) as served:
        yield served


def test_candidates_come_with_their_evidence(service: Served) -> None:
    status, page = service.ask(Role.ADMINISTRATOR, "GET", "/alliances/build?topic=压铸件气孔")

    assert status == 200
    assert all(name in page for name in ("甲机械有限公司", "东海理工大学", "与主题同有", "/needs/N1"))
    assert "创投基金" in page
    assert "空缺：没有找到候选" in page


def test_a_bureau_sees_enterprises_of_its_region_alone(service: Served) -> None:
    page = service.ask(Role.COUNTY_BUREAU, "GET", "/alliances/build?topic=压铸件气孔")[1]

    assert ("甲机械有限公司" in page, "乙压铸有限公司" in page) == (True, False)


def test_an_alliance_is_begun_of_those_who_were_ticked(service: Served) -> None:
    data = {
        "topic": "压铸件气孔",
        "name": "涟水县压铸技术创新联盟",
        "lead": "甲机械有限公司",
        "region": "320826",
        "direction": "压铸件气孔",
        "member": "东海理工大学|university|320000",
    }
    assert service.ask(Role.COUNTY_BUREAU, "POST", "/alliances/build", data={**data, "name": ""})[0] == 422
    assert service.ask(Role.COUNTY_BUREAU, "POST", "/alliances/build", data=data)[0] == 303

    page = service.ask(Role.COUNTY_BUREAU, "GET", "/alliances/1")[1]
    assert all(words in page for words in ("甲机械有限公司", "东海理工大学", "受邀加入", "没有签字"))
    assert service.ask(Role.COUNTY_BUREAU, "GET", "/alliances/1/experts")[0] == 200
