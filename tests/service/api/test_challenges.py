"""Open challenges through the API: versions, stages, bids read by those alone who may."""

from collections.abc import Iterator

import pytest

from data.records.accounts import Role
from service.identity import SESSION_COOKIE
from tests.service.people import Served, peopled_service

ADDRESS = "/api/v1/challenges"
NEW = {
    "title": "气孔率",
    "content": "降到 2%。",
    "enterprise": "甲机械有限公司",
    "region_code": "320826",
    "reward_fen": 100,
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with seven accounts."""
    with peopled_service(tmp_path_factory.mktemp("challenges"), is_indexed=False) as served:
        yield served


def test_a_challenge_moves_with_the_version_one_looked_at(service: Served) -> None:
    def headers(role: Role) -> dict[str, str]:
        return {"cookie": f"{SESSION_COOKIE}={service.cookie(role)}", "if-match": '"1"'}

    made = service.client.post(ADDRESS, json=NEW, headers=headers(Role.ENTERPRISE))
    assert (made.status_code, made.json()["next"]) == (201, ["cancelled"])
    place = f"{ADDRESS}/{made.json()['number']}"
    moved = service.client.post(f"{place}/move", json={"after": "reviewed"}, headers=headers(Role.COUNTY_BUREAU))
    assert (moved.status_code, moved.json()["stage"], moved.json()["version"]) == (200, "reviewed", 2)
    stale = service.client.post(
        f"{place}/move", json={"after": "rejected", "note": "重复"}, headers=headers(Role.COUNTY_BUREAU)
    )
    assert stale.status_code == 412
    refused = service.client.post(f"{place}/bid", json={"team": "甲", "plan": "乙"}, headers=headers(Role.UNIVERSITY))
    assert refused.status_code == 404  # not posted: for a university it is not there

    assert service.client.get(ADDRESS, headers=headers(Role.UNIVERSITY)).json() == {"challenges": []}


def test_an_unknown_region_is_named(service: Served) -> None:
    status, text = service.ask(Role.ADMINISTRATOR, "POST", ADDRESS, json={**NEW, "region_code": "999999"})

    assert (status, "没有这个地区代码" in text) == (422, True)
