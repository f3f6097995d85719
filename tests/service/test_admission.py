"""Who may send large bodies, asked before anything of them is read."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from fastapi import FastAPI

from data.records.accounts import Role, Session
from service.admission import LARGER_BODIES, MOST_BODY_BYTES
from service.docking.sessions import digest_of
from service.identity import SESSION_COOKIE
from tests.service.people import Served, peopled_service

LARGE = MOST_BODY_BYTES + 1


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with peopled_service(tmp_path_factory.mktemp("bodies"), is_indexed=False) as opened:
        yield opened


def announce(service: Served, path: str, role: Role | None, n_bytes: int = LARGE) -> tuple[int, str]:
    """Announce a body of some size, of which nothing comes; return status and text of the answer."""
    headers = {"content-length": str(n_bytes)}
    if role is not None:
        assert isinstance(service.client.app, FastAPI)
        at, token = datetime.now(UTC), f"large-{role.value}"
        with service.client.app.state.desk.workspace.writing() as stores:
            stores.sessions.end(digest_of(token))
            number = list(Role).index(role) + 1
            stores.sessions.add(Session(digest=digest_of(token), account_id=number, created_at=at, seen_at=at))
        headers["cookie"] = f"{SESSION_COOKIE}={token}"
    answer = service.client.post(path, content=b"", headers=headers)
    return answer.status_code, answer.text or answer.headers.get("location", "")


def test_nobody_who_is_not_signed_in_sends_anything_large(service: Served) -> None:
    told = {path: announce(service, path, None) for path in LARGER_BODIES}

    # A page leads to where one signs in.
    assert {path: status for path, (status, _) in told.items()} == {
        path: 401 if path.startswith("/api/") else 303 for path in LARGER_BODIES
    }


def test_whoever_may_not_import_sends_nothing_large(service: Served) -> None:
    told = {path: announce(service, path, Role.EVENT_PLANNER) for path in LARGER_BODIES}

    assert {status for status, _ in told.values()} == {403}


def test_whoever_may_import_is_let_in_up_to_the_limit_of_the_address(service: Served) -> None:
    path = "/api/v1/imports"
    most = LARGER_BODIES[path].most_bytes

    # 422: it was read, and holds nothing.
    statuses = [announce(service, path, Role.COUNTY_BUREAU, size)[0] for size in (LARGE, most, most + 1)]
    assert statuses == [422, 422, 413]


def test_a_page_says_on_a_page_that_something_is_too_large(service: Served) -> None:
    status, text = announce(service, "/imports/new", Role.COUNTY_BUREAU, LARGER_BODIES["/imports/new"].most_bytes + 1)

    assert (status, "<h1>内容过大</h1>" in text, "duijie import" in text) == (413, True, True)
    assert 'aria-label="主要栏目"' in text
