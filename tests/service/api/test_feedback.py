"""Verdicts over the API."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.settings import Settings
from tests.service.verdicts import kept, small_service

URL = "/api/v1/feedback"
REJECTED = {
    "need_id": "N1",
    "achievement_id": "A1",
    "verdict": "reject",
    "reason": "wrong_object",
    "comment": "打13912345678问过",
    "judge": "张科",
}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[TestClient, Settings]]:
    with small_service(tmp_path) as opened:
        yield opened


def candidates(client: TestClient, **query: str) -> list[str]:
    body = client.get("/api/v1/needs/N1/matches", params=query).json()
    return [each["achievement_id"] for each in (*body["matches"], *body["nearest"])]


def test_a_verdict_is_kept_masked_and_changes_the_list(service: tuple[TestClient, Settings]) -> None:
    client, _ = service

    answer = client.post(URL, json=REJECTED)

    (body,) = answer.json()["feedback"]
    assert answer.status_code == 201
    assert {name: body[name] for name in ("number", "verdict", "level", "comment", "counts")} == {
        "number": 1,
        "verdict": "reject",
        "level": 1,
        "comment": "打139********问过",
        "counts": True,
    }
    assert ("A1" in candidates(client), "A1" in candidates(client, rejected="true")) == (False, True)


def test_a_withdrawn_verdict_stays_in_the_history(service: tuple[TestClient, Settings]) -> None:
    client, _ = service
    client.post(URL, json=REJECTED)

    answer = client.post(f"{URL}/1/withdraw", json={"by": "李科"})

    assert [each["counts"] for each in answer.json()["feedback"]] == [False]
    assert [each["number"] for each in client.get(URL, params={"need": "N1"}).json()["feedback"]] == [1]
    assert client.get(URL, params={"need": "N/2"}).json() == {"feedback": [], "next": None}
    assert client.post(f"{URL}/1/withdraw", json={}).status_code == 409


def test_verdicts_are_listed_page_by_page(service: tuple[TestClient, Settings]) -> None:
    client, _ = service
    for comment in "甲乙丙":
        client.post(URL, json=REJECTED | {"comment": comment})

    first = client.get(URL, params={"limit": 2}).json()
    second = client.get(URL, params={"limit": 2, "after": first["next"]}).json()

    assert ([each["comment"] for each in first["feedback"]], first["next"]) == (["甲", "乙"], 2)
    assert ([each["comment"] for each in second["feedback"]], second["next"]) == (["丙"], None)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"need_id": "N9"}, 404, "unknown_id"),
        ({"reason": None}, 422, "bad_input"),
        ({"verdict": "maybe"}, 422, "invalid_values"),
        ({"colour": "red"}, 422, "invalid_values"),
    ],
)
def test_what_cannot_be_kept_is_explained(
    service: tuple[TestClient, Settings], changes: dict[str, str | None], status: int, code: str
) -> None:
    client, settings = service

    answer = client.post(URL, json=REJECTED | changes)

    assert (answer.status_code, answer.json()["code"], kept(settings)) == (status, code, [])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/json", "sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_a_page_of_another_site_writes_nothing(
    service: tuple[TestClient, Settings], headers: dict[str, str], status: int
) -> None:
    client, settings = service
    body = '{"need_id": "N1", "achievement_id": "A1", "verdict": "accept"}'

    answer = client.post(URL, content=body, headers=headers)

    assert (answer.status_code, kept(settings)) == (status, [])
