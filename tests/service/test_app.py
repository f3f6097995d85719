"""The frame of the service: who may ask, what every answer carries, and how errors look to whom."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from data.errors import WorkspaceError
from service.admission import MOST_BODY_BYTES
from service.app import PAGES, create_app
from service.security import HEADERS
from tests.conftest import REPOSITORY
from tests.service.conftest import ADDRESS, served, settings_of

ROUTES = tuple(route for room in PAGES for route in room.router.routes)


def app_of(client: TestClient) -> FastAPI:
    assert isinstance(client.app, FastAPI)
    return client.app


@pytest.mark.parametrize("path", ["/", "/api/v1/health", "/assets/card.css", "/nothing", "/api/v1/nothing"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    found = client.get(path).headers

    assert {name: found.get(name) for name in HEADERS} == dict(HEADERS)


def test_what_was_seen_is_not_kept_in_the_browser(client: TestClient) -> None:
    kept = {path: client.get(path).headers["cache-control"] for path in ("/", "/label", "/api/v1/health")}

    assert set(kept.values()) == {"no-store"}
    assert "immutable" in client.get("/assets/card.css").headers["cache-control"]


def test_tls_stays_once_it_was_used(tmp_path: Path) -> None:
    with TestClient(create_app(settings_of(tmp_path)), base_url="https://127.0.0.1") as client:
        assert client.get("/api/v1/health").headers["strict-transport-security"] == "max-age=31536000"


def test_over_tls_every_cookie_keeps_to_tls(tmp_path: Path) -> None:
    app = create_app(settings_of(tmp_path), only_loopback=False)
    with TestClient(app, base_url="https://bureau") as client:
        assert "; Secure" in client.get("/sign-in").headers["set-cookie"]


def test_no_script_may_run() -> None:
    policy = dict(part.strip().split(" ", 1) for part in HEADERS["content-security-policy"].split(";"))

    assert policy["default-src"] == "'none'"
    assert "script-src" not in policy


def test_a_name_that_only_points_here_is_refused(client: TestClient) -> None:
    assert client.get("/", headers={"host": "attacker.example"}).status_code == 400
    assert client.get("/api/v1/health", headers={"host": "localhost:8000"}).status_code == 200
    assert client.get("/api/v1/health", headers={"host": "[::1]:8000"}).status_code == 200


def test_a_service_opened_to_others_answers_to_any_name(tmp_path: Path) -> None:
    with TestClient(create_app(settings_of(tmp_path), only_loopback=False), base_url="http://bureau") as client:
        assert client.get("/api/v1/health").status_code == 200


def test_errors_of_the_api_are_problem_details_and_those_of_pages_are_pages(client: TestClient) -> None:
    asked, seen = client.get("/api/v1/nothing"), client.get("/nothing")

    assert (asked.status_code, asked.headers["content-type"]) == (404, "application/problem+json")
    assert asked.json() == {
        "type": "about:blank",
        "title": "没有这个页面",
        "status": 404,
        "detail": "地址写错了，或页面已不在。",
        "code": "not_found",
        "remedy": "请核对地址，或从首页重新进入。",
    }
    assert (seen.status_code, seen.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "<h1>没有这个页面</h1>" in seen.text


def test_a_wrong_method_names_the_right_one(client: TestClient) -> None:
    answer = client.get("/api/v1/match")

    assert (answer.status_code, answer.headers["allow"], answer.json()["title"]) == (405, "POST", "不能这样访问")


def test_a_body_above_the_limit_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/api/v1/match", content=b"x" * (MOST_BODY_BYTES + 1))

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8080", "https://127.0.0.1", "null", "http://attacker.example"])
def test_the_api_takes_nothing_that_a_page_of_another_origin_sent(client: TestClient, origin: str) -> None:
    # Without Fetch Metadata, as over plain http; the cookie of a session would go along from another port.
    headers = {"origin": origin, "host": "127.0.0.1:8000"}

    assert client.delete("/api/v1/needs/none", headers=headers).status_code == 403
    headers["origin"] = "http://127.0.0.1:8000"
    assert client.delete("/api/v1/needs/none", headers=headers).status_code == 428


def test_a_body_of_unknown_length_is_refused(client: TestClient) -> None:
    answer = client.post("/match", content=iter([b"content=", b"x"]))

    assert answer.status_code == 413


@pytest.fixture
def faulty(tmp_path: Path) -> FastAPI:
    app = served(settings_of(tmp_path))

    def fail() -> None:
        raise RuntimeError("13900001234")

    app.add_api_route("/fail", fail)
    app.add_api_route("/api/v1/fail", fail)
    return app


def test_an_unexpected_fault_says_nothing_of_its_inside(faulty: FastAPI, caplog: pytest.LogCaptureFixture) -> None:
    with TestClient(faulty, base_url=ADDRESS, raise_server_exceptions=False) as client:
        seen, asked = client.get("/fail"), client.get("/api/v1/fail")

    assert (seen.status_code, asked.status_code, asked.json()["code"]) == (500, 500, "internal")
    assert "13900001234" not in seen.text + asked.text + caplog.text
    assert seen.headers["content-security-policy"] == HEADERS["content-security-policy"]


def test_a_workspace_that_cannot_be_opened_is_told_before_anything_is_served(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")

    with pytest.raises(WorkspaceError, match="无法建立工作区文件夹"):
        create_app(settings_of(tmp_path))


def test_pages_answer_while_a_match_is_being_worked_on(client: TestClient) -> None:
    desk = app_of(client).state.desk
    with ThreadPoolExecutor(1) as pool:
        with desk._lock:  # stands for another question that takes long
            waiting = pool.submit(client.get, "/api/v1/needs/XQ001/matches")
            during = (client.get("/api/v1/health").status_code, client.get("/needs/XQ001").status_code)
            was_waiting = not waiting.done()
        done = waiting.result().status_code

    assert (during, was_waiting, done) == ((200, 200), True, 200)


def test_the_document_names_every_address(client: TestClient) -> None:
    text = (REPOSITORY / "docs" / "service.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(?:GET |POST )?(/[^`]*)` \|", text, re.MULTILINE))

    described = set(app_of(client).openapi()["paths"])
    drawn = {re.sub(":path", "", route.path) for route in ROUTES if isinstance(route, APIRoute)}
    assert named == described | drawn
