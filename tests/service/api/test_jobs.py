"""Jobs through the API: one's own to see and stop, the whole workspace for administrators, files masked."""

import json
from typing import Any

import pytest

from data.records.accounts import Role
from tests.service.api.test_imports import send, shown, work
from tests.service.people import Served

JOBS = "/api/v1/jobs"


def asked(service: Served, role: Role, kind: str, /, **body: object) -> tuple[int, Any]:
    status, text = service.ask(role, "POST", f"{JOBS}/{kind}", json=body)
    return status, json.loads(text)


def test_a_job_is_its_owners_alone_and_administrators(service: Served) -> None:
    number = send(service, Role.CITY_BUREAU)[1]["number"]

    statuses = {role: shown(service, role, f"{JOBS}/{number}")[0] for role in Role}
    listed = {role for role in Role if shown(service, role, JOBS)[1]["jobs"]}
    refused = shown(service, Role.UNIVERSITY, f"{JOBS}/{number}/cancel", "POST")[0]
    status, cancelled = shown(service, Role.CITY_BUREAU, f"{JOBS}/{number}/cancel", "POST")

    seeing = {Role.CITY_BUREAU, Role.ADMINISTRATOR}
    assert statuses == {role: 200 if role in seeing else 404 for role in Role}
    assert listed == seeing
    assert (refused, status, cancelled["state"]) == (404, 200, "cancelled")
    assert shown(service, Role.CITY_BUREAU, f"{JOBS}/{number}/cancel", "POST")[0] == 409


@pytest.mark.parametrize(
    ("kind", "body"), [("index", {}), ("match", {}), ("export", {"kind": "needs"}), ("backup", {})]
)
def test_the_whole_workspace_is_for_administrators(service: Served, kind: str, body: dict[str, str]) -> None:
    statuses = {role: asked(service, role, kind, **body)[0] for role in Role}

    assert statuses == {role: 202 if role is Role.ADMINISTRATOR else 403 for role in Role}


def test_an_export_is_fetched_masked_and_a_backup_is_not(service: Served) -> None:
    export = asked(service, Role.ADMINISTRATOR, "export", kind="needs")[1]["number"]
    backup = asked(service, Role.ADMINISTRATOR, "backup")[1]["number"]
    work(service, export)
    work(service, backup)

    status, text = service.ask(Role.ADMINISTRATOR, "GET", f"{JOBS}/{export}/files/needs.csv")
    (name,) = shown(service, Role.ADMINISTRATOR, f"{JOBS}/{backup}")[1]["files"]
    assert (status, "N1" in text, "13900001234" in text) == (200, True, False)
    assert service.ask(Role.ADMINISTRATOR, "GET", f"{JOBS}/{backup}/files/{name}")[0] == 409
    assert service.ask(Role.ADMINISTRATOR, "GET", f"{JOBS}/{export}/files/..%2F..%2Fduijie.sqlite")[0] == 404


def test_jobs_are_paged_newest_first(service: Served) -> None:
    numbers = [asked(service, Role.ADMINISTRATOR, "index")[1]["number"] for _ in range(3)]

    first = shown(service, Role.ADMINISTRATOR, f"{JOBS}?limit=2")[1]
    second = shown(service, Role.ADMINISTRATOR, f"{JOBS}?limit=2&before={first['next']}")[1]

    pages = [[each["number"] for each in page["jobs"]] for page in (first, second)]
    assert pages == [[numbers[2], numbers[1]], [numbers[0]]]
    assert second["next"] is None
