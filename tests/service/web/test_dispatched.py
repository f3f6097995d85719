"""What bureaus sent on to a university waits on its home page, and is answered by itself."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from data.records.accounts import Role
from data.records.census import Dispatch, DispatchState
from data.records.facets import Facets
from data.records.ids import NeedId
from data.records.needs import Need
from data.storage.workspace import Workspace
from tests.service.people import ACTORS, Served, peopled_service

ADDRESS = "/dispatched"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with seven accounts; two needs were sent to the university, one to another."""
    with peopled_service(tmp_path_factory.mktemp("dispatched"), is_indexed=False) as served:
        own = ACTORS[Role.UNIVERSITY].organisation
        with Workspace.open(served.settings.home) as workspace:
            needs = [
                Need(id=NeedId(f"D{n}"), title=f"烘干{n}", content="能耗高", enterprise="甲公司") for n in (1, 2, 3)
            ]
            with workspace.writing() as stores:
                stores.needs.add_many(needs, facets={each.id: Facets(region_code="320826") for each in needs})
            for need_id, university in (("D1", own), ("D2", f"{own} "), ("D3", "别的大学")):
                day = datetime.now(UTC).date()
                with workspace.writing() as stores:
                    made = Dispatch(
                        need_id=need_id,
                        need_region_code="320826",
                        university=university,
                        achievement_ids=(),
                        sent_on=day,
                        due_on=day,
                    )
                    stores.census.dispatches.add(made)
        yield served


def test_a_university_answers_what_was_sent_to_it(service: Served) -> None:
    page = service.ask(Role.UNIVERSITY, "GET", ADDRESS)[1]
    assert ("烘干1" in page, "烘干2" in page, "烘干3" in page) == (True, True, False)
    assert "科技局转来的需求等本单位答复" in service.ask(Role.UNIVERSITY, "GET", "/")[1]
    version = re.findall(r'name="version" value="(\d+)"', page)[0]

    said = {"after": "declined", "version": version}
    status, refused = service.ask(Role.UNIVERSITY, "POST", f"{ADDRESS}/1", data=said)
    assert (status, "没有写不能承接的理由" in refused) == (422, True)
    assert service.ask(Role.UNIVERSITY, "POST", f"{ADDRESS}/1", data=said | {"note": "没有这个方向"})[0] == 303
    assert service.ask(Role.UNIVERSITY, "POST", f"{ADDRESS}/1", data=said | {"note": "再答"})[0] in {409, 412}
    assert service.ask(Role.UNIVERSITY, "POST", f"{ADDRESS}/3", data=said | {"note": "不是本单位的"})[0] == 404
    assert "没有这个方向" in service.ask(Role.CITY_BUREAU, "GET", "/census/dispatches")[1]


def test_the_api_answers_likewise_and_only_for_the_university(service: Served) -> None:
    listed = json.loads(service.ask(Role.UNIVERSITY, "GET", "/api/v1/census/dispatched")[1])["dispatches"]
    assert [each["need_id"] for each in listed] == ["D2", "D1"]
    body = {"after": "taken_up", "note": "轻合金团队", "version": listed[0]["version"]}
    address = f"/api/v1/census/dispatched/{listed[0]['number']}/answer"
    status, text = service.ask(Role.UNIVERSITY, "POST", address, json=body)
    assert (status, json.loads(text)["state"]) == (200, DispatchState.TAKEN_UP.value)
    withdrawn = body | {"after": "withdrawn", "version": 2}
    assert service.ask(Role.UNIVERSITY, "POST", address, json=withdrawn)[0] == 409
    assert service.ask(Role.ENTERPRISE, "GET", "/api/v1/census/dispatched")[0] == 403
