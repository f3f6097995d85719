"""Pages of open challenges: handed in, posted, bid for, and nobody reads another's bid."""

import re
from collections.abc import Iterator

import pytest

from data.records.accounts import Role
from tests.service.people import Served, peopled_service

NEW = {"title": "压铸件气孔率", "content": "降到 2% 以下。", "region": "江苏省淮安市涟水县", "reward": "50"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with seven accounts."""
    with peopled_service(tmp_path_factory.mktemp("challenges"), is_indexed=False) as served:
        yield served


def version_of(page: str) -> str:
    """Return the version a page's forms hold."""
    return str(re.findall(r'name="version" value="(\d+)"', page)[0])


def move(service: Served, role: Role, address: str, **data: str) -> int:
    """Move a challenge as its page offers it; return the status."""
    version = version_of(service.ask(role, "GET", address)[1])
    return service.ask(role, "POST", f"{address}/move", data={"version": version, **data})[0]


def test_a_challenge_is_handed_in_posted_and_bid_for(service: Served) -> None:
    status, page = service.ask(Role.ENTERPRISE, "POST", "/challenges/new", data={**NEW, "reward": "面议"})
    assert (status, "榜金不是以万元为单位的数" in page, 'value="压铸件气孔率"' in page) == (422, True, True)
    assert service.ask(Role.ENTERPRISE, "POST", "/challenges/new", data=NEW)[0] == 303
    address = "/challenges/1"
    assert "50.00 万元" in service.ask(Role.ENTERPRISE, "GET", address)[1]
    assert service.ask(Role.UNIVERSITY, "GET", address)[0] == 404

    assert move(service, Role.COUNTY_BUREAU, address, after="reviewed") == 303
    assert move(service, Role.COUNTY_BUREAU, address, after="posted") == 409
    assert move(service, Role.COUNTY_BUREAU, address, after="posted", bids_until="2999-01-01") == 303
    bid = {"team": "轻合金团队", "plan": "高真空压铸工艺方案", "price": "40"}
    assert service.ask(Role.UNIVERSITY, "POST", f"{address}/bid", data=bid)[0] == 303

    assert "高真空压铸工艺方案" in service.ask(Role.UNIVERSITY, "GET", address)[1]
    for role in (Role.ENTERPRISE, Role.COUNTY_BUREAU, Role.ADMINISTRATOR):
        page = service.ask(role, "GET", address)[1]
        assert "1 份，截止以后进入评审才能拆看" in page
        assert "高真空压铸工艺方案" not in page
    assert "不公开" in service.ask(Role.UNIVERSITY, "GET", "/challenges")[1]
    assert move(service, Role.COUNTY_BUREAU, address, after="evaluating") == 409
    assert service.ask(Role.UNIVERSITY, "POST", f"{address}/withdraw")[0] == 303
    assert service.ask(Role.EVENT_PLANNER, "GET", address)[0] == 403


def test_the_list_of_a_newcomer_says_what_it_is_for(service: Served) -> None:
    status, page = service.ask(Role.PROVINCE_BUREAU, "GET", "/challenges?stage=accepted")

    assert (status, "没有这个阶段的榜单" in page) == (200, True)
