"""Docking events through the API, from the event file to a release."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.records.accounts import Role
from data.storage.workspace import Workspace
from service.identity import SESSION_COOKIE
from service.jobs.running import run_job
from tests.service.people import Served, peopled_service

PLANNER = Role.CITY_BUREAU
ROOT = "/api/v1/events"
PROBLEM = {
    "event": {
        "id": "DJH-1", "name": "对接会", "held_on": "2026-11-26",
        "slots": [{"start": f"09:{10 * n:02}", "end": f"09:{10 * n + 10:02}"} for n in range(3)],
        "tables": [{"id": "1"}],
    },
    "guests": [{"id": "C1", "kind": "enterprise"}, {"id": "C2", "kind": "enterprise"}, {"id": "T1", "kind": "team"}],
    "requests": [{"id": f"C{n}-T1", "guests": [f"C{n}", "T1"], "value": 0.5} for n in (1, 2)],
}  # fmt: skip


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Served]:
    with peopled_service(tmp_path, is_indexed=False) as opened:
        assert ask(opened, "POST", "", region_code="320800", problem=PROBLEM)[0] == 201
        yield opened


def ask(service: Served, method: str, path: str, role: Role = PLANNER, **body: Any) -> tuple[int, Any]:
    request = {"json": body} if method != "GET" else {}
    status, text = service.ask(role, method, f"{ROOT}{path}", **request)
    return status, json.loads(text)


def plan(service: Served, **body: Any) -> None:
    status, job = ask(service, "POST", "/1/plan", seconds=5, **body)
    assert status == 202
    with Workspace.open(service.settings.home) as workspace:
        run_job(workspace, job["number"], service.settings, is_stopping=lambda: False)


def test_an_event_is_planned_edited_released_and_replanned(service: Served) -> None:
    plan(service)
    draft = ask(service, "GET", "/1/agenda")[1]
    free = next(slot for slot in ("09:00", "09:10", "09:20") if slot not in {m["slot"] for m in draft["meetings"]})
    edit: dict[str, Any] = {"kind": "move", "request": "C1-T1", "slot": free}
    checked = ask(service, "POST", "/1/agenda/check", **edit)[1]
    stale = ask(service, "POST", "/1/agenda/edits", **edit, seen=9)[0]
    edited = ask(service, "POST", "/1/agenda/edits", **edit, seen=1)[1]
    first = ask(service, "POST", "/1/releases", seen=2)
    ask(service, "POST", "/1/disturbances", kind="absent", guest_id="C2")
    faults = ask(service, "GET", "/1/agenda")[1]["faults"]
    plan(service, is_replan=True, seen=3)
    second = ask(service, "POST", "/1/releases", seen=4)

    assert (len(draft["meetings"]), checked["is_accepted"], stale, edited) == (2, True, 412, checked)
    assert (first[0], first[1]["version"], first[1]["changes"], len(faults)) == (201, 1, [], 1)
    assert (second[1]["version"], second[1]["tell"], second[1]["is_minimal"]) == (2, ["C2", "T1"], True)
    assert [each["request"] for each in second[1]["changes"]] == ["C2-T1"]
    assert ask(service, "GET", "/1/releases/1")[1] == first[1]


def test_participants_and_requests_are_put_by_version(service: Served) -> None:
    guest = {"id": "C1", "kind": "enterprise", "name": "甲", "arrives": "9:10"}
    changed = ask(service, "PUT", "/1/participants", guest=guest, organisation="甲机械有限公司", version=1)
    stale = ask(service, "PUT", "/1/participants", guest=guest, version=1)[0]
    added = ask(service, "PUT", "/1/participants", guest={"id": "E1", "kind": "expert"})[0]
    wish = ask(service, "PUT", "/1/requests", request={"id": "E1-T1", "guests": ["E1", "T1"], "wish": "must"})
    unknown = ask(service, "PUT", "/1/requests", request={"id": "X", "guests": ["X", "T1"]})

    assert (changed[1]["arrives"], changed[1]["version"], stale, added) == ("09:10", 2, 412, 200)
    assert (wish[1]["wish"], wish[1]["consents"]) == ("must", {"E1": "asked", "T1": "asked"})
    assert (unknown[0], "没有参加者“X”" in unknown[1]["detail"]) == (422, True)


def test_an_enterprise_answers_and_sees_its_own(service: Served) -> None:
    guest = {"id": "C1", "kind": "enterprise"}
    ask(service, "PUT", "/1/participants", guest=guest, organisation="甲机械有限公司", version=1)
    own = {"request_id": "C1-T1", "guest_id": "C1", "consent": "consented"}
    answered = ask(service, "POST", "/1/answers", Role.ENTERPRISE, **own)
    foreign = ask(service, "POST", "/1/answers", Role.ENTERPRISE, **own | {"guest_id": "T1"})[0]
    before = ask(service, "GET", "/1/mine", Role.ENTERPRISE)[1]
    plan(service)
    ask(service, "POST", "/1/releases", seen=1)
    after = ask(service, "GET", "/1/mine", Role.ENTERPRISE)[1]

    assert (answered[0], answered[1]["consent"], foreign) == (201, "consented", 404)
    assert (before, after["version"], [each["names"] for each in after["meetings"]]) == (
        {"version": 0, "meetings": []}, 1, [["T1"]],
    )  # fmt: skip
    assert ask(service, "GET", "/1/setup", Role.ENTERPRISE)[0] == 403


def test_the_file_of_an_event_is_the_one_it_came_from(service: Served) -> None:
    given = ask(service, "GET", "/1/file")[1]
    other = given | {"event": given["event"] | {"id": "DJH-2"}}

    assert ask(service, "POST", "", region_code="320800", problem=other)[0] == 201
    assert ask(service, "GET", "/2/file")[1] == other


def test_an_event_is_changed_by_version_and_keeps_its_code(service: Served) -> None:
    told = PROBLEM["event"] | {"id": "ANOTHER", "venue": "会展中心二楼"}  # type: ignore[operator] # a mapping of JSON
    body = {"region_code": "320800", "event": told, "needs_consent": True, "now": "9:10"}
    changed = ask(service, "PUT", "/1", **body, version=1)
    stale = ask(service, "PUT", "/1", **body, version=1)[0]
    outside = ask(service, "PUT", "/1", **body | {"region_code": "330100"}, version=2)[0]
    late = ask(service, "PUT", "/1", **body | {"now": "99:99"}, version=2)[0]
    seen = ask(service, "GET", "/1")[1]

    assert (changed[0], changed[1]) == (200, seen)
    assert (seen["id"], seen["venue"], seen["now"], seen["needs_consent"], seen["version"]) == (
        "DJH-1", "会展中心二楼", "09:10", True, 2,
    )  # fmt: skip
    assert (stale, outside, late) == (412, 422, 422)
    assert ask(service, "PUT", "/1", Role.ENTERPRISE, **body, version=2)[0] == 403


def test_files_are_given_to_planners_alone(service: Served) -> None:
    plan(service)
    ask(service, "POST", "/1/releases", seen=1)
    paths = [f"/1/files/1.{ending}" for ending in ("json", "xlsx", "docx", "html", "ics", "zip")]
    paths += ["/1/files/draft.json", "/1/invitations.xlsx", "/1/statistics.docx"]
    given = [service.ask(PLANNER, "GET", f"{ROOT}{path}")[0] for path in paths]
    refused = [service.ask(Role.ENTERPRISE, "GET", f"{ROOT}{path}")[0] for path in paths]

    assert given == [200] * len(paths)
    assert refused == [403] * len(paths)
    assert service.ask(PLANNER, "GET", f"{ROOT}/1/files/2.json")[0] == 404
    assert service.ask(PLANNER, "GET", "/api/v1/visits.xlsx")[0] == 200


def test_the_quotas_of_every_place_are_told(service: Served) -> None:
    rule = {"kind": "quota", "t.unit": "每个县区", "t.item": "专题活动", "t.minimum": "1", "t.maximum": "2"}
    assert service.ask(PLANNER, "POST", "/rules/new", data=rule)[0] == 303
    found = ask(service, "GET", "/quotas?year=2026")[1]
    county = ask(service, "GET", "/quotas?year=2026&region=320826")[1]
    page = service.ask(PLANNER, "GET", "/events/quotas?year=2026")

    [of_city] = found["rules"]
    places = [each["place"] for each in of_city["checks"]]
    assert (found["region_code"], "涟水县" in places, {each["outcome"] for each in of_city["checks"]}) == (
        "320800", True, {"failed"},
    )  # fmt: skip
    assert [each["place"] for each in county["rules"][0]["checks"]] == ["涟水县"]
    assert (page[0], "还差 1 场“专题活动”" in page[1]) == (200, True)
    assert ask(service, "GET", "/quotas?region=330100")[0] == 422
    assert service.ask(Role.ENTERPRISE, "GET", "/events/quotas")[0] == 403


def test_a_change_is_judged_within_a_tenth_of_a_second(service: Served) -> None:
    plan(service)
    start = time.perf_counter()
    ask(service, "POST", "/1/agenda/check", kind="lock", request="C1-T1")

    assert time.perf_counter() - start < 0.1


def test_participants_and_events_are_deleted_by_version(service: Served) -> None:
    ask(service, "PUT", "/1/participants", guest={"id": "E1", "kind": "expert"})

    def drop(path: str, version: int) -> int:
        headers = {"cookie": f"{SESSION_COOKIE}={service.cookie(PLANNER)}", "if-match": f'"{version}"'}
        return service.client.delete(f"{ROOT}{path}", headers=headers).status_code

    with Workspace.open(service.settings.home) as workspace, workspace.reading() as stores:
        seen = next(each.version for each in stores.events.participants(1) if each.number == 4)
    dropped = [drop("/1/participants/4", version) for version in (seen + 1, seen, seen)]
    assert dropped == [412, 204, 404]
    assert [drop("/1/participants/1", 1), drop("/1", 9), drop("/1", 1), drop("/1", 1)] == [409, 412, 204, 404]
