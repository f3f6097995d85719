"""The builder: candidates with their evidence, an alliance of those that were ticked, experts for its group."""

import re
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


def test_what_cannot_be_read_redraws_the_form_with_what_was_ticked_and_written(service: Served) -> None:
    data = {
        "topic": "压铸件气孔",
        "lead": "甲机械有限公司",
        "region": "320826",
        "direction": "真空压铸",
        "member": "东海理工大学|university|320000",
    }
    for wrong in ({"name": ""}, {"name": "甲联盟", "region": "火星"}, {"name": "甲联盟", "notice": "abc"}):
        status, page = service.ask(Role.COUNTY_BUREAU, "POST", "/alliances/build", data={**data, **wrong})

        boxes = re.findall(r'name="member" value="([^"|]+)[^"]*"[^>]*?( checked)?>', page)
        assert (status, 'value="真空压铸"' in page, f'value="{wrong["name"]}"' in page) == (422, True, True)
        assert {name for name, ticked in boxes if ticked} == {"东海理工大学"}
        assert len(boxes) > 1
